#include "tests/sim/stage.hpp"

#include <gtest/gtest-spi.h>

namespace {

using namespace std::chrono_literals;
using namespace sim;

TEST(Checkers, HaveNamesOfTheirOwnAndPromises) {
  std::set<std::string_view> names;
  for (const auto& x : checkers()) {
    EXPECT_TRUE(names.insert(x.name).second) << x.name;
    EXPECT_FALSE(x.promise.empty()) << x.name;
  }
}

TEST(Checkers, TellEachViolationOnceWithItsPlace) {
  stage x{{.seed = 1, .nodes = 1}};
  x.run_for(5s);
  auto& judge = x.underneath().judge();
  judge.blame("nobody-in-a-wall", "he stands there");
  judge.blame("nobody-in-a-wall", "he stands there");
  judge.blame("nobody-in-a-wall", "she stands there");
  auto found = x.expect_violations();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].invariant, "nobody-in-a-wall");
  EXPECT_EQ(found[0].what, "he stands there");
  EXPECT_EQ(found[0].at, x.world().elapsed());
  EXPECT_EQ(found[0].step, x.world().steps());
}

TEST(Checkers, EndARunAtTheFirstViolation) {
  stage x{{.seed = 1, .nodes = 1}};
  x.run_for(5s);
  x.underneath().judge().blame("nobody-in-a-wall", "he stands there");
  auto before = x.world().elapsed();
  EXPECT_FALSE(x.run_until([] { return false; }, 60s));
  EXPECT_LT(x.world().elapsed(), before + second);
  x.expect_violations();
}

TEST(Checkers, FailTheTestWithSeedAndCommandWhenTheStageEnds) {
  auto end_badly = [] {
    stage x{{.seed = 77, .nodes = 1}};
    x.run_for(1s);
    x.underneath().judge().blame("nobody-in-a-wall", "he stands there");
  };
  EXPECT_NONFATAL_FAILURE(end_badly(), "seed 77, 1 nodes, 0 bots");
  EXPECT_NONFATAL_FAILURE(end_badly(), "nobody-in-a-wall at 1.000s");
  EXPECT_NONFATAL_FAILURE(end_badly(), "'^Checkers\\.FailTheTestWithSeedAndCommandWhenTheStageEnds$'");
}

TEST(Checkers, HearErrorsOfTheLog) {
  stage x{{.seed = 1, .nodes = 1}};
  runtime::log::error(runtime::log::component::zone, "planted", "number {}", 7);
  auto found = x.expect_violations();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].invariant, "no-error-is-logged");
  EXPECT_EQ(found[0].what, "planted: number 7");
}

TEST(Checkers, SeeAnInputThatIsNotTheNextOne) {
  stage x{{.seed = 1, .nodes = 1}};
  auto& judge = x.underneath().judge();
  msg::player_input first{{7}, {1}, 1, msg::client::c2s_gesture{}};
  msg::player_input next{{7}, {1}, 2, msg::client::c2s_warp{}};
  judge.sent(first);
  judge.sent(next);
  judge.done(0, first);
  judge.done(0, next);
  EXPECT_TRUE(x.is_clean());
  first.number = 3;
  next.number = 4;
  judge.sent(first);
  judge.sent(next);
  judge.done(0, next);
  auto found = x.expect_violations();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].invariant, "packets-in-order");
}

TEST(Checkers, ForgetInputsOfAnEarlierStay) {
  stage x{{.seed = 1, .nodes = 1}};
  auto& judge = x.underneath().judge();
  msg::player_input old{{7}, {1}, 1, msg::client::c2s_gesture{}};
  msg::player_input young{{7}, {2}, 1, msg::client::c2s_warp{}};
  judge.sent(old);
  judge.sent(young);
  judge.done(0, old);
  judge.done(0, young);
  EXPECT_TRUE(x.is_clean());
}

} // namespace
