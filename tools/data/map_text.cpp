// The view of a map for terminals.

#include "tools/data/map_drawing.hpp"
#include "tools/data/words.hpp"

#include <algorithm>
#include <array>

namespace tools::data {

using loaders::cell;
using loaders::cell_bits;
using loaders::map_side;

namespace {

// Cells a character stands for.
constexpr size_t across = 2;
constexpr size_t down = 4;
constexpr size_t columns = map_side / across;
constexpr size_t rows = map_side / down;
constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
// Marks of spawns by kind; warps have digits.
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view full_block = "\u2588";

/// Bits of the dots of a braille character, by row and column.
constexpr std::array<std::array<uint8_t, across>, down> dots{{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}};

/// U+2800 and up, as UTF-8.
std::string braille(uint8_t dots_set) {
  return {static_cast<char>(0xE2), static_cast<char>(0xA0 | dots_set >> 6),
          static_cast<char>(0x80 | (dots_set & 0x3F))};
}

loaders::bit_range bits_of(map_layer layer) {
  return layer == map_layer::pk      ? cell_bits::pk_level
         : layer == map_layer::level ? cell_bits::monster_level
                                     : cell_bits::block;
}

/// What stands at `column` and `row` when nothing stands over it.
std::string ground_text(const map_scene& scene, size_t column, size_t row, uint32_t value_max) {
  uint8_t blocked = 0;
  size_t walkable = 0;
  uint32_t value = 0;
  for (size_t y = 0; y < down; ++y)
    for (size_t x = 0; x < across; ++x) {
      auto word = scene.map.cells[(row * down + y) * map_side + column * across + x];
      if (cell_bits::walkable.get(word) == 0) {
        blocked |= dots[y][x];
      } else {
        ++walkable;
        value = std::max(value, bits_of(scene.layer).get(word));
      }
    }
  if (scene.layer == map_layer::walk)
    return braille(blocked);
  if (walkable * 2 < across * down)
    return std::string{full_block};
  // Values above the digits are scaled down to them.
  auto last = static_cast<uint32_t>(digits.size()) - 1;
  return {digits[value_max <= last ? value : value * last / value_max]};
}

uint32_t greatest_value(const map_scene& scene) {
  uint32_t result = 0;
  for (auto word : scene.map.cells)
    result = std::max(result, bits_of(scene.layer).get(word));
  return result;
}

char letter_of(size_t kind) { return letters[kind % letters.size()]; }

std::string legend_text(const map_scene& scene, uint32_t value_max) {
  auto text = scene.layer == map_layer::walk ? std::string{"Dots are blocked cells."}
              : value_max < digits.size()
                ? std::string{full_block} + " blocked; digits and letters (a is 10) are the values of the layer."
                : std::string{full_block} + " blocked; values of 0 to " + std::to_string(value_max)
                    + " are scaled down to 0 to z.";
  text += " A character is 2 x 4 cells.\n";
  for (size_t i = 0; i < scene.map.warps.size(); ++i) {
    const auto& warp = scene.map.warps[i];
    text += std::string{digits[i]} + "  warp to map " + std::to_string(warp.map) + " " + shown_cell(warp.at) + "\n";
  }
  auto kinds = npc_legend(scene);
  for (size_t i = 0; i < kinds.size(); ++i)
    text += std::string{letter_of(i)} + "  " + for_terminal(kinds[i].second) + "\n";
  return text;
}

} // namespace

std::string map_text(const map_scene& scene) {
  auto value_max = greatest_value(scene);
  std::vector<std::string> characters;
  for (size_t row = 0; row < rows; ++row)
    for (size_t column = 0; column < columns; ++column)
      characters.push_back(ground_text(scene, column, row, value_max));
  auto put = [&](cell at, char mark) { characters[at.y / down * columns + at.x / across] = mark; };
  auto kinds = npc_legend(scene);
  for (const auto& x : scene.spawns) {
    auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const auto& y) { return y.first == x.npc; });
    put(x.at, letter_of(static_cast<size_t>(kind - kinds.begin())));
  }
  for (size_t i = 0; i < loaders::cell_count; ++i)
    if (auto warp = scene.map.warp_at(cell::from_index(i)))
      put(cell::from_index(i), digits[*warp]);
  std::string text =
    (scene.name.empty() ? "" : for_terminal(scene.name) + ", ") + "map " + std::to_string(scene.map.id) + "\n";
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column)
      text += characters[row * columns + column];
    text += "\n";
  }
  return text + legend_text(scene, value_max);
}

} // namespace tools::data
