// The character screen: list, create, delete, choose.

#pragma once

#include "messages/client/item.hpp"
#include "messages/client/values.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

inline constexpr size_t characters_per_account = 5;
inline constexpr uint8_t class_of_empty_slot = 255;

/// One character of the account.
struct character_slot {
  static constexpr wire::group_info about{"character_slot",
                                          "One character of the account. The 219 server sends {name, class, nation, "
                                          "padding, level, ...}; agents shifted these three bytes for the 562 client."};

  wire::fixed_text<21> name;
  uint8_t is_used = 0;
  uint8_t class_id = 0;
  uint8_t nation = 0;
  uint32_t level = 0;
  std::array<account_item, 10> wear_items{};

  static constexpr auto fields =
    wire::fields(wire::field("name", &character_slot::name),
                 wire::field("is_used", &character_slot::is_used, "1 for an existing character"),
                 wire::field("class", &character_slot::class_id, "255 = empty slot").only(character_classes),
                 wire::field("nation", &character_slot::nation).named(nations),
                 wire::field("level", &character_slot::level, "u16 and padding in older builds"),
                 wire::field("wear_items", &character_slot::wear_items));
  friend bool operator==(const character_slot&, const character_slot&) = default;
};
static_assert(wire::size_of<character_slot>() == 188);

struct s2c_char_list {
  static constexpr auto info =
    wire::game_packet("s2c_char_list", wire::channel::account, wire::direction::s2c, 0x1105,
                      "The five character slots of the account, sent after gate login.", wire::confidence::high,
                      "First enciphered message of the gate after c2g_login. Older builds: 892 in the PDB.");

  std::array<character_slot, 5> slots{};

  static constexpr auto fields = wire::fields(wire::field("slots", &s2c_char_list::slots));
  friend bool operator==(const s2c_char_list&, const s2c_char_list&) = default;
};
static_assert(wire::size_of<s2c_char_list>() == 952 - 12);

struct c2s_ask_create_player {
  static constexpr auto info =
    wire::game_packet("c2s_ask_create_player", wire::channel::account, wire::direction::c2s, 0xA001,
                      "Create a character; routed to the account server.", wire::confidence::high,
                      "Older builds: rule: character_name: player name 13 -> 21.");

  uint8_t class_id = 0;
  uint8_t nation = 0;
  wire::fixed_text<21> character_name;

  static constexpr auto fields =
    wire::fields(wire::field("class", &c2s_ask_create_player::class_id).named(character_classes),
                 wire::field("nation", &c2s_ask_create_player::nation).named(nations),
                 wire::field("character_name", &c2s_ask_create_player::character_name));
  friend bool operator==(const c2s_ask_create_player&, const c2s_ask_create_player&) = default;
};
static_assert(wire::size_of<c2s_ask_create_player>() == 35 - 12);

struct s2c_ans_create_player {
  static constexpr auto info =
    wire::game_packet("s2c_ans_create_player", wire::channel::account, wire::direction::s2c, 0xA001,
                      "Character created, with its starting gear.", wire::confidence::high,
                      "Older builds: rule: character_name: player name 13 -> 21.");

  uint8_t class_id = 0;
  wire::fixed_text<21> character_name;
  std::array<account_item, 10> wear_items{};

  static constexpr auto fields =
    wire::fields(wire::field("class", &s2c_ans_create_player::class_id).only(character_classes),
                 wire::field("character_name", &s2c_ans_create_player::character_name),
                 wire::field("wear_items", &s2c_ans_create_player::wear_items));
  friend bool operator==(const s2c_ans_create_player&, const s2c_ans_create_player&) = default;
};
static_assert(wire::size_of<s2c_ans_create_player>() == 194 - 12);

struct c2s_ask_delete_player {
  static constexpr auto info =
    wire::game_packet("c2s_ask_delete_player", wire::channel::account, wire::direction::c2s, 0xA002,
                      "Delete a character; routed to the account server.", wire::confidence::high,
                      "Older builds: rule: character_name: player name 13 -> 21.");

  wire::fixed_text<21> character_name;

  static constexpr auto fields = wire::fields(wire::field("character_name", &c2s_ask_delete_player::character_name));
  friend bool operator==(const c2s_ask_delete_player&, const c2s_ask_delete_player&) = default;
};
static_assert(wire::size_of<c2s_ask_delete_player>() == 33 - 12);

struct s2c_ans_delete_player {
  static constexpr auto info = wire::game_packet("s2c_ans_delete_player", wire::channel::account, wire::direction::s2c,
                                                 0xA002, "Character deleted.", wire::confidence::high,
                                                 "Older builds: rule: character_name: player name 13 -> 21.");

  wire::fixed_text<21> character_name;

  static constexpr auto fields = wire::fields(wire::field("character_name", &s2c_ans_delete_player::character_name));
  friend bool operator==(const s2c_ans_delete_player&, const s2c_ans_delete_player&) = default;
};
static_assert(wire::size_of<s2c_ans_delete_player>() == 33 - 12);

struct c2s_char_login {
  static constexpr auto info =
    wire::game_packet("c2s_char_login", wire::channel::account, wire::direction::c2s, 0x1106,
                      "Choose a character to play.", wire::confidence::high, "Older builds: name +8.");

  wire::fixed_text<21> player_name;
  uint32_t client_version = 0;

  static constexpr auto fields = wire::fields(wire::field("player_name", &c2s_char_login::player_name),
                                              wire::field("client_version", &c2s_char_login::client_version));
  friend bool operator==(const c2s_char_login&, const c2s_char_login&) = default;
};
static_assert(wire::size_of<c2s_char_login>() == 37 - 12);

struct s2c_char_login_ok {
  static constexpr auto info = wire::game_packet(
    "s2c_char_login_ok", wire::channel::account, wire::direction::s2c, 0x1106,
    "Character accepted; names the map so that the client can load it.", wire::confidence::high,
    "The client loads the map named here and answers c2s_world_login. Older builds: 29 in the PDB; the map was added.");

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
static_assert(wire::size_of<s2c_char_login_ok>() == 39 - 12);

/// In the order of the protocol table.
using character_packets = wire::type_list<s2c_char_list, c2s_char_login, s2c_char_login_ok, c2s_ask_create_player,
                                          s2c_ans_create_player, c2s_ask_delete_player, s2c_ans_delete_player>;

} // namespace msg::client
