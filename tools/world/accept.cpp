#include "tools/world/accept.hpp"

#include "loaders/class_data.hpp"
#include "loaders/content.hpp"
#include "loaders/map_info.hpp"
#include "loaders/teleport.hpp"
#include "tools/world/population.hpp"

namespace tools {

using loaders::cell;
using loaders::load_mode;

namespace {

std::string place(const map_plan& plan, cell at) {
  return plan.map.name.str() + " (" + std::to_string(at.x) + "," + std::to_string(at.y) + ")";
}

// Collects faults while files are loaded.
class judge {
public:
  explicit judge(const world_files& files) : files_(files) {}

  loaders::byte_view bytes(const std::string& path) {
    auto found = files_.find(path);
    if (found != files_.end())
      return found->second;
    fault(path + " is missing.");
    return {};
  }
  /// The value; a default one, and a fault, when it cannot be loaded without a single warning.
  template <class T>
  T accept(loaders::result<T> loaded) {
    for (const auto& issue : loaded.warnings())
      fault(to_string(issue));
    if (loaded)
      return std::move(*loaded);
    fault(to_string(loaded.error()));
    return T{};
  }
  void fault(std::string text) { faults_.push_back(std::move(text)); }
  std::vector<std::string> take() { return std::move(faults_); }

private:
  const world_files& files_;
  std::vector<std::string> faults_;
};

std::map<uint16_t, loaders::zone_content> load_zones(judge& by, const std::vector<map_plan>& plans) {
  auto info = by.accept(loaders::load_map_info("map/MapInfo.ini", by.bytes("map/MapInfo.ini"), load_mode::strict));
  std::map<uint16_t, loaders::zone_content> zones;
  for (const auto& plan : plans) {
    auto id = plan.map.id;
    if (!info.map_zone.contains(id))
      by.fault("map/MapInfo.ini does not list map " + std::to_string(id) + ".");
    auto& zone = zones[id];
    zone.map_file = "map/" + std::to_string(id);
    zone.spawn_file = zone.map_file + ".n_ndt";
    zone.map =
      loaders::map_grid{by.accept(loaders::load_map(zone.map_file, id, by.bytes(zone.map_file), load_mode::strict))};
    zone.spawns = by.accept(loaders::load_spawns(zone.spawn_file, by.bytes(zone.spawn_file), load_mode::strict));
    for (const auto& spawn : zone.spawns) {
      auto path = "npc/" + std::to_string(spawn.npc);
      if (!zone.npcs.contains(spawn.npc))
        zone.npcs[spawn.npc] = by.accept(loaders::load_npc(path, spawn.npc, by.bytes(path), load_mode::strict));
    }
  }
  return zones;
}

void check_ground(judge& by, const map_plan& plan, const loaders::zone_content& zone) {
  size_t walkable = 0;
  auto seen = reachable_from(zone.map, plan.start);
  std::vector<bool> warp_seen(zone.map.warps.size(), false);
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = cell::from_index(i);
    walkable += zone.map.walkable(at) ? 1 : 0;
    auto warp = zone.map.warp_at(at);
    if (!warp)
      continue;
    warp_seen[*warp] = true;
    if (seen[i] == 0)
      by.fault("The warp at " + place(plan, at) + " cannot be reached from the start cell.");
  }
  if (walkable * 100 < loaders::cell_count * plan.walkable_percent_min)
    by.fault("Only " + std::to_string(walkable) + " cells of " + plan.map.name.str() + " can be walked on.");
  if (std::find(warp_seen.begin(), warp_seen.end(), false) != warp_seen.end())
    by.fault(plan.map.name.str() + " has a warp without a cell.");
  for (auto at : plan.arrivals)
    if (seen[at.index()] == 0 || zone.map.warp_at(at))
      by.fault("Players cannot arrive at " + place(plan, at) + ".");
  for_each_cell(around(plan.start, plan.town.contains(plan.start) ? 2 : 0), [&](cell at) {
    if (!zone.map.walkable(at))
      by.fault("The ground round the start cell is blocked at " + place(plan, at) + ".");
  });
}

void check_population(judge& by, const map_plan& plan, const loaders::zone_content& zone) {
  auto seen = reachable_from(zone.map, plan.start);
  size_t monsters = 0;
  for (const auto& spawn : zone.spawns) {
    monsters += spawn.is_monster() ? 1 : 0;
    if (seen[spawn.at.index()] == 0)
      by.fault("The spawn at " + place(plan, spawn.at) + " cannot be reached from the start cell.");
    if (zone.map.warp_at(spawn.at))
      by.fault("The spawn at " + place(plan, spawn.at) + " stands on a warp.");
    if (spawn.is_monster() && plan.town.contains(spawn.at))
      by.fault("The monster at " + place(plan, spawn.at) + " is in town.");
  }
  if (monsters != monster_count(plan))
    by.fault(plan.map.name.str() + " has room for " + std::to_string(monsters) + " monsters only.");
}

void check_teleport_points(judge& by, const std::map<uint16_t, loaders::zone_content>& zones) {
  auto points =
    by.accept(loaders::load_teleport_list("Teleport.txt", by.bytes("Teleport.txt"), load_mode::strict)).points;
  for (size_t i = 0; i < points.size(); ++i) {
    auto found = zones.find(points[i].map);
    if (found == zones.end() || !found->second.map.walkable(points[i].at))
      by.fault("Teleport.txt: point " + std::to_string(i) + " leads nowhere.");
  }
}

} // namespace

std::vector<std::string> find_faults(const world_files& files, const std::vector<map_plan>& plans) {
  judge by{files};
  auto zones = load_zones(by, plans);
  for (const auto& issue : check_references(zones))
    by.fault(to_string(issue));
  for (const auto& plan : plans) {
    check_ground(by, plan, zones.at(plan.map.id));
    check_population(by, plan, zones.at(plan.map.id));
  }
  check_teleport_points(by, zones);
  for (const auto& [path, bytes] : files) {
    if (path.starts_with("pc/"))
      by.accept(loaders::load_class_data(path, bytes, load_mode::strict));
    if (path.starts_with("npc/"))
      by.accept(loaders::load_npc(path, static_cast<uint16_t>(std::stoi(path.substr(4))), bytes, load_mode::strict));
  }
  return by.take();
}

} // namespace tools
