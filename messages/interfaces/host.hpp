// HOST: the zones of one node. It starts what the database says is this node's,
// retires what is another's by now, and carries zones over to other nodes.
//
// A move is driven by the host of the node that gives the zone away:
//
//   host a                                  host b
//   move_zone (from the coordinator) -->
//                  prepare_zone      -->    a dormant zone
//   zone_freeze; zone_install (to the dormant zone); hand_over (to the database)
//                  commit_zone       -->    zone_serve, tells its router
//   zone_retire
//
// Before hand_over every failure is answered by discard_zone and zone_serve on
// a. While it is unknown whether hand_over happened it is asked again. After it,
// b begins by itself when it sees in the database that the lease is its own,
// whatever happens to a.

#pragma once

#include "messages/cluster_records.hpp"
#include "messages/interfaces/zone.hpp"

namespace msg {

/// A dormant zone with the content of this map.
struct prepare_zone {
  map_id map;
  uint64_t from_epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("map", &prepare_zone::map), wire::field("from_epoch", &prepare_zone::from_epoch));
};

/// The lease is this node's, under this epoch.
struct commit_zone {
  map_id map;
  uint64_t epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("map", &commit_zone::map), wire::field("epoch", &commit_zone::epoch));
};

/// The zone that was prepared is not needed.
struct discard_zone {
  map_id map;
  uint64_t from_epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("map", &discard_zone::map), wire::field("from_epoch", &discard_zone::from_epoch));
};

/// The cluster has changed; the node's own lease may be newer than its last view. Local, or from the coordinator.
struct lease_news {
  lease_record lease;
  static constexpr auto fields = wire::fields(wire::field("lease", &lease_news::lease));
};

/// To where a zone is to move. `host` is that node's.
struct move_zone {
  map_id map;
  uint64_t epoch = 0; // under which it is run now
  node_key to;
  caf::strong_actor_ptr host; // a host_actor
  static constexpr auto fields =
    wire::fields(wire::field("map", &move_zone::map), wire::field("epoch", &move_zone::epoch),
                 wire::field("to", &move_zone::to), wire::field("host", &move_zone::host));
};

/// How a move went.
struct move_report {
  map_id map;
  uint64_t epoch = 0; // under which it runs now
  bool is_done = false;
  std::string problem; // when it is not
  uint32_t players = 0;
  uint64_t bytes = 0;    // of the snapshot
  uint64_t pause_us = 0; // from the last tick here to the first one there, as this node saw it
  static constexpr auto fields =
    wire::fields(wire::field("map", &move_report::map), wire::field("epoch", &move_report::epoch),
                 wire::field("is_done", &move_report::is_done), wire::field("problem", &move_report::problem),
                 wire::field("players", &move_report::players), wire::field("bytes", &move_report::bytes),
                 wire::field("pause_us", &move_report::pause_us));
};

/// Stops a zone and gives its lease back: everybody in it is saved and sent home.
struct stop_zone {
  map_id map;
  static constexpr auto fields = wire::fields(wire::field("map", &stop_zone::map));
};

/// The node stops: every zone goes to another node that can run it, as far as there is one.
struct leave_host {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &leave_host::unused));
};

struct list_zone_loads {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &list_zone_loads::unused));
};

using host_actor = caf::typed_actor<
  // The report, in any case. zone_unknown when the zone is not run here under this epoch; overloaded while it moves.
  caf::replies_to<move_zone>::with<move_report>,
  // zone_unknown when this node has not its content; zone_refused while it leaves.
  caf::replies_to<prepare_zone>::with<zone_actor>,
  // Done when it serves. zone_unknown when nothing was prepared.
  caf::replies_to<commit_zone>::with<caf::ok_atom>, caf::reacts_to<discard_zone>,
  // zone_unknown.
  caf::replies_to<stop_zone>::with<caf::ok_atom>,
  // Done when none is left: those that nobody took are stopped here, and everybody in them sent home.
  caf::replies_to<leave_host>::with<caf::ok_atom>,
  // Of the zones this node runs, as of the last second.
  caf::replies_to<list_zone_loads>::with<std::vector<zone_load>>,
  // The cluster as the database had it just now.
  caf::reacts_to<cluster_view>, caf::reacts_to<lease_news>,
  // INTERNAL: time to look after the zones.
  caf::reacts_to<caf::tick_atom>>;

} // namespace msg
