// A cluster with players, watched by every checker: what runs and tests are
// made of.

#pragma once

#include "runtime/base/log.hpp"
#include "tests/sim/checkers.hpp"
#include "tests/sim/faults.hpp"

namespace sim {

struct arena_options {
  uint64_t seed = 1;
  uint32_t nodes = 2;
  uint32_t bots = 0;
  uint16_t maps = 0;
  /// The bots wait until they are told what to do.
  bool are_idle = false;
  /// The bots know nothing of walls and run into them; they find no warps either.
  bool are_blind = false;
  std::function<void(node_index, runtime::boot::serve_options&)> tweak;
};

/// How long servers need to find out what happened to them and to mend it, after a fault is over.
inline constexpr instant recovery = 25 * second;

class arena {
public:
  explicit arena(arena_options options);
  ~arena();
  arena(const arena&) = delete;
  arena& operator=(const arena&) = delete;

  cluster& world() { return cluster_; }
  players& who() { return players_; }
  inspector& judge() { return inspector_; }
  const std::vector<violation>& violations() const { return inspector_.violations(); }
  bool is_clean() const { return violations().empty(); }

  /// Now, and for as long as it lasts the bots' promises about time are not owed.
  void cause(const fault& what);
  /// Everything heals.
  void heal();

  /// Until `is_so` or something was violated; false when it is not so within `bound`.
  bool run_until(const std::function<bool()>& is_so, instant bound);
  void run_for(instant by);
  /// Holds the bots until nothing is under way and all is saved, then looks with the checkers of that moment. False
  /// when it does not come to rest within `bound`.
  bool come_to_rest(instant bound = 60 * second);
  /// Everybody leaves; then looks with the checkers of that moment. False when somebody does not leave in time.
  bool send_home(instant bound = 60 * second);

  /// Lines of the log of all nodes; may be empty.
  std::function<void(runtime::log::level, std::string_view event, std::string_view sentence)> on_log;
  /// After a step has been looked at; may be empty.
  std::function<void(const step_info&)> on_step;

private:
  void take_over_complaints();
  void wake_players_of_dead_connections();

  cluster cluster_;
  players players_;
  inspector inspector_;
  runtime::log::capture log_;
  uint64_t complaints_ = 0; // of the bots, taken over
  bool has_vanished_clients_ = false;
  bool has_crashed_sessions_ = false;
};

} // namespace sim
