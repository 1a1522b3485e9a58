// The blocks in which servers broadcast: 22 x 22 of 12 x 12 cells (format notes, section 1). Files store numbers of
// their own, which nobody trusts.

#pragma once

#include "loaders/cell.hpp"

namespace tools::data {

inline constexpr uint32_t block_side = 12; // cells
inline constexpr uint32_t blocks_per_row = 22;

constexpr uint32_t block_by_place(loaders::cell at) { return at.y / block_side * blocks_per_row + at.x / block_side; }

} // namespace tools::data
