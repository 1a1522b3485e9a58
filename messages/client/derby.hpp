// Monster races and the bets on them.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Result of one race.
struct derby_history {
  static constexpr wire::group_info about{"derby_history", "Result of one race."};

  uint16_t derby_index = 0;
  uint8_t first_place = 0;
  uint8_t first_place_index = 0;
  uint8_t second_place = 0;
  uint8_t second_place_index = 0;
  std::array<std::byte, 2> padding1{};
  wire::real32 single_earning_ratio;
  wire::real32 double_earning_ratio;

  static constexpr auto fields = wire::fields(
    wire::field("derby_index", &derby_history::derby_index), wire::field("first_place", &derby_history::first_place),
    wire::field("first_place_index", &derby_history::first_place_index),
    wire::field("second_place", &derby_history::second_place),
    wire::field("second_place_index", &derby_history::second_place_index),
    wire::field("padding1", &derby_history::padding1, "alignment padding, send zero"),
    wire::field("single_earning_ratio", &derby_history::single_earning_ratio),
    wire::field("double_earning_ratio", &derby_history::double_earning_ratio));
  friend bool operator==(const derby_history&, const derby_history&) = default;
};
static_assert(wire::size_of<derby_history>() == 16);

/// One runner of a race.
struct derby_runner {
  static constexpr wire::group_info about{"derby_runner", "One runner of a race."};

  uint8_t monster_index = 0;
  uint8_t stamina = 0;
  uint8_t speed = 0;
  uint8_t acceleration = 0;
  uint8_t endurance = 0;
  uint8_t cornering = 0;
  uint16_t games = 0;
  uint16_t wins = 0;

  static constexpr auto fields = wire::fields(
    wire::field("monster_index", &derby_runner::monster_index), wire::field("stamina", &derby_runner::stamina),
    wire::field("speed", &derby_runner::speed), wire::field("acceleration", &derby_runner::acceleration),
    wire::field("endurance", &derby_runner::endurance), wire::field("cornering", &derby_runner::cornering),
    wire::field("games", &derby_runner::games), wire::field("wins", &derby_runner::wins));
  friend bool operator==(const derby_runner&, const derby_runner&) = default;
};
static_assert(wire::size_of<derby_runner>() == 10);

struct s2c_derby_notice {
  static constexpr auto info = wire::game_packet("s2c_derby_notice", wire::channel::zone, wire::direction::s2c, 0x17A8,
                                                 "Race announcement.", wire::confidence::medium);

  uint16_t derby_index = 0;
  uint8_t notice_code = 0;

  static constexpr auto fields = wire::fields(wire::field("derby_index", &s2c_derby_notice::derby_index),
                                              wire::field("notice_code", &s2c_derby_notice::notice_code));
  friend bool operator==(const s2c_derby_notice&, const s2c_derby_notice&) = default;
};
static_assert(wire::size_of<s2c_derby_notice>() == 15 - 12);

struct c2s_derby_index_query {
  static constexpr auto info =
    wire::game_packet("c2s_derby_index_query", wire::channel::zone, wire::direction::c2s, 0x17A9,
                      "Ask for the number of the current race.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_derby_index_query&, const c2s_derby_index_query&) = default;
};
static_assert(wire::size_of<c2s_derby_index_query>() == 12 - 12);

struct s2c_derby_index_query {
  static constexpr auto info = wire::game_packet("s2c_derby_index_query", wire::channel::zone, wire::direction::s2c,
                                                 0x17A9, "Number of the current race.", wire::confidence::medium);

  uint16_t derby_index = 0;

  static constexpr auto fields = wire::fields(wire::field("derby_index", &s2c_derby_index_query::derby_index));
  friend bool operator==(const s2c_derby_index_query&, const s2c_derby_index_query&) = default;
};
static_assert(wire::size_of<s2c_derby_index_query>() == 14 - 12);

struct c2s_derby_monster_query {
  static constexpr auto info = wire::game_packet("c2s_derby_monster_query", wire::channel::zone, wire::direction::c2s,
                                                 0x17AA, "Ask for the runners of the race.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_derby_monster_query::npc_id));
  friend bool operator==(const c2s_derby_monster_query&, const c2s_derby_monster_query&) = default;
};
static_assert(wire::size_of<c2s_derby_monster_query>() == 16 - 12);

struct s2c_derby_monster_query {
  static constexpr auto info = wire::game_packet("s2c_derby_monster_query", wire::channel::zone, wire::direction::s2c,
                                                 0x17AA, "The five runners.", wire::confidence::medium);

  uint16_t derby_index = 0;
  std::array<derby_runner, 5> runners{};

  static constexpr auto fields = wire::fields(wire::field("derby_index", &s2c_derby_monster_query::derby_index),
                                              wire::field("runners", &s2c_derby_monster_query::runners));
  friend bool operator==(const s2c_derby_monster_query&, const s2c_derby_monster_query&) = default;
};
static_assert(wire::size_of<s2c_derby_monster_query>() == 64 - 12);

struct c2s_derby_ratio_query {
  static constexpr auto info = wire::game_packet("c2s_derby_ratio_query", wire::channel::zone, wire::direction::c2s,
                                                 0x17AB, "Ask for the odds.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_derby_ratio_query::npc_id));
  friend bool operator==(const c2s_derby_ratio_query&, const c2s_derby_ratio_query&) = default;
};
static_assert(wire::size_of<c2s_derby_ratio_query>() == 16 - 12);

struct s2c_derby_ratio_query {
  static constexpr auto info =
    wire::game_packet("s2c_derby_ratio_query", wire::channel::zone, wire::direction::s2c, 0x17AB,
                      "Fifteen odds, and whether bets are open.", wire::confidence::medium);

  std::array<wire::real32, 15> ratios{};
  uint16_t derby_index = 0;
  int32_t can_purchase = 0;

  static constexpr auto fields = wire::fields(wire::field("ratios", &s2c_derby_ratio_query::ratios),
                                              wire::field("derby_index", &s2c_derby_ratio_query::derby_index),
                                              wire::field("can_purchase", &s2c_derby_ratio_query::can_purchase));
  friend bool operator==(const s2c_derby_ratio_query&, const s2c_derby_ratio_query&) = default;
};
static_assert(wire::size_of<s2c_derby_ratio_query>() == 78 - 12);

struct c2s_derby_purchase {
  static constexpr auto info = wire::game_packet("c2s_derby_purchase", wire::channel::zone, wire::direction::c2s,
                                                 0x17AC, "Place a bet.", wire::confidence::medium);

  uint16_t derby_index = 0;
  std::array<uint8_t, 2> chosen_numbers{};
  uint16_t bet_money = 0;
  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("derby_index", &c2s_derby_purchase::derby_index),
                                              wire::field("chosen_numbers", &c2s_derby_purchase::chosen_numbers),
                                              wire::field("bet_money", &c2s_derby_purchase::bet_money),
                                              wire::field("npc_id", &c2s_derby_purchase::npc_id));
  friend bool operator==(const c2s_derby_purchase&, const c2s_derby_purchase&) = default;
};
static_assert(wire::size_of<c2s_derby_purchase>() == 22 - 12);

struct s2c_derby_purchase {
  static constexpr auto info = wire::game_packet("s2c_derby_purchase", wire::channel::zone, wire::direction::s2c,
                                                 0x17AC, "Betting slip and the money left.", wire::confidence::medium);

  uint8_t result = 0;
  uint8_t inventory_index = 0;
  item ticket;
  uint32_t money = 0;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_derby_purchase::result),
                 wire::field("inventory_index", &s2c_derby_purchase::inventory_index),
                 wire::field("ticket", &s2c_derby_purchase::ticket), wire::field("money", &s2c_derby_purchase::money));
  friend bool operator==(const s2c_derby_purchase&, const s2c_derby_purchase&) = default;
};
static_assert(wire::size_of<s2c_derby_purchase>() == 34 - 12);

struct s2c_derby_race_start {
  static constexpr auto info = wire::game_packet("s2c_derby_race_start", wire::channel::zone, wire::direction::s2c,
                                                 0x17AD, "Race begins; speed curve.", wire::confidence::medium);

  uint16_t derby_index = 0;
  std::array<wire::real32, 30> velocities{};

  static constexpr auto fields = wire::fields(wire::field("derby_index", &s2c_derby_race_start::derby_index),
                                              wire::field("velocities", &s2c_derby_race_start::velocities));
  friend bool operator==(const s2c_derby_race_start&, const s2c_derby_race_start&) = default;
};
static_assert(wire::size_of<s2c_derby_race_start>() == 134 - 12);

struct c2s_derby_result_query {
  static constexpr auto info = wire::game_packet("c2s_derby_result_query", wire::channel::zone, wire::direction::c2s,
                                                 0x17AE, "Ask for the last result.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_derby_result_query&, const c2s_derby_result_query&) = default;
};
static_assert(wire::size_of<c2s_derby_result_query>() == 12 - 12);

struct s2c_derby_result_query {
  static constexpr auto info = wire::game_packet("s2c_derby_result_query", wire::channel::zone, wire::direction::s2c,
                                                 0x17AE, "The last result.", wire::confidence::medium);

  uint16_t derby_index = 0;
  derby_history result;

  static constexpr auto fields = wire::fields(wire::field("derby_index", &s2c_derby_result_query::derby_index),
                                              wire::field("result", &s2c_derby_result_query::result));
  friend bool operator==(const s2c_derby_result_query&, const s2c_derby_result_query&) = default;
};
static_assert(wire::size_of<s2c_derby_result_query>() == 30 - 12);

struct c2s_derby_history_query {
  static constexpr auto info =
    wire::game_packet("c2s_derby_history_query", wire::channel::zone, wire::direction::c2s, 0x17AF,
                      "Ask for one page of earlier results.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint8_t page = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_derby_history_query::npc_id),
                                              wire::field("page", &c2s_derby_history_query::page));
  friend bool operator==(const c2s_derby_history_query&, const c2s_derby_history_query&) = default;
};
static_assert(wire::size_of<c2s_derby_history_query>() == 17 - 12);

struct s2c_derby_history_query {
  static constexpr auto info = wire::game_packet("s2c_derby_history_query", wire::channel::zone, wire::direction::s2c,
                                                 0x17AF, "One page of earlier results.", wire::confidence::medium);

  uint16_t derby_index = 0;
  uint16_t latest_index = 0;
  uint8_t page = 0;
  uint8_t history_count = 0;
  std::array<derby_history, 12> history{};

  static constexpr auto fields =
    wire::fields(wire::field("derby_index", &s2c_derby_history_query::derby_index),
                 wire::field("latest_index", &s2c_derby_history_query::latest_index),
                 wire::field("page", &s2c_derby_history_query::page),
                 wire::field("history_count", &s2c_derby_history_query::history_count).at_most(12),
                 wire::field("history", &s2c_derby_history_query::history));
  friend bool operator==(const s2c_derby_history_query&, const s2c_derby_history_query&) = default;
};
static_assert(wire::size_of<s2c_derby_history_query>() == 210 - 12);

struct c2s_derby_exchange {
  static constexpr auto info = wire::game_packet("c2s_derby_exchange", wire::channel::zone, wire::direction::c2s,
                                                 0x17B0, "Cash a betting slip in.", wire::confidence::medium);

  item ticket;
  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("ticket", &c2s_derby_exchange::ticket),
                                              wire::field("npc_id", &c2s_derby_exchange::npc_id));
  friend bool operator==(const c2s_derby_exchange&, const c2s_derby_exchange&) = default;
};
static_assert(wire::size_of<c2s_derby_exchange>() == 32 - 12);

struct s2c_derby_exchange {
  static constexpr auto info = wire::game_packet("s2c_derby_exchange", wire::channel::zone, wire::direction::s2c,
                                                 0x17B0, "Paid money and the ratio.", wire::confidence::medium);

  uint32_t earned_money = 0;
  wire::real32 earning_ratio;
  uint32_t money = 0;
  uint8_t result = 0;

  static constexpr auto fields =
    wire::fields(wire::field("earned_money", &s2c_derby_exchange::earned_money),
                 wire::field("earning_ratio", &s2c_derby_exchange::earning_ratio),
                 wire::field("money", &s2c_derby_exchange::money), wire::field("result", &s2c_derby_exchange::result));
  friend bool operator==(const s2c_derby_exchange&, const s2c_derby_exchange&) = default;
};
static_assert(wire::size_of<s2c_derby_exchange>() == 25 - 12);

/// In the order of the protocol table.
using derby_packets =
  wire::type_list<s2c_derby_notice, c2s_derby_index_query, s2c_derby_index_query, c2s_derby_monster_query,
                  s2c_derby_monster_query, c2s_derby_ratio_query, s2c_derby_ratio_query, c2s_derby_purchase,
                  s2c_derby_purchase, s2c_derby_race_start, c2s_derby_result_query, s2c_derby_result_query,
                  c2s_derby_history_query, s2c_derby_history_query, c2s_derby_exchange, s2c_derby_exchange>;

} // namespace msg::client
