// `zonehive data lint`. Exit codes: 0 nothing found, 1 findings, 2 misuse,
// which a directory that cannot be read is too.

#pragma once

#include "tools/console/console.hpp"
#include "tools/data/file_tree.hpp"

namespace tools::data {

struct lint_request {
  std::filesystem::path directory = {};
  /// Empty is ascii.
  std::string encoding = {};
  bool lenient = false;
  bool as_json = false;
  std::filesystem::path baseline = {};
  std::filesystem::path write_baseline = {};
  /// "MAP:X,Y" each; none are the usual two.
  std::vector<std::string> starts = {};
};

/// Findings go to `out`, everything else to `err`.
int run_data_lint(const lint_request& request, std::ostream& out, std::ostream& err, progress& shown);

/// Every rule with its meaning.
int run_lint_rules(bool as_json, std::ostream& out);

} // namespace tools::data
