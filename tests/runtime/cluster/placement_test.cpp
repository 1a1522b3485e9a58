// Where things could run, and why.

#include "runtime/cluster/placement.hpp"

#include "tests/runtime/cluster/model.hpp"

#include <gmock/gmock.h>

namespace runtime::cluster {

namespace {

using testing::HasSubstr;

class Placement : public testing::Test {
protected:
  placement places() { return {what.view, costs, barred, neighbours, weights}; }
  std::string best(const std::string& lease) {
    auto where = places();
    const auto* node = where.best(lease);
    return node ? node->key.name : "";
  }
  std::string problem(const std::string& lease, std::string_view node) {
    return places().problem(lease, what.node(node));
  }
  int64_t score(const std::string& lease, std::string_view node) {
    for (const auto& x : places().options(lease))
      if (x.node == node)
        return x.score;
    return -1;
  }

  model what;
  std::map<msg::map_id, uint32_t> costs;
  std::map<std::string, std::string> barred;
  neighbour_map neighbours;
  placement_weights weights;
};

TEST_F(Placement, OnlyANodeThatCanRunItIsPossible) {
  what.add("a", {7});
  what.add("dead", {7}).state = msg::node_state::dead;
  what.add("drained", {7}).is_draining = true;
  what.add("edge", {7}, {"edge"});
  what.add("hidden", {7});
  what.add("other", {8});
  barred["hidden"] = "most nodes cannot reach it";
  EXPECT_EQ(problem("zone/7", "a"), "");
  EXPECT_THAT(problem("zone/7", "dead"), HasSubstr("not alive (dead)"));
  EXPECT_THAT(problem("zone/7", "drained"), HasSubstr("drains"));
  EXPECT_THAT(problem("zone/7", "edge"), HasSubstr("role zone"));
  EXPECT_THAT(problem("zone/7", "hidden"), HasSubstr("most nodes"));
  EXPECT_THAT(problem("zone/7", "other"), HasSubstr("map 7"));
  auto options = places().options("zone/7");
  ASSERT_EQ(options.size(), 6u);
  EXPECT_EQ(options[0].node, "a");
  EXPECT_TRUE(options[0].is_possible);
  EXPECT_THAT(options[0].why, HasSubstr("load 0.5 % (50)"));
  for (size_t i = 1; i < options.size(); ++i)
    EXPECT_FALSE(options[i].is_possible) << options[i].node;
}

TEST_F(Placement, ServicesNeedTheRoleServiceAndNoMap) {
  what.add("a", {7}, {"zone"});
  what.add("b", {}, {"service"});
  EXPECT_EQ(best("services"), "b");
  EXPECT_THAT(problem("services", "a"), HasSubstr("role service"));
}

TEST_F(Placement, OfEqualNodesTheFirstNameWins) {
  what.add("b", {7});
  what.add("a", {7});
  EXPECT_EQ(best("zone/7"), "a");
}

TEST_F(Placement, NobodyIsPossibleOfNone) { EXPECT_EQ(best("zone/7"), ""); }

TEST_F(Placement, APinHoldsWhileItsNodeCanRunTheZone) {
  what.add("a", {7});
  what.add("b", {7});
  what.order({{7}, false, "b"});
  EXPECT_EQ(best("zone/7"), "b");
  EXPECT_THAT(problem("zone/7", "a"), HasSubstr("pinned to node b"));
  EXPECT_EQ(places().incapacity("zone/7", what.node("a")), "");
  what.node("b").is_draining = true;
  EXPECT_EQ(best("zone/7"), "a");
  what.order({{7}, false, "nobody"});
  EXPECT_EQ(best("zone/7"), "a");
}

TEST_F(Placement, CostCountsRelativeToCapacity) {
  what.add("a", {1, 2, 3}).capacity = 400;
  what.add("b", {1, 2, 3});
  what.give_zone(1, "a");
  what.give_zone(2, "b");
  costs = {{{1}, 600'000}, {{2}, 300'000}, {{3}, 100'000}};
  EXPECT_EQ(places().load_of("a"), 150'000u);
  EXPECT_EQ(places().load_of("b"), 300'000u);
  EXPECT_EQ(best("zone/3"), "a");
}

TEST_F(Placement, AZoneCountsOnceWhereverItRuns) {
  what.add("a", {1});
  what.add("b", {1});
  what.give_zone(1, "a", 0, 50);
  costs = {{{1}, 200'000}};
  EXPECT_EQ(score("zone/1", "a"), score("zone/1", "b"));
}

TEST_F(Placement, AZoneThatWasNeverMeasuredCountsTheDefault) {
  EXPECT_EQ(places().cost_of({9}), weights.default_cost);
  costs[{9}] = 0;
  EXPECT_EQ(places().cost_of({9}), weights.default_cost);
  costs[{9}] = 17;
  EXPECT_EQ(places().cost_of({9}), 17u);
}

TEST_F(Placement, PlayersAndSessionsSpeakAgainstANode) {
  what.add("a", {1, 2});
  what.add("b", {1, 2});
  what.give_zone(1, "a", 0, 30);
  costs = {{{1}, 1}};
  EXPECT_EQ(best("zone/2"), "b");
  what.node("b").sessions = 200;
  EXPECT_EQ(best("zone/2"), "a");
}

TEST_F(Placement, WarpNeighboursAttract) {
  what.add("a", {1, 2, 3});
  what.add("b", {1, 2, 3});
  what.give_zone(1, "a");
  what.give_zone(2, "b");
  EXPECT_EQ(best("zone/3"), "a");
  neighbours[{3}] = {{2}, {3}};
  EXPECT_EQ(best("zone/3"), "b");
  EXPECT_THAT(places().options("zone/3").front().why, HasSubstr("1 neighbours (-15)"));
}

TEST_F(Placement, ServicesKeepAwayFromTheHottestZoneAndTheCoordinator) {
  what.add("a", {1, 2});
  what.add("b", {1, 2});
  EXPECT_EQ(best("services"), "a");
  what.give("coordinator", "a");
  EXPECT_EQ(best("services"), "b");
  what.give_zone(1, "b", 1'000);
  costs = {{{1}, 1'000}};
  EXPECT_EQ(best("services"), "a");
}

TEST_F(Placement, WhatIsPlannedCounts) {
  what.add("a", {1, 2});
  what.add("b", {1, 2});
  auto where = places();
  where.plan("zone/1", "a");
  EXPECT_EQ(where.best("zone/2")->key.name, "b");
  EXPECT_EQ(where.holder("zone/1"), "a");
  where.plan("zone/1", "b");
  EXPECT_EQ(where.best("zone/2")->key.name, "a");
  where.plan("zone/1", "");
  EXPECT_EQ(where.holder("zone/1"), "");
  EXPECT_EQ(where.load_of("b"), 0u);
}

TEST_F(Placement, WantedIsWhatSomebodyAliveHasAndNobodyStopped) {
  what.add("a", {1, 2});
  what.add("b", {3}, {"edge"});
  what.add("c", {4}).state = msg::node_state::left;
  what.add("d", {2, 5});
  what.order({{5}, true, ""});
  EXPECT_EQ(places().wanted(), (std::set<msg::map_id>{{1}, {2}}));
}

} // namespace

} // namespace runtime::cluster
