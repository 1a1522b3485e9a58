// The store actor of one node of a simulated cluster. It stands for the pool of
// connections, the network and the server process of runtime/postgres/store.hpp,
// and answers as that one does: everything by its deadline, errc::overloaded
// when too much waits, errc::store_unavailable when it is unknown or did not
// happen. What was stored is in the database, which outlives it.
//
//   arrives ---- half of the latency, drawn ----> commit ---- the rest ----> answer
//          is_down, stall, fail_before             fail_after, is_down, deadline
//
// Requests that are not awaited one after the other may take effect in either
// order, as on PostgreSQL; without latency and faults they take effect at once.

#pragma once

#include "tests/sim/memory_database.hpp"

namespace sim {

/// What goes wrong between the nodes and their database, the same for all nodes.
/// The simulator changes it at any time; it takes effect with the next step of
/// each request.
struct store_weather {
  using time_point = memory_database::time_point;

  /// Of a request from its arrival to its answer, in milliseconds.
  uint32_t latency_min_ms = 0;
  uint32_t latency_max_ms = 0;
  /// Until then, by the clock of the database, nothing is committed. A request whose
  /// deadline passes meanwhile is answered, and may be committed afterwards.
  time_point stalled_until{};
  /// Everything is answered store_unavailable at once and nothing is committed.
  bool is_down = false;
  /// The next so many requests, and this share of the others, are answered
  /// store_unavailable; nothing has happened.
  uint32_t fail_before_next = 0;
  uint32_t fail_before_per_mille = 0;
  /// Likewise of requests that write: they are committed, but the answer is
  /// store_unavailable, at once or only at the deadline.
  uint32_t fail_after_next = 0;
  uint32_t fail_after_per_mille = 0;
  /// A third of those is repeated instead, as the pool of connections does, and then answered.
  bool repeats = false;

  /// How often it came to that, over all nodes.
  struct counts {
    uint64_t refused_while_down = 0;
    uint64_t stalled = 0; // requests that had to wait for the end of a stall
    uint64_t failed_before_commit = 0;
    uint64_t failed_after_commit = 0;
    uint64_t deadlines_passed = 0;
    uint64_t committed_late = 0; // after their deadline
    uint64_t overloaded = 0;
    uint64_t lost_with_node = 0; // steps of requests whose node was dead
    friend bool operator==(const counts&, const counts&) = default;
  };
  counts happened;

  /// Whatever is wrong ends now.
  void heal() {
    stalled_until = {};
    is_down = false;
    fail_before_next = fail_before_per_mille = 0;
    fail_after_next = fail_after_per_mille = 0;
  }
};

struct memory_store_options {
  /// Null: one of its own.
  std::shared_ptr<memory_database> database;
  /// Null: fair for ever.
  std::shared_ptr<store_weather> weather;
  /// True once the node is dead: then the store neither commits nor answers. Null: never.
  std::shared_ptr<const bool> is_dead;
  /// While true this node cannot reach the database; may be null.
  std::shared_ptr<const bool> is_cut;
  std::chrono::milliseconds deadline{5000};
  /// Requests that may await their answer; at least 1.
  size_t queue_max = 4096;
  /// The way from this node to the database, on top of the weather's latency.
  uint32_t latency_min_ms = 0;
  uint32_t latency_max_ms = 0;
  uint64_t seed = 0;
  /// The clock of the database, for account locks; null: the actor clock.
  std::function<memory_database::time_point()> now;
};

/// Ends on an exit message, and answers what waits with store_unavailable.
msg::store_actor spawn_memory_store(caf::actor_system& system, memory_store_options options);

/// With a database of its own, in fair weather: everything is answered at once
/// and gone when the actor ends.
msg::store_actor spawn_memory_store(caf::actor_system& system);

} // namespace sim
