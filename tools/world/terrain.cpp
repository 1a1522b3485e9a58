#include "tools/world/terrain.hpp"

namespace tools {

using loaders::cell;
using loaders::cell_bits;

void set_bits(loaders::map& x, cell at, loaders::bit_range bits, uint32_t value) {
  auto& word = x.cells[at.index()];
  word = bits.put(word, value);
}

void set_bits(loaders::map& x, area where, loaders::bit_range bits, uint32_t value) {
  for_each_cell(where, [&](cell at) { set_bits(x, at, bits, value); });
}

void block_patch(loaders::map& x, splitmix& dice, cell middle, int radius, const std::vector<area>& keep) {
  // Discs that overlap the one in the middle: in one piece, but never round.
  for (int i = 0; i < 7; ++i) {
    auto disc_x = middle.x + (i == 0 ? 0 : dice.between(-radius, radius) * 2 / 3);
    auto disc_y = middle.y + (i == 0 ? 0 : dice.between(-radius, radius) * 2 / 3);
    auto disc_radius = i == 0 ? radius * 2 / 3 : dice.between(radius / 3, radius * 2 / 3);
    for_each_cell(area{disc_x, disc_y, disc_x, disc_y}.grown(disc_radius), [&](cell at) {
      auto dx = at.x - disc_x;
      auto dy = at.y - disc_y;
      if (dx * dx + dy * dy > disc_radius * disc_radius)
        return;
      if (std::none_of(keep.begin(), keep.end(), [&](const area& y) { return y.contains(at); }))
        set_bits(x, at, cell_bits::walkable, 0);
    });
  }
}

void add_warp(loaders::map& x, area where, loaders::warp target) {
  set_bits(x, where, cell_bits::walkable, 1);
  set_bits(x, where, cell_bits::warp, static_cast<uint32_t>(x.warps.size()));
  x.warps.push_back(target);
}

void block_unreachable(loaders::map& x, cell start) {
  auto seen = reachable_from(x, start);
  for (size_t i = 0; i < loaders::cell_count; ++i)
    if (seen[i] == 0)
      x.cells[i] = loaders::blank_cell;
}

} // namespace tools
