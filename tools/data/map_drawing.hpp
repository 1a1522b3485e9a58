// A map as a picture and as characters: ground, warps, and who stands where.

#pragma once

#include "loaders/map.hpp"
#include "loaders/spawn.hpp"
#include "tools/data/picture.hpp"

#include <map>
#include <string>

namespace tools::data {

enum class map_layer : uint8_t { walk, pk, level, block };

struct map_scene {
  loaders::map map = {};
  /// Of the map, as UTF-8.
  std::string name = {};
  std::vector<loaders::spawn> spawns = {};
  /// UTF-8; those that are not known have a number only.
  std::map<uint16_t, std::string> npc_names = {};
  map_layer layer = map_layer::walk;
};

/// Where cell (0,0) is in the picture, and how many points a cell is wide.
inline constexpr int map_left = 34;
inline constexpr int map_top = 54;
inline constexpr int cell_points = 4;

/// The colour of a cell's ground, without what is on it.
colour ground_colour(const map_scene& scene, loaders::cell at);
/// The colour of an NPC's mark: by order of ids in the scene.
colour npc_colour(const map_scene& scene, uint16_t npc);

/// With scale, title and legend.
picture draw_map(const map_scene& scene);

/// 128 columns: a character is 2 x 4 cells. Of the walk layer in braille, a dot for each blocked cell; of other layers
/// a digit or letter for the greatest value. Warps and spawns stand over it; the legend below says which is which.
std::string map_text(const map_scene& scene);

/// "60 Mud Rat (1)" and so on, by id, with the id.
std::vector<std::pair<uint16_t, std::string>> npc_legend(const map_scene& scene);

} // namespace tools::data
