#include "runtime/base/prng.hpp"
#include "tests/sim/process.hpp"

#include <gtest/gtest.h>

namespace {

using namespace sim;

TEST(NodeClock, GoesWithTrueTimeFromItsOwnBeginning) {
  node_clock x{1'000, 77};
  EXPECT_EQ(x.local_at(1'000), 77u);
  EXPECT_EQ(x.local_at(1'123), 200u);
  EXPECT_EQ(x.global_at(200), 1'123u);
}

TEST(NodeClock, IsFastOrSlowByMillionths) {
  node_clock x{0, 0};
  x.set_rate(0, 200'000);
  EXPECT_EQ(x.local_at(10 * second), 12 * second);
  x.set_rate(10 * second, -500'000);
  EXPECT_EQ(x.local_at(20 * second), 17 * second);
  x.set_rate(20 * second, 0);
  EXPECT_EQ(x.local_at(21 * second), 18 * second);
}

TEST(NodeClock, NeverJumpsWhenItsRateChanges) {
  runtime::prng dice{11};
  node_clock x{5 * second, 9 * second};
  instant now = 5 * second;
  for (int i = 0; i < 1'000; ++i) {
    now += dice.below(second);
    auto before = x.local_at(now);
    x.set_rate(now, static_cast<int32_t>(dice.below(1'000'001)) - 500'000);
    ASSERT_EQ(x.local_at(now), before);
  }
}

/// A timer must not be found early, or the cluster would come back to it for ever; nor late.
TEST(NodeClock, FindsTheFirstMomentAtWhichALocalTimeIsReached) {
  runtime::prng dice{12};
  for (int i = 0; i < 2'000; ++i) {
    auto global = dice.below(100'000 * second);
    auto local = dice.below(100'000 * second);
    node_clock x{global, local};
    x.set_rate(global, static_cast<int32_t>(dice.below(1'800'001)) - 900'000);
    auto wanted = local + 1 + dice.below(dice.chance(1, 2) ? 3'600 * second : 1'000);
    auto at = x.global_at(wanted);
    ASSERT_GE(x.local_at(at), wanted);
    ASSERT_LT(x.local_at(at - 1), wanted);
  }
}

TEST(NodeClock, ATimeThatHasPassedIsReachedNow) {
  node_clock x{1'000, 500};
  EXPECT_EQ(x.global_at(500), 1'000u);
  EXPECT_EQ(x.global_at(3), 1'000u);
}

} // namespace
