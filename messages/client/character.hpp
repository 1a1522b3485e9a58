// The character screen: list, create, delete, choose.

#pragma once

#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

inline constexpr size_t characters_per_account = 5;
inline constexpr uint8_t class_of_empty_slot = 255;

/// One character of the account.
struct character_slot {
  wire::fixed_text<21> name;
  uint8_t is_used = 0;
  uint8_t class_id = 0;
  uint8_t nation = 0;
  uint32_t level = 0;
  std::array<account_item, 10> wear_items{};

  static constexpr auto fields = wire::fields(
    wire::field("name", &character_slot::name),
    wire::field("is_used", &character_slot::is_used, "1 for an existing character"),
    wire::field("class", &character_slot::class_id, "255 = empty slot"), wire::field("nation", &character_slot::nation),
    wire::field("level", &character_slot::level, "u16 and padding in older builds"),
    wire::field("wear_items", &character_slot::wear_items));
  friend bool operator==(const character_slot&, const character_slot&) = default;
};
static_assert(wire::size_of<character_slot>() == 188);

struct s2c_char_list {
  static constexpr auto info = wire::game_packet("s2c_char_list", wire::channel::account, wire::direction::s2c, 0x1105,
                                                 "The five character slots of the account, sent after gate login.");

  std::array<character_slot, 5> slots{};

  static constexpr auto fields = wire::fields(wire::field("slots", &s2c_char_list::slots));
  friend bool operator==(const s2c_char_list&, const s2c_char_list&) = default;
};
static_assert(wire::size_of<s2c_char_list>() == 940);

struct c2s_ask_create_player {
  static constexpr auto info = wire::game_packet("c2s_ask_create_player", wire::channel::account, wire::direction::c2s,
                                                 0xA001, "Create a character; routed to the account server.");

  uint8_t class_id = 0;
  uint8_t nation = 0;
  wire::fixed_text<21> character_name;

  static constexpr auto fields = wire::fields(wire::field("class", &c2s_ask_create_player::class_id),
                                              wire::field("nation", &c2s_ask_create_player::nation),
                                              wire::field("character_name", &c2s_ask_create_player::character_name));
  friend bool operator==(const c2s_ask_create_player&, const c2s_ask_create_player&) = default;
};
static_assert(wire::size_of<c2s_ask_create_player>() == 23);

struct s2c_ans_create_player {
  static constexpr auto info = wire::game_packet("s2c_ans_create_player", wire::channel::account, wire::direction::s2c,
                                                 0xA001, "Character created, with its starting gear.");

  uint8_t class_id = 0;
  wire::fixed_text<21> character_name;
  std::array<account_item, 10> wear_items{};

  static constexpr auto fields = wire::fields(wire::field("class", &s2c_ans_create_player::class_id),
                                              wire::field("character_name", &s2c_ans_create_player::character_name),
                                              wire::field("wear_items", &s2c_ans_create_player::wear_items));
  friend bool operator==(const s2c_ans_create_player&, const s2c_ans_create_player&) = default;
};
static_assert(wire::size_of<s2c_ans_create_player>() == 182);

struct c2s_ask_delete_player {
  static constexpr auto info = wire::game_packet("c2s_ask_delete_player", wire::channel::account, wire::direction::c2s,
                                                 0xA002, "Delete a character; routed to the account server.");

  wire::fixed_text<21> character_name;

  static constexpr auto fields = wire::fields(wire::field("character_name", &c2s_ask_delete_player::character_name));
  friend bool operator==(const c2s_ask_delete_player&, const c2s_ask_delete_player&) = default;
};
static_assert(wire::size_of<c2s_ask_delete_player>() == 21);

struct s2c_ans_delete_player {
  static constexpr auto info = wire::game_packet("s2c_ans_delete_player", wire::channel::account, wire::direction::s2c,
                                                 0xA002, "Character deleted.");

  wire::fixed_text<21> character_name;

  static constexpr auto fields = wire::fields(wire::field("character_name", &s2c_ans_delete_player::character_name));
  friend bool operator==(const s2c_ans_delete_player&, const s2c_ans_delete_player&) = default;
};
static_assert(wire::size_of<s2c_ans_delete_player>() == 21);

struct c2s_char_login {
  static constexpr auto info = wire::game_packet("c2s_char_login", wire::channel::account, wire::direction::c2s, 0x1106,
                                                 "Choose a character to play.");

  wire::fixed_text<21> player_name;
  uint32_t client_version = 0;

  static constexpr auto fields = wire::fields(wire::field("player_name", &c2s_char_login::player_name),
                                              wire::field("client_version", &c2s_char_login::client_version));
  friend bool operator==(const c2s_char_login&, const c2s_char_login&) = default;
};
static_assert(wire::size_of<c2s_char_login>() == 25);

struct s2c_char_login_ok {
  static constexpr auto info =
    wire::game_packet("s2c_char_login_ok", wire::channel::account, wire::direction::s2c, 0x1106,
                      "Character accepted; names the map so that the client can load it.");

  wire::fixed_text<21> player_name;
  uint32_t player_id = 0;
  uint16_t map_index = 0;

  static constexpr auto fields =
    wire::fields(wire::field("player_name", &s2c_char_login_ok::player_name),
                 wire::field("player_id", &s2c_char_login_ok::player_id,
                             "PDB name; younger emulators send a random number or zero here and the client accepts it"),
                 wire::field("map_index", &s2c_char_login_ok::map_index));
  friend bool operator==(const s2c_char_login_ok&, const s2c_char_login_ok&) = default;
};
static_assert(wire::size_of<s2c_char_login_ok>() == 27);

} // namespace msg::client
