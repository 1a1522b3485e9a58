// The lottery.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_lotto_purchase {
  static constexpr auto info = wire::game_packet("c2s_lotto_purchase", wire::channel::zone, wire::direction::c2s,
                                                 0x1754, "Buy a lottery ticket.", wire::confidence::medium);

  int32_t selling_counter = 0;
  std::array<uint8_t, 5> numbers{};
  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("selling_counter", &c2s_lotto_purchase::selling_counter),
                                              wire::field("numbers", &c2s_lotto_purchase::numbers),
                                              wire::field("npc_id", &c2s_lotto_purchase::npc_id));
  friend bool operator==(const c2s_lotto_purchase&, const c2s_lotto_purchase&) = default;
};
static_assert(wire::size_of<c2s_lotto_purchase>() == 25 - 12);

struct s2c_lotto_purchase {
  static constexpr auto info = wire::game_packet("s2c_lotto_purchase", wire::channel::zone, wire::direction::s2c,
                                                 0x1754, "Bought ticket and the money left.", wire::confidence::medium);

  uint8_t result = 0;
  uint8_t inventory_index = 0;
  item ticket;
  uint32_t money = 0;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_lotto_purchase::result),
                 wire::field("inventory_index", &s2c_lotto_purchase::inventory_index),
                 wire::field("ticket", &s2c_lotto_purchase::ticket), wire::field("money", &s2c_lotto_purchase::money));
  friend bool operator==(const s2c_lotto_purchase&, const s2c_lotto_purchase&) = default;
};
static_assert(wire::size_of<s2c_lotto_purchase>() == 34 - 12);

struct c2s_lotto_query_prize {
  static constexpr auto info = wire::game_packet("c2s_lotto_query_prize", wire::channel::zone, wire::direction::c2s,
                                                 0x1755, "Ask for the jackpot.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_lotto_query_prize::npc_id));
  friend bool operator==(const c2s_lotto_query_prize&, const c2s_lotto_query_prize&) = default;
};
static_assert(wire::size_of<c2s_lotto_query_prize>() == 16 - 12);

struct s2c_lotto_query_prize {
  static constexpr auto info = wire::game_packet("s2c_lotto_query_prize", wire::channel::zone, wire::direction::s2c,
                                                 0x1755, "The jackpot.", wire::confidence::medium);

  uint32_t current_prize = 0;

  static constexpr auto fields = wire::fields(wire::field("current_prize", &s2c_lotto_query_prize::current_prize));
  friend bool operator==(const s2c_lotto_query_prize&, const s2c_lotto_query_prize&) = default;
};
static_assert(wire::size_of<s2c_lotto_query_prize>() == 16 - 12);

struct c2s_lotto_query_history {
  static constexpr auto info = wire::game_packet("c2s_lotto_query_history", wire::channel::zone, wire::direction::c2s,
                                                 0x1756, "Ask for earlier winning numbers.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_lotto_query_history::npc_id));
  friend bool operator==(const c2s_lotto_query_history&, const c2s_lotto_query_history&) = default;
};
static_assert(wire::size_of<c2s_lotto_query_history>() == 16 - 12);

struct s2c_lotto_query_history {
  static constexpr auto info = wire::game_packet("s2c_lotto_query_history", wire::channel::zone, wire::direction::s2c,
                                                 0x1756, "Earlier winning numbers.", wire::confidence::medium);

  int32_t current_lotto = 0;
  std::array<uint8_t, 25> winning_number_history{};

  static constexpr auto fields =
    wire::fields(wire::field("current_lotto", &s2c_lotto_query_history::current_lotto),
                 wire::field("winning_number_history", &s2c_lotto_query_history::winning_number_history));
  friend bool operator==(const s2c_lotto_query_history&, const s2c_lotto_query_history&) = default;
};
static_assert(wire::size_of<s2c_lotto_query_history>() == 41 - 12);

struct c2s_lotto_sale {
  static constexpr auto info = wire::game_packet("c2s_lotto_sale", wire::channel::zone, wire::direction::c2s, 0x1757,
                                                 "Cash a ticket in.", wire::confidence::medium);

  item ticket;
  uint32_t npc_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("ticket", &c2s_lotto_sale::ticket), wire::field("npc_id", &c2s_lotto_sale::npc_id));
  friend bool operator==(const c2s_lotto_sale&, const c2s_lotto_sale&) = default;
};
static_assert(wire::size_of<c2s_lotto_sale>() == 32 - 12);

struct s2c_lotto_sale {
  static constexpr auto info = wire::game_packet("s2c_lotto_sale", wire::channel::zone, wire::direction::s2c, 0x1757,
                                                 "Prize and the money after it.", wire::confidence::medium);

  uint8_t result = 0;
  uint32_t prize_money = 0;
  uint32_t money = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_lotto_sale::result),
                                              wire::field("prize_money", &s2c_lotto_sale::prize_money),
                                              wire::field("money", &s2c_lotto_sale::money));
  friend bool operator==(const s2c_lotto_sale&, const s2c_lotto_sale&) = default;
};
static_assert(wire::size_of<s2c_lotto_sale>() == 21 - 12);

struct s2c_lotto_notify {
  static constexpr auto info = wire::game_packet("s2c_lotto_notify", wire::channel::zone, wire::direction::s2c, 0x1758,
                                                 "Lottery announcement.", wire::confidence::medium);

  uint8_t notice_type = 0;
  int32_t current_lotto = 0;
  std::array<uint8_t, 5> winning_numbers{};
  uint8_t is_carried_forward = 0;
  uint32_t first_prize_money = 0;

  static constexpr auto fields = wire::fields(wire::field("notice_type", &s2c_lotto_notify::notice_type),
                                              wire::field("current_lotto", &s2c_lotto_notify::current_lotto),
                                              wire::field("winning_numbers", &s2c_lotto_notify::winning_numbers),
                                              wire::field("is_carried_forward", &s2c_lotto_notify::is_carried_forward),
                                              wire::field("first_prize_money", &s2c_lotto_notify::first_prize_money));
  friend bool operator==(const s2c_lotto_notify&, const s2c_lotto_notify&) = default;
};
static_assert(wire::size_of<s2c_lotto_notify>() == 27 - 12);

/// In the order of the protocol table.
using lottery_packets =
  wire::type_list<c2s_lotto_purchase, s2c_lotto_purchase, c2s_lotto_query_prize, s2c_lotto_query_prize,
                  c2s_lotto_query_history, s2c_lotto_query_history, c2s_lotto_sale, s2c_lotto_sale, s2c_lotto_notify>;

} // namespace msg::client
