// Runs a command of tools/packet with streams of its own.

#pragma once

#include "tools/console/console.hpp"

#include <sstream>
#include <string>

namespace test {

struct outcome {
  int code = 0;
  std::string out;
  std::string err;
};

/// `work(console)` returns an exit code.
template <class Work>
outcome call(Work work, const std::string& input = {}) {
  std::istringstream in{input};
  std::ostringstream out;
  std::ostringstream err;
  auto code = work(tools::console{in, out, err});
  return {code, out.str(), err.str()};
}

} // namespace test
