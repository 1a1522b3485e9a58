// Monsters and town people: coming into view, moving, attacking, and what one asks of them.

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// One creature hit by a monster's area attack.
struct npc_skill_damage {
  static constexpr wire::group_info about{"npc_skill_damage", "One creature hit by a monster's area attack."};

  uint32_t target_id = 0;
  uint32_t cell = 0;
  uint8_t is_dead = 0;

  static constexpr auto fields =
    wire::fields(wire::field("target_id", &npc_skill_damage::target_id), wire::field("cell", &npc_skill_damage::cell),
                 wire::field("is_dead", &npc_skill_damage::is_dead));
  friend bool operator==(const npc_skill_damage&, const npc_skill_damage&) = default;
};
static_assert(wire::size_of<npc_skill_damage>() == 9);

struct s2c_npc_move {
  static constexpr auto info =
    wire::game_packet("s2c_npc_move", wire::channel::zone, wire::direction::s2c, 0x1301,
                      "A monster walks: start cell and up to eight path cells.", wire::confidence::high,
                      "path_cells: up to eight cells, each next to the one before; unused places hold 0xFFFFFFFF (from "
                      "the only sample, (102,146) to (103,147) to (104,148)).");

  uint32_t npc_id = 0;
  uint32_t start_cell = 0;
  std::array<uint32_t, 8> path_cells{};

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &s2c_npc_move::npc_id), wire::field("start_cell", &s2c_npc_move::start_cell),
                 wire::field("path_cells", &s2c_npc_move::path_cells));
  friend bool operator==(const s2c_npc_move&, const s2c_npc_move&) = default;
};
static_assert(wire::size_of<s2c_npc_move>() == 52 - 12);

struct s2c_npc_state {
  static constexpr auto info =
    wire::game_packet("s2c_npc_state", wire::channel::zone, wire::direction::s2c, 0x1302,
                      "A monster's state changed (see enum npc_state).", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint8_t npc_state = 0;
  uint16_t reserved = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &s2c_npc_state::npc_id),
                                              wire::field("npc_state", &s2c_npc_state::npc_state).named(npc_states),
                                              wire::field("reserved", &s2c_npc_state::reserved));
  friend bool operator==(const s2c_npc_state&, const s2c_npc_state&) = default;
};
static_assert(wire::size_of<s2c_npc_state>() == 19 - 12);

struct s2c_npc_attack {
  static constexpr auto info = wire::game_packet(
    "s2c_npc_attack", wire::channel::zone, wire::direction::s2c, 0x1303,
    "A monster attacked you: positions, your remaining health, whether you died.", wire::confidence::high,
    "A younger source reads health u16 and mana u16 where the PDB has one u32 health.");

  uint32_t npc_id = 0;
  uint32_t npc_cell = 0;
  uint32_t target_player_id = 0;
  uint32_t target_player_cell = 0;
  uint32_t player_health = 0;
  uint16_t attack_type = 0;
  int32_t is_player_dead = 0;
  uint8_t pet_health = 0;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &s2c_npc_attack::npc_id), wire::field("npc_cell", &s2c_npc_attack::npc_cell),
                 wire::field("target_player_id", &s2c_npc_attack::target_player_id),
                 wire::field("target_player_cell", &s2c_npc_attack::target_player_cell),
                 wire::field("player_health", &s2c_npc_attack::player_health),
                 wire::field("attack_type", &s2c_npc_attack::attack_type),
                 wire::field("is_player_dead", &s2c_npc_attack::is_player_dead),
                 wire::field("pet_health", &s2c_npc_attack::pet_health));
  friend bool operator==(const s2c_npc_attack&, const s2c_npc_attack&) = default;
};
static_assert(wire::size_of<s2c_npc_attack>() == 39 - 12);

struct s2c_see_npc_attack {
  static constexpr auto info =
    wire::game_packet("s2c_see_npc_attack", wire::channel::zone, wire::direction::s2c, 0x1304,
                      "A monster attacked somebody in view.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint32_t npc_cell = 0;
  uint32_t player_id = 0;
  uint32_t player_cell = 0;
  uint16_t attack_type = 0;
  int32_t is_player_dead = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &s2c_see_npc_attack::npc_id),
                                              wire::field("npc_cell", &s2c_see_npc_attack::npc_cell),
                                              wire::field("player_id", &s2c_see_npc_attack::player_id),
                                              wire::field("player_cell", &s2c_see_npc_attack::player_cell),
                                              wire::field("attack_type", &s2c_see_npc_attack::attack_type),
                                              wire::field("is_player_dead", &s2c_see_npc_attack::is_player_dead));
  friend bool operator==(const s2c_see_npc_attack&, const s2c_see_npc_attack&) = default;
};
static_assert(wire::size_of<s2c_see_npc_attack>() == 34 - 12);

struct s2c_see_npc_skillattack {
  static constexpr auto info =
    wire::game_packet("s2c_see_npc_skillattack", wire::channel::zone, wire::direction::s2c, 0x1306,
                      "A monster used an area attack; list of victims.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint32_t npc_cell = 0;
  uint32_t base_cell = 0;
  uint8_t attack_type = 0;
  wire::bounded_list<npc_skill_damage, 25> targets;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &s2c_see_npc_skillattack::npc_id),
                                              wire::field("npc_cell", &s2c_see_npc_skillattack::npc_cell),
                                              wire::field("base_cell", &s2c_see_npc_skillattack::base_cell),
                                              wire::field("attack_type", &s2c_see_npc_skillattack::attack_type),
                                              wire::count<uint8_t>("target_count", &s2c_see_npc_skillattack::targets),
                                              wire::tail("tail", &s2c_see_npc_skillattack::targets));
  friend bool operator==(const s2c_see_npc_skillattack&, const s2c_see_npc_skillattack&) = default;
};
static_assert(wire::size_of<s2c_see_npc_skillattack>() == 26 - 12);

struct c2s_object_npc {
  static constexpr auto info = wire::game_packet("c2s_object_npc", wire::channel::zone, wire::direction::c2s, 0x1307,
                                                 "Use an object-like NPC (door, lever).", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_object_npc::npc_id));
  friend bool operator==(const c2s_object_npc&, const c2s_object_npc&) = default;
};
static_assert(wire::size_of<c2s_object_npc>() == 16 - 12);

struct c2s_ask_npc_favor {
  static constexpr auto info = wire::game_packet(
    "c2s_ask_npc_favor", wire::channel::zone, wire::direction::c2s, 0x1308,
    "Ask how much an NPC type likes the player (sent when an NPC is opened).", wire::confidence::high);

  uint16_t npc_type = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_type", &c2s_ask_npc_favor::npc_type));
  friend bool operator==(const c2s_ask_npc_favor&, const c2s_ask_npc_favor&) = default;
};
static_assert(wire::size_of<c2s_ask_npc_favor>() == 14 - 12);

struct s2c_ans_npc_favor {
  static constexpr auto info =
    wire::game_packet("s2c_ans_npc_favor", wire::channel::zone, wire::direction::s2c, 0x1308,
                      "Favour value of that NPC type; opens the NPC.", wire::confidence::high);

  uint16_t npc_type = 0;
  uint16_t favor = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_type", &s2c_ans_npc_favor::npc_type),
                                              wire::field("favor", &s2c_ans_npc_favor::favor, "zero in the emulators"));
  friend bool operator==(const s2c_ans_npc_favor&, const s2c_ans_npc_favor&) = default;
};
static_assert(wire::size_of<s2c_ans_npc_favor>() == 16 - 12);

/// In the order of the protocol table.
using npc_packets = wire::type_list<s2c_npc_move, s2c_npc_state, s2c_npc_attack, s2c_see_npc_attack,
                                    s2c_see_npc_skillattack, c2s_object_npc, c2s_ask_npc_favor, s2c_ans_npc_favor>;

} // namespace msg::client
