// Reachability probes: branches that a good simulation must reach now and then.
// A test that never loses a reply says nothing about lost replies.
//
//   SOMETIMES(leave_asked_again);
//
// stands in the branch that the table describes. A hit costs one relaxed atomic
// increment; a name that is not in the table does not compile. The counts are of
// the process and decide nothing.

#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

/// Identifier, and why it must be reached. The name is the identifier in kebab-case. Drawn runs of the simulator must
/// reach these (`zonehive sim run --probes`):
#define ZONEHIVE_DRAWN_PROBES(X)                                                                                       \
  X(commit_lost_its_reply, "What was committed without an answer is where doubled items and characters come from.")    \
  X(save_failed_and_was_repeated, "A zone must keep what the store refused and save it later.")                        \
  X(operation_answered_from_its_id, "Only a repeated operation shows whether it happens once.")                        \
  X(warp_target_gone, "A player must not be stuck frozen when nobody runs the next map.")                              \
  X(warp_refused_and_resumed, "A reserved place must be given back and the player thawed.")                            \
  X(departure_asked_again, "Without an answer nobody knows which zone has the player.")                                \
  X(departure_already_done, "A second question must not put the player back.")                                         \
  X(leave_asked_again, "An account must stay taken until its character is saved.")                                     \
  X(enter_lost_its_answer, "A stay that began unheard must be ended.")                                                 \
  X(claim_probes_a_live_session, "Two sessions want one account: at most one may have it.")                            \
  X(directory_waits_for_old_sessions, "A new directory must not grant what a session of the last one still has.")      \
  X(session_out_of_reach, "A broken connection is no reason to give an account away.")                                 \
  X(account_claimed_again, "A session must survive the loss of the directory.")                                        \
  X(session_replaced, "A silent session must give way and save first.")                                                \
  X(input_of_a_stale_visit, "Input of an earlier stay must not move the player of this one.")                          \
  X(inbox_full, "A client that sends too much must not take the zone's memory.")                                       \
  X(session_lost_in_zone, "A player without a session must be saved and removed.")                                     \
  X(node_lost, "Nothing may be sent to zones and services of a node that is gone.")                                    \
  X(node_joined_again, "A node that returns must be found, and its earlier life forgotten.")                           \
  X(dial_failed, "A node must not give up joining.")                                                                   \
  X(tick_late, "Late ticks must neither pile up nor be taken for cheating.")                                           \
  X(frame_throttled, "A throttled client must be read again.")                                                         \
  X(ticket_refused, "A ticket is good once, for one account, for a while.")                                            \
  X(zone_lost_under_session, "A session whose zone is gone must tell its client and end.")                             \
  X(beats_again, "A node must come through an outage of the database.")                                                \
  X(node_finds_itself_dead, "A node that was given up must end, and come back as another life.")                       \
  X(move_done, "Zones must move.")                                                                                     \
  X(move_taken_back, "A move that fails before the hand-over must leave everything as it was.")                        \
  X(move_in_doubt, "Only the database knows whether a hand-over without an answer happened.")                          \
  X(move_finished_by_target, "A zone must go on when the node that gave it away dies before it says so.")              \
  X(zone_failed_over, "A zone of a lost node must be started elsewhere.")                                              \
  X(input_gap, "An input that was lost on its way must be sent again, in order.")                                      \
  X(zone_fenced, "A zone that is told by the database that it is another's must end.")                                 \
  X(zone_goes_on_elsewhere, "Inputs that were under way to a zone that moved must be sent again.")                     \
  X(zone_goes_on_during_warp, "A place that is held in a zone that moves must be taken where it is then.")             \
  X(stay_begun_anew, "A player whose zone crashed must come back without a new connection.")                           \
  X(zone_asked_again, "What was asked of a zone that has moved must be asked where it is now.")                        \
  X(adrift_in_an_outage, "No zone is started while the database is away: that time must not count.")                   \
  X(left_while_adrift, "A client that leaves without a zone must still be saved.")                                     \
  X(write_was_fenced, "Who has lost a zone without knowing it must not write.")

/// And these are beyond what is drawn, as they take longer than faults last, or several rare things at once: a test
/// must reach each (EXPECT_REACHED; tools/tidy looks for it).
#define ZONEHIVE_SCENARIO_PROBES(X)                                                                                    \
  X(session_gives_up_its_account, "A session that finds no directory must end before its account is granted again.")   \
  X(zone_taken_away, "A zone whose lease is another node's must end.")                                                 \
  X(place_given_up, "A reserved place that nobody takes must not be kept for ever.")                                   \
  X(stay_attached, "A session that lost touch with its zone must find its stay again.")                                \
  X(zone_found_again, "A session that missed where its zone moved to must look for it.")                               \
  X(warp_target_moves, "A warp must not fail because the next zone is on the move.")                                   \
  X(inputs_held_back, "Without a zone a session must not keep more than it has room for.")                             \
  X(zone_given_up, "A session whose zone does not come back must end.")                                                \
  X(evicted_from_moved_zone, "A zone that moves must save a player whose session is gone.")                            \
  X(minority_ends, "A node that reaches nobody must not go on for ever.")                                              \
  X(eviction_given_up, "A zone that does not come back must not keep an account for ever.")                            \
  X(edge_not_fenced, "What an edge may have missed of a zone that moves must be shown anew.")                          \
  X(session_lost_during_move, "Whose session ends while his zone moves must be saved and removed there.")              \
  X(release_said_again, "A lease that was given back and not heard of must not stay with nobody to use it.")           \
  X(enter_came_too_late, "An entry that was long under way must not end the stay that has begun since.")               \
  X(zone_is_an_old_copy, "A zone that goes on from before what the session knows must not be followed.")

#define ZONEHIVE_PROBES(X) ZONEHIVE_DRAWN_PROBES(X) ZONEHIVE_SCENARIO_PROBES(X)

namespace runtime::probes {

enum class probe : uint8_t {
#define ZONEHIVE_PROBE_ID(id, why) id,
  ZONEHIVE_PROBES(ZONEHIVE_PROBE_ID)
#undef ZONEHIVE_PROBE_ID
};

#define ZONEHIVE_PROBE_COUNT(id, why) +1
inline constexpr size_t count = 0 ZONEHIVE_PROBES(ZONEHIVE_PROBE_COUNT);
/// Those that drawn runs must reach come first.
inline constexpr size_t drawn_count = 0 ZONEHIVE_DRAWN_PROBES(ZONEHIVE_PROBE_COUNT);
#undef ZONEHIVE_PROBE_COUNT

struct hit_count {
  std::string_view name; // kebab-case
  std::string_view why;
  uint64_t times = 0;
};

namespace detail {

inline std::array<std::atomic<uint64_t>, count> counters{};

} // namespace detail

inline void hit(probe which) noexcept {
  detail::counters[static_cast<size_t>(which)].fetch_add(1, std::memory_order_relaxed);
}

/// How often it was hit since the process began, or `reset`.
inline uint64_t times(probe which) noexcept {
  return detail::counters[static_cast<size_t>(which)].load(std::memory_order_relaxed);
}

/// Every probe in the order of the table, also those that were never hit.
std::vector<hit_count> hits();

/// Sets all counts to 0.
void reset();

} // namespace runtime::probes

#define SOMETIMES(name) ::runtime::probes::hit(::runtime::probes::probe::name)

/// In a test.
#define EXPECT_REACHED(name) EXPECT_GT(::runtime::probes::times(::runtime::probes::probe::name), 0u)
