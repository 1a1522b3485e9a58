// Levels, points, healing, money and everything else that changes the own values.

#pragma once

#include "messages/client/item.hpp"
#include "messages/client/world.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Changing values of one pet.
struct pet_stat {
  static constexpr wire::group_info about{"pet_stat", "Changing values of one pet."};

  pet_id id;
  uint8_t level = 0;
  std::array<std::byte, 1> padding1{};
  uint16_t experience = 0;
  uint16_t food = 0;
  std::array<std::byte, 2> padding2{};

  static constexpr auto fields =
    wire::fields(wire::field("id", &pet_stat::id), wire::field("level", &pet_stat::level),
                 wire::field("padding1", &pet_stat::padding1, "alignment padding, send zero"),
                 wire::field("experience", &pet_stat::experience), wire::field("food", &pet_stat::food),
                 wire::field("padding2", &pet_stat::padding2, "alignment padding, send zero"));
  friend bool operator==(const pet_stat&, const pet_stat&) = default;
};
static_assert(wire::size_of<pet_stat>() == 16);

struct s2c_stat_autoupdate {
  static constexpr auto info =
    wire::game_packet("s2c_stat_autoupdate", wire::channel::zone, wire::direction::s2c, 0x1109,
                      "Periodic refresh of the remaining penalty time and of the pets' level, experience and food.",
                      wire::confidence::medium);

  uint16_t penalty_time = 0;
  pet_stat active_pet;
  std::array<pet_stat, 5> pets{};

  static constexpr auto fields = wire::fields(wire::field("penalty_time", &s2c_stat_autoupdate::penalty_time),
                                              wire::field("active_pet", &s2c_stat_autoupdate::active_pet),
                                              wire::field("pets", &s2c_stat_autoupdate::pets));
  friend bool operator==(const s2c_stat_autoupdate&, const s2c_stat_autoupdate&) = default;
};
static_assert(wire::size_of<s2c_stat_autoupdate>() == 110 - 12);

struct s2c_pc_levelup {
  static constexpr auto info = wire::game_packet("s2c_pc_levelup", wire::channel::zone, wire::direction::s2c, 0x1600,
                                                 "Own level changed; full stat block.", wire::confidence::medium,
                                                 "One source holds only the level; the PDB adds the stat block. Older "
                                                 "builds: rule: stat: character_stat, 46 -> 52 each.");

  uint16_t level = 0;
  character_stat stat;

  static constexpr auto fields =
    wire::fields(wire::field("level", &s2c_pc_levelup::level), wire::field("stat", &s2c_pc_levelup::stat));
  friend bool operator==(const s2c_pc_levelup&, const s2c_pc_levelup&) = default;
};
static_assert(wire::size_of<s2c_pc_levelup>() == 66 - 12);

struct s2c_see_levelup {
  static constexpr auto info = wire::game_packet("s2c_see_levelup", wire::channel::zone, wire::direction::s2c, 0x1601,
                                                 "Somebody in view gained a level.", wire::confidence::medium);

  uint32_t player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("player_id", &s2c_see_levelup::player_id));
  friend bool operator==(const s2c_see_levelup&, const s2c_see_levelup&) = default;
};
static_assert(wire::size_of<s2c_see_levelup>() == 16 - 12);

struct c2s_allot_point {
  static constexpr auto info = wire::game_packet("c2s_allot_point", wire::channel::zone, wire::direction::c2s, 0x1602,
                                                 "Spend stat points.", wire::confidence::high);

  uint8_t strength_points = 0;
  uint8_t magic_points = 0;
  uint8_t dexterity_points = 0;
  uint8_t vitality_points = 0;
  uint8_t mana_points = 0;

  static constexpr auto fields = wire::fields(wire::field("strength_points", &c2s_allot_point::strength_points),
                                              wire::field("magic_points", &c2s_allot_point::magic_points),
                                              wire::field("dexterity_points", &c2s_allot_point::dexterity_points),
                                              wire::field("vitality_points", &c2s_allot_point::vitality_points),
                                              wire::field("mana_points", &c2s_allot_point::mana_points));
  friend bool operator==(const c2s_allot_point&, const c2s_allot_point&) = default;
};
static_assert(wire::size_of<c2s_allot_point>() == 17 - 12);

struct s2c_allot_point {
  static constexpr auto info = wire::game_packet("s2c_allot_point", wire::channel::zone, wire::direction::s2c, 0x1603,
                                                 "New stat block after spending points.", wire::confidence::high,
                                                 "Older builds: rule: stat: character_stat, 46 -> 52 each.");

  character_stat stat;

  static constexpr auto fields = wire::fields(wire::field("stat", &s2c_allot_point::stat));
  friend bool operator==(const s2c_allot_point&, const s2c_allot_point&) = default;
};
static_assert(wire::size_of<s2c_allot_point>() == 64 - 12);

struct s2c_update_pkcount {
  static constexpr auto info =
    wire::game_packet("s2c_update_pkcount", wire::channel::zone, wire::direction::s2c, 0x1604,
                      "Own player-kill counter and penalty time.", wire::confidence::medium);

  uint16_t penalty_time = 0;
  uint8_t pk_count = 0;

  static constexpr auto fields = wire::fields(wire::field("penalty_time", &s2c_update_pkcount::penalty_time),
                                              wire::field("pk_count", &s2c_update_pkcount::pk_count));
  friend bool operator==(const s2c_update_pkcount&, const s2c_update_pkcount&) = default;
};
static_assert(wire::size_of<s2c_update_pkcount>() == 15 - 12);

struct s2c_update_pcexp {
  static constexpr auto info = wire::game_packet("s2c_update_pcexp", wire::channel::zone, wire::direction::s2c, 0x1605,
                                                 "New total experience (and pet experience).", wire::confidence::high);

  uint32_t experience = 0;
  uint16_t pet_experience = 0;

  static constexpr auto fields = wire::fields(wire::field("experience", &s2c_update_pcexp::experience),
                                              wire::field("pet_experience", &s2c_update_pcexp::pet_experience));
  friend bool operator==(const s2c_update_pcexp&, const s2c_update_pcexp&) = default;
};
static_assert(wire::size_of<s2c_update_pcexp>() == 18 - 12);

struct c2s_ask_heal {
  static constexpr auto info = wire::game_packet("c2s_ask_heal", wire::channel::zone, wire::direction::c2s, 0x1606,
                                                 "Ask a healer NPC for healing.", wire::confidence::high);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_heal::npc_id));
  friend bool operator==(const c2s_ask_heal&, const c2s_ask_heal&) = default;
};
static_assert(wire::size_of<c2s_ask_heal>() == 16 - 12);

struct s2c_ans_heal {
  static constexpr auto info = wire::game_packet("s2c_ans_heal", wire::channel::zone, wire::direction::s2c, 0x1607,
                                                 "Health and mana after healing.", wire::confidence::high);

  uint16_t health = 0;
  uint16_t mana = 0;

  static constexpr auto fields =
    wire::fields(wire::field("health", &s2c_ans_heal::health), wire::field("mana", &s2c_ans_heal::mana));
  friend bool operator==(const s2c_ans_heal&, const s2c_ans_heal&) = default;
};
static_assert(wire::size_of<s2c_ans_heal>() == 16 - 12);

struct s2c_update_money {
  static constexpr auto info =
    wire::game_packet("s2c_update_money", wire::channel::zone, wire::direction::s2c, 0x1608,
                      "Signed change of the carried money, with a reason code.", wire::confidence::high,
                      "Signed change, not the new total; captured after a paid teleport: -250, reason_code 0.");

  int32_t money_change = 0;
  uint8_t reason_code = 0;

  static constexpr auto fields = wire::fields(wire::field("money_change", &s2c_update_money::money_change),
                                              wire::field("reason_code", &s2c_update_money::reason_code));
  friend bool operator==(const s2c_update_money&, const s2c_update_money&) = default;
};
static_assert(wire::size_of<s2c_update_money>() == 17 - 12);

struct c2s_retrieve_point {
  static constexpr auto info = wire::game_packet("c2s_retrieve_point", wire::channel::zone, wire::direction::c2s,
                                                 0x1609, "Take stat points back.", wire::confidence::high);

  uint8_t strength_points = 0;
  uint8_t magic_points = 0;
  uint8_t dexterity_points = 0;
  uint8_t vitality_points = 0;
  uint8_t mana_points = 0;

  static constexpr auto fields = wire::fields(wire::field("strength_points", &c2s_retrieve_point::strength_points),
                                              wire::field("magic_points", &c2s_retrieve_point::magic_points),
                                              wire::field("dexterity_points", &c2s_retrieve_point::dexterity_points),
                                              wire::field("vitality_points", &c2s_retrieve_point::vitality_points),
                                              wire::field("mana_points", &c2s_retrieve_point::mana_points));
  friend bool operator==(const c2s_retrieve_point&, const c2s_retrieve_point&) = default;
};
static_assert(wire::size_of<c2s_retrieve_point>() == 17 - 12);

struct s2c_retrieve_point {
  static constexpr auto info =
    wire::game_packet("s2c_retrieve_point", wire::channel::zone, wire::direction::s2c, 0x160A,
                      "Result of taking points back: stat block and remaining lore.", wire::confidence::high,
                      "Older builds: rule: stat: character_stat, 46 -> 52 each.");

  uint8_t result = 0;
  character_stat stat;
  uint32_t lore = 0;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_retrieve_point::result), wire::field("stat", &s2c_retrieve_point::stat),
                 wire::field("lore", &s2c_retrieve_point::lore));
  friend bool operator==(const s2c_retrieve_point&, const s2c_retrieve_point&) = default;
};
static_assert(wire::size_of<s2c_retrieve_point>() == 69 - 12);

struct s2c_update_lore {
  static constexpr auto info = wire::game_packet("s2c_update_lore", wire::channel::zone, wire::direction::s2c, 0x160B,
                                                 "Signed change of the lore points, with a reason code.",
                                                 wire::confidence::medium, "Signed change, not the new total.");

  int32_t lore_change = 0;
  uint8_t reason_code = 0;

  static constexpr auto fields = wire::fields(wire::field("lore_change", &s2c_update_lore::lore_change),
                                              wire::field("reason_code", &s2c_update_lore::reason_code));
  friend bool operator==(const s2c_update_lore&, const s2c_update_lore&) = default;
};
static_assert(wire::size_of<s2c_update_lore>() == 17 - 12);

struct s2c_set_pc2stat {
  static constexpr auto info =
    wire::game_packet("s2c_set_pc2stat", wire::channel::zone, wire::direction::s2c, 0x17FF,
                      "Server sets the derived stats, with a reason code.", wire::confidence::high,
                      "The only capture (after healing): hit_attack 356, defense 37, hit_addition 3, reason_code 0. "
                      "Clears the exhausted state of the client.");

  derived_stat derived;
  uint8_t reason_code = 0;

  static constexpr auto fields = wire::fields(wire::field("derived_stat", &s2c_set_pc2stat::derived),
                                              wire::field("reason_code", &s2c_set_pc2stat::reason_code));
  friend bool operator==(const s2c_set_pc2stat&, const s2c_set_pc2stat&) = default;
};
static_assert(wire::size_of<s2c_set_pc2stat>() == 39 - 12);

/// In the order of the protocol table.
using growth_packets =
  wire::type_list<s2c_stat_autoupdate, s2c_pc_levelup, s2c_see_levelup, c2s_allot_point, s2c_allot_point,
                  s2c_update_pkcount, s2c_update_pcexp, c2s_ask_heal, s2c_ans_heal, s2c_update_money,
                  c2s_retrieve_point, s2c_retrieve_point, s2c_update_lore, s2c_set_pc2stat>;

} // namespace msg::client
