// `zonehive data diff`. Exit codes as those of diff: 0 the same, 1 different,
// 2 misuse, which what cannot be read is too.

#pragma once

#include "tools/console/console.hpp"
#include "tools/data/file_tree.hpp"

namespace tools::data {

struct diff_request {
  /// Two directories, or two files.
  std::filesystem::path before = {};
  std::filesystem::path after = {};
  /// Empty is ascii.
  std::string encoding = {};
  /// Of two files whose path does not tell; empty otherwise.
  std::string format = {};
  bool as_json = false;
};

int run_data_diff(const diff_request& request, std::ostream& out, std::ostream& err, progress& shown);

} // namespace tools::data
