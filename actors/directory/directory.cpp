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

constexpr auto count_interval = std::chrono::milliseconds{200};
constexpr auto router_deadline = std::chrono::seconds{2};
constexpr auto probe_deadline = std::chrono::seconds{2};
constexpr auto save_deadline = std::chrono::seconds{15};
/// A zone that moves, or is started elsewhere, has about five seconds.
constexpr auto eviction_retry = std::chrono::milliseconds{500};
constexpr uint32_t evictions_max = 10;
constexpr uint32_t silences_max = 3;
/// Shouts that wait until a directory is open.
constexpr size_t unheard_max = 100;

} // namespace

directory::directory(caf::actor_config& cfg, directory_options options)
    : msg::directory_actor::base(cfg), options_(std::move(options)) {
  set_down_handler([this](const caf::down_msg& down) { on_down(down); });
}

void directory::on_exit() {
  claims_.clear(); // sessions hold handles to us: a cycle
  options_.router = nullptr;
}

directory::behavior_type directory::make_behavior() {
  open_by_ms_ = now_ms() + static_cast<uint64_t>(options_.grace.count());
  count();
  return {
    [this](const msg::claim_account& what) { return on_claim(what); },
    [this](const msg::release_account& what) { on_release(what); },
    [this](const msg::announce_presence& what) { return on_presence(what); },
    [this](const msg::ask_presence& what) { return on_ask(what); },
    [this](const msg::whisper& what) { return on_whisper(what); },
    [this](const msg::broadcast& what) { on_broadcast(what); },
    [this](const msg::list_players& what) { return list(what); },
    [this](const msg::kick_player& what) { return kick(what); },
    [this](const msg::nodes_dead& what) { on_nodes_dead(what); },
    [this](const msg::directory_stop&) {
      is_stopping_ = true;
      is_open_ = false;
      return caf::ok_atom::value;
    },
    [this](caf::tick_atom) { count(); },
    [this](caf::tick_atom, uint64_t number) { on_time(number); },
  };
}

uint64_t directory::now_ms() const {
  return static_cast<uint64_t>(
    std::chrono::duration_cast<std::chrono::milliseconds>(clock().now().time_since_epoch()).count());
}

// -- who had an account before ------------------------------------------------------------

void directory::count() {
  if (is_open_ || is_stopping_)
    return;
  if (now_ms() >= open_by_ms_)
    return open("the grace is over");
  delayed_send(this, count_interval, caf::tick_atom::value);
  request(options_.router, router_deadline, msg::sum_old_claims{options_.epoch})
    .then(
      [this](const msg::old_claims& what) {
        if (what.is_complete && what.sessions == 0)
          open("no session of an earlier one is left");
        else
          SOMETIMES(directory_waits_for_old_sessions);
      },
      [](const caf::error&) { /* asked again */ });
}

void directory::open(std::string_view why) {
  if (is_stopping_ || std::exchange(is_open_, true))
    return;
  for (const auto& what : std::exchange(unheard_, {}))
    on_broadcast(what);
  log::info(log::component::directory, "directory-open", "the directory of epoch {} grants accounts: {}",
            options_.epoch, why);
}

// -- accounts ---------------------------------------------------------------------------

caf::result<caf::ok_atom> directory::on_claim(const msg::claim_account& what) {
  if (!what.account)
    return make_error(msg::errc::bad_request);
  if (is_stopping_)
    return make_error(msg::errc::not_ready);
  auto i = claims_.find(what.account);
  if (i != claims_.end() && i->second.session == what.session && !i->second.is_ending) {
    i->second.session = what.session; // the old handle leads nowhere
    i->second.lost = 0;
    monitor(what.session);
    return caf::ok_atom::value;
  }
  if (!is_open_ && !what.again)
    return make_error(msg::errc::not_ready);
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
  if (is_stopping_) {
    promise.deliver(make_error(msg::errc::not_ready));
  } else if (i == claims_.end()) {
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
  who.map = what.map;
  who.node = what.node;
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
  if (i == by_name_.end() && !is_open_ && !is_stopping_)
    return make_error(msg::errc::not_ready); // perhaps he is about to say that he is here
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
  if (!is_open_ && !is_stopping_ && unheard_.size() < unheard_max)
    return unheard_.push_back(what); // until those are back who are to hear it
  fan_.frames.begin(
    msg::client::make_say(static_cast<msg::client::say_kind>(what.kind), what.from, what.from_name, what.words));
  for (const auto& [account, who] : claims_)
    if (who.who && !who.is_ending)
      fan_.frames.add(who.at);
  fan_.frames.commit();
  fan_.flush(this);
}

// -- for operators ------------------------------------------------------------------------

std::vector<msg::player_entry> directory::list(const msg::list_players& what) const {
  std::vector<msg::player_entry> result;
  auto part = msg::client::fold_name(what.filter);
  for (auto i = by_name_.upper_bound(msg::client::fold_name(what.after)); i != by_name_.end(); ++i) {
    if (result.size() >= what.limit)
      break;
    const auto& who = claims_.at(i->second);
    if (i->first.find(part) != std::string::npos)
      result.push_back({i->second, who.who, i->first, who.map, who.node});
  }
  return result;
}

caf::result<caf::ok_atom> directory::kick(const msg::kick_player& what) {
  auto i = by_name_.find(msg::client::fold_name(what.name));
  if (i == by_name_.end())
    return make_error(msg::errc::not_online);
  send(claims_.at(i->second).session, msg::session_close{msg::close_reason::kicked});
  return caf::ok_atom::value;
}

// -- sessions that end without a word ---------------------------------------------------

void directory::on_down(const caf::down_msg& down) {
  auto is_unreachable = down.reason == caf::exit_reason::remote_link_unreachable;
  on_session_down(down.source, is_unreachable);
  // A zone that was asked and is gone does not answer. Perhaps it is started elsewhere, or has moved.
  std::vector<msg::account_id> unanswered;
  for (const auto& [account, who] : claims_)
    if (who.is_ending && who.zone && who.zone.address() == down.source)
      unanswered.push_back(account);
  for (auto account : unanswered)
    evict_again(account);
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
    who.lost = ++numbers_;
    delayed_send(this, options_.grace, caf::tick_atom::value, who.lost);
    return;
  }
}

void directory::on_nodes_dead(const msg::nodes_dead& what) {
  auto is_there = [&](const msg::session_actor& x) {
    return std::ranges::find(what.nodes, x.node()) != what.nodes.end();
  };
  std::vector<msg::account_id> ended;
  for (auto& [account, who] : claims_) {
    std::erase_if(who.waiting, [&](claimant& x) {
      if (is_there(x.session))
        x.promise.deliver(make_error(msg::errc::not_ready));
      return is_there(x.session);
    });
    if (is_there(who.session))
      ended.push_back(account);
  }
  if (!ended.empty())
    log::info(log::component::directory, "sessions-dead", "the directory ends {} sessions of nodes that are dead",
              ended.size());
  for (auto account : ended)
    end_claim(account);
}

/// A session has had its time to come back, or a zone its time to move.
void directory::on_time(uint64_t number) {
  for (const auto& [account, who] : claims_) {
    if (who.lost == number)
      return end_claim(account);
    if (who.again == number)
      return evict(account);
  }
}

void directory::end_claim(msg::account_id account) {
  auto& who = claims_.at(account);
  who.lost = 0;
  if (std::exchange(who.is_ending, true))
    return;
  log::debug(log::component::directory, "account-ends", "account {} is free once its character is saved",
             account.value);
  forget_name(account);
  if (!PLANTED(claim_kept_for_ever))
    evict(account);
}

// -- the account stays taken until the zone has saved the character -------------------------

directory::claim* directory::find_ending(msg::account_id account, msg::visit_id visit) {
  auto i = claims_.find(account);
  return i != claims_.end() && i->second.is_ending && i->second.visit == visit ? &i->second : nullptr;
}

void directory::evict(msg::account_id account) {
  auto& who = claims_.at(account);
  who.again = 0;
  who.zone = nullptr;
  if (!who.who)
    return forget(account);
  request(options_.router, router_deadline, msg::find_zone{who.map})
    .then(
      [this, account, visit = who.visit](const msg::zone_route& to) {
        if (find_ending(account, visit))
          ask_zone(account, to.zone);
      },
      [this, account, visit = who.visit](const caf::error&) {
        if (find_ending(account, visit))
          evict_again(account);
      });
}

void directory::ask_zone(msg::account_id account, const msg::zone_actor& zone) {
  auto& who = claims_.at(account);
  who.zone = zone;
  monitor(zone); // a request to a node that is gone is never answered
  auto visit = who.visit;
  request(zone, save_deadline, msg::zone_leave{who.who, visit, true})
    .then(
      [this, account, visit](caf::ok_atom) {
        if (auto* found = find_ending(account, visit); found && found->evictions > 0)
          SOMETIMES(evicted_from_moved_zone);
        finish_eviction(account, visit, "saved");
      },
      [this, account, visit, zone](caf::error& why) {
        if (auto* found = find_ending(account, visit); found && found->zone == zone)
          fail_eviction(account, why);
      });
}

void directory::fail_eviction(msg::account_id account, const caf::error& why) {
  auto& who = claims_.at(account);
  if (msg::code_of(why, msg::errc::overloaded) == msg::errc::stale_visit)
    return finish_eviction(account, who.visit, "not-there");
  // It has something to save, or its answer was lost; or its node died before this one could know it.
  if (why == caf::sec::request_timeout && ++who.silences >= silences_max)
    who.evictions = evictions_max;
  evict_again(account);
}

void directory::evict_again(msg::account_id account) {
  auto& who = claims_.at(account);
  who.zone = nullptr;
  if (who.again != 0)
    return;
  if (++who.evictions >= evictions_max) {
    SOMETIMES(eviction_given_up);
    log::warn(log::component::directory, "eviction-given-up", "no zone of map {} saves character {}", who.map.value,
              who.who.value);
    return finish_eviction(account, who.visit, "given-up");
  }
  options_.metrics->add(metric::directory_evictions_total, "again");
  who.again = ++numbers_;
  delayed_send(this, eviction_retry, caf::tick_atom::value, who.again);
}

void directory::finish_eviction(msg::account_id account, msg::visit_id visit, std::string_view outcome) {
  if (!find_ending(account, visit))
    return;
  options_.metrics->add(metric::directory_evictions_total, outcome);
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
    if (is_stopping_) {
      next.promise.deliver(make_error(msg::errc::not_ready));
    } else if (claims_.contains(account)) {
      next.promise.deliver(make_error(msg::errc::already_online));
    } else {
      grant(account, next.session);
      next.promise.deliver(caf::ok_atom::value);
    }
  }
}

} // namespace actors
