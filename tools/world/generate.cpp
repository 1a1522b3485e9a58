#include "tools/world/generate.hpp"

#include "loaders/map_info.hpp"
#include "loaders/shop.hpp"
#include "loaders/start_gear.hpp"
#include "loaders/teleport.hpp"
#include "runtime/base/sha256.hpp"
#include "tools/world/accept.hpp"
#include "tools/world/creatures.hpp"
#include "tools/world/deeds.hpp"
#include "tools/world/items.hpp"
#include "tools/world/population.hpp"
#include "tools/world/trade.hpp"

#include <stdexcept>

namespace tools {

namespace {

void add_zones(world_files& files, const std::vector<map_plan>& plans, uint64_t seed) {
  loaders::map_info info;
  for (const auto& plan : plans) {
    auto path = "map/" + std::to_string(plan.map.id);
    files[path] = save_map(plan.map);
    files[path + ".n_ndt"] = save_spawns(populate(plan, seed));
    info.map_zone[plan.map.id] = loaders::map_use_enabled;
  }
  files["map/MapInfo.ini"] = save_map_info(info);
}

void add_creatures(world_files& files) {
  for (const auto& x : make_monsters())
    files["npc/" + std::to_string(x.id)] = save_npc(x);
  for (const auto& x : make_town_people())
    files["npc/" + std::to_string(x.id)] = save_npc(x);
  files["npc_roles.json"] = save_npc_roles(make_roles());
  auto classes = make_classes();
  for (size_t i = 0; i < classes.size(); ++i)
    files["pc/" + std::to_string(i)] = save_class_data(classes[i]);
}

void add_items(world_files& files) {
  files["item/0"] = loaders::save_records(make_it0());
  files["item/0ex"] = loaders::save_records(make_it0ex());
  files["item/1"] = loaders::save_records(make_it1());
  files["item/2"] = loaders::save_records(make_it2());
  files["item/3"] = loaders::save_records(make_it3());
}

void add_trade(world_files& files) {
  for (const auto& [npc, slots] : make_drops())
    files["npc/" + std::to_string(npc) + ".itm"] = loaders::save_records(slots);
  for (const auto& [npc, items] : make_shops())
    files["shop/" + std::to_string(npc) + ".txt"] = save_shop(loaders::shop{items});
  files["item/ItemCombinationData"] = loaders::save_records(make_recipes());
}

void add_deeds(world_files& files) {
  for (size_t id = 0; id < loaders::class_count; ++id)
    files["skill/" + std::to_string(id)] = loaders::save_records(make_skills(id));
  files["skill/SkillDelay.dat"] = loaders::save_records(make_skill_delays());
  for (const auto& x : make_quests()) {
    auto number = std::to_string(x.head.index);
    files["quest/" + std::string(4 - number.size(), '0') + number + ".dat"] = save_quest(x);
  }
  files["levels.json"] = save_level_table(make_levels());
}

// The line of a point is its number on the wire: both home towns, then the dungeon.
loaders::byte_buffer teleport_file(const std::vector<map_plan>& plans) {
  loaders::teleport_list list;
  for (auto id : {larkmere_id, quillport_id, hollow_barrow_id})
    for (const auto& plan : plans)
      if (plan.map.id == id)
        list.points.push_back({id, plan.start});
  return save_teleport_list(list);
}

loaders::byte_buffer manifest(const world_files& files, uint64_t seed, world_profile profile) {
  auto text = "{\n  \"seed\": " + std::to_string(seed) + ",\n  \"profile\": \""
              + (profile == world_profile::client ? "client" : "headless") + "\",\n  \"files\": [";
  std::string_view separator = "\n";
  for (const auto& [path, bytes] : files) {
    text += separator;
    text += "    {\"path\": \"" + path + "\", \"size\": " + std::to_string(bytes.size()) + ", \"sha256\": \""
            + runtime::sha256_hex(bytes) + "\"}";
    separator = ",\n";
  }
  text += "\n  ]\n}\n";
  return {text.begin(), text.end()};
}

} // namespace

std::map<std::string, std::vector<uint8_t>> generate_world(uint64_t seed, world_profile profile) {
  auto plans = make_maps(seed, profile);
  world_files files;
  add_zones(files, plans, seed);
  add_creatures(files);
  add_items(files);
  add_trade(files);
  add_deeds(files);
  files["Teleport.txt"] = teleport_file(plans);
  files["MANIFEST.json"] = manifest(files, seed, profile);
  std::string faults;
  for (const auto& fault : find_faults(files, plans))
    faults += "\n  " + fault;
  if (!faults.empty())
    throw std::logic_error("the world of seed " + std::to_string(seed) + " is not fit to be played:" + faults);
  return files;
}

} // namespace tools
