// Sums over many runs, and what people read of them.

#pragma once

#include "tools/sim/outcome.hpp"
#include "tools/sim/plan_reading.hpp"

#include <chrono>
#include <iosfwd>

namespace tools::simulator {

/// So many seeds must hit every probe.
inline constexpr uint64_t seeds_for_probes = 1'000;

class tally {
public:
  void add(const run_outcome& x);

  uint64_t seeds() const { return seeds_; }
  uint64_t failures() const { return endings_[1] + endings_[2] + endings_[3]; }
  uint64_t count(ending x) const { return endings_[static_cast<size_t>(x)]; }
  double steps() const { return static_cast<double>(steps_); }
  double virtual_s() const { return static_cast<double>(elapsed_ms_) / 1000; }
  /// With the sums.
  std::vector<runtime::probes::hit_count> probes() const;
  /// Of those that drawn runs must reach.
  size_t probes_hit() const;
  /// Exit code for these runs alone.
  int exit_code() const;
  /// Seconds it took by the wall clock.
  double wall_s() const;
  /// {"seeds","failures","crashes",...,"wall_s","seeds_per_s","virtual_s_per_s","steps_per_s","probes":{name: hits}}
  nlohmann::ordered_json to_json() const;

private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  uint64_t seeds_ = 0;
  uint64_t steps_ = 0;
  uint64_t elapsed_ms_ = 0;
  std::array<uint64_t, 4> endings_{};
  std::array<uint64_t, runtime::probes::count> probes_{};
};

/// "123 of 500 seeds, 31.2 seeds/s, 3120 virtual s/s, probes 18 of 24, 3 failed"
std::string status_text(const tally& x, std::optional<uint64_t> of);

/// "seed 61: safety, store-equals-memory at 82.123s, step 20123, in phase rest: ..."
std::string failure_line(const run_outcome& x);
/// Everything about a failure but the events.
void print_failure(std::ostream& out, const run_outcome& x);
void print_summary(std::ostream& out, const tally& x);
void print_probes(std::ostream& out, const tally& x);

/// How far it is: one line that is written over on a terminal, a line every 10 s elsewhere.
class status_line {
public:
  explicit status_line(std::ostream& err);
  ~status_line() { wipe(); }
  status_line(const status_line&) = delete;
  status_line& operator=(const status_line&) = delete;

  /// Not more often than people can read.
  void show(const std::function<std::string()>& text);
  /// What is printed next begins at the start of a line.
  void wipe();

private:
  std::ostream& err_;
  bool is_terminal_;
  bool is_drawn_ = false;
  std::chrono::steady_clock::time_point next_;
};

} // namespace tools::simulator
