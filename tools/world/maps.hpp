// The three maps of the demo world: two towns in their meadows and a dungeon
// between them. All invented.

#pragma once

#include "tools/world/terrain.hpp"

namespace tools {

inline constexpr uint16_t larkmere_id = 1;      // home of nation 0
inline constexpr uint16_t hollow_barrow_id = 2; // dungeon
inline constexpr uint16_t quillport_id = 7;     // home of nation 1

/// In the first room of the dungeon; walkable in every world, for quests to name.
inline constexpr loaders::cell barrow_hall{44, 128};

/// Clients draw their own terrain by the number of a map, so that walls of ours
/// would stand in the middle of their fields: for them all ground but the rim is
/// open. Tests and bots see the walls.
enum class world_profile : uint8_t { headless, client };

/// A map with what the other parts of the generator must know about it.
struct map_plan {
  loaders::map map;
  loaders::cell start;                 // where new or returning players stand
  std::vector<loaders::cell> arrivals; // where warps from other maps lead, and `start`
  area town;                           // no monsters; empty on maps without
  area boss_room;                      // empty on maps without
  world_profile profile = world_profile::headless;
};

map_plan make_larkmere(uint64_t seed);
map_plan make_quillport(uint64_t seed);
map_plan make_hollow_barrow(uint64_t seed);

/// Larkmere, Hollow Barrow, Quillport: in order of id. The profiles differ in walls and nothing else.
std::vector<map_plan> make_maps(uint64_t seed, world_profile profile = world_profile::headless);

} // namespace tools
