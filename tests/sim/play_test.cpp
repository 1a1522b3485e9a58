// What players do on a cluster where nothing goes wrong, seen with the stage.

#include "tests/sim/stage.hpp"

namespace {

using namespace std::chrono_literals;
using namespace sim;

constexpr loaders::cell near_start{110, 114};

TEST(SimulatedPlay, WhoLogsInWalksAndLeavesIsSavedWhereHeStood) {
  stage x{{.seed = 1, .nodes = 1, .bots = 1}};
  x.everybody_logs_in();
  EXPECT_EQ(x.bot(0).cell(), start_cell);
  x.bot(0).walk_to(x.bot(0).map(), far_cell);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived(); }, 60s));
  x.come_to_rest();
  x.everybody_leaves();
  ASSERT_TRUE(x.bot(0).saved());
  EXPECT_EQ(x.bot(0).saved()->cell, far_cell.index());
}

TEST(SimulatedPlay, WhoComesBackStandsWhereHeLeft) {
  stage x{{.seed = 2, .nodes = 2, .bots = 1}};
  x.everybody_logs_in();
  x.bot(0).walk_to(x.bot(0).map(), near_start);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived(); }, 30s));
  x.bot(0).log_out();
  EXPECT_TRUE(x.run_until([&] { return !x.bot(0).is_in_world(); }, 10s));
  x.everybody_logs_in();
  EXPECT_EQ(x.bot(0).cell(), near_start);
}

/// Map 1 is on node a, map 2 on node b.
TEST(SimulatedPlay, WhoWarpsToAZoneOfAnotherNodeIsSeenThere) {
  stage x{{.seed = 3, .nodes = 2, .bots = 2}};
  x.everybody_logs_in();
  x.bot(0).walk_to(2, near_start);
  x.bot(1).walk_to(2, start_cell);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived() && x.bot(1).has_arrived(); }, 60s));
  x.bot(0).say("Here I am.");
  EXPECT_TRUE(x.run_until([&] { return x.bot(1).has_heard("Here I am."); }, 5s));
  x.come_to_rest(); // clients and zones agree on who is in sight
  ASSERT_TRUE(x.bot(0).saved());
  EXPECT_EQ(x.bot(0).saved()->map.value, 2);
}

TEST(SimulatedPlay, WhispersAndShoutsCrossNodes) {
  stage x{{.seed = 4, .nodes = 3, .bots = 3}};
  x.everybody_logs_in();
  x.bot(2).walk_to(3, near_start);
  EXPECT_TRUE(x.run_until([&] { return x.bot(2).has_arrived(); }, 90s));
  ASSERT_NE(x.bot(0).edge_node(), x.bot(2).edge_node());
  x.bot(0).whisper(x.bot(2).name(), "psst");
  x.bot(1).shout("Hear, hear!");
  EXPECT_TRUE(x.run_until([&] { return x.bot(2).has_heard("psst"); }, 5s));
  for (bot_index i = 0; i < 3; ++i)
    EXPECT_TRUE(x.run_until([&] { return x.bot(i).has_heard("Hear, hear!"); }, 5s)) << i;
  EXPECT_FALSE(x.bot(1).has_heard("psst"));
}

TEST(SimulatedPlay, WhatIsSaidIsNotHeardOnAnotherMap) {
  stage x{{.seed = 5, .nodes = 2, .bots = 2}};
  x.everybody_logs_in();
  x.bot(0).walk_to(1, start_cell);
  x.bot(1).walk_to(2, start_cell);
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_arrived() && x.bot(1).has_arrived(); }, 60s));
  x.bot(0).say("Is anybody here?");
  EXPECT_TRUE(x.run_until([&] { return x.bot(0).has_heard("Is anybody here?"); }, 5s));
  x.run_for(2s);
  EXPECT_FALSE(x.bot(1).has_heard("Is anybody here?"));
}

TEST(SimulatedPlay, NobodyElseIsOnTheStage) {
  stage x{{.seed = 1, .nodes = 2, .bots = 1}};
  EXPECT_THROW(x.node("c"), std::out_of_range);
  EXPECT_THROW(x.bot(1), std::out_of_range);
}

TEST(SimulatedPlay, ManyLiveByThemselvesOnFourNodesAndNothingIsLeftOfThem) {
  stage x{{.seed = 6, .nodes = 4, .bots = 24, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(40s);
  x.come_to_rest();
  x.everybody_leaves();
}

TEST(SimulatedPlay, WhoKnowsNothingOfWallsIsPutBackAndStaysInTheGame) {
  stage x{{.seed = 7, .nodes = 1, .bots = 6, .are_free = true, .are_blind = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.run_for(60s);
  EXPECT_GT(x.who().oracle().counts().corrections, 0u);
}

TEST(SimulatedPlay, ANodeThatIsStoppedInOrderLosesNothing) {
  stage x{{.seed = 8, .nodes = 2, .bots = 4, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("b").stop();
  EXPECT_TRUE(x.run_until([&] { return x.node("b").is_down(); }, 12s));
  x.node("b").restart();
  x.run_for(40s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.run_for(15s);
  x.come_to_rest();
  x.everybody_leaves();
}

} // namespace
