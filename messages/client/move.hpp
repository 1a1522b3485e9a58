// Walking: ask, grant, report every cell, correct.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::client {

struct c2s_ask_move {
  static constexpr auto info = wire::game_packet(
    "c2s_ask_move", wire::channel::zone, wire::direction::c2s, 0x1200,
    "Ask to start walking towards a destination cell.", wire::confidence::high,
    "Sent when the player clicks the ground. move_speed is the client's own speed value; the answer echoes it.");

  uint32_t destination_cell = 0;
  uint8_t move_speed = 0;

  static constexpr auto fields = wire::fields(wire::field("destination_cell", &c2s_ask_move::destination_cell),
                                              wire::field("move_speed", &c2s_ask_move::move_speed));
  friend bool operator==(const c2s_ask_move&, const c2s_ask_move&) = default;
};
static_assert(wire::size_of<c2s_ask_move>() == 17 - 12);

struct s2c_ans_move {
  static constexpr auto info =
    wire::game_packet("s2c_ans_move", wire::channel::zone, wire::direction::s2c, 0x1200,
                      "Grants or refuses the walk and echoes the destination.", wire::confidence::high,
                      "is_granted 1 lets the client walk. Refusing leaves it standing. Emulators send 1 and echo the "
                      "cell; one echoes the speed, one sends 1.");

  uint8_t is_granted = 0;
  uint32_t destination_cell = 0;
  uint8_t move_speed = 0;

  static constexpr auto fields = wire::fields(wire::field("is_granted", &s2c_ans_move::is_granted),
                                              wire::field("destination_cell", &s2c_ans_move::destination_cell),
                                              wire::field("move_speed", &s2c_ans_move::move_speed));
  friend bool operator==(const s2c_ans_move&, const s2c_ans_move&) = default;
};
static_assert(wire::size_of<s2c_ans_move>() == 18 - 12);

struct c2s_pc_move {
  static constexpr auto info =
    wire::game_packet("c2s_pc_move", wire::channel::zone, wire::direction::c2s, 0x1202,
                      "Own character has stepped onto this cell.", wire::confidence::high,
                      "Reports every cell (or the arrival) during a granted walk; the server only keeps the place and "
                      "re-computes who is in view. No answer.");

  uint32_t next_cell = 0;
  uint8_t move_speed = 0;

  static constexpr auto fields = wire::fields(wire::field("next_cell", &c2s_pc_move::next_cell),
                                              wire::field("move_speed", &c2s_pc_move::move_speed));
  friend bool operator==(const c2s_pc_move&, const c2s_pc_move&) = default;
};
static_assert(wire::size_of<c2s_pc_move>() == 17 - 12);

struct s2c_see_move {
  static constexpr auto info =
    wire::game_packet("s2c_see_move", wire::channel::zone, wire::direction::s2c, 0x1201,
                      "Another player starts walking from one cell to another.", wire::confidence::high,
                      "For everybody in view except the mover; the client walks the path itself.");

  uint32_t moving_player_id = 0;
  uint32_t start_cell = 0;
  uint32_t destination_cell = 0;
  uint8_t move_speed = 0;

  static constexpr auto fields = wire::fields(wire::field("moving_player_id", &s2c_see_move::moving_player_id),
                                              wire::field("start_cell", &s2c_see_move::start_cell),
                                              wire::field("destination_cell", &s2c_see_move::destination_cell),
                                              wire::field("move_speed", &s2c_see_move::move_speed));
  friend bool operator==(const s2c_see_move&, const s2c_see_move&) = default;
};
static_assert(wire::size_of<s2c_see_move>() == 25 - 12);

struct s2c_see_stop {
  static constexpr auto info = wire::game_packet("s2c_see_stop", wire::channel::zone, wire::direction::s2c, 0x1204,
                                                 "Another player stopped on this cell.", wire::confidence::medium);

  uint32_t stopping_player_id = 0;
  uint32_t fixed_cell = 0;

  static constexpr auto fields = wire::fields(wire::field("stopping_player_id", &s2c_see_stop::stopping_player_id),
                                              wire::field("fixed_cell", &s2c_see_stop::fixed_cell));
  friend bool operator==(const s2c_see_stop&, const s2c_see_stop&) = default;
};
static_assert(wire::size_of<s2c_see_stop>() == 20 - 12);

struct s2c_fix_move {
  static constexpr auto info =
    wire::game_packet("s2c_fix_move", wire::channel::zone, wire::direction::s2c, 0x1203,
                      "Correction: put the own character back on this cell.", wire::confidence::medium,
                      "Puts the own character back; pairs with s2c_see_stop for the others.");

  uint32_t fixed_cell = 0;

  static constexpr auto fields = wire::fields(wire::field("fixed_cell", &s2c_fix_move::fixed_cell));
  friend bool operator==(const s2c_fix_move&, const s2c_fix_move&) = default;
};
static_assert(wire::size_of<s2c_fix_move>() == 16 - 12);

/// In the order of the protocol table.
using move_packets = wire::type_list<c2s_ask_move, s2c_ans_move, s2c_see_move, c2s_pc_move, s2c_fix_move, s2c_see_stop>;

} // namespace msg::client
