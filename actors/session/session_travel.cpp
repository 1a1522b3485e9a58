// How a session gets its player into a zone, and from zone to zone.

#include "actors/session/deadlines.hpp"
#include "actors/session/session.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;

/// Asked elsewhere, or a little later, it may well succeed.
bool is_moving(const caf::error& why) {
  auto code = msg::code_of(why, msg::errc::overloaded);
  return code == msg::errc::zone_moved || code == msg::errc::not_ready || why == caf::sec::request_receiver_down;
}

} // namespace

// -- into the world ----------------------------------------------------------------------

void session::perform(action::enter& what) {
  if (!services_.directory)
    return enter_later();
  auto announced = what.who.location.map;
  request(services_.store, service_deadline, msg::begin_stay{account_, what.who.id()})
    .then(
      [this, announced](const msg::character_record& who) {
        if (who.location.map == announced)
          return find_place(std::make_shared<msg::character_record>(who), now_ms() + to_ms(zone_deadline));
        // An earlier stay was saved only now; the client has loaded the wrong map.
        machine_.tell("Your character is being saved. Please log in again.");
        machine_.set_busy(false);
        flush();
        leave(msg::close_reason::refused, false);
      },
      [this](caf::error& why) { fail_enter(why); });
}

/// Not at once: whoever asks must have returned before he hears the answer.
void session::enter_later() {
  request(options_.setup->router, router_deadline, msg::find_services{})
    .then([this](const msg::service_handles&) { fail_enter(make_error(msg::errc::not_ready)); },
          [this](caf::error& why) { fail_enter(why); });
}

void session::find_place(std::shared_ptr<msg::character_record> who, uint64_t until_ms) {
  request(options_.setup->router, router_deadline, msg::find_zone{who->location.map})
    .then(
      [this, who, until_ms](const msg::zone_route& to) {
        visit_ = next_visit();
        if (!services_.directory)
          return fail_enter(make_error(msg::errc::not_ready));
        msg::announce_presence presence{account_, who->id(),     who->name,           visit_,
                                        to.map,   options_.edge, options_.connection, options_.setup->node};
        request(services_.directory, presence_deadline, presence)
          .then([this, who, to, until_ms](caf::ok_atom) { enter_zone(to, who, until_ms); },
                [this](caf::error& why) { fail_enter(why); });
      },
      [this](caf::error& why) { fail_enter(why); });
}

void session::enter_zone(const msg::zone_route& to, std::shared_ptr<msg::character_record> who, uint64_t until_ms) {
  msg::zone_enter enter{*who, visit_, false, options_.connection, options_.edge, self()};
  request(to.zone, zone_deadline, enter)
    .then([this, to](const msg::zone_entered&) { entered(to); },
          [this, to, who, until_ms](caf::error& why) {
            if (is_moving(why) && now_ms() < until_ms)
              return later(errand_retry, [this, who, until_ms] { find_place(who, until_ms); });
            if (why.category() != msg::error_category())
              return doubt_enter(to);
            caf::anon_send(to.zone, msg::zone_leave{who->id(), visit_, true});
            fail_enter(why);
          });
}

void session::entered(const msg::zone_route& at) {
  zone_ = at;
  is_in_world_ = true;
  window_.begin();
  monitor(zone_.zone);
  machine_.entered(options_.setup->rules);
  heard_ms_ = now_ms();
  go_on();
}

/// Perhaps only the answer was lost, and the client has seen the world already: nothing but a new connection can mend
/// what it believes then.
void session::doubt_enter(const msg::zone_route& at) {
  SOMETIMES(enter_lost_its_answer);
  log::warn(log::component::session, "enter-failed", "character {} gets no answer from its zone", machine_.id().value);
  zone_ = at;
  is_in_world_ = true;
  monitor(zone_.zone);
  machine_.tell("The world does not answer. Please log in again.");
  machine_.set_busy(false);
  flush();
  leave(msg::close_reason::zone_lost, false);
}

void session::fail_enter(const caf::error& why) {
  log::warn(log::component::session, "enter-failed", "character {} cannot enter the world: {}", machine_.id().value,
            system().render(why));
  machine_.enter_refused(msg::to_string(msg::code_of(why)));
  go_on();
}

// -- from zone to zone ----------------------------------------------------------------

void session::on_departure(const msg::zone_departure& what) {
  if (what.visit != visit_ || is_leaving_ || trip_)
    return;
  if (machine_.is_busy()) {
    departure_ = std::make_unique<msg::zone_departure>(what);
    return;
  }
  auto trip = std::make_shared<crossing>();
  trip->plan = what;
  trip->plan.who.location.map = what.to_map;
  trip->plan.who.location.cell = what.to_cell;
  ++trip->plan.who.location.revision;
  if (PLANTED(woonz_from_nowhere))
    ++trip->plan.who.woonz;
  trip->visit = next_visit();
  trip->until_ms = now_ms() + to_ms(zone_deadline);
  trip_ = trip;
  find_next(trip);
}

void session::find_next(std::shared_ptr<crossing> trip) {
  if (trip != trip_ || gives_up(trip))
    return;
  auto hint = std::exchange(trip->hint, {});
  if (hint.map != trip->plan.to_map)
    hint = {};
  auto go = [this, trip](const msg::zone_route& next) {
    if (trip != trip_)
      return;
    trip->next = next;
    reserve(trip);
  };
  request(options_.setup->router, router_deadline, msg::find_zone{trip->plan.to_map})
    .then([go, hint](const msg::zone_route& next) { go(hint.zone && hint.epoch > next.epoch ? hint : next); },
          [this, trip, go, hint](caf::error& why) {
            if (hint.zone)
              go(hint);
            else if (trip == trip_)
              fail_reserve(trip, why);
          });
}

void session::reserve(std::shared_ptr<crossing> trip) {
  trip->is_reserved = true; // even when no answer comes
  msg::zone_enter enter{trip->plan.who, trip->visit, true, options_.connection, options_.edge, self()};
  request(trip->next.zone, zone_deadline, enter)
    .then(
      [this, trip](const msg::zone_entered&) {
        if (trip == trip_ && !gives_up(trip))
          depart(trip);
      },
      [this, trip](caf::error& why) {
        trip->is_moving |= is_moving(why);
        if (trip == trip_)
          fail_reserve(trip, why);
      });
}

void session::fail_reserve(std::shared_ptr<crossing> trip, const caf::error& why) {
  if (trip->is_return)
    return come_back_later(trip);
  if (trip->is_moving && now_ms() < trip->until_ms) {
    SOMETIMES(warp_target_moves);
    return later(errand_retry, [this, trip] { find_next(trip); });
  }
  if (trip->is_reserved)
    SOMETIMES(warp_refused_and_resumed);
  else
    SOMETIMES(warp_target_gone);
  log::warn(log::component::session, "warp-failed", "character {} cannot go to map {}: {}", machine_.id().value,
            trip->plan.to_map.value, system().render(why));
  stay(trip);
}

void session::depart(std::shared_ptr<crossing> trip) {
  if (trip->is_return || trip->is_stay_gone)
    return arrive(trip);
  // Without an answer nobody knows whether he is still there: it is asked until it is sure.
  ask_zone({msg::zone_leave{machine_.id(), visit_, false}, zone_deadline, [this, trip] { arrive(trip); },
            [this, trip] {
              SOMETIMES(departure_already_done);
              arrive(trip);
            }});
}

void session::arrive(std::shared_ptr<crossing> trip) {
  if (zone_.zone)
    demonitor(zone_.zone.address());
  ++search_; // if the last zone was looked for, it need not be found
  zone_ = trip->next;
  visit_ = trip->visit;
  trip->is_stay_gone = false;
  window_.begin();
  monitor(zone_.zone);
  is_presence_stale_ = true; // whispers miss him meanwhile; the world does not
  if (!services_.directory)
    return activate(trip);
  request(services_.directory, presence_deadline, presence())
    .then(
      [this, trip](caf::ok_atom) {
        is_presence_stale_ = false;
        activate(trip);
      },
      [this, trip](caf::error&) { activate(trip); });
}

void session::activate(std::shared_ptr<crossing> trip) {
  if (trip == trip_ && trip->is_return)
    announce_anew(zone_.map);
  if (trip == trip_)
    ask_zone(
      {msg::zone_activate{machine_.id(), visit_}, zone_deadline, [this] { settle(); }, [this] { enter_anew(); }});
}

void session::stay(std::shared_ptr<crossing> trip) {
  if (trip->is_reserved)
    send(trip->next.zone, msg::zone_cancel{machine_.id(), trip->visit});
  machine_.tell("The way is blocked. Try again later.");
  flush();
  if (trip->is_stay_gone)
    return enter_anew();
  ask_zone({msg::zone_resume{machine_.id(), visit_}, zone_deadline, [this] { settle(); }, [this] { enter_anew(); }});
}

/// He is in a zone for sure.
void session::settle() {
  trip_ = nullptr;
  may_have_missed_ = false;
  if (zone_.zone)
    adrift_ms_ = 0;
  go_on();
}

} // namespace actors
