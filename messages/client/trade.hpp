// Shops and crafting: buying, selling, appraising, improving, combining.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_buy_item {
  static constexpr auto info =
    wire::game_packet("c2s_buy_item", wire::channel::zone, wire::direction::c2s, 0x1714, "Buy from an NPC.",
                      wire::confidence::medium, "Older builds: quantity is u16 in the PDB (20 bytes).");

  uint32_t npc_id = 0;
  uint16_t item_code = 0;
  uint32_t quantity = 0;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_buy_item::npc_id), wire::field("item_code", &c2s_buy_item::item_code),
                 wire::field("quantity", &c2s_buy_item::quantity));
  friend bool operator==(const c2s_buy_item&, const c2s_buy_item&) = default;
};
static_assert(wire::size_of<c2s_buy_item>() == 22 - 12);

struct s2c_buy_item {
  static constexpr auto info = wire::game_packet("s2c_buy_item", wire::channel::zone, wire::direction::s2c, 0x1715,
                                                 "Bought item, its slot and the remaining money.",
                                                 wire::confidence::medium, "Older builds: 33 in the PDB.");

  uint8_t inventory_index = 0;
  item what;
  uint32_t money = 0;
  uint32_t points = 0;

  static constexpr auto fields = wire::fields(
    wire::field("inventory_index", &s2c_buy_item::inventory_index), wire::field("item", &s2c_buy_item::what),
    wire::field("money", &s2c_buy_item::money),
    wire::field("points", &s2c_buy_item::points, "added after the PDB build; \"point count\" in the only source"));
  friend bool operator==(const s2c_buy_item&, const s2c_buy_item&) = default;
};
static_assert(wire::size_of<s2c_buy_item>() == 37 - 12);

struct c2s_sell_item {
  static constexpr auto info = wire::game_packet("c2s_sell_item", wire::channel::zone, wire::direction::c2s, 0x1716,
                                                 "Sell to an NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;
  item what;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_sell_item::npc_id), wire::field("item", &c2s_sell_item::what));
  friend bool operator==(const c2s_sell_item&, const c2s_sell_item&) = default;
};
static_assert(wire::size_of<c2s_sell_item>() == 32 - 12);

struct s2c_sell_item {
  static constexpr auto info = wire::game_packet("s2c_sell_item", wire::channel::zone, wire::direction::s2c, 0x1717,
                                                 "Result of selling and the money.", wire::confidence::medium,
                                                 "money is the amount after the sale (inferred).");

  uint8_t error_code = 0;
  uint32_t money = 0;
  item_id id;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_sell_item::error_code), wire::field("money", &s2c_sell_item::money),
                 wire::field("item_id", &s2c_sell_item::id));
  friend bool operator==(const s2c_sell_item&, const s2c_sell_item&) = default;
};
static_assert(wire::size_of<s2c_sell_item>() == 25 - 12);

struct c2s_confirm_item {
  static constexpr auto info = wire::game_packet("c2s_confirm_item", wire::channel::zone, wire::direction::c2s, 0x1742,
                                                 "Have an item appraised at an NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;
  item_id id;
  uint8_t inventory_index = 0;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_confirm_item::npc_id), wire::field("item_id", &c2s_confirm_item::id),
                 wire::field("inventory_index", &c2s_confirm_item::inventory_index));
  friend bool operator==(const c2s_confirm_item&, const c2s_confirm_item&) = default;
};
static_assert(wire::size_of<c2s_confirm_item>() == 25 - 12);

struct s2c_confirm_item {
  static constexpr auto info = wire::game_packet("s2c_confirm_item", wire::channel::zone, wire::direction::s2c, 0x1743,
                                                 "Appraised item and the money left.", wire::confidence::medium);

  item what;
  uint8_t inventory_index = 0;
  uint32_t money = 0;

  static constexpr auto fields = wire::fields(wire::field("item", &s2c_confirm_item::what),
                                              wire::field("inventory_index", &s2c_confirm_item::inventory_index),
                                              wire::field("money", &s2c_confirm_item::money));
  friend bool operator==(const s2c_confirm_item&, const s2c_confirm_item&) = default;
};
static_assert(wire::size_of<s2c_confirm_item>() == 33 - 12);

struct c2s_remodel_item {
  static constexpr auto info = wire::game_packet("c2s_remodel_item", wire::channel::zone, wire::direction::c2s, 0x1744,
                                                 "Improve an item with a stone.", wire::confidence::medium);

  item_id id;
  uint8_t item_index = 0;
  item_id stone_id;
  uint8_t stone_index = 0;

  static constexpr auto fields = wire::fields(
    wire::field("item_id", &c2s_remodel_item::id), wire::field("item_index", &c2s_remodel_item::item_index),
    wire::field("stone_id", &c2s_remodel_item::stone_id), wire::field("stone_index", &c2s_remodel_item::stone_index));
  friend bool operator==(const c2s_remodel_item&, const c2s_remodel_item&) = default;
};
static_assert(wire::size_of<c2s_remodel_item>() == 30 - 12);

struct s2c_remodel_item {
  static constexpr auto info = wire::game_packet("s2c_remodel_item", wire::channel::zone, wire::direction::s2c, 0x1745,
                                                 "Item after improving.", wire::confidence::medium);

  uint8_t stone_index = 0;
  item what;
  uint8_t item_index = 0;

  static constexpr auto fields = wire::fields(wire::field("stone_index", &s2c_remodel_item::stone_index),
                                              wire::field("item", &s2c_remodel_item::what),
                                              wire::field("item_index", &s2c_remodel_item::item_index));
  friend bool operator==(const s2c_remodel_item&, const s2c_remodel_item&) = default;
};
static_assert(wire::size_of<s2c_remodel_item>() == 30 - 12);

struct c2s_item_combination {
  static constexpr auto info =
    wire::game_packet("c2s_item_combination", wire::channel::zone, wire::direction::c2s, 0x1753,
                      "Combine up to ten items at an NPC.", wire::confidence::medium);

  std::array<item_id, 10> item_ids{};
  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("item_ids", &c2s_item_combination::item_ids),
                                              wire::field("npc_id", &c2s_item_combination::npc_id));
  friend bool operator==(const c2s_item_combination&, const c2s_item_combination&) = default;
};
static_assert(wire::size_of<c2s_item_combination>() == 96 - 12);

struct s2c_item_combination {
  static constexpr auto info =
    wire::game_packet("s2c_item_combination", wire::channel::zone, wire::direction::s2c, 0x1753,
                      "Result of combining and the new item.", wire::confidence::medium);

  uint8_t result = 0;
  uint8_t inventory_index = 0;
  item new_item;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_item_combination::result),
                                              wire::field("inventory_index", &s2c_item_combination::inventory_index),
                                              wire::field("new_item", &s2c_item_combination::new_item));
  friend bool operator==(const s2c_item_combination&, const s2c_item_combination&) = default;
};
static_assert(wire::size_of<s2c_item_combination>() == 30 - 12);

struct s2c_fortifier {
  static constexpr auto info =
    wire::game_packet("s2c_fortifier", wire::channel::zone, wire::direction::s2c, 0x1759,
                      "Levels of the five timed strengthening potions.", wire::confidence::medium);

  uint8_t green_level = 0;
  uint8_t blue_level = 0;
  uint8_t red_level = 0;
  uint8_t yellow_level = 0;
  uint8_t black_level = 0;

  static constexpr auto fields = wire::fields(
    wire::field("green_level", &s2c_fortifier::green_level), wire::field("blue_level", &s2c_fortifier::blue_level),
    wire::field("red_level", &s2c_fortifier::red_level), wire::field("yellow_level", &s2c_fortifier::yellow_level),
    wire::field("black_level", &s2c_fortifier::black_level));
  friend bool operator==(const s2c_fortifier&, const s2c_fortifier&) = default;
};
static_assert(wire::size_of<s2c_fortifier>() == 17 - 12);

struct c2s_open_market {
  static constexpr auto info =
    wire::game_packet("c2s_open_market", wire::channel::zone, wire::direction::c2s, 0x1770,
                      "Open a personal shop with items, prices and a sign text.", wire::confidence::medium)
      .partial();

  std::array<std::byte, 80> items{};
  wire::fixed_text<64> sign_text;

  static constexpr auto fields =
    wire::fields(wire::field("items", &c2s_open_market::items, "ten places of 8 bytes is likely (slot, price)"),
                 wire::field("sign_text", &c2s_open_market::sign_text));
  friend bool operator==(const c2s_open_market&, const c2s_open_market&) = default;
};
static_assert(wire::size_of<c2s_open_market>() == 156 - 12);

/// In the order of the protocol table.
using trade_packets = wire::type_list<c2s_buy_item, s2c_buy_item, c2s_sell_item, s2c_sell_item, c2s_confirm_item,
                                      s2c_confirm_item, c2s_remodel_item, s2c_remodel_item, c2s_item_combination,
                                      s2c_item_combination, s2c_fortifier, c2s_open_market>;

} // namespace msg::client
