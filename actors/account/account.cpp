#include "actors/account/account.hpp"

#include "messages/errors.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;

constexpr auto store_deadline = std::chrono::seconds{6};
constexpr auto password_deadline = std::chrono::seconds{30};
constexpr int ticket_tries = 8;
constexpr uint64_t sweep_every_ms = 1'000;

std::optional<msg::errc> obstacle(const msg::account_record& x) {
  switch (x.status) {
  case msg::account_status::active:
    break;
  case msg::account_status::banned:
    return msg::errc::account_banned;
  case msg::account_status::pending:
    return msg::errc::account_pending;
  }
  return std::nullopt;
}

} // namespace

bool is_allowed_account_name(std::string_view name) {
  constexpr size_t size_min = 3;
  constexpr size_t size_max = 20;
  return name.size() >= size_min && name.size() <= size_max && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

account::account(caf::actor_config& cfg, account_options options)
    : msg::account_actor::base(cfg), options_(std::move(options)) {}

void account::on_exit() {
  options_.store = nullptr;
  options_.passwords = nullptr;
}

account::behavior_type account::make_behavior() {
  return {
    [this](const msg::authenticate& what) { return on_authenticate(what); },
    [this](const msg::issue_ticket& what) { return on_issue(what); },
    [this](const msg::redeem_ticket& what) { return on_redeem(what); },
  };
}

uint64_t account::now_ms() const {
  return static_cast<uint64_t>(
    std::chrono::duration_cast<std::chrono::milliseconds>(clock().now().time_since_epoch()).count());
}

caf::result<msg::account_id> account::on_authenticate(const msg::authenticate& what) {
  auto promise = make_response_promise<msg::account_id>();
  if (!is_allowed_account_name(what.name) || what.password.empty()) {
    refuse(promise, make_error(msg::errc::account_unknown));
    return promise;
  }
  request(options_.store, store_deadline, msg::find_account{what.name})
    .then([this, what, promise](const msg::account_record& found) mutable { check(found, what.password, promise); },
          [this, what, promise](caf::error& why) mutable {
            if (msg::code_of(why) == msg::errc::account_unknown)
              refuse_unknown(what, promise);
            else
              refuse(promise, make_error(msg::code_of(why, msg::errc::store_unavailable)));
          });
  return promise;
}

/// The password is tried first: who does not know it learns nothing about the account.
void account::check(const msg::account_record& found, const std::string& password, id_promise promise) {
  if (found.locked_s > 0)
    return refuse(promise, make_error(msg::errc::account_locked));
  request(options_.passwords, password_deadline, msg::verify_password{password, found.password_hash})
    .then([this, found, promise](bool is_right) mutable { note(found, is_right, promise); },
          [this, promise](caf::error&) mutable { refuse(promise, make_error(msg::errc::overloaded)); });
}

void account::note(const msg::account_record& found, bool succeeded, id_promise promise) {
  auto answer = [this, found, succeeded, promise]() mutable {
    if (!succeeded)
      return refuse(promise, make_error(msg::errc::wrong_password));
    if (auto why = obstacle(found))
      return refuse(promise, make_error(*why));
    options_.metrics->add(metric::login_attempts_total, "accepted");
    promise.deliver(found.id);
  };
  if (succeeded && found.failed_attempts == 0)
    return answer();
  request(options_.store, store_deadline, msg::note_login{found.id, succeeded, options_.attempts_max, options_.lock_s})
    .then(
      [answer, found](const msg::account_record& now) mutable {
        if (now.locked_s > 0)
          log::warn(log::component::account, "account-locked", "account {} is locked for {} s", found.id.value,
                    now.locked_s);
        answer();
      },
      [this, promise](caf::error&) mutable { refuse(promise, make_error(msg::errc::store_unavailable)); });
}

/// Takes as long as a wrong password does, so that time does not tell which accounts exist.
void account::refuse_unknown(const msg::authenticate& what, id_promise promise) {
  if (options_.creates_unknown)
    return create(what, promise);
  auto done = [this, promise]() mutable { refuse(promise, make_error(msg::errc::account_unknown)); };
  request(options_.passwords, password_deadline, msg::verify_password{what.password, {}})
    .then([done](bool) mutable { done(); }, [done](caf::error&) mutable { done(); });
}

void account::create(const msg::authenticate& what, id_promise promise) {
  request(options_.passwords, password_deadline, msg::hash_password{what.password})
    .then(
      [this, what, promise](const std::string& hash) mutable {
        request(options_.store, store_deadline, msg::create_account{what.name, hash, msg::account_status::active})
          .then(
            [this, promise](const msg::account_record& made) mutable {
              log::info(log::component::account, "account-created", "account {} ({}) is created at its first login",
                        made.id.value, made.name);
              options_.metrics->add(metric::login_attempts_total, "created");
              promise.deliver(made.id);
            },
            [this, promise](caf::error& why) mutable {
              refuse(promise, make_error(msg::code_of(why, msg::errc::store_unavailable)));
            });
      },
      [this, promise](caf::error& why) mutable {
        refuse(promise, make_error(msg::code_of(why, msg::errc::overloaded)));
      });
}

void account::refuse(id_promise& promise, caf::error why) {
  options_.metrics->add(metric::login_attempts_total, msg::to_string(msg::code_of(why)));
  promise.deliver(std::move(why));
}

// -- tickets ----------------------------------------------------------------------------

caf::result<uint32_t> account::on_issue(const msg::issue_ticket& what) {
  auto now = now_ms();
  if (now >= sweep_at_ms_) {
    sweep_at_ms_ = now + sweep_every_ms;
    tickets_.sweep(now);
  }
  auto until = now + static_cast<uint64_t>(options_.ticket_life.count());
  for (int i = 0; i < ticket_tries; ++i) {
    auto number = options_.draw_ticket();
    if (tickets_.issue(number, {what.account, what.name, what.address, until})) {
      options_.metrics->add(metric::tickets_total, "issued");
      return number;
    }
  }
  return make_error(msg::errc::overloaded, "no free ticket number was drawn");
}

caf::result<msg::account_id> account::on_redeem(const msg::redeem_ticket& what) {
  auto account = tickets_.redeem(what.ticket, what.name, what.address, now_ms());
  options_.metrics->add(metric::tickets_total, account ? "redeemed" : "refused");
  if (!account) {
    SOMETIMES(ticket_refused);
    return make_error(msg::errc::ticket_invalid);
  }
  return *account;
}

} // namespace actors
