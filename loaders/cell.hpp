// A place on a map: maps are 256 x 256 cells, numbered row by row (x fastest).

#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace loaders {

/// Cells along each side of a map.
inline constexpr size_t map_side = 256;
inline constexpr size_t cell_count = map_side * map_side;

struct cell {
  uint8_t x = 0;
  uint8_t y = 0;

  /// 0 to 65535.
  constexpr size_t index() const { return y * map_side + x; }
  /// `index` is at most 65535; higher bits are dropped.
  static constexpr cell from_index(size_t index) {
    return {static_cast<uint8_t>(index), static_cast<uint8_t>(index / map_side)};
  }
  friend constexpr bool operator==(const cell&, const cell&) = default;
  /// By index.
  friend constexpr std::strong_ordering operator<=>(const cell& a, const cell& b) { return a.index() <=> b.index(); }
};

/// Steps a walker needs from `a` to `b` on open ground, diagonals allowed (Chebyshev).
constexpr int distance(cell a, cell b) {
  auto dx = a.x > b.x ? a.x - b.x : b.x - a.x;
  auto dy = a.y > b.y ? a.y - b.y : b.y - a.y;
  return std::max(dx, dy);
}

} // namespace loaders
