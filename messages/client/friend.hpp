// Friends.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct s2c_friend_info {
  static constexpr auto info = wire::game_packet("s2c_friend_info", wire::channel::zone, wire::direction::s2c, 0x2331,
                                                 "Friend groups and friends.", wire::confidence::low)
                                 .partial();

  std::array<std::byte, 1361> body{};

  static constexpr auto fields =
    wire::fields(wire::field("body", &s2c_friend_info::body,
                             "begins with the text A3Friend (name of the first group), rest zero, for an empty list; "
                             "10 group names of 21 bytes, 50 friends of 23 bytes and one byte would fit exactly"));
  friend bool operator==(const s2c_friend_info&, const s2c_friend_info&) = default;
};
static_assert(wire::size_of<s2c_friend_info>() == 1373 - 12);

struct s2c_friend_state {
  static constexpr auto info = wire::game_packet("s2c_friend_state", wire::channel::zone, wire::direction::s2c, 0x2332,
                                                 "A friend went online or offline.", wire::confidence::medium)
                                 .partial();

  uint8_t unknown1 = 0;
  uint8_t unknown2 = 0;
  uint8_t is_online = 0;
  wire::fixed_text<21> friend_name;

  static constexpr auto fields =
    wire::fields(wire::field("unknown1", &s2c_friend_state::unknown1, "0 in the captures"),
                 wire::field("unknown2", &s2c_friend_state::unknown2, "0xCC (uninitialised memory) in the captures"),
                 wire::field("is_online", &s2c_friend_state::is_online, "1 in the captures; meaning inferred"),
                 wire::field("friend_name", &s2c_friend_state::friend_name));
  friend bool operator==(const s2c_friend_state&, const s2c_friend_state&) = default;
};
static_assert(wire::size_of<s2c_friend_state>() == 36 - 12);

/// In the order of the protocol table.
using friend_packets = wire::type_list<s2c_friend_info, s2c_friend_state>;

} // namespace msg::client
