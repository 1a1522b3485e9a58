// The warehouse.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// A warehouse item and its slot (0 to 79).
struct item_in_storage {
  static constexpr wire::group_info about{"item_in_storage", "A warehouse item and its slot (0 to 79)."};

  item what;
  uint8_t storage_index = 0;
  std::array<std::byte, 3> padding1{};

  static constexpr auto fields = wire::fields(
    wire::field("item", &item_in_storage::what), wire::field("storage_index", &item_in_storage::storage_index),
    wire::field("padding1", &item_in_storage::padding1, "alignment padding, send zero"));
  friend bool operator==(const item_in_storage&, const item_in_storage&) = default;
};
static_assert(wire::size_of<item_in_storage>() == 20);

struct c2s_ask_open_storage {
  static constexpr auto info =
    wire::game_packet("c2s_ask_open_storage", wire::channel::zone, wire::direction::c2s, 0x1651,
                      "Open the warehouse at a keeper NPC.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_open_storage::npc_id));
  friend bool operator==(const c2s_ask_open_storage&, const c2s_ask_open_storage&) = default;
};
static_assert(wire::size_of<c2s_ask_open_storage>() == 16 - 12);

struct s2c_ans_open_storage {
  static constexpr auto info =
    wire::game_packet("s2c_ans_open_storage", wire::channel::zone, wire::direction::s2c, 0x1651,
                      "Content of the warehouse: money and up to 80 items.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t money = 0;
  uint8_t item_count = 0;
  std::array<item_in_storage, 80> items{};

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_ans_open_storage::error_code),
                                              wire::field("money", &s2c_ans_open_storage::money),
                                              wire::field("item_count", &s2c_ans_open_storage::item_count).at_most(80),
                                              wire::field("items", &s2c_ans_open_storage::items));
  friend bool operator==(const s2c_ans_open_storage&, const s2c_ans_open_storage&) = default;
};
static_assert(wire::size_of<s2c_ans_open_storage>() == 1618 - 12);

struct c2s_ask_inven2storage {
  static constexpr auto info = wire::game_packet("c2s_ask_inven2storage", wire::channel::zone, wire::direction::c2s,
                                                 0x1652, "Put an item into the warehouse.", wire::confidence::medium);

  uint32_t npc_id = 0;
  item_id id;
  uint8_t inventory_index = 0;
  uint8_t storage_index = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_inven2storage::npc_id),
                                              wire::field("item_id", &c2s_ask_inven2storage::id),
                                              wire::field("inventory_index", &c2s_ask_inven2storage::inventory_index),
                                              wire::field("storage_index", &c2s_ask_inven2storage::storage_index));
  friend bool operator==(const c2s_ask_inven2storage&, const c2s_ask_inven2storage&) = default;
};
static_assert(wire::size_of<c2s_ask_inven2storage>() == 26 - 12);

struct s2c_ans_inven2storage {
  static constexpr auto info =
    wire::game_packet("s2c_ans_inven2storage", wire::channel::zone, wire::direction::s2c, 0x1652,
                      "Result of putting an item in, and the money left after the fee.", wire::confidence::medium);

  uint8_t error_code = 0;
  item_id id;
  uint8_t inventory_index = 0;
  uint8_t storage_index = 0;
  uint32_t money = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_ans_inven2storage::error_code),
                                              wire::field("item_id", &s2c_ans_inven2storage::id),
                                              wire::field("inventory_index", &s2c_ans_inven2storage::inventory_index),
                                              wire::field("storage_index", &s2c_ans_inven2storage::storage_index),
                                              wire::field("money", &s2c_ans_inven2storage::money));
  friend bool operator==(const s2c_ans_inven2storage&, const s2c_ans_inven2storage&) = default;
};
static_assert(wire::size_of<s2c_ans_inven2storage>() == 27 - 12);

struct c2s_ask_storage2inven {
  static constexpr auto info =
    wire::game_packet("c2s_ask_storage2inven", wire::channel::zone, wire::direction::c2s, 0x1653,
                      "Take an item out of the warehouse.", wire::confidence::medium);

  uint32_t npc_id = 0;
  item_id id;
  uint8_t storage_index = 0;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_storage2inven::npc_id),
                                              wire::field("item_id", &c2s_ask_storage2inven::id),
                                              wire::field("storage_index", &c2s_ask_storage2inven::storage_index),
                                              wire::field("inventory_index", &c2s_ask_storage2inven::inventory_index));
  friend bool operator==(const c2s_ask_storage2inven&, const c2s_ask_storage2inven&) = default;
};
static_assert(wire::size_of<c2s_ask_storage2inven>() == 26 - 12);

struct s2c_ans_storage2inven {
  static constexpr auto info = wire::game_packet("s2c_ans_storage2inven", wire::channel::zone, wire::direction::s2c,
                                                 0x1653, "Result of taking an item out.", wire::confidence::medium);

  uint8_t error_code = 0;
  item_id id;
  uint8_t storage_index = 0;
  uint8_t inventory_index = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_ans_storage2inven::error_code),
                                              wire::field("item_id", &s2c_ans_storage2inven::id),
                                              wire::field("storage_index", &s2c_ans_storage2inven::storage_index),
                                              wire::field("inventory_index", &s2c_ans_storage2inven::inventory_index));
  friend bool operator==(const s2c_ans_storage2inven&, const s2c_ans_storage2inven&) = default;
};
static_assert(wire::size_of<s2c_ans_storage2inven>() == 23 - 12);

struct c2s_ask_deposite_money {
  static constexpr auto info = wire::game_packet("c2s_ask_deposite_money", wire::channel::zone, wire::direction::c2s,
                                                 0x1654, "Put money into the warehouse.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint32_t deposited_money = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_deposite_money::npc_id),
                                              wire::field("deposited_money", &c2s_ask_deposite_money::deposited_money));
  friend bool operator==(const c2s_ask_deposite_money&, const c2s_ask_deposite_money&) = default;
};
static_assert(wire::size_of<c2s_ask_deposite_money>() == 20 - 12);

struct s2c_ans_deposite_money {
  static constexpr auto info =
    wire::game_packet("s2c_ans_deposite_money", wire::channel::zone, wire::direction::s2c, 0x1654,
                      "Money in the warehouse and carried after the deposit.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t storage_money = 0;
  uint32_t player_money = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_ans_deposite_money::error_code),
                                              wire::field("storage_money", &s2c_ans_deposite_money::storage_money),
                                              wire::field("player_money", &s2c_ans_deposite_money::player_money));
  friend bool operator==(const s2c_ans_deposite_money&, const s2c_ans_deposite_money&) = default;
};
static_assert(wire::size_of<s2c_ans_deposite_money>() == 21 - 12);

struct c2s_ask_withdraw_money {
  static constexpr auto info = wire::game_packet("c2s_ask_withdraw_money", wire::channel::zone, wire::direction::c2s,
                                                 0x1655, "Take money out of the warehouse.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint32_t withdrawn_money = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_withdraw_money::npc_id),
                                              wire::field("withdrawn_money", &c2s_ask_withdraw_money::withdrawn_money));
  friend bool operator==(const c2s_ask_withdraw_money&, const c2s_ask_withdraw_money&) = default;
};
static_assert(wire::size_of<c2s_ask_withdraw_money>() == 20 - 12);

struct s2c_ans_withdraw_money {
  static constexpr auto info =
    wire::game_packet("s2c_ans_withdraw_money", wire::channel::zone, wire::direction::s2c, 0x1655,
                      "Money in the warehouse and carried after the withdrawal.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t storage_money = 0;
  uint32_t player_money = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_ans_withdraw_money::error_code),
                                              wire::field("storage_money", &s2c_ans_withdraw_money::storage_money),
                                              wire::field("player_money", &s2c_ans_withdraw_money::player_money));
  friend bool operator==(const s2c_ans_withdraw_money&, const s2c_ans_withdraw_money&) = default;
};
static_assert(wire::size_of<s2c_ans_withdraw_money>() == 21 - 12);

struct c2s_ask_close_storage {
  static constexpr auto info = wire::game_packet("c2s_ask_close_storage", wire::channel::zone, wire::direction::c2s,
                                                 0x1656, "Close the warehouse.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_close_storage::npc_id));
  friend bool operator==(const c2s_ask_close_storage&, const c2s_ask_close_storage&) = default;
};
static_assert(wire::size_of<c2s_ask_close_storage>() == 16 - 12);

struct c2s_ask_move_iteminstorage {
  static constexpr auto info =
    wire::game_packet("c2s_ask_move_iteminstorage", wire::channel::zone, wire::direction::c2s, 0x1657,
                      "Move an item inside the warehouse.", wire::confidence::medium);

  uint32_t npc_id = 0;
  item_id id;
  uint8_t from_index = 0;
  uint8_t to_index = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_move_iteminstorage::npc_id),
                                              wire::field("item_id", &c2s_ask_move_iteminstorage::id),
                                              wire::field("from_index", &c2s_ask_move_iteminstorage::from_index),
                                              wire::field("to_index", &c2s_ask_move_iteminstorage::to_index));
  friend bool operator==(const c2s_ask_move_iteminstorage&, const c2s_ask_move_iteminstorage&) = default;
};
static_assert(wire::size_of<c2s_ask_move_iteminstorage>() == 26 - 12);

struct s2c_ans_move_iteminstorage {
  static constexpr auto info = wire::game_packet(
    "s2c_ans_move_iteminstorage", wire::channel::zone, wire::direction::s2c, 0x1657,
    "Result of moving an item inside the warehouse, with the swapped item.", wire::confidence::medium);

  uint8_t error_code = 0;
  item_id id;
  uint8_t source_index = 0;
  uint8_t target_index = 0;
  item_id swapped_item_id;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_ans_move_iteminstorage::error_code),
                 wire::field("item_id", &s2c_ans_move_iteminstorage::id),
                 wire::field("source_index", &s2c_ans_move_iteminstorage::source_index),
                 wire::field("target_index", &s2c_ans_move_iteminstorage::target_index),
                 wire::field("swapped_item_id", &s2c_ans_move_iteminstorage::swapped_item_id));
  friend bool operator==(const s2c_ans_move_iteminstorage&, const s2c_ans_move_iteminstorage&) = default;
};
static_assert(wire::size_of<s2c_ans_move_iteminstorage>() == 31 - 12);

/// In the order of the protocol table.
using storage_packets =
  wire::type_list<c2s_ask_open_storage, s2c_ans_open_storage, c2s_ask_inven2storage, s2c_ans_inven2storage,
                  c2s_ask_storage2inven, s2c_ans_storage2inven, c2s_ask_deposite_money, s2c_ans_deposite_money,
                  c2s_ask_withdraw_money, s2c_ans_withdraw_money, c2s_ask_close_storage, c2s_ask_move_iteminstorage,
                  s2c_ans_move_iteminstorage>;

} // namespace msg::client
