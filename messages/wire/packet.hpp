// What a packet declares besides its fields: its name and how a head selects it.

#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

namespace msg::wire {

/// The listener a packet travels on. Gate, account and zone messages share the
/// game port; they are told apart for people and for the documentation only.
enum class channel : uint8_t { login, gate, account, zone };

enum class direction : uint8_t { c2s, s2c };

/// Control bytes of the head (protocol guide, section 2).
inline constexpr uint8_t ctrl_link = 0x01; // 10-byte head, selected by cmd, never enciphered
inline constexpr uint8_t ctrl_game = 0x03; // 12-byte head, selected by protocol, enciphered from byte 12
inline constexpr uint8_t cmd_game = 0xFF;

/// How a head names a packet. `number` is cmd for 10-byte heads and protocol
/// for 12-byte heads.
struct selector {
  uint8_t ctrl = 0;
  uint16_t number = 0;
  friend constexpr auto operator<=>(const selector&, const selector&) = default;
};

struct packet_info {
  std::string_view name; // as in the protocol table
  channel on = channel::zone;
  direction to = direction::c2s;
  selector select;
  std::string_view doc;
};

constexpr packet_info game_packet(std::string_view name, channel on, direction to, uint16_t protocol,
                                  std::string_view doc) {
  return {name, on, to, {ctrl_game, protocol}, doc};
}

constexpr packet_info link_packet(std::string_view name, channel on, direction to, uint8_t cmd, std::string_view doc) {
  return {name, on, to, {ctrl_link, cmd}, doc};
}

template <class T>
concept packet = requires {
  { T::info } -> std::convertible_to<packet_info>;
  T::fields;
};

} // namespace msg::wire
