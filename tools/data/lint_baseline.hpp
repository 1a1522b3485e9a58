// What a data set is known to have: findings that were accepted once, so that
// only new ones stop a build.

#pragma once

#include "tools/data/json_source.hpp"
#include "tools/data/lint_rules.hpp"

namespace tools::data {

struct accepted_finding {
  std::string rule;
  std::string file;
  std::string sentence;

  friend auto operator<=>(const accepted_finding&, const accepted_finding&) = default;
};

/// Sorted; the same entry may be there several times.
using baseline = std::vector<accepted_finding>;

baseline baseline_of(const std::vector<finding>& findings);

/// The text of a baseline file: one entry a line.
std::string baseline_text(const baseline& entries);
/// Throws a build_error.
baseline parse_baseline(const std::string& text);

struct judged_findings {
  /// Not in the baseline.
  std::vector<finding> fresh;
  size_t accepted = 0;
  /// Entries that nothing was found for.
  baseline stale;
};

/// Each entry accepts one finding.
judged_findings judge(const std::vector<finding>& findings, const baseline& known);

} // namespace tools::data
