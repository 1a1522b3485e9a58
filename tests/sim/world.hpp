// The world of simulations: small maps in a ring, made so that little walking
// brings much of what can go wrong: blocks are crossed every few steps, walls
// stand in the way, and two warps are never far.

#pragma once

#include "loaders/world_data.hpp"
#include "tools/bots/mesh.hpp"

#include <memory>

namespace sim {

inline constexpr uint16_t map_first = 1;

/// Maps `map_first` up to `map_first` + `maps` - 1: each leads to the next and to the one before.
struct world {
  std::shared_ptr<const loaders::world_data> data;
  std::shared_ptr<const tools::bots::world_mesh> mesh;
  std::vector<uint16_t> maps;
};

/// The same value for the same number, made once in a process. 1 to 32 maps.
const world& world_of(uint16_t maps);

/// A cell in the middle of every map, where characters begin.
inline constexpr loaders::cell start_cell{112, 116};

} // namespace sim
