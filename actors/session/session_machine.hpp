// One client on the game listener, without the actor: packets in, frames and
// at most one action out. The actor carries the action out and reports back;
// until it has, the machine is busy and must be given no packet.
//
//   ticket --c2g_login--> (redeem) --> choosing --c2s_char_login--> chosen
//   chosen --c2s_world_login--> (enter) --> in_world --c2s_char_logout--> (leave) --> ended

#pragma once

#include "actors/session/rules/new_character.hpp"
#include "messages/handled.hpp"
#include "messages/records.hpp"

#include <utility>

namespace actors {

struct session_rules {
  start_places starts;
  uint32_t lines_max = 5; // of chat, within `lines_window_ms`
  uint32_t lines_window_ms = 5'000;
  uint32_t shout_interval_ms = 30'000;
  uint32_t clock_tolerance_ms = 500; // between client and server clock
  std::string greeting;              // a notice on entering the world; empty is none
};

namespace action {

struct redeem {
  uint32_t ticket = 0;
  std::string account_name;
};
struct create {
  msg::character_record what;
};
struct remove {
  std::string name;
};
struct enter {
  msg::character_record who;
};
struct forward {
  msg::zone_request what;
};
struct whisper {
  std::string to;
  std::string words;
};
struct shout {
  std::string words;
};
/// Out of the world, if he is in it, and off.
struct leave {};
/// The client cheats or cannot be served.
struct close {
  bool is_refused = false; // else kicked
};

} // namespace action

using session_action = std::variant<std::monostate, action::redeem, action::create, action::remove, action::enter,
                                    action::forward, action::whisper, action::shout, action::leave, action::close>;

/// Why an action failed, as far as the client is told.
enum class refusal : uint8_t {
  failed,
  not_allowed, // ticket or claim
  name_taken,
  slots_full,
  not_found,
  not_online,
};

class session_machine {
public:
  enum class phase : uint8_t { ticket, choosing, chosen, in_world, ended };

  phase now() const { return phase_; }
  bool is_busy() const { return is_busy_; }
  const std::string& account_name() const { return account_name_; }
  const std::string& name() const { return chosen_.name; }
  msg::character_id id() const { return chosen_.id(); }

  /// A packet of the client. Sets `is_refused` when the packet has no business in this phase.
  session_action on(const msg::game_request& packet, uint64_t now_ms, const session_rules& rules, bool& is_refused);

  // How actions ended.
  void logged_in(msg::account_id account, std::vector<msg::character_record> characters);
  void login_refused(std::string_view why);
  void created(const msg::character_record& what);
  void create_refused(refusal why, std::string_view text);
  void removed(std::string_view name);
  void remove_refused(refusal why, std::string_view text);
  void entered(const session_rules& rules);
  void enter_refused(std::string_view text);
  void whispered(std::string_view words);
  void whisper_refused(std::string_view to, refusal why);
  void left();
  /// A line of the system in the chat window.
  void tell(std::string_view words);
  /// Has the client load another map than it has.
  void load_map(msg::map_id map);

  /// For what the actor starts by itself, as a warp.
  void set_busy(bool is_busy) { is_busy_ = is_busy; }

  /// Time for a keepalive; nothing outside the world.
  void tick(uint64_t now_ms);

  /// The frames for the client since the last call, in the clear.
  msg::wire::byte_buffer take_frames() { return std::exchange(frames_, {}); }

private:
  session_action handle(const msg::client::c2g_login& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2g_time_tick& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2s_payinfo& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2s_ask_create_player& packet, uint64_t, const session_rules& rules);
  session_action handle(const msg::client::c2s_ask_delete_player& packet, uint64_t, const session_rules& rules);
  session_action handle(const msg::client::c2s_char_login& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2s_world_login& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2s_char_logout& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2s_option& packet, uint64_t now_ms, const session_rules& rules);
  session_action handle(const msg::client::c2s_say& packet, uint64_t now_ms, const session_rules& rules);
  template <class T>
  session_action handle(const T& packet, uint64_t now_ms, const session_rules& rules);

  template <class T>
  bool is_allowed() const;
  bool may_talk(uint64_t now_ms, const session_rules& rules);
  session_action busy_with(session_action what);
  msg::character_record* find_character(std::string_view name);
  template <class T>
  void answer(const T& packet) {
    msg::client::encode_frame(frames_, packet);
  }
  void answer_error(uint16_t code, std::string_view text);
  void answer_list();

  phase phase_ = phase::ticket;
  bool is_busy_ = false;
  bool has_clock_base_ = false;
  uint8_t clock_misses_ = 0;
  uint32_t clock_base_ms_ = 0; // client clock minus server clock, the least seen; creeps up
  uint32_t clock_checked_ms_ = 0;
  uint32_t tick_count_ = 0;
  uint32_t tick_server_ms_ = 0;
  uint32_t tick_client_ms_ = 0;
  uint32_t lines_window_ = 0;
  uint32_t lines_ = 0;
  uint64_t shout_again_ms_ = 0;
  msg::account_id account_;
  std::string account_name_;
  std::vector<msg::character_record> characters_; // until the world is entered
  msg::character_record chosen_;                  // once in the world, only id and name are kept
  msg::wire::byte_buffer frames_;
};

} // namespace actors
