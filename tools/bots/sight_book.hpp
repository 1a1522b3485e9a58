// Who sees whom: the oracle's checks over s2c_pc_appear, s2c_pc_disappear and
// whatever names a player by id.

#pragma once

#include "tools/bots/witness.hpp"

namespace tools::bots {

class sight_book {
public:
  explicit sight_book(witnesses& all) : all_(all) {}

  void appeared(bot_index by, const msg::client::s2c_pc_appear& x, time_ms now);
  void disappeared(bot_index by, uint32_t player_id, time_ms now);
  void npc_appeared(bot_index by, uint32_t npc_id, time_ms now);
  void npc_disappeared(bot_index by, uint32_t npc_id, time_ms now);
  /// Something was told of `player_id` that only those in view are told.
  void acted(bot_index by, uint32_t player_id, std::string_view packet, time_ms now);
  /// `who` left the world at `now`; whoever has it in view must lose it by `deadline`.
  void left(bot_index who, time_ms now, time_ms deadline);
  /// Departures that are due, and every bot that stands still.
  void tick(time_ms now);

private:
  struct departure {
    bot_index who = no_bot;
    time_ms at = 0;
    time_ms deadline = 0;
  };
  /// Bots looked at in one quiet round, so that big swarms stay cheap.
  static constexpr bot_index looked_at_max = 200;
  static constexpr time_ms round_ms = 1'000;

  void check_appearance(bot_index by, bot_index who, const msg::client::s2c_pc_appear& x, time_ms now);
  void check_departure(const departure& x, time_ms now);
  /// How long two bots stand still before their views must be right.
  time_ms settled_ms() const { return all_.options().quiet_ms + all_.margin_ms() - all_.options().slack_ms; }
  bool is_quiet_since(bot_index i, time_ms when) const;
  bool is_quiet(bot_index i, time_ms now) const { return is_quiet_since(i, now - settled_ms()); }
  void check_neighbour(bot_index i, bot_index other, time_ms now);
  void check_stranger(bot_index i, bot_index other, time_ms now);
  void check_quiet(bot_index i, const std::vector<bot_index>& quiet, time_ms now);

  witnesses& all_;
  std::vector<departure> departures_;
  /// Viewer and viewed whose wrong view has been told and has not been mended since.
  std::set<std::pair<bot_index, bot_index>> told_;
  time_ms next_round_ = 0;
  bot_index next_bot_ = 0;
};

} // namespace tools::bots
