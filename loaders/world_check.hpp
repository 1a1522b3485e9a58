// Checks that need more than one file of a data set.

#pragma once

#include "loaders/world_data.hpp"

namespace loaders {

/// Whatever refers to something that does not exist: maps by `check_references`;
/// items in drops, shops, quests, recipes, sets and start gear (when there is an
/// IT0); NPCs in drops, shops, quests and roles; quests before and after; places
/// of teleports and quests, which must be walkable. In order of file and place.
std::vector<load_issue> check_world(const world_data& world);

} // namespace loaders
