// SESSION: one client on the game listener, from the ticket to the logout.

#pragma once

#include "messages/interfaces/edge.hpp"

namespace msg {

/// The zone lets a player go to another map; he is frozen there until the
/// session says zone_leave or zone_resume.
struct zone_departure {
  visit_id visit;
  character_record who; // his state when he left off
  map_id to_map;
  uint32_t to_cell = 0;
  static constexpr auto fields =
    wire::fields(wire::field("visit", &zone_departure::visit), wire::field("who", &zone_departure::who),
                 wire::field("to_map", &zone_departure::to_map), wire::field("to_cell", &zone_departure::to_cell));
};

/// The zone ends this stay: too many violations, too much input, or it stops.
struct zone_expelled {
  visit_id visit;
  close_reason reason = close_reason::kicked;
  static constexpr auto fields =
    wire::fields(wire::field("visit", &zone_expelled::visit), wire::field("reason", &zone_expelled::reason));
};

/// The zone has dealt with the inputs of this stay up to number `done`. Said now and then: a session keeps what it has
/// sent until it hears so, because the zone may go on elsewhere.
struct inputs_done {
  visit_id visit;
  uint32_t done = 0;
  static constexpr auto fields =
    wire::fields(wire::field("visit", &inputs_done::visit), wire::field("done", &inputs_done::done));
};

/// Said by the zone that goes on with this stay, on another node: whatever was sent beyond `done` is to be sent again,
/// to the zone that says this.
struct zone_goes_on {
  visit_id visit;
  uint32_t done = 0;
  uint64_t epoch = 0;   // of the zone: of two that say so, the higher one is right
  bool is_torn = false; // the client may not have been told all that the zone said before it moved
  static constexpr auto fields =
    wire::fields(wire::field("visit", &zone_goes_on::visit), wire::field("done", &zone_goes_on::done),
                 wire::field("epoch", &zone_goes_on::epoch), wire::field("is_torn", &zone_goes_on::is_torn));
};

/// What a zone tells the session of a player.
using zone_client_actor = caf::typed_actor<caf::reacts_to<zone_departure>, caf::reacts_to<zone_expelled>,
                                           caf::reacts_to<inputs_done>, caf::reacts_to<zone_goes_on>>;

struct session_close {
  close_reason reason = close_reason::kicked;
  static constexpr auto fields = wire::fields(wire::field("reason", &session_close::reason));
};

/// Somebody else wants the account: close if the client has been silent.
struct session_probe {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &session_probe::unused));
};

using session_actor =
  connection_actor::extend<caf::reacts_to<zone_departure>, caf::reacts_to<zone_expelled>, caf::reacts_to<inputs_done>,
                           caf::reacts_to<zone_goes_on>, caf::reacts_to<session_close>,
                           // INTERNAL: time for a keepalive.
                           caf::reacts_to<caf::tick_atom>,
                           // INTERNAL: time to look for the services again.
                           caf::reacts_to<caf::join_atom>,
                           // true when the client is alive; false when the session gives up now.
                           caf::replies_to<session_probe>::with<bool>>;

} // namespace msg
