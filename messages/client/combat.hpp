// Fighting with a weapon.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_ask_attack {
  static constexpr auto info = wire::game_packet("c2s_ask_attack", wire::channel::zone, wire::direction::c2s, 0x1400,
                                                 "Hit a target with the weapon.", wire::confidence::high,
                                                 "Older builds: 18 in the PDB; 562 puts four bytes in front.");

  uint32_t action_key = 0;
  uint8_t target_type = 0;
  uint32_t target_id = 0;
  uint8_t attack_type = 0;

  static constexpr auto fields = wire::fields(
    wire::field("action_key", &c2s_ask_attack::action_key,
                "four bytes in front that the PDB does not have; by all appearance the value of the last "
                "s2c_update_dynamic_key; a server may ignore it"),
    wire::field("target_type", &c2s_ask_attack::target_type), wire::field("target_id", &c2s_ask_attack::target_id),
    wire::field("attack_type", &c2s_ask_attack::attack_type));
  friend bool operator==(const c2s_ask_attack&, const c2s_ask_attack&) = default;
};
static_assert(wire::size_of<c2s_ask_attack>() == 22 - 12);

struct s2c_ans_attack {
  static constexpr auto info =
    wire::game_packet("s2c_ans_attack", wire::channel::zone, wire::direction::s2c, 0x1400,
                      "Result of the own hit: damage, combo step, own health and mana.", wire::confidence::high,
                      "A younger source puts the damage at 26 and an unknown u16 at 28; PDB order is combo_step u8, "
                      "damage u16, is_finished u8.");

  uint8_t result = 0;
  uint32_t player_cell = 0;
  uint8_t target_type = 0;
  uint32_t target_id = 0;
  uint32_t target_cell = 0;
  uint8_t combo_step = 0;
  uint16_t damage = 0;
  uint8_t is_finished = 0;
  uint16_t health = 0;
  uint16_t mana = 0;

  static constexpr auto fields = wire::fields(
    wire::field("result", &s2c_ans_attack::result), wire::field("player_cell", &s2c_ans_attack::player_cell),
    wire::field("target_type", &s2c_ans_attack::target_type), wire::field("target_id", &s2c_ans_attack::target_id),
    wire::field("target_cell", &s2c_ans_attack::target_cell), wire::field("combo_step", &s2c_ans_attack::combo_step),
    wire::field("damage", &s2c_ans_attack::damage), wire::field("is_finished", &s2c_ans_attack::is_finished),
    wire::field("health", &s2c_ans_attack::health), wire::field("mana", &s2c_ans_attack::mana));
  friend bool operator==(const s2c_ans_attack&, const s2c_ans_attack&) = default;
};
static_assert(wire::size_of<s2c_ans_attack>() == 34 - 12);

struct s2c_see_attack {
  static constexpr auto info = wire::game_packet("s2c_see_attack", wire::channel::zone, wire::direction::s2c, 0x1401,
                                                 "Somebody in view hits a target.", wire::confidence::medium);

  uint32_t attacking_player_id = 0;
  uint32_t attacking_player_cell = 0;
  uint8_t target_type = 0;
  uint32_t target_id = 0;
  uint32_t target_cell = 0;
  uint8_t combo_step = 0;
  uint8_t target_status = 0;
  uint8_t is_finished = 0;

  static constexpr auto fields = wire::fields(
    wire::field("attacking_player_id", &s2c_see_attack::attacking_player_id),
    wire::field("attacking_player_cell", &s2c_see_attack::attacking_player_cell),
    wire::field("target_type", &s2c_see_attack::target_type), wire::field("target_id", &s2c_see_attack::target_id),
    wire::field("target_cell", &s2c_see_attack::target_cell), wire::field("combo_step", &s2c_see_attack::combo_step),
    wire::field("target_status", &s2c_see_attack::target_status),
    wire::field("is_finished", &s2c_see_attack::is_finished));
  friend bool operator==(const s2c_see_attack&, const s2c_see_attack&) = default;
};
static_assert(wire::size_of<s2c_see_attack>() == 32 - 12);

struct s2c_pc_attack {
  static constexpr auto info = wire::game_packet("s2c_pc_attack", wire::channel::zone, wire::direction::s2c, 0x1402,
                                                 "Another player hit you.", wire::confidence::medium);

  uint32_t attacking_player_id = 0;
  uint32_t attacking_player_cell = 0;
  uint16_t player_health = 0;
  uint16_t player_mana = 0;
  uint8_t combo_step = 0;
  uint8_t is_dead = 0;
  uint8_t pet_health = 0;

  static constexpr auto fields = wire::fields(
    wire::field("attacking_player_id", &s2c_pc_attack::attacking_player_id),
    wire::field("attacking_player_cell", &s2c_pc_attack::attacking_player_cell),
    wire::field("player_health", &s2c_pc_attack::player_health),
    wire::field("player_mana", &s2c_pc_attack::player_mana), wire::field("combo_step", &s2c_pc_attack::combo_step),
    wire::field("is_dead", &s2c_pc_attack::is_dead), wire::field("pet_health", &s2c_pc_attack::pet_health));
  friend bool operator==(const s2c_pc_attack&, const s2c_pc_attack&) = default;
};
static_assert(wire::size_of<s2c_pc_attack>() == 27 - 12);

/// In the order of the protocol table.
using combat_packets = wire::type_list<c2s_ask_attack, s2c_ans_attack, s2c_see_attack, s2c_pc_attack>;

} // namespace msg::client
