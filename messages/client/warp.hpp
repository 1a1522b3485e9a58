// Going from map to map.
//
//   client                          zone
//   c2s_warp (on a warp cell)  -->
//                              <--  s2c_warp_ready (load this map)
//   c2s_warp (map is loaded)   -->
//                              <--  s2c_warp, or s2c_warp_login, from the zone of the new map

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_warp {
  static constexpr auto info = wire::game_packet(
    "c2s_warp", wire::channel::zone, wire::direction::c2s, 0x1111,
    "Client has loaded the map named by warp_ready (or stepped on a warp cell) and asks for its place.",
    wire::confidence::high, "Answer to s2c_warp_ready, or sent on its own when the character steps on a warp cell.");

  uint16_t new_map_index = 0;

  static constexpr auto fields = wire::fields(wire::field("new_map_index", &c2s_warp::new_map_index));
  friend bool operator==(const c2s_warp&, const c2s_warp&) = default;
};
static_assert(wire::size_of<c2s_warp>() == 14 - 12);

struct s2c_warp_ready {
  static constexpr auto info = wire::game_packet(
    "s2c_warp_ready", wire::channel::zone, wire::direction::s2c, 0x1110,
    "A warp was granted; client must load this map.", wire::confidence::high,
    "One source gives 16 bytes with a one-byte map; 14 bytes with a u16 map works with the client and fits the PDB.");

  uint16_t new_map_index = 0;

  static constexpr auto fields = wire::fields(wire::field("new_map_index", &s2c_warp_ready::new_map_index));
  friend bool operator==(const s2c_warp_ready&, const s2c_warp_ready&) = default;
};
static_assert(wire::size_of<s2c_warp_ready>() == 14 - 12);

struct s2c_warp {
  static constexpr auto info =
    wire::game_packet("s2c_warp", wire::channel::zone, wire::direction::s2c, 0x1111,
                      "Place inside the new map: the warp is complete.", wire::confidence::high);

  uint32_t new_cell = 0;

  static constexpr auto fields = wire::fields(wire::field("new_cell", &s2c_warp::new_cell));
  friend bool operator==(const s2c_warp&, const s2c_warp&) = default;
};
static_assert(wire::size_of<s2c_warp>() == 16 - 12);

struct s2c_warp_login {
  static constexpr auto info = wire::game_packet(
    "s2c_warp_login", wire::channel::zone, wire::direction::s2c, 0x1113,
    "Arrival on a map served by another zone server; repeats gear, inventory and pets.", wire::confidence::medium);

  uint32_t new_cell = 0;
  std::array<item_in_wear, 10> wear_items{};
  std::array<item_in_inventory, 30> inventory_items{};
  pet_info active_pet;
  std::array<pet_info, 5> pets{};

  static constexpr auto fields = wire::fields(
    wire::field("new_cell", &s2c_warp_login::new_cell), wire::field("wear_items", &s2c_warp_login::wear_items),
    wire::field("inventory_items", &s2c_warp_login::inventory_items),
    wire::field("active_pet", &s2c_warp_login::active_pet), wire::field("pets", &s2c_warp_login::pets));
  friend bool operator==(const s2c_warp_login&, const s2c_warp_login&) = default;
};
static_assert(wire::size_of<s2c_warp_login>() == 936 - 12);

struct c2s_return2here {
  static constexpr auto info = wire::game_packet(
    "c2s_return2here", wire::channel::zone, wire::direction::c2s, 0x1112,
    "Ask a teleporter NPC for one line of its destination list.", wire::confidence::high,
    "The old gate checked teleport_index itself: a number outside the list crashed the old zone server.");

  uint32_t npc_id = 0;
  uint16_t teleport_index = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_return2here::npc_id),
                                              wire::field("teleport_index", &c2s_return2here::teleport_index));
  friend bool operator==(const c2s_return2here&, const c2s_return2here&) = default;
};
static_assert(wire::size_of<c2s_return2here>() == 18 - 12);

struct c2s_submap_info {
  static constexpr auto info =
    wire::game_packet("c2s_submap_info", wire::channel::zone, wire::direction::c2s, 0x1114,
                      "Ask a gate NPC about the instance map behind it.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_submap_info::npc_id));
  friend bool operator==(const c2s_submap_info&, const c2s_submap_info&) = default;
};
static_assert(wire::size_of<c2s_submap_info>() == 16 - 12);

struct s2c_submap_info_flags_bits {
  static constexpr wire::bit_range is_open{"is_open", 0, 1};
  static constexpr wire::bit_range is_public{"is_public", 1, 1};
  static constexpr wire::bit_range needs_keyword{"needs_keyword", 2, 1};
  static constexpr wire::bit_range reserved{"reserved", 3, 5};
  static constexpr wire::bit_range all[] = {is_open, is_public, needs_keyword, reserved};
};

struct s2c_submap_info {
  static constexpr auto info =
    wire::game_packet("s2c_submap_info", wire::channel::zone, wire::direction::s2c, 0x1114,
                      "Name, index, entry flags and level condition of that instance map.", wire::confidence::medium);

  wire::fixed_text<20> submap_name;
  uint16_t submap_index = 0;
  uint8_t flags = 0;
  uint8_t required_level = 0;
  uint8_t condition_type = 0;

  static constexpr auto fields =
    wire::fields(wire::field("submap_name", &s2c_submap_info::submap_name),
                 wire::field("submap_index", &s2c_submap_info::submap_index),
                 wire::field("flags", &s2c_submap_info::flags).with_bits(s2c_submap_info_flags_bits::all),
                 wire::field("required_level", &s2c_submap_info::required_level),
                 wire::field("condition_type", &s2c_submap_info::condition_type));
  friend bool operator==(const s2c_submap_info&, const s2c_submap_info&) = default;
};
static_assert(wire::size_of<s2c_submap_info>() == 37 - 12);

struct c2s_enter {
  static constexpr auto info =
    wire::game_packet("c2s_enter", wire::channel::zone, wire::direction::c2s, 0x1115,
                      "Enter the instance map, with its keyword if it needs one.", wire::confidence::medium);

  uint32_t npc_id = 0;
  wire::fixed_text<64> keyword;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_enter::npc_id), wire::field("keyword", &c2s_enter::keyword));
  friend bool operator==(const c2s_enter&, const c2s_enter&) = default;
};
static_assert(wire::size_of<c2s_enter>() == 80 - 12);

struct s2c_enter {
  static constexpr auto info =
    wire::game_packet("s2c_enter", wire::channel::zone, wire::direction::s2c, 0x1115,
                      "Result of entering the instance map and the arrival cell.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint16_t submap_index = 0;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_enter::error_code),
                 wire::field("submap_index", &s2c_enter::submap_index), wire::field("cell", &s2c_enter::cell));
  friend bool operator==(const s2c_enter&, const s2c_enter&) = default;
};
static_assert(wire::size_of<s2c_enter>() == 19 - 12);

/// In the order of the protocol table.
using warp_packets = wire::type_list<s2c_warp_ready, c2s_warp, s2c_warp, c2s_return2here, s2c_warp_login,
                                     c2s_submap_info, s2c_submap_info, c2s_enter, s2c_enter>;

} // namespace msg::client
