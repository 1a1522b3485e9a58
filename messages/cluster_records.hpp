// What the database knows of the cluster, as values: its nodes, who owns what,
// and what operators have ordered. The field names are the column names of the
// tables (runtime/postgres/migrations).

#pragma once

#include "messages/inspect.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace msg {

/// Messages between nodes that this program speaks. A node admits another when the ranges meet: N-1 and N do.
inline constexpr uint16_t protocol_newest = 3;
inline constexpr uint16_t protocol_oldest = 3;

/// One life of one node. A later life has a higher incarnation.
struct node_key {
  std::string name;
  uint64_t incarnation = 0; // 0: no node

  explicit operator bool() const { return incarnation != 0; }
  static constexpr auto fields =
    wire::fields(wire::field("name", &node_key::name), wire::field("incarnation", &node_key::incarnation));
  friend auto operator<=>(const node_key&, const node_key&) = default;
};

/// "name/incarnation", as in leases.holder; empty for no node.
inline std::string to_string(const node_key& x) { return x ? x.name + "/" + std::to_string(x.incarnation) : ""; }

/// Stored in nodes.state; never renumbered. A later life of the same name begins alive again.
enum class node_state : uint8_t {
  alive = 0,
  left = 2, // stopped in order
  dead = 3, // declared dead: this life may do nothing any more
};

constexpr std::string_view to_string(node_state state) {
  switch (state) {
  case node_state::alive:
    return "alive";
  case node_state::left:
    return "left";
  case node_state::dead:
    return "dead";
  }
  return "invalid";
}

struct node_record {
  node_key key;
  std::string host; // where other nodes reach it
  uint16_t port = 0;
  std::string admin;   // "HOST:PORT" of its listener for operators; empty: none
  std::string version; // of the program
  uint16_t protocol_oldest = 0;
  uint16_t protocol_newest = 0;
  std::vector<std::string> roles; // login, edge, zone, service
  std::vector<uint16_t> maps;     // the zones it can run
  uint32_t capacity = 100;        // relative to other nodes
  node_state state = node_state::alive;
  bool is_draining = false;        // ordered by operators; outlives its lives
  uint64_t beats = 0;              // of this life
  uint32_t silent_ms = 0;          // since its last beat, by the clock of the database
  uint32_t sessions = 0;           // of clients
  std::vector<std::string> unseen; // names of nodes that it cannot reach now

  bool has_role(std::string_view role) const {
    for (const auto& x : roles)
      if (x == role)
        return true;
    return false;
  }

  static constexpr auto fields = wire::fields(
    wire::field("key", &node_record::key), wire::field("host", &node_record::host),
    wire::field("port", &node_record::port), wire::field("admin", &node_record::admin),
    wire::field("version", &node_record::version), wire::field("protocol_oldest", &node_record::protocol_oldest),
    wire::field("protocol_newest", &node_record::protocol_newest), wire::field("roles", &node_record::roles),
    wire::field("maps", &node_record::maps), wire::field("capacity", &node_record::capacity),
    wire::field("state", &node_record::state), wire::field("is_draining", &node_record::is_draining),
    wire::field("beats", &node_record::beats), wire::field("silent_ms", &node_record::silent_ms),
    wire::field("sessions", &node_record::sessions), wire::field("unseen", &node_record::unseen));
  friend bool operator==(const node_record&, const node_record&) = default;
};

// -- leases: what there is one of, and whose it is ---------------------------------

/// Acts on placement. Taken with a beat; everything else is assigned by its holder.
inline constexpr std::string_view coordinator_lease = "coordinator";
/// Accounts, tickets, the directory, and what is said beyond one screen.
inline constexpr std::string_view services_lease = "services";
/// "zone/7".
inline std::string zone_lease(map_id map) { return "zone/" + std::to_string(map.value); }
/// The map of a zone's lease; 0 when it is another one's.
inline map_id zone_of_lease(std::string_view name);

struct lease_record {
  std::string name;
  node_key holder;      // none: nobody's
  uint64_t epoch = 0;   // grows with every change of the holder, also to nobody; never falls
  uint32_t left_ms = 0; // until it expires, by the clock of the database; 0 when it has
  // Of zones, as their holder last told:
  uint32_t players = 0;
  uint32_t cost = 0; // microseconds of work per second

  static constexpr auto fields =
    wire::fields(wire::field("name", &lease_record::name), wire::field("holder", &lease_record::holder),
                 wire::field("epoch", &lease_record::epoch), wire::field("left_ms", &lease_record::left_ms),
                 wire::field("players", &lease_record::players), wire::field("cost", &lease_record::cost));
  friend bool operator==(const lease_record&, const lease_record&) = default;
};

/// What it costs to run a zone, as its holder tells.
struct zone_load {
  map_id map;
  uint64_t epoch = 0;
  uint32_t players = 0;
  uint32_t cost = 0; // microseconds of work per second
  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_load::map), wire::field("epoch", &zone_load::epoch),
                 wire::field("players", &zone_load::players), wire::field("cost", &zone_load::cost));
};

/// What a write of a zone carries. It is refused when the zone's lease has another epoch; 0 is that of a zone that was
/// never leased.
struct zone_fence {
  map_id map;
  uint64_t epoch = 0;

  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_fence::map), wire::field("epoch", &zone_fence::epoch));
  friend bool operator==(const zone_fence&, const zone_fence&) = default;
};

// -- orders of operators -----------------------------------------------------------

/// Of one zone; there is none for a zone that is left to placement.
struct zone_order {
  map_id map;
  bool is_stopped = false;
  std::string pin; // name of the node that is to run it; empty: any

  static constexpr auto fields =
    wire::fields(wire::field("map", &zone_order::map), wire::field("is_stopped", &zone_order::is_stopped),
                 wire::field("pin", &zone_order::pin));
  friend bool operator==(const zone_order&, const zone_order&) = default;
};

/// One change that somebody has made through a node's admin interface.
struct audit_record {
  uint64_t id = 0;    // given by the store
  uint64_t at_ms = 0; // Unix time, given by the store
  std::string who;
  std::string node;      // that was asked
  std::string command;   // "zone move"
  std::string arguments; // JSON
  std::string outcome;
  std::string undo; // the command that takes it back; empty: none

  static constexpr auto fields =
    wire::fields(wire::field("id", &audit_record::id), wire::field("at_ms", &audit_record::at_ms),
                 wire::field("who", &audit_record::who), wire::field("node", &audit_record::node),
                 wire::field("command", &audit_record::command), wire::field("arguments", &audit_record::arguments),
                 wire::field("outcome", &audit_record::outcome), wire::field("undo", &audit_record::undo));
  friend bool operator==(const audit_record&, const audit_record&) = default;
};

/// Everything at one moment, by name and by map.
struct cluster_view {
  std::string cluster;
  std::vector<node_record> nodes; // one a name: its last life
  std::vector<lease_record> leases;
  std::vector<zone_order> orders;

  const node_record* find(const node_key& key) const {
    for (const auto& x : nodes)
      if (x.key == key)
        return &x;
    return nullptr;
  }
  const node_record* find(std::string_view name) const {
    for (const auto& x : nodes)
      if (x.key.name == name)
        return &x;
    return nullptr;
  }
  const lease_record* lease(std::string_view name) const {
    for (const auto& x : leases)
      if (x.name == name)
        return &x;
    return nullptr;
  }

  static constexpr auto fields =
    wire::fields(wire::field("cluster", &cluster_view::cluster), wire::field("nodes", &cluster_view::nodes),
                 wire::field("leases", &cluster_view::leases), wire::field("orders", &cluster_view::orders));
  friend bool operator==(const cluster_view&, const cluster_view&) = default;
};

inline map_id zone_of_lease(std::string_view name) {
  constexpr std::string_view prefix = "zone/";
  if (!name.starts_with(prefix) || name.size() == prefix.size())
    return {};
  uint32_t number = 0;
  for (char c : name.substr(prefix.size())) {
    if (c < '0' || c > '9' || number > 6553)
      return {};
    number = number * 10 + static_cast<uint32_t>(c - '0');
  }
  return {static_cast<uint16_t>(number > 0xFFFF ? 0 : number)};
}

} // namespace msg
