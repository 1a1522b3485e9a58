// Putting items on and off.

#pragma once

#include "messages/client/item.hpp"
#include "messages/client/values.hpp"
#include "messages/client/world.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_wear_item {
  static constexpr auto info = wire::game_packet("c2s_wear_item", wire::channel::zone, wire::direction::c2s, 0x1708,
                                                 "Put an inventory item on.", wire::confidence::high);

  item_id id;

  static constexpr auto fields = wire::fields(wire::field("item_id", &c2s_wear_item::id));
  friend bool operator==(const c2s_wear_item&, const c2s_wear_item&) = default;
};
static_assert(wire::size_of<c2s_wear_item>() == 20 - 12);

struct s2c_see_wear {
  static constexpr auto info = wire::game_packet("s2c_see_wear", wire::channel::zone, wire::direction::s2c, 0x1709,
                                                 "Somebody in view put an item on.", wire::confidence::medium);

  uint32_t other_player_id = 0;
  item_appearance item;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_see_wear::other_player_id),
                                              wire::field("item", &s2c_see_wear::item));
  friend bool operator==(const s2c_see_wear&, const s2c_see_wear&) = default;
};
static_assert(wire::size_of<s2c_see_wear>() == 20 - 12);

struct s2c_wear_item {
  static constexpr auto info =
    wire::game_packet("s2c_wear_item", wire::channel::zone, wire::direction::s2c, 0x1710,
                      "Own item put on, the item that came off, new derived stats.", wire::confidence::high);

  uint8_t wear_index = 0;
  item_id put_on_item_id;
  uint8_t inventory_index = 0;
  item_id taken_off_item_id;
  derived_stat derived;

  static constexpr auto fields = wire::fields(wire::field("wear_index", &s2c_wear_item::wear_index).named(wear_places),
                                              wire::field("put_on_item_id", &s2c_wear_item::put_on_item_id),
                                              wire::field("inventory_index", &s2c_wear_item::inventory_index),
                                              wire::field("taken_off_item_id", &s2c_wear_item::taken_off_item_id),
                                              wire::field("derived_stat", &s2c_wear_item::derived));
  friend bool operator==(const s2c_wear_item&, const s2c_wear_item&) = default;
};
static_assert(wire::size_of<s2c_wear_item>() == 56 - 12);

struct c2s_strip_item {
  static constexpr auto info = wire::game_packet("c2s_strip_item", wire::channel::zone, wire::direction::c2s, 0x1711,
                                                 "Take a worn item off.", wire::confidence::high);

  item_id id;

  static constexpr auto fields = wire::fields(wire::field("item_id", &c2s_strip_item::id));
  friend bool operator==(const c2s_strip_item&, const c2s_strip_item&) = default;
};
static_assert(wire::size_of<c2s_strip_item>() == 20 - 12);

struct s2c_see_strip {
  static constexpr auto info = wire::game_packet("s2c_see_strip", wire::channel::zone, wire::direction::s2c, 0x1712,
                                                 "Somebody in view took an item off.", wire::confidence::medium);

  uint32_t other_player_id = 0;
  uint16_t item_code = 0;
  uint8_t wear_index = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_see_strip::other_player_id),
                                              wire::field("item_code", &s2c_see_strip::item_code),
                                              wire::field("wear_index", &s2c_see_strip::wear_index).named(wear_places));
  friend bool operator==(const s2c_see_strip&, const s2c_see_strip&) = default;
};
static_assert(wire::size_of<s2c_see_strip>() == 19 - 12);

struct s2c_strip_item {
  static constexpr auto info =
    wire::game_packet("s2c_strip_item", wire::channel::zone, wire::direction::s2c, 0x1713,
                      "Own item taken off into this slot, new derived stats.", wire::confidence::high);

  item_id id;
  uint8_t inventory_index = 0;
  derived_stat derived;

  static constexpr auto fields = wire::fields(wire::field("item_id", &s2c_strip_item::id),
                                              wire::field("inventory_index", &s2c_strip_item::inventory_index),
                                              wire::field("derived_stat", &s2c_strip_item::derived));
  friend bool operator==(const s2c_strip_item&, const s2c_strip_item&) = default;
};
static_assert(wire::size_of<s2c_strip_item>() == 47 - 12);

/// In the order of the protocol table.
using wear_packets =
  wire::type_list<c2s_wear_item, s2c_see_wear, s2c_wear_item, c2s_strip_item, s2c_see_strip, s2c_strip_item>;

} // namespace msg::client
