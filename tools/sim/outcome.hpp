// How the run of one plan ended, as a value that crosses from the process that
// ran it to the one that reports.

#pragma once

#include "runtime/base/probes.hpp"
#include "tests/sim/run.hpp"

#include <nlohmann/json.hpp>

namespace tools::simulator {

/// What the checkers do not see themselves.
inline constexpr std::string_view crashed = "no-crash";
inline constexpr std::string_view never_ended = "run-ends";
inline constexpr std::string_view differed = "same-seed-same-run";

enum class ending : uint8_t { clean, liveness, safety, crash };
constexpr std::string_view to_string(ending x) {
  constexpr std::string_view names[] = {"clean", "liveness", "safety", "crash"};
  return names[static_cast<size_t>(x)];
}

struct run_outcome {
  uint64_t seed = 0;
  std::string hash; // 16 hexadecimal digits; empty when the run has no end
  uint64_t steps = 0;
  sim::instant elapsed = 0; // virtual
  std::string phase;
  std::vector<sim::violation> violations;
  std::array<uint64_t, runtime::probes::count> probes{};
  /// The plan it ran, as text.
  std::string plan;

  ending how() const;
  bool is_clean() const { return violations.empty(); }
  /// The first invariant that is violated, and of those that stand for many (bots, the log) which: a failure that is
  /// made smaller must not turn into another one. Empty when it is clean.
  std::string failure_name() const;
};

std::string hash_text(uint64_t hash);

/// Between processes.
nlohmann::json to_json(const run_outcome& x);
/// Of what `to_json` wrote.
run_outcome outcome_of(const nlohmann::json& x);

/// {"seed":..,"hash":"..","steps":..,"virtual_s":..,"violations":[{"invariant","at_s","step","what"}],"options":{..}}
nlohmann::ordered_json report_json(const run_outcome& x);

} // namespace tools::simulator
