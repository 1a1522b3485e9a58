#include "tools/sim/scenario_file.hpp"

#include <cstdio>
#include <fstream>

namespace tools::simulator {

std::string scenario_text(const sim::run_plan& plan, const sim::violation& what, std::string_view command) {
  constexpr size_t sentence_max = 160;
  auto sentence = what.what.substr(0, what.what.find('\n'));
  if (sentence.size() > sentence_max)
    sentence.replace(sentence_max, std::string::npos, "...");
  return "# " + what.invariant + ": " + sentence + "\n# made by `" + std::string{command} + "`\n" + sim::to_text(plan);
}

std::string write_file(const std::string& path, const std::string& text) {
  auto beside = path + ".new";
  {
    std::ofstream file{beside, std::ios::binary};
    file << text;
    file.flush();
    if (!file)
      return beside + " cannot be written";
  }
  return std::rename(beside.c_str(), path.c_str()) == 0 ? "" : path + " cannot be written";
}

} // namespace tools::simulator
