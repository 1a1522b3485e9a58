// Clan halls and their auction.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// A clan hall.
struct clan_hall {
  static constexpr wire::group_info about{"clan_hall", "A clan hall."};

  uint16_t clan_hall_id = 0;
  wire::fixed_text<32> name;
  wire::fixed_text<32> owner_clan_name;

  static constexpr auto fields =
    wire::fields(wire::field("clan_hall_id", &clan_hall::clan_hall_id), wire::field("name", &clan_hall::name),
                 wire::field("owner_clan_name", &clan_hall::owner_clan_name));
  friend bool operator==(const clan_hall&, const clan_hall&) = default;
};
static_assert(wire::size_of<clan_hall>() == 66);

/// A running auction.
struct clan_hall_auction {
  static constexpr wire::group_info about{"clan_hall_auction", "A running auction."};

  uint16_t clan_hall_id = 0;
  std::array<std::byte, 2> padding1{};
  uint32_t elapsed_time = 0;
  uint32_t bid_price = 0;
  uint32_t maximum_price = 0;
  wire::fixed_text<32> clan_hall_name;

  static constexpr auto fields =
    wire::fields(wire::field("clan_hall_id", &clan_hall_auction::clan_hall_id),
                 wire::field("padding1", &clan_hall_auction::padding1, "alignment padding, send zero"),
                 wire::field("elapsed_time", &clan_hall_auction::elapsed_time),
                 wire::field("bid_price", &clan_hall_auction::bid_price),
                 wire::field("maximum_price", &clan_hall_auction::maximum_price),
                 wire::field("clan_hall_name", &clan_hall_auction::clan_hall_name));
  friend bool operator==(const clan_hall_auction&, const clan_hall_auction&) = default;
};
static_assert(wire::size_of<clan_hall_auction>() == 48);

struct c2s_agit_info {
  static constexpr auto info = wire::game_packet("c2s_agit_info", wire::channel::zone, wire::direction::c2s, 0x2600,
                                                 "Ask a keeper NPC for the clan halls.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_agit_info::npc_id));
  friend bool operator==(const c2s_agit_info&, const c2s_agit_info&) = default;
};
static_assert(wire::size_of<c2s_agit_info>() == 16 - 12);

struct s2c_agit_info {
  static constexpr auto info = wire::game_packet("s2c_agit_info", wire::channel::zone, wire::direction::s2c, 0x2600,
                                                 "List of clan halls and owners.", wire::confidence::medium);

  uint8_t clan_hall_count = 0;
  std::array<clan_hall, 25> clan_halls{};

  static constexpr auto fields =
    wire::fields(wire::field("clan_hall_count", &s2c_agit_info::clan_hall_count).at_most(25),
                 wire::field("clan_halls", &s2c_agit_info::clan_halls));
  friend bool operator==(const s2c_agit_info&, const s2c_agit_info&) = default;
};
static_assert(wire::size_of<s2c_agit_info>() == 1663 - 12);

struct c2s_auction_info {
  static constexpr auto info = wire::game_packet("c2s_auction_info", wire::channel::zone, wire::direction::c2s, 0x2601,
                                                 "Ask for the auctions.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_auction_info::npc_id));
  friend bool operator==(const c2s_auction_info&, const c2s_auction_info&) = default;
};
static_assert(wire::size_of<c2s_auction_info>() == 16 - 12);

struct s2c_auction_info {
  static constexpr auto info = wire::game_packet("s2c_auction_info", wire::channel::zone, wire::direction::s2c, 0x2601,
                                                 "List of auctions.", wire::confidence::medium);

  uint8_t auction_count = 0;
  std::array<clan_hall_auction, 20> auctions{};

  static constexpr auto fields =
    wire::fields(wire::field("auction_count", &s2c_auction_info::auction_count).at_most(20),
                 wire::field("auctions", &s2c_auction_info::auctions));
  friend bool operator==(const s2c_auction_info&, const s2c_auction_info&) = default;
};
static_assert(wire::size_of<s2c_auction_info>() == 973 - 12);

struct c2s_agit_enter {
  static constexpr auto info = wire::game_packet("c2s_agit_enter", wire::channel::zone, wire::direction::c2s, 0x2602,
                                                 "Enter a clan hall.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint8_t is_own_hall = 0;
  uint16_t clan_hall_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_agit_enter::npc_id),
                                              wire::field("is_own_hall", &c2s_agit_enter::is_own_hall),
                                              wire::field("clan_hall_id", &c2s_agit_enter::clan_hall_id));
  friend bool operator==(const c2s_agit_enter&, const c2s_agit_enter&) = default;
};
static_assert(wire::size_of<c2s_agit_enter>() == 19 - 12);

struct s2c_agit_enter {
  static constexpr auto info = wire::game_packet("s2c_agit_enter", wire::channel::zone, wire::direction::s2c, 0x2602,
                                                 "Result of entering and the arrival cell.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint16_t submap_index = 0;
  uint32_t cell = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_agit_enter::error_code),
                                              wire::field("submap_index", &s2c_agit_enter::submap_index),
                                              wire::field("cell", &s2c_agit_enter::cell));
  friend bool operator==(const s2c_agit_enter&, const s2c_agit_enter&) = default;
};
static_assert(wire::size_of<s2c_agit_enter>() == 19 - 12);

struct c2s_agit_putup_auction {
  static constexpr auto info =
    wire::game_packet("c2s_agit_putup_auction", wire::channel::zone, wire::direction::c2s, 0x2603,
                      "Put the own clan hall up for auction.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint32_t auction_term = 0;
  uint32_t maximum_price = 0;
  uint32_t minimum_price = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_agit_putup_auction::npc_id),
                                              wire::field("auction_term", &c2s_agit_putup_auction::auction_term),
                                              wire::field("maximum_price", &c2s_agit_putup_auction::maximum_price),
                                              wire::field("minimum_price", &c2s_agit_putup_auction::minimum_price));
  friend bool operator==(const c2s_agit_putup_auction&, const c2s_agit_putup_auction&) = default;
};
static_assert(wire::size_of<c2s_agit_putup_auction>() == 28 - 12);

struct s2c_agit_putup_auction {
  static constexpr auto info = wire::game_packet("s2c_agit_putup_auction", wire::channel::zone, wire::direction::s2c,
                                                 0x2603, "Result.", wire::confidence::medium);

  uint8_t error_code = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_agit_putup_auction::error_code));
  friend bool operator==(const s2c_agit_putup_auction&, const s2c_agit_putup_auction&) = default;
};
static_assert(wire::size_of<s2c_agit_putup_auction>() == 13 - 12);

struct c2s_agit_bidon {
  static constexpr auto info = wire::game_packet("c2s_agit_bidon", wire::channel::zone, wire::direction::c2s, 0x2604,
                                                 "Bid for a clan hall.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint16_t clan_hall_id = 0;
  uint32_t bid_price = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_agit_bidon::npc_id),
                                              wire::field("clan_hall_id", &c2s_agit_bidon::clan_hall_id),
                                              wire::field("bid_price", &c2s_agit_bidon::bid_price));
  friend bool operator==(const c2s_agit_bidon&, const c2s_agit_bidon&) = default;
};
static_assert(wire::size_of<c2s_agit_bidon>() == 22 - 12);

struct s2c_agit_bidon {
  static constexpr auto info = wire::game_packet("s2c_agit_bidon", wire::channel::zone, wire::direction::s2c, 0x2604,
                                                 "Result and money left.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t money = 0;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_agit_bidon::error_code), wire::field("money", &s2c_agit_bidon::money));
  friend bool operator==(const s2c_agit_bidon&, const s2c_agit_bidon&) = default;
};
static_assert(wire::size_of<s2c_agit_bidon>() == 17 - 12);

struct c2s_agit_pay_expense {
  static constexpr auto info = wire::game_packet("c2s_agit_pay_expense", wire::channel::zone, wire::direction::c2s,
                                                 0x2605, "Pay the upkeep.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_agit_pay_expense&, const c2s_agit_pay_expense&) = default;
};
static_assert(wire::size_of<c2s_agit_pay_expense>() == 12 - 12);

struct s2c_agit_pay_expense {
  static constexpr auto info = wire::game_packet("s2c_agit_pay_expense", wire::channel::zone, wire::direction::s2c,
                                                 0x2605, "Result and money left.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t money = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_agit_pay_expense::error_code),
                                              wire::field("money", &s2c_agit_pay_expense::money));
  friend bool operator==(const s2c_agit_pay_expense&, const s2c_agit_pay_expense&) = default;
};
static_assert(wire::size_of<s2c_agit_pay_expense>() == 17 - 12);

struct c2s_agit_change_name {
  static constexpr auto info = wire::game_packet("c2s_agit_change_name", wire::channel::zone, wire::direction::c2s,
                                                 0x2606, "Rename the clan hall.", wire::confidence::medium);

  wire::fixed_text<32> clan_hall_name;

  static constexpr auto fields = wire::fields(wire::field("clan_hall_name", &c2s_agit_change_name::clan_hall_name));
  friend bool operator==(const c2s_agit_change_name&, const c2s_agit_change_name&) = default;
};
static_assert(wire::size_of<c2s_agit_change_name>() == 44 - 12);

struct s2c_agit_change_name {
  static constexpr auto info = wire::game_packet("s2c_agit_change_name", wire::channel::zone, wire::direction::s2c,
                                                 0x2606, "Result and money left.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t lore = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_agit_change_name::error_code),
                                              wire::field("lore", &s2c_agit_change_name::lore));
  friend bool operator==(const s2c_agit_change_name&, const s2c_agit_change_name&) = default;
};
static_assert(wire::size_of<s2c_agit_change_name>() == 17 - 12);

struct c2s_agit_repay_money {
  static constexpr auto info = wire::game_packet("c2s_agit_repay_money", wire::channel::zone, wire::direction::c2s,
                                                 0x2607, "Collect a refunded bid.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_agit_repay_money::npc_id));
  friend bool operator==(const c2s_agit_repay_money&, const c2s_agit_repay_money&) = default;
};
static_assert(wire::size_of<c2s_agit_repay_money>() == 16 - 12);

struct s2c_agit_repay_money {
  static constexpr auto info = wire::game_packet("s2c_agit_repay_money", wire::channel::zone, wire::direction::s2c,
                                                 0x2607, "Result and money.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t money = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_agit_repay_money::error_code),
                                              wire::field("money", &s2c_agit_repay_money::money));
  friend bool operator==(const s2c_agit_repay_money&, const s2c_agit_repay_money&) = default;
};
static_assert(wire::size_of<s2c_agit_repay_money>() == 17 - 12);

struct c2s_agit_obtain_salemoney {
  static constexpr auto info = wire::game_packet("c2s_agit_obtain_salemoney", wire::channel::zone, wire::direction::c2s,
                                                 0x2608, "Collect the price of a sold hall.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_agit_obtain_salemoney::npc_id));
  friend bool operator==(const c2s_agit_obtain_salemoney&, const c2s_agit_obtain_salemoney&) = default;
};
static_assert(wire::size_of<c2s_agit_obtain_salemoney>() == 16 - 12);

struct s2c_agit_obtain_salemoney {
  static constexpr auto info = wire::game_packet("s2c_agit_obtain_salemoney", wire::channel::zone, wire::direction::s2c,
                                                 0x2608, "Result and money.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t money = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_agit_obtain_salemoney::error_code),
                                              wire::field("money", &s2c_agit_obtain_salemoney::money));
  friend bool operator==(const s2c_agit_obtain_salemoney&, const s2c_agit_obtain_salemoney&) = default;
};
static_assert(wire::size_of<s2c_agit_obtain_salemoney>() == 17 - 12);

/// In the order of the protocol table.
using clan_hall_packets =
  wire::type_list<c2s_agit_info, s2c_agit_info, c2s_auction_info, s2c_auction_info, c2s_agit_enter, s2c_agit_enter,
                  c2s_agit_putup_auction, s2c_agit_putup_auction, c2s_agit_bidon, s2c_agit_bidon, c2s_agit_pay_expense,
                  s2c_agit_pay_expense, c2s_agit_change_name, s2c_agit_change_name, c2s_agit_repay_money,
                  s2c_agit_repay_money, c2s_agit_obtain_salemoney, s2c_agit_obtain_salemoney>;

} // namespace msg::client
