// How a session gets its player into a zone, and from zone to zone.

#include "actors/session/deadlines.hpp"
#include "actors/session/session.hpp"
#include "runtime/base/log.hpp"
#include "runtime/base/planted.hpp"
#include "runtime/base/probes.hpp"

namespace actors {

namespace {

namespace log = runtime::log;

} // namespace

/// One change of zones under way.
struct session::crossing {
  msg::zone_departure plan;
  msg::visit_id visit; // in the next zone
  msg::zone_actor next;
  bool is_reserved = false;
};

// -- into the world ----------------------------------------------------------------------

void session::perform(action::enter& what) {
  if (!services_.store)
    return enter_later();
  auto announced = what.who.location.map;
  request(services_.store, service_deadline, msg::begin_stay{account_, what.who.id()})
    .then(
      [this, announced](const msg::character_record& who) {
        if (who.location.map == announced)
          return find_place(std::make_shared<msg::character_record>(who));
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

void session::find_place(std::shared_ptr<msg::character_record> who) {
  request(options_.setup->router, router_deadline, msg::find_zone{who->location.map})
    .then(
      [this, who](const msg::zone_actor& zone) {
        ++visit_.value;
        if (!services_.directory)
          return fail_enter(make_error(msg::errc::not_ready));
        msg::announce_presence presence{account_, who->id(),     who->name,          visit_,
                                        zone,     options_.edge, options_.connection};
        request(services_.directory, presence_deadline, presence)
          .then([this, who, zone](caf::ok_atom) { enter_zone(zone, *who); },
                [this](caf::error& why) { fail_enter(why); });
      },
      [this](caf::error& why) { fail_enter(why); });
}

void session::enter_zone(const msg::zone_actor& zone, const msg::character_record& who) {
  msg::zone_enter enter{who, visit_, false, options_.connection, options_.edge, self()};
  request(zone, zone_deadline, enter)
    .then(
      [this, zone](const msg::zone_entered&) {
        zone_ = zone;
        monitor(zone_);
        machine_.entered(options_.setup->rules);
        heard_ms_ = now_ms();
        go_on();
      },
      [this, zone, id = who.id()](caf::error& why) {
        if (why.category() != msg::error_category())
          return doubt_enter(zone);
        caf::anon_send(zone, msg::zone_leave{id, visit_, true});
        fail_enter(why);
      });
}

/// Perhaps only the answer was lost, and the client has seen the world already: nothing but a new connection can mend
/// what it believes then.
void session::doubt_enter(const msg::zone_actor& zone) {
  SOMETIMES(enter_lost_its_answer);
  log::warn(log::component::session, "enter-failed", "character {} gets no answer from its zone", machine_.id().value);
  zone_ = zone;
  monitor(zone_);
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
  if (what.visit != visit_ || is_leaving_)
    return;
  if (machine_.is_busy()) {
    departure_ = std::make_unique<msg::zone_departure>(what);
    return;
  }
  machine_.set_busy(true);
  auto trip = std::make_shared<crossing>();
  trip->plan = what;
  trip->plan.who.location.map = what.to_map;
  trip->plan.who.location.cell = what.to_cell;
  ++trip->plan.who.location.revision;
  if (PLANTED(woonz_from_nowhere))
    ++trip->plan.who.woonz;
  trip->visit.value = visit_.value + 1;
  request(options_.setup->router, router_deadline, msg::find_zone{what.to_map})
    .then(
      [this, trip](const msg::zone_actor& next) {
        trip->next = next;
        reserve(trip);
      },
      [this, trip](caf::error&) {
        SOMETIMES(warp_target_gone);
        stay(trip);
      });
}

void session::reserve(std::shared_ptr<crossing> trip) {
  trip->is_reserved = true; // even when no answer comes
  msg::zone_enter enter{trip->plan.who, trip->visit, true, options_.connection, options_.edge, self()};
  request(trip->next, zone_deadline, enter)
    .then([this, trip](const msg::zone_entered&) { depart(trip); },
          [this, trip](caf::error&) {
            SOMETIMES(warp_refused_and_resumed);
            stay(trip);
          });
}

void session::depart(std::shared_ptr<crossing> trip) {
  request(zone_, zone_deadline, msg::zone_leave{machine_.id(), visit_, false})
    .then([this, trip](caf::ok_atom) { arrive(trip); },
          [this, trip](caf::error& why) {
            // Without an answer nobody knows whether he is still there: ask until it is sure.
            if (msg::code_of(why, msg::errc::overloaded) == msg::errc::stale_visit) {
              SOMETIMES(departure_already_done);
              return arrive(trip);
            }
            if (zone_) {
              SOMETIMES(departure_asked_again);
              depart(trip);
            }
          });
}

void session::arrive(std::shared_ptr<crossing> trip) {
  demonitor(zone_.address());
  zone_ = trip->next;
  visit_ = trip->visit;
  monitor(zone_);
  auto activate = [this] {
    send(zone_, msg::zone_activate{machine_.id(), visit_});
    machine_.set_busy(false);
    go_on();
  };
  is_presence_stale_ = true; // whispers miss him meanwhile; the world does not
  if (!services_.directory)
    return activate();
  request(services_.directory, presence_deadline, presence())
    .then(
      [this, activate](caf::ok_atom) {
        is_presence_stale_ = false;
        activate();
      },
      [activate](caf::error&) { activate(); });
}

void session::stay(std::shared_ptr<crossing> trip) {
  log::warn(log::component::session, "warp-failed", "character {} cannot go to map {}", machine_.id().value,
            trip->plan.to_map.value);
  if (trip->is_reserved)
    send(trip->next, msg::zone_cancel{machine_.id(), trip->visit});
  if (zone_)
    send(zone_, msg::zone_resume{machine_.id(), visit_});
  machine_.tell("The way is blocked. Try again later.");
  machine_.set_busy(false);
  go_on();
}

void session::on_zone_down() {
  SOMETIMES(zone_lost_under_session);
  log::warn(log::component::session, "zone-lost", "character {} lost its zone", machine_.id().value);
  zone_ = nullptr;
  is_zone_down_ = true;
  machine_.tell("The zone you were in is gone. Please log in again.");
  flush();
  end(msg::close_reason::zone_lost);
}

} // namespace actors
