// The report of a run, for people and for programs.

#pragma once

#include "tools/bots/oracle.hpp"

#include <iosfwd>

namespace tools::bots {

struct run_summary {
  uint32_t bots = 0;
  uint64_t seed = 0;
  /// From the start until the bots were told to leave.
  time_ms played_ms = 0;
  /// Bots that had not left when the run was given up.
  uint32_t stragglers = 0;
  /// The last words with which a bot was refused; empty when none was.
  std::string refusal;
};

void print_table(std::ostream& out, const run_summary& run, const oracle& judge);
void print_json(std::ostream& out, const run_summary& run, const oracle& judge);

/// "20/20 in world, 21 logins, ..."; `moves_per_s` of the last interval.
std::string status_line(uint32_t bots, const oracle& judge, double moves_per_s);

} // namespace tools::bots
