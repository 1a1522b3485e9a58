#include "tools/world/maps.hpp"

#include <numeric>

namespace tools {

using loaders::cell;
using loaders::cell_bits;

namespace {

constexpr area meadow{16, 16, 239, 239};
constexpr area nowhere{0, 0, -1, -1};

constexpr cell larkmere_start{113, 138};
constexpr cell quillport_start{127, 104};
constexpr cell barrow_start{20, 128};

// Where the warps between the maps lead: just inside, never on a warp.
constexpr cell larkmere_from_barrow{232, 128};
constexpr cell larkmere_from_quillport{23, 200};
constexpr cell quillport_from_larkmere{232, 100};

constexpr area larkmere_to_barrow{236, 128, 238, 128};
constexpr area larkmere_to_quillport{17, 200, 19, 200};
constexpr area quillport_to_larkmere{236, 100, 238, 100};
constexpr area barrow_to_larkmere{16, 128, 18, 128};

// An open meadow round a safe town. Monsters are 1 at the town's nearest edge and 10 in the farthest corner.
void paint_home(map_plan& plan) {
  set_bits(plan.map, meadow, cell_bits::walkable, 1);
  set_bits(plan.map, meadow, cell_bits::pk_level, 1);
  int nearest = loaders::map_side;
  int farthest = 0;
  for_each_cell(meadow, [&](cell at) {
    if (plan.town.contains(at))
      return;
    nearest = std::min(nearest, distance(at, plan.start));
    farthest = std::max(farthest, distance(at, plan.start));
  });
  for_each_cell(meadow, [&](cell at) {
    auto level = 1 + (distance(at, plan.start) - nearest) * 10 / (farthest - nearest + 1);
    set_bits(plan.map, at, cell_bits::monster_level, static_cast<uint32_t>(level));
  });
  set_bits(plan.map, plan.town, cell_bits::pk_level, 0);
  set_bits(plan.map, plan.town, cell_bits::monster_level, 0);
}

std::vector<area> kept_open(const map_plan& plan, area warp) {
  std::vector<area> result{plan.town.grown(2), around(plan.start, 2), warp.grown(3)};
  for (auto at : plan.arrivals)
    result.push_back(around(at, 3));
  return result;
}

// Patches stay clear of the meadow's rim, so that one can always walk round them.
void scatter_patches(map_plan& plan, splitmix& dice, int count, int radius, const std::vector<area>& keep) {
  constexpr area middles = meadow.grown(-34);
  for (int done = 0; done < count;) {
    cell middle{static_cast<uint8_t>(dice.between(middles.left, middles.right)),
                static_cast<uint8_t>(dice.between(middles.top, middles.bottom))};
    if (plan.town.grown(radius).contains(middle))
      continue;
    block_patch(plan.map, dice, middle, radius, keep);
    ++done;
  }
}

// From the town to the ferry, the last part as a pier; groves between water and warp would cut the map in two.
constexpr area pier_road{150, 98, 239, 102};

// Water east of a shore that winds from row to row.
void paint_coast(loaders::map& x, splitmix& dice) {
  auto shore = dice.between(210, 220);
  for (int y = meadow.top; y <= meadow.bottom; ++y) {
    shore = std::clamp(shore + dice.between(-1, 1), 206, 224);
    set_bits(x, {shore, y, meadow.right, y}, cell_bits::walkable, 0);
  }
  set_bits(x, pier_road, cell_bits::walkable, 1);
}

constexpr int room_columns = 4;
constexpr int room_rows = 3;
constexpr int room_count = room_columns * room_rows;
constexpr int entrance_room = room_columns; // first of the middle row
constexpr int boss_room = room_count - 1;   // last of the last row

std::vector<area> draw_rooms(splitmix& dice) {
  constexpr int slot_width = 58;
  constexpr int slot_height = 76;
  std::vector<area> rooms;
  for (int i = 0; i < room_count; ++i) {
    // At their least, the ten rooms drawn here are 30 % of the map.
    auto width = dice.between(42, 50);
    auto height = dice.between(46, 64);
    auto left = 14 + i % room_columns * slot_width + dice.between(0, slot_width - 6 - width);
    auto top = 16 + i / room_columns * slot_height + dice.between(0, slot_height - 6 - height);
    rooms.push_back({left, top, left + width - 1, top + height - 1});
  }
  rooms[entrance_room] = {15, 110, 48, 146};
  rooms[boss_room] = {200, 200, 230, 230};
  return rooms;
}

// Four cells wide: first along x, then along y, from the middle of one room to that of the other.
void dig_corridor(loaders::map& x, const area& from, const area& to) {
  auto [left, right] = std::minmax({from.middle_x(), to.middle_x()});
  auto [top, bottom] = std::minmax({from.middle_y(), to.middle_y()});
  set_bits(x, {left, from.middle_y() - 1, right + 2, from.middle_y() + 2}, cell_bits::walkable, 1);
  set_bits(x, {to.middle_x() - 1, top, to.middle_x() + 2, bottom + 2}, cell_bits::walkable, 1);
}

// Doors between neighbours in random order: all that join two separate parts, and three more for a way round.
std::vector<std::pair<int, int>> draw_doors(splitmix& dice) {
  std::vector<std::pair<int, int>> doors;
  for (int i = 0; i < room_count; ++i) {
    if (i % room_columns + 1 < room_columns)
      doors.emplace_back(i, i + 1);
    if (i + room_columns < room_count)
      doors.emplace_back(i, i + room_columns);
  }
  for (int i = static_cast<int>(doors.size()) - 1; i > 0; --i)
    std::swap(doors[static_cast<size_t>(i)], doors[static_cast<size_t>(dice.between(0, i))]);
  std::array<int, room_count> part{};
  std::iota(part.begin(), part.end(), 0);
  std::vector<std::pair<int, int>> result;
  int spare = 3;
  for (auto [a, b] : doors) {
    auto old = part[static_cast<size_t>(b)];
    auto joined = part[static_cast<size_t>(a)];
    if (old != joined)
      std::replace(part.begin(), part.end(), old, joined);
    else if (spare-- <= 0)
      continue;
    result.emplace_back(a, b);
  }
  return result;
}

void open_to_the_rim(map_plan& plan) {
  plan.profile = world_profile::client;
  set_bits(plan.map, inside_the_rim, cell_bits::walkable, 1);
}

} // namespace

map_plan make_larkmere(uint64_t seed) {
  splitmix dice{seed, "larkmere"};
  map_plan plan;
  plan.map.id = larkmere_id;
  plan.map.name = "Larkmere";
  plan.start = larkmere_start;
  plan.arrivals = {larkmere_start, larkmere_from_barrow, larkmere_from_quillport};
  plan.town = {96, 112, 160, 164};
  plan.boss_room = nowhere;
  paint_home(plan);
  auto keep = kept_open(plan, larkmere_to_barrow);
  keep.push_back(larkmere_to_quillport.grown(3));
  scatter_patches(plan, dice, 1, 16, keep); // the pond
  scatter_patches(plan, dice, 3, 11, keep); // groves
  add_warp(plan.map, larkmere_to_barrow, {hollow_barrow_id, barrow_start});
  add_warp(plan.map, larkmere_to_quillport, {quillport_id, quillport_from_larkmere});
  block_unreachable(plan.map, plan.start);
  return plan;
}

map_plan make_quillport(uint64_t seed) {
  splitmix dice{seed, "quillport"};
  map_plan plan;
  plan.map.id = quillport_id;
  plan.map.name = "Quillport";
  plan.start = quillport_start;
  plan.arrivals = {quillport_start, quillport_from_larkmere};
  plan.town = {104, 84, 152, 124};
  plan.boss_room = nowhere;
  paint_home(plan);
  auto keep = kept_open(plan, quillport_to_larkmere);
  keep.push_back(pier_road);
  scatter_patches(plan, dice, 2, 11, keep);
  paint_coast(plan.map, dice);
  add_warp(plan.map, quillport_to_larkmere, {larkmere_id, larkmere_from_quillport});
  block_unreachable(plan.map, plan.start);
  return plan;
}

map_plan make_hollow_barrow(uint64_t seed) {
  splitmix dice{seed, "hollow barrow"};
  map_plan plan;
  plan.map.id = hollow_barrow_id;
  plan.map.name = "Hollow Barrow";
  plan.start = barrow_start;
  plan.arrivals = {barrow_start};
  plan.town = nowhere;
  auto rooms = draw_rooms(dice);
  plan.boss_room = rooms[boss_room];
  for (const auto& room : rooms)
    set_bits(plan.map, room, cell_bits::walkable, 1);
  for (auto [a, b] : draw_doors(dice))
    dig_corridor(plan.map, rooms[static_cast<size_t>(a)], rooms[static_cast<size_t>(b)]);
  constexpr cell deepest{230, 230};
  constexpr auto way = distance(barrow_start, deepest);
  for_each_cell({0, 0, 255, 255}, [&](cell at) {
    if (!plan.map.walkable(at))
      return;
    auto level = 8 + std::min(12, distance(at, barrow_start) * 12 / way);
    set_bits(plan.map, at, cell_bits::pk_level, 1);
    set_bits(plan.map, at, cell_bits::monster_level, static_cast<uint32_t>(level));
  });
  set_bits(plan.map, plan.boss_room, cell_bits::monster_level, 20);
  add_warp(plan.map, barrow_to_larkmere, {larkmere_id, larkmere_from_barrow});
  block_unreachable(plan.map, plan.start);
  return plan;
}

std::vector<map_plan> make_maps(uint64_t seed, world_profile profile) {
  std::vector<map_plan> plans{make_larkmere(seed), make_hollow_barrow(seed), make_quillport(seed)};
  if (profile == world_profile::client)
    for (auto& plan : plans)
      open_to_the_rim(plan);
  return plans;
}

} // namespace tools
