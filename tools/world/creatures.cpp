#include "tools/world/creatures.hpp"

namespace tools {

using loaders::npc;
using loaders::npc_attack;
using loaders::npc_behaviour_bits;
using loaders::npc_body;
using loaders::npc_element;
using loaders::npc_growth_bits;
using loaders::npc_mood;
using loaders::npc_race;
using loaders::npc_reach_bits;
using loaders::npc_target;

namespace {

struct species {
  uint16_t id;
  std::string_view name;
  uint16_t level;
  npc_race race;
  npc_mood mood;
  uint8_t vision;
  uint8_t range_max;
  uint16_t respawn_s;
  npc_body body;
  uint16_t move_ms = 800;
  uint8_t attack_count = 1;
  uint8_t area = 0;
  npc_target target = npc_target::most_active;
};

constexpr species bestiary[]{
  {1, "Mud Rat", 1, npc_race::beast, npc_mood::passive, 4, 1, 10, npc_body::small},
  {2, "Burrow Hare", 2, npc_race::beast, npc_mood::passive, 4, 1, 15, npc_body::small, 500},
  {3, "Thorn Boar", 3, npc_race::beast, npc_mood::aggressive, 6, 1, 20, npc_body::middle},
  {4, "Bog Imp", 5, npc_race::demon, npc_mood::aggressive, 6, 1, 20, npc_body::small},
  {5, "Reed Slinger", 6, npc_race::half, npc_mood::aggressive, 8, 6, 25, npc_body::middle},
  {6, "Moss Golem", 8, npc_race::mutant, npc_mood::passive, 4, 1, 30, npc_body::big, 1200},
  {7, "Barrow Wisp", 10, npc_race::spirit, npc_mood::aggressive, 7, 4, 30, npc_body::small, 800, 1, 2},
  {8, "Bone Guard", 12, npc_race::human, npc_mood::aggressive, 6, 2, 40, npc_body::middle, 800, 2},
  {9, "Deep Howler", 15, npc_race::beast, npc_mood::aggressive, 9, 1, 45, npc_body::big, 800, 1, 0,
   npc_target::weakest},
  {10, "Barrow King", 20, npc_race::half, npc_mood::aggressive, 12, 3, 1800, npc_body::huge, 800, 3},
};

constexpr habitat homes[]{
  {1, 1, 2, 60},  {2, 2, 3, 50},        {3, 3, 4, 50},         {4, 4, 6, 40},         {5, 6, 7, 30},
  {6, 7, 10, 25}, {7, 8, 12, 30, true}, {8, 11, 15, 30, true}, {9, 14, 19, 25, true}, {10, 20, 20, 1, true, true},
};

// Close to the published curve: level 3 has 198 life, 16 defense, 21 to 25 damage and gives 120 experience.
uint32_t life(uint32_t level) { return 110 + 29 * level + 15 * level * level / 100; }
uint32_t defense(uint32_t level) { return 5 * level + level / 3; }
uint32_t damage(uint32_t level) { return 11 + 3 * level + 6 * level / 10; }

uint32_t growth(uint32_t level, uint32_t experience, npc_body body) {
  auto word = npc_growth_bits::level.put(0, level);
  word = npc_growth_bits::experience.put(word, experience);
  return npc_growth_bits::body.put(word, static_cast<uint32_t>(body));
}

npc make_monster(const species& x) {
  uint32_t level = x.level;
  npc y;
  y.name = x.name;
  y.id = x.id;
  y.respawn_s = x.respawn_s;
  y.behaviour = npc_behaviour_bits::race.put(0, static_cast<uint32_t>(x.race));
  y.behaviour = npc_behaviour_bits::mood.put(y.behaviour, static_cast<uint32_t>(x.mood));
  y.behaviour = npc_behaviour_bits::vision.put(y.behaviour, x.vision);
  y.behaviour = npc_behaviour_bits::target.put(y.behaviour, static_cast<uint32_t>(x.target));
  y.behaviour = npc_behaviour_bits::attack_count.put(y.behaviour, x.attack_count);
  y.behaviour =
    npc_behaviour_bits::defense.put(y.behaviour, x.id == moss_golem ? defense(level) * 3 / 2 : defense(level));
  for (size_t i = 0; i < x.attack_count; ++i) {
    auto& attack = y.attacks[i];
    attack.reach = npc_reach_bits::min.put(0, 1);
    attack.reach = npc_reach_bits::max.put(attack.reach, x.range_max);
    attack.reach = npc_reach_bits::area.put(attack.reach, x.area);
    // Each further attack spreads one wider at both ends.
    attack.base = static_cast<uint16_t>(damage(level) - i);
    attack.opt = static_cast<uint16_t>(3 + level / 3 + 2 * i);
  }
  y.attack_low_ms = 2800;
  y.attack_high_ms = 3200;
  y.move_ms = x.move_ms;
  y.growth = growth(level, 40 * level, x.body);
  y.hp_max = x.id == barrow_king ? life(level) * 20 : life(level);
  if (x.id == barrow_wisp)
    for (auto element : {npc_element::light_attack, npc_element::light_defense})
      y.elements[static_cast<size_t>(element)] = 10;
  y.mercenary_experience = static_cast<uint16_t>(25 + 5 * level);
  return y;
}

struct town_person {
  uint16_t id;
  std::string_view name;
  loaders::npc_role role;
};

constexpr town_person town[]{
  {1001, "Armory", loaders::npc_role::armory},
  {1002, "Healer", loaders::npc_role::healer},
  {1003, "Identifier", loaders::npc_role::identifier},
  {1004, "Teleporter", loaders::npc_role::teleporter},
  {1005, "General Store", loaders::npc_role::general_store},
  {1006, "Storage", loaders::npc_role::storage},
  {1007, "Crafter", loaders::npc_role::crafter},
  {1008, "Quest Giver", loaders::npc_role::quest_giver},
};

npc make_town_person(uint16_t id, std::string_view name) {
  npc y;
  y.name = name;
  y.id = id;
  y.behaviour = npc_behaviour_bits::mood.put(0, static_cast<uint32_t>(npc_mood::passive));
  y.move_ms = 800;
  y.growth = growth(1, 0, npc_body::middle);
  y.hp_max = life(1);
  return y;
}

loaders::class_data make_class(uint16_t strength, uint16_t magic, uint16_t dexterity, uint16_t vitality, uint16_t mana,
                               uint16_t hp, uint16_t mp) {
  return {.strength = strength,
          .magic = magic,
          .dexterity = dexterity,
          .vitality = vitality,
          .mana = mana,
          .points_per_level = 6,
          .attack = 50,
          .defense = 50,
          .magic_attack = 50,
          .hp = hp,
          .mp = mp,
          .hit_probability = 80,
          .damage_ratio = 100,
          .finish_ratio = 10};
}

} // namespace

std::vector<npc> make_monsters() {
  std::vector<npc> result;
  for (const auto& x : bestiary)
    result.push_back(make_monster(x));
  return result;
}

std::vector<npc> make_town_people() {
  std::vector<npc> result;
  for (const auto& x : town)
    result.push_back(make_town_person(x.id, x.name));
  return result;
}

loaders::npc_roles make_roles() {
  loaders::npc_roles result;
  for (const auto& x : town)
    result.emplace(x.id, x.role);
  return result;
}

std::vector<loaders::class_data> make_classes() {
  return {make_class(30, 0, 16, 30, 20, 250, 100), make_class(30, 0, 20, 25, 20, 200, 150),
          make_class(20, 26, 12, 20, 40, 150, 200), make_class(30, 0, 16, 25, 25, 300, 150)};
}

std::span<const habitat> habitats() { return homes; }

} // namespace tools
