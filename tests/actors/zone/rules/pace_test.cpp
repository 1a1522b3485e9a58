#include "actors/zone/rules/pace.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

constexpr pace_rules rules;

/// Steps that pass when tried at one moment.
int steps_at(pace& x, uint64_t now_ms) {
  int result = 0;
  while (x.step(now_ms, rules))
    ++result;
  return result;
}

} // namespace

TEST(Pace, TheSlackOfHalfASecondIsThreeSteps) {
  pace x;
  EXPECT_EQ(steps_at(x, 1'000), 3);
}

TEST(Pace, OneStepEvery150MillisecondsPassesForever) {
  pace x;
  for (uint64_t i = 0; i < 1'000; ++i)
    ASSERT_TRUE(x.step(1'000 + i * 150, rules)) << i;
}

TEST(Pace, OneStepEvery149MillisecondsFailsInTheEnd) {
  pace x;
  int refused = 0;
  for (uint64_t i = 0; i < 2'000; ++i)
    refused += x.step(1'000 + i * 149, rules) ? 0 : 1;
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, 30);
}

TEST(Pace, StandingStillSavesUpNoMoreThanTheSlackAndOneStep) {
  pace x;
  x.step(1'000, rules);
  EXPECT_EQ(steps_at(x, 1'000'000), 4);
}

TEST(Pace, ARefusedStepCostsNothing) {
  pace x;
  steps_at(x, 1'000); // 50 ms are left
  EXPECT_FALSE(x.step(1'099, rules));
  EXPECT_TRUE(x.step(1'100, rules));
}

TEST(Pace, WhatTheServerMissedMayBeSteppedAtOnce) {
  pace x;
  steps_at(x, 1'000);
  x.forgive(450);
  EXPECT_EQ(steps_at(x, 1'000), 3);
  EXPECT_FALSE(x.step(1'099, rules)) << "once";
}

TEST(Pace, StallsDoNotAddUp) {
  pace x;
  steps_at(x, 1'000);
  x.forgive(150);
  x.forgive(300);
  x.forgive(150);
  EXPECT_EQ(steps_at(x, 1'000), 2);
}

TEST(ViolationCount, TheTenthWithinAMinuteIsTooMany) {
  violation_count x;
  for (uint64_t i = 0; i < 9; ++i)
    EXPECT_FALSE(x.note(1'000 + i * 500, rules)) << i;
  EXPECT_TRUE(x.note(61'000, rules));
}

TEST(ViolationCount, WhatIsOlderThanAMinuteIsForgotten) {
  violation_count x;
  for (uint64_t i = 0; i < 9; ++i)
    x.note(1'000 + i * 500, rules);
  EXPECT_FALSE(x.note(61'001, rules));
}

TEST(ViolationCount, WhatFollowsWithinHalfASecondIsTheSameMistake) {
  violation_count x;
  for (uint64_t mistake = 0; mistake < 9; ++mistake)
    for (uint64_t i = 0; i < 500; i += 50)
      EXPECT_FALSE(x.note(1'000 + mistake * 500 + i, rules));
  EXPECT_TRUE(x.note(1'000 + 9 * 500, rules));
}

} // namespace actors
