#include "tests/bench/large_world.hpp"

#include "loaders/drop.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/map_info.hpp"
#include "loaders/npc.hpp"
#include "loaders/quest.hpp"
#include "loaders/recipe.hpp"
#include "loaders/shop.hpp"
#include "loaders/text_lines.hpp"
#include "tools/world/deeds.hpp"
#include "tools/world/maps.hpp"
#include "tools/world/population.hpp"

namespace bench {

namespace {

using files = std::map<std::string, std::vector<uint8_t>>;

// Group and row of the items: all of IT0, parts of the others.
constexpr uint16_t it0_first = 1024;
constexpr uint16_t it0_end = 4096;
constexpr uint16_t it1_count = 400;
constexpr uint16_t it2_count = 400;
constexpr uint16_t it3_count = large_world_items - (it0_end - it0_first) - it1_count - it2_count;
constexpr uint16_t quest_count = 500;
constexpr uint16_t shop_count = 200;
constexpr uint16_t recipe_count = 2000;

template <class T>
T make_item(uint16_t code, uint32_t price) {
  T x;
  x.group = code >> 10;
  x.row = code & 1023;
  x.name = std::string_view{"Thing " + std::to_string(code)};
  x.price = price;
  return x;
}

template <class T>
std::vector<uint8_t> item_table(uint16_t first, uint16_t count) {
  std::vector<T> items;
  for (uint16_t i = 0; i < count; ++i)
    items.push_back(make_item<T>(static_cast<uint16_t>(first + i), i));
  return loaders::save_records(items);
}

void add_items(files& out) {
  out["item/0"] = item_table<loaders::it0_item>(it0_first, it0_end - it0_first);
  std::vector<loaders::it0ex_item> more;
  for (uint16_t row = 0; row <= loaders::item_row_max; ++row)
    more.push_back({row, {}});
  out["item/0ex"] = loaders::save_records(more);
  out["item/1"] = item_table<loaders::it1_item>(4096, it1_count);
  out["item/2"] = item_table<loaders::it2_item>(6144, it2_count);
  out["item/3"] = item_table<loaders::it2_item>(7168, it3_count);
  std::vector<loaders::recipe> recipes(recipe_count);
  for (uint16_t i = 0; i < recipe_count; ++i) {
    recipes[i].item = {static_cast<uint16_t>(it0_first + i), static_cast<uint16_t>(it0_first + i), 0};
    recipes[i].success = static_cast<uint16_t>(it0_first + i + 1);
  }
  out["item/ItemCombinationData"] = loaders::save_records(recipes);
}

void add_npcs(files& out) {
  for (uint16_t id = 1; id <= large_world_npcs; ++id) {
    loaders::npc x;
    x.id = id;
    x.name = std::string_view{"Somebody " + std::to_string(id)};
    x.hp_max = id;
    x.growth = loaders::npc_growth_bits::level.put(0, 1u + id % 200u);
    auto path = "npc/" + std::to_string(id);
    out[path] = save_npc(x);
    if (!x.is_monster())
      continue;
    std::vector<loaders::drop_slot> slots{{0, 4'000'000}};
    for (uint16_t i = 1; i < 20; ++i)
      slots.push_back({static_cast<uint16_t>(it0_first + (id * 19 + i) % (it0_end - it0_first)), 50'000});
    out[path + ".itm"] = loaders::save_records(slots);
  }
}

// The ground of the demo world's maps from 100 seeds; each warp leads back to its own map's start.
void add_maps(files& out) {
  loaders::map_info info;
  std::string points;
  for (uint16_t id = 1; id <= large_world_maps;)
    for (auto& plan : tools::make_maps(id)) {
      plan.map.id = id;
      for (auto& warp : plan.map.warps)
        warp = {id, plan.start};
      auto spawns = tools::populate(plan, id);
      for (auto& spawn : spawns)
        spawn.npc = static_cast<uint16_t>(1 + (spawn.npc * 37u + id * 11u) % large_world_npcs);
      auto path = "map/" + std::to_string(id);
      out[path] = save_map(plan.map);
      out[path + ".n_ndt"] = save_spawns(spawns);
      info.map_zone[id] = loaders::map_use_enabled;
      points += std::to_string(id) + " " + std::to_string(plan.start.x) + " " + std::to_string(plan.start.y) + "\n";
      ++id;
    }
  out["map/MapInfo.ini"] = save_map_info(info);
  out["Teleport.txt"] = loaders::bytes_of(points);
}

void add_trade_and_quests(files& out) {
  for (uint16_t i = 0; i < shop_count; ++i) {
    loaders::shop x;
    for (uint16_t j = 0; j < 40; ++j)
      x.items.push_back(static_cast<uint16_t>(it0_first + i * 15 + j));
    out["shop/" + std::to_string(1000 + i) + ".txt"] = save_shop(x);
  }
  for (int32_t id = 1; id <= quest_count; ++id) {
    loaders::quest x;
    x.head = {id, 1000 + id, 1000 + id, id == 1};
    x.needs.previous_quest = id == 1 ? -1 : id - 1;
    x.reward.item_code = {it0_first + id, -1, -1};
    x.contents[0].task.type = static_cast<int32_t>(loaders::quest_type::kill);
    x.contents[0].task.npc = id;
    x.contents[0].first_text = "somewhere far away";
    out["quest/" + std::to_string(10000 + id).substr(1) + ".dat"] = save_quest(x);
  }
}

} // namespace

std::map<std::string, std::vector<uint8_t>> make_large_world() {
  files out;
  add_items(out);
  add_npcs(out);
  add_maps(out);
  add_trade_and_quests(out);
  for (size_t id = 0; id < 4; ++id)
    out["skill/" + std::to_string(id)] = loaders::save_records(tools::make_skills(id));
  out["levels.json"] = save_level_table(tools::make_levels());
  return out;
}

} // namespace bench
