// The command line `zonehive`: a noun, a verb and options; everything that is
// printed goes through the streams of the context, so that tests can read it.

#pragma once

#include "tools/console/console.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tools::cli {

struct context {
  console io;
  /// Name and value of every variable whose name begins with ZONEHIVE_.
  std::vector<std::pair<std::string, std::string>> environment;
};

/// `arguments` without the name of the program. Returns an exit_code: exit_failed = it was understood and did not
/// work, exit_bad_usage = the command line or a setting is wrong.
int run(const std::vector<std::string>& arguments, const context& ctx);

} // namespace tools::cli
