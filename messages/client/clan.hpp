// Clans.

#pragma once

#include "messages/client/values.hpp"
#include "messages/client/world.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// A member of the clan.
struct clan_member {
  static constexpr wire::group_info about{"clan_member",
                                          "A member of the clan. 36 bytes and the class at 32 agree with a 562 source; "
                                          "level at 28 agrees with the main server executable."};

  wire::fixed_text<21> name;
  std::array<std::byte, 3> padding1{};
  uint32_t player_id = 0;
  uint16_t level = 0;
  uint8_t rank_in_clan = 0;
  uint8_t status = 0;
  uint8_t class_id = 0;
  std::array<std::byte, 3> padding2{};

  static constexpr auto fields = wire::fields(
    wire::field("name", &clan_member::name),
    wire::field("padding1", &clan_member::padding1, "alignment padding, send zero"),
    wire::field("player_id", &clan_member::player_id, "0 = offline (inferred)"),
    wire::field("level", &clan_member::level), wire::field("rank_in_clan", &clan_member::rank_in_clan),
    wire::field("status", &clan_member::status), wire::field("class", &clan_member::class_id).only(character_classes),
    wire::field("padding2", &clan_member::padding2, "alignment padding, send zero"));
  friend bool operator==(const clan_member&, const clan_member&) = default;
};
static_assert(wire::size_of<clan_member>() == 36);

struct c2s_clan {
  static constexpr auto info =
    wire::game_packet("c2s_clan", wire::channel::zone, wire::direction::c2s, 0x2300,
                      "Found, dissolve or rename a clan (request_type decides).", wire::confidence::medium);

  uint8_t request_type = 0;
  wire::fixed_text<32> clan_name;
  wire::fixed_text<16> clan_password;

  static constexpr auto fields =
    wire::fields(wire::field("request_type", &c2s_clan::request_type), wire::field("clan_name", &c2s_clan::clan_name),
                 wire::field("clan_password", &c2s_clan::clan_password));
  friend bool operator==(const c2s_clan&, const c2s_clan&) = default;
};
static_assert(wire::size_of<c2s_clan>() == 61 - 12);

struct s2c_clan {
  static constexpr auto info =
    wire::game_packet("s2c_clan", wire::channel::zone, wire::direction::s2c, 0x2300,
                      "Result of the clan request and the own social info.", wire::confidence::medium);

  uint8_t request_type = 0;
  uint8_t result = 0;
  uint32_t clan_id = 0;
  social_info social;

  static constexpr auto fields =
    wire::fields(wire::field("request_type", &s2c_clan::request_type), wire::field("result", &s2c_clan::result),
                 wire::field("clan_id", &s2c_clan::clan_id), wire::field("social_info", &s2c_clan::social));
  friend bool operator==(const s2c_clan&, const s2c_clan&) = default;
};
static_assert(wire::size_of<s2c_clan>() == 22 - 12);

struct c2s_join_clan {
  static constexpr auto info = wire::game_packet("c2s_join_clan", wire::channel::zone, wire::direction::c2s, 0x2301,
                                                 "Invite a player into the clan.", wire::confidence::medium);

  uint32_t asking_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("asking_player_id", &c2s_join_clan::asking_player_id));
  friend bool operator==(const c2s_join_clan&, const c2s_join_clan&) = default;
};
static_assert(wire::size_of<c2s_join_clan>() == 16 - 12);

struct s2c_ask_clan {
  static constexpr auto info = wire::game_packet("s2c_ask_clan", wire::channel::zone, wire::direction::s2c, 0x2301,
                                                 "A clan invites you.", wire::confidence::medium);

  uint32_t answering_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("answering_player_id", &s2c_ask_clan::answering_player_id));
  friend bool operator==(const s2c_ask_clan&, const s2c_ask_clan&) = default;
};
static_assert(wire::size_of<s2c_ask_clan>() == 16 - 12);

struct c2s_ans_clan {
  static constexpr auto info = wire::game_packet("c2s_ans_clan", wire::channel::zone, wire::direction::c2s, 0x2302,
                                                 "Accept or refuse the clan invitation.", wire::confidence::medium);

  uint8_t is_accepted = 0;
  uint32_t asking_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("is_accepted", &c2s_ans_clan::is_accepted),
                                              wire::field("asking_player_id", &c2s_ans_clan::asking_player_id));
  friend bool operator==(const c2s_ans_clan&, const c2s_ans_clan&) = default;
};
static_assert(wire::size_of<c2s_ans_clan>() == 17 - 12);

struct s2c_join_clan {
  static constexpr auto info =
    wire::game_packet("s2c_join_clan", wire::channel::zone, wire::direction::s2c, 0x2302,
                      "Result of joining and the own social info.", wire::confidence::medium);

  uint8_t result = 0;
  social_info social;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_join_clan::result), wire::field("social_info", &s2c_join_clan::social));
  friend bool operator==(const s2c_join_clan&, const s2c_join_clan&) = default;
};
static_assert(wire::size_of<s2c_join_clan>() == 17 - 12);

struct c2s_bolt_clan {
  static constexpr auto info = wire::game_packet("c2s_bolt_clan", wire::channel::zone, wire::direction::c2s, 0x2303,
                                                 "Leave the clan or dismiss a member.", wire::confidence::medium,
                                                 "Older builds: rule: clan_member_name: player name 13 -> 21.");

  uint8_t is_dismissal = 0;
  wire::fixed_text<21> clan_member_name;

  static constexpr auto fields = wire::fields(wire::field("is_dismissal", &c2s_bolt_clan::is_dismissal),
                                              wire::field("clan_member_name", &c2s_bolt_clan::clan_member_name));
  friend bool operator==(const c2s_bolt_clan&, const c2s_bolt_clan&) = default;
};
static_assert(wire::size_of<c2s_bolt_clan>() == 34 - 12);

struct s2c_bolt_clan {
  static constexpr auto info = wire::game_packet("s2c_bolt_clan", wire::channel::zone, wire::direction::s2c, 0x2303,
                                                 "Result of leaving or dismissing.", wire::confidence::medium);

  uint8_t result = 0;
  social_info social;

  static constexpr auto fields =
    wire::fields(wire::field("result", &s2c_bolt_clan::result), wire::field("social_info", &s2c_bolt_clan::social));
  friend bool operator==(const s2c_bolt_clan&, const s2c_bolt_clan&) = default;
};
static_assert(wire::size_of<s2c_bolt_clan>() == 17 - 12);

struct c2s_req_clan_info {
  static constexpr auto info = wire::game_packet("c2s_req_clan_info", wire::channel::zone, wire::direction::c2s, 0x2304,
                                                 "Ask for the own clan's data.", wire::confidence::high);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_req_clan_info&, const c2s_req_clan_info&) = default;
};
static_assert(wire::size_of<c2s_req_clan_info>() == 12 - 12);

struct s2c_update_clan {
  static constexpr auto info = wire::game_packet(
    "s2c_update_clan", wire::channel::zone, wire::direction::s2c, 0x2305,
    "Clan name, mark, rank, hall and up to thirteen members.", wire::confidence::high,
    "Answer to c2s_req_clan_info; also on changes. Older builds: rule: members: 13 x clan_member, 28 -> 36 each.");

  wire::fixed_text<32> clan_name;
  uint32_t clan_id = 0;
  uint32_t mark_id = 0;
  uint32_t storage_id = 0;
  uint8_t clan_rank = 0;
  uint16_t clan_hall_id = 0;
  std::array<clan_member, 13> members{};

  static constexpr auto fields = wire::fields(
    wire::field("clan_name", &s2c_update_clan::clan_name), wire::field("clan_id", &s2c_update_clan::clan_id),
    wire::field("mark_id", &s2c_update_clan::mark_id), wire::field("storage_id", &s2c_update_clan::storage_id),
    wire::field("clan_rank", &s2c_update_clan::clan_rank), wire::field("clan_hall_id", &s2c_update_clan::clan_hall_id),
    wire::field("members", &s2c_update_clan::members));
  friend bool operator==(const s2c_update_clan&, const s2c_update_clan&) = default;
};
static_assert(wire::size_of<s2c_update_clan>() == 527 - 12);

struct s2c_update_knight {
  static constexpr auto info = wire::game_packet("s2c_update_knight", wire::channel::zone, wire::direction::s2c, 0x2306,
                                                 "One clan member changed.", wire::confidence::medium,
                                                 "Older builds: rule: member: clan_member, 28 -> 36 each.");

  uint8_t code = 0;
  clan_member member;

  static constexpr auto fields =
    wire::fields(wire::field("code", &s2c_update_knight::code), wire::field("member", &s2c_update_knight::member));
  friend bool operator==(const s2c_update_knight&, const s2c_update_knight&) = default;
};
static_assert(wire::size_of<s2c_update_knight>() == 49 - 12);

struct s2c_clan_fail {
  static constexpr auto info = wire::game_packet("s2c_clan_fail", wire::channel::zone, wire::direction::s2c, 0x2307,
                                                 "A clan request failed.", wire::confidence::medium);

  uint8_t error_code = 0;
  uint32_t clan_id = 0;
  social_info social;

  static constexpr auto fields =
    wire::fields(wire::field("error_code", &s2c_clan_fail::error_code), wire::field("clan_id", &s2c_clan_fail::clan_id),
                 wire::field("social_info", &s2c_clan_fail::social));
  friend bool operator==(const s2c_clan_fail&, const s2c_clan_fail&) = default;
};
static_assert(wire::size_of<s2c_clan_fail>() == 21 - 12);

/// In the order of the protocol table.
using clan_packets =
  wire::type_list<c2s_clan, s2c_clan, c2s_join_clan, s2c_ask_clan, c2s_ans_clan, s2c_join_clan, c2s_bolt_clan,
                  s2c_bolt_clan, c2s_req_clan_info, s2c_update_clan, s2c_update_knight, s2c_clan_fail>;

} // namespace msg::client
