#include "runtime/base/planted.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace runtime;
using planted::bug;

namespace {

class Planted : public testing::Test {
protected:
  Planted() { planted::all_off(); }
  ~Planted() override { planted::all_off(); }
};

} // namespace

TEST_F(Planted, EveryBugIsOffUntilItIsSwitchedOn) {
  for (const auto& one : planted::table())
    EXPECT_FALSE(planted::is_on(one.which)) << one.name;
}

TEST_F(Planted, SwitchingOneOnLeavesTheOthersOff) {
  planted::switch_on(bug::input_lost);
  for (const auto& one : planted::table())
    EXPECT_EQ(planted::is_on(one.which), one.which == bug::input_lost) << one.name;
  planted::all_off();
  EXPECT_FALSE(planted::is_on(bug::input_lost));
}

TEST_F(Planted, ABugOfEveryNthCallCountsFromTheMomentItWasSwitchedOn) {
  for (int round = 0; round < 2; ++round) {
    EXPECT_FALSE(planted::is_on_every(bug::input_lost, 1)) << "off";
    planted::switch_on(bug::input_lost);
    EXPECT_FALSE(planted::is_on_every(bug::input_lost, 3));
    EXPECT_FALSE(planted::is_on_every(bug::input_lost, 3));
    EXPECT_TRUE(planted::is_on_every(bug::input_lost, 3));
    EXPECT_FALSE(planted::is_on_every(bug::input_lost, 3));
    planted::all_off();
  }
}

TEST_F(Planted, ASiteHasTheBugOnlyInABuildForTheSelfTest) {
  planted::switch_on(bug::walks_through_walls);
  EXPECT_EQ(PLANTED(walks_through_walls), planted::is_compiled_in());
  EXPECT_FALSE(PLANTED(save_forgotten));
}

TEST_F(Planted, EveryBugHasANameOfItsOwnAndACheckerThatMustCatchIt) {
  std::set<std::string_view> names;
  for (const auto& one : planted::table()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_THAT(std::string{one.name}, testing::MatchesRegex("[a-z]+(-[a-z]+)*"));
    EXPECT_THAT(std::string{one.checker}, testing::MatchesRegex("[a-z]+(-[a-z]+)*")) << one.name;
    EXPECT_TRUE(one.what.ends_with('.')) << one.name;
  }
}
