// The command line as a test calls it.

#pragma once

#include "tools/cli/run.hpp"

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace test {

struct called {
  int code = 0;
  std::string out;
  std::string err;
};

inline called call(const std::vector<std::string>& arguments,
                   std::vector<std::pair<std::string, std::string>> environment = {}) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  auto code = tools::cli::run(arguments, {{in, out, err}, std::move(environment)});
  return {code, out.str(), err.str()};
}

} // namespace test
