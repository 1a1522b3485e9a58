// The skills of a class, skill/<class>: 63 slots of 157 bytes (format notes, section 11).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t skill_slot_count = 63;
inline constexpr size_t skill_level_count = 3;

struct skill_level {
  uint16_t hp_consume = 0;
  uint16_t mp_consume = 0;
  uint16_t delay = 0;
  uint8_t range = 0; // cells
  uint8_t scope = 0; // cells
  uint8_t lasting_time = 0;
  uint16_t add_damage = 0;
  uint16_t add_ice = 0;
  uint16_t add_fire = 0;
  uint16_t add_light = 0;
  uint16_t effect_rate = 0;
  uint16_t recovery_rate = 0; // its low byte is also read as hit rate
  uint16_t attack_rate = 0;
  uint16_t magic_rate = 0;
  uint16_t defense_rate = 0;
  uint16_t ice_attack = 0;
  uint16_t fire_attack = 0;
  uint16_t light_attack = 0;
  uint16_t ice_defense = 0;
  uint16_t fire_defense = 0;
  uint16_t light_defense = 0;
  uint16_t max_hp_rate = 0;
  uint16_t max_mp_rate = 0;
  opaque<5> tail{};

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("hp_consume", &skill_level::hp_consume), msg::wire::field("mp_consume", &skill_level::mp_consume),
    msg::wire::field("delay", &skill_level::delay), msg::wire::field("range", &skill_level::range),
    msg::wire::field("scope", &skill_level::scope), msg::wire::field("lasting_time", &skill_level::lasting_time),
    msg::wire::field("add_damage", &skill_level::add_damage), msg::wire::field("add_ice", &skill_level::add_ice),
    msg::wire::field("add_fire", &skill_level::add_fire), msg::wire::field("add_light", &skill_level::add_light),
    msg::wire::field("effect_rate", &skill_level::effect_rate),
    msg::wire::field("recovery_rate", &skill_level::recovery_rate),
    msg::wire::field("attack_rate", &skill_level::attack_rate),
    msg::wire::field("magic_rate", &skill_level::magic_rate),
    msg::wire::field("defense_rate", &skill_level::defense_rate),
    msg::wire::field("ice_attack", &skill_level::ice_attack),
    msg::wire::field("fire_attack", &skill_level::fire_attack),
    msg::wire::field("light_attack", &skill_level::light_attack),
    msg::wire::field("ice_defense", &skill_level::ice_defense),
    msg::wire::field("fire_defense", &skill_level::fire_defense),
    msg::wire::field("light_defense", &skill_level::light_defense),
    msg::wire::field("max_hp_rate", &skill_level::max_hp_rate),
    msg::wire::field("max_mp_rate", &skill_level::max_mp_rate), msg::wire::field("tail_hex", &skill_level::tail));
  friend bool operator==(const skill_level&, const skill_level&) = default;
};
static_assert(msg::wire::size_of<skill_level>() == 48);

struct skill {
  uint8_t code = 0;
  uint8_t type = 0;
  uint8_t sub_type = 0;
  uint8_t target_type = 0;
  uint8_t need_item = 0;
  uint8_t reaction = 0;
  uint8_t abnormalcy = 0;
  std::array<uint8_t, 6> monster_rate{}; // by npc_race
  std::array<skill_level, skill_level_count> levels;

  static constexpr auto fields = msg::wire::fields(
    msg::wire::field("code", &skill::code), msg::wire::field("type", &skill::type),
    msg::wire::field("sub_type", &skill::sub_type), msg::wire::field("target_type", &skill::target_type),
    msg::wire::field("need_item", &skill::need_item), msg::wire::field("reaction", &skill::reaction),
    msg::wire::field("abnormalcy", &skill::abnormalcy), msg::wire::field("monster_rate", &skill::monster_rate),
    msg::wire::field("levels", &skill::levels));
  friend bool operator==(const skill&, const skill&) = default;
};
static_assert(msg::wire::size_of<skill>() == 157);

/// Always `skill_slot_count` skills: slot 1 comes first, unused slots are all zero.
result<std::vector<skill>> load_skills(std::string_view file, byte_view in, load_options options);

// What is written is save_records(...).

} // namespace loaders
