#include "actors/zone/tick_times.hpp"

#include <gtest/gtest.h>

namespace actors {

TEST(TickTimes, AreZeroBeforeTheFirstTick) {
  tick_times x;
  EXPECT_EQ(x.quantile_us(500), 0u);
  EXPECT_EQ(x.quantile_us(1000), 0u);
}

TEST(TickTimes, QuantilesAreTakenFromWhatWasNoted) {
  tick_times x;
  for (uint32_t us : {50, 10, 30, 20, 40})
    x.note(us);
  EXPECT_EQ(x.quantile_us(0), 10u);
  EXPECT_EQ(x.quantile_us(500), 30u);
  EXPECT_EQ(x.quantile_us(1000), 50u);
}

TEST(TickTimes, OnlyTheLast256Count) {
  tick_times x;
  x.note(1'000'000);
  for (int i = 0; i < 256; ++i)
    x.note(5);
  EXPECT_EQ(x.quantile_us(1000), 5u);
}

} // namespace actors
