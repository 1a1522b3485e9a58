#include "loaders/map.hpp"

#include "loaders/record.hpp"

#include <memory>

namespace loaders {

namespace {

namespace wire = msg::wire;

struct warp_record {
  uint16_t map = 0;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("map", &warp_record::map, "the map it leads to"),
                 wire::field("cell", &warp_record::cell, "index of the cell it leads to; the upper half is 0"));
};
static_assert(wire::size_of<warp_record>() == 6);

struct head_record {
  uint16_t id = 0;
  std::array<char, map_name_size> name{};
  uint8_t warp_count = 0;

  static constexpr auto fields =
    wire::fields(wire::field("id", &head_record::id), wire::field("name", &head_record::name),
                 wire::field("warp_count", &head_record::warp_count, "at most 14"));
};
static_assert(wire::size_of<head_record>() == 23);

struct mesh_record {
  std::array<uint32_t, cell_count> cells{};

  static constexpr auto fields = wire::fields(wire::field("cells", &mesh_record::cells, "row by row, see cell_bits"));
};
static_assert(wire::size_of<mesh_record>() == 262144);

std::optional<load_issue> read_warps(inspection& file, byte_view in, size_t count, std::vector<warp>& warps) {
  for (size_t i = 0; i < count; ++i) {
    auto at = map_warp_offset(i);
    warp_record record;
    if (!read_at(in, at, record))
      return file.issue(load_errc::truncated, at, "warp " + std::to_string(i), "cut off", "6 bytes");
    if (record.cell >= cell_count)
      return file.issue(load_errc::range, at + offset_of<warp_record>("cell"),
                        "target cell of warp " + std::to_string(i), std::to_string(record.cell), "0 to 65535");
    warps.push_back({record.map, cell::from_index(record.cell)});
  }
  return std::nullopt;
}

// The index most walkable cells carry; the usual one wins a draw.
uint8_t majority_index(const map& x) {
  std::array<size_t, 16> votes{};
  for (auto word : x.cells)
    if (cell_bits::walkable.get(word) != 0)
      ++votes[cell_bits::warp.get(word)];
  uint8_t result = warp_index_none;
  for (uint8_t index = 0; index < votes.size(); ++index)
    if (votes[index] > votes[result])
      result = index;
  return result;
}

// Reports the first cell of each warp index that points to no warp.
std::optional<load_issue> check_warp_indices(inspection& file, const map& x, size_t mesh_offset) {
  uint32_t reported = 0;
  for (size_t i = 0; i < cell_count; ++i) {
    auto at = cell::from_index(i);
    auto index = cell_bits::warp.get(x.cells[i]);
    if (!x.walkable(at) || index == x.warp_none || x.warp_at(at) || (reported >> index & 1) != 0)
      continue;
    reported |= uint32_t{1} << index;
    auto place = "(" + std::to_string(at.x) + "," + std::to_string(at.y) + ")";
    if (auto found = file.refuse_if_strict(file.issue(load_errc::reference, mesh_offset + 4 * i,
                                                      "warp index of cell " + place, std::to_string(index),
                                                      "one of the map's " + std::to_string(x.warps.size())
                                                        + " warps, or " + std::to_string(x.warp_none) + " for none")))
      return found;
  }
  return std::nullopt;
}

} // namespace

std::optional<size_t> map::warp_at(cell at) const {
  size_t index = cell_bits::warp.get(cells[at.index()]);
  if (index == warp_none)
    return std::nullopt;
  if (warp_none == 0)
    --index;
  if (index >= warps.size())
    return std::nullopt;
  return index;
}

result<map> load_map(std::string_view name, uint16_t expected_id, byte_view in, load_mode mode) {
  inspection file{name, mode};
  if (auto found = file.check_not_too_large(in))
    return *found;
  head_record head;
  if (!read_at(in, 0, head))
    return file.issue(load_errc::truncated, in.size(), "file size", std::to_string(in.size()) + " bytes",
                      "at least 23 bytes");
  if (head.warp_count > warp_count_max)
    return file.issue(load_errc::count, offset_of<head_record>("warp_count"), "warp_count",
                      std::to_string(head.warp_count), "at most 14");
  auto mesh_offset = map_warp_offset(head.warp_count);
  if (auto found = file.check_size(in, mesh_offset + wire::size_of<mesh_record>(),
                                   "a head of 23, " + std::to_string(head.warp_count) + " warps of 6, 65536 cells"))
    return *found;
  map x;
  x.id = head.id;
  x.name = text_of(head.name);
  if (auto found = read_warps(file, in, head.warp_count, x.warps))
    return *found;
  if (auto found = file.check_id(0, head.id, expected_id))
    return *found;
  auto mesh = std::make_unique<mesh_record>();
  if (!read_at(in, mesh_offset, *mesh))
    return file.issue(load_errc::truncated, in.size(), "cells", "cut off", "65536 cells");
  x.cells.assign(mesh->cells.begin(), mesh->cells.end());
  if (mode == load_mode::lenient)
    x.warp_none = majority_index(x);
  if (x.warp_none != warp_index_none)
    file.warn(file.issue(load_errc::range, mesh_offset, "the warp index of most cells", std::to_string(x.warp_none),
                         "15; it is taken to mean that there is no warp"));
  if (auto found = check_warp_indices(file, x, mesh_offset))
    return *found;
  return {std::move(x), file.take_warnings()};
}

size_t map_warp_offset(size_t index) { return wire::size_of<head_record>() + index * wire::size_of<warp_record>(); }

byte_buffer save_map(const map& x) {
  byte_buffer out;
  auto warp_count = std::min(x.warps.size(), warp_count_max);
  out.reserve(map_warp_offset(warp_count) + wire::size_of<mesh_record>());
  wire::encode(out, head_record{x.id, text_bytes<map_name_size>(x.name), static_cast<uint8_t>(warp_count)});
  for (size_t i = 0; i < warp_count; ++i)
    wire::encode(out, warp_record{x.warps[i].map, static_cast<uint32_t>(x.warps[i].at.index())});
  auto mesh = std::make_unique<mesh_record>();
  std::copy_n(x.cells.begin(), std::min(x.cells.size(), cell_count), mesh->cells.begin());
  wire::encode(out, *mesh);
  return out;
}

} // namespace loaders
