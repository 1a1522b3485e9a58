// Talking, gestures and the tabs of the chat window.

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Speaker of a notice.
inline constexpr uint32_t nobody = 0xFFFFFFFF;

struct c2s_say {
  static constexpr auto info = wire::game_packet(
    "c2s_say", wire::channel::zone, wire::direction::c2s, 0x1800,
    "Say something (type decides who hears it; the name is used for whispers).", wire::confidence::high,
    "listener_name is used for whispers only. Take the length of words from size, not from 64. Older builds: rule: "
    "listener_name: player name 13 -> 21.");

  uint8_t say_type = 0;
  wire::fixed_text<21> listener_name;
  wire::open_text<64> words;

  static constexpr auto fields =
    wire::fields(wire::field("say_type", &c2s_say::say_type).only(say_kinds),
                 wire::field("listener_name", &c2s_say::listener_name), wire::field("words", &c2s_say::words));
  friend bool operator==(const c2s_say&, const c2s_say&) = default;
};
static_assert(wire::size_of<c2s_say>() == 34 - 12);

struct s2c_say {
  static constexpr auto info = wire::game_packet(
    "s2c_say", wire::channel::zone, wire::direction::s2c, 0x1800, "Somebody says something; also server notices.",
    wire::confidence::high,
    "words may be longer: captured notices have 110 bytes in total (72 of words), so take the length from size. "
    "Notices: speaking_player_id 0xFFFFFFFF and a speaker name such as NOTICE or SYSTEM; say_type decides the place on "
    "the screen. Older builds: rule: speaker_name: player name 13 -> 21.");

  uint8_t say_type = 0;
  uint32_t speaking_player_id = 0;
  wire::fixed_text<21> speaker_name;
  wire::open_text<64> words;

  static constexpr auto fields =
    wire::fields(wire::field("say_type", &s2c_say::say_type).named(say_kinds),
                 wire::field("speaking_player_id", &s2c_say::speaking_player_id),
                 wire::field("speaker_name", &s2c_say::speaker_name), wire::field("words", &s2c_say::words));
  friend bool operator==(const s2c_say&, const s2c_say&) = default;
};
static_assert(wire::size_of<s2c_say>() == 38 - 12);

struct c2s_chat_window_opt {
  static constexpr auto info =
    wire::game_packet("c2s_chat_window_opt", wire::channel::zone, wire::direction::c2s, 0x1803,
                      "Save which chat channels the three chat tabs show.", wire::confidence::high);

  std::array<uint16_t, 3> tab_masks{};

  static constexpr auto fields =
    wire::fields(wire::field("tab_masks", &c2s_chat_window_opt::tab_masks,
                             "one bit per kind of chat for each of three tabs; default 0x00FF, 0x001F, 0x00E3"));
  friend bool operator==(const c2s_chat_window_opt&, const c2s_chat_window_opt&) = default;
};
static_assert(wire::size_of<c2s_chat_window_opt>() == 18 - 12);

struct s2c_chat_window_opt {
  static constexpr auto info =
    wire::game_packet("s2c_chat_window_opt", wire::channel::zone, wire::direction::s2c, 0x1803,
                      "Saved chat tab filters; until it arrives the client shows no whispers.", wire::confidence::high);

  std::array<uint16_t, 3> tab_masks{};

  static constexpr auto fields =
    wire::fields(wire::field("tab_masks", &s2c_chat_window_opt::tab_masks, "default 0x00FF, 0x001F, 0x00E3"));
  friend bool operator==(const s2c_chat_window_opt&, const s2c_chat_window_opt&) = default;
};
static_assert(wire::size_of<s2c_chat_window_opt>() == 18 - 12);

struct c2s_gesture {
  static constexpr auto info = wire::game_packet("c2s_gesture", wire::channel::zone, wire::direction::c2s, 0x1801,
                                                 "Make a gesture.", wire::confidence::medium);

  uint8_t gesture_type = 0;

  static constexpr auto fields = wire::fields(wire::field("gesture_type", &c2s_gesture::gesture_type));
  friend bool operator==(const c2s_gesture&, const c2s_gesture&) = default;
};
static_assert(wire::size_of<c2s_gesture>() == 13 - 12);

struct s2c_gesture {
  static constexpr auto info = wire::game_packet("s2c_gesture", wire::channel::zone, wire::direction::s2c, 0x1801,
                                                 "Somebody makes a gesture.", wire::confidence::medium);

  uint32_t gesturing_player_id = 0;
  uint8_t gesture_type = 0;

  static constexpr auto fields = wire::fields(wire::field("gesturing_player_id", &s2c_gesture::gesturing_player_id),
                                              wire::field("gesture_type", &s2c_gesture::gesture_type));
  friend bool operator==(const s2c_gesture&, const s2c_gesture&) = default;
};
static_assert(wire::size_of<s2c_gesture>() == 17 - 12);

/// A line of chat as clients get it.
inline s2c_say make_say(say_kind kind, uint32_t from, std::string_view from_name, std::string_view words) {
  s2c_say result;
  result.say_type = static_cast<uint8_t>(kind);
  result.speaking_player_id = from;
  result.speaker_name = wire::fixed_text<21>{from_name};
  result.words = wire::open_text<64>{words};
  return result;
}

struct s2c_other_update {
  static constexpr auto info =
    wire::game_packet("s2c_other_update", wire::channel::zone, wire::direction::s2c, 0x1802,
                      "Penalty level or pose of another player changed.", wire::confidence::medium);

  uint32_t other_player_id = 0;
  uint8_t penalty_level = 0;
  uint8_t pose = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &s2c_other_update::other_player_id),
                                              wire::field("penalty_level", &s2c_other_update::penalty_level),
                                              wire::field("pose", &s2c_other_update::pose));
  friend bool operator==(const s2c_other_update&, const s2c_other_update&) = default;
};
static_assert(wire::size_of<s2c_other_update>() == 18 - 12);

/// In the order of the protocol table.
using chat_packets = wire::type_list<c2s_say, s2c_say, c2s_gesture, s2c_gesture, s2c_other_update, c2s_chat_window_opt,
                                     s2c_chat_window_opt>;

} // namespace msg::client
