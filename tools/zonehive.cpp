// The program `zonehive`.

#include "tools/cli/run.hpp"

#include <unistd.h>

#include <exception>
#include <iostream>
#include <string_view>

namespace {

std::vector<std::pair<std::string, std::string>> own_variables() {
  std::vector<std::pair<std::string, std::string>> result;
  for (auto at = environ; *at; ++at) {
    std::string_view entry{*at};
    auto equals = entry.find('=');
    if (entry.starts_with("ZONEHIVE_") && equals != entry.npos)
      result.emplace_back(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return result;
}

} // namespace

int main(int argc, char** argv) {
  try {
    return tools::cli::run({argv + 1, argv + argc}, {{std::cin, std::cout, std::cerr}, own_variables()});
  } catch (const std::exception& err) {
    std::cerr << "zonehive: " << err.what() << "\n";
    return tools::exit_failed;
  }
}
