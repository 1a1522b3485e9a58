// ZONE: one map, its monsters, and the players who are there.
//
// Warp, from zone A to zone B (the session is in between and holds what the
// client says meanwhile):
//
//   A                     session                      B
//   zone_departure -->
//                         zone_enter (held)    -->     reserves a place, shows nobody
//                                              <--     zone_entered
//                  <--    zone_leave (warp)
//   removes him    -->    ok
//                         zone_activate        -->     shows him, s2c_warp, saves
//
// When B refuses or does not answer, the session sends B zone_cancel and A
// zone_resume. A shows and owns the player until it answers zone_leave; B from
// zone_activate on. Nobody else writes his location.

#pragma once

#include "messages/handled.hpp"
#include "messages/interfaces/session.hpp"
#include "messages/records.hpp"

namespace msg {

/// Client packets of one player, decoded, in order.
struct player_input {
  character_id who;
  visit_id visit;
  zone_request packet;
};

/// Crosses nodes in the client's own bytes and number, so that there is one
/// codec and versions with other lists understand each other.
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, player_input& x) {
  uint16_t number = 0;
  wire::byte_buffer body;
  if constexpr (Inspector::reads_state)
    number = encode(body, x.packet);
  auto load = [&]() -> caf::error {
    if (!decode({wire::ctrl_game, number}, body, x.packet))
      return caf::sec::invalid_argument;
    return caf::none;
  };
  return f(x.who, x.visit, number, body, caf::meta::load_callback(load));
}

/// A player to be placed. `held`: reserve only, until zone_activate.
struct zone_enter {
  character_record who;
  visit_id visit;
  bool held = false;
  connection_id connection;
  edge_actor edge;
  zone_client_actor session;

  static constexpr auto fields =
    wire::fields(wire::field("who", &zone_enter::who), wire::field("visit", &zone_enter::visit),
                 wire::field("held", &zone_enter::held), wire::field("connection", &zone_enter::connection),
                 wire::field("edge", &zone_enter::edge), wire::field("session", &zone_enter::session));
};

struct zone_entered {
  uint32_t cell = 0; // where he stands: the wanted cell, or the nearest walkable one
  static constexpr auto fields = wire::fields(wire::field("cell", &zone_entered::cell));
};

/// Says which stay of which player is meant; also the body of cancel, resume and activate.
#define ZONEHIVE_VISIT_MESSAGE(name)                                                                                   \
  struct name {                                                                                                        \
    character_id who;                                                                                                  \
    visit_id visit;                                                                                                    \
    static constexpr auto fields = wire::fields(wire::field("who", &name::who), wire::field("visit", &name::visit));   \
  }

ZONEHIVE_VISIT_MESSAGE(zone_activate);
ZONEHIVE_VISIT_MESSAGE(zone_cancel);
ZONEHIVE_VISIT_MESSAGE(zone_resume);
#undef ZONEHIVE_VISIT_MESSAGE

/// `save`: answer only when his location is committed (logout, lost
/// connection); otherwise the next zone saves it (warp).
struct zone_leave {
  character_id who;
  visit_id visit;
  bool save = true;
  static constexpr auto fields =
    wire::fields(wire::field("who", &zone_leave::who), wire::field("visit", &zone_leave::visit),
                 wire::field("save", &zone_leave::save));
};

struct zone_stop {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &zone_stop::unused));
};

struct zone_status {
  map_id map;
  uint32_t players = 0;
  uint32_t npcs = 0;
  uint64_t ticks = 0;
  uint32_t tick_us_p50 = 0; // microseconds of work, over the last ticks
  uint32_t tick_us_max = 0;
  static constexpr auto fields = wire::fields(
    wire::field("map", &zone_status::map), wire::field("players", &zone_status::players),
    wire::field("npcs", &zone_status::npcs), wire::field("ticks", &zone_status::ticks),
    wire::field("tick_us_p50", &zone_status::tick_us_p50), wire::field("tick_us_max", &zone_status::tick_us_max));
};

struct get_zone_status {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &get_zone_status::unused));
};

using zone_actor = caf::typed_actor<
  // zone_refused when full or stopping.
  caf::replies_to<zone_enter>::with<zone_entered>,
  // A held player enters.
  caf::reacts_to<zone_activate>,
  // A held player will not come.
  caf::reacts_to<zone_cancel>,
  // A departing player stays after all.
  caf::reacts_to<zone_resume>,
  // What a player does; dealt with at the next tick.
  caf::reacts_to<player_input>,
  // Done when he is gone. stale_visit when he was not there.
  caf::replies_to<zone_leave>::with<caf::ok_atom>,
  // Saves everybody; admits nobody any more. Done when committed.
  caf::replies_to<zone_stop>::with<caf::ok_atom>,
  // For operators.
  caf::replies_to<get_zone_status>::with<zone_status>,
  // INTERNAL: one simulation step.
  caf::reacts_to<caf::tick_atom, uint64_t>>;

} // namespace msg
