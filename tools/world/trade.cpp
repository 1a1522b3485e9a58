#include "tools/world/trade.hpp"

#include "loaders/start_gear.hpp"
#include "tools/world/creatures.hpp"
#include "tools/world/items.hpp"

namespace tools {

using loaders::drop_slot;

namespace {

constexpr size_t drop_slots = 10;
constexpr uint32_t money_rate = 4'000'000;
constexpr uint32_t pebble_rate_per_level = 20'000;
constexpr uint32_t quest_item_rate = 2'500'000;
constexpr uint32_t gear_rate = 50'000;
constexpr uint32_t treasure_rate = 500'000;

std::vector<drop_slot> drops_of(const loaders::npc& monster) {
  std::vector<drop_slot> slots{{0, money_rate}, {items::upgrade_pebble, pebble_rate_per_level * monster.level()}};
  if (monster.id == burrow_hare)
    slots.push_back({items::marsh_leaf, quest_item_rate});
  if (monster.id == thorn_boar)
    slots.push_back({items::boar_tusk, quest_item_rate});
  if (monster.id == barrow_king)
    for (auto code : {items::better_sword, items::better_mace, items::better_staff, items::better_bow})
      slots.push_back({code, treasure_rate});
  else // tables are the same in every world, so the class is not drawn
    for (auto code : loaders::start_gear(monster.id % loaders::class_count))
      slots.push_back({code, gear_rate});
  slots.resize(drop_slots);
  return slots;
}

loaders::recipe make_recipe(uint16_t weapon, uint16_t better, uint16_t ratio) {
  loaders::recipe x;
  x.rune = {items::upgrade_pebble, 0, 0};
  x.item = {weapon, weapon, 0};
  x.ratio = ratio;
  x.success = better;
  return x;
}

} // namespace

std::map<uint16_t, std::vector<drop_slot>> make_drops() {
  std::map<uint16_t, std::vector<drop_slot>> result;
  for (const auto& monster : make_monsters())
    result[monster.id] = drops_of(monster);
  return result;
}

std::map<uint16_t, std::vector<uint16_t>> make_shops() {
  std::vector<uint16_t> armory;
  for (size_t id = 0; id < loaders::class_count; ++id)
    armory.push_back(loaders::start_gear(id).front());
  armory.push_back(loaders::start_items::arrows);
  armory.push_back(items::home_scroll);
  for (uint16_t id = 0; id < loaders::class_count; ++id)
    armory.push_back(static_cast<uint16_t>(items::first_skill_scroll + id));
  return {{1001, armory},
          {1002, {items::home_scroll}},
          {1003, {items::bone_necklace, items::copper_ring}},
          {1005, {items::upgrade_pebble, items::saving_scroll}}};
}

std::vector<loaders::recipe> make_recipes() {
  return {make_recipe(1024, items::better_sword, 70), make_recipe(1048, items::better_mace, 100),
          make_recipe(1110, items::better_bow, 1)};
}

} // namespace tools
