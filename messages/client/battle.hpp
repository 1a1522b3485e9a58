// Going to the battle server and back, and duels.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Why a player goes to the battle server.
struct battle_warp_data {
  static constexpr wire::group_info about{"battle_warp_data", "Why a player goes to the battle server."};

  uint8_t warp_type = 0;
  std::array<std::byte, 3> padding1{};
  uint32_t other_player_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("warp_type", &battle_warp_data::warp_type),
                 wire::field("padding1", &battle_warp_data::padding1, "alignment padding, send zero"),
                 wire::field("other_player_id", &battle_warp_data::other_player_id));
  friend bool operator==(const battle_warp_data&, const battle_warp_data&) = default;
};
static_assert(wire::size_of<battle_warp_data>() == 8);

struct s2c_ans_warp_z2b {
  static constexpr auto info =
    wire::game_packet("s2c_ans_warp_z2b", wire::channel::zone, wire::direction::s2c, 0x3000,
                      "Answer to the request to go to the battle server.", wire::confidence::medium,
                      "The battle server has its own form, see b2c_ans_warp_z2b.");

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_ans_warp_z2b::result));
  friend bool operator==(const s2c_ans_warp_z2b&, const s2c_ans_warp_z2b&) = default;
};
static_assert(wire::size_of<s2c_ans_warp_z2b>() == 13 - 12);

struct s2c_ans_warp_b2z {
  static constexpr auto info =
    wire::game_packet("s2c_ans_warp_b2z", wire::channel::zone, wire::direction::s2c, 0x3001,
                      "Return from the battle server: place, gear, inventory, pets.", wire::confidence::medium);

  uint32_t new_cell = 0;
  std::array<item_in_wear, 10> wear_items{};
  std::array<item_in_inventory, 30> inventory_items{};
  pet_info active_pet;
  std::array<pet_info, 5> pets{};

  static constexpr auto fields = wire::fields(
    wire::field("new_cell", &s2c_ans_warp_b2z::new_cell), wire::field("wear_items", &s2c_ans_warp_b2z::wear_items),
    wire::field("inventory_items", &s2c_ans_warp_b2z::inventory_items),
    wire::field("active_pet", &s2c_ans_warp_b2z::active_pet), wire::field("pets", &s2c_ans_warp_b2z::pets));
  friend bool operator==(const s2c_ans_warp_b2z&, const s2c_ans_warp_b2z&) = default;
};
static_assert(wire::size_of<s2c_ans_warp_b2z>() == 936 - 12);

struct c2s_ask_warp_z2b {
  static constexpr auto info =
    wire::game_packet("c2s_ask_warp_z2b", wire::channel::zone, wire::direction::c2s, 0x3500,
                      "Ask to go from the zone to the battle server.", wire::confidence::medium);

  battle_warp_data battle_warp;

  static constexpr auto fields = wire::fields(wire::field("battle_warp", &c2s_ask_warp_z2b::battle_warp));
  friend bool operator==(const c2s_ask_warp_z2b&, const c2s_ask_warp_z2b&) = default;
};
static_assert(wire::size_of<c2s_ask_warp_z2b>() == 20 - 12);

struct s2c_ask_pvp {
  static constexpr auto info = wire::game_packet("s2c_ask_pvp", wire::channel::zone, wire::direction::s2c, 0x3505,
                                                 "A player challenges you to a duel.", wire::confidence::medium);

  uint32_t other_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_ask_pvp::other_player_id));
  friend bool operator==(const s2c_ask_pvp&, const s2c_ask_pvp&) = default;
};
static_assert(wire::size_of<s2c_ask_pvp>() == 16 - 12);

struct s2c_ans_pvp {
  static constexpr auto info = wire::game_packet("s2c_ans_pvp", wire::channel::zone, wire::direction::s2c, 0x3506,
                                                 "Answer to the duel challenge.", wire::confidence::medium);

  uint32_t other_player_id = 0;
  uint8_t answer = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_ans_pvp::other_player_id),
                                              wire::field("answer", &s2c_ans_pvp::answer));
  friend bool operator==(const s2c_ans_pvp&, const s2c_ans_pvp&) = default;
};
static_assert(wire::size_of<s2c_ans_pvp>() == 17 - 12);

struct c2s_ask_warp_b2z {
  static constexpr auto info = wire::game_packet("c2s_ask_warp_b2z", wire::channel::zone, wire::direction::c2s, 0x3510,
                                                 "Ask to return from the battle server.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_ask_warp_b2z&, const c2s_ask_warp_b2z&) = default;
};
static_assert(wire::size_of<c2s_ask_warp_b2z>() == 12 - 12);

struct c2s_ask_pvp {
  static constexpr auto info = wire::numberless_packet(
    "c2s_ask_pvp", wire::channel::zone, wire::direction::c2s,
    "Challenge a player to a duel (probably 0x3505 like the server form).", wire::confidence::low);

  uint32_t other_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &c2s_ask_pvp::other_player_id));
  friend bool operator==(const c2s_ask_pvp&, const c2s_ask_pvp&) = default;
};
static_assert(wire::size_of<c2s_ask_pvp>() == 16 - 12);

struct c2s_ans_pvp {
  static constexpr auto info = wire::numberless_packet(
    "c2s_ans_pvp", wire::channel::zone, wire::direction::c2s,
    "Answer to a duel challenge (probably 0x3506 like the server form).", wire::confidence::low);

  uint32_t other_player_id = 0;
  uint8_t answer = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &c2s_ans_pvp::other_player_id),
                                              wire::field("answer", &c2s_ans_pvp::answer));
  friend bool operator==(const c2s_ans_pvp&, const c2s_ans_pvp&) = default;
};
static_assert(wire::size_of<c2s_ans_pvp>() == 17 - 12);

/// In the order of the protocol table.
using battle_packets = wire::type_list<s2c_ans_warp_z2b, s2c_ans_warp_b2z, c2s_ask_warp_z2b, s2c_ask_pvp, s2c_ans_pvp,
                                       c2s_ask_warp_b2z, c2s_ask_pvp, c2s_ans_pvp>;

} // namespace msg::client
