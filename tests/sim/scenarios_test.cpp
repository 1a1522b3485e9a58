// Every file in tests/sim/scenarios/ is a run that once went wrong, or nearly.

#include "tests/sim/run.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace {

using namespace sim;

constexpr auto folder = ZONEHIVE_SOURCE_DIR "/tests/sim/scenarios";

std::vector<std::string> files() {
  std::vector<std::string> result;
  for (const auto& x : std::filesystem::directory_iterator{folder})
    if (x.is_regular_file())
      result.push_back(x.path().filename().string());
  std::ranges::sort(result);
  return result;
}

class Scenarios : public testing::TestWithParam<std::string> {};

std::string name_of(const testing::TestParamInfo<std::string>& info) {
  auto result = info.param.substr(0, info.param.find('.'));
  std::ranges::replace_if(
    result, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return result;
}

TEST_P(Scenarios, AreClean) {
  std::ifstream in{std::filesystem::path{folder} / GetParam()};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_EQ(text.substr(0, 2), "# ") << "a scenario begins with a sentence that says what went wrong";
  std::string problem;
  auto plan = parse_plan(text, problem);
  ASSERT_TRUE(plan) << problem;
  auto result = run(*plan);
  for (const auto& x : result.violations)
    ADD_FAILURE() << "in phase " << result.phase << ": " << x.invariant << ": " << x.what;
}

INSTANTIATE_TEST_SUITE_P(Each, Scenarios, testing::ValuesIn(files()), name_of);

} // namespace
