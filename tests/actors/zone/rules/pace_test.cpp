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

TEST(Pace, GoesOnByAnotherClockAsIfNothingHadHappened) {
  for (uint64_t elsewhere : {1'500, 1'000'000}) {
    for (uint64_t later : {0, 1, 99, 100, 151, 5'000}) {
      pace one;
      steps_at(one, 1'000);
      one.forgive(150);
      pace other;
      other.restore(one.at(1'000 + later), elsewhere);
      for (uint64_t wait : {0, 100, 0, 400, 0, 0}) {
        later += wait;
        elsewhere += wait;
        EXPECT_EQ(one.step(1'000 + later, rules), other.step(elsewhere, rules)) << later;
      }
    }
  }
}

TEST(Pace, WhoHasMadeNoStepBeginsElsewhereWithTheSlack) {
  pace x;
  x.restore(pace{}.at(1'000), 5);
  EXPECT_EQ(steps_at(x, 5), 3);
}

TEST(Pace, AClockThatHasOnlyJustBegunIsNoReasonToBlame) {
  pace one;
  one.step(1'000, rules);
  pace other;
  other.restore(one.at(60'000), 10);
  EXPECT_TRUE(other.step(11, rules));
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

TEST(ViolationCount, GoesOnByAnotherClock) {
  violation_count one;
  for (uint64_t i = 0; i < 8; ++i)
    one.note(100'000 + i * 5'000, rules);
  violation_count other;
  other.restore(one.ages(140'000), 900'000);
  EXPECT_FALSE(other.note(900'100, rules));
  EXPECT_TRUE(other.note(901'000, rules));
  violation_count late;
  late.restore(one.ages(140'000), 900'000);
  late.note(920'001, rules);
  EXPECT_FALSE(late.note(921'000, rules)) << "the first one is a minute old";
}

TEST(ViolationCount, RemembersNoMoreThanItNeeds) {
  violation_count x;
  for (uint64_t i = 0; i < 30; ++i)
    EXPECT_EQ(x.note(1'000 + i * 500, rules), i >= 9) << i;
  EXPECT_EQ(x.ages(100'000).size(), rules.violations_max);
}

} // namespace actors
