#include "tests/sim/world.hpp"

#include "tools/bots/mesh_files.hpp"

#include <map>

namespace sim {

namespace {

constexpr uint8_t side_first = 100; // of the square one can walk on
constexpr uint8_t side_last = 130;
constexpr loaders::cell door_on{126, 110};   // to the next map
constexpr loaders::cell door_back{104, 122}; // to the one before
constexpr loaders::cell place_from_back{124, 112};
constexpr loaders::cell place_from_on{106, 120};
constexpr uint16_t rat = 501;

/// Two walls with gaps, so that ways bend and some clicks are refused.
bool is_wall(loaders::cell at) {
  auto lies_between = [](uint8_t x, uint8_t from, uint8_t to) { return from <= x && x <= to; };
  if (at.x == 118 && !lies_between(at.y, 108, 111))
    return lies_between(at.y, 103, 126);
  return at.y == 118 && lies_between(at.x, 103, 112) && at.x != 108;
}

void add_door(loaders::map_grid& map, loaders::cell at, loaders::warp to) {
  map.set_warp(at, map.warps.size());
  map.warps.push_back(to);
}

std::shared_ptr<const loaders::zone_content> make_zone(uint16_t id, uint16_t next, uint16_t before) {
  auto zone = std::make_shared<loaders::zone_content>();
  auto& map = zone->map;
  map.id = id;
  map.name = "Map " + std::to_string(id);
  for (uint8_t y = side_first; y <= side_last; ++y)
    for (uint8_t x = side_first; x <= side_last; ++x)
      map.set_walkable({x, y}, !is_wall({x, y}));
  if (next != id) {
    add_door(map, door_on, {next, place_from_on});
    add_door(map, door_back, {before, place_from_back});
  }
  auto& npc = zone->npcs[rat];
  npc.id = rat;
  npc.hp_max = 30;
  npc.growth = loaders::npc_growth_bits::level.put(0, 1);
  for (uint8_t i = 0; i < 4; ++i)
    zone->spawns.push_back({rat, {static_cast<uint8_t>(102 + 7 * i), static_cast<uint8_t>(104 + 6 * i)}, i, 0});
  return zone;
}

world make_world(uint16_t count) {
  auto data = std::make_shared<loaders::world_data>();
  auto mesh = std::make_shared<tools::bots::world_mesh>();
  world result;
  for (uint16_t i = 0; i < count; ++i) {
    auto id = [&](int k) { return static_cast<uint16_t>(map_first + (k + count) % count); };
    auto zone = make_zone(id(i), id(i + 1), id(i - 1));
    mesh->emplace(id(i), tools::bots::mesh_of(zone->map));
    data->zones.emplace(id(i), std::move(zone));
    result.maps.push_back(id(i));
  }
  data->content_hash = "simulated";
  result.data = std::move(data);
  result.mesh = std::move(mesh);
  return result;
}

} // namespace

const world& world_of(uint16_t maps) {
  static std::map<uint16_t, world> made;
  auto found = made.find(maps);
  if (found == made.end())
    found = made.emplace(maps, make_world(maps)).first;
  return found->second;
}

} // namespace sim
