// A map as a running zone asks about it: about a third of the size of the file's
// cells or less, and every answer in a few nanoseconds.

#pragma once

#include "loaders/map.hpp"

#include <bitset>
#include <memory>

namespace loaders {

/// One byte per cell in squares of 16 x 16; equal squares are stored once.
class cell_bytes {
public:
  /// All zero.
  cell_bytes();

  uint8_t at(cell where) const { return squares_[square_[square_of(where)] * square_size + place_in_square(where)]; }
  /// `values` has `cell_count` elements.
  void assign(const std::vector<uint8_t>& values);
  size_t memory() const;

private:
  static constexpr size_t edge = 16; // cells
  static constexpr size_t square_size = edge * edge;
  static constexpr size_t square_count = cell_count / square_size;

  static constexpr size_t square_of(cell x) { return x.y / edge * (map_side / edge) + x.x / edge; }
  static constexpr size_t place_in_square(cell x) { return x.y % edge * edge + x.x % edge; }

  std::array<uint16_t, square_count> square_{}; // which of `squares_` is where
  std::vector<uint8_t> squares_;
};

/// Copies share nothing; a zone holds its map through a pointer to const.
class map_grid {
public:
  /// Blocked everywhere.
  map_grid() = default;
  explicit map_grid(const map& x);

  uint16_t id = 0;
  std::string name; // bytes in the encoding of the data set
  std::vector<warp> warps;

  bool walkable(cell at) const { return walkable_[at.index()]; }
  /// Index into `warps` when `at` is a walkable or blocked warp cell; a warp that does not exist is none.
  std::optional<size_t> warp_at(cell at) const;
  /// 0 (no fighting between players) to 3.
  uint8_t pk_level(cell at) const { return static_cast<uint8_t>(pk_low_[at.index()] | (pk_high_[at.index()] ? 2 : 0)); }
  /// 0 (no monsters) to 255.
  uint8_t monster_level(cell at) const { return monster_level_.at(at); }

  void set_walkable(cell at, bool value) { walkable_[at.index()] = value; }
  /// Makes `at` a cell of warp `index`.
  void set_warp(cell at, size_t index);

  /// Bytes this map takes, with what it owns.
  size_t memory() const;

private:
  struct warp_cell {
    uint16_t cell = 0;
    uint8_t warp = 0;
  };

  std::vector<warp_cell>::const_iterator lower_bound(cell at) const;

  std::bitset<cell_count> walkable_;
  std::bitset<cell_count> pk_low_;
  std::bitset<cell_count> pk_high_;
  cell_bytes monster_level_;
  std::vector<warp_cell> warp_cells_; // by cell
};

} // namespace loaders
