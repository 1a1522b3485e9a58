// Items on the ground and in the bag: picking up, dropping, moving, giving, using.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct s2c_item_appear {
  static constexpr auto info =
    wire::game_packet("s2c_item_appear", wire::channel::zone, wire::direction::s2c, 0x1700,
                      "An item lies on a cell in view (and who dropped it).", wire::confidence::high,
                      "dropper_type and dropper_id name who dropped it (see enum target_type).");

  item_id id;
  item_info details;
  uint8_t dropper_type = 0;
  uint32_t dropper_id = 0;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &s2c_item_appear::id), wire::field("item_info", &s2c_item_appear::details),
                 wire::field("dropper_type", &s2c_item_appear::dropper_type),
                 wire::field("dropper_id", &s2c_item_appear::dropper_id), wire::field("cell", &s2c_item_appear::cell));
  friend bool operator==(const s2c_item_appear&, const s2c_item_appear&) = default;
};
static_assert(wire::size_of<s2c_item_appear>() == 33 - 12);

struct s2c_item_disappear {
  static constexpr auto info = wire::game_packet("s2c_item_disappear", wire::channel::zone, wire::direction::s2c,
                                                 0x1701, "An item on the ground is gone.", wire::confidence::medium);

  item_id id;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &s2c_item_disappear::id), wire::field("cell", &s2c_item_disappear::cell));
  friend bool operator==(const s2c_item_disappear&, const s2c_item_disappear&) = default;
};
static_assert(wire::size_of<s2c_item_disappear>() == 24 - 12);

struct c2s_pickup_item {
  static constexpr auto info = wire::game_packet("c2s_pickup_item", wire::channel::zone, wire::direction::c2s, 0x1702,
                                                 "Pick an item up from a cell.", wire::confidence::high);

  item_id id;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &c2s_pickup_item::id), wire::field("cell", &c2s_pickup_item::cell));
  friend bool operator==(const c2s_pickup_item&, const c2s_pickup_item&) = default;
};
static_assert(wire::size_of<c2s_pickup_item>() == 24 - 12);

struct s2c_pickup_item {
  static constexpr auto info = wire::game_packet(
    "s2c_pickup_item", wire::channel::zone, wire::direction::s2c, 0x1703,
    "Item put into this inventory slot (also used for items given by the server).", wire::confidence::high,
    "Doubles as \"item added\" for everything the server puts into a free inventory slot.");

  item what;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("item", &s2c_pickup_item::what),
                                              wire::field("inventory_index", &s2c_pickup_item::inventory_index));
  friend bool operator==(const s2c_pickup_item&, const s2c_pickup_item&) = default;
};
static_assert(wire::size_of<s2c_pickup_item>() == 29 - 12);

struct c2s_drop_item {
  static constexpr auto info = wire::game_packet("c2s_drop_item", wire::channel::zone, wire::direction::c2s, 0x1704,
                                                 "Drop an inventory item.", wire::confidence::high);

  item_id id;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("item_id", &c2s_drop_item::id),
                                              wire::field("inventory_index", &c2s_drop_item::inventory_index));
  friend bool operator==(const c2s_drop_item&, const c2s_drop_item&) = default;
};
static_assert(wire::size_of<c2s_drop_item>() == 21 - 12);

struct s2c_drop_item {
  static constexpr auto info = wire::game_packet("s2c_drop_item", wire::channel::zone, wire::direction::s2c, 0x1705,
                                                 "Result of dropping and the cell it fell on.", wire::confidence::high,
                                                 "One source names the byte at 20 \"index\"; the PDB calls it result.");

  item_id id;
  uint8_t result = 0;
  uint32_t drop_cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &s2c_drop_item::id), wire::field("result", &s2c_drop_item::result),
                 wire::field("drop_cell", &s2c_drop_item::drop_cell));
  friend bool operator==(const s2c_drop_item&, const s2c_drop_item&) = default;
};
static_assert(wire::size_of<s2c_drop_item>() == 25 - 12);

struct c2s_move_item {
  static constexpr auto info = wire::game_packet("c2s_move_item", wire::channel::zone, wire::direction::c2s, 0x1706,
                                                 "Move an item inside the inventory.", wire::confidence::high);

  item_id id;
  uint8_t old_index = 0;
  uint8_t new_index = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &c2s_move_item::id), wire::field("old_index", &c2s_move_item::old_index),
                 wire::field("new_index", &c2s_move_item::new_index));
  friend bool operator==(const c2s_move_item&, const c2s_move_item&) = default;
};
static_assert(wire::size_of<c2s_move_item>() == 22 - 12);

struct s2c_move_item {
  static constexpr auto info =
    wire::game_packet("s2c_move_item", wire::channel::zone, wire::direction::s2c, 0x1707,
                      "Result of moving: both slots and the items now in them.", wire::confidence::high);

  uint8_t first_index = 0;
  item_id first_item_id;
  uint8_t second_index = 0;
  item_id second_item_id;

  static constexpr auto fields = wire::fields(wire::field("first_index", &s2c_move_item::first_index),
                                              wire::field("first_item_id", &s2c_move_item::first_item_id),
                                              wire::field("second_index", &s2c_move_item::second_index),
                                              wire::field("second_item_id", &s2c_move_item::second_item_id));
  friend bool operator==(const s2c_move_item&, const s2c_move_item&) = default;
};
static_assert(wire::size_of<s2c_move_item>() == 30 - 12);

struct c2s_give_item {
  static constexpr auto info = wire::game_packet("c2s_give_item", wire::channel::zone, wire::direction::c2s, 0x1718,
                                                 "Hand an item over to another player.", wire::confidence::medium);

  uint32_t receiving_player_id = 0;
  item_id id;

  static constexpr auto fields = wire::fields(wire::field("receiving_player_id", &c2s_give_item::receiving_player_id),
                                              wire::field("item_id", &c2s_give_item::id));
  friend bool operator==(const c2s_give_item&, const c2s_give_item&) = default;
};
static_assert(wire::size_of<c2s_give_item>() == 24 - 12);

struct s2c_give_item {
  static constexpr auto info = wire::game_packet("s2c_give_item", wire::channel::zone, wire::direction::s2c, 0x1719,
                                                 "Result for the giver.", wire::confidence::medium);

  item_id id;
  uint8_t result = 0;

  static constexpr auto fields =
    wire::fields(wire::field("item_id", &s2c_give_item::id), wire::field("result", &s2c_give_item::result));
  friend bool operator==(const s2c_give_item&, const s2c_give_item&) = default;
};
static_assert(wire::size_of<s2c_give_item>() == 21 - 12);

struct s2c_given_item {
  static constexpr auto info = wire::game_packet("s2c_given_item", wire::channel::zone, wire::direction::s2c, 0x1720,
                                                 "You received an item from this player.", wire::confidence::medium,
                                                 "Older builds: rule: player_name: player name 13 -> 21.");

  wire::fixed_text<21> player_name;
  uint8_t inventory_index = 0;
  item what;

  static constexpr auto fields = wire::fields(wire::field("player_name", &s2c_given_item::player_name),
                                              wire::field("inventory_index", &s2c_given_item::inventory_index),
                                              wire::field("item", &s2c_given_item::what));
  friend bool operator==(const s2c_given_item&, const s2c_given_item&) = default;
};
static_assert(wire::size_of<s2c_given_item>() == 50 - 12);

struct c2s_use_potion {
  static constexpr auto info = wire::game_packet("c2s_use_potion", wire::channel::zone, wire::direction::c2s, 0x1721,
                                                 "Drink from the potion store (old form).", wire::confidence::medium,
                                                 "Old form; client 562 uses use_potion_ex.");

  uint8_t potion_type = 0;

  static constexpr auto fields = wire::fields(wire::field("potion_type", &c2s_use_potion::potion_type));
  friend bool operator==(const c2s_use_potion&, const c2s_use_potion&) = default;
};
static_assert(wire::size_of<c2s_use_potion>() == 13 - 12);

struct s2c_use_potion {
  static constexpr auto info = wire::game_packet("s2c_use_potion", wire::channel::zone, wire::direction::s2c, 0x1722,
                                                 "Recovered amount and what is left in the store (old form).",
                                                 wire::confidence::low, "Old form; client 562 uses use_potion_ex.");

  uint8_t result = 0;
  uint16_t recovered = 0;
  uint16_t stored = 0;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_use_potion::result), wire::field("recovered", &s2c_use_potion::recovered),
                 wire::field("stored", &s2c_use_potion::stored));
  friend bool operator==(const s2c_use_potion&, const s2c_use_potion&) = default;
};
static_assert(wire::size_of<s2c_use_potion>() == 17 - 12);

struct c2s_use_item {
  static constexpr auto info = wire::game_packet("c2s_use_item", wire::channel::zone, wire::direction::c2s, 0x1736,
                                                 "Use an inventory item.", wire::confidence::medium);

  uint32_t item_unique_id = 0;

  static constexpr auto fields = wire::fields(wire::field("item_unique_id", &c2s_use_item::item_unique_id));
  friend bool operator==(const c2s_use_item&, const c2s_use_item&) = default;
};
static_assert(wire::size_of<c2s_use_item>() == 16 - 12);

struct c2s_usescroll {
  static constexpr auto info = wire::game_packet("c2s_usescroll", wire::channel::zone, wire::direction::c2s, 0x1748,
                                                 "Use a scroll from an inventory slot.", wire::confidence::high);

  uint8_t inventory_index = 0;
  uint32_t item_unique_id = 0;

  static constexpr auto fields = wire::fields(wire::field("inventory_index", &c2s_usescroll::inventory_index),
                                              wire::field("item_unique_id", &c2s_usescroll::item_unique_id));
  friend bool operator==(const c2s_usescroll&, const c2s_usescroll&) = default;
};
static_assert(wire::size_of<c2s_usescroll>() == 17 - 12);

struct s2c_usescroll {
  static constexpr auto info = wire::game_packet("s2c_usescroll", wire::channel::zone, wire::direction::s2c, 0x1748,
                                                 "Scroll used; amount left (also used for stack counts).",
                                                 wire::confidence::high, "Doubles as \"stack count is now amount\".");

  uint8_t inventory_index = 0;
  uint32_t item_unique_id = 0;
  uint8_t amount = 0;

  static constexpr auto fields = wire::fields(wire::field("inventory_index", &s2c_usescroll::inventory_index),
                                              wire::field("item_unique_id", &s2c_usescroll::item_unique_id),
                                              wire::field("amount", &s2c_usescroll::amount));
  friend bool operator==(const s2c_usescroll&, const s2c_usescroll&) = default;
};
static_assert(wire::size_of<s2c_usescroll>() == 18 - 12);

struct c2s_use_potion_ex {
  static constexpr auto info =
    wire::game_packet("c2s_use_potion_ex", wire::channel::zone, wire::direction::c2s, 0x1767,
                      "Drink from the health or mana store (the form client 562 sends).", wire::confidence::high);

  uint8_t fixed = 0;
  uint8_t potion_type = 0;

  static constexpr auto fields =
    wire::fields(wire::field("fixed", &c2s_use_potion_ex::fixed, "constant in the captures; meaning unknown"),
                 wire::field("potion_type", &c2s_use_potion_ex::potion_type, "1 = health, else mana"));
  friend bool operator==(const c2s_use_potion_ex&, const c2s_use_potion_ex&) = default;
};
static_assert(wire::size_of<c2s_use_potion_ex>() == 14 - 12);

struct s2c_use_potion_ex {
  static constexpr auto info =
    wire::game_packet("s2c_use_potion_ex", wire::channel::zone, wire::direction::s2c, 0x1767,
                      "New health or mana and what is left in the store.", wire::confidence::high);

  uint8_t potion_type = 0;
  uint8_t flag = 0;
  uint32_t current = 0;
  uint32_t stored = 0;

  static constexpr auto fields =
    wire::fields(wire::field("potion_type", &s2c_use_potion_ex::potion_type, "1 = health, else mana"),
                 wire::field("flag", &s2c_use_potion_ex::flag, "1 in the only source"),
                 wire::field("current", &s2c_use_potion_ex::current, "health or mana after drinking"),
                 wire::field("stored", &s2c_use_potion_ex::stored, "left in the store"));
  friend bool operator==(const s2c_use_potion_ex&, const s2c_use_potion_ex&) = default;
};
static_assert(wire::size_of<s2c_use_potion_ex>() == 22 - 12);

/// In the order of the protocol table.
using inventory_packets =
  wire::type_list<s2c_item_appear, s2c_item_disappear, c2s_pickup_item, s2c_pickup_item, c2s_drop_item, s2c_drop_item,
                  c2s_move_item, s2c_move_item, c2s_give_item, s2c_give_item, s2c_given_item, c2s_use_potion,
                  s2c_use_potion, c2s_use_item, c2s_usescroll, s2c_usescroll, c2s_use_potion_ex, s2c_use_potion_ex>;

} // namespace msg::client
