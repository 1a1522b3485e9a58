// The game listener before a character is chosen, and its keepalive.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// Codes of s2c_error.
inline constexpr uint16_t error_name_taken = 0x1104;
inline constexpr uint16_t error_character_invalid = 0x1106;
inline constexpr uint16_t error_failed = 0x1107;
inline constexpr uint16_t error_login_failed = 0x1201; // also: no free slot
inline constexpr uint16_t error_not_found = 0x1202;

struct c2g_login {
  static constexpr auto info = wire::link_packet("c2g_login", wire::channel::gate, wire::direction::c2s, 0xE2,
                                                 "First message on the gate connection.");

  uint32_t pcid = 0;
  wire::fixed_text<21> account;
  wire::fixed_text<21> password;

  static constexpr auto fields =
    wire::fields(wire::field("pcid", &c2g_login::pcid, "ticket from ls2c_gate_info"),
                 wire::field("account", &c2g_login::account), wire::field("password", &c2g_login::password));
  friend bool operator==(const c2g_login&, const c2g_login&) = default;
};
static_assert(wire::size_of<c2g_login>() == 46);

struct g2c_time_tick {
  static constexpr auto info = wire::link_packet("g2c_time_tick", wire::channel::gate, wire::direction::s2c, 0xF0,
                                                 "Keepalive and clock check, every 5 seconds to players in a zone.");

  uint32_t tick_count = 0;
  uint32_t server_tick = 0;
  uint32_t client_tick = 0;

  static constexpr auto fields =
    wire::fields(wire::field("tick_count", &g2c_time_tick::tick_count, "rises by one each time"),
                 wire::field("server_tick", &g2c_time_tick::server_tick, "milliseconds of the server"),
                 wire::field("client_tick", &g2c_time_tick::client_tick, "0, or the value of the last answer"));
  friend bool operator==(const g2c_time_tick&, const g2c_time_tick&) = default;
};
static_assert(wire::size_of<g2c_time_tick>() == 12);

struct c2g_time_tick {
  static constexpr auto info = wire::link_packet("c2g_time_tick", wire::channel::gate, wire::direction::c2s, 0xF0,
                                                 "Echo of the tick with the client clock.");

  uint32_t tick_count = 0;
  uint32_t server_tick = 0;
  uint32_t client_tick = 0;

  static constexpr auto fields = wire::fields(
    wire::field("tick_count", &c2g_time_tick::tick_count), wire::field("server_tick", &c2g_time_tick::server_tick),
    wire::field("client_tick", &c2g_time_tick::client_tick, "milliseconds of the client"));
  friend bool operator==(const c2g_time_tick&, const c2g_time_tick&) = default;
};
static_assert(wire::size_of<c2g_time_tick>() == 12);

struct c2s_payinfo {
  static constexpr auto info =
    wire::game_packet("c2s_payinfo", wire::channel::gate, wire::direction::c2s, 0xC000,
                      "Ask how long the account is paid for; old gates answered it themselves.");

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_payinfo&, const c2s_payinfo&) = default;
};
static_assert(wire::size_of<c2s_payinfo>() == 0);

struct s2c_svr_time {
  static constexpr auto info = wire::game_packet("s2c_svr_time", wire::channel::zone, wire::direction::s2c, 0x0FF1,
                                                 "Server wall clock (hour and minute) shown by the client.");

  uint8_t hour = 0;
  uint8_t minute = 0;

  static constexpr auto fields =
    wire::fields(wire::field("hour", &s2c_svr_time::hour), wire::field("minute", &s2c_svr_time::minute));
  friend bool operator==(const s2c_svr_time&, const s2c_svr_time&) = default;
};
static_assert(wire::size_of<s2c_svr_time>() == 2);

struct s2c_error {
  static constexpr auto info = wire::game_packet("s2c_error", wire::channel::zone, wire::direction::s2c, 0x0FFF,
                                                 "Error code with a text line the client shows.");

  uint16_t error_code = 0;
  wire::fixed_text<64> error_text;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_error::error_code), wire::field("error_text", &s2c_error::error_text));
  friend bool operator==(const s2c_error&, const s2c_error&) = default;
};
static_assert(wire::size_of<s2c_error>() == 66);

} // namespace msg::client
