// What a session does when its zone moves, or is lost.

#include "actors/session/deadlines.hpp"
#include "actors/session/session.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/metrics_table.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;
namespace metric = runtime::metric;
using std::chrono::milliseconds;

constexpr auto search_retry = milliseconds{200};
constexpr uint64_t search_jitter_ms = 50;
constexpr auto store_retry = milliseconds{500};
constexpr auto store_look = milliseconds{5'000}; // between two looks whether the store answers
/// However long the store is away.
constexpr auto adrift_max = std::chrono::minutes{5};

/// Whether the database is away, as far as this tells. No answer is one, too.
bool is_outage(const caf::error& why) {
  auto code = msg::code_of(why, msg::errc::store_unavailable);
  return code == msg::errc::store_unavailable || code == msg::errc::overloaded;
}

std::string_view reason_of(const caf::error& why) {
  return why.category() == msg::error_category() ? msg::to_string(msg::code_of(why)) : "no answer";
}

} // namespace

// -- zones that move --------------------------------------------------------------------

/// A zone that has been followed may not know it yet.
bool session::is_from_zone() {
  return zone_.zone && current_sender() && caf::actor_cast<caf::actor_addr>(current_sender()) == zone_.zone.address();
}

void session::on_inputs_done(const msg::inputs_done& what) {
  if (what.visit != visit_ || !is_from_zone())
    return;
  auto was_full = window_.is_full();
  window_.done(what.done);
  if (was_full && !is_held_up())
    go_on();
}

void session::on_goes_on(const msg::zone_goes_on& what) {
  if (!current_sender())
    return;
  auto zone = caf::actor_cast<msg::zone_actor>(current_sender());
  if (trip_ && what.visit == trip_->visit && what.visit != visit_) {
    if (!trip_->is_reserved || what.epoch < trip_->next.epoch)
      return;
    SOMETIMES(zone_goes_on_during_warp);
    trip_->next.zone = zone;
    trip_->next.epoch = what.epoch;
    return;
  }
  // The same epoch is legal: then it has found that something is missing.
  if (!is_in_world_ || what.visit != visit_ || what.epoch < zone_.epoch || is_stay_over())
    return;
  SOMETIMES(zone_goes_on_elsewhere);
  options_.setup->metrics->add(metric::session_drifts_total, "went-on");
  may_have_missed_ |= what.is_torn;
  if (may_have_missed_ && !is_leaving_ && !trip_)
    return enter_anew({zone_.map, what.epoch, zone});
  if (!window_.reaches(what.done) && !is_leaving_ && !trip_) {
    SOMETIMES(zone_is_an_old_copy);
    return enter_anew(); // it is of before a move that was taken back: what happened since is nowhere but in the store
  }
  adopt(zone, what.epoch, what.done);
}

/// A stay that is begun anew outranks the last one.
bool session::is_stay_over() const { return trip_ && trip_->is_return && visit_ != trip_->visit; }

void session::adopt(const msg::zone_actor& zone, uint64_t epoch, uint32_t done) {
  // The last zone is still watched: when its node is lost now, what it had said last may be lost, too.
  if (zone_.zone && zone_.zone != zone)
    last_zone_ = zone_.zone.address();
  else if (zone_.zone)
    demonitor(zone_.zone.address());
  zone_.zone = zone;
  zone_.epoch = epoch;
  monitor(zone_.zone);
  ++search_;
  if (!trip_ || !trip_->is_return) // that one comes to an end only when it has arrived
    adrift_ms_ = 0;
  window_.done(done);
  window_.each([this, done](uint32_t number, const msg::zone_request& packet) {
    if (PLANTED(sent_again_out_of_order))
      number = 2 * done + static_cast<uint32_t>(window_.size()) + 1 - number;
    send(zone_.zone, msg::player_input{machine_.id(), visit_, number, packet});
  });
  options_.setup->metrics->add(metric::session_inputs_resent_total, {}, window_.size());
  log::debug(log::component::session, "zone-followed", "character {} goes on in map {}, epoch {}; {} inputs again",
             machine_.id().value, zone_.map.value, epoch, window_.size());
  ask_now();
  if (!is_held_up())
    go_on();
}

// -- what is asked of a zone until it has answered ----------------------------------------

void session::ask_zone(errand what) {
  errand_ = std::make_shared<const errand>(std::move(what));
  ask_now();
}

/// Adrift it waits until there is a zone.
void session::ask_now() {
  auto number = ++asked_;
  auto what = errand_;
  if (!what || !zone_.zone)
    return;
  auto done = [this, what](caf::ok_atom) {
    if (what == errand_)
      std::exchange(errand_, nullptr)->done();
  };
  auto failed = [this, number, asked = zone_.zone](caf::error& why) {
    if (number == asked_ && errand_)
      fail_errand(asked, why);
  };
  std::visit([&](const auto& question) { request(zone_.zone, what->deadline, question).then(done, failed); },
             what->what);
}

void session::fail_errand(const msg::zone_actor& asked, const caf::error& why) {
  auto code = msg::code_of(why, msg::errc::overloaded);
  if (code == msg::errc::stale_visit)
    return std::exchange(errand_, nullptr)->gone();
  if (const auto* leave = std::get_if<msg::zone_leave>(&errand_->what); leave && leave->save)
    SOMETIMES(leave_asked_again);
  else if (leave)
    SOMETIMES(departure_asked_again);
  else
    SOMETIMES(zone_asked_again);
  options_.setup->metrics->add(metric::session_retries_total, reason_of(why));
  later(errand_retry, [this, number = asked_] {
    if (number == asked_)
      ask_now();
  });
  if (code == msg::errc::zone_moved && zone_.zone == asked)
    drift();
}

// -- adrift -----------------------------------------------------------------------------

void session::drift() {
  SOMETIMES(zone_lost_under_session);
  log::info(log::component::session, "zone-lost", "character {} lost touch with the zone of map {}, epoch {}",
            machine_.id().value, zone_.map.value, zone_.epoch);
  options_.setup->metrics->add(metric::session_drifts_total, "lost");
  lose_zone();
  look_for_zone();
}

void session::lose_zone() {
  if (zone_.zone)
    demonitor(zone_.zone.address());
  zone_.zone = nullptr;
  if (adrift_ms_ != 0)
    return;
  adrift_ms_ = store_ms_ = now_ms();
  patience_ms_ = adrift_ms_ + to_ms(options_.setup->adrift);
}

void session::look_for_zone() {
  if (is_adrift())
    search(++search_);
}

void session::search(uint64_t number) {
  if (number != search_ || !is_adrift())
    return;
  if (now_ms() >= patience_ms_)
    return give_up_zone();
  look_at_store();
  request(options_.setup->router, router_deadline, msg::find_zone{zone_.map})
    .then(
      [this, number](const msg::zone_route& to) {
        if (number != search_)
          return;
        if (to.epoch < zone_.epoch) // this node has not heard yet who follows
          return search_later(number);
        attach(to, number);
      },
      [this, number](caf::error&) { search_later(number); });
}

void session::attach(const msg::zone_route& to, uint64_t number) {
  msg::zone_attach attach{machine_.id(), visit_, options_.connection, options_.edge, self()};
  request(to.zone, attach_deadline, attach)
    .then(
      [this, to, number](const msg::zone_attached& what) {
        if (number != search_ || what.epoch < zone_.epoch)
          return search_later(number);
        SOMETIMES(zone_found_again);
        options_.setup->metrics->add(metric::session_drifts_total, "attached");
        may_have_missed_ |= what.is_torn;
        if ((may_have_missed_ || !window_.reaches(what.done)) && !is_leaving_ && !trip_)
          return enter_anew({to.map, what.epoch, to.zone}); // it has him as he is, and shows him everything
        adopt(to.zone, what.epoch, what.done);
      },
      [this, number](caf::error& why) { fail_attach(why, number); });
}

void session::fail_attach(const caf::error& why, uint64_t number) {
  if (number != search_)
    return;
  if (msg::code_of(why, msg::errc::overloaded) == msg::errc::stale_visit)
    return on_stay_gone();
  search_later(number);
}

void session::search_later(uint64_t number) {
  later(search_retry + milliseconds{seed_.below(search_jitter_ms)}, [this, number] { search(number); });
}

/// While the database is away no zone is started anywhere: that time does not count, and afterwards it takes the
/// cluster as long as ever to do so.
void session::look_at_store() {
  auto now = now_ms();
  if (now < store_ms_ + to_ms(store_look))
    return;
  store_ms_ = now;
  request(services_.store, service_deadline, msg::find_account{machine_.account_name()})
    .then([](const msg::account_record&) { /* it is there */ },
          [this](caf::error& why) {
            if (is_outage(why))
              note_outage();
          });
}

void session::note_outage() {
  if (adrift_ms_ == 0)
    return;
  SOMETIMES(adrift_in_an_outage);
  patience_ms_ = std::min(now_ms() + to_ms(options_.setup->adrift), adrift_ms_ + to_ms(adrift_max));
}

// -- the stay is gone ---------------------------------------------------------------------

/// The zone that serves the map now has nothing of it: it was started anew, or has removed him.
void session::on_stay_gone() {
  ++search_;
  if (is_leaving_)
    SOMETIMES(left_while_adrift);
  if (auto what = std::exchange(errand_, nullptr))
    return what->gone();
  if (trip_ && visit_ != trip_->visit) { // perhaps he gets on
    trip_->is_stay_gone = true;
    return;
  }
  enter_anew();
}

/// The client forgets everything it shows when it loads a map; it must know why before. Also when it is the map he was
/// on: his zone may have told him to load another one.
void session::announce_anew(msg::map_id map) {
  machine_.tell("The world skipped a beat. You are back where you were last saved.");
  machine_.load_map(map);
  flush();
}

/// The node of the zone is lost from which the one he is in has moved, and with it, perhaps, the last it had said.
void session::on_last_zone_lost() {
  last_zone_ = {};
  if (!is_in_world_ || is_leaving_ || trip_)
    return;
  may_have_missed_ = true;
  if (zone_.zone)
    enter_anew(zone_);
}

void session::enter_anew(msg::zone_route zone) {
  SOMETIMES(stay_begun_anew);
  log::info(log::component::session, "stay-anew", "character {} enters the world anew", machine_.id().value);
  lose_zone();
  ++search_;
  errand_ = nullptr;
  departure_ = nullptr;
  window_.begin();
  auto trip = std::make_shared<crossing>();
  trip->is_return = true;
  trip->hint = std::move(zone);
  trip->visit = next_visit();
  trip_ = trip;
  begin_again(trip);
}

void session::begin_again(std::shared_ptr<crossing> trip) {
  if (trip != trip_ || gives_up(trip))
    return;
  request(services_.store, service_deadline, msg::begin_stay{account_, machine_.id()})
    .then(
      [this, trip](const msg::character_record& who) {
        if (trip == trip_)
          come_back(trip, who);
      },
      [this, trip](caf::error& why) {
        if (trip != trip_)
          return;
        if (is_outage(why))
          note_outage();
        later(store_retry, [this, trip] { begin_again(trip); });
      });
}

void session::come_back(std::shared_ptr<crossing> trip, const msg::character_record& who) {
  trip->plan.who = who;
  trip->plan.to_map = who.location.map;
  trip->plan.to_cell = who.location.cell;
  if (zone_.map != who.location.map) {
    zone_.map = who.location.map;
    zone_.epoch = 0;
  }
  find_next(trip);
}

void session::come_back_later(std::shared_ptr<crossing> trip) {
  look_at_store();
  later(search_retry + milliseconds{seed_.below(search_jitter_ms)}, [this, trip] { find_next(trip); });
}

bool session::gives_up(const std::shared_ptr<crossing>& trip) {
  if (!trip->is_return)
    return false;
  auto has_left = is_lost_ || !account_;
  if (!has_left && now_ms() < patience_ms_)
    return false;
  if (trip->is_reserved)
    send(trip->next.zone, msg::zone_cancel{machine_.id(), trip->visit});
  if (!has_left) {
    give_up_zone();
    return true;
  }
  SOMETIMES(left_while_adrift);
  is_in_world_ = false; // there is nothing of him anywhere that is not saved
  end(leave_reason_);
  return true;
}

void session::give_up_zone() {
  SOMETIMES(zone_given_up);
  log::warn(log::component::session, "zone-given-up", "character {} finds no zone for map {}", machine_.id().value,
            zone_.map.value);
  options_.setup->metrics->add(metric::session_drifts_total, "given-up");
  if (is_leaving_)
    return end(leave_reason_, false);
  machine_.tell("The zone you were in is gone. Please log in again.");
  end(msg::close_reason::zone_lost, false);
}

} // namespace actors
