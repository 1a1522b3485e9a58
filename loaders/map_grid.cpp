#include "loaders/map_grid.hpp"

#include <map>

namespace loaders {

cell_bytes::cell_bytes() : squares_(square_size, 0) {}

void cell_bytes::assign(const std::vector<uint8_t>& values) {
  std::map<std::vector<uint8_t>, uint16_t> known;
  squares_.clear();
  std::vector<uint8_t> square(square_size);
  for (size_t i = 0; i < square_count; ++i) {
    auto corner = i / (map_side / edge) * edge * map_side + i % (map_side / edge) * edge;
    for (size_t row = 0; row < edge; ++row)
      std::copy_n(values.begin() + static_cast<ptrdiff_t>(corner + row * map_side), edge,
                  square.begin() + static_cast<ptrdiff_t>(row * edge));
    auto [found, is_new] = known.emplace(square, static_cast<uint16_t>(known.size()));
    if (is_new)
      squares_.insert(squares_.end(), square.begin(), square.end());
    square_[i] = found->second;
  }
  squares_.shrink_to_fit();
}

size_t cell_bytes::memory() const { return sizeof(*this) + squares_.capacity(); }

map_grid::map_grid(const map& x) : id(x.id), name(x.name.str()), warps(x.warps) {
  std::vector<uint8_t> levels(cell_count);
  for (size_t i = 0; i < cell_count; ++i) {
    auto word = x.cells[i];
    walkable_[i] = cell_bits::walkable.get(word) != 0;
    auto pk_level = cell_bits::pk_level.get(word);
    pk_low_[i] = (pk_level & 1) != 0;
    pk_high_[i] = (pk_level & 2) != 0;
    levels[i] = static_cast<uint8_t>(cell_bits::monster_level.get(word));
    if (cell_bits::warp.get(word) == x.warp_none)
      continue;
    if (auto index = x.warp_at(cell::from_index(i)))
      warp_cells_.push_back({static_cast<uint16_t>(i), static_cast<uint8_t>(*index)});
  }
  warp_cells_.shrink_to_fit();
  monster_level_.assign(levels);
}

std::vector<map_grid::warp_cell>::const_iterator map_grid::lower_bound(cell at) const {
  return std::lower_bound(warp_cells_.begin(), warp_cells_.end(), at.index(),
                          [](const warp_cell& x, size_t index) { return x.cell < index; });
}

std::optional<size_t> map_grid::warp_at(cell at) const {
  auto found = lower_bound(at);
  if (found == warp_cells_.end() || found->cell != at.index() || found->warp >= warps.size())
    return std::nullopt;
  return found->warp;
}

void map_grid::set_warp(cell at, size_t index) {
  auto found = warp_cells_.begin() + (lower_bound(at) - warp_cells_.cbegin());
  if (found == warp_cells_.end() || found->cell != at.index())
    found = warp_cells_.emplace(found);
  *found = {static_cast<uint16_t>(at.index()), static_cast<uint8_t>(index)};
}

size_t map_grid::memory() const {
  return sizeof(*this) + monster_level_.memory() - sizeof(monster_level_) + warp_cells_.capacity() * sizeof(warp_cell)
         + warps.capacity() * sizeof(warp) + name.capacity();
}

} // namespace loaders
