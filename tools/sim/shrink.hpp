// Makes a plan smaller that brings something to light: fewer faults, shorter
// ones, fewer bots and nodes, less time. Whether a smaller one still does is
// asked; what is asked twice is answered from memory.

#pragma once

#include "tests/sim/run.hpp"

#include <map>

namespace tools::simulator {

struct shrink_options {
  /// Whether a plan still brings the same thing to light.
  std::function<bool(const sim::run_plan&)> fails;
  /// Asked before every try; false ends the search. May be empty.
  std::function<bool()> may_go_on;
  /// What has been reached and after how many tries; may be empty.
  std::function<void(const sim::run_plan&, uint64_t tries)> on_try;
  uint64_t tries_max = 1'000;
};

struct shrink_result {
  sim::run_plan plan; // fails
  uint64_t tries = 0;
  bool is_finished = false; // nothing was left to try
};

/// `plan` fails.
shrink_result shrink(sim::run_plan plan, const shrink_options& options);

/// Without the faults that have no object in it any more, or begin after its end.
sim::run_plan without_idle_faults(sim::run_plan plan);

} // namespace tools::simulator
