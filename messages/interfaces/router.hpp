// ROUTER: the node's own copy of what runs where. Asked when a session starts,
// enters a zone or warps, never on a packet's path.

#pragma once

#include "messages/interfaces/account.hpp"
#include "messages/interfaces/directory.hpp"
#include "messages/interfaces/store.hpp"
#include "messages/interfaces/zone.hpp"

namespace msg {

struct zone_route {
  map_id map;
  zone_actor zone;
  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_route::map), wire::field("zone", &zone_route::zone));
};

/// The services every node uses; null where no reachable node runs one.
struct service_handles {
  store_actor store;
  account_actor account;
  directory_actor directory;

  bool complete() const { return store && account && directory; }
  static constexpr auto fields =
    wire::fields(wire::field("store", &service_handles::store), wire::field("account", &service_handles::account),
                 wire::field("directory", &service_handles::directory));
};

/// What a node offers to the others. A node that comes back has a higher incarnation.
struct node_offer {
  std::string name;
  uint64_t incarnation = 0;
  service_handles services;
  std::vector<zone_route> zones;
  static constexpr auto fields =
    wire::fields(wire::field("name", &node_offer::name), wire::field("incarnation", &node_offer::incarnation),
                 wire::field("services", &node_offer::services), wire::field("zones", &node_offer::zones));
};

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

using router_actor = caf::typed_actor<
  // zone_unknown.
  caf::replies_to<find_zone>::with<zone_actor>,
  // not_ready while one of them is missing.
  caf::replies_to<find_services>::with<service_handles>,
  // Every zone of every reachable node.
  caf::replies_to<list_zones>::with<std::vector<zone_route>>,
  // INTERNAL: time to dial again.
  caf::reacts_to<caf::tick_atom>,
  // From another node: its offer, answered with ours.
  caf::replies_to<node_offer>::with<node_offer>>;

} // namespace msg
