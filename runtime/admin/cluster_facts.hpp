// What the commands tell about nodes and zones, worked out from the cluster as
// the database has it. Pure.

#pragma once

#include "messages/cluster_records.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace runtime::admin {

/// A node that is alive but silent for longer is suspect.
inline constexpr uint32_t silent_ms_max = 2'000;

/// "alive", "suspect", "left" or "dead". Suspect is who is alive and silent for too long, or out of reach of another
/// node that is alive.
std::string state_of(const msg::cluster_view& view, const msg::node_record& node);

/// Where its admin listener is reached from elsewhere; empty: it has none.
std::string admin_address(const msg::node_record& node);

/// Names of the leases that are not zones' and that this node holds, as in "coordinator,services".
std::string duties_of(const msg::cluster_view& view, const msg::node_key& node);

/// Every map that a node which is alive can run, or that has a lease.
std::set<uint16_t> maps_of(const msg::cluster_view& view);

struct zone_facts {
  uint16_t map = 0;
  std::string state{}; // "serving", "starting" (held and not served yet), "unowned", "stopped"
  std::string node{};  // that holds it; empty: none
  uint64_t epoch = 0;
  std::string pin{};
  uint32_t players = 0; // as its holder last told
  uint32_t cost_us = 0;
};

/// By map. `served` has the epoch under which each zone is served that is.
std::vector<zone_facts> zones_of(const msg::cluster_view& view, const std::map<uint16_t, uint64_t>& served);

/// "a, b, c"
std::string join(const std::vector<std::string>& words, std::string_view between = ", ");

/// "1 node", "2 nodes"
std::string count_of(uint64_t count, std::string_view what);

} // namespace runtime::admin
