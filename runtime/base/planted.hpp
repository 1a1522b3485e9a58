// Planted bugs: faults that are put in on purpose to prove that the checkers of
// the simulator find them. A build without ZONEHIVE_PLANTED_BUGS has none of
// them: there PLANTED is the literal `false`. In a build with it all are off
// until the self-test switches one on.
//
//   if (!map.walkable(to) && !PLANTED(walks_through_walls))
//
// Sites are in source files only: a header may be compiled both ways in one
// program.

#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string_view>

/// Identifier, the checker that must catch it, and what goes wrong.
#define ZONEHIVE_PLANTED_TABLE(X)                                                                                      \
  X(zone_keeps_the_departed, "one-zone-per-character", "A zone lets a player go and shows him on.")                    \
  X(two_sessions_one_account, "one-session-per-account", "The directory takes every account for free.")                \
  X(input_out_of_order, "packets-in-order", "A zone works its inbox backwards now and then.")                          \
  X(input_lost, "packets-in-order", "A zone drops every 50th input.")                                                  \
  X(half_a_frame, "outbound-decodes", "The last byte of an answer is missing.")                                        \
  X(one_sided_sight, "sight-is-symmetric", "Those who come into sight of a walker do not see him.")                    \
  X(walks_through_walls, "nobody-in-a-wall", "A step is not compared with the map.")                                   \
  X(item_doubled, "items-conserved", "A new character gets its first item twice, under one serial.")                   \
  X(woonz_from_nowhere, "woonz-conserved", "A character is a woonz richer after each warp.")                           \
  X(inbox_unbounded, "queues-bounded", "A zone takes any number of inputs of a player.")                               \
  X(session_never_ends, "nobody-left-behind", "A session that has ended stays in memory.")                             \
  X(save_forgotten, "bots-are-content", "A zone lets a player go without saving him.")                                 \
  X(checkpoint_forgotten, "store-equals-memory", "A zone does not save those who stay.")                               \
  X(zone_goes_deaf, "packets-arrive", "A zone ignores all inputs after 600 ticks.")                                    \
  X(session_ends_silently, "no-error-is-logged", "A session ends and does not tell its edge.")                         \
  X(claim_kept_for_ever, "everybody-plays", "An account stays taken after its session was lost.")                      \
  X(two_zone_owners, "one-owner-per-zone", "A node starts every zone of its data, also those of other nodes.")         \
  X(minority_goes_on, "given-up-ends", "A node that reaches nobody goes on all the same.")                             \
  X(epoch_not_checked, "fenced-writes", "The store takes what a zone writes under an epoch that is over.")             \
  X(two_coordinators, "one-coordinator", "Every node's coordinator acts, with or without the lease.")                  \
  X(sent_again_out_of_order, "packets-in-order", "What is sent again to a zone that has moved goes backwards.")        \
  X(lease_renewed_late, "given-up-ends", "The beat of a node that was given up is taken as if it were in time.")       \
  X(lost_answer_is_a_no, "one-owner-per-zone", "A hand-over whose answer is lost counts as one that failed.")

namespace runtime::planted {

enum class bug : uint8_t {
#define ZONEHIVE_PLANTED_ID(id, checker, what) id,
  ZONEHIVE_PLANTED_TABLE(ZONEHIVE_PLANTED_ID)
#undef ZONEHIVE_PLANTED_ID
};

struct entry {
  bug which;
  std::string_view name;    // kebab-case
  std::string_view checker; // which must catch it
  std::string_view what;
};

/// Whether this build has the bugs at all.
bool is_compiled_in();

/// In the order of `bug`.
std::span<const entry> table();

/// Has an effect only where `is_compiled_in`. Starts the count of `is_on_every` anew.
void switch_on(bug which);
void all_off();
bool is_on(bug which);

/// True for every `nth` (at least 1) call since `which` was switched on, false while it is off.
bool is_on_every(bug which, uint64_t nth);

} // namespace runtime::planted

#ifdef ZONEHIVE_PLANTED_BUGS
#define PLANTED(name) ::runtime::planted::is_on(::runtime::planted::bug::name)
#define PLANTED_EVERY(name, nth) ::runtime::planted::is_on_every(::runtime::planted::bug::name, nth)
#else
#define PLANTED(name) false
#define PLANTED_EVERY(name, nth) false
#endif
