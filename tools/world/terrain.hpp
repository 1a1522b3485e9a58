// Draws on a map: rectangles, woods and water, and who can be reached from where.

#pragma once

#include "loaders/map.hpp"
#include "tools/world/splitmix.hpp"

namespace tools {

/// Cells `left` to `right` and `top` to `bottom`, all included; may stick out of the map.
struct area {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  constexpr bool contains(int x, int y) const { return x >= left && x <= right && y >= top && y <= bottom; }
  constexpr bool contains(loaders::cell at) const { return contains(at.x, at.y); }
  constexpr area grown(int by) const { return {left - by, top - by, right + by, bottom + by}; }
  constexpr int middle_x() const { return (left + right) / 2; }
  constexpr int middle_y() const { return (top + bottom) / 2; }
};

/// All cells but the outermost.
inline constexpr area inside_the_rim{1, 1, loaders::map_side - 2, loaders::map_side - 2};

/// The square of cells at most `radius` steps from `middle`.
constexpr area around(loaders::cell middle, int radius) {
  return area{middle.x, middle.y, middle.x, middle.y}.grown(radius);
}

/// Calls `fn(cell)` for each cell of `where` that is on the map, row by row.
template <class Fn>
void for_each_cell(area where, Fn&& fn) {
  constexpr int last = loaders::map_side - 1;
  for (int y = std::max(0, where.top); y <= std::min(last, where.bottom); ++y)
    for (int x = std::max(0, where.left); x <= std::min(last, where.right); ++x)
      fn(loaders::cell{static_cast<uint8_t>(x), static_cast<uint8_t>(y)});
}

void set_bits(loaders::map& x, loaders::cell at, loaders::bit_range bits, uint32_t value);
void set_bits(loaders::map& x, area where, loaders::bit_range bits, uint32_t value);

/// Blocks a shapeless patch of about `radius` cells round `middle`, except cells in `keep`.
void block_patch(loaders::map& x, splitmix& dice, loaders::cell middle, int radius, const std::vector<area>& keep);

/// Adds a warp and puts it on the cells of `where`, which become walkable.
void add_warp(loaders::map& x, area where, loaders::warp target);

/// By cell index: 1 where a walker from `start` can get, diagonal steps included. `Map` is a map or a map_grid.
template <class Map>
std::vector<uint8_t> reachable_from(const Map& x, loaders::cell start) {
  std::vector<uint8_t> seen(loaders::cell_count, 0);
  std::vector<loaders::cell> open;
  if (x.walkable(start)) {
    seen[start.index()] = 1;
    open.push_back(start);
  }
  while (!open.empty()) {
    auto from = open.back();
    open.pop_back();
    for_each_cell(around(from, 1), [&](loaders::cell at) {
      if (seen[at.index()] != 0 || !x.walkable(at))
        return;
      seen[at.index()] = 1;
      open.push_back(at);
    });
  }
  return seen;
}

/// Blocks what cannot be reached from `start`, so that nobody is ever put there.
void block_unreachable(loaders::map& x, loaders::cell start);

} // namespace tools
