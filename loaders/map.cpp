#include "loaders/map.hpp"

#include "loaders/record.hpp"

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
  name_field<map_name_size> name;
  uint8_t warp_count = 0;

  static constexpr auto fields =
    wire::fields(wire::field("id", &head_record::id), wire::field("name", &head_record::name),
                 wire::field("warp_count", &head_record::warp_count, "at most 14"));
};
static_assert(wire::size_of<head_record>() == 23);

constexpr size_t mesh_size = 4 * cell_count;

// `in` holds a whole mesh. Cells are plain words; this loop is as fast as copying them.
std::vector<uint32_t> read_cells(byte_view in) {
  std::vector<uint32_t> cells(cell_count);
  for (size_t i = 0; i < cell_count; ++i)
    cells[i] = in[4 * i] | uint32_t{in[4 * i + 1]} << 8 | uint32_t{in[4 * i + 2]} << 16 | uint32_t{in[4 * i + 3]} << 24;
  return cells;
}

std::optional<load_issue> read_warps(inspection& file, byte_view in, size_t count, std::vector<warp>& warps) {
  for (size_t i = 0; i < count; ++i) {
    auto at = map_warp_offset(i);
    warp_record record;
    if (!read_at(in, at, record))
      return file.issue(load_errc::truncated, at, "warp " + std::to_string(i), "cut off", "6 bytes").in_record(i);
    if (record.cell >= cell_count)
      return file
        .issue(load_errc::range, at + offset_of<warp_record>("cell"), "target cell of warp " + std::to_string(i),
               std::to_string(record.cell), "0 to 65535")
        .in_record(i);
    warps.push_back({record.map, cell::from_index(record.cell)});
  }
  return std::nullopt;
}

// Data sets that number warps from 1 say "none" with 0: there most walkable cells carry 0, and none carries 15.
uint8_t usual_index(const map& x) {
  std::array<size_t, 16> votes{};
  for (auto word : x.cells)
    if (cell_bits::walkable.get(word) != 0)
      ++votes[cell_bits::warp.get(word)];
  auto is_from_one =
    votes[0] > 0 && votes[warp_index_none] == 0 && votes[0] == *std::max_element(votes.begin(), votes.end());
  return is_from_one ? 0 : warp_index_none;
}

// Reports the first cell of each warp index that points to no warp.
std::optional<load_issue> check_warp_indices(inspection& file, const map& x, size_t mesh_offset) {
  uint32_t reported = 0;
  for (size_t i = 0; i < cell_count; ++i) {
    auto index = cell_bits::warp.get(x.cells[i]);
    if (index == x.warp_none || cell_bits::walkable.get(x.cells[i]) == 0)
      continue;
    auto at = cell::from_index(i);
    if (x.warp_at(at) || (reported >> index & 1) != 0)
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

result<map> load_map(std::string_view name, std::optional<uint16_t> expected_id, byte_view in, load_options options) {
  inspection file{name, options};
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
  if (auto found = file.check_size(in, mesh_offset + mesh_size,
                                   "a head of 23, " + std::to_string(head.warp_count) + " warps of 6, 65536 cells"))
    return *found;
  map x;
  x.id = head.id;
  x.name = head.name;
  if (auto found = read_warps(file, in, head.warp_count, x.warps))
    return *found;
  if (auto found = file.check_id(0, head.id, expected_id))
    return *found;
  file.check_names(head, 0);
  x.cells = read_cells(in.subspan(mesh_offset, mesh_size));
  if (!file.is_strict())
    x.warp_none = usual_index(x);
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
  out.reserve(map_warp_offset(warp_count) + mesh_size);
  wire::encode(out, head_record{x.id, x.name, static_cast<uint8_t>(warp_count)});
  for (size_t i = 0; i < warp_count; ++i)
    wire::encode(out, warp_record{x.warps[i].map, static_cast<uint32_t>(x.warps[i].at.index())});
  for (size_t i = 0; i < cell_count; ++i) {
    auto word = i < x.cells.size() ? x.cells[i] : 0;
    for (size_t shift = 0; shift < 32; shift += 8)
      out.push_back(static_cast<uint8_t>(word >> shift));
  }
  return out;
}

} // namespace loaders
