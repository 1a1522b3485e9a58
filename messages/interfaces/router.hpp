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

/// Where other nodes reach a node.
struct node_address {
  std::string name;
  std::string host;
  uint16_t port = 0; // 0: it does not listen for others
  static constexpr auto fields =
    wire::fields(wire::field("name", &node_address::name), wire::field("host", &node_address::host),
                 wire::field("port", &node_address::port));
};

/// What a node offers to the others. A node that comes back has a higher incarnation.
struct node_offer {
  std::string name;
  uint64_t incarnation = 0;
  service_handles services;
  std::vector<zone_route> zones;
  node_address address;
  std::vector<node_address> known; // the nodes it is connected to
  static constexpr auto fields =
    wire::fields(wire::field("name", &node_offer::name), wire::field("incarnation", &node_offer::incarnation),
                 wire::field("services", &node_offer::services), wire::field("zones", &node_offer::zones),
                 wire::field("address", &node_offer::address), wire::field("known", &node_offer::known));
};

/// The same to a node that knows this one already: something has changed.
struct node_news {
  node_offer offer;
  static constexpr auto fields = wire::fields(wire::field("offer", &node_news::offer));
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
  // INTERNAL: time to dial this address again.
  caf::reacts_to<caf::tick_atom, std::string>,
  // From another node: its offer, answered with ours. Without a sender: the offer of this node, all of which
  // runs; answered once the port for other nodes is open, or with bad_request when it cannot be opened.
  caf::replies_to<node_offer>::with<node_offer>,
  // From another node. Not answered: the answer would be news again.
  caf::reacts_to<node_news>>;

} // namespace msg
