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
// zone_activate on. Nobody else writes his location. A place that is reserved
// and not taken is given up after a while.
//
// A zone is born dormant: it serves nobody until zone_serve tells it the epoch
// of its lease. A zone that moves, from node a to node b, with the hosts of both
// nodes in between (messages/interfaces/host.hpp):
//
//   zone on a             hosts                        zone on b, dormant
//                  <--    zone_freeze
//   its last tick; edge_fence to every edge, so that what it has said arrives
//   before what the next one says
//                  -->    zone_snapshot
//                         zone_install         -->
//                         hand_over, in the database: b owns it now
//                         zone_serve           -->     zone_goes_on to every session
//                  <--    zone_retire
//
// Until hand_over is certain zone_serve on a takes it all back. Sessions number
// the inputs of each stay from 1 and keep them until inputs_done; a snapshot says
// how far each stay has come, and zone_goes_on has the rest sent again: nothing
// is lost, doubled or out of order. Everything else that is asked of a frozen
// zone waits, and is answered zone_moved when it retires: ask again elsewhere.

#pragma once

#include "messages/cluster_records.hpp"
#include "messages/handled.hpp"
#include "messages/interfaces/session.hpp"
#include "messages/records.hpp"

namespace msg {

/// Client packets of one player, decoded, in order.
struct player_input {
  character_id who;
  visit_id visit;
  uint32_t number = 0; // counts the inputs of the stay, from 1
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
  return f(x.who, x.visit, x.number, number, body, caf::meta::load_callback(load));
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

/// By a session that has lost touch with the zone of its player: does the stay go on here?
struct zone_attach {
  character_id who;
  visit_id visit;
  connection_id connection;
  edge_actor edge;
  zone_client_actor session;
  static constexpr auto fields =
    wire::fields(wire::field("who", &zone_attach::who), wire::field("visit", &zone_attach::visit),
                 wire::field("connection", &zone_attach::connection), wire::field("edge", &zone_attach::edge),
                 wire::field("session", &zone_attach::session));
};

/// It does, and has come so far.
struct zone_attached {
  uint32_t done = 0;
  uint64_t epoch = 0;
  bool is_torn = false; // as in zone_goes_on
  static constexpr auto fields =
    wire::fields(wire::field("done", &zone_attached::done), wire::field("epoch", &zone_attached::epoch),
                 wire::field("is_torn", &zone_attached::is_torn));
};

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

/// Deals with everything that has come, then stands still.
struct zone_freeze {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &zone_freeze::unused));
};

/// One stay in a zone that moves. A reserved place is one too.
struct zone_stay {
  character_record who; // as he is now
  visit_id visit;
  uint32_t done = 0; // inputs dealt with
  bool is_held = false;
  bool is_torn = false; // his edge did not say that it has all that the zone has said
  connection_id connection;
  edge_actor edge;
  zone_client_actor session;
  player_state state; // of nobody, for a reserved place
  static constexpr auto fields = wire::fields(
    wire::field("who", &zone_stay::who), wire::field("visit", &zone_stay::visit), wire::field("done", &zone_stay::done),
    wire::field("is_held", &zone_stay::is_held), wire::field("is_torn", &zone_stay::is_torn),
    wire::field("connection", &zone_stay::connection), wire::field("edge", &zone_stay::edge),
    wire::field("session", &zone_stay::session), wire::field("state", &zone_stay::state));
};

/// A zone that stands still: what it needs to go on elsewhere.
struct zone_snapshot {
  zone_fence fence;
  std::vector<zone_stay> stays;         // by character
  std::vector<character_location> rows; // what is not saved yet
  static constexpr auto fields =
    wire::fields(wire::field("fence", &zone_snapshot::fence), wire::field("stays", &zone_snapshot::stays),
                 wire::field("rows", &zone_snapshot::rows));
};

/// Of a dormant zone: to go on from there.
struct zone_install {
  zone_snapshot what;
  static constexpr auto fields = wire::fields(wire::field("what", &zone_install::what));
};

/// The zone is this node's under this epoch: a dormant one begins, a frozen one goes on.
struct zone_serve {
  uint64_t epoch = 0;
  static constexpr auto fields = wire::fields(wire::field("epoch", &zone_serve::epoch));
};

/// Another node owns the zone. `is_saved`: the rows of its snapshot were saved with the hand-over.
struct zone_retire {
  bool is_saved = false;
  static constexpr auto fields = wire::fields(wire::field("is_saved", &zone_retire::is_saved));
};

struct zone_status {
  map_id map;
  uint64_t epoch = 0;
  uint32_t players = 0;
  uint32_t npcs = 0;
  uint64_t ticks = 0;
  uint32_t tick_us_p50 = 0; // microseconds of work, over the last ticks
  uint32_t tick_us_max = 0;
  uint32_t cost = 0; // microseconds of work in the last second
  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_status::map), wire::field("epoch", &zone_status::epoch),
                 wire::field("players", &zone_status::players), wire::field("npcs", &zone_status::npcs),
                 wire::field("ticks", &zone_status::ticks), wire::field("tick_us_p50", &zone_status::tick_us_p50),
                 wire::field("tick_us_max", &zone_status::tick_us_max), wire::field("cost", &zone_status::cost));
};

struct get_zone_status {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &get_zone_status::unused));
};

using zone_actor = caf::typed_actor<
  // zone_refused when full or stopping; not_ready while dormant; zone_moved when retired.
  caf::replies_to<zone_enter>::with<zone_entered>,
  // ok when he enters, or has entered. stale_visit when his place was given up; zone_moved.
  caf::replies_to<zone_activate>::with<caf::ok_atom>,
  // A held player will not come.
  caf::reacts_to<zone_cancel>,
  // A departing player stays after all. stale_visit; zone_moved.
  caf::replies_to<zone_resume>::with<caf::ok_atom>,
  // stale_visit; not_ready; zone_moved.
  caf::replies_to<zone_attach>::with<zone_attached>,
  // What a player does; dealt with at the next tick.
  caf::reacts_to<player_input>,
  // Done when he is gone. stale_visit when he was not there; zone_moved.
  caf::replies_to<zone_leave>::with<caf::ok_atom>,
  // Saves everybody; admits nobody any more. Done when committed.
  caf::replies_to<zone_stop>::with<caf::ok_atom>,
  // The snapshot, also when asked again. not_ready while dormant; zone_moved; zone_refused when stopping.
  caf::replies_to<zone_freeze>::with<zone_snapshot>,
  // bad_request when it is not dormant, or the snapshot is damaged.
  caf::replies_to<zone_install>::with<caf::ok_atom>,
  // Done also when it serves under this epoch already. zone_moved when it has retired.
  caf::replies_to<zone_serve>::with<caf::ok_atom>,
  // Done at once; it lingers for a moment to answer zone_moved, then ends.
  caf::replies_to<zone_retire>::with<caf::ok_atom>,
  // For operators.
  caf::replies_to<get_zone_status>::with<zone_status>,
  // INTERNAL: one simulation step.
  caf::reacts_to<caf::tick_atom, uint64_t>>;

} // namespace msg
