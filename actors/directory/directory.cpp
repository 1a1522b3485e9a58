#include "actors/directory/directory.hpp"

#include "messages/client/chat.hpp"
#include "messages/client/names.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;

constexpr auto lease_name = "directory";
constexpr auto heir_name = "directory.heir";
constexpr auto lease_deadline = std::chrono::seconds{6};
constexpr auto lease_retry = std::chrono::milliseconds{500};
constexpr auto lease_renewal = std::chrono::milliseconds{4'000};
/// Of a renewal that the store answers late.
constexpr auto lease_slack = std::chrono::milliseconds{2'000};
constexpr auto question_deadline = std::chrono::seconds{6};
constexpr auto probe_deadline = std::chrono::seconds{2};
constexpr uint32_t evictions_max = 3;
constexpr auto save_deadline = std::chrono::seconds{15};

} // namespace

directory::directory(caf::actor_config& cfg, directory_options options)
    : msg::directory_actor::base(cfg), options_(std::move(options)) {
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

void directory::on_exit() {
  claims_.clear(); // sessions hold handles to us: a cycle
  undecided_.clear();
  options_.store = nullptr;
}

directory::behavior_type directory::make_behavior() {
  take_lease();
  return {
    [this](const msg::claim_account& what) -> caf::result<caf::ok_atom> {
      if (is_decided_)
        return on_claim(what);
      return once_decided<caf::ok_atom>(what);
    },
    [this](const msg::release_account& what) { on_release(what); },
    [this](const msg::announce_presence& what) { return on_presence(what); },
    [this](const msg::ask_presence& what) -> caf::result<msg::presence> {
      if (is_decided_)
        return on_ask(what);
      return once_decided<msg::presence>(what);
    },
    [this](const msg::whisper& what) { return on_whisper(what); },
    [this](const msg::broadcast& what) { on_broadcast(what); },
    [this](const msg::directory_stop&) { return stop(); },
    [this](caf::tick_atom) { take_lease(); },
    [this](caf::tick_atom, uint64_t number) { on_lost_for_good(number); },
  };
}

caf::result<caf::ok_atom> directory::stop() {
  is_stopping_ = true;
  auto is_last = std::exchange(is_open_, false) && claims_.empty();
  if (!options_.store || !is_last)
    return caf::ok_atom::value;
  auto promise = make_response_promise<caf::ok_atom>();
  request(options_.store, lease_deadline, msg::release_lease{lease_name, options_.holder})
    .then([promise](caf::ok_atom) mutable { promise.deliver(caf::ok_atom::value); },
          [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
  return promise;
}

/// First the heir's lease, then the directory's own: an heir takes back sessions of the last directory while that one's
/// lease runs out, and when it is lost itself, the next heir has to wait for those.
void directory::take_lease() {
  if (!options_.store)
    is_heir_ = is_open_ = is_decided_ = true;
  if (!options_.store || is_stopping_)
    return;
  if (is_open_)
    return take_own_lease();
  request(options_.store, lease_deadline, lease_of(heir_name))
    .then(
      [this](const msg::lease&) {
        is_heir_ = true;
        take_own_lease();
      },
      [this](const caf::error&) {
        delayed_send(this, lease_retry, caf::tick_atom::value);
        decide();
      });
}

/// Asks itself again: the answer goes to whoever asks now.
template <class Answer, class Question>
caf::result<Answer> directory::once_decided(const Question& what) {
  auto promise = make_response_promise<Answer>();
  undecided_.push_back([this, promise, what]() mutable {
    request(caf::actor_cast<msg::directory_actor>(caf::strong_actor_ptr{ctrl()}), question_deadline, what)
      .then([promise](const Answer& answer) mutable { promise.deliver(answer); },
            [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
  });
  return promise;
}

void directory::decide() {
  is_decided_ = true;
  for (auto& question : std::exchange(undecided_, {}))
    question();
}

void directory::take_own_lease() {
  request(options_.store, lease_deadline, lease_of(lease_name))
    .then(
      [this](const msg::lease&) {
        delayed_send(this, lease_renewal, caf::tick_atom::value);
        if (!is_stopping_ && !std::exchange(is_open_, true))
          caf::anon_send(options_.store, msg::release_lease{heir_name, options_.holder});
        decide();
      },
      [this](const caf::error&) {
        delayed_send(this, lease_retry, caf::tick_atom::value);
        decide();
      });
}

msg::take_lease directory::lease_of(const char* name) const {
  // Whenever its holder is lost, the next one has to wait for all of the grace.
  auto ttl = options_.grace + lease_renewal + lease_slack;
  return {name, options_.holder, static_cast<uint32_t>(ttl.count())};
}

caf::result<caf::ok_atom> directory::on_claim(const msg::claim_account& what) {
  auto i = claims_.find(what.account);
  if (i != claims_.end() && i->second.session == what.session) {
    i->second.session = what.session; // the old handle leads nowhere
    i->second.lost = 0;
    monitor(what.session);
    return caf::ok_atom::value;
  }
  if (!what.account)
    return make_error(msg::errc::bad_request);
  if (!is_heir_ || (!is_open_ && !what.again)) {
    SOMETIMES(directory_waits_for_old_sessions);
    return make_error(msg::errc::not_ready);
  }
  if (i == claims_.end() || PLANTED(two_sessions_one_account)) {
    grant(what.account, what.session);
    return caf::ok_atom::value;
  }
  auto promise = make_response_promise<caf::ok_atom>();
  if (i->second.is_ending) {
    i->second.waiting.push_back({what.session, promise});
    return promise;
  }
  SOMETIMES(claim_probes_a_live_session);
  request(i->second.session, probe_deadline, msg::session_probe{})
    .then([this, what, promise](bool is_alive) { settle(what, promise, is_alive); },
          [this, what, promise](caf::error&) { settle(what, promise, true); });
  return promise;
}

/// The holder of the account has been asked. One that gives up still saves its
/// character; whoever comes after waits for that.
void directory::settle(const msg::claim_account& what, done_promise promise, bool is_alive) {
  auto i = claims_.find(what.account);
  if (i == claims_.end()) {
    grant(what.account, what.session);
    promise.deliver(caf::ok_atom::value);
  } else if (is_alive && !i->second.is_ending) {
    promise.deliver(make_error(msg::errc::already_online));
  } else {
    i->second.waiting.push_back({what.session, promise});
  }
}

void directory::grant(msg::account_id account, const msg::session_actor& session) {
  log::debug(log::component::directory, "account-granted", "account {} is granted", account.value);
  claims_[account].session = session;
  monitor(session);
  options_.metrics->set(metric::directory_sessions, static_cast<int64_t>(claims_.size()));
}

void directory::on_release(const msg::release_account& what) {
  auto i = claims_.find(what.account);
  if (i == claims_.end() || i->second.session != what.session)
    return;
  demonitor(what.session.address());
  forget(what.account);
}

caf::result<caf::ok_atom> directory::on_presence(const msg::announce_presence& what) {
  auto i = claims_.find(what.account);
  if (i == claims_.end() || i->second.is_ending)
    return make_error(msg::errc::stale_visit);
  auto& who = i->second;
  forget_name(what.account);
  who.who = what.who;
  who.folded_name = msg::client::fold_name(what.name);
  who.visit = what.visit;
  who.zone = what.zone;
  who.at = {fan_.index_of(what.edge), what.connection};
  by_name_[who.folded_name] = what.account;
  return caf::ok_atom::value;
}

caf::result<msg::presence> directory::on_ask(const msg::ask_presence& what) {
  auto sessions = static_cast<uint32_t>(claims_.size());
  if (!is_open_)
    return make_error(msg::errc::not_ready);
  auto i = claims_.find(what.account);
  if (i == claims_.end() || PLANTED(two_sessions_one_account))
    return msg::presence{false, sessions};
  if (i->second.is_ending)
    return msg::presence{true, sessions};
  auto promise = make_response_promise<msg::presence>();
  request(i->second.session, probe_deadline, msg::session_probe{})
    .then(
      [promise, sessions](bool is_alive) mutable {
        promise.deliver(msg::presence{is_alive, sessions});
      },
      [promise, sessions](caf::error&) mutable {
        promise.deliver(msg::presence{true, sessions});
      });
  return promise;
}

// -- what is said beyond one screen ---------------------------------------------------

caf::result<caf::ok_atom> directory::on_whisper(const msg::whisper& what) {
  auto i = by_name_.find(msg::client::fold_name(what.to_name));
  if (i == by_name_.end()) {
    options_.metrics->add(metric::whispers_total, "not-online");
    return make_error(msg::errc::not_online);
  }
  options_.metrics->add(metric::whispers_total, "delivered");
  fan_.frames.to(claims_.at(i->second).at,
                 msg::client::make_say(msg::client::say_kind::whisper, what.from.value, what.from_name, what.words));
  fan_.flush(this);
  return caf::ok_atom::value;
}

void directory::on_broadcast(const msg::broadcast& what) {
  fan_.frames.begin(
    msg::client::make_say(static_cast<msg::client::say_kind>(what.kind), what.from, what.from_name, what.words));
  for (const auto& [account, who] : claims_)
    if (who.who && !who.is_ending)
      fan_.frames.add(who.at);
  fan_.frames.commit();
  fan_.flush(this);
}

// -- sessions that end without a word ---------------------------------------------------

void directory::on_down(const caf::down_msg& down) {
  auto is_unreachable = down.reason == caf::exit_reason::remote_link_unreachable;
  on_session_down(down.source, is_unreachable);
  // A zone that is gone has nothing more to save.
  std::vector<msg::account_id> free;
  for (const auto& [account, who] : claims_)
    if (who.is_ending && who.zone && who.zone.address() == down.source)
      free.push_back(account);
  for (auto account : free)
    forget(account);
}

void directory::on_session_down(const caf::actor_addr& session, bool is_unreachable) {
  for (auto& [account, who] : claims_) {
    if (who.session.address() != session)
      continue;
    log::info(log::component::directory, "session-lost", "the directory lost the session of account {}", account.value);
    if (!is_unreachable)
      return end_claim(account);
    // Perhaps only the way to it is broken: it has as long to come back as it keeps the account.
    SOMETIMES(session_out_of_reach);
    who.lost = ++losses_;
    delayed_send(this, options_.grace, caf::tick_atom::value, losses_);
    return;
  }
}

void directory::on_lost_for_good(uint64_t number) {
  for (const auto& [account, who] : claims_)
    if (who.lost == number)
      return end_claim(account);
}

void directory::end_claim(msg::account_id account) {
  auto& who = claims_.at(account);
  if (std::exchange(who.is_ending, true))
    return;
  log::debug(log::component::directory, "account-ends", "account {} is free once its character is saved",
             account.value);
  by_name_.erase(who.folded_name);
  if (!PLANTED(claim_kept_for_ever))
    evict(account);
}

/// The account stays taken until the zone has saved the character.
void directory::evict(msg::account_id account) {
  auto i = claims_.find(account);
  if (i == claims_.end() || !i->second.is_ending)
    return;
  auto& who = i->second;
  if (!who.zone)
    return forget(account);
  monitor(who.zone); // a request to a node that is gone is never answered
  request(who.zone, save_deadline, msg::zone_leave{who.who, who.visit, true})
    .then([this, account, visit = who.visit](caf::ok_atom) { finish_eviction(account, visit); },
          [this, account, visit = who.visit](caf::error& why) {
            // It has something to save, or its answer was lost; or its node died before this one could know it.
            if (auto i = claims_.find(account); why == caf::sec::request_timeout && i != claims_.end()
                                                && i->second.is_ending && ++i->second.evictions < evictions_max)
              evict(account);
            else
              finish_eviction(account, visit);
          });
}

/// The account may belong to somebody else by now, whose claim this is not about.
void directory::finish_eviction(msg::account_id account, msg::visit_id visit) {
  auto i = claims_.find(account);
  if (i != claims_.end() && i->second.is_ending && i->second.visit == visit)
    forget(account);
}

void directory::forget_name(msg::account_id account) {
  auto name = by_name_.find(claims_.at(account).folded_name);
  if (name != by_name_.end() && name->second == account)
    by_name_.erase(name);
}

void directory::forget(msg::account_id account) {
  auto i = claims_.find(account);
  if (i == claims_.end())
    return;
  forget_name(account);
  log::debug(log::component::directory, "account-freed", "account {} is free", account.value);
  auto waiting = std::move(i->second.waiting);
  claims_.erase(i);
  options_.metrics->set(metric::directory_sessions, static_cast<int64_t>(claims_.size()));
  for (auto& next : waiting) {
    if (claims_.contains(account)) {
      next.promise.deliver(make_error(msg::errc::already_online));
    } else {
      grant(account, next.session);
      next.promise.deliver(caf::ok_atom::value);
    }
  }
}

} // namespace actors
