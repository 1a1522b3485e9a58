#include "tools/world/population.hpp"

#include "tools/world/creatures.hpp"

namespace tools {

using loaders::cell;
using loaders::spawn;

namespace {

constexpr int spacing = 3;
// Farther than any monster but the Barrow King sees.
constexpr int quiet_radius = 10;
constexpr uint8_t monster_step = 4;

// By id from 1001, relative to the start cell.
constexpr std::pair<int, int> stands[]{{-9, -6}, {-3, -8}, {3, -8}, {9, -6}, {9, 6}, {3, 8}, {-3, 8}, {-9, 6}};

bool has_town(const map_plan& plan) { return plan.town.left <= plan.town.right; }

bool lives_here(const habitat& home, const map_plan& plan) { return home.in_dungeon != has_town(plan); }

bool fits(const habitat& home, const map_plan& plan, cell at) {
  auto level = plan.map.monster_level(at);
  return plan.map.walkable(at) && !plan.map.warp_at(at) && !plan.town.contains(at) && level >= home.level_min
         && level <= home.level_max && home.in_boss_room == plan.boss_room.contains(at)
         && std::none_of(plan.arrivals.begin(), plan.arrivals.end(),
                         [&](cell arrival) { return distance(arrival, at) <= quiet_radius; });
}

class placer {
public:
  void place(std::vector<spawn>& out, const spawn& x) {
    for_each_cell(around(x.at, spacing - 1), [&](cell at) { taken_[at.index()] = 1; });
    out.push_back(x);
  }
  bool is_free(cell at) const { return taken_[at.index()] == 0; }

private:
  std::vector<uint8_t> taken_ = std::vector<uint8_t>(loaders::cell_count, 0);
};

void place_monsters(std::vector<spawn>& out, placer& where, const map_plan& plan, const habitat& home, splitmix& dice) {
  std::vector<cell> cells;
  for_each_cell({0, 0, 255, 255}, [&](cell at) {
    if (fits(home, plan, at))
      cells.push_back(at);
  });
  int missing = home.count;
  for (auto left = static_cast<int>(cells.size()); left > 0 && missing > 0; --left) {
    auto& chosen = cells[static_cast<size_t>(dice.between(0, left - 1))];
    auto at = std::exchange(chosen, cells[static_cast<size_t>(left - 1)]);
    if (!where.is_free(at))
      continue;
    where.place(out, {home.npc, at, static_cast<uint8_t>(dice.between(0, 7)), monster_step});
    --missing;
  }
}

} // namespace

std::vector<spawn> populate(const map_plan& plan, uint64_t seed) {
  splitmix dice{seed, "population of " + plan.map.name.str()};
  std::vector<spawn> result;
  placer where;
  if (has_town(plan)) {
    uint16_t id = 1001;
    for (auto [dx, dy] : stands) {
      cell at{static_cast<uint8_t>(plan.start.x + dx), static_cast<uint8_t>(plan.start.y + dy)};
      where.place(result, {id++, at, 0, 0});
    }
  }
  for (const auto& home : habitats())
    if (lives_here(home, plan))
      place_monsters(result, where, plan, home, dice);
  return result;
}

size_t monster_count(const map_plan& plan) {
  size_t result = 0;
  for (const auto& home : habitats())
    if (lives_here(home, plan))
      result += home.count;
  return result;
}

} // namespace tools
