// When the environment was not whole: nodes killed, links cut, the store stalled.
// Promises about time and connections are not owed in such a time, and are owed
// again from its end on.

#pragma once

#include "tools/bots/cells.hpp"

#include <vector>

namespace tools::bots {

class disturbances {
public:
  /// Both ends belong to it; windows that touch become one. `until` before `from` counts as `from`.
  void add(time_ms from, time_ms until);

  bool any() const { return !windows_.empty(); }
  bool touches(time_ms from, time_ms to) const;
  /// `from` when `from` to `to` is calm. Otherwise `reach` before the first disturbance that touches it, and so on
  /// until there was calm for `reach`: what was certain then may be the last certain thing.
  time_ms calm_before(time_ms from, time_ms to, time_ms reach) const;
  /// When something that is promised at `at` for `deadline` is owed, so that it had its whole time in calm.
  time_ms owed_by(time_ms at, time_ms deadline) const;

private:
  struct window {
    time_ms from = 0;
    time_ms until = 0;
  };
  std::vector<window> windows_; // oldest first, apart from each other
};

} // namespace tools::bots
