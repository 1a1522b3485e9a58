// One client on the login listener, without the actor: packets in, frames and
// at most one action out. The actor carries the action out and reports back;
// until it has, the machine is busy and must be given no packet.

#pragma once

#include "messages/handled.hpp"
#include "messages/ids.hpp"

#include <utility>

namespace actors {

struct login_rules {
  uint8_t server_id = 1;
  std::string server_name;  // at most 16 bytes are shown
  std::string gate_address; // of the game listener, dotted IPv4, as clients reach it
  uint16_t gate_port = 0;
  std::string welcome;
  bool is_in_maintenance = false;
  uint32_t sessions_max = 5000; // of the cluster
  uint32_t tries_max = 5;       // refused logins, then the connection is closed
};

struct login_action {
  enum class kind : uint8_t { none, authenticate, issue_ticket, close };
  kind what = kind::none;
  std::string name;
  std::string password; // never logged
};

/// Why a login is refused, in the client's own words.
enum class login_refusal : uint8_t {
  wrong_password, // or no such account: the client does not learn which
  banned,
  pending,
  locked,
  already_online,
  full,
  maintenance,
  unavailable,
};

class login_machine {
public:
  bool is_busy() const { return is_busy_; }
  msg::account_id account() const { return account_; }
  const std::string& name() const { return name_; }

  /// Sets `is_refused` when the packet has no business now.
  login_action on(const msg::login_request& packet, const login_rules& rules, bool& is_refused);

  // How actions ended.
  void accepted(msg::account_id account, const login_rules& rules);
  /// The action is `close` when that was one try too many.
  login_action refused(login_refusal why, const login_rules& rules);
  void ticket_issued(uint32_t ticket, const login_rules& rules);

  /// The frames for the client since the last call.
  msg::wire::byte_buffer take_frames() { return std::exchange(frames_, {}); }

private:
  login_action handle(const msg::client::c2ls_login& packet, const login_rules& rules, bool& is_refused);
  login_action handle(const msg::client::c2ls_select_server& packet, const login_rules& rules, bool& is_refused);
  void say(uint8_t type, std::string_view words);

  bool is_busy_ = false;
  uint32_t tries_ = 0;
  msg::account_id account_; // 0 before a good login
  std::string name_;        // of the account, as typed
  msg::wire::byte_buffer frames_;
};

} // namespace actors
