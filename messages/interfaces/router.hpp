// ROUTER: the node's own copy of what runs where. Asked when a session starts,
// enters a zone or warps, never on a packet's path.
//
// Every node is connected to every other one; of two the one whose name comes
// first dials the other, at the address that it has in the database. They tell
// each other what they offer when they meet and whenever it changes, and ping
// each other in between.

#pragma once

#include "messages/cluster_records.hpp"
#include "messages/interfaces/account.hpp"
#include "messages/interfaces/coordinator.hpp"
#include "messages/interfaces/directory.hpp"
#include "messages/interfaces/store.hpp"
#include "messages/interfaces/zone.hpp"

namespace msg {

/// A zone that serves. Of two for one map the one with the higher epoch is right.
struct zone_route {
  map_id map;
  uint64_t epoch = 0;
  zone_actor zone;
  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_route::map), wire::field("epoch", &zone_route::epoch),
                 wire::field("zone", &zone_route::zone));
};

/// The services every node uses. The store is the node's own; the others run together on the node that holds the lease
/// "services", under its epoch, and are null while no reachable node does.
struct service_handles {
  store_actor store;
  account_actor account;
  directory_actor directory;
  uint64_t epoch = 0;

  bool complete() const { return store && account && directory; }
  static constexpr auto fields =
    wire::fields(wire::field("store", &service_handles::store), wire::field("account", &service_handles::account),
                 wire::field("directory", &service_handles::directory), wire::field("epoch", &service_handles::epoch));
};

/// What a node offers to the others.
struct node_offer {
  std::string cluster;
  node_key node;
  uint16_t protocol_oldest = 0;
  uint16_t protocol_newest = 0;
  uint64_t version = 0;  // of this offer: grows with every change
  account_actor account; // with the services' lease only
  directory_actor directory;
  uint64_t services_epoch = 0;
  std::vector<zone_route> zones;
  host_actor host; // null on a node without the role zone
  coordinator_actor coordinator;
  static constexpr auto fields = wire::fields(
    wire::field("cluster", &node_offer::cluster), wire::field("node", &node_offer::node),
    wire::field("protocol_oldest", &node_offer::protocol_oldest),
    wire::field("protocol_newest", &node_offer::protocol_newest), wire::field("version", &node_offer::version),
    wire::field("account", &node_offer::account), wire::field("directory", &node_offer::directory),
    wire::field("services_epoch", &node_offer::services_epoch), wire::field("zones", &node_offer::zones),
    wire::field("host", &node_offer::host), wire::field("coordinator", &node_offer::coordinator));
};

/// The same to a node that knows this one already: something has changed.
struct node_news {
  node_offer offer;
  static constexpr auto fields = wire::fields(wire::field("offer", &node_news::offer));
};

/// Both ways, between nodes that know each other.
struct node_ping {
  node_key from;
  bool is_answer = false;
  static constexpr auto fields =
    wire::fields(wire::field("from", &node_ping::from), wire::field("is_answer", &node_ping::is_answer));
};

// -- from the actors of its own node ----------------------------------------------------

/// A zone of this node serves from now on.
struct zone_opened {
  zone_route route;
  static constexpr auto fields = wire::fields(wire::field("route", &zone_opened::route));
};

/// It does not any more.
struct zone_closed {
  map_id map;
  uint64_t epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_closed::map), wire::field("epoch", &zone_closed::epoch));
};

/// The services run on this node from now on, or, null, do not any more.
struct services_opened {
  account_actor account;
  directory_actor directory;
  uint64_t epoch = 0;
  static constexpr auto fields =
    wire::fields(wire::field("account", &services_opened::account),
                 wire::field("directory", &services_opened::directory), wire::field("epoch", &services_opened::epoch));
};

// -- questions ----------------------------------------------------------------------------

struct find_zone {
  map_id map;
  static constexpr auto fields = wire::fields(wire::field("map", &find_zone::map));
};

struct find_services {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &find_services::unused));
};

struct list_zones {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &list_zones::unused));
};

/// Another node as this one sees it; for operators, and for whoever acts on the cluster.
struct peer_record {
  node_key node;
  bool is_reachable = false;
  host_actor host;
  coordinator_actor coordinator;
  static constexpr auto fields =
    wire::fields(wire::field("node", &peer_record::node), wire::field("is_reachable", &peer_record::is_reachable),
                 wire::field("host", &peer_record::host), wire::field("coordinator", &peer_record::coordinator));
};

struct list_peers {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &list_peers::unused));
};

/// How many sessions of a node hold an account of a directory before that of this epoch.
struct count_old_claims {
  uint64_t epoch = 0;
  static constexpr auto fields = wire::fields(wire::field("epoch", &count_old_claims::epoch));
};

/// Every node whose sessions may still have accounts of an earlier directory has been asked, or is dead.
struct old_claims {
  uint32_t sessions = 0;
  bool is_complete = false; // every node that is alive has answered
  static constexpr auto fields =
    wire::fields(wire::field("sessions", &old_claims::sessions), wire::field("is_complete", &old_claims::is_complete));
};

struct sum_old_claims {
  uint64_t epoch = 0;
  static constexpr auto fields = wire::fields(wire::field("epoch", &sum_old_claims::epoch));
};

using router_actor = caf::typed_actor<
  // zone_unknown.
  caf::replies_to<find_zone>::with<zone_route>,
  // not_ready while one of them is missing.
  caf::replies_to<find_services>::with<service_handles>,
  // Every zone of every reachable node.
  caf::replies_to<list_zones>::with<std::vector<zone_route>>,
  // This node and all that are alive or reachable, by name.
  caf::replies_to<list_peers>::with<std::vector<peer_record>>,
  // Of this node; of all nodes.
  caf::replies_to<count_old_claims>::with<uint32_t>, caf::replies_to<sum_old_claims>::with<old_claims>,
  // What its own node runs.
  caf::reacts_to<zone_opened>, caf::reacts_to<zone_closed>, caf::reacts_to<services_opened>,
  // From its own member.
  caf::reacts_to<cluster_view>,
  // From whoever starts the node: its offer, whereupon it opens its port; from another node: what that one offers.
  // wrong_cluster; incompatible; declared_dead when it is an earlier life.
  caf::replies_to<node_offer>::with<node_offer>,
  // From another node. Not answered: the answer would be news again.
  caf::reacts_to<node_news>, caf::reacts_to<node_ping>,
  // INTERNAL: time to dial this node again; time to ping.
  caf::reacts_to<caf::tick_atom, std::string>, caf::reacts_to<caf::tick_atom>>;

} // namespace msg
