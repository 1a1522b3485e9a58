// One run of the simulator, from the first login to the last logout, with
// whatever goes wrong in between; drawn from a seed or written in a file.
//
//   arrive    everybody logs in
//   faults    things go wrong; safety is checked at every step
//   heal      everything is whole again; everybody must be able to play
//   calm      everybody plays undisturbed; every promise is owed
//   rest      the bots hold still; what clients show, zones hold and the store has is compared
//   leave     everybody logs out; nothing may be left behind

#pragma once

#include "tests/sim/arena.hpp"

namespace sim {

/// What the command line may fix; everything else is drawn from the seed.
struct run_options {
  uint64_t seed = 1;
  std::optional<uint32_t> nodes; // 1 to 8
  std::optional<uint32_t> bots;  // 1 to 200
  /// How long things go wrong.
  std::optional<instant> faults_for;
  /// Those that may happen; empty: a drawn choice of all.
  std::vector<fault_kind> kinds;
};

struct run_plan {
  uint64_t seed = 1;
  uint32_t nodes = 2;
  uint32_t bots = 4;
  instant faults_for = 30 * second;
  std::vector<fault> faults;
  /// Of a thousand commits, so many lose their answer until everybody has come.
  uint32_t first_commits_lost = 0;
  /// Settings of the nodes that differ, by key.
  std::map<std::string, uint32_t> settings{};
};

run_plan draw_plan(const run_options& options);

/// A scenario file: one line for each member and each fault.
std::string to_text(const run_plan& plan);
/// Lines that begin with # are for people. Nothing, and a sentence with the line's number in `problem`, when it is
/// none.
std::optional<run_plan> parse_plan(std::string_view text, std::string& problem);

enum class verdict : uint8_t { clean, safety, liveness };

struct run_result {
  uint64_t seed = 0;
  uint64_t hash = 0;
  uint64_t steps = 0;
  instant elapsed = 0; // virtual
  uint64_t messages = 0;
  std::string phase; // in which it ended
  std::vector<violation> violations;
  tools::bots::traffic_counts traffic;

  verdict outcome() const;
};

/// Whoever wants to look on; members may be empty.
struct run_watch {
  /// The arena is made, nothing has happened.
  std::function<void(arena&)> begin;
  /// After every step: its number and the hash so far. False ends the run.
  std::function<bool(const step_info&, uint64_t step, uint64_t hash)> step;
};

run_result run(const run_plan& plan, const run_watch& watch = {});

} // namespace sim
