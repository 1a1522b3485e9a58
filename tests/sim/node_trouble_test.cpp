// Nodes that die, stand still, cannot reach each other, or have bad clocks.

#include "tests/sim/stage.hpp"

namespace {

using namespace std::chrono_literals;
using namespace sim;

constexpr loaders::cell near_start{110, 114};

/// The bot stands on a map of node a, and its connection is with the edge of the other.
bot_index bot_of_edge(stage& x, std::string_view name) {
  for (bot_index i = 0; i < x.who().count(); ++i)
    if (x.bot(i).edge_node() == x.node(name).index())
      return i;
  ADD_FAILURE() << "no bot came to the edge of node " << name;
  return 0;
}

TEST(NodeTrouble, WhoseEdgeIsKilledIsSavedAndCanLogInElsewhere) {
  stage x{{.seed = 11, .nodes = 2, .bots = 4}};
  x.everybody_logs_in();
  auto lost = bot_of_edge(x, "b");
  x.bot(lost).walk_to(1, near_start);
  EXPECT_TRUE(x.run_until([&] { return x.bot(lost).has_arrived(); }, 60s));
  x.run_for(1s); // his last step is not with the edge any more
  x.node("b").kill();
  EXPECT_TRUE(x.run_until([&] { return !x.bot(lost).is_in_world(); }, 10s));
  x.bot(lost).log_in();
  EXPECT_TRUE(x.run_until([&] { return x.bot(lost).is_in_world(); }, 60s));
  EXPECT_EQ(x.bot(lost).edge_node(), x.node("a").index());
  EXPECT_EQ(x.bot(lost).map(), 1);
  EXPECT_EQ(x.bot(lost).cell(), near_start);
}

TEST(NodeTrouble, WhoseZoneIsKilledPlaysOnElsewhere) {
  stage x{{.seed = 12, .nodes = 2, .bots = 4}};
  x.everybody_logs_in();
  x.zone(2).must_move_to("b");
  auto there = bot_of_edge(x, "a");
  x.bot(there).walk_to(2, near_start);
  EXPECT_TRUE(x.run_until([&] { return x.bot(there).has_arrived(); }, 60s));
  x.run_for(7s); // a checkpoint
  x.node("b").kill();
  EXPECT_TRUE(x.run_until([&] { return x.zone(2).node() == x.node("a").index(); }, 5s));
  x.run_for(3s);
  EXPECT_TRUE(x.bot(there).is_in_world());
  EXPECT_EQ(x.who().oracle().counts().put_back, 1u);
  EXPECT_EQ(x.bot(there).map(), 2);
  EXPECT_EQ(x.bot(there).cell(), near_start);
}

TEST(NodeTrouble, ANodeWithoutPowerIsMissedAndFoundAgain) {
  stage x{{.seed = 13, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("c").power_off();
  x.run_for(20s);
  x.node("c").restart();
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 120s));
  x.run_for(40s);
  x.come_to_rest();
  x.everybody_leaves();
}

/// The services, the store among them, are on node a.
TEST(NodeTrouble, TheNodeOfTheServicesIsKilledAndEverybodyPlaysOnAfterItsRestart) {
  stage x{{.seed = 14, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("a").kill();
  x.run_for(3s);
  x.node("a").restart();
  x.run_for(60s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 120s));
  x.run_for(15s);
  x.come_to_rest();
  x.everybody_leaves();
}

/// Two nodes cannot reach each other for so long; then everybody plays on.
void part_for(uint64_t seed, stage::duration lasts) {
  stage x{{.seed = seed, .nodes = 2, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.partition("a", "b");
  x.run_for(lasts);
  x.heal("a", "b");
  x.run_for(60s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(15s);
  x.come_to_rest();
  x.everybody_leaves();
}

TEST(NodeTrouble, APartitionBetweenEdgeAndZoneHealsWithoutDoublesOrLosses) {
  for (auto lasts : {500ms, 3'000ms, 12'000ms, 40'000ms})
    part_for(15, lasts);
}

/// Longer than directory.grace_s.
TEST(NodeTrouble, APartitionOfFortySecondsLeavesAnAccountToOneSession) {
  for (uint64_t seed : {115, 215, 515, 615})
    part_for(seed, 40s);
}

TEST(NodeTrouble, ANodeThatIsCutOffFromAllOthersComesBack) {
  stage x{{.seed = 16, .nodes = 4, .bots = 8, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("c").isolate();
  x.run_for(20s);
  x.heal();
  x.run_for(40s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 90s));
  x.come_to_rest();
}

void stand_still_for(uint64_t seed, stage::duration lasts) {
  stage x{{.seed = seed, .nodes = 2, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("b").pause();
  x.run_for(lasts);
  x.node("b").resume();
  x.run_for(60s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(15s);
  x.come_to_rest();
}

TEST(NodeTrouble, ANodeThatStandsStillForAWhileDoesNoHarm) {
  for (auto lasts : {200ms, 2'000ms, 9'000ms, 30'000ms})
    stand_still_for(17, lasts);
}

TEST(NodeTrouble, ANodeThatStandsStillForLongGivesItsAccountsUp) { stand_still_for(917, 30s); }

TEST(NodeTrouble, CablesThatAreCloggedAndFreedInAnyOrderDoNoHarm) {
  stage x{{.seed = 18, .nodes = 4, .bots = 8, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  for (int i = 0; i < 3; ++i) {
    x.swizzle(6s);
    x.run_for(8s);
  }
  x.heal();
  x.run_for(60s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
}

/// A minute in which requests and answers between nodes are lost, repeated and late.
void lose_for_a_minute(uint64_t seed) {
  stage x{{.seed = seed, .nodes = 3, .bots = 8, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.drop(50);
  x.duplicate(300);
  x.delay(200ms);
  x.run_for(60s);
  EXPECT_GT(x.world().cables().lost(), 0u);
  EXPECT_GT(x.world().cables().repeated(), 0u);
  x.heal();
  x.run_for(60s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
}

TEST(NodeTrouble, RequestsThatAreLostOrComeTwiceDoNoHarm) { lose_for_a_minute(19); }

TEST(NodeTrouble, WhoIsNearIsSeenAgainAfterRequestsWereLost) {
  for (uint64_t seed : {1919, 1519, 819})
    lose_for_a_minute(seed);
}

/// Nobody is taken for a cheat because two clocks disagree.
TEST(NodeTrouble, SkewedClocksAreNotNoticed) {
  stage x{{.seed = 20, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 30s));
  x.node("a").skew_clock(3);
  x.node("b").skew_clock(-3);
  x.run_for(90s);
  x.node("a").skew_clock(0);
  x.node("b").skew_clock(0);
  x.run_for(40s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
}

} // namespace
