#include "tools/world/accept.hpp"

#include "loaders/world_data.hpp"
#include "tools/world/population.hpp"

namespace tools {

using loaders::cell;
using loaders::load_mode;
using loaders::world_data;
using loaders::zone_content;

namespace {

std::string place(const map_plan& plan, cell at) {
  return plan.map.name.str() + " (" + std::to_string(at.x) + "," + std::to_string(at.y) + ")";
}

/// Walks one map from its start cell.
class map_judge {
public:
  map_judge(const map_plan& plan, const zone_content& zone, std::vector<std::string>& faults)
      : plan_(plan), zone_(zone), seen_(reachable_from(zone.map, plan.start)), faults_(faults) {}

  void check() {
    check_ground();
    check_warps();
    check_arrivals();
    check_population();
    if (plan_.profile == world_profile::client)
      check_openness();
  }
  bool is_reached(cell at) const { return seen_[at.index()] != 0; }

private:
  void fault(std::string text) { faults_.push_back(std::move(text)); }

  void check_ground() {
    constexpr size_t percent_min = 30;
    size_t walkable = 0;
    for (size_t i = 0; i < loaders::cell_count; ++i)
      walkable += zone_.map.walkable(cell::from_index(i)) ? 1 : 0;
    if (walkable * 100 < loaders::cell_count * percent_min)
      fault("Only " + std::to_string(walkable) + " cells of " + plan_.map.name.str() + " can be walked on.");
    for_each_cell(around(plan_.start, 2), [&](cell at) {
      if (!zone_.map.walkable(at))
        fault("The ground round the start cell is blocked at " + place(plan_, at) + ".");
    });
  }

  void check_warps() {
    std::vector<bool> has_cell(zone_.map.warps.size(), false);
    for (size_t i = 0; i < loaders::cell_count; ++i) {
      auto at = cell::from_index(i);
      auto warp = zone_.map.warp_at(at);
      if (!warp)
        continue;
      has_cell[*warp] = true;
      if (!is_reached(at))
        fault("The warp at " + place(plan_, at) + " cannot be reached from the start cell.");
    }
    if (std::find(has_cell.begin(), has_cell.end(), false) != has_cell.end())
      fault(plan_.map.name.str() + " has a warp without a cell.");
  }

  void check_arrivals() {
    for (auto at : plan_.arrivals)
      if (!is_reached(at) || zone_.map.warp_at(at))
        fault("Players cannot arrive at " + place(plan_, at) + ".");
  }

  void check_population() {
    size_t monsters = 0;
    for (const auto& spawn : zone_.spawns) {
      monsters += spawn.is_monster() ? 1 : 0;
      if (!is_reached(spawn.at))
        fault("The spawn at " + place(plan_, spawn.at) + " cannot be reached from the start cell.");
      if (zone_.map.warp_at(spawn.at))
        fault("The spawn at " + place(plan_, spawn.at) + " stands on a warp.");
      if (spawn.is_monster() && plan_.town.contains(spawn.at))
        fault("The monster at " + place(plan_, spawn.at) + " is in town.");
    }
    if (monsters != monster_count(plan_))
      fault(plan_.map.name.str() + " has room for " + std::to_string(monsters) + " monsters only.");
  }

  void check_openness() {
    for (size_t i = 0; i < loaders::cell_count; ++i)
      if (auto at = cell::from_index(i); zone_.map.walkable(at) != inside_the_rim.contains(at))
        return fault("A client may see other ground than the server at " + place(plan_, at) + ".");
  }

  const map_plan& plan_;
  const zone_content& zone_;
  std::vector<uint8_t> seen_; // by cell index
  std::vector<std::string>& faults_;
};

// Where quests send people, and where teleporters put them: reached on foot as well.
void check_places(const world_data& world, uint16_t id, const map_judge& judge, std::vector<std::string>& faults) {
  for (const auto& [number, quest] : world.quests)
    for (const auto& content : quest.contents)
      if (const auto& task = content.task; !task.is_unused() && task.map == id)
        if (!judge.is_reached(cell::from_index(static_cast<size_t>(task.cell))))
          faults.push_back("Quest " + std::to_string(number) + " leads to a place that cannot be reached.");
  for (size_t i = 0; i < world.teleports.size(); ++i)
    if (world.teleports[i].map == id && !judge.is_reached(world.teleports[i].at))
      faults.push_back("Teleport.txt: point " + std::to_string(i) + " leads to a place that cannot be left on foot.");
}

// One roll decides what a monster leaves, so that a table cannot promise more than that roll.
void check_drops(const world_data& world, std::vector<std::string>& faults) {
  for (const auto& [npc, slots] : world.drops) {
    uint64_t sum = 0;
    for (const auto& slot : slots)
      sum += slot.kind() == loaders::drop_kind::empty ? 0 : slot.rate;
    if (sum > loaders::drop_rate_max)
      faults.push_back("NPC " + std::to_string(npc) + " leaves something more often than always.");
  }
}

loaders::world_outcome assemble(const world_files& files, load_mode mode) {
  loaders::world_source source;
  for (const auto& [name, bytes] : files)
    source.names.push_back(name);
  source.read = [&](const std::string& name) -> loaders::result<loaders::byte_view> {
    return loaders::byte_view{files.at(name)};
  };
  return assemble_world(source, mode);
}

} // namespace

std::vector<std::string> find_faults(const world_files& files, const std::vector<map_plan>& plans) {
  std::vector<std::string> faults;
  auto strict = assemble(files, load_mode::strict);
  for (const auto* issues : {&strict.errors, &strict.warnings})
    for (const auto& issue : *issues)
      faults.push_back(to_string(issue));
  // What does not fit together can still be walked on, which says more about the reason.
  auto walked = strict.world ? std::move(strict) : assemble(files, load_mode::lenient);
  if (!walked.world)
    return faults;
  for (const auto& plan : plans) {
    auto zone = walked.world->zones.find(plan.map.id);
    if (zone == walked.world->zones.end()) {
      faults.push_back("map/MapInfo.ini does not list map " + std::to_string(plan.map.id) + ".");
      continue;
    }
    map_judge judge{plan, *zone->second, faults};
    judge.check();
    check_places(*walked.world, plan.map.id, judge, faults);
  }
  check_drops(*walked.world, faults);
  return faults;
}

} // namespace tools
