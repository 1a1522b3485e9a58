#include "tests/bench/arguments.hpp"

#include <string_view>

#include <unistd.h>

namespace bench {

arguments parse_arguments(int argc, char** argv) {
  arguments result;
  result.server = ZONEHIVE_BINARY;
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == "--quick")
      result.is_quick = true;
    else if (word == "--server" && i + 1 < argc)
      result.server = argv[++i];
    else
      result.problem = "usage: " + std::string{argv[0]} + " [--quick] [--server PATH]";
  }
  if (result.problem.empty() && ::access(result.server.c_str(), X_OK) != 0)
    result.problem = "there is no program " + result.server + "; build the target zonehive or give --server PATH";
  return result;
}

} // namespace bench
