// The login listener: account and password, then the way to the game listener.
//
//   client                          login
//   c2ls_login            -->
//                         <--       ls2c_say, ls2c_server_list (one write), or ls2c_say with the refusal
//   c2ls_select_server    -->
//                         <--       ls2c_gate_info (the ticket), then the client leaves

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// One game server in the list.
struct server_list_entry {
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
  static constexpr auto info = wire::link_packet("c2ls_login", wire::channel::login, wire::direction::c2s, 0xE0,
                                                 "Account name and password; first message on the login connection.");

  wire::fixed_text<21> account;
  wire::fixed_text<21> password;
  std::array<uint8_t, 4> trailer{};

  static constexpr auto fields =
    wire::fields(wire::field("account", &c2ls_login::account), wire::field("password", &c2ls_login::password),
                 wire::field("trailer", &c2ls_login::trailer, "sent by client 562, meaning unknown, ignore"));
  friend bool operator==(const c2ls_login&, const c2ls_login&) = default;
};
static_assert(wire::size_of<c2ls_login>() == 46);

struct c2ls_select_server {
  static constexpr auto info = wire::link_packet("c2ls_select_server", wire::channel::login, wire::direction::c2s, 0xE1,
                                                 "The player chose a server of the list.");

  uint8_t server_id = 0;

  static constexpr auto fields = wire::fields(wire::field("server_id", &c2ls_select_server::server_id));
  friend bool operator==(const c2ls_select_server&, const c2ls_select_server&) = default;
};
static_assert(wire::size_of<c2ls_select_server>() == 1);

struct ls2c_say {
  static constexpr auto info = wire::link_packet("ls2c_say", wire::channel::login, wire::direction::s2c, 0xE0,
                                                 "Text line on the login screen (welcome, wrong password, blocked).");

  uint8_t message_type = 0;
  wire::fixed_text<81> words;

  static constexpr auto fields =
    wire::fields(wire::field("message_type", &ls2c_say::message_type, "see enum login_message_type"),
                 wire::field("words", &ls2c_say::words));
  friend bool operator==(const ls2c_say&, const ls2c_say&) = default;
};
static_assert(wire::size_of<ls2c_say>() == 82);

struct ls2c_server_list {
  static constexpr auto info = wire::link_packet("ls2c_server_list", wire::channel::login, wire::direction::s2c, 0xE1,
                                                 "List of game servers after a good login.");

  std::vector<server_list_entry> entries;

  static constexpr auto fields = wire::fields(wire::count<uint16_t>("server_count", &ls2c_server_list::entries),
                                              wire::tail("entries", &ls2c_server_list::entries));
  friend bool operator==(const ls2c_server_list&, const ls2c_server_list&) = default;
};
static_assert(wire::size_of<ls2c_server_list>() == 2);

struct ls2c_gate_info {
  static constexpr auto info = wire::link_packet("ls2c_gate_info", wire::channel::login, wire::direction::s2c, 0xE2,
                                                 "Address of the gate of the chosen server and the ticket for it.");

  uint32_t pcid = 0;
  wire::fixed_text<16> gate_address;
  uint32_t gate_port = 0;

  static constexpr auto fields =
    wire::fields(wire::field("pcid", &ls2c_gate_info::pcid, "ticket of this login; the client repeats it in c2g_login"),
                 wire::field("gate_address", &ls2c_gate_info::gate_address, "dotted IPv4 text"),
                 wire::field("gate_port", &ls2c_gate_info::gate_port));
  friend bool operator==(const ls2c_gate_info&, const ls2c_gate_info&) = default;
};
static_assert(wire::size_of<ls2c_gate_info>() == 24);

} // namespace msg::client
