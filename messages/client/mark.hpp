// Clan marks: small pictures, 25 x 25 pixels of 16 bits.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_register_mark {
  static constexpr auto info =
    wire::game_packet("c2s_register_mark", wire::channel::zone, wire::direction::c2s, 0x2320,
                      "Ask whether a clan mark may be registered (named C2Z in the sources).", wire::confidence::medium,
                      "Named C2Z in the sources.");

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_register_mark&, const c2s_register_mark&) = default;
};
static_assert(wire::size_of<c2s_register_mark>() == 12 - 12);

struct s2c_confirm_mark {
  static constexpr auto info =
    wire::game_packet("s2c_confirm_mark", wire::channel::zone, wire::direction::s2c, 0x2321,
                      "Answer: a mark id and a random number that authorise the upload.", wire::confidence::low,
                      "Opcode inferred from the gap between 0x2320 and 0x2322.");

  uint32_t mark_id = 0;
  uint32_t lore = 0;
  uint32_t money = 0;
  uint8_t result = 0;

  static constexpr auto fields =
    wire::fields(wire::field("mark_id", &s2c_confirm_mark::mark_id), wire::field("lore", &s2c_confirm_mark::lore),
                 wire::field("money", &s2c_confirm_mark::money), wire::field("result", &s2c_confirm_mark::result));
  friend bool operator==(const s2c_confirm_mark&, const s2c_confirm_mark&) = default;
};
static_assert(wire::size_of<s2c_confirm_mark>() == 25 - 12);

struct c2s_transfer_mark {
  static constexpr auto info =
    wire::game_packet("c2s_transfer_mark", wire::channel::account, wire::direction::c2s, 0x2322,
                      "Upload the clan mark image; routed to the account server.", wire::confidence::medium,
                      "mark_image has 1250 bytes = 25 x 25 pixels of 16 bits. A C++ agent saw the mark messages with "
                      "ctrl 0xFE. Older builds: rule: player_name: player name 13 -> 21.");

  wire::fixed_text<21> player_name;
  uint32_t clan_id = 0;
  uint32_t mark_id = 0;
  uint32_t random_number = 0;
  std::array<std::byte, 1250> mark_image{};

  static constexpr auto fields = wire::fields(wire::field("player_name", &c2s_transfer_mark::player_name),
                                              wire::field("clan_id", &c2s_transfer_mark::clan_id),
                                              wire::field("mark_id", &c2s_transfer_mark::mark_id),
                                              wire::field("random_number", &c2s_transfer_mark::random_number),
                                              wire::field("mark_image", &c2s_transfer_mark::mark_image));
  friend bool operator==(const c2s_transfer_mark&, const c2s_transfer_mark&) = default;
};
static_assert(wire::size_of<c2s_transfer_mark>() == 1295 - 12);

struct s2c_transfer_mark {
  static constexpr auto info = wire::game_packet("s2c_transfer_mark", wire::channel::account, wire::direction::s2c,
                                                 0x2322, "Result of the upload.", wire::confidence::medium,
                                                 "Older builds: rule: player_name: player name 13 -> 21.");

  wire::fixed_text<21> player_name;
  uint32_t clan_id = 0;
  uint32_t mark_id = 0;
  uint32_t random_number = 0;
  uint8_t result = 0;

  static constexpr auto fields = wire::fields(
    wire::field("player_name", &s2c_transfer_mark::player_name), wire::field("clan_id", &s2c_transfer_mark::clan_id),
    wire::field("mark_id", &s2c_transfer_mark::mark_id),
    wire::field("random_number", &s2c_transfer_mark::random_number), wire::field("result", &s2c_transfer_mark::result));
  friend bool operator==(const s2c_transfer_mark&, const s2c_transfer_mark&) = default;
};
static_assert(wire::size_of<s2c_transfer_mark>() == 46 - 12);

struct c2s_ask_mark {
  static constexpr auto info =
    wire::game_packet("c2s_ask_mark", wire::channel::account, wire::direction::c2s, 0x2323,
                      "Ask for the image of a clan mark; routed to the account server.", wire::confidence::medium);

  uint32_t mark_id = 0;

  static constexpr auto fields = wire::fields(wire::field("mark_id", &c2s_ask_mark::mark_id));
  friend bool operator==(const c2s_ask_mark&, const c2s_ask_mark&) = default;
};
static_assert(wire::size_of<c2s_ask_mark>() == 16 - 12);

struct s2c_ans_mark {
  static constexpr auto info = wire::game_packet("s2c_ans_mark", wire::channel::account, wire::direction::s2c, 0x2323,
                                                 "The clan mark image.", wire::confidence::medium);

  uint8_t result = 0;
  uint32_t mark_id = 0;
  uint16_t clan_index = 0;
  std::array<std::byte, 1250> mark_image{};

  static constexpr auto fields = wire::fields(
    wire::field("result", &s2c_ans_mark::result), wire::field("mark_id", &s2c_ans_mark::mark_id),
    wire::field("clan_index", &s2c_ans_mark::clan_index), wire::field("mark_image", &s2c_ans_mark::mark_image));
  friend bool operator==(const s2c_ans_mark&, const s2c_ans_mark&) = default;
};
static_assert(wire::size_of<s2c_ans_mark>() == 1269 - 12);

/// In the order of the protocol table.
using mark_packets = wire::type_list<c2s_register_mark, s2c_confirm_mark, c2s_transfer_mark, s2c_transfer_mark,
                                     c2s_ask_mark, s2c_ans_mark>;

} // namespace msg::client
