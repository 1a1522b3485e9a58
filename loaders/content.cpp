#include "loaders/content.hpp"

namespace loaders {

namespace {

void check_warps(const zone_content& zone, const std::map<uint16_t, const zone_content*>& world,
                 std::vector<load_issue>& issues) {
  for (size_t i = 0; i < zone.map.warps.size(); ++i) {
    auto target = zone.map.warps[i];
    auto report = [&](std::string expected) {
      issues.push_back({load_errc::reference, zone.map_file, map_warp_offset(i), "target of warp " + std::to_string(i),
                        describe_place(target.map, target.at), std::move(expected)});
    };
    auto found = world.find(target.map);
    if (found == world.end())
      report("a map that is loaded");
    else if (!found->second->map.walkable(target.at))
      report("a walkable cell");
    else if (found->second->map.warp_at(target.at))
      report("a cell that is no warp itself");
  }
}

void check_spawns(const zone_content& zone, std::vector<load_issue>& issues) {
  for (size_t i = 0; i < zone.spawns.size(); ++i) {
    const auto& spawn = zone.spawns[i];
    auto report = [&](std::string field, std::string value, std::string expected) {
      issues.push_back({load_errc::reference, zone.spawn_file, i * spawn_record_size, std::move(field),
                        std::move(value), std::move(expected), i});
    };
    if (!zone.npcs.contains(spawn.npc))
      report("npc", std::to_string(spawn.npc), "an NPC that exists");
    if (!zone.map.walkable(spawn.at))
      report("cell", describe_place(zone.map.id, spawn.at), "a walkable cell");
  }
}

} // namespace

std::vector<load_issue> check_references(const std::map<uint16_t, const zone_content*>& world) {
  std::vector<load_issue> issues;
  for (const auto& [id, zone] : world) {
    check_warps(*zone, world, issues);
    check_spawns(*zone, issues);
  }
  return issues;
}

std::vector<load_issue> check_references(const std::map<uint16_t, zone_content>& world) {
  std::map<uint16_t, const zone_content*> zones;
  for (const auto& [id, zone] : world)
    zones.emplace(id, &zone);
  return check_references(zones);
}

std::string describe_place(uint16_t map, cell at) {
  return "map " + std::to_string(map) + " (" + std::to_string(at.x) + "," + std::to_string(at.y) + ")";
}

} // namespace loaders
