// Parties, and pairs of mentor and apprentice.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// A member of the party.
struct party_member {
  static constexpr wire::group_info about{"party_member", "A member of the party."};

  uint32_t member_id = 0;
  wire::fixed_text<21> name;
  std::array<std::byte, 3> padding1{};
  uint32_t cell = 0;
  uint16_t map_index = 0;
  uint16_t health_ratio = 0;

  static constexpr auto fields =
    wire::fields(wire::field("member_id", &party_member::member_id), wire::field("name", &party_member::name),
                 wire::field("padding1", &party_member::padding1, "alignment padding, send zero"),
                 wire::field("cell", &party_member::cell), wire::field("map_index", &party_member::map_index),
                 wire::field("health_ratio", &party_member::health_ratio));
  friend bool operator==(const party_member&, const party_member&) = default;
};
static_assert(wire::size_of<party_member>() == 36);

struct c2s_ask_party {
  static constexpr auto info = wire::game_packet("c2s_ask_party", wire::channel::zone, wire::direction::c2s, 0x2200,
                                                 "Invite a player into the party.", wire::confidence::medium);

  uint32_t other_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("other_player_id", &c2s_ask_party::other_player_id));
  friend bool operator==(const c2s_ask_party&, const c2s_ask_party&) = default;
};
static_assert(wire::size_of<c2s_ask_party>() == 16 - 12);

struct s2c_ask_party {
  static constexpr auto info = wire::game_packet("s2c_ask_party", wire::channel::zone, wire::direction::s2c, 0x2201,
                                                 "A player invites you.", wire::confidence::medium);

  uint32_t asking_player_id = 0;

  static constexpr auto fields = wire::fields(wire::field("asking_player_id", &s2c_ask_party::asking_player_id));
  friend bool operator==(const s2c_ask_party&, const s2c_ask_party&) = default;
};
static_assert(wire::size_of<s2c_ask_party>() == 16 - 12);

struct c2s_ans_party {
  static constexpr auto info = wire::game_packet("c2s_ans_party", wire::channel::zone, wire::direction::c2s, 0x2202,
                                                 "Accept or refuse the invitation.", wire::confidence::medium);

  uint32_t asking_player_id = 0;
  uint8_t is_accepted = 0;

  static constexpr auto fields = wire::fields(wire::field("asking_player_id", &c2s_ans_party::asking_player_id),
                                              wire::field("is_accepted", &c2s_ans_party::is_accepted));
  friend bool operator==(const c2s_ans_party&, const c2s_ans_party&) = default;
};
static_assert(wire::size_of<c2s_ans_party>() == 17 - 12);

struct s2c_ans_party {
  static constexpr auto info = wire::game_packet("s2c_ans_party", wire::channel::zone, wire::direction::s2c, 0x2203,
                                                 "The invited player's answer.", wire::confidence::medium);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_ans_party::result));
  friend bool operator==(const s2c_ans_party&, const s2c_ans_party&) = default;
};
static_assert(wire::size_of<s2c_ans_party>() == 13 - 12);

struct s2c_party_in {
  static constexpr auto info =
    wire::game_packet("s2c_party_in", wire::channel::zone, wire::direction::s2c, 0x2204, "A member joined.",
                      wire::confidence::medium, "Older builds: rule: member: party_member, 28 -> 36 each.");

  party_member member;

  static constexpr auto fields = wire::fields(wire::field("member", &s2c_party_in::member));
  friend bool operator==(const s2c_party_in&, const s2c_party_in&) = default;
};
static_assert(wire::size_of<s2c_party_in>() == 48 - 12);

struct c2s_out_party {
  static constexpr auto info = wire::game_packet("c2s_out_party", wire::channel::zone, wire::direction::c2s, 0x2205,
                                                 "Leave the party.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_out_party&, const c2s_out_party&) = default;
};
static_assert(wire::size_of<c2s_out_party>() == 12 - 12);

struct s2c_party_out {
  static constexpr auto info = wire::game_packet("s2c_party_out", wire::channel::zone, wire::direction::s2c, 0x2206,
                                                 "A member left.", wire::confidence::medium);

  uint32_t member_id = 0;

  static constexpr auto fields = wire::fields(wire::field("member_id", &s2c_party_out::member_id));
  friend bool operator==(const s2c_party_out&, const s2c_party_out&) = default;
};
static_assert(wire::size_of<s2c_party_out>() == 16 - 12);

struct s2c_party_where {
  static constexpr auto info = wire::game_packet("s2c_party_where", wire::channel::zone, wire::direction::s2c, 0x2207,
                                                 "Place of a member.", wire::confidence::medium);

  uint32_t member_id = 0;
  uint16_t map_index = 0;
  uint32_t cell = 0;

  static constexpr auto fields =
    wire::fields(wire::field("member_id", &s2c_party_where::member_id),
                 wire::field("map_index", &s2c_party_where::map_index), wire::field("cell", &s2c_party_where::cell));
  friend bool operator==(const s2c_party_where&, const s2c_party_where&) = default;
};
static_assert(wire::size_of<s2c_party_where>() == 22 - 12);

struct s2c_party_hp {
  static constexpr auto info = wire::game_packet("s2c_party_hp", wire::channel::zone, wire::direction::s2c, 0x2208,
                                                 "Health ratio of a member.", wire::confidence::medium);

  uint32_t member_id = 0;
  uint16_t health = 0;

  static constexpr auto fields =
    wire::fields(wire::field("member_id", &s2c_party_hp::member_id), wire::field("health", &s2c_party_hp::health));
  friend bool operator==(const s2c_party_hp&, const s2c_party_hp&) = default;
};
static_assert(wire::size_of<s2c_party_hp>() == 18 - 12);

struct s2c_party_list {
  static constexpr auto info = wire::game_packet("s2c_party_list", wire::channel::zone, wire::direction::s2c, 0x2209,
                                                 "The members, sent on joining.", wire::confidence::medium,
                                                 "Older builds: rule: members: 4 x party_member, 28 -> 36 each.");

  std::array<party_member, 4> members{};

  static constexpr auto fields = wire::fields(wire::field("members", &s2c_party_list::members));
  friend bool operator==(const s2c_party_list&, const s2c_party_list&) = default;
};
static_assert(wire::size_of<s2c_party_list>() == 156 - 12);

struct c2s_ask_apprentice_in {
  static constexpr auto info = wire::game_packet("c2s_ask_apprentice_in", wire::channel::zone, wire::direction::c2s,
                                                 0x22A0, "Ask a player for a mentor pair.", wire::confidence::medium);

  uint32_t requested_player_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("requested_player_id", &c2s_ask_apprentice_in::requested_player_id));
  friend bool operator==(const c2s_ask_apprentice_in&, const c2s_ask_apprentice_in&) = default;
};
static_assert(wire::size_of<c2s_ask_apprentice_in>() == 16 - 12);

struct s2c_ask_apprentice_in {
  static constexpr auto info =
    wire::game_packet("s2c_ask_apprentice_in", wire::channel::zone, wire::direction::s2c, 0x22A0,
                      "A player asks you for a mentor pair.", wire::confidence::medium);

  uint32_t requesting_player_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("requesting_player_id", &s2c_ask_apprentice_in::requesting_player_id));
  friend bool operator==(const s2c_ask_apprentice_in&, const s2c_ask_apprentice_in&) = default;
};
static_assert(wire::size_of<s2c_ask_apprentice_in>() == 16 - 12);

struct c2s_ans_apprentice_in {
  static constexpr auto info = wire::game_packet("c2s_ans_apprentice_in", wire::channel::zone, wire::direction::c2s,
                                                 0x22A1, "Answer to the mentor request.", wire::confidence::medium);

  uint32_t requesting_player_id = 0;
  uint8_t is_accepted = 0;

  static constexpr auto fields =
    wire::fields(wire::field("requesting_player_id", &c2s_ans_apprentice_in::requesting_player_id),
                 wire::field("is_accepted", &c2s_ans_apprentice_in::is_accepted));
  friend bool operator==(const c2s_ans_apprentice_in&, const c2s_ans_apprentice_in&) = default;
};
static_assert(wire::size_of<c2s_ans_apprentice_in>() == 17 - 12);

struct s2c_ans_apprentice_in {
  static constexpr auto info =
    wire::game_packet("s2c_ans_apprentice_in", wire::channel::zone, wire::direction::s2c, 0x22A1,
                      "Result of the mentor request and the partner's data.", wire::confidence::medium,
                      "Older builds: rule: partner: party_member, 28 -> 36 each.");

  uint8_t result = 0;
  party_member partner;

  static constexpr auto fields = wire::fields(wire::field("result", &s2c_ans_apprentice_in::result),
                                              wire::field("partner", &s2c_ans_apprentice_in::partner));
  friend bool operator==(const s2c_ans_apprentice_in&, const s2c_ans_apprentice_in&) = default;
};
static_assert(wire::size_of<s2c_ans_apprentice_in>() == 49 - 12);

struct s2c_apprentice_update {
  static constexpr auto info = wire::game_packet("s2c_apprentice_update", wire::channel::zone, wire::direction::s2c,
                                                 0x22A2, "Place of the mentor partner.", wire::confidence::medium);

  uint16_t map_index = 0;
  uint32_t cell = 0;

  static constexpr auto fields = wire::fields(wire::field("map_index", &s2c_apprentice_update::map_index),
                                              wire::field("cell", &s2c_apprentice_update::cell));
  friend bool operator==(const s2c_apprentice_update&, const s2c_apprentice_update&) = default;
};
static_assert(wire::size_of<s2c_apprentice_update>() == 18 - 12);

struct s2c_apprentice_hp {
  static constexpr auto info = wire::game_packet("s2c_apprentice_hp", wire::channel::zone, wire::direction::s2c, 0x22A3,
                                                 "Health ratio of the mentor partner.", wire::confidence::medium);

  uint16_t health = 0;

  static constexpr auto fields = wire::fields(wire::field("health", &s2c_apprentice_hp::health));
  friend bool operator==(const s2c_apprentice_hp&, const s2c_apprentice_hp&) = default;
};
static_assert(wire::size_of<s2c_apprentice_hp>() == 14 - 12);

struct c2s_ask_apprentice_out {
  static constexpr auto info = wire::game_packet("c2s_ask_apprentice_out", wire::channel::zone, wire::direction::c2s,
                                                 0x22A4, "End the mentor pair.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2s_ask_apprentice_out&, const c2s_ask_apprentice_out&) = default;
};
static_assert(wire::size_of<c2s_ask_apprentice_out>() == 12 - 12);

struct s2c_ask_apprentice_out {
  static constexpr auto info = wire::game_packet("s2c_ask_apprentice_out", wire::channel::zone, wire::direction::s2c,
                                                 0x22A4, "The mentor pair ended.", wire::confidence::medium);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const s2c_ask_apprentice_out&, const s2c_ask_apprentice_out&) = default;
};
static_assert(wire::size_of<s2c_ask_apprentice_out>() == 12 - 12);

/// In the order of the protocol table.
using party_packets =
  wire::type_list<c2s_ask_party, s2c_ask_party, c2s_ans_party, s2c_ans_party, s2c_party_in, c2s_out_party,
                  s2c_party_out, s2c_party_where, s2c_party_hp, s2c_party_list, c2s_ask_apprentice_in,
                  s2c_ask_apprentice_in, c2s_ans_apprentice_in, s2c_ans_apprentice_in, s2c_apprentice_update,
                  s2c_apprentice_hp, c2s_ask_apprentice_out, s2c_ask_apprentice_out>;

} // namespace msg::client
