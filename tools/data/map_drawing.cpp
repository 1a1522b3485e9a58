#include "tools/data/map_drawing.hpp"

#include "tools/data/map_blocks.hpp"
#include "tools/data/words.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace tools::data {

using loaders::cell;
using loaders::cell_bits;
using loaders::map_side;

namespace {

constexpr colour page{250, 250, 248};
constexpr colour ink{40, 44, 52};
constexpr colour faint{150, 155, 162};
constexpr colour wall{74, 80, 92};
constexpr colour floor_colour{222, 228, 214};
constexpr colour warp_colour{199, 36, 177};
constexpr colour white{255, 255, 255};
constexpr std::array pk_colours{colour{148, 207, 143}, colour{240, 229, 168}, colour{240, 178, 110},
                                colour{221, 106, 96}};
constexpr colour level_low{255, 243, 205};
constexpr colour level_high{176, 32, 47};
constexpr std::array block_colours{colour{205, 221, 240}, colour{238, 222, 200}};
// Far apart in hue and in lightness, so that neighbours in the legend differ for everybody.
constexpr std::array npc_colours{colour{214, 39, 40},  colour{31, 119, 180}, colour{255, 152, 0},  colour{44, 130, 44},
                                 colour{120, 60, 170}, colour{110, 62, 40},  colour{0, 172, 193},  colour{235, 90, 160},
                                 colour{130, 130, 10}, colour{20, 40, 110},  colour{140, 210, 60}, colour{255, 213, 0}};
// How much of a wall still shows the layer.
constexpr int wall_share = 70;
constexpr int map_points = static_cast<int>(map_side) * cell_points;
constexpr int legend_left = map_left + map_points + 26;
constexpr int legend_width = 460;
constexpr int line_height = 22;
constexpr int text_scale = 2;
constexpr int picture_width = legend_left + legend_width;
constexpr int picture_height = map_top + map_points + 26;
constexpr int grid_step = 32; // cells between two numbers at the edge

std::set<uint16_t> kinds_in(const map_scene& scene) {
  std::set<uint16_t> ids;
  for (const auto& x : scene.spawns)
    ids.insert(x.npc);
  return ids;
}

uint32_t greatest(const map_scene& scene, loaders::bit_range bits) {
  uint32_t result = 0;
  for (auto word : scene.map.cells)
    result = std::max(result, bits.get(word));
  return result;
}

colour level_colour(uint32_t level, uint32_t level_max) {
  constexpr uint32_t whole = 100;
  return level == 0 ? floor_colour
                    : mixed(level_low, level_high, static_cast<int>(level * whole / std::max(level_max, 1u)));
}

colour block_colour(uint32_t block) {
  return block_colours[(block % blocks_per_row + block / blocks_per_row) % block_colours.size()];
}

/// What the scene holds at most, computed once.
struct extremes {
  uint32_t level = 0;
  uint32_t block = 0;
};

extremes extremes_of(const map_scene& scene) {
  return {greatest(scene, cell_bits::monster_level), greatest(scene, cell_bits::block)};
}

colour layer_colour(const map_scene& scene, cell at, const extremes& most) {
  auto word = scene.map.cells[at.index()];
  switch (scene.layer) {
  case map_layer::walk:
    return floor_colour;
  case map_layer::pk:
    return pk_colours[cell_bits::pk_level.get(word)];
  case map_layer::level:
    return level_colour(cell_bits::monster_level.get(word), most.level);
  case map_layer::block:
    return block_colour(most.block == 0 ? block_by_place(at) : cell_bits::block.get(word));
  }
  return floor_colour;
}

colour cell_colour(const map_scene& scene, cell at, const extremes& most) {
  auto ground = layer_colour(scene, at, most);
  if (scene.map.walkable(at))
    return ground;
  return scene.layer == map_layer::walk ? wall : mixed(ground, wall, wall_share);
}

int left_of(cell at) { return map_left + at.x * cell_points; }
int top_of(cell at) { return map_top + at.y * cell_points; }

void draw_ground(picture& into, const map_scene& scene) {
  auto most = extremes_of(scene);
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = cell::from_index(i);
    auto c = scene.map.warp_at(at) ? warp_colour : cell_colour(scene, at, most);
    into.fill(left_of(at), top_of(at), cell_points, cell_points, c);
  }
  into.frame(map_left - 1, map_top - 1, map_points + 2, map_points + 2, ink);
  for (int i = 0; i < static_cast<int>(map_side); i += grid_step) {
    auto text = std::to_string(i);
    auto width = static_cast<int>(text.size()) * letter_width;
    into.fill(map_left + i * cell_points, map_top - 6, 1, 5, ink);
    into.write(map_left + i * cell_points + 3, map_top - 11, text, ink);
    into.fill(map_left - 6, map_top + i * cell_points, 5, 1, ink);
    into.write(map_left - 7 - width, map_top + i * cell_points + 2, text, ink);
  }
}

/// A small number with a rim, so that it can be read on any ground.
void write_number(picture& into, int x, int y, const std::string& text) {
  into.fill(x - 2, y - 2, static_cast<int>(text.size()) * letter_width + 3, letter_height + 4, warp_colour);
  into.write(x, y, text, white);
}

void draw_warps(picture& into, const map_scene& scene) {
  std::vector<std::optional<std::pair<cell, cell>>> corners(scene.map.warps.size());
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = cell::from_index(i);
    auto warp = scene.map.warp_at(at);
    if (!warp)
      continue;
    auto& box = corners[*warp];
    box = box ? std::pair{cell{std::min(box->first.x, at.x), std::min(box->first.y, at.y)},
                          cell{std::max(box->second.x, at.x), std::max(box->second.y, at.y)}}
              : std::pair{at, at};
  }
  for (size_t i = 0; i < corners.size(); ++i) {
    if (!corners[i])
      continue;
    auto [first, last] = *corners[i];
    into.frame(left_of(first) - 2, top_of(first) - 2, (last.x - first.x + 1) * cell_points + 4,
               (last.y - first.y + 1) * cell_points + 4, warp_colour);
    write_number(into, left_of(first), std::max(top_of(first) - letter_height - 6, map_top + 2), std::to_string(i));
  }
}

void draw_mark(picture& into, int x, int y, colour c, bool is_monster) {
  if (is_monster) {
    into.fill(x - 4, y - 4, 8, 8, white);
    into.fill(x - 3, y - 3, 6, 6, c);
  } else {
    into.diamond(x, y, 7, white);
    into.diamond(x, y, 6, ink);
    into.diamond(x, y, 4, c);
  }
}

void draw_spawns(picture& into, const map_scene& scene) {
  // People of the towns last: they are few, and must be found.
  for (auto is_monster : {true, false})
    for (const auto& x : scene.spawns)
      if (x.is_monster() == is_monster)
        draw_mark(into, left_of(x.at) + cell_points / 2, top_of(x.at) + cell_points / 2, npc_colour(scene, x.npc),
                  is_monster);
}

/// Writes the legend line by line.
class legend {
public:
  explicit legend(picture& into) : into_(into) {}

  void heading(std::string_view text) {
    y_ += line_height / 2;
    into_.write(legend_left, y_, text, ink, text_scale);
    y_ += line_height;
  }
  void box(colour c, const std::string& text) {
    into_.fill(legend_left, y_, 18, 14, c);
    into_.frame(legend_left - 1, y_ - 1, 20, 16, faint);
    line(text);
  }
  void mark(colour c, bool is_monster, const std::string& text) {
    draw_mark(into_, legend_left + 9, y_ + 7, c, is_monster);
    line(text);
  }
  void warp(size_t number, const std::string& text) {
    write_number(into_, legend_left + 5, y_ + 3, std::to_string(number));
    line(text);
  }
  void line(const std::string& text) {
    into_.write(legend_left + 30, y_, text, ink, text_scale);
    y_ += line_height;
  }
  /// Lines that fit below what is there.
  size_t room() const { return static_cast<size_t>(std::max(0, (picture_height - y_) / line_height)); }

private:
  picture& into_;
  int y_ = map_top + line_height / 2;
};

void write_layer_legend(legend& into, const map_scene& scene) {
  into.heading("Ground");
  auto most = extremes_of(scene);
  auto level_max = most.level;
  switch (scene.layer) {
  case map_layer::walk:
    into.box(floor_colour, "walkable");
    into.box(wall, "blocked");
    return;
  case map_layer::pk:
    for (size_t i = 0; i < pk_colours.size(); ++i)
      into.box(pk_colours[i], "PK level " + std::to_string(i));
    break;
  case map_layer::level: {
    constexpr uint32_t steps = 6;
    into.box(level_colour(0, level_max), "no monster level");
    std::set<uint32_t> shown;
    for (uint32_t i = 1; i <= steps && level_max > 0; ++i)
      shown.insert(std::max(1u, level_max * i / steps));
    for (auto level : shown)
      into.box(level_colour(level, level_max), "monster level " + std::to_string(level));
    break;
  }
  case map_layer::block:
    into.box(block_colours[0], most.block == 0 ? "blocks of 12 x 12 cells" : "block numbers in the file,");
    into.box(block_colours[1], most.block == 0 ? "(the file has no numbers)" : "up to " + std::to_string(most.block));
    break;
  }
  into.box(mixed(layer_colour(scene, {0, 0}, most), wall, wall_share), "darker: blocked");
}

void write_legend(picture& picture, const map_scene& scene) {
  legend into{picture};
  write_layer_legend(into, scene);
  if (!scene.map.warps.empty())
    into.heading("Warps");
  for (size_t i = 0; i < scene.map.warps.size(); ++i)
    into.warp(i, "to map " + std::to_string(scene.map.warps[i].map) + " " + shown_cell(scene.map.warps[i].at));
  auto kinds = npc_legend(scene);
  if (!kinds.empty())
    into.heading("Spawns: " + std::to_string(scene.spawns.size()));
  size_t shown = 0;
  for (const auto& [id, text] : kinds) {
    if (into.room() <= 2 && shown + 1 < kinds.size()) {
      into.line("and " + std::to_string(kinds.size() - shown) + " more kinds");
      return;
    }
    into.mark(npc_colour(scene, id), id < loaders::npc_id_town_first, text);
    ++shown;
  }
}

std::string_view name_of(map_layer layer) {
  switch (layer) {
  case map_layer::walk:
    return "walkable cells";
  case map_layer::pk:
    return "PK levels";
  case map_layer::level:
    return "monster levels";
  case map_layer::block:
    return "block numbers";
  }
  return "";
}

} // namespace

colour ground_colour(const map_scene& scene, cell at) { return cell_colour(scene, at, extremes_of(scene)); }

colour npc_colour(const map_scene& scene, uint16_t npc) {
  auto ids = kinds_in(scene);
  auto place = static_cast<size_t>(std::distance(ids.begin(), ids.lower_bound(npc)));
  return npc_colours[place % npc_colours.size()];
}

std::vector<std::pair<uint16_t, std::string>> npc_legend(const map_scene& scene) {
  std::map<uint16_t, size_t> counts;
  for (const auto& x : scene.spawns)
    ++counts[x.npc];
  std::vector<std::pair<uint16_t, std::string>> lines;
  for (auto [id, count] : counts) {
    auto name = scene.npc_names.find(id);
    auto known = name != scene.npc_names.end() && !name->second.empty();
    lines.emplace_back(id, std::to_string(count) + " "
                             + (known ? name->second + " (" + std::to_string(id) + ")" : "NPC " + std::to_string(id)));
  }
  return lines;
}

picture draw_map(const map_scene& scene) {
  picture result{picture_width, picture_height, page};
  auto walkable = std::count_if(scene.map.cells.begin(), scene.map.cells.end(),
                                [](uint32_t word) { return cell_bits::walkable.get(word) != 0; });
  result.write(map_left, 10, scene.name.empty() ? "Map " + std::to_string(scene.map.id) : scene.name, ink, 3);
  result.write(legend_left, 10, "Map " + std::to_string(scene.map.id) + ": " + std::string{name_of(scene.layer)}, ink,
               text_scale);
  result.write(legend_left, 32, std::to_string(walkable) + " of " + std::to_string(loaders::cell_count) + " walkable",
               faint, text_scale);
  draw_ground(result, scene);
  draw_warps(result, scene);
  draw_spawns(result, scene);
  write_legend(result, scene);
  return result;
}

} // namespace tools::data
