// Skills: learning, casting, and what others see of it.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// One creature hit by a skill.
struct skill_damage {
  static constexpr wire::group_info about{"skill_damage", "One creature hit by a skill."};

  uint32_t target_id = 0;
  uint16_t damage = 0;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("target_id", &skill_damage::target_id), wire::field("damage", &skill_damage::damage),
                 wire::field("cell", &skill_damage::cell));
  friend bool operator==(const skill_damage&, const skill_damage&) = default;
};
static_assert(wire::size_of<skill_damage>() == 10);

/// Change of the derived values by an effect.
struct skill_stat_change {
  static constexpr wire::group_info about{"skill_stat_change", "Change of the derived values by an effect."};

  uint16_t attack = 0;
  uint16_t magic_attack = 0;
  uint16_t defense = 0;
  uint16_t fire_attack = 0;
  uint16_t fire_defense = 0;
  uint16_t ice_attack = 0;
  uint16_t ice_defense = 0;
  uint16_t light_attack = 0;
  uint16_t light_defense = 0;
  uint16_t maximum_health = 0;
  uint16_t maximum_mana = 0;
  std::array<std::byte, 6> unknown{};

  static constexpr auto fields = wire::fields(
    wire::field("attack", &skill_stat_change::attack), wire::field("magic_attack", &skill_stat_change::magic_attack),
    wire::field("defense", &skill_stat_change::defense), wire::field("fire_attack", &skill_stat_change::fire_attack),
    wire::field("fire_defense", &skill_stat_change::fire_defense),
    wire::field("ice_attack", &skill_stat_change::ice_attack),
    wire::field("ice_defense", &skill_stat_change::ice_defense),
    wire::field("light_attack", &skill_stat_change::light_attack),
    wire::field("light_defense", &skill_stat_change::light_defense),
    wire::field("maximum_health", &skill_stat_change::maximum_health),
    wire::field("maximum_mana", &skill_stat_change::maximum_mana),
    wire::field("unknown", &skill_stat_change::unknown, "three more u16 by all appearance"));
  friend bool operator==(const skill_stat_change&, const skill_stat_change&) = default;
};
static_assert(wire::size_of<skill_stat_change>() == 28);

struct s2c_skill_delay_info {
  static constexpr auto info = wire::game_packet("s2c_skill_delay_info", wire::channel::zone, wire::direction::s2c,
                                                 0x1450, "Remaining cool-down of 32 skills.", wire::confidence::medium);

  std::array<uint8_t, 32> delays{};

  static constexpr auto fields = wire::fields(wire::field("delays", &s2c_skill_delay_info::delays));
  friend bool operator==(const s2c_skill_delay_info&, const s2c_skill_delay_info&) = default;
};
static_assert(wire::size_of<s2c_skill_delay_info>() == 44 - 12);

struct c2s_learn_skill {
  static constexpr auto info = wire::game_packet("c2s_learn_skill", wire::channel::zone, wire::direction::c2s, 0x1451,
                                                 "Learn a skill from a scroll.", wire::confidence::medium);

  item_id scroll_id;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("scroll_id", &c2s_learn_skill::scroll_id),
                                              wire::field("inventory_index", &c2s_learn_skill::inventory_index));
  friend bool operator==(const c2s_learn_skill&, const c2s_learn_skill&) = default;
};
static_assert(wire::size_of<c2s_learn_skill>() == 21 - 12);

struct s2c_learn_skill {
  static constexpr auto info = wire::game_packet("s2c_learn_skill", wire::channel::zone, wire::direction::s2c, 0x1452,
                                                 "Skill learned and its level; scroll used.", wire::confidence::medium);

  uint8_t inventory_index = 0;
  item_id scroll_id;
  uint8_t skill_code = 0;
  uint8_t skill_level = 0;

  static constexpr auto fields = wire::fields(wire::field("inventory_index", &s2c_learn_skill::inventory_index),
                                              wire::field("scroll_id", &s2c_learn_skill::scroll_id),
                                              wire::field("skill_code", &s2c_learn_skill::skill_code),
                                              wire::field("skill_level", &s2c_learn_skill::skill_level));
  friend bool operator==(const s2c_learn_skill&, const s2c_learn_skill&) = default;
};
static_assert(wire::size_of<s2c_learn_skill>() == 23 - 12);

struct c2s_ask_skill {
  static constexpr auto info =
    wire::game_packet("c2s_ask_skill", wire::channel::zone, wire::direction::c2s, 0x1453, "Use a skill on a target.",
                      wire::confidence::high, "Older builds: 18 in the PDB; 562 puts four bytes in front.");

  uint32_t action_key = 0;
  uint8_t skill_index = 0;
  uint8_t target_type = 0;
  uint32_t target_id = 0;

  static constexpr auto fields = wire::fields(
    wire::field("action_key", &c2s_ask_skill::action_key,
                "four bytes in front that the PDB does not have; by all appearance the value of the last "
                "s2c_update_dynamic_key; a server may ignore it"),
    wire::field("skill_index", &c2s_ask_skill::skill_index), wire::field("target_type", &c2s_ask_skill::target_type),
    wire::field("target_id", &c2s_ask_skill::target_id, "entity id, or the cell for ground skills (inferred)"));
  friend bool operator==(const c2s_ask_skill&, const c2s_ask_skill&) = default;
};
static_assert(wire::size_of<c2s_ask_skill>() == 22 - 12);

struct s2c_err_skill {
  static constexpr auto info = wire::game_packet("s2c_err_skill", wire::channel::zone, wire::direction::s2c, 0x1454,
                                                 "Skill refused, with a reason.", wire::confidence::high);

  uint8_t skill_index = 0;
  uint8_t error_code = 0;

  static constexpr auto fields = wire::fields(wire::field("skill_index", &s2c_err_skill::skill_index),
                                              wire::field("error_code", &s2c_err_skill::error_code));
  friend bool operator==(const s2c_err_skill&, const s2c_err_skill&) = default;
};
static_assert(wire::size_of<s2c_err_skill>() == 14 - 12);

struct s2c_done_skill {
  static constexpr auto info =
    wire::game_packet("s2c_done_skill", wire::channel::zone, wire::direction::s2c, 0x1455,
                      "Own skill took effect: own state and the list of hit targets.", wire::confidence::high);

  uint8_t skill_index = 0;
  uint8_t skill_level = 0;
  uint8_t target_type = 0;
  uint32_t current_cell = 0;
  uint32_t base_cell = 0;
  uint16_t health = 0;
  uint16_t mana = 0;
  wire::bounded_list<skill_damage, 25> targets;

  static constexpr auto fields = wire::fields(
    wire::field("skill_index", &s2c_done_skill::skill_index), wire::field("skill_level", &s2c_done_skill::skill_level),
    wire::field("target_type", &s2c_done_skill::target_type),
    wire::field("current_cell", &s2c_done_skill::current_cell), wire::field("base_cell", &s2c_done_skill::base_cell),
    wire::field("health", &s2c_done_skill::health), wire::field("mana", &s2c_done_skill::mana),
    wire::count<uint8_t>("target_count", &s2c_done_skill::targets), wire::tail("tail", &s2c_done_skill::targets));
  friend bool operator==(const s2c_done_skill&, const s2c_done_skill&) = default;
};
static_assert(wire::size_of<s2c_done_skill>() == 28 - 12);

struct s2c_get_skill {
  static constexpr auto info =
    wire::game_packet("s2c_get_skill", wire::channel::zone, wire::direction::s2c, 0x1456,
                      "Somebody's skill hit you: your health, mana, whether you died.", wire::confidence::high);

  uint8_t skill_index = 0;
  uint8_t skill_level = 0;
  uint32_t other_player_id = 0;
  uint32_t base_cell = 0;
  uint16_t health = 0;
  uint16_t mana = 0;
  uint8_t is_dead = 0;
  uint8_t pet_health = 0;

  static constexpr auto fields = wire::fields(
    wire::field("skill_index", &s2c_get_skill::skill_index), wire::field("skill_level", &s2c_get_skill::skill_level),
    wire::field("other_player_id", &s2c_get_skill::other_player_id),
    wire::field("base_cell", &s2c_get_skill::base_cell), wire::field("health", &s2c_get_skill::health),
    wire::field("mana", &s2c_get_skill::mana), wire::field("is_dead", &s2c_get_skill::is_dead),
    wire::field("pet_health", &s2c_get_skill::pet_health));
  friend bool operator==(const s2c_get_skill&, const s2c_get_skill&) = default;
};
static_assert(wire::size_of<s2c_get_skill>() == 28 - 12);

struct s2c_see_skill {
  static constexpr auto info = wire::game_packet("s2c_see_skill", wire::channel::zone, wire::direction::s2c, 0x1457,
                                                 "A skill in view with its targets.", wire::confidence::medium);

  uint8_t skill_index = 0;
  uint8_t skill_level = 0;
  uint32_t casting_player_id = 0;
  uint32_t base_cell = 0;
  uint8_t target_type = 0;
  wire::bounded_list<skill_damage, 25> targets;

  static constexpr auto fields = wire::fields(
    wire::field("skill_index", &s2c_see_skill::skill_index), wire::field("skill_level", &s2c_see_skill::skill_level),
    wire::field("casting_player_id", &s2c_see_skill::casting_player_id),
    wire::field("base_cell", &s2c_see_skill::base_cell), wire::field("target_type", &s2c_see_skill::target_type),
    wire::count<uint8_t>("target_count", &s2c_see_skill::targets), wire::tail("tail", &s2c_see_skill::targets));
  friend bool operator==(const s2c_see_skill&, const s2c_see_skill&) = default;
};
static_assert(wire::size_of<s2c_see_skill>() == 24 - 12);

struct s2c_cast_skill {
  static constexpr auto info =
    wire::game_packet("s2c_cast_skill", wire::channel::zone, wire::direction::s2c, 0x1458,
                      "Own skill cast started: cost taken, own place.", wire::confidence::high);

  uint8_t skill_index = 0;
  uint8_t skill_level = 0;
  uint16_t health = 0;
  uint16_t mana = 0;
  uint32_t current_cell = 0;

  static constexpr auto fields = wire::fields(
    wire::field("skill_index", &s2c_cast_skill::skill_index), wire::field("skill_level", &s2c_cast_skill::skill_level),
    wire::field("health", &s2c_cast_skill::health), wire::field("mana", &s2c_cast_skill::mana),
    wire::field("current_cell", &s2c_cast_skill::current_cell));
  friend bool operator==(const s2c_cast_skill&, const s2c_cast_skill&) = default;
};
static_assert(wire::size_of<s2c_cast_skill>() == 22 - 12);

struct s2c_lasting_skill {
  static constexpr auto info =
    wire::game_packet("s2c_lasting_skill", wire::channel::zone, wire::direction::s2c, 0x1459,
                      "A lasting effect on you was switched on or off, with the stat changes.",
                      wire::confidence::medium, "Older builds: 31 in the PDB; see the struct.")
      .partial();

  uint8_t skill_class = 0;
  uint8_t skill_index = 0;
  uint8_t skill_level = 0;
  uint32_t casting_player_id = 0;
  uint8_t is_on = 0;
  skill_stat_change stat_change;

  static constexpr auto fields = wire::fields(wire::field("skill_class", &s2c_lasting_skill::skill_class),
                                              wire::field("skill_index", &s2c_lasting_skill::skill_index),
                                              wire::field("skill_level", &s2c_lasting_skill::skill_level),
                                              wire::field("casting_player_id", &s2c_lasting_skill::casting_player_id),
                                              wire::field("is_on", &s2c_lasting_skill::is_on),
                                              wire::field("stat_change", &s2c_lasting_skill::stat_change));
  friend bool operator==(const s2c_lasting_skill&, const s2c_lasting_skill&) = default;
};
static_assert(wire::size_of<s2c_lasting_skill>() == 48 - 12);

struct s2c_see_lasting_skill {
  static constexpr auto info =
    wire::game_packet("s2c_see_lasting_skill", wire::channel::zone, wire::direction::s2c, 0x1460,
                      "A lasting effect on somebody else was switched on or off.", wire::confidence::medium);

  uint8_t skill_class = 0;
  uint8_t skill_index = 0;
  uint8_t skill_level = 0;
  uint8_t target_type = 0;
  uint32_t casting_player_id = 0;
  uint32_t target_id = 0;
  int32_t is_on = 0;

  static constexpr auto fields = wire::fields(
    wire::field("skill_class", &s2c_see_lasting_skill::skill_class),
    wire::field("skill_index", &s2c_see_lasting_skill::skill_index),
    wire::field("skill_level", &s2c_see_lasting_skill::skill_level),
    wire::field("target_type", &s2c_see_lasting_skill::target_type),
    wire::field("casting_player_id", &s2c_see_lasting_skill::casting_player_id),
    wire::field("target_id", &s2c_see_lasting_skill::target_id), wire::field("is_on", &s2c_see_lasting_skill::is_on));
  friend bool operator==(const s2c_see_lasting_skill&, const s2c_see_lasting_skill&) = default;
};
static_assert(wire::size_of<s2c_see_lasting_skill>() == 28 - 12);

struct c2s_skill_slot_info {
  static constexpr auto info =
    wire::game_packet("c2s_skill_slot_info", wire::channel::zone, wire::direction::c2s, 0x1461,
                      "Save the quick-slot assignment (13 bytes).", wire::confidence::high);

  std::array<std::byte, 13> slots{};

  static constexpr auto fields =
    wire::fields(wire::field("slots", &c2s_skill_slot_info::slots,
                             "opaque to the server: store and send back; 12 slots and one page number is likely"));
  friend bool operator==(const c2s_skill_slot_info&, const c2s_skill_slot_info&) = default;
};
static_assert(wire::size_of<c2s_skill_slot_info>() == 25 - 12);

/// In the order of the protocol table.
using skill_packets = wire::type_list<s2c_skill_delay_info, c2s_learn_skill, s2c_learn_skill, c2s_ask_skill,
                                      s2c_err_skill, s2c_done_skill, s2c_get_skill, s2c_see_skill, s2c_cast_skill,
                                      s2c_lasting_skill, s2c_see_lasting_skill, c2s_skill_slot_info>;

} // namespace msg::client
