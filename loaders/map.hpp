// Map files, map/<id>: which cells can be walked on, where warps lead, how
// dangerous each cell is (format notes, section 1). Here with every bit of the
// file, for tools; a zone runs on a map_grid.

#pragma once

#include "loaders/cell.hpp"
#include "loaders/record.hpp"

#include <optional>

namespace loaders {

/// What the 32 bits of a cell mean. Bit 28 and the three above it are unknown and kept.
struct cell_bits {
  static constexpr bit_range walkable{0, 1};
  static constexpr bit_range block{1, 10}; // stored by editors, never trusted
  static constexpr bit_range warp{11, 4};
  static constexpr bit_range pk_level{15, 2};
  static constexpr bit_range collision_level{17, 2};
  static constexpr bit_range skill{19, 1};
  static constexpr bit_range monster_level{20, 8};
  static constexpr bit_range view_point{28, 1};
  static constexpr bit_range reserved{29, 3};
};

/// The warp index that says "no warp" in all data sets numbered from 0.
inline constexpr uint8_t warp_index_none = 15;
inline constexpr size_t warp_count_max = 14;
inline constexpr size_t map_name_size = 20;
/// Blocked, no warp.
inline constexpr uint32_t blank_cell = cell_bits::warp.put(0, warp_index_none);

/// Where a warp leads.
struct warp {
  uint16_t map = 0;
  cell at;
  friend bool operator==(const warp&, const warp&) = default;
};

/// One map. There are always `cell_count` cells, ordered by index.
struct map {
  uint16_t id = 0;
  name_field<map_name_size> name;
  std::vector<warp> warps;
  std::vector<uint32_t> cells = std::vector<uint32_t>(cell_count, blank_cell);
  /// The warp index that means "no warp"; 0 in data sets that number warps from 1.
  uint8_t warp_none = warp_index_none;

  bool walkable(cell at) const { return cell_bits::walkable.get(cells[at.index()]) != 0; }
  /// Index into `warps` when `at` is a warp cell; a warp that does not exist is none.
  std::optional<size_t> warp_at(cell at) const;
  /// 0 (no fighting between players) to 3.
  uint8_t pk_level(cell at) const { return static_cast<uint8_t>(cell_bits::pk_level.get(cells[at.index()])); }
  /// 0 (no monsters) to 255.
  uint8_t monster_level(cell at) const { return static_cast<uint8_t>(cell_bits::monster_level.get(cells[at.index()])); }

  friend bool operator==(const map&, const map&) = default;
};

/// `expected_id` is the number in the file's name. Warp targets are not checked
/// here: they need all maps, see `check_references`. Lenient mode finds out
/// which warp index means "none" by majority.
result<map> load_map(std::string_view file, std::optional<uint16_t> expected_id, byte_view in, load_options options);

/// Warps beyond `warp_count_max` are left out.
byte_buffer save_map(const map& x);

/// Where warp `index` starts in a map file, in bytes, for reports.
size_t map_warp_offset(size_t index);

} // namespace loaders
