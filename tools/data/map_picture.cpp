#include "tools/data/map_picture.hpp"

#include "loaders/text_lines.hpp"
#include "tools/data/json_record.hpp"
#include "tools/data/map_blocks.hpp"

namespace tools::data {

using loaders::bit_range;
using loaders::cell;
using loaders::cell_bits;
using loaders::cell_count;
using loaders::map_side;

namespace {

// Warp indices 0 to 15 on cells that can be walked on, and on others.
constexpr std::string_view walkable_warps = "0123456789abcdef";
constexpr std::string_view blocked_warps = "ABCDEFGHIJKLMNOP";
constexpr char walkable_mark = '.';
constexpr char blocked_mark = '#';
constexpr std::string_view layer_digits = "0123456789abcdefghijklmnopqrstuvwxyz";

struct layer {
  std::string_view name;
  bit_range bits;
};

constexpr std::array layers{layer{"pk", cell_bits::pk_level},      layer{"monster_level", cell_bits::monster_level},
                            layer{"block", cell_bits::block},      layer{"collision", cell_bits::collision_level},
                            layer{"skill", cell_bits::skill},      layer{"view", cell_bits::view_point},
                            layer{"reserved", cell_bits::reserved}};

// What "block" says when every cell has the number its place asks for.
constexpr std::string_view by_place = "by place";

char picture_mark(uint32_t word, uint8_t warp_none) {
  auto is_walkable = cell_bits::walkable.get(word) != 0;
  auto warp = cell_bits::warp.get(word);
  if (warp == warp_none)
    return is_walkable ? walkable_mark : blocked_mark;
  return is_walkable ? walkable_warps[warp] : blocked_warps[warp];
}

std::optional<uint32_t> word_of(char mark, uint8_t warp_none) {
  auto word = [](bool is_walkable, size_t warp) {
    return cell_bits::warp.put(is_walkable ? 1 : 0, static_cast<uint32_t>(warp));
  };
  if (mark == walkable_mark || mark == blocked_mark)
    return word(mark == walkable_mark, warp_none);
  if (auto warp = walkable_warps.find(mark); warp != walkable_warps.npos)
    return word(true, warp);
  if (auto warp = blocked_warps.find(mark); warp != blocked_warps.npos)
    return word(false, warp);
  return std::nullopt;
}

std::string runs_of(std::span<const uint32_t> values) {
  std::string text;
  for (size_t i = 0; i < values.size();) {
    size_t run = 1;
    while (i + run < values.size() && values[i + run] == values[i])
      ++run;
    text += (i > 0 ? " " : "") + std::to_string(values[i]) + (run > 1 ? "*" + std::to_string(run) : "");
    i += run;
  }
  return text;
}

json layer_json(const loaders::map& x, const layer& of) {
  std::vector<uint32_t> values;
  values.reserve(cell_count);
  for (auto word : x.cells)
    values.push_back(of.bits.get(word));
  auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  if (*least == *greatest)
    return *least;
  auto is_by_place = of.name == "block";
  for (size_t i = 0; is_by_place && i < cell_count; ++i)
    is_by_place = values[i] == block_by_place(cell::from_index(i));
  if (is_by_place)
    return std::string{by_place};
  auto rows = json::array();
  for (size_t row = 0; row < map_side; ++row) {
    std::span<const uint32_t> cells{values.data() + row * map_side, map_side};
    std::string text;
    if (*greatest < layer_digits.size())
      for (auto value : cells)
        text += layer_digits[value];
    else
      text = runs_of(cells);
    rows.push_back(std::move(text));
  }
  return rows;
}

std::vector<uint32_t> row_values(const json_source& from, uint32_t value_max) {
  const auto& text = from.text();
  std::vector<uint32_t> values;
  auto is_digits = text.find_first_of(" *") == text.npos && text.size() == map_side;
  auto add = [&](std::optional<uint32_t> value, size_t times) {
    if (!value || *value > value_max || times == 0 || values.size() + times > map_side)
      from.fail("must be 256 digits of 0 to z, or runs such as \"12*200 3*56\" of 256 cells in all, no value above "
                + std::to_string(value_max));
    values.insert(values.end(), times, *value);
  };
  if (is_digits) {
    for (auto c : text) {
      auto digit = layer_digits.find(c);
      add(digit == layer_digits.npos ? std::nullopt : std::optional{static_cast<uint32_t>(digit)}, 1);
    }
  } else {
    for (auto word : loaders::split_words(text)) {
      auto star = word.find('*');
      auto times = star == word.npos ? std::optional{1u} : loaders::parse_decimal(word.substr(star + 1), map_side);
      add(loaders::parse_decimal(word.substr(0, star), value_max), times.value_or(0));
    }
  }
  if (values.size() != map_side)
    from.fail("has " + std::to_string(values.size()) + " cells instead of 256");
  return values;
}

void put(loaders::map& x, size_t index, bit_range bits, uint32_t value) {
  x.cells[index] = bits.put(x.cells[index], value);
}

void layer_from(const json_source& from, const layer& of, loaders::map& x) {
  if (from.value().is_number()) {
    auto value = from.number<uint32_t>(of.bits.value_max());
    for (size_t i = 0; i < cell_count; ++i)
      put(x, i, of.bits, value);
    return;
  }
  if (of.name == "block" && from.value() == json(std::string{by_place})) {
    for (size_t i = 0; i < cell_count; ++i)
      put(x, i, of.bits, block_by_place(cell::from_index(i)));
    return;
  }
  from.expect_size(map_side);
  for (size_t row = 0; row < map_side; ++row) {
    auto values = row_values(from.at(row), of.bits.value_max());
    for (size_t column = 0; column < map_side; ++column)
      put(x, row * map_side + column, of.bits, values[column]);
  }
}

void picture_from(const json_source& from, loaders::map& x) {
  from.expect_size(map_side);
  for (size_t row = 0; row < map_side; ++row) {
    auto line = from.at(row);
    if (line.text().size() != map_side)
      line.fail("has " + std::to_string(line.text().size()) + " characters instead of 256");
    for (size_t column = 0; column < map_side; ++column) {
      auto word = word_of(line.text()[column], x.warp_none);
      if (!word)
        line.fail(
          "has \"" + line.text().substr(column, 1) + "\" at " + std::to_string(column)
          + "; cells are \".\" (walkable), \"#\" (blocked), \"0\" to \"f\" (a warp), \"A\" to \"P\" (a warp that "
            "is blocked)");
      x.cells[row * map_side + column] = *word;
    }
  }
}

} // namespace

json map_picture_json(const loaders::map& x, const json_style& style) {
  json result;
  result["id"] = x.id;
  result["name"] = to_json(x.name, style);
  auto& warps = result["warps"] = json::array();
  for (const auto& warp : x.warps)
    warps.push_back({{"map", warp.map}, {"x", warp.at.x}, {"y", warp.at.y}});
  result["warp_none"] = x.warp_none;
  result["marks"] = ". walkable, # blocked, 0-f walkable cell of that warp, A-P blocked cell of warp 0-15";
  auto& rows = result["picture"] = json::array();
  for (size_t row = 0; row < map_side; ++row) {
    std::string text;
    for (size_t column = 0; column < map_side; ++column)
      text += picture_mark(x.cells[row * map_side + column], x.warp_none);
    rows.push_back(std::move(text));
  }
  for (const auto& of : layers)
    result[std::string{of.name}] = layer_json(x, of);
  return result;
}

loaders::map map_picture_from(const json_source& from, const json_style& style) {
  loaders::map x;
  x.id = from.at("id").number<uint16_t>();
  from_json(from.at("name"), x.name, style);
  auto warps = from.at("warps");
  if (warps.size() > loaders::warp_count_max)
    warps.fail("has more than 14 elements");
  for (size_t i = 0; i < warps.size(); ++i) {
    auto warp = warps.at(i);
    x.warps.push_back(
      {warp.at("map").number<uint16_t>(), {warp.at("x").number<uint8_t>(), warp.at("y").number<uint8_t>()}});
  }
  x.warp_none = from.at("warp_none").number<uint8_t>(loaders::warp_index_none);
  picture_from(from.at("picture"), x);
  for (const auto& of : layers)
    layer_from(from.at(of.name), of, x);
  return x;
}

} // namespace tools::data
