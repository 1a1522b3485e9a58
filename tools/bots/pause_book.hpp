// How long each bot was kept waiting at worst, by intervals that somebody marks:
// what players notice of a move or a failover.

#pragma once

#include "tools/bots/cells.hpp"

#include <map>
#include <string>
#include <vector>

namespace tools::bots {

/// The longest wait of each bot that asked a zone something, in one interval.
struct pause_interval {
  std::string name;
  uint32_t bots = 0;
  time_ms p50_ms = 0;
  time_ms p99_ms = 0;
  time_ms max_ms = 0;
};

class pause_book {
public:
  /// The interval that runs has this name from now on.
  explicit pause_book(std::string name = "run") : name_(std::move(name)) {}

  /// A zone answered after this long, or the wait is over in another way.
  void waited(bot_index i, time_ms ms);
  /// The interval ends and another begins. Whoever still waits counts as far as it has waited, by `waited` before.
  void mark(std::string name);
  /// Those that are over, and the one that runs.
  std::vector<pause_interval> all() const;

private:
  pause_interval sum_up() const;

  std::string name_;
  std::map<bot_index, time_ms> longest_;
  std::vector<pause_interval> over_;
};

} // namespace tools::bots
