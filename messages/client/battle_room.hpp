// What the old battle server tells about its rooms and battles. Nobody knows their numbers in client 562, so they are
// layouts only.

#pragma once

#include "messages/client/battle.hpp"
#include "messages/client/item.hpp"
#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct battle_room_options_packed_bits {
  static constexpr wire::bit_range battle_type{"battle_type", 0, 1};
  static constexpr wire::bit_range is_watching_allowed{"is_watching_allowed", 1, 1};
  static constexpr wire::bit_range time_limit{"time_limit", 2, 3};
  static constexpr wire::bit_range team_distribution{"team_distribution", 5, 1};
  static constexpr wire::bit_range team_count{"team_count", 6, 3};
  static constexpr wire::bit_range allowed_players{"allowed_players", 9, 6};
  static constexpr wire::bit_range level_restriction{"level_restriction", 15, 3};
  static constexpr wire::bit_range is_private{"is_private", 18, 1};
  static constexpr wire::bit_range reserved{"reserved", 19, 13};
  static constexpr wire::bit_range all[] = {battle_type,       is_watching_allowed, time_limit,
                                            team_distribution, team_count,          allowed_players,
                                            level_restriction, is_private,          reserved};
};

/// Settings of a battle room.
struct battle_room_options {
  static constexpr wire::group_info about{"battle_room_options", "Settings of a battle room."};

  uint32_t packed = 0;

  static constexpr auto fields =
    wire::fields(wire::field("packed", &battle_room_options::packed).with_bits(battle_room_options_packed_bits::all));
  friend bool operator==(const battle_room_options&, const battle_room_options&) = default;
};
static_assert(wire::size_of<battle_room_options>() == 4);

/// A battle room in the list.
struct battle_room_view {
  static constexpr wire::group_info about{"battle_room_view", "A battle room in the list."};

  uint32_t room_id = 0;
  wire::fixed_text<64> title;
  wire::fixed_text<21> owner_name;
  uint8_t map_index = 0;
  battle_room_options options;

  static constexpr auto fields = wire::fields(
    wire::field("room_id", &battle_room_view::room_id), wire::field("title", &battle_room_view::title),
    wire::field("owner_name", &battle_room_view::owner_name), wire::field("map_index", &battle_room_view::map_index),
    wire::field("options", &battle_room_view::options));
  friend bool operator==(const battle_room_view&, const battle_room_view&) = default;
};
static_assert(wire::size_of<battle_room_view>() == 94);

/// A player in a waiting room.
struct waiting_room_player {
  static constexpr wire::group_info about{"waiting_room_player", "A player in a waiting room."};

  int32_t team = 0;
  uint32_t player_id = 0;
  wire::fixed_text<21> name;
  wire::fixed_text<32> clan_name;
  uint8_t status = 0;

  static constexpr auto fields = wire::fields(
    wire::field("team", &waiting_room_player::team), wire::field("player_id", &waiting_room_player::player_id),
    wire::field("name", &waiting_room_player::name), wire::field("clan_name", &waiting_room_player::clan_name),
    wire::field("status", &waiting_room_player::status));
  friend bool operator==(const waiting_room_player&, const waiting_room_player&) = default;
};
static_assert(wire::size_of<waiting_room_player>() == 62);

struct b2c_all_entered {
  static constexpr auto info = wire::numberless_packet("b2c_all_entered", wire::channel::battle, wire::direction::s2c,
                                                       "Everybody has loaded the battlefield.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const b2c_all_entered&, const b2c_all_entered&) = default;
};
static_assert(wire::size_of<b2c_all_entered>() == 12 - 12);

struct b2c_ans_change_team {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_change_team", wire::channel::battle, wire::direction::s2c,
                            "Result of changing the team.", wire::confidence::low);

  uint8_t result = 0;
  uint8_t new_team = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_change_team::result),
                                              wire::field("new_team", &b2c_ans_change_team::new_team));
  friend bool operator==(const b2c_ans_change_team&, const b2c_ans_change_team&) = default;
};
static_assert(wire::size_of<b2c_ans_change_team>() == 14 - 12);

struct b2c_ans_change_watcher {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_change_watcher", wire::channel::battle, wire::direction::s2c,
                            "Result of becoming a watcher.", wire::confidence::low);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_change_watcher::result));
  friend bool operator==(const b2c_ans_change_watcher&, const b2c_ans_change_watcher&) = default;
};
static_assert(wire::size_of<b2c_ans_change_watcher>() == 13 - 12);

struct b2c_ans_comeout_bfield {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_comeout_bfield", wire::channel::battle, wire::direction::s2c,
                            "Result of leaving the battlefield.", wire::confidence::low);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_comeout_bfield::result));
  friend bool operator==(const b2c_ans_comeout_bfield&, const b2c_ans_comeout_bfield&) = default;
};
static_assert(wire::size_of<b2c_ans_comeout_bfield>() == 13 - 12);

struct b2c_ans_comeout_wroom {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_comeout_wroom", wire::channel::battle, wire::direction::s2c,
                            "Result of leaving the waiting room.", wire::confidence::low);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_comeout_wroom::result));
  friend bool operator==(const b2c_ans_comeout_wroom&, const b2c_ans_comeout_wroom&) = default;
};
static_assert(wire::size_of<b2c_ans_comeout_wroom>() == 13 - 12);

struct b2c_ans_create_room {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_create_room", wire::channel::battle, wire::direction::s2c,
                            "Result of making a room.", wire::confidence::low);

  uint8_t result = 0;
  uint32_t room_id = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_create_room::result),
                                              wire::field("room_id", &b2c_ans_create_room::room_id));
  friend bool operator==(const b2c_ans_create_room&, const b2c_ans_create_room&) = default;
};
static_assert(wire::size_of<b2c_ans_create_room>() == 17 - 12);

struct b2c_ans_enter_room {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_enter_room", wire::channel::battle, wire::direction::s2c,
                            "Result of entering a room.", wire::confidence::low);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_enter_room::result));
  friend bool operator==(const b2c_ans_enter_room&, const b2c_ans_enter_room&) = default;
};
static_assert(wire::size_of<b2c_ans_enter_room>() == 13 - 12);

struct b2c_ans_exit_member {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_exit_member", wire::channel::battle, wire::direction::s2c,
                            "Result of removing a member.", wire::confidence::low);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_exit_member::result));
  friend bool operator==(const b2c_ans_exit_member&, const b2c_ans_exit_member&) = default;
};
static_assert(wire::size_of<b2c_ans_exit_member>() == 13 - 12);

struct b2c_ans_start_battle {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_start_battle", wire::channel::battle, wire::direction::s2c,
                            "Result of starting the battle.", wire::confidence::low);

  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("result", &b2c_ans_start_battle::result));
  friend bool operator==(const b2c_ans_start_battle&, const b2c_ans_start_battle&) = default;
};
static_assert(wire::size_of<b2c_ans_start_battle>() == 13 - 12);

struct b2c_ans_warp_b2z {
  static constexpr auto info = wire::numberless_packet("b2c_ans_warp_b2z", wire::channel::battle, wire::direction::s2c,
                                                       "Return to the zone is granted.", wire::confidence::low);

  uint16_t previous_map_index = 0;
  uint8_t result = 0;

  static constexpr auto fields = wire::fields(wire::field("previous_map_index", &b2c_ans_warp_b2z::previous_map_index),
                                              wire::field("result", &b2c_ans_warp_b2z::result));
  friend bool operator==(const b2c_ans_warp_b2z&, const b2c_ans_warp_b2z&) = default;
};
static_assert(wire::size_of<b2c_ans_warp_b2z>() == 15 - 12);

struct b2c_ans_warp_z2b {
  static constexpr auto info =
    wire::numberless_packet("b2c_ans_warp_z2b", wire::channel::battle, wire::direction::s2c,
                            "Arrival on the battle server with gear, inventory and pets.", wire::confidence::low);

  uint8_t result = 0;
  battle_warp_data battle_warp;
  std::array<item_in_wear, 10> wear_items{};
  std::array<item_in_inventory, 30> inventory_items{};
  pet_info active_pet;
  std::array<pet_info, 5> pets{};

  static constexpr auto fields = wire::fields(
    wire::field("result", &b2c_ans_warp_z2b::result), wire::field("battle_warp", &b2c_ans_warp_z2b::battle_warp),
    wire::field("wear_items", &b2c_ans_warp_z2b::wear_items),
    wire::field("inventory_items", &b2c_ans_warp_z2b::inventory_items),
    wire::field("active_pet", &b2c_ans_warp_z2b::active_pet), wire::field("pets", &b2c_ans_warp_z2b::pets));
  friend bool operator==(const b2c_ans_warp_z2b&, const b2c_ans_warp_z2b&) = default;
};
static_assert(wire::size_of<b2c_ans_warp_z2b>() == 941 - 12);

struct b2c_ask_end_battle {
  static constexpr auto info =
    wire::numberless_packet("b2c_ask_end_battle", wire::channel::battle, wire::direction::s2c,
                            "Battle is over; who won and how.", wire::confidence::low);

  int32_t winning_team = 0;
  uint8_t end_method = 0;

  static constexpr auto fields = wire::fields(wire::field("winning_team", &b2c_ask_end_battle::winning_team),
                                              wire::field("end_method", &b2c_ask_end_battle::end_method));
  friend bool operator==(const b2c_ask_end_battle&, const b2c_ask_end_battle&) = default;
};
static_assert(wire::size_of<b2c_ask_end_battle>() == 17 - 12);

struct b2c_change_boss {
  static constexpr auto info = wire::numberless_packet("b2c_change_boss", wire::channel::battle, wire::direction::s2c,
                                                       "The room has a new owner.", wire::confidence::low);

  uint32_t new_owner_id = 0;

  static constexpr auto fields = wire::fields(wire::field("new_owner_id", &b2c_change_boss::new_owner_id));
  friend bool operator==(const b2c_change_boss&, const b2c_change_boss&) = default;
};
static_assert(wire::size_of<b2c_change_boss>() == 16 - 12);

struct b2c_goto_lobby {
  static constexpr auto info = wire::numberless_packet("b2c_goto_lobby", wire::channel::battle, wire::direction::s2c,
                                                       "Go back to the lobby.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const b2c_goto_lobby&, const b2c_goto_lobby&) = default;
};
static_assert(wire::size_of<b2c_goto_lobby>() == 12 - 12);

struct b2c_see_change_team {
  static constexpr auto info =
    wire::numberless_packet("b2c_see_change_team", wire::channel::battle, wire::direction::s2c,
                            "A member changed the team.", wire::confidence::low);

  uint32_t changing_player_id = 0;
  int32_t old_team = 0;
  int32_t new_team = 0;

  static constexpr auto fields = wire::fields(
    wire::field("changing_player_id", &b2c_see_change_team::changing_player_id),
    wire::field("old_team", &b2c_see_change_team::old_team), wire::field("new_team", &b2c_see_change_team::new_team));
  friend bool operator==(const b2c_see_change_team&, const b2c_see_change_team&) = default;
};
static_assert(wire::size_of<b2c_see_change_team>() == 24 - 12);

struct b2c_see_comeout_wroom {
  static constexpr auto info =
    wire::numberless_packet("b2c_see_comeout_wroom", wire::channel::battle, wire::direction::s2c,
                            "A member left the waiting room.", wire::confidence::low);

  uint32_t leaving_player_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("leaving_player_id", &b2c_see_comeout_wroom::leaving_player_id));
  friend bool operator==(const b2c_see_comeout_wroom&, const b2c_see_comeout_wroom&) = default;
};
static_assert(wire::size_of<b2c_see_comeout_wroom>() == 16 - 12);

struct b2c_see_enter_room {
  static constexpr auto info = wire::numberless_packet(
    "b2c_see_enter_room", wire::channel::battle, wire::direction::s2c, "A player entered the room.",
    wire::confidence::low, "Older builds: rule: name: player name 13 -> 21.");

  uint32_t player_id = 0;
  wire::fixed_text<21> name;
  wire::fixed_text<32> clan_name;
  int32_t team = 0;

  static constexpr auto fields = wire::fields(
    wire::field("player_id", &b2c_see_enter_room::player_id), wire::field("name", &b2c_see_enter_room::name),
    wire::field("clan_name", &b2c_see_enter_room::clan_name), wire::field("team", &b2c_see_enter_room::team));
  friend bool operator==(const b2c_see_enter_room&, const b2c_see_enter_room&) = default;
};
static_assert(wire::size_of<b2c_see_enter_room>() == 73 - 12);

struct b2c_see_exit_member {
  static constexpr auto info = wire::numberless_packet(
    "b2c_see_exit_member", wire::channel::battle, wire::direction::s2c, "A member was removed.", wire::confidence::low);

  uint32_t leaving_player_id = 0;

  static constexpr auto fields =
    wire::fields(wire::field("leaving_player_id", &b2c_see_exit_member::leaving_player_id));
  friend bool operator==(const b2c_see_exit_member&, const b2c_see_exit_member&) = default;
};
static_assert(wire::size_of<b2c_see_exit_member>() == 16 - 12);

struct b2c_see_hp_change {
  static constexpr auto info = wire::numberless_packet("b2c_see_hp_change", wire::channel::battle, wire::direction::s2c,
                                                       "Health of a member.", wire::confidence::low);

  int32_t team = 0;
  uint32_t player_id = 0;
  uint16_t health = 0;

  static constexpr auto fields =
    wire::fields(wire::field("team", &b2c_see_hp_change::team), wire::field("player_id", &b2c_see_hp_change::player_id),
                 wire::field("health", &b2c_see_hp_change::health));
  friend bool operator==(const b2c_see_hp_change&, const b2c_see_hp_change&) = default;
};
static_assert(wire::size_of<b2c_see_hp_change>() == 22 - 12);

struct b2c_see_lobby_info {
  static constexpr auto info =
    wire::numberless_packet("b2c_see_lobby_info", wire::channel::battle, wire::direction::s2c, "One page of rooms.",
                            wire::confidence::low, "Older builds: rule: rooms: 10 x battle_room_view, 86 -> 94 each.");

  std::array<battle_room_view, 10> rooms{};

  static constexpr auto fields = wire::fields(wire::field("rooms", &b2c_see_lobby_info::rooms));
  friend bool operator==(const b2c_see_lobby_info&, const b2c_see_lobby_info&) = default;
};
static_assert(wire::size_of<b2c_see_lobby_info>() == 952 - 12);

struct b2c_see_readyok_battle {
  static constexpr auto info =
    wire::numberless_packet("b2c_see_readyok_battle", wire::channel::battle, wire::direction::s2c,
                            "A member is ready or not.", wire::confidence::low);

  uint32_t ready_player_id = 0;
  uint8_t is_ready = 0;

  static constexpr auto fields = wire::fields(wire::field("ready_player_id", &b2c_see_readyok_battle::ready_player_id),
                                              wire::field("is_ready", &b2c_see_readyok_battle::is_ready));
  friend bool operator==(const b2c_see_readyok_battle&, const b2c_see_readyok_battle&) = default;
};
static_assert(wire::size_of<b2c_see_readyok_battle>() == 17 - 12);

struct b2c_see_wroom_info {
  static constexpr auto info = wire::numberless_packet(
    "b2c_see_wroom_info", wire::channel::battle, wire::direction::s2c, "The players in the waiting room.",
    wire::confidence::low, "Older builds: rule: players: 26 x waiting_room_player, 54 -> 62 each.");

  std::array<waiting_room_player, 26> players{};

  static constexpr auto fields = wire::fields(wire::field("players", &b2c_see_wroom_info::players));
  friend bool operator==(const b2c_see_wroom_info&, const b2c_see_wroom_info&) = default;
};
static_assert(wire::size_of<b2c_see_wroom_info>() == 1624 - 12);

struct b2c_start_battle {
  static constexpr auto info = wire::numberless_packet("b2c_start_battle", wire::channel::battle, wire::direction::s2c,
                                                       "Battle begins on this map.", wire::confidence::low);

  uint8_t map_index = 0;

  static constexpr auto fields = wire::fields(wire::field("map_index", &b2c_start_battle::map_index));
  friend bool operator==(const b2c_start_battle&, const b2c_start_battle&) = default;
};
static_assert(wire::size_of<b2c_start_battle>() == 13 - 12);

struct b2c_svr_battle_time {
  static constexpr auto info =
    wire::numberless_packet("b2c_svr_battle_time", wire::channel::battle, wire::direction::s2c,
                            "Time mark of the battle.", wire::confidence::low);

  static constexpr auto fields = wire::fields();
  friend bool operator==(const b2c_svr_battle_time&, const b2c_svr_battle_time&) = default;
};
static_assert(wire::size_of<b2c_svr_battle_time>() == 12 - 12);

struct b2c_wroom_data {
  static constexpr auto info =
    wire::numberless_packet("b2c_wroom_data", wire::channel::battle, wire::direction::s2c, "Settings of the own room.",
                            wire::confidence::low, "Older builds: rule: room: battle_room_view, 86 -> 94 each.");

  battle_room_view room;

  static constexpr auto fields = wire::fields(wire::field("room", &b2c_wroom_data::room));
  friend bool operator==(const b2c_wroom_data&, const b2c_wroom_data&) = default;
};
static_assert(wire::size_of<b2c_wroom_data>() == 106 - 12);

struct b2c_yourcell_is_this {
  static constexpr auto info =
    wire::numberless_packet("b2c_yourcell_is_this", wire::channel::battle, wire::direction::s2c,
                            "Starting cell on the battlefield.", wire::confidence::low);

  uint32_t cell = 0;

  static constexpr auto fields = wire::fields(wire::field("cell", &b2c_yourcell_is_this::cell));
  friend bool operator==(const b2c_yourcell_is_this&, const b2c_yourcell_is_this&) = default;
};
static_assert(wire::size_of<b2c_yourcell_is_this>() == 16 - 12);

/// In the order of the protocol table.
using battle_room_packets =
  wire::type_list<b2c_all_entered, b2c_ans_change_team, b2c_ans_change_watcher, b2c_ans_comeout_bfield,
                  b2c_ans_comeout_wroom, b2c_ans_create_room, b2c_ans_enter_room, b2c_ans_exit_member,
                  b2c_ans_start_battle, b2c_ans_warp_b2z, b2c_ans_warp_z2b, b2c_ask_end_battle, b2c_change_boss,
                  b2c_goto_lobby, b2c_see_change_team, b2c_see_comeout_wroom, b2c_see_enter_room, b2c_see_exit_member,
                  b2c_see_hp_change, b2c_see_lobby_info, b2c_see_readyok_battle, b2c_see_wroom_info, b2c_start_battle,
                  b2c_svr_battle_time, b2c_wroom_data, b2c_yourcell_is_this>;

} // namespace msg::client
