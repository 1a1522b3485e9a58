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
    "Client has loaded the map named by warp_ready (or stepped on a warp cell) and asks for its place.");

  uint16_t new_map_index = 0;

  static constexpr auto fields = wire::fields(wire::field("new_map_index", &c2s_warp::new_map_index));
  friend bool operator==(const c2s_warp&, const c2s_warp&) = default;
};
static_assert(wire::size_of<c2s_warp>() == 2);

struct s2c_warp_ready {
  static constexpr auto info = wire::game_packet("s2c_warp_ready", wire::channel::zone, wire::direction::s2c, 0x1110,
                                                 "A warp was granted; client must load this map.");

  uint16_t new_map_index = 0;

  static constexpr auto fields = wire::fields(wire::field("new_map_index", &s2c_warp_ready::new_map_index));
  friend bool operator==(const s2c_warp_ready&, const s2c_warp_ready&) = default;
};
static_assert(wire::size_of<s2c_warp_ready>() == 2);

struct s2c_warp {
  static constexpr auto info = wire::game_packet("s2c_warp", wire::channel::zone, wire::direction::s2c, 0x1111,
                                                 "Place inside the new map: the warp is complete.");

  uint32_t new_cell = 0;

  static constexpr auto fields = wire::fields(wire::field("new_cell", &s2c_warp::new_cell));
  friend bool operator==(const s2c_warp&, const s2c_warp&) = default;
};
static_assert(wire::size_of<s2c_warp>() == 4);

struct s2c_warp_login {
  static constexpr auto info =
    wire::game_packet("s2c_warp_login", wire::channel::zone, wire::direction::s2c, 0x1113,
                      "Arrival on a map served by another zone server; repeats gear, inventory and pets.");

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
static_assert(wire::size_of<s2c_warp_login>() == 924);

} // namespace msg::client
