#include "tools/world/deeds.hpp"

#include "loaders/cell.hpp"
#include "loaders/drop.hpp"
#include "loaders/start_gear.hpp"
#include "tools/world/creatures.hpp"
#include "tools/world/items.hpp"
#include "tools/world/maps.hpp"

namespace tools {

using loaders::quest;
using loaders::quest_task;
using loaders::quest_type;
using loaders::skill;

namespace {

constexpr size_t mage = 2;
constexpr size_t archer = 3;

// What the numbers of the old tables mean is not known; these are our own.
enum class skill_type : uint8_t { attack, blessing };
enum class skill_target : uint8_t { enemy, self, area };

constexpr uint16_t attack_delay_ms = 1500;
constexpr uint16_t blessing_delay_ms = 5000;
constexpr uint16_t area_delay_ms = 3000;

skill make_skill(uint8_t code, skill_type type, skill_target target, uint16_t delay_ms) {
  skill x;
  x.code = code;
  x.type = static_cast<uint8_t>(type);
  x.target_type = static_cast<uint8_t>(target);
  x.monster_rate.fill(100); // percent, the same against every race
  for (uint16_t level = 0; level < x.levels.size(); ++level) {
    x.levels[level].mp_consume = static_cast<uint16_t>(5 + 3 * level);
    x.levels[level].delay = delay_ms;
    x.levels[level].effect_rate = 100;
  }
  return x;
}

skill make_attack(size_t class_id) {
  auto x = make_skill(1, skill_type::attack, skill_target::enemy, attack_delay_ms);
  for (uint16_t level = 0; level < x.levels.size(); ++level) {
    x.levels[level].range = class_id == archer ? 7 : class_id == mage ? 5 : 1;
    x.levels[level].add_damage = static_cast<uint16_t>(10 + 8 * level);
  }
  return x;
}

skill make_blessing() {
  auto x = make_skill(2, skill_type::blessing, skill_target::self, blessing_delay_ms);
  for (auto& level : x.levels) {
    level.lasting_time = 60;
    level.defense_rate = 10;
  }
  return x;
}

skill make_area_spell() {
  auto x = make_skill(3, skill_type::attack, skill_target::area, area_delay_ms);
  for (uint16_t level = 0; level < x.levels.size(); ++level) {
    x.levels[level].range = 6;
    x.levels[level].scope = 2;
    x.levels[level].add_damage = static_cast<uint16_t>(8 + 6 * level);
    x.levels[level].add_fire = static_cast<uint16_t>(2 * level);
  }
  return x;
}

constexpr uint16_t crafter = 1007;
constexpr uint16_t quest_giver = 1008;
constexpr int32_t quest_count = 5;
constexpr int32_t half = loaders::drop_rate_max / 2;

quest make_quest(int32_t id, int32_t experience, int32_t money, const quest_task& task, std::string text) {
  quest x;
  x.head = {id, quest_giver, quest_giver, id == 1 ? 1 : 0};
  x.needs = {.class_mask = every_class,
             .party = 0,
             .item = -1,
             .previous_quest = id == 1 ? -1 : id - 1,
             .level_low = 1,
             .level_high = 9,
             .favor = 0};
  x.reward.item_code.fill(-1);
  x.reward.experience = experience;
  x.reward.money = money;
  x.contents[0] = {task, std::move(text), {}};
  x.next[0] = id == quest_count ? -1 : id + 1;
  return x;
}

quest_task make_task(quest_type type) {
  quest_task x;
  x.type = static_cast<int32_t>(type);
  return x;
}

quest_task hunt(int32_t npc, int32_t count) {
  auto x = make_task(quest_type::kill);
  x.npc = npc;
  x.npc_count = count;
  return x;
}

quest_task gather(quest_type type, int32_t item, int32_t count) {
  auto x = make_task(type);
  x.item_code[0] = item;
  x.item_level[0] = 0;
  x.item_count[0] = count;
  return x;
}

quest_task gather_from(int32_t npc, int32_t item, int32_t count, int32_t probability) {
  auto x = gather(quest_type::drop, item, count);
  x.npc = npc;
  x.probability[0] = probability;
  return x;
}

quest_task bring(int32_t item, int32_t npc) {
  auto x = gather(quest_type::bring_npc, item, 1);
  x.npc = npc;
  return x;
}

quest_task find(int32_t map, loaders::cell at, int32_t radius) {
  auto x = make_task(quest_type::find);
  x.map = map;
  x.cell = static_cast<int32_t>(at.index());
  x.distance = radius;
  return x;
}

} // namespace

std::vector<skill> make_skills(size_t class_id) {
  std::vector<skill> result(loaders::skill_slot_count);
  result[0] = make_attack(class_id);
  result[1] = make_blessing();
  if (class_id == mage)
    result[2] = make_area_spell();
  return result;
}

std::vector<loaders::skill_delay> make_skill_delays() {
  std::vector<loaders::skill_delay> result;
  for (uint8_t id = 0; id < loaders::class_count; ++id) {
    result.push_back({id, 1, attack_delay_ms});
    result.push_back({id, 2, blessing_delay_ms});
    if (id == mage)
      result.push_back({id, 3, area_delay_ms});
  }
  return result;
}

std::vector<quest> make_quests() {
  std::vector<quest> result{
    make_quest(1, 200, 100, hunt(mud_rat, 5), "Five Mud Rats"),
    make_quest(2, 300, 150, gather_from(burrow_hare, items::marsh_leaf, 3, half), "Marsh Leaves"),
    make_quest(3, 400, 200, gather(quest_type::quest_item, items::boar_tusk, 2), "Boar Tusks"),
    make_quest(4, 500, 250, bring(items::old_letter, crafter), "The Old Letter"),
    make_quest(5, 1000, 0, find(hollow_barrow_id, barrow_hall, 5), "The Hollow Barrow"),
  };
  auto& last = result.back().reward;
  last.item_code[0] = items::better_sword;
  last.item_level[0] = 1;
  last.item_count[0] = 1;
  return result;
}

loaders::level_table make_levels() {
  constexpr int32_t level_max = 165;
  loaders::level_table x;
  for (int32_t level = 1; level <= level_max; ++level)
    x.experience_needed.push_back(100 * level * level + 300 * level);
  return x;
}

} // namespace tools
