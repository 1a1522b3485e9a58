#include "actors/zone/zone.hpp"

#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

#include <algorithm>

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;
using std::chrono::milliseconds;

constexpr auto store_deadline = std::chrono::seconds{8};
constexpr auto backoff_first = milliseconds{100};
constexpr auto backoff_max = milliseconds{2000};

/// A place that is reserved and not taken.
constexpr uint64_t held_max_ms = 30'000;
constexpr uint64_t look_interval_ms = 1'000;
/// How often a session is told how far its inputs have come.
constexpr uint32_t inputs_per_note = 32;

uint64_t to_ns(caf::actor_clock::time_point t) { return static_cast<uint64_t>(t.time_since_epoch().count()); }

caf::actor_clock::time_point from_ns(uint64_t ns) {
  return caf::actor_clock::time_point{caf::actor_clock::duration_type{static_cast<int64_t>(ns)}};
}

} // namespace

zone::zone(caf::actor_config& cfg, zone_options options)
    : msg::zone_actor::base(cfg), options_(std::move(options)), world_(options_.content, options_.rules),
      backoff_(backoff_first, backoff_max, runtime::prng{options_.seed}) {
  set_down_handler([this](const caf::down_msg& down) { on_session_down(down.source); });
}

/// Sessions hold handles to their zone, and it to them: a cycle.
void zone::on_exit() {
  visitors_.clear();
  inbox_.clear();
  snapshot_.reset();
  freezing_.clear();
  saves_.abandon(); // whoever waits for one is a session, too
  stopping_.clear();
  departed_.clear();
  options_.store = nullptr;
}

zone::behavior_type zone::make_behavior() {
  return {
    [this](const msg::zone_enter& what) { return take_enter(what); },
    [this](const msg::zone_activate& what) { return take_request(what); },
    [this](const msg::zone_cancel& what) {
      if (phase_ == phase::serving || phase_ == phase::frozen)
        inbox_.push_back(what);
    },
    [this](const msg::zone_resume& what) { return take_request(what); },
    [this](const msg::zone_attach& what) { return take_attach(what); },
    [this](const msg::player_input& input) { take_input(input); },
    [this](const msg::zone_leave& what) { return take_request(what); },
    [this](const msg::zone_stop&) { return take_stop(); },
    [this](const msg::zone_freeze&) { return freeze(); },
    [this](const msg::zone_install& what) { return install(what.what); },
    [this](const msg::zone_serve& what) { return serve(what.epoch); },
    [this](const msg::zone_retire& what) {
      retire(what.is_saved);
      return caf::ok_atom::value;
    },
    [this](const msg::get_zone_status&) {
      return msg::zone_status{{world_.map()},
                              epoch_,
                              static_cast<uint32_t>(world_.players()),
                              static_cast<uint32_t>(world_.npcs()),
                              ticks_,
                              times_.quantile_us(500),
                              times_.quantile_us(1000),
                              cost_last_us_};
    },
    [this](caf::tick_atom, uint64_t due_ns) { on_tick(due_ns); },
  };
}

uint64_t zone::now_ms() const { return to_ns(clock().now()) / 1'000'000; }

std::pair<uint8_t, uint8_t> zone::time_of_day() const {
  constexpr int64_t day_s = 24 * 60 * 60;
  auto second = (static_cast<int64_t>(now_ms() / 1000) + options_.wall_offset_s) % day_s;
  second = second < 0 ? second + day_s : second;
  return {static_cast<uint8_t>(second / 3600), static_cast<uint8_t>(second / 60 % 60)};
}

// -- inbox ----------------------------------------------------------------------

/// Why nothing is taken now.
caf::error zone::refusal() const {
  return make_error(phase_ == phase::dormant ? msg::errc::not_ready : msg::errc::zone_moved);
}

template <class Request>
caf::result<caf::ok_atom> zone::take_request(const Request& what) {
  if (phase_ == phase::dormant || phase_ == phase::retired)
    return refusal();
  auto promise = make_response_promise<caf::ok_atom>();
  inbox_.push_back(asked<Request>{what, promise});
  return promise;
}

caf::result<msg::zone_entered> zone::take_enter(const msg::zone_enter& what) {
  if (phase_ == phase::dormant || phase_ == phase::retired)
    return refusal();
  auto promise = make_response_promise<msg::zone_entered>();
  inbox_.push_back(std::make_unique<enter_request>(enter_request{what, promise}));
  return promise;
}

caf::result<msg::zone_attached> zone::take_attach(const msg::zone_attach& what) {
  if (phase_ == phase::dormant || phase_ == phase::retired)
    return refusal();
  auto promise = make_response_promise<msg::zone_attached>();
  inbox_.push_back(std::make_unique<attach_request>(attach_request{what, promise}));
  return promise;
}

/// Inputs of a stay are taken in the order of their numbers or not at all: whoever sent them keeps them.
void zone::take_input(const msg::player_input& input) {
  auto refuse = [this](const char* why) { options_.metrics->add(metric::zone_inputs_refused_total, why); };
  if (phase_ != phase::serving)
    return refuse("not-serving");
  auto* who = find(input.who, input.visit);
  if (!who) {
    SOMETIMES(input_of_a_stale_visit);
    return refuse("stale-visit");
  }
  if (input.number != 0 && input.number <= who->accepted)
    return refuse("repeated");
  if (input.number != who->accepted + 1 || who->held) {
    SOMETIMES(input_gap);
    who->is_missing_inputs = are_inputs_missing_ = true;
    return refuse("gap");
  }
  if (who->inputs >= options_.inputs_max && now_ms() < who->lenient_until_ms) {
    who->is_missing_inputs = are_inputs_missing_ = true; // the rest of what he sends again comes in parts
    return refuse("catching-up");
  }
  if (PLANTED_EVERY(input_lost, 50) || (PLANTED(zone_goes_deaf) && ticks_ > 600)) {
    who->accepted = input.number;
    return;
  }
  if (++who->inputs > options_.inputs_max && !PLANTED(inbox_unbounded)) {
    SOMETIMES(inbox_full);
    --who->inputs;
    refuse("inbox-full");
    return expel(*who, msg::close_reason::rate_exceeded);
  }
  who->accepted = input.number;
  inbox_.push_back(input);
}

void zone::tick_from(uint64_t now_ns) {
  auto period = static_cast<uint64_t>(std::chrono::nanoseconds{options_.tick}.count());
  next_tick_ns_ = now_ns + period;
  scheduled_send(this, from_ns(next_tick_ns_), caf::tick_atom::value, next_tick_ns_);
}

void zone::on_tick(uint64_t due_ns) {
  if (phase_ == phase::retired && due_ns == 0)
    return quit();
  if (phase_ != phase::serving || due_ns != next_tick_ns_)
    return;
  auto period = static_cast<uint64_t>(std::chrono::nanoseconds{options_.tick}.count());
  auto now = to_ns(clock().now());
  if (now > due_ns + period) {
    SOMETIMES(tick_late);
    options_.metrics->add(metric::zone_ticks_late_total, std::to_string(world_.map()));
    world_.forgive_stall((now - due_ns) / 1'000'000);
    due_ns = now - (now - due_ns) % period;
  }
  tick_from(due_ns);
  auto begin_us = options_.stopwatch_us ? options_.stopwatch_us() : 0;
  work();
  look_around();
  if (options_.stopwatch_us)
    note_cost(options_.stopwatch_us() - begin_us);
  ++ticks_;
}

void zone::note_cost(uint64_t us) {
  auto map = std::to_string(world_.map());
  times_.note(static_cast<uint32_t>(us));
  options_.metrics->add(metric::zone_tick_duration_us_sum, map, us);
  options_.metrics->add(metric::zone_tick_duration_us_count, map);
  options_.metrics->set(metric::zone_players, map, static_cast<int64_t>(world_.players()));
  cost_us_ += us;
  auto now = now_ms();
  if (now < cost_at_ms_ + 1'000)
    return;
  cost_last_us_ = static_cast<uint32_t>(cost_at_ms_ == 0 ? cost_us_ : cost_us_ * 1'000 / (now - cost_at_ms_));
  cost_us_ = 0;
  cost_at_ms_ = now;
}

/// Once a second: whom inputs are missing of, and which places nobody takes.
void zone::look_around() {
  if (now_ms() < look_at_ms_)
    return;
  look_at_ms_ = now_ms() + look_interval_ms;
  std::vector<msg::character_id> given_up;
  for (const auto& [id, who] : visitors_)
    if (who.held && now_ms() >= who.held_since_ms + held_max_ms)
      given_up.push_back(id);
  for (auto id : given_up) {
    SOMETIMES(place_given_up);
    log::info(log::component::zone, "place-given-up", "zone {} waited too long for character {}", world_.map(),
              id.value);
    demonitor(visitors_.at(id).session.address());
    visitors_.erase(id);
  }
}

void zone::work() {
  std::vector<inbox_item> items;
  items.swap(inbox_);
  if (items.size() > 1 && PLANTED_EVERY(input_out_of_order, 10))
    std::ranges::reverse(items);
  for (auto& item : items)
    std::visit([this](auto& x) { deal_with(x); }, item);
  items.clear();
  if (inbox_.empty())
    inbox_.swap(items); // keeps the capacity
  if (std::exchange(are_inputs_missing_, false))
    ask_for_missing();
  fan_.flush(this);
  for (auto& promise : std::exchange(departed_, {})) // what they still were to hear precedes what the next zone says
    promise.deliver(caf::ok_atom::value);
  save(now_ms() >= checkpoint_at_ms_);
}

zone::visitor* zone::find(msg::character_id who, msg::visit_id visit) {
  auto i = visitors_.find(who);
  return i == visitors_.end() || i->second.visit != visit ? nullptr : &i->second;
}

void zone::deal_with(msg::player_input& input) {
  auto* who = find(input.who, input.visit);
  if (who)
    --who->inputs;
  if (who && input.number % inputs_per_note == 0)
    send(who->session, msg::inputs_done{input.visit, input.number});
  if (!who || who->held) {
    SOMETIMES(input_of_a_stale_visit);
    options_.metrics->add(metric::zone_inputs_refused_total, "stale-visit");
    return;
  }
  if (options_.watch_input)
    options_.watch_input(input);
  auto outcome = world_.apply(input.who, input.packet, now_ms(), fan_.frames);
  if (outcome.what == zone_outcome::kind::expelled) {
    expel(*who, msg::close_reason::kicked);
  } else if (outcome.what == zone_outcome::kind::departs && outcome.to.map == world_.map()) {
    auto record = world_.leave(input.who, fan_.frames); // within this map nobody else need know
    record->location.cell = static_cast<uint32_t>(outcome.to.at.index());
    admit(*who, std::move(*record), arrival::warp);
  } else if (outcome.what == zone_outcome::kind::departs) {
    tell_departure(*who, input.who, outcome.to);
  }
}

void zone::deal_with(std::unique_ptr<enter_request>& request) {
  auto& what = request->what;
  auto id = what.who.id();
  if (is_stopping_ || (visitors_.size() >= options_.players_max && !visitors_.contains(id))) {
    request->promise.deliver(make_error(msg::errc::zone_refused, is_stopping_ ? "stopping" : "full"));
    return;
  }
  if (auto old = visitors_.find(id); old != visitors_.end()) {
    auto here = (old->second.held ? *old->second.held : *world_.find(id)).location.revision;
    auto revision = what.who.location.revision;
    if (here >= revision + msg::revisions_of_a_stay) {
      SOMETIMES(enter_came_too_late);
      request->promise.deliver(make_error(msg::errc::stale_visit)); // he has begun another stay since
      return;
    }
    // A stay nobody ended: its session is gone without a word. What he has here is newer than what was loaded, unless
    // this zone is an old copy of one that went on elsewhere.
    if (!old->second.held && here + msg::revisions_of_a_stay >= revision) {
      what.who = *world_.find(id);
      what.who.location.revision = std::max(revision, here);
    }
    if (!old->second.held)
      remove(id, false);
  }
  visitors_.erase(id);
  monitor(what.session);
  auto& who = visitors_[id];
  who = {};
  who.visit = what.visit;
  who.session = what.session;
  who.at = {fan_.index_of(what.edge), what.connection};
  who.held_since_ms = now_ms();
  auto cell = world_.place_for(loaders::cell::from_index(what.who.location.cell));
  what.who.location.cell = static_cast<uint32_t>(cell.index());
  request->promise.deliver(msg::zone_entered{what.who.location.cell});
  if (what.held)
    who.held = std::move(what.who);
  else
    admit(who, std::move(what.who), arrival::login);
}

void zone::admit(visitor& who, msg::character_record record, arrival how) {
  who.held.reset();
  log::debug(log::component::zone, "player-entered", "zone {} shows character {} ({}) at cell {}", world_.map(),
             record.id().value, record.name, record.location.cell);
  world_.enter(std::move(record), who.at, how, time_of_day(), fan_.frames);
  is_urgent_ |= how == arrival::warp;
}

void zone::deal_with(activate_request& request) {
  auto* who = find(request.what.who, request.what.visit);
  if (!who) {
    request.promise.deliver(make_error(msg::errc::stale_visit));
    return;
  }
  if (who->held)
    admit(*who, std::move(*who->held), arrival::warp);
  request.promise.deliver(caf::ok_atom::value);
}

void zone::deal_with(msg::zone_cancel& what) {
  if (auto* who = find(what.who, what.visit); who && who->held) {
    demonitor(who->session.address());
    visitors_.erase(what.who);
  }
}

void zone::deal_with(resume_request& request) {
  if (!find(request.what.who, request.what.visit)) {
    request.promise.deliver(make_error(msg::errc::stale_visit));
    return;
  }
  world_.resume(request.what.who, fan_.frames);
  request.promise.deliver(caf::ok_atom::value);
}

void zone::deal_with(std::unique_ptr<attach_request>& request) {
  const auto& what = request->what;
  auto* who = find(what.who, what.visit);
  if (!who) {
    request->promise.deliver(make_error(msg::errc::stale_visit));
    return;
  }
  SOMETIMES(stay_attached);
  demonitor(who->session.address());
  who->session = what.session;
  who->edge = what.edge;
  if (!who->is_torn) {
    who->at = {fan_.index_of(what.edge), what.connection};
    world_.redirect(what.who, who->at);
  }
  monitor(who->session);
  request->promise.deliver(msg::zone_attached{who->accepted, epoch_, who->is_torn});
  who->is_missing_inputs = false; // the answer says it
  go_on_with(what.who, *who);
}

void zone::deal_with(leave_request& request) {
  auto& what = request.what;
  if (!find(what.who, what.visit)) {
    // Perhaps this is a second try, and the first one's save is still under way.
    if (what.save && saves_.contains(what.who))
      saves_.wait_for(what.who, request.promise);
    else
      request.promise.deliver(make_error(msg::errc::stale_visit));
    return;
  }
  if (what.save || !PLANTED(zone_keeps_the_departed))
    remove(what.who, what.save);
  if (what.save && saves_.contains(what.who)) {
    saves_.wait_for(what.who, request.promise);
    return;
  }
  departed_.push_back(request.promise);
}

// -- players ----------------------------------------------------------------------

void zone::remove(msg::character_id id, bool save) {
  auto i = visitors_.find(id);
  if (i == visitors_.end())
    return;
  if (i->second.session)
    demonitor(i->second.session.address());
  visitors_.erase(i);
  auto record = world_.leave(id, fan_.frames);
  if (!record || !save || PLANTED(save_forgotten))
    return;
  ++record->location.revision;
  saves_.add(record->location);
  is_urgent_ = true;
}

void zone::expel(visitor& who, msg::close_reason reason) {
  if (std::exchange(who.is_expelled, true))
    return;
  send(who.session, msg::zone_expelled{who.visit, reason});
}

void zone::on_session_down(const caf::actor_addr& session) {
  for (const auto& [id, who] : visitors_) {
    if (who.session.address() != session)
      continue;
    SOMETIMES(session_lost_in_zone);
    log::info(log::component::zone, "session-lost", "zone {} lost the session of character {}", world_.map(), id.value);
    remove(id, true);
    return;
  }
}

// -- saving -----------------------------------------------------------------------

void zone::save(bool checkpoint) {
  if (checkpoint || is_urgent_) {
    for (const auto& row : world_.take_changed())
      if (!PLANTED(checkpoint_forgotten))
        saves_.add(row);
    if (checkpoint)
      checkpoint_at_ms_ = now_ms() + static_cast<uint64_t>(options_.checkpoint.count());
    is_urgent_ = false;
  }
  if (saves_.is_saving() || saves_.empty() || now_ms() < save_not_before_ms_)
    return;
  send_batch();
}

void zone::send_batch() {
  request(options_.store, store_deadline, msg::save_locations{saves_.begin(), {{world_.map()}, epoch_}})
    .then([this](caf::ok_atom) { on_saved(); },
          [this, epoch = epoch_](caf::error& why) { on_save_failed(why, epoch); });
}

void zone::on_saved() {
  if (!saves_.is_saving())
    return; // retired meanwhile
  options_.metrics->add(metric::zone_checkpoint_total, "committed");
  backoff_.reset();
  if (saves_.has_failed())
    SOMETIMES(save_failed_and_was_repeated);
  for (auto& waiter : saves_.succeed())
    waiter.deliver(caf::ok_atom::value);
  finish_stop();
}

void zone::on_save_failed(const caf::error& why, uint64_t epoch) {
  if (!saves_.is_saving())
    return;
  if (msg::code_of(why, msg::errc::store_unavailable) == msg::errc::fenced) {
    saves_.fail();
    options_.metrics->add(metric::zone_checkpoint_total, "fenced");
    if (phase_ != phase::serving || epoch != epoch_)
      return; // a hand-over has saved it, or it is saved again under the epoch of now
    SOMETIMES(zone_fenced);
    log::warn(log::component::zone, "zone-fenced", "zone {} of epoch {} is another node's by now and ends",
              world_.map(), epoch_);
    return retire(false);
  }
  options_.metrics->add(metric::zone_checkpoint_total, "failed");
  auto wait = backoff_.next();
  log::warn(log::component::zone, "checkpoint-failed", "zone {} could not save ({}) and tries again in {} ms",
            world_.map(), system().render(why), wait.count());
  saves_.fail();
  save_not_before_ms_ = now_ms() + static_cast<uint64_t>(wait.count());
}

} // namespace actors
