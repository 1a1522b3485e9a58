// Changing the nation, and buying off a penalty.

#pragma once

#include "messages/client/values.hpp"
#include "messages/client/world.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_change_nation {
  static constexpr auto info = wire::game_packet("c2s_change_nation", wire::channel::zone, wire::direction::c2s, 0x2400,
                                                 "Change the nation.", wire::confidence::medium);

  uint8_t new_nation = 0;

  static constexpr auto fields = wire::fields(wire::field("new_nation", &c2s_change_nation::new_nation).named(nations));
  friend bool operator==(const c2s_change_nation&, const c2s_change_nation&) = default;
};
static_assert(wire::size_of<c2s_change_nation>() == 13 - 12);

struct s2c_change_nation {
  static constexpr auto info = wire::game_packet("s2c_change_nation", wire::channel::zone, wire::direction::s2c, 0x2401,
                                                 "Result, own social info and lore left.", wire::confidence::medium);

  uint8_t error_code = 0;
  social_info social;
  uint32_t lore = 0;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_change_nation::error_code),
                 wire::field("social_info", &s2c_change_nation::social), wire::field("lore", &s2c_change_nation::lore));
  friend bool operator==(const s2c_change_nation&, const s2c_change_nation&) = default;
};
static_assert(wire::size_of<s2c_change_nation>() == 21 - 12);

struct c2s_cao_mitigation {
  static constexpr auto info =
    wire::game_packet("c2s_cao_mitigation", wire::channel::zone, wire::direction::c2s, 0x2510,
                      "Pay to shorten the penalty of player kills.", wire::confidence::medium);

  uint16_t minutes = 0;

  static constexpr auto fields = wire::fields(wire::field("minutes", &c2s_cao_mitigation::minutes));
  friend bool operator==(const c2s_cao_mitigation&, const c2s_cao_mitigation&) = default;
};
static_assert(wire::size_of<c2s_cao_mitigation>() == 14 - 12);

struct s2c_cao_mitigation {
  static constexpr auto info =
    wire::game_packet("s2c_cao_mitigation", wire::channel::zone, wire::direction::s2c, 0x2510,
                      "Result: penalty time and lore left.", wire::confidence::medium);

  uint8_t result = 0;
  uint16_t penalty_time = 0;
  uint32_t lore = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_cao_mitigation::result),
                                              wire::field("penalty_time", &s2c_cao_mitigation::penalty_time),
                                              wire::field("lore", &s2c_cao_mitigation::lore));
  friend bool operator==(const s2c_cao_mitigation&, const s2c_cao_mitigation&) = default;
};
static_assert(wire::size_of<s2c_cao_mitigation>() == 19 - 12);

/// In the order of the protocol table.
using nation_packets = wire::type_list<c2s_change_nation, s2c_change_nation, c2s_cao_mitigation, s2c_cao_mitigation>;

} // namespace msg::client
