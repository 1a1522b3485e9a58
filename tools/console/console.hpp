// Where a command reads and prints, and how it ends.

#pragma once

#include <iosfwd>

namespace tools {

/// Exit codes of every command.
enum exit_code : int { exit_ok = 0, exit_failed = 1, exit_bad_usage = 2 };

struct console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

} // namespace tools
