#include "runtime/base/sha256.hpp"
#include "tools/data/json_record.hpp"
#include "tools/data/shapes.hpp"

namespace tools::data {

using loaders::cell;
using loaders::cell_bits;
using loaders::cell_count;
using loaders::map_side;

namespace {

json sample_json(const loaders::map& x, cell at) {
  auto word = x.cells[at.index()];
  auto index = cell_bits::warp.get(word);
  return {{"x", at.x},
          {"y", at.y},
          {"raw", hex_word(word)},
          {"move", cell_bits::walkable.get(word)},
          {"block", cell_bits::block.get(word)},
          {"warp", index == x.warp_none ? json() : json(index)},
          {"pk", cell_bits::pk_level.get(word)},
          {"coll", cell_bits::collision_level.get(word)},
          {"skill", cell_bits::skill.get(word)},
          {"monster_level", cell_bits::monster_level.get(word)},
          {"view", cell_bits::view_point.get(word)},
          {"reserved", cell_bits::reserved.get(word)}};
}

std::string row_text(const loaders::map& x, size_t row) {
  std::string text;
  auto first = row * map_side;
  for (size_t i = 0; i < map_side;) {
    auto word = x.cells[first + i];
    size_t run = 1;
    while (i + run < map_side && x.cells[first + i + run] == word)
      ++run;
    text += (i > 0 ? " " : "") + hex_word(word);
    if (run > 1)
      text += "*" + std::to_string(run);
    i += run;
  }
  return text;
}

/// Takes "0x" and at most eight digits off the front; nothing when they are not there.
std::optional<uint32_t> take_word(std::string_view& text) {
  if (!text.starts_with("0x"))
    return std::nullopt;
  auto end = std::min(text.find_first_not_of("0123456789abcdefABCDEF", 2), text.size());
  if (end == 2 || end > 10)
    return std::nullopt;
  auto word = static_cast<uint32_t>(std::stoul(std::string{text.substr(2, end - 2)}, nullptr, 16));
  text.remove_prefix(end);
  return word;
}

/// "*" and a number, or nothing, which is once. 0 for anything else.
size_t take_run(std::string_view& text) {
  if (!text.starts_with('*'))
    return 1;
  auto end = std::min(text.find_first_not_of("0123456789", 1), text.size());
  auto digits = text.substr(1, end - 1);
  text.remove_prefix(end);
  return digits.empty() || digits.size() > 3 ? 0 : std::stoul(std::string{digits});
}

void row_from(const json_source& from, loaders::map& x, size_t row) {
  std::string_view text = from.text();
  size_t column = 0;
  while (!text.empty()) {
    auto word = take_word(text);
    auto run = word ? take_run(text) : 0;
    if (run == 0 || column + run > map_side || (!text.empty() && !text.starts_with(' ')))
      from.fail("must be cells such as \"0x00007801*12\" with a blank between them, 256 in all");
    std::fill_n(x.cells.begin() + static_cast<ptrdiff_t>(row * map_side + column), run, *word);
    column += run;
    text.remove_prefix(text.empty() ? 0 : 1);
  }
  if (column != map_side)
    from.fail("has " + std::to_string(column) + " cells instead of 256");
}

cell cell_from(const json_source& from) {
  if (auto index = from.find("cell"))
    return cell::from_index(index->number<uint32_t>(cell_count - 1));
  return {from.at("x").number<uint8_t>(), from.at("y").number<uint8_t>()};
}

void add_cells(json& into, const loaders::map& x) {
  byte_view::size_type movable = 0;
  std::vector<uint8_t> grid;
  std::vector<uint8_t> bytes;
  grid.reserve(cell_count);
  bytes.reserve(4 * cell_count);
  for (auto word : x.cells) {
    grid.push_back(static_cast<uint8_t>(cell_bits::walkable.get(word)));
    movable += grid.back();
    for (int shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<uint8_t>(word >> shift));
  }
  into["movable"] = movable;
  into["grid_sha256"] = runtime::sha256_hex(grid);
  into["cells_sha256"] = runtime::sha256_hex(bytes);
}

} // namespace

json map_json(const loaders::map& x, const std::vector<cell>& samples, const json_style& style) {
  json result;
  result["id"] = x.id;
  result["name"] = to_json(x.name, style);
  auto& warps = result["warps"] = json::array();
  for (const auto& warp : x.warps)
    warps.push_back({{"map", warp.map}, {"cell", warp.at.index()}, {"x", warp.at.x}, {"y", warp.at.y}});
  add_cells(result, x);
  auto& shown = result["samples"] = json::array();
  for (auto at : samples)
    shown.push_back(sample_json(x, at));
  if (style.raw) {
    auto& rows = result["cells"] = json::array();
    for (size_t row = 0; row < map_side; ++row)
      rows.push_back(row_text(x, row));
  }
  return result;
}

loaders::map map_from(const json_source& from, const json_style& style) {
  auto rows = from.find("cells");
  if (!rows)
    from.fail("lacks the key \"cells\": dump the map with --raw, otherwise the JSON has digests of the cells only");
  loaders::map x;
  x.id = from.at("id").number<uint16_t>();
  from_json(from.at("name"), x.name, style);
  auto warps = from.at("warps");
  if (warps.size() > loaders::warp_count_max)
    warps.fail("has more than 14 elements");
  for (size_t i = 0; i < warps.size(); ++i)
    x.warps.push_back({warps.at(i).at("map").number<uint16_t>(), cell_from(warps.at(i))});
  rows->expect_size(map_side);
  for (size_t row = 0; row < map_side; ++row)
    row_from(rows->at(row), x, row);
  return x;
}

json spawns_json(const std::vector<loaders::spawn>& xs) {
  auto rows = json::array();
  for (const auto& x : xs)
    rows.push_back({{"npc", x.npc},
                    {"cell", x.at.index()},
                    {"x", x.at.x},
                    {"y", x.at.y},
                    {"dir", x.direction},
                    {"step", x.step},
                    {"monster", x.is_monster()}});
  return {{"spawns", std::move(rows)}};
}

std::vector<loaders::spawn> spawns_from(const json_source& from) {
  auto rows = from.at("spawns");
  std::vector<loaders::spawn> xs;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    xs.push_back({row.at("npc").number<uint16_t>(), cell_from(row), row.at("dir").number<uint8_t>(),
                  row.at("step").number<uint8_t>()});
  }
  return xs;
}

} // namespace tools::data
