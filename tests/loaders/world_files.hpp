// A complete data set in memory, as small as one can be, to damage in tests.

#pragma once

#include "loaders/map.hpp"
#include "loaders/start_gear.hpp"
#include "loaders/text_lines.hpp"
#include "loaders/world_data.hpp"

namespace loaders::test {

using world_files = std::map<std::string, byte_buffer>;

/// Walkable all over, with one warp at (20,10) that leads to (10,10) of the other map.
inline byte_buffer open_map(uint16_t id, uint16_t other) {
  map x;
  x.id = id;
  for (auto& word : x.cells)
    word = cell_bits::walkable.put(word, 1);
  x.warps = {{other, {10, 10}}};
  auto& warp = x.cells[cell{20, 10}.index()];
  warp = cell_bits::warp.put(warp, 0);
  return save_map(x);
}

inline byte_buffer monster(uint16_t id) {
  npc x;
  x.id = id;
  x.name = "Monster";
  x.hp_max = 10;
  x.growth = npc_growth_bits::level.put(0, 1);
  return save_npc(x);
}

inline byte_buffer it0_table() {
  std::vector<it0_item> items;
  auto add = [&](uint16_t code) {
    it0_item x;
    x.group = static_cast<uint16_t>(item_code_bits::group.get(code));
    x.row = static_cast<uint16_t>(item_code_bits::row.get(code));
    items.push_back(x);
  };
  for (size_t id = 0; id < class_count; ++id)
    for (auto code : start_gear(id))
      add(code);
  add(start_items::arrows);
  return save_records(items);
}

inline byte_buffer it2_table(uint16_t row) {
  it2_item x;
  x.group = 6;
  x.row = row;
  return save_records(std::vector{x});
}

/// A quest of NPC 1001: kill 5 of NPC 5 on map 1 near (30,30).
inline quest errand(int32_t id) {
  quest x;
  x.head = {id, 1001, 1001, 1};
  x.reward.item_code = {-1, -1, 0xFFFF};
  auto& task = x.contents[1].task;
  task.type = static_cast<int32_t>(quest_type::kill);
  task.map = 1;
  task.cell = static_cast<int32_t>(cell{30, 30}.index());
  task.npc = 5;
  task.npc_count = 5;
  x.contents[0].first_text = "a text";
  return x;
}

inline world_files sample_files() {
  world_files files;
  files["map/MapInfo.ini"] = bytes_of("[MapZone]\nMap1=0\nMap2=0\nMap3=2\n");
  files["map/1"] = open_map(1, 2);
  files["map/2"] = open_map(2, 1);
  files["map/1.n_ndt"] = save_spawns({{5, {30, 30}, 0, 4}, {1001, {10, 12}, 0, 0}});
  files["map/2.n_ndt"] = {};
  files["npc/5"] = monster(5);
  files["npc/1001"] = monster(1001);
  files["npc/5.itm"] = save_records(std::vector<drop_slot>{{0, 4'000'000}, {6144, 20'000}, {0xFFFF, 0}});
  files["npc_roles.json"] = save_npc_roles({{1001, npc_role::armory}});
  files["item/0"] = it0_table();
  files["item/2"] = it2_table(0);
  files["item/3"] = it2_table(1);
  recipe x;
  x.item = {1024, 1024, 0};
  x.success = 6144;
  files["item/ItemCombinationData"] = save_records(std::vector{x});
  files["shop/1001.txt"] = bytes_of("1024\r\n\r\n6144\r\n");
  auto first = errand(1);
  first.next[0] = 2;
  auto second = errand(2);
  second.needs.previous_quest = 1;
  files["quest/0001.dat"] = save_quest(first);
  files["quest/0002.dat"] = save_quest(second);
  files["Teleport.txt"] = bytes_of("1 10 10\n2 10 10\n");
  files["levels.json"] = save_level_table({{400, 1000}});
  return files;
}

inline world_source source_of(const world_files& files) {
  world_source source;
  for (const auto& [name, bytes] : files)
    source.names.push_back(name);
  source.read = [&files](const std::string& name) -> result<byte_view> { return byte_view{files.at(name)}; };
  return source;
}

inline world_outcome assemble(const world_files& files, load_mode mode) {
  return assemble_world(source_of(files), mode);
}

inline std::string text_of(const std::vector<load_issue>& issues) {
  std::string result;
  for (const auto& issue : issues)
    result += to_string(issue) + "\n";
  return result;
}

} // namespace loaders::test
