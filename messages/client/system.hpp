// Operator commands, and questions about things the client does not know.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_op_cmd {
  static constexpr auto info =
    wire::game_packet("c2s_op_cmd", wire::channel::zone, wire::direction::c2s, 0x000F,
                      "Game-master command: numeric command and one text parameter.", wire::confidence::medium);

  uint16_t operator_command = 0;
  wire::fixed_text<64> parameter;

  static constexpr auto fields = wire::fields(wire::field("operator_command", &c2s_op_cmd::operator_command),
                                              wire::field("parameter", &c2s_op_cmd::parameter));
  friend bool operator==(const c2s_op_cmd&, const c2s_op_cmd&) = default;
};
static_assert(wire::size_of<c2s_op_cmd>() == 78 - 12);

struct c2s_unknown_char {
  static constexpr auto info = wire::game_packet(
    "c2s_unknown_char", wire::channel::zone, wire::direction::c2s, 0x0FF0,
    "Client received an update about an entity it does not know and asks the server to describe it again.",
    wire::confidence::medium);

  uint8_t entity_type = 0;
  uint32_t entity_id = 0;
  uint16_t return_protocol = 0;

  static constexpr auto fields = wire::fields(wire::field("entity_type", &c2s_unknown_char::entity_type),
                                              wire::field("entity_id", &c2s_unknown_char::entity_id),
                                              wire::field("return_protocol", &c2s_unknown_char::return_protocol));
  friend bool operator==(const c2s_unknown_char&, const c2s_unknown_char&) = default;
};
static_assert(wire::size_of<c2s_unknown_char>() == 19 - 12);

struct s2c_unknown_char {
  static constexpr auto info = wire::game_packet(
    "s2c_unknown_char", wire::channel::zone, wire::direction::s2c, 0x0FF0,
    "Answer to the above: tells whether the entity exists (code) and which message triggered the question.",
    wire::confidence::medium,
    "code tells whether the entity exists; return_protocol repeats the message that made the client ask.");

  uint8_t entity_type = 0;
  uint8_t code = 0;
  uint32_t entity_id = 0;
  uint16_t return_protocol = 0;

  static constexpr auto fields =
    wire::fields(wire::field("entity_type", &s2c_unknown_char::entity_type),
                 wire::field("code", &s2c_unknown_char::code), wire::field("entity_id", &s2c_unknown_char::entity_id),
                 wire::field("return_protocol", &s2c_unknown_char::return_protocol));
  friend bool operator==(const s2c_unknown_char&, const s2c_unknown_char&) = default;
};
static_assert(wire::size_of<s2c_unknown_char>() == 20 - 12);

/// In the order of the protocol table.
using system_packets = wire::type_list<c2s_op_cmd, c2s_unknown_char, s2c_unknown_char>;

} // namespace msg::client
