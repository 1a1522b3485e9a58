// The game listener before a character is chosen, and its keepalive.

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2g_login {
  static constexpr auto info = wire::link_packet(
    "c2g_login", wire::channel::gate, wire::direction::c2s, 0xE2, "First message on the gate connection.",
    wire::confidence::high,
    "The gate drops the connection when the login server has not announced this account, name and ticket.");

  uint32_t pcid = 0;
  wire::fixed_text<21> account;
  wire::fixed_text<21> password;

  static constexpr auto fields =
    wire::fields(wire::field("pcid", &c2g_login::pcid, "ticket from ls2c_gate_info"),
                 wire::field("account", &c2g_login::account), wire::field("password", &c2g_login::password));
  friend bool operator==(const c2g_login&, const c2g_login&) = default;
};
static_assert(wire::size_of<c2g_login>() == 56 - 10);

struct g2c_time_tick {
  static constexpr auto info =
    wire::link_packet("g2c_time_tick", wire::channel::gate, wire::direction::s2c, 0xF0,
                      "Keepalive and clock check, every 5 seconds to players in a zone.", wire::confidence::high,
                      "Sources disagree whether it passes the cipher; ctrl 0x01 messages are plain in the agents "
                      "written against the 562 client.");

  uint32_t tick_count = 0;
  uint32_t server_tick = 0;
  uint32_t client_tick = 0;

  static constexpr auto fields =
    wire::fields(wire::field("tick_count", &g2c_time_tick::tick_count, "rises by one each time"),
                 wire::field("server_tick", &g2c_time_tick::server_tick, "milliseconds of the server"),
                 wire::field("client_tick", &g2c_time_tick::client_tick, "0, or the value of the last answer"));
  friend bool operator==(const g2c_time_tick&, const g2c_time_tick&) = default;
};
static_assert(wire::size_of<g2c_time_tick>() == 22 - 10);

struct c2g_time_tick {
  static constexpr auto info =
    wire::link_packet("c2g_time_tick", wire::channel::gate, wire::direction::c2s, 0xF0,
                      "Echo of the tick with the client clock.", wire::confidence::high,
                      "Old check: count and server tick unchanged, and client clock and server clock advance by the "
                      "same time (more than 500 ms apart twice in a row = speed hack, disconnect reason 4).");

  uint32_t tick_count = 0;
  uint32_t server_tick = 0;
  uint32_t client_tick = 0;

  static constexpr auto fields = wire::fields(
    wire::field("tick_count", &c2g_time_tick::tick_count), wire::field("server_tick", &c2g_time_tick::server_tick),
    wire::field("client_tick", &c2g_time_tick::client_tick, "milliseconds of the client"));
  friend bool operator==(const c2g_time_tick&, const c2g_time_tick&) = default;
};
static_assert(wire::size_of<c2g_time_tick>() == 22 - 10);

struct c2s_payinfo {
  static constexpr auto info = wire::game_packet(
    "c2s_payinfo", wire::channel::gate, wire::direction::c2s, 0xC000,
    "Ask how long the account is paid for; old gates answered it themselves.", wire::confidence::medium,
    "Old gates answered this one themselves (with a notice) instead of passing it on.");

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_payinfo&, const c2s_payinfo&) = default;
};
static_assert(wire::size_of<c2s_payinfo>() == 12 - 12);

struct s2c_svr_time {
  static constexpr auto info =
    wire::game_packet("s2c_svr_time", wire::channel::zone, wire::direction::s2c, 0x0FF1,
                      "Server wall clock (hour and minute) shown by the client.", wire::confidence::medium);

  uint8_t hour = 0;
  uint8_t minute = 0;

  static constexpr auto fields =
    wire::fields(wire::field("hour", &s2c_svr_time::hour), wire::field("minute", &s2c_svr_time::minute));
  friend bool operator==(const s2c_svr_time&, const s2c_svr_time&) = default;
};
static_assert(wire::size_of<s2c_svr_time>() == 14 - 12);

struct s2c_error {
  static constexpr auto info =
    wire::game_packet("s2c_error", wire::channel::zone, wire::direction::s2c, 0x0FFF,
                      "Error code with a text line the client shows.", wire::confidence::high, "See enum error_code.");

  uint16_t error_code = 0;
  wire::fixed_text<64> error_text;

  static constexpr auto fields = wire::fields(wire::field("error_code", &s2c_error::error_code).named(error_codes),
                                              wire::field("error_text", &s2c_error::error_text));
  friend bool operator==(const s2c_error&, const s2c_error&) = default;
};
static_assert(wire::size_of<s2c_error>() == 78 - 12);

struct s2c_payinfo {
  static constexpr auto info = wire::game_packet("s2c_payinfo", wire::channel::gate, wire::direction::s2c, 0xC000,
                                                 "Payment mode and remaining time (opcode inferred from the request).",
                                                 wire::confidence::low, "Opcode inferred from the request.");

  uint8_t pay_mode = 0;
  int32_t remaining_time = 0;

  static constexpr auto fields = wire::fields(wire::field("pay_mode", &s2c_payinfo::pay_mode),
                                              wire::field("remaining_time", &s2c_payinfo::remaining_time));
  friend bool operator==(const s2c_payinfo&, const s2c_payinfo&) = default;
};
static_assert(wire::size_of<s2c_payinfo>() == 17 - 12);

/// In the order of the protocol table.
using gate_packets =
  wire::type_list<c2g_login, g2c_time_tick, c2g_time_tick, s2c_svr_time, s2c_error, c2s_payinfo, s2c_payinfo>;

} // namespace msg::client
