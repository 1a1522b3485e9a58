#include "runtime/base/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace std::chrono_literals;

TEST(Backoff, EveryWaitIsWithinItsDoublingBound) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    runtime::backoff waits{100ms, 5s, runtime::prng{seed}};
    for (auto bound : {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms, 5000ms}) {
      auto wait = waits.next();
      EXPECT_GE(wait, 1ms);
      EXPECT_LE(wait, bound);
    }
  }
}

TEST(Backoff, ResetGoesBackToTheFirstBound) {
  runtime::backoff waits{10ms, 1h, runtime::prng{7}};
  for (int i = 0; i < 20; ++i)
    waits.next();
  waits.reset();
  EXPECT_LE(waits.next(), 10ms);
}

TEST(Backoff, HugeBoundsDoNotOverflow) {
  runtime::backoff waits{1ms, std::chrono::milliseconds::max(), runtime::prng{1}};
  for (int i = 0; i < 200; ++i)
    EXPECT_GE(waits.next(), 1ms);
}

TEST(Backoff, SenselessBoundsStillWait) {
  runtime::backoff waits{0ms, -5ms, runtime::prng{1}};
  EXPECT_EQ(waits.next(), 1ms);
  EXPECT_EQ(waits.next(), 1ms);
}

TEST(Backoff, DifferentSeedsDoNotReturnTogether) {
  std::set<std::chrono::milliseconds> seen;
  for (uint64_t seed = 0; seed < 50; ++seed)
    seen.insert(runtime::backoff{10s, 10s, runtime::prng{seed}}.next());
  EXPECT_GT(seen.size(), 45u);
}

TEST(Prng, SplitmixGivesItsPublishedNumbers) {
  // Reference output of splitmix64.c for the seed 1234567.
  runtime::prng dice{1234567};
  EXPECT_EQ(dice(), 6457827717110365317ull);
  EXPECT_EQ(dice(), 3203168211198807973ull);
  EXPECT_EQ(dice(), 9817491932198370423ull);
}

TEST(Prng, AForkDoesNotRepeatItsParent) {
  runtime::prng parent{42};
  auto child = parent.fork();
  EXPECT_NE(child(), parent());
}
