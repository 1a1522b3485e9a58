// What a packet declares besides its fields: its name, how a head selects it,
// and how sure the protocol table is of it.

#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace msg::wire {

/// What a packet belongs to. Gate, account and zone messages share the game
/// port; battle messages had a server of their own. None of these share a
/// selector within one direction of one listener.
enum class channel : uint8_t { login, gate, account, zone, battle };
inline constexpr std::string_view channel_names[] = {"login", "gate", "account", "zone", "battle"};
constexpr std::string_view to_string(channel x) { return channel_names[static_cast<size_t>(x)]; }

enum class direction : uint8_t { c2s, s2c };
inline constexpr std::string_view direction_names[] = {"c2s", "s2c"};
constexpr std::string_view to_string(direction x) { return direction_names[static_cast<size_t>(x)]; }

/// The port a packet travels through, which together with direction, kind of head and number names it.
enum class listener : uint8_t { login, game };
inline constexpr std::string_view listener_names[] = {"login", "game"};
constexpr std::string_view to_string(listener x) { return listener_names[static_cast<size_t>(x)]; }
constexpr listener listener_of(channel x) { return x == channel::login ? listener::login : listener::game; }

/// How well a layout is attested (protocol table, conventions).
enum class confidence : uint8_t {
  high,   // a source of client 562 agrees with a second source
  medium, // one source, or an older build and a proven rule
  low,    // inferred, or the number is not known
};
inline constexpr std::string_view confidence_names[] = {"high", "medium", "low"};
constexpr std::string_view to_string(confidence x) { return confidence_names[static_cast<size_t>(x)]; }

/// How much of a packet is known.
enum class knowledge : uint8_t {
  full,    // every field
  partial, // the size, and some of the fields
  name,    // the number only
};
inline constexpr std::string_view knowledge_names[] = {"full", "partial", "unknown"};
constexpr std::string_view to_string(knowledge x) { return knowledge_names[static_cast<size_t>(x)]; }

/// Control bytes of the head (protocol guide, section 2).
inline constexpr uint8_t ctrl_link = 0x01; // 10-byte head, selected by cmd, never enciphered
inline constexpr uint8_t ctrl_game = 0x03; // 12-byte head, selected by protocol, enciphered behind the head
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
  confidence sure = confidence::low;
  std::string_view notes = {};
  knowledge known = knowledge::full;
  bool has_number = true; // else nobody knows it, and `select.number` is 0

  constexpr bool is_game() const { return select.ctrl == ctrl_game; }
  constexpr packet_info partial() const {
    auto result = *this;
    result.known = knowledge::partial;
    return result;
  }
  constexpr packet_info without_layout() const {
    auto result = *this;
    result.known = knowledge::name;
    return result;
  }
};

constexpr packet_info game_packet(std::string_view name, channel on, direction to, uint16_t protocol,
                                  std::string_view doc, confidence sure, std::string_view notes = {}) {
  return {name, on, to, {ctrl_game, protocol}, doc, sure, notes};
}

constexpr packet_info link_packet(std::string_view name, channel on, direction to, uint8_t cmd, std::string_view doc,
                                  confidence sure, std::string_view notes = {}) {
  return {name, on, to, {ctrl_link, cmd}, doc, sure, notes};
}

/// A game packet whose number nobody knows: it has a layout and cannot be met on a wire.
constexpr packet_info numberless_packet(std::string_view name, channel on, direction to, std::string_view doc,
                                        confidence sure, std::string_view notes = {}) {
  packet_info result{name, on, to, {ctrl_game, 0}, doc, sure, notes};
  result.has_number = false;
  return result;
}

/// The name of a struct that packets share.
struct group_info {
  std::string_view name;
  std::string_view doc;
};

template <class T>
concept packet = requires {
  { T::info } -> std::convertible_to<packet_info>;
  T::fields;
};

} // namespace msg::wire
