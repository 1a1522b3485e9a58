// Who stands in which block. A map is cut into 22 x 22 blocks of 12 x 12 cells;
// everybody sees his own block and its eight neighbours.

#pragma once

#include "loaders/cell.hpp"

#include <array>
#include <vector>

namespace actors {

inline constexpr size_t block_side_cells = 12;
inline constexpr size_t grid_side_blocks = 22;

/// A block, counted row by row.
struct block {
  uint8_t x = 0;
  uint8_t y = 0;

  static constexpr block of(loaders::cell at) {
    return {static_cast<uint8_t>(at.x / block_side_cells), static_cast<uint8_t>(at.y / block_side_cells)};
  }
  constexpr size_t index() const { return y * grid_side_blocks + x; }
  friend constexpr bool operator==(const block&, const block&) = default;
};

/// Whether somebody in `a` sees into `b`.
constexpr bool in_sight(block a, block b) {
  auto near = [](uint8_t p, uint8_t q) { return p > q ? p - q <= 1 : q - p <= 1; };
  return near(a.x, b.x) && near(a.y, b.y);
}

constexpr bool in_sight(loaders::cell a, loaders::cell b) { return in_sight(block::of(a), block::of(b)); }

/// Calls `fn` with each block of the 3 x 3 around `center` that lies on the map, row by row.
template <class Fn>
constexpr void for_each_block_around(block center, Fn&& fn) {
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      auto x = center.x + dx;
      auto y = center.y + dy;
      if (x >= 0 && y >= 0 && x < static_cast<int>(grid_side_blocks) && y < static_cast<int>(grid_side_blocks))
        fn(block{static_cast<uint8_t>(x), static_cast<uint8_t>(y)});
    }
  }
}

/// Lists of `T` by block. The order within a block depends only on the order
/// of the calls, so the same inputs give the same outputs.
template <class T>
class block_grid {
public:
  void insert(block where, T x) { blocks_[where.index()].push_back(x); }

  void erase(block where, T x) {
    auto& list = blocks_[where.index()];
    auto i = std::find(list.begin(), list.end(), x);
    if (i == list.end())
      return;
    *i = list.back();
    list.pop_back();
  }

  const std::vector<T>& at(block where) const { return blocks_[where.index()]; }

  template <class Fn>
  void for_each_around(block center, Fn&& fn) const {
    for_each_block_around(center, [&](block b) {
      for (const auto& x : at(b))
        fn(x);
    });
  }

private:
  std::array<std::vector<T>, grid_side_blocks * grid_side_blocks> blocks_;
};

} // namespace actors
