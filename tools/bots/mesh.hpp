// Where one can walk, as a bot knows it: the maps' walkable cells and warps, and
// the shortest ways over them. Pure; mesh_files.hpp reads it from a data directory.

#pragma once

#include "tools/bots/cells.hpp"

#include <bitset>
#include <functional>
#include <map>
#include <vector>

namespace tools::bots {

struct map_mesh {
  struct warp_target {
    uint16_t map = 0;
    uint32_t cell = 0;
  };

  std::bitset<map_edge * map_edge> walkable;
  /// Cells that lead to another map, by cell, as numbers of `targets`.
  std::map<uint32_t, size_t> warps;
  std::vector<warp_target> targets;

  bool is_walkable(uint32_t cell) const { return is_cell(cell) && walkable[cell]; }
  const warp_target* target_at(uint32_t cell) const;
};

/// By map number.
using world_mesh = std::map<uint16_t, map_mesh>;

/// Cells from behind `start` to the nearest cell that `is_goal`, each next to the
/// one before; empty when there is none within `steps_max` or `start` is one.
std::vector<uint32_t> shortest_way(const map_mesh& mesh, uint32_t start, const std::function<bool(uint32_t)>& is_goal,
                                   uint32_t steps_max);

/// The line a player without a map takes: diagonally, then straight; `to` is its last cell.
std::vector<uint32_t> straight_way(uint32_t from, uint32_t to);

} // namespace tools::bots
