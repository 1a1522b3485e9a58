// Talking, gestures and the tabs of the chat window.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// say_type of c2s_say and s2c_say.
enum class say_kind : uint8_t {
  system = 0x00,
  general = 0x01,
  whisper = 0x03,
  party = 0x04,
  clan = 0x05,
  nation = 0x06,
  league = 0x08,
  notice = 0x0C, // in the bar at the top
  shout = 0xF1,
};

/// Speaker of a notice.
inline constexpr uint32_t nobody = 0xFFFFFFFF;

struct c2s_say {
  static constexpr auto info =
    wire::game_packet("c2s_say", wire::channel::zone, wire::direction::c2s, 0x1800,
                      "Say something (type decides who hears it; the name is used for whispers).");

  uint8_t say_type = 0;
  wire::fixed_text<21> listener_name;
  wire::open_text<64> words;

  static constexpr auto fields =
    wire::fields(wire::field("say_type", &c2s_say::say_type), wire::field("listener_name", &c2s_say::listener_name),
                 wire::field("words", &c2s_say::words));
  friend bool operator==(const c2s_say&, const c2s_say&) = default;
};

struct s2c_say {
  static constexpr auto info = wire::game_packet("s2c_say", wire::channel::zone, wire::direction::s2c, 0x1800,
                                                 "Somebody says something; also server notices.");

  uint8_t say_type = 0;
  uint32_t speaking_player_id = 0;
  wire::fixed_text<21> speaker_name;
  wire::open_text<64> words;

  static constexpr auto fields = wire::fields(
    wire::field("say_type", &s2c_say::say_type), wire::field("speaking_player_id", &s2c_say::speaking_player_id),
    wire::field("speaker_name", &s2c_say::speaker_name), wire::field("words", &s2c_say::words));
  friend bool operator==(const s2c_say&, const s2c_say&) = default;
};

struct c2s_chat_window_opt {
  static constexpr auto info = wire::game_packet("c2s_chat_window_opt", wire::channel::zone, wire::direction::c2s,
                                                 0x1803, "Save which chat channels the three chat tabs show.");

  std::array<uint16_t, 3> tab_masks{};

  static constexpr auto fields =
    wire::fields(wire::field("tab_masks", &c2s_chat_window_opt::tab_masks,
                             "one bit per kind of chat for each of three tabs; default 0x00FF, 0x001F, 0x00E3"));
  friend bool operator==(const c2s_chat_window_opt&, const c2s_chat_window_opt&) = default;
};
static_assert(wire::size_of<c2s_chat_window_opt>() == 6);

struct s2c_chat_window_opt {
  static constexpr auto info =
    wire::game_packet("s2c_chat_window_opt", wire::channel::zone, wire::direction::s2c, 0x1803,
                      "Saved chat tab filters; until it arrives the client shows no whispers.");

  std::array<uint16_t, 3> tab_masks{};

  static constexpr auto fields =
    wire::fields(wire::field("tab_masks", &s2c_chat_window_opt::tab_masks, "default 0x00FF, 0x001F, 0x00E3"));
  friend bool operator==(const s2c_chat_window_opt&, const s2c_chat_window_opt&) = default;
};
static_assert(wire::size_of<s2c_chat_window_opt>() == 6);

struct c2s_gesture {
  static constexpr auto info =
    wire::game_packet("c2s_gesture", wire::channel::zone, wire::direction::c2s, 0x1801, "Make a gesture.");

  uint8_t gesture_type = 0;

  static constexpr auto fields = wire::fields(wire::field("gesture_type", &c2s_gesture::gesture_type));
  friend bool operator==(const c2s_gesture&, const c2s_gesture&) = default;
};
static_assert(wire::size_of<c2s_gesture>() == 1);

struct s2c_gesture {
  static constexpr auto info =
    wire::game_packet("s2c_gesture", wire::channel::zone, wire::direction::s2c, 0x1801, "Somebody makes a gesture.");

  uint32_t gesturing_player_id = 0;
  uint8_t gesture_type = 0;

  static constexpr auto fields = wire::fields(wire::field("gesturing_player_id", &s2c_gesture::gesturing_player_id),
                                              wire::field("gesture_type", &s2c_gesture::gesture_type));
  friend bool operator==(const s2c_gesture&, const s2c_gesture&) = default;
};
static_assert(wire::size_of<s2c_gesture>() == 5);

/// A line of chat as clients get it.
inline s2c_say make_say(say_kind kind, uint32_t from, std::string_view from_name, std::string_view words) {
  s2c_say result;
  result.say_type = static_cast<uint8_t>(kind);
  result.speaking_player_id = from;
  result.speaker_name = wire::fixed_text<21>{from_name};
  result.words = wire::open_text<64>{words};
  return result;
}

} // namespace msg::client
