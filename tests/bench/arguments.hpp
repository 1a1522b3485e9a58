// The command line that all benchmark programs with a server share.

#pragma once

#include <string>

namespace bench {

struct arguments {
  std::string server;    // the program `zonehive`
  bool is_quick = false; // a tenth of the time, for a look
  std::string problem;   // not empty: print it and end
};

/// Understands --quick and --server PATH.
arguments parse_arguments(int argc, char** argv);

} // namespace bench
