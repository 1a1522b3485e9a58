// The login listener: account and password, then the way to the game listener.
//
//   client                          login
//   c2ls_login            -->
//                         <--       ls2c_say, ls2c_server_list (one write), or ls2c_say with the refusal
//   c2ls_select_server    -->
//                         <--       ls2c_gate_info (the ticket), then the client leaves

#pragma once

#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// One game server in the list.
struct server_list_entry {
  static constexpr wire::group_info about{"server_list_entry", "One game server in the list."};

  uint8_t server_id = 0;
  wire::fixed_text<17> name;
  wire::fixed_text<81> status;

  static constexpr auto fields = wire::fields(
    wire::field("server_id", &server_list_entry::server_id), wire::field("name", &server_list_entry::name),
    wire::field("status", &server_list_entry::status, "text shown beside the name, for example ONLINE or OFFLINE"));
  friend bool operator==(const server_list_entry&, const server_list_entry&) = default;
};
static_assert(wire::size_of<server_list_entry>() == 99);

struct c2ls_login {
  static constexpr auto info =
    wire::link_packet("c2ls_login", wire::channel::login, wire::direction::c2s, 0xE0,
                      "Account name and password; first message on the login connection.", wire::confidence::high,
                      "The total size names the client: 0x38 is 562, 0x42 is 219 (whose body has ten bytes in front: "
                      "random u8, enciphered length u16, length u16, count u8, checksum u32, and is enciphered), 0x44 "
                      "is 578. One emulator declares 52 bytes without the trailer: accept 52 or more.");

  wire::fixed_text<21> account;
  wire::fixed_text<21> password;
  std::array<std::byte, 4> trailer{};

  static constexpr auto fields =
    wire::fields(wire::field("account", &c2ls_login::account), wire::field("password", &c2ls_login::password),
                 wire::field("trailer", &c2ls_login::trailer, "sent by client 562, meaning unknown, ignore"));
  friend bool operator==(const c2ls_login&, const c2ls_login&) = default;
};
static_assert(wire::size_of<c2ls_login>() == 56 - 10);

struct c2ls_select_server {
  static constexpr auto info = wire::link_packet("c2ls_select_server", wire::channel::login, wire::direction::c2s, 0xE1,
                                                 "The player chose a server of the list.", wire::confidence::high);

  uint8_t server_id = 0;

  static constexpr auto fields = wire::fields(wire::field("server_id", &c2ls_select_server::server_id));
  friend bool operator==(const c2ls_select_server&, const c2ls_select_server&) = default;
};
static_assert(wire::size_of<c2ls_select_server>() == 11 - 10);

struct ls2c_say {
  static constexpr auto info =
    wire::link_packet("ls2c_say", wire::channel::login, wire::direction::s2c, 0xE0,
                      "Text line on the login screen (welcome, wrong password, blocked).", wire::confidence::high,
                      "Put it in front of the server list in the same write when both are due; sending them apart "
                      "misbehaved with old clients.");

  uint8_t message_type = 0;
  wire::fixed_text<81> words;

  static constexpr auto fields = wire::fields(
    wire::field("message_type", &ls2c_say::message_type, "see enum login_message_type").named(login_message_types),
    wire::field("words", &ls2c_say::words));
  friend bool operator==(const ls2c_say&, const ls2c_say&) = default;
};
static_assert(wire::size_of<ls2c_say>() == 92 - 10);

struct ls2c_server_list {
  static constexpr auto info = wire::link_packet("ls2c_server_list", wire::channel::login, wire::direction::s2c, 0xE1,
                                                 "List of game servers after a good login.", wire::confidence::high,
                                                 "One server gives 111 bytes. Another source reads the count as u8 "
                                                 "followed by two constant bytes, the first server id among them.");

  std::vector<server_list_entry> entries;

  static constexpr auto fields = wire::fields(wire::count<uint16_t>("server_count", &ls2c_server_list::entries),
                                              wire::tail("tail", &ls2c_server_list::entries));
  friend bool operator==(const ls2c_server_list&, const ls2c_server_list&) = default;
};
static_assert(wire::size_of<ls2c_server_list>() == 12 - 10);

struct ls2c_gate_info {
  static constexpr auto info =
    wire::link_packet("ls2c_gate_info", wire::channel::login, wire::direction::s2c, 0xE2,
                      "Address of the gate of the chosen server and the ticket for it.", wire::confidence::high,
                      "The client then closes this connection and opens one to the gate.");

  uint32_t pcid = 0;
  wire::fixed_text<16> gate_address;
  uint32_t gate_port = 0;

  static constexpr auto fields =
    wire::fields(wire::field("pcid", &ls2c_gate_info::pcid, "ticket of this login; the client repeats it in c2g_login"),
                 wire::field("gate_address", &ls2c_gate_info::gate_address, "dotted IPv4 text"),
                 wire::field("gate_port", &ls2c_gate_info::gate_port));
  friend bool operator==(const ls2c_gate_info&, const ls2c_gate_info&) = default;
};
static_assert(wire::size_of<ls2c_gate_info>() == 34 - 10);

struct ls2c_welcome {
  static constexpr auto info =
    wire::link_packet("ls2c_welcome", wire::channel::login, wire::direction::s2c, 0xE3,
                      "Variant of ls2c_say used by one emulator in front of the server list.", wire::confidence::medium,
                      "Same 92 bytes as ls2c_say.");

  uint8_t message_type = 0;
  wire::fixed_text<81> words;

  static constexpr auto fields =
    wire::fields(wire::field("message_type", &ls2c_welcome::message_type).named(login_message_types),
                 wire::field("words", &ls2c_welcome::words));
  friend bool operator==(const ls2c_welcome&, const ls2c_welcome&) = default;
};
static_assert(wire::size_of<ls2c_welcome>() == 92 - 10);

struct ls2c_invalid_version {
  static constexpr auto info =
    wire::link_packet("ls2c_invalid_version", wire::channel::login, wire::direction::s2c, 0xE4,
                      "Client is too old (seen with client 219 only).", wire::confidence::low);

  uint32_t required_version = 0;

  static constexpr auto fields = wire::fields(wire::field("required_version", &ls2c_invalid_version::required_version));
  friend bool operator==(const ls2c_invalid_version&, const ls2c_invalid_version&) = default;
};
static_assert(wire::size_of<ls2c_invalid_version>() == 14 - 10);

struct ls2c_login_ok {
  static constexpr auto info = wire::link_packet(
    "ls2c_login_ok", wire::channel::login, wire::direction::s2c, 0xFF,
    "Ten bytes one emulator sends after a good login; not needed by the client.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const ls2c_login_ok&, const ls2c_login_ok&) = default;
};
static_assert(wire::size_of<ls2c_login_ok>() == 10 - 10);

/// In the order of the protocol table.
using login_packets = wire::type_list<c2ls_login, c2ls_select_server, ls2c_say, ls2c_server_list, ls2c_gate_info,
                                      ls2c_welcome, ls2c_invalid_version, ls2c_login_ok>;

} // namespace msg::client
