// A database that answers late, wrongly or not at all.

#include "tests/sim/stage.hpp"

namespace {

using namespace std::chrono_literals;
using namespace sim;

TEST(StoreTrouble, AStallOfTwentySecondsUnderPlayLosesNothing) {
  stage x{{.seed = 51, .nodes = 2, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.store().stall(20s);
  auto since = x.who().now();
  x.run_for(20s);
  EXPECT_GT(x.world().store().happened.stalled, 0u);
  uint32_t steps = 0;
  for (bot_index i = 0; i < 6; ++i)
    steps += x.who().oracle().steps_kept(i, since);
  EXPECT_GT(steps, 0u); // the world goes on
  x.run_for(40s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
  x.everybody_leaves();
}

TEST(StoreTrouble, ACreationWhoseAnswerIsLostMakesOneCharacter) {
  for (uint32_t lost = 1; lost <= 3; ++lost) {
    stage x{{.seed = 52, .nodes = 2, .bots = 1}};
    x.run_for(3s);
    x.bot(0).log_in();
    x.store().fail_after_commit(lost);
    EXPECT_TRUE(x.run_until([&] { return x.bot(0).is_in_world(); }, 120s));
    EXPECT_GT(x.world().store().happened.failed_after_commit, 0u);
    EXPECT_EQ(x.bot(0).characters(), 1u);
    x.come_to_rest();
  }
}

TEST(StoreTrouble, ACreationThatFailsIsTriedAgain) {
  stage x{{.seed = 53, .nodes = 1, .bots = 1}};
  x.run_for(3s);
  x.bot(0).log_in();
  x.store().fail_before_commit(4);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).is_in_world(); }, 120s));
  EXPECT_EQ(x.world().store().happened.failed_before_commit, 4u);
  EXPECT_EQ(x.bot(0).characters(), 1u);
}

TEST(StoreTrouble, ALogoutIsAnsweredOnceTheDatabaseIsBack) {
  stage x{{.seed = 54, .nodes = 2, .bots = 1}};
  x.everybody_logs_in();
  x.store().down(true);
  x.bot(0).walk_to(x.bot(0).map(), far_cell);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived(); }, 60s));
  x.bot(0).log_out();
  x.run_for(5s);
  EXPECT_NE(x.bot(0).saved()->cell, far_cell.index());
  x.store().down(false);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).saved()->cell == far_cell.index(); }, 15s));
  x.everybody_leaves();
}

TEST(StoreTrouble, WhileTheDatabaseIsAwayNobodyLogsInAndTheWorldGoesOn) {
  stage x{{.seed = 55, .nodes = 2, .bots = 2}};
  x.run_for(3s);
  x.bot(0).log_in();
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).is_in_world(); }, 20s));
  x.store().down(true);
  x.bot(1).log_in();
  x.run_for(20s);
  EXPECT_FALSE(x.bot(1).is_in_world());
  x.bot(0).say("Lonely here.");
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_heard("Lonely here."); }, 2s));
  x.store().down(false);
  EXPECT_TRUE(x.run_until([&] { return x.bot(1).is_in_world(); }, 60s));
  x.come_to_rest();
}

} // namespace
