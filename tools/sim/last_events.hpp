// The end of a run as a sequence diagram.

#pragma once

#include "tests/sim/run.hpp"

namespace tools::simulator {

inline constexpr size_t events_shown = 40;

/// Runs the plan once more in a child process up to the step at which it failed; what brings that process down is not
/// lost. Ends early when `stop_fd` is readable; -1 is no descriptor.
std::string last_events(const sim::run_plan& plan, uint64_t step, int stop_fd);

} // namespace tools::simulator
