// Wars for shops and castles (TYR), and taxes.

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// One entry of a war unit.
struct tyr_entry {
  static constexpr wire::group_info about{"tyr_entry", "One entry of a war unit."};

  wire::fixed_text<21> player_name;
  wire::fixed_text<32> clan_name;

  static constexpr auto fields =
    wire::fields(wire::field("player_name", &tyr_entry::player_name), wire::field("clan_name", &tyr_entry::clan_name));
  friend bool operator==(const tyr_entry&, const tyr_entry&) = default;
};
static_assert(wire::size_of<tyr_entry>() == 53);

struct c2s_ask_shop_info {
  static constexpr auto info = wire::game_packet("c2s_ask_shop_info", wire::channel::zone, wire::direction::c2s, 0x3915,
                                                 "Ask a shop for its nation and tax data.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_shop_info::npc_id));
  friend bool operator==(const c2s_ask_shop_info&, const c2s_ask_shop_info&) = default;
};
static_assert(wire::size_of<c2s_ask_shop_info>() == 16 - 12);

struct s2c_ans_shop_info {
  static constexpr auto info = wire::game_packet("s2c_ans_shop_info", wire::channel::zone, wire::direction::s2c, 0x3915,
                                                 "Ruling clans and lords of the shop's area.", wire::confidence::medium,
                                                 "Older builds: names +8 each (136 in the PDB).");

  uint8_t nation = 0;
  uint8_t shop = 0;
  std::array<wire::fixed_text<32>, 3> clan_names{};
  std::array<wire::fixed_text<21>, 2> lord_names{};

  static constexpr auto fields = wire::fields(wire::field("nation", &s2c_ans_shop_info::nation).named(nations),
                                              wire::field("shop", &s2c_ans_shop_info::shop),
                                              wire::field("clan_names", &s2c_ans_shop_info::clan_names),
                                              wire::field("lord_names", &s2c_ans_shop_info::lord_names));
  friend bool operator==(const s2c_ans_shop_info&, const s2c_ans_shop_info&) = default;
};
static_assert(wire::size_of<s2c_ans_shop_info>() == 152 - 12);

struct c2s_ask_give_my_tax {
  static constexpr auto info = wire::game_packet("c2s_ask_give_my_tax", wire::channel::zone, wire::direction::c2s,
                                                 0x3916, "Collect the tax share.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_ask_give_my_tax::npc_id));
  friend bool operator==(const c2s_ask_give_my_tax&, const c2s_ask_give_my_tax&) = default;
};
static_assert(wire::size_of<c2s_ask_give_my_tax>() == 16 - 12);

struct s2c_ans_give_my_tax {
  static constexpr auto info = wire::game_packet("s2c_ans_give_my_tax", wire::channel::zone, wire::direction::s2c,
                                                 0x3916, "Result: money and tax.", wire::confidence::medium);

  uint8_t result = 0;
  uint32_t money = 0;
  uint32_t tax = 0;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_ans_give_my_tax::result), wire::field("money", &s2c_ans_give_my_tax::money),
                 wire::field("tax", &s2c_ans_give_my_tax::tax));
  friend bool operator==(const s2c_ans_give_my_tax&, const s2c_ans_give_my_tax&) = default;
};
static_assert(wire::size_of<s2c_ans_give_my_tax>() == 21 - 12);

struct c2s_tyr_entry {
  static constexpr auto info = wire::game_packet("c2s_tyr_entry", wire::channel::zone, wire::direction::c2s, 0x4003,
                                                 "Enter a war unit.", wire::confidence::medium);

  uint32_t npc_id = 0;
  uint8_t selected_unit = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_tyr_entry::npc_id),
                                              wire::field("selected_unit", &c2s_tyr_entry::selected_unit));
  friend bool operator==(const c2s_tyr_entry&, const c2s_tyr_entry&) = default;
};
static_assert(wire::size_of<c2s_tyr_entry>() == 17 - 12);

struct s2c_tyr_entry {
  static constexpr auto info = wire::game_packet("s2c_tyr_entry", wire::channel::zone, wire::direction::s2c, 0x4003,
                                                 "Result of entering a war unit.", wire::confidence::medium);

  uint8_t own_unit = 0;
  uint16_t entry_count = 0;
  wire::fixed_text<128> information_text;

  static constexpr auto fields = wire::fields(wire::field("own_unit", &s2c_tyr_entry::own_unit),
                                              wire::field("entry_count", &s2c_tyr_entry::entry_count),
                                              wire::field("information_text", &s2c_tyr_entry::information_text));
  friend bool operator==(const s2c_tyr_entry&, const s2c_tyr_entry&) = default;
};
static_assert(wire::size_of<s2c_tyr_entry>() == 143 - 12);

struct c2s_tyr_join {
  static constexpr auto info = wire::game_packet("c2s_tyr_join", wire::channel::zone, wire::direction::c2s, 0x4004,
                                                 "Join the running war.", wire::confidence::medium);

  uint32_t npc_id = 0;

  static constexpr auto fields = wire::fields(wire::field("npc_id", &c2s_tyr_join::npc_id));
  friend bool operator==(const c2s_tyr_join&, const c2s_tyr_join&) = default;
};
static_assert(wire::size_of<c2s_tyr_join>() == 16 - 12);

struct c2s_tyr_info {
  static constexpr auto info = wire::numberless_packet("c2s_tyr_info", wire::channel::zone, wire::direction::c2s,
                                                       "Older form of c2s_tyr_unit_info.", wire::confidence::low);

  uint32_t npc_id = 0;
  uint8_t unit_index = 0;

  static constexpr auto fields =
    wire::fields(wire::field("npc_id", &c2s_tyr_info::npc_id), wire::field("unit_index", &c2s_tyr_info::unit_index));
  friend bool operator==(const c2s_tyr_info&, const c2s_tyr_info&) = default;
};
static_assert(wire::size_of<c2s_tyr_info>() == 17 - 12);

struct s2c_tyr_info {
  static constexpr auto info = wire::numberless_packet(
    "s2c_tyr_info", wire::channel::zone, wire::direction::s2c, "Older form of s2c_tyr_unit_info with up to 48 entries.",
    wire::confidence::low, "Older builds: rule: entries: 48 x tyr_entry, 45 -> 53 each.");

  uint8_t war_state = 0;
  uint8_t unit_index = 0;
  uint16_t entry_count = 0;
  uint16_t unit_member_count = 0;
  std::array<tyr_entry, 48> entries{};

  static constexpr auto fields = wire::fields(
    wire::field("war_state", &s2c_tyr_info::war_state), wire::field("unit_index", &s2c_tyr_info::unit_index),
    wire::field("entry_count", &s2c_tyr_info::entry_count).at_most(48),
    wire::field("unit_member_count", &s2c_tyr_info::unit_member_count), wire::field("entries", &s2c_tyr_info::entries));
  friend bool operator==(const s2c_tyr_info&, const s2c_tyr_info&) = default;
};
static_assert(wire::size_of<s2c_tyr_info>() == 2562 - 12);

struct s2c_tyr_error {
  static constexpr auto info = wire::numberless_packet("s2c_tyr_error", wire::channel::zone, wire::direction::s2c,
                                                       "War request refused.", wire::confidence::low);

  uint16_t error_code = 0;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_tyr_error::error_code));
  friend bool operator==(const s2c_tyr_error&, const s2c_tyr_error&) = default;
};
static_assert(wire::size_of<s2c_tyr_error>() == 14 - 12);

/// In the order of the protocol table.
using war_packets =
  wire::type_list<c2s_ask_shop_info, s2c_ans_shop_info, c2s_ask_give_my_tax, s2c_ans_give_my_tax, c2s_tyr_entry,
                  s2c_tyr_entry, c2s_tyr_join, c2s_tyr_info, s2c_tyr_info, s2c_tyr_error>;

} // namespace msg::client
