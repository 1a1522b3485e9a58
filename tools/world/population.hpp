// Puts monsters and town people on the maps of the demo world.

#pragma once

#include "loaders/spawn.hpp"
#include "tools/world/maps.hpp"

namespace tools {

/// Everybody stands on a reachable cell, at least 3 steps from the next, no
/// monster near a place where players arrive. Less than asked for when a map
/// has no room left, which the acceptance checks report.
std::vector<loaders::spawn> populate(const map_plan& plan, uint64_t seed);

/// How many monsters `populate` is to place on this map.
size_t monster_count(const map_plan& plan);

} // namespace tools
