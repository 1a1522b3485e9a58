// The account actor: passwords, lockout, tickets. One for the whole cluster.
//
//   login            account              store, passwords
//   authenticate -->
//                    find_account    -->
//                    verify_password -->
//                    note_login      -->  (only when something changes)
//                <-- account id, or why not

#pragma once

#include "actors/account/ticket_book.hpp"
#include "messages/interfaces/account.hpp"
#include "messages/interfaces/store.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

namespace actors {

struct account_options {
  msg::store_actor store;
  msg::password_actor passwords;
  uint16_t attempts_max = 5; // wrong passwords in a row, then the account is locked
  uint32_t lock_s = 300;
  std::chrono::milliseconds ticket_life{30'000};
  bool creates_unknown = false; // an unknown name becomes a new account; for development
  /// Random numbers nobody can guess.
  std::function<uint32_t()> draw_ticket;
  std::shared_ptr<runtime::metrics> metrics;
};

/// Three to twenty letters, digits, `_` and `-`.
bool is_allowed_account_name(std::string_view name);

class account final : public msg::account_actor::base {
public:
  account(caf::actor_config& cfg, account_options options);

  const char* name() const override { return "account"; }
  void on_exit() override;

protected:
  behavior_type make_behavior() override;

private:
  using id_promise = caf::typed_response_promise<msg::account_id>;

  caf::result<msg::account_id> on_authenticate(const msg::authenticate& what);
  void check(const msg::account_record& found, const std::string& password, id_promise promise);
  void note(const msg::account_record& found, bool succeeded, id_promise promise);
  void refuse_unknown(const msg::authenticate& what, id_promise promise);
  void create(const msg::authenticate& what, id_promise promise);
  void refuse(id_promise& promise, caf::error why);
  caf::result<uint32_t> on_issue(const msg::issue_ticket& what);
  caf::result<msg::account_id> on_redeem(const msg::redeem_ticket& what);
  uint64_t now_ms() const;

  account_options options_;
  ticket_book tickets_;
  uint64_t sweep_at_ms_ = 0;
};

} // namespace actors
