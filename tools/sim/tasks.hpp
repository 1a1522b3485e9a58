// What the child processes of the commands do: a task and its answer as values
// on both sides, as bytes in between.

#pragma once

#include "tools/sim/outcome.hpp"
#include "tools/sim/process_pool.hpp"

#include <chrono>

namespace tools::simulator {

enum class task_kind : uint8_t {
  run,       // the plan once
  run_twice, // and once more, with other addresses
  shrink,    // the plan, for as long as `failure` is how it fails
};

struct sim_task {
  task_kind what = task_kind::run;
  sim::run_plan plan;
  std::string failure{}; // of a shrink; see failure_name
};

std::string to_bytes(const sim_task& x);

/// Serves tasks; to be given to a process_pool.
std::string serve_task(const std::string& bytes, volatile run_mark& where);

/// What the pool brought back for a task that runs `plan`; a process that died is a violation, too.
run_outcome outcome_of(const pool_result& x, const sim::run_plan& plan);

/// What a shrink brought: how the smallest plan ends. Nothing when its process died.
std::optional<run_outcome> shrunk_of(const pool_result& x);

/// A task that takes longer by the wall clock hangs. For plans whose faults last up to `faults_for`.
std::chrono::seconds task_limit(sim::instant faults_for);

/// In this process. Exceptions are violations.
run_outcome run_once(const sim::run_plan& plan, volatile run_mark& where);
/// The outcome of the first. Every step of both is compared; what differs is a violation with both traces.
run_outcome compare_runs(const sim::run_plan& first, const sim::run_plan& second, volatile run_mark& where);

/// One step, for comparison.
struct step_note {
  uint64_t hash = 0;
  sim::step_info info;
  friend bool operator==(const step_note& a, const step_note& b) {
    return a.hash == b.hash && a.info.node == b.info.node && a.info.what == b.info.what && a.info.actor == b.info.actor
           && a.info.role == b.info.role;
  }
};

/// The number of the first step (counted from 1) that differs; nothing when all are equal.
std::optional<uint64_t> first_difference(const std::vector<step_note>& a, const std::vector<step_note>& b);
/// Both runs side by side around that step.
std::string side_by_side(const std::vector<step_note>& a, const std::vector<step_note>& b, uint64_t step);

} // namespace tools::simulator
