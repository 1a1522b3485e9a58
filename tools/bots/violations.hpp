// What the oracle found wrong: counted by kind, the first ones in detail.

#pragma once

#include "tools/bots/cells.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tools::bots {

/// One promise of the server each.
enum class check : uint8_t {
  request_is_answered,
  connection_stays_open,
  bytes_decode,
  entry_is_in_order,
  return_place_is_kept,
  place_is_walkable,
  player_id_is_kept,
  masks_are_kept,
  refusal_ends,
  legal_walk_is_granted,
  legal_step_is_kept,
  warp_lands_on_target,
  tick_comes,
  tick_counts_up,
  say_is_heard_near,
  say_is_not_heard_far,
  gesture_is_seen_near,
  gesture_is_not_seen_far,
  whisper_is_heard,
  whisper_is_private,
  whisper_finds_player,
  shout_is_heard,
  words_come_once,
  words_are_true,
  player_appears_once,
  own_avatar_is_not_sent,
  appearance_is_true,
  player_disappears_once,
  actor_was_seen,
  neighbour_is_seen,
  stranger_is_not_seen,
  leaver_disappears,
  avatar_is_on_one_map,
  npc_appears_once,
  npc_disappears_once,
  logout_closes,
  put_back_follows,
  put_back_is_recent,
};

/// "say-is-heard-near"
std::string to_string(check kind);

struct violation {
  check kind = check::request_is_answered;
  std::string bot;
  time_ms at = 0;
  std::string expected;
  std::string came;
  /// The last packets of the bot, oldest first.
  std::vector<std::string> packets;
};

class violation_log {
public:
  static constexpr size_t detailed_max = 20;

  /// Whether the next one would be kept in detail.
  bool wants_details() const { return detailed_.size() < detailed_max; }
  void add(violation x);
  /// A promise was put to the test, whatever came of it; a check that never was proves nothing.
  void tested(check kind) { ++tested_[kind]; }
  const std::map<check, uint64_t>& tests() const { return tested_; }
  /// A promise was broken in a disturbance that excuses it.
  void excuse(check kind) { ++excused_[kind]; }
  const std::map<check, uint64_t>& excused() const { return excused_; }
  uint64_t total() const { return total_; }
  const std::map<check, uint64_t>& by_kind() const { return by_kind_; }
  uint64_t count(check kind) const;
  const std::vector<violation>& detailed() const { return detailed_; }

private:
  uint64_t total_ = 0;
  std::map<check, uint64_t> by_kind_;
  std::map<check, uint64_t> tested_;
  std::map<check, uint64_t> excused_;
  std::vector<violation> detailed_;
};

} // namespace tools::bots
