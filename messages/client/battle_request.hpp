// What a client asks the old battle server. Nobody knows the numbers in client 562, so they are layouts only.

#pragma once

#include "messages/client/battle_room.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

/// A battle room to be made.
struct battle_room_make {
  static constexpr wire::group_info about{"battle_room_make", "A battle room to be made."};

  wire::fixed_text<64> title;
  wire::fixed_text<8> password;
  uint8_t map_index = 0;
  battle_room_options options;

  static constexpr auto fields = wire::fields(
    wire::field("title", &battle_room_make::title), wire::field("password", &battle_room_make::password),
    wire::field("map_index", &battle_room_make::map_index), wire::field("options", &battle_room_make::options));
  friend bool operator==(const battle_room_make&, const battle_room_make&) = default;
};
static_assert(wire::size_of<battle_room_make>() == 77);

struct c2b_ans_end_battle {
  static constexpr auto info =
    wire::numberless_packet("c2b_ans_end_battle", wire::channel::battle, wire::direction::c2s,
                            "Client has seen the end of the battle.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ans_end_battle&, const c2b_ans_end_battle&) = default;
};
static_assert(wire::size_of<c2b_ans_end_battle>() == 12 - 12);

struct c2b_ask_change_team {
  static constexpr auto info = wire::numberless_packet("c2b_ask_change_team", wire::channel::battle,
                                                       wire::direction::c2s, "Change the team.", wire::confidence::low);

  uint32_t room_id = 0;
  uint8_t wanted_team = 0;

  static constexpr auto fields = wire::fields(wire::field("room_id", &c2b_ask_change_team::room_id),
                                              wire::field("wanted_team", &c2b_ask_change_team::wanted_team));
  friend bool operator==(const c2b_ask_change_team&, const c2b_ask_change_team&) = default;
};
static_assert(wire::size_of<c2b_ask_change_team>() == 17 - 12);

struct c2b_ask_change_watcher {
  static constexpr auto info = wire::numberless_packet(
    "c2b_ask_change_watcher", wire::channel::battle, wire::direction::c2s, "Become a watcher.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ask_change_watcher&, const c2b_ask_change_watcher&) = default;
};
static_assert(wire::size_of<c2b_ask_change_watcher>() == 12 - 12);

struct c2b_ask_comeout_bfield {
  static constexpr auto info =
    wire::numberless_packet("c2b_ask_comeout_bfield", wire::channel::battle, wire::direction::c2s,
                            "Leave the battlefield.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ask_comeout_bfield&, const c2b_ask_comeout_bfield&) = default;
};
static_assert(wire::size_of<c2b_ask_comeout_bfield>() == 12 - 12);

struct c2b_ask_comeout_wroom {
  static constexpr auto info =
    wire::numberless_packet("c2b_ask_comeout_wroom", wire::channel::battle, wire::direction::c2s,
                            "Leave the waiting room.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ask_comeout_wroom&, const c2b_ask_comeout_wroom&) = default;
};
static_assert(wire::size_of<c2b_ask_comeout_wroom>() == 12 - 12);

struct c2b_ask_create_room {
  static constexpr auto info = wire::numberless_packet("c2b_ask_create_room", wire::channel::battle,
                                                       wire::direction::c2s, "Make a room.", wire::confidence::low);

  battle_room_make room;

  static constexpr auto fields = wire::fields(wire::field("room", &c2b_ask_create_room::room));
  friend bool operator==(const c2b_ask_create_room&, const c2b_ask_create_room&) = default;
};
static_assert(wire::size_of<c2b_ask_create_room>() == 89 - 12);

struct c2b_ask_enter_room {
  static constexpr auto info = wire::numberless_packet("c2b_ask_enter_room", wire::channel::battle,
                                                       wire::direction::c2s, "Enter a room.", wire::confidence::low);

  uint32_t room_id = 0;
  wire::fixed_text<64> room_name;
  wire::fixed_text<8> password;
  uint8_t enter_type = 0;

  static constexpr auto fields = wire::fields(
    wire::field("room_id", &c2b_ask_enter_room::room_id), wire::field("room_name", &c2b_ask_enter_room::room_name),
    wire::field("password", &c2b_ask_enter_room::password), wire::field("enter_type", &c2b_ask_enter_room::enter_type));
  friend bool operator==(const c2b_ask_enter_room&, const c2b_ask_enter_room&) = default;
};
static_assert(wire::size_of<c2b_ask_enter_room>() == 89 - 12);

struct c2b_ask_exit_member {
  static constexpr auto info = wire::numberless_packet("c2b_ask_exit_member", wire::channel::battle,
                                                       wire::direction::c2s, "Remove a member.", wire::confidence::low);

  uint32_t leaving_player_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("leaving_player_id", &c2b_ask_exit_member::leaving_player_id));
  friend bool operator==(const c2b_ask_exit_member&, const c2b_ask_exit_member&) = default;
};
static_assert(wire::size_of<c2b_ask_exit_member>() == 16 - 12);

struct c2b_ask_lobby_info {
  static constexpr auto info =
    wire::numberless_packet("c2b_ask_lobby_info", wire::channel::battle, wire::direction::c2s,
                            "Ask for one page of rooms.", wire::confidence::low);

  uint32_t search_start_room_id = 0;
  int32_t search_start_index = 0;
  uint8_t filter = 0;

  static constexpr auto fields =
    wire::fields(wire::field("search_start_room_id", &c2b_ask_lobby_info::search_start_room_id),
                 wire::field("search_start_index", &c2b_ask_lobby_info::search_start_index),
                 wire::field("filter", &c2b_ask_lobby_info::filter));
  friend bool operator==(const c2b_ask_lobby_info&, const c2b_ask_lobby_info&) = default;
};
static_assert(wire::size_of<c2b_ask_lobby_info>() == 21 - 12);

struct c2b_ask_start_battle {
  static constexpr auto info = wire::numberless_packet(
    "c2b_ask_start_battle", wire::channel::battle, wire::direction::c2s, "Start the battle.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ask_start_battle&, const c2b_ask_start_battle&) = default;
};
static_assert(wire::size_of<c2b_ask_start_battle>() == 12 - 12);

struct c2b_ask_warp_b2z {
  static constexpr auto info = wire::numberless_packet("c2b_ask_warp_b2z", wire::channel::battle, wire::direction::c2s,
                                                       "Ask to return to the zone.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ask_warp_b2z&, const c2b_ask_warp_b2z&) = default;
};
static_assert(wire::size_of<c2b_ask_warp_b2z>() == 12 - 12);

struct c2b_ask_warp_z2b {
  static constexpr auto info = wire::numberless_packet("c2b_ask_warp_z2b", wire::channel::battle, wire::direction::c2s,
                                                       "Client is ready on the battle server.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_ask_warp_z2b&, const c2b_ask_warp_z2b&) = default;
};
static_assert(wire::size_of<c2b_ask_warp_z2b>() == 12 - 12);

struct c2b_mapload_ok {
  static constexpr auto info = wire::numberless_packet("c2b_mapload_ok", wire::channel::battle, wire::direction::c2s,
                                                       "Client has loaded the battlefield.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const c2b_mapload_ok&, const c2b_mapload_ok&) = default;
};
static_assert(wire::size_of<c2b_mapload_ok>() == 12 - 12);

struct c2b_readyok_battle {
  static constexpr auto info = wire::numberless_packet(
    "c2b_readyok_battle", wire::channel::battle, wire::direction::c2s, "Declare oneself ready.", wire::confidence::low);

  uint8_t is_ready = 0;

  static constexpr auto fields = wire::fields(wire::field("is_ready", &c2b_readyok_battle::is_ready));
  friend bool operator==(const c2b_readyok_battle&, const c2b_readyok_battle&) = default;
};
static_assert(wire::size_of<c2b_readyok_battle>() == 13 - 12);

/// In the order of the protocol table.
using battle_request_packets =
  wire::type_list<c2b_ans_end_battle, c2b_ask_change_team, c2b_ask_change_watcher, c2b_ask_comeout_bfield,
                  c2b_ask_comeout_wroom, c2b_ask_create_room, c2b_ask_enter_room, c2b_ask_exit_member,
                  c2b_ask_lobby_info, c2b_ask_start_battle, c2b_ask_warp_b2z, c2b_ask_warp_z2b, c2b_mapload_ok,
                  c2b_readyok_battle>;

} // namespace msg::client
