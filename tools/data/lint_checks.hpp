// The rules that need more than one file. Each function adds what it finds.

#pragma once

#include "tools/data/lint_set.hpp"
#include "tools/data/words.hpp"

namespace tools::data {

/// Maps, their list, warps, teleport points and start cells.
void check_ways(const lint_set& set, std::vector<finding>& findings);
/// Who stands where.
void check_spawns(const lint_set& set, std::vector<finding>& findings);
/// Items and NPCs in drops, shops, recipes, sets, presents and skills; start gear.
void check_references(const lint_set& set, std::vector<finding>& findings);
void check_quests(const lint_set& set, std::vector<finding>& findings);
/// What the server refuses or warns of, unless `findings` say so already.
void check_world_load(const lint_set& set, std::vector<finding>& findings);

/// All of the above and what loading found, in order.
std::vector<finding> lint(const lint_set& set);

/// By cell index: where a walker from any of the ways into the map can get, diagonal steps included. Empty when no way
/// leads into the map.
std::vector<bool> reachable_cells(const lint_set& set, uint16_t map);

} // namespace tools::data
