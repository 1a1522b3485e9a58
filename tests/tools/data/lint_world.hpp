// A data set without a fault, and what can be done to it.

#pragma once

#include "loaders/class_data.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/map.hpp"
#include "loaders/text_lines.hpp"
#include "tools/data/lint_set.hpp"

#include <algorithm>

namespace tools::data::test {

using loaders::bytes_of;
using loaders::cell;
using loaders::cell_bits;
using loaders::save_record;
using loaders::save_records;

/// Two rooms on each map, of which only the first has a way in.
inline loaders::map plain_map(uint16_t id, uint16_t other) {
  loaders::map x;
  x.id = id;
  x.name = id == 1 ? "Meadow" : "Cave";
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = cell::from_index(i);
    if ((at.x >= 100 && at.x < 150 && at.y >= 100 && at.y < 150) || (at.x >= 200 && at.x < 210 && at.y == 200))
      x.cells[i] |= 1;
  }
  x.warps = {{other, {120, 120}}};
  x.cells[cell{101, 101}.index()] = cell_bits::warp.put(1, 0);
  return x;
}

inline loaders::npc plain_npc(uint16_t id, const char* name) {
  loaders::npc x;
  x.id = id;
  x.name = name;
  x.growth = 1;
  x.hp_max = 5;
  return x;
}

template <class T>
T item(uint16_t code, const char* name) {
  T x;
  x.group = code >> 10;
  x.row = code & loaders::item_row_max;
  x.name = name;
  return x;
}

inline loaders::it0_item worn(uint16_t code, uint16_t slot) {
  auto x = item<loaders::it0_item>(code, "Gear");
  x.slot = slot;
  return x;
}

inline std::vector<loaders::it0_item> start_gear_items() {
  std::vector<loaders::it0_item> items;
  for (auto [code, slot] : std::vector<std::pair<uint16_t, uint16_t>>{
         {1024, 2}, {3282, 3}, {3272, 4}, {3277, 5}, {3292, 6}, {3287, 7}, {1048, 1}, {3322, 0}, {3307, 3},
         {3297, 4}, {3302, 5}, {3317, 6}, {3312, 7}, {2066, 2}, {3337, 3}, {3327, 4}, {3332, 5}, {3347, 6},
         {3342, 7}, {1110, 1}, {3677, 3}, {3657, 4}, {3667, 5}, {3697, 6}, {3687, 7}, {1134, 0}})
    items.push_back(worn(code, slot));
  return items;
}

inline loaders::quest plain_quest() {
  loaders::quest x;
  x.head = {1, 1001, 1001, 1};
  x.needs.item = 0xFFFF;
  x.needs.previous_quest = -1;
  x.reward.item_code = {6144, 0xFFFF, -1};
  auto& task = x.contents[0].task;
  task.type = static_cast<int32_t>(loaders::quest_type::find);
  task.map = 1;
  task.cell = static_cast<int32_t>(cell{120, 120}.index());
  task.distance = 2;
  x.contents[0].first_text = "Look";
  return x;
}

/// A set that can be changed before it is written.
struct world {
  std::map<uint16_t, loaders::map> maps{{1, plain_map(1, 7)}, {7, plain_map(7, 1)}};
  std::map<uint16_t, std::vector<loaders::spawn>> spawns{{1, {{3, {110, 110}, 1, 4}, {1001, {120, 130}, 0, 0}}},
                                                         {7, {}}};
  std::map<uint16_t, loaders::npc> npcs{{3, plain_npc(3, "Boar")}, {1001, plain_npc(1001, "Smith")}};
  std::vector<loaders::drop_slot> drops{{0, 4'000'000}, {6144, 6'000'000}, {}};
  std::vector<loaders::it0_item> it0 = start_gear_items();
  std::vector<loaders::it1_item> it1{item<loaders::it1_item>(4096, "Chain")};
  std::vector<loaders::it2_item> it2{item<loaders::it2_item>(6144, "Pebble")};
  std::vector<loaders::it2_item> it3{item<loaders::it2_item>(7168, "Leaf")};
  loaders::quest quest = plain_quest();
  loaders::recipe recipe{{6144}, {}, {1024}, 0, 70, 4096, 0, 0, {}};
  loaders::recipe pet_recipe{{}, {}, {1000}, 0, 120, 1001, 0, 0, {}};
  std::string shop = "1024\n\n6144\n";
  std::string teleports = "1 113 138\n7 127 104\n";
  std::string map_list = "[MapZone]\nMap1=0\nMap7=0\n";
  std::vector<loaders::cash_item> cash{{1001, 7168, 5, 1}};
  std::vector<loaders::item_set> sets{loaders::item_set_count};
  std::vector<loaders::present_set> presents{{6144, {{{1, 7168}}}}};
  std::vector<loaders::npc_skill> skills{loaders::npc_skill{.npc = 3, .kind = 1}};
  std::vector<loaders::favour_index> favours{{1, 1001}};
  /// Written over the others.
  file_tree files;

  file_tree tree() const {
    file_tree result = files;
    auto put = [&](const std::string& path, byte_buffer bytes) { result.emplace(path, std::move(bytes)); };
    for (const auto& [id, x] : maps)
      put("map/" + std::to_string(id), save_map(x));
    for (const auto& [id, xs] : spawns)
      put("map/" + std::to_string(id) + ".n_ndt", save_spawns(xs));
    for (const auto& [id, x] : npcs)
      put("npc/" + std::to_string(id), save_npc(x));
    put("npc/3.itm", save_records(drops));
    put("npc/NPCSkill", save_records(skills));
    put("npc/FavIndex.dat", save_records(favours));
    put("item/0", save_records(it0));
    put("item/0ex", save_records(std::vector{loaders::it0ex_item{.row = 0, .levels = {}}}));
    put("item/1", save_records(it1));
    put("item/2", save_records(it2));
    put("item/3", save_records(it3));
    put("item/pet", save_records(std::vector{pet(1000), pet(1001)}));
    put("item/ItemCombinationData", save_record(recipe));
    put("item/ShueCombinationData", save_record(pet_recipe));
    put("item/SIT0", save_records(sets));
    put("item/PresentItemSet.dat", save_records(presents));
    put("quest/0001.dat", save_quest(quest));
    put("shop/1001.txt", bytes_of(shop));
    put("shop/CashItemTbl.dat", save_records(cash));
    put("Teleport.txt", bytes_of(teleports));
    put("map/MapInfo.ini", bytes_of(map_list));
    for (auto id : {0, 1, 2, 3})
      put("pc/" + std::to_string(id), save_record(loaders::class_data{}));
    std::erase_if(result, [](const auto& x) { return x.second == bytes_of("removed"); });
    return result;
  }

  static loaders::pet_item pet(uint16_t code) {
    loaders::pet_item x;
    x.code = code;
    x.name = "Shue";
    return x;
  }
  void remove(const std::string& path) { files[path] = bytes_of("removed"); }
  void block(uint16_t map, cell at) { maps[map].cells[at.index()] = loaders::blank_cell; }
};

} // namespace tools::data::test
