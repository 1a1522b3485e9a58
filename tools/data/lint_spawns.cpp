#include "tools/data/lint_checks.hpp"

namespace tools::data {

using loaders::cell;
using loaders::map_side;

namespace {

// From how far away players talk to people of the towns, who may stand behind a counter.
constexpr int talking_distance = 5;

// 0 is any, the others go round.
constexpr uint8_t direction_max = 8;

bool is_near_reached(const std::vector<bool>& reached, cell at, int distance) {
  auto side = static_cast<int>(map_side);
  for (int y = std::max(at.y - distance, 0); y <= std::min(at.y + distance, side - 1); ++y)
    for (int x = std::max(at.x - distance, 0); x <= std::min(at.x + distance, side - 1); ++x)
      if (reached[static_cast<size_t>(y * side + x)])
        return true;
  return false;
}

void check_spawn(const lint_set& set, const loaders::map_grid& map, const std::vector<bool>& reached,
                 const loaders::spawn& x, const lint_place& place, std::vector<finding>& findings) {
  auto report = [&](std::string_view rule, const std::string& reason) {
    findings.push_back(make_finding(rule, place, set.npc_name(x.npc) + " at " + shown_cell(x.at) + " " + reason));
  };
  if (!map.walkable(x.at))
    report("spawn-blocked", "stands in a wall.");
  else if (map.warp_at(x.at))
    report("spawn-on-warp", "stands on a warp.");
  else if (!reached.empty() && !is_near_reached(reached, x.at, x.is_monster() ? 0 : talking_distance))
    report("spawn-unreachable", "is where no player can get.");
}

} // namespace

void check_spawns(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [id, list] : set.spawns) {
    auto map = set.maps.find(id);
    auto reached = map == set.maps.end() ? std::vector<bool>{} : reachable_cells(set, id);
    if (!set.has_map(id))
      findings.push_back(
        make_finding("spawn-map", {list.file}, "The list is for map " + std::to_string(id) + ", which has no file."));
    for (size_t i = 0; i < list.value.size(); ++i) {
      const auto& x = list.value[i];
      lint_place place{list.file, i * loaders::spawn_record_size};
      if (!set.has_npc(x.npc))
        findings.push_back(
          make_finding("spawn-npc", place,
                       "NPC " + std::to_string(x.npc) + ", which stands at " + shown_cell(x.at) + ", has no file."));
      if (x.direction > direction_max)
        findings.push_back(make_finding("spawn-direction", place,
                                        set.npc_name(x.npc) + " at " + shown_cell(x.at) + " looks in direction "
                                          + std::to_string(x.direction) + "; there are 0 to 8."));
      if (map != set.maps.end())
        check_spawn(set, map->second.value, reached, x, place, findings);
    }
  }
}

} // namespace tools::data
