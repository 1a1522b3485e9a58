// Which promises hold whatever happens to the servers, and which only while the
// environment is whole: the oracle's table of decisions.

#pragma once

#include "tools/bots/violations.hpp"

#include <array>

namespace tools::bots {

enum class judged : uint8_t {
  /// Whatever happens.
  always,
  /// Not when the window in which it had to be kept touches a disturbance.
  in_calm,
  /// Not when the window touches a disturbance; but when nothing is wrong except that a node's zones and services fail
  /// over: of that the clients of other edges may notice a pause, lost words and old places, nothing else.
  but_in_failover,
  /// Whatever happens, against what a disturbance leaves possible: the claim is widened, never dropped.
  widened,
};

struct promise {
  check kind = check::request_is_answered;
  judged when = judged::always;
};

inline constexpr std::array promises = {
  // Needs a living server. The answer may come later than the deadline, or with the connection never.
  promise{check::request_is_answered, judged::in_calm},
  promise{check::connection_stays_open, judged::but_in_failover},
  promise{check::bytes_decode, judged::always},
  promise{check::entry_is_in_order, judged::always},
  // Any place since the last certain save; both sides of a warp under way. The announced map binds as ever.
  promise{check::return_place_is_kept, judged::widened},
  promise{check::place_is_walkable, judged::always},
  promise{check::player_id_is_kept, judged::always},
  // Any masks since the last certain save; never masks the bot did not send.
  promise{check::masks_are_kept, judged::widened},
  // Owed again from the end of the disturbance.
  promise{check::refusal_ends, judged::in_calm},
  promise{check::legal_walk_is_granted, judged::always},
  // Cannot be judged: a zone forgives the steps of its own stalls, but those that a link held back and delivers at
  // once come too early for it, and it is right to put the walker back.
  promise{check::legal_step_is_kept, judged::in_calm},
  // A zone that cannot be reached refuses; where a warp lands binds as ever.
  promise{check::warp_lands_on_target, judged::widened},
  promise{check::tick_comes, judged::but_in_failover},
  promise{check::tick_counts_up, judged::always},
  promise{check::say_is_heard_near, judged::in_calm},
  // Far from all places since before the disturbance.
  promise{check::say_is_not_heard_far, judged::widened},
  promise{check::gesture_is_seen_near, judged::in_calm},
  promise{check::gesture_is_not_seen_far, judged::widened},
  promise{check::whisper_is_heard, judged::in_calm},
  promise{check::whisper_is_private, judged::always},
  promise{check::whisper_finds_player, judged::in_calm},
  promise{check::shout_is_heard, judged::in_calm},
  promise{check::words_come_once, judged::always},
  // However late they come.
  promise{check::words_are_true, judged::always},
  promise{check::player_appears_once, judged::always},
  promise{check::own_avatar_is_not_sent, judged::always},
  // The name binds as ever, the cell may be any since before the disturbance, a ghost is owed its end after it.
  promise{check::appearance_is_true, judged::widened},
  promise{check::player_disappears_once, judged::always},
  promise{check::actor_was_seen, judged::always},
  promise{check::neighbour_is_seen, judged::in_calm},
  // Of those who have stood still since before the disturbance.
  promise{check::stranger_is_not_seen, judged::widened},
  // Owed from the end of the disturbance: a ghost must not stay.
  promise{check::leaver_disappears, judged::in_calm},
  promise{check::avatar_is_on_one_map, judged::widened},
  promise{check::npc_appears_once, judged::always},
  promise{check::npc_disappears_once, judged::always},
  promise{check::logout_closes, judged::but_in_failover},
  promise{check::put_back_follows, judged::but_in_failover},
  // Any place since the last certain save before the disturbance; in a failover the whole claim holds.
  promise{check::put_back_is_recent, judged::widened},
};

constexpr judged judged_when(check kind) { return promises[static_cast<size_t>(kind)].when; }

constexpr bool promises_are_in_order() {
  for (size_t i = 0; i < promises.size(); ++i)
    if (static_cast<size_t>(promises[i].kind) != i)
      return false;
  return promises.size() == static_cast<size_t>(check::put_back_is_recent) + 1;
}
static_assert(promises_are_in_order());

} // namespace tools::bots
