// What the store is asked about the cluster. PostgreSQL is the arbiter: each of
// these is one transaction, and whoever acts on the cluster acts through one.
// All of them may be repeated after an answer was lost.

#pragma once

#include "messages/cluster_records.hpp"
#include "messages/records.hpp"

namespace msg {

/// A life of a node begins. Earlier lives of its name are dead from now on, and what they held is nobody's.
struct join_cluster {
  std::string cluster; // the first node to join an empty database names it
  node_record node;    // without what the store knows better: state, is_draining, beats, silent_ms
  static constexpr auto fields =
    wire::fields(wire::field("cluster", &join_cluster::cluster), wire::field("node", &join_cluster::node));
};

/// A node is alive, and all its leases last for `lease_ms` from now on, also those that had expired.
struct beat {
  node_key node;
  uint32_t sessions = 0;
  std::vector<std::string> unseen; // names of nodes that it cannot reach now
  std::vector<zone_load> zones;
  uint32_t lease_ms = 0;
  /// Takes the coordinator's lease when it is nobody's or has expired. It lasts for `coordinator_ms`, also when this
  /// node has it already.
  bool wants_coordinator = false;
  uint32_t coordinator_ms = 0;
  static constexpr auto fields = wire::fields(
    wire::field("node", &beat::node), wire::field("sessions", &beat::sessions), wire::field("unseen", &beat::unseen),
    wire::field("zones", &beat::zones), wire::field("lease_ms", &beat::lease_ms),
    wire::field("wants_coordinator", &beat::wants_coordinator), wire::field("coordinator_ms", &beat::coordinator_ms));
};

struct get_cluster_view {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &get_cluster_view::unused));
};

/// A node stops in order: what it still holds is nobody's.
struct leave_cluster {
  node_key node;
  static constexpr auto fields = wire::fields(wire::field("node", &leave_cluster::node));
};

/// By the coordinator: this life of a node is over, whatever it believes; what it held is nobody's.
struct declare_dead {
  node_key node;
  uint64_t coordinator_epoch = 0;
  static constexpr auto fields = wire::fields(wire::field("node", &declare_dead::node),
                                              wire::field("coordinator_epoch", &declare_dead::coordinator_epoch));
};

/// By the coordinator: a lease that is nobody's, or whose holder is not alive, or that has expired, gets a holder.
struct assign_lease {
  std::string name;
  uint64_t from_epoch = 0; // that it has now; 0: there was none yet
  node_key to;
  uint32_t lease_ms = 0;
  uint64_t coordinator_epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("name", &assign_lease::name), wire::field("from_epoch", &assign_lease::from_epoch),
                 wire::field("to", &assign_lease::to), wire::field("lease_ms", &assign_lease::lease_ms),
                 wire::field("coordinator_epoch", &assign_lease::coordinator_epoch));
};

/// By its holder: it is nobody's from now on.
struct release_lease {
  std::string name;
  node_key holder;
  uint64_t epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("name", &release_lease::name), wire::field("holder", &release_lease::holder),
                 wire::field("epoch", &release_lease::epoch));
};

/// By its holder: the lease becomes another node's, and these locations are saved, both or neither.
struct hand_over {
  std::string name;
  uint64_t from_epoch = 0;
  node_key from;
  node_key to;
  uint32_t lease_ms = 0;
  std::vector<character_location> rows; // as of save_locations
  static constexpr auto fields =
    wire::fields(wire::field("name", &hand_over::name), wire::field("from_epoch", &hand_over::from_epoch),
                 wire::field("from", &hand_over::from), wire::field("to", &hand_over::to),
                 wire::field("lease_ms", &hand_over::lease_ms), wire::field("rows", &hand_over::rows));
};

/// Of a lease that is held.
struct lease {
  uint64_t epoch = 0;
  static constexpr auto fields = wire::fields(wire::field("epoch", &lease::epoch));
};

/// Replaces the order of this zone; one that orders nothing is forgotten.
struct set_zone_order {
  zone_order order;
  static constexpr auto fields = wire::fields(wire::field("order", &set_zone_order::order));
};

struct set_draining {
  std::string node;
  bool is_draining = false;
  static constexpr auto fields =
    wire::fields(wire::field("node", &set_draining::node), wire::field("is_draining", &set_draining::is_draining));
};

struct note_audit {
  audit_record what; // id and at_ms are the store's
  static constexpr auto fields = wire::fields(wire::field("what", &note_audit::what));
};

/// The newest first.
struct list_audit {
  uint64_t before = 0; // id; 0: from the newest on
  uint32_t limit = 100;
  static constexpr auto fields =
    wire::fields(wire::field("before", &list_audit::before), wire::field("limit", &list_audit::limit));
};

} // namespace msg
