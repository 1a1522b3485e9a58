// What one zone needs to run, and the checks that need more than one file.

#pragma once

#include "loaders/map_grid.hpp"
#include "loaders/npc.hpp"
#include "loaders/spawn.hpp"

#include <map>

namespace loaders {

struct zone_content {
  map_grid map;
  std::vector<spawn> spawns;
  /// By id: those that `spawns` names and that exist.
  std::map<uint16_t, npc> npcs;
  /// Where it came from, for reports, relative to the data directory.
  std::string map_file;
  std::string spawn_file;
};

/// Warps must lead to a walkable cell of a map of `world` that is no warp
/// itself; spawns must stand on walkable cells and name a known NPC. In order
/// of map and place; empty when all is well.
std::vector<load_issue> check_references(const std::map<uint16_t, const zone_content*>& world);
std::vector<load_issue> check_references(const std::map<uint16_t, zone_content>& world);

/// "map 1 (113,138)", for reports.
std::string describe_place(uint16_t map, cell at);

} // namespace loaders
