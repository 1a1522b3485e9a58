// Who is alive, judged by one node's own observation.

#include "runtime/cluster/node_watch.hpp"

#include "tests/runtime/cluster/model.hpp"

#include <gmock/gmock.h>

namespace runtime::cluster {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class NodeWatch : public testing::Test {
protected:
  NodeWatch() {
    for (auto name : {"a", "b", "c"})
      what.add(name, {});
    run(1'000);
  }

  void step(uint64_t ms = 500) {
    what.step(ms);
    watch.observe({what.view, what.self, what.epoch, what.unseen}, what.now_ms);
  }
  void run(uint64_t ms) {
    for (uint64_t spent = 0; spent < ms; spent += 500)
      step();
  }
  std::vector<std::string> dead() const {
    std::vector<std::string> result;
    for (const auto& x : watch.judge(what.now_ms))
      result.push_back(x.node.name);
    return result;
  }
  /// Milliseconds until somebody is judged, in steps of a beat; 0: nobody is within `limit`.
  uint64_t time_to_judge(uint64_t limit) {
    for (uint64_t spent = 500; spent <= limit; spent += 500) {
      step();
      if (!dead().empty())
        return spent;
    }
    return 0;
  }

  model what;
  node_watch watch{{}};
};

TEST_F(NodeWatch, NobodyWhoBeatsIsDead) {
  run(120'000);
  EXPECT_THAT(dead(), IsEmpty());
  EXPECT_TRUE(watch.barred(what.now_ms).empty());
}

TEST_F(NodeWatch, SilentAndOutOfReachIsDeadAfterTwoSeconds) {
  what.silent = {"b"};
  what.unseen = {"b"};
  EXPECT_EQ(time_to_judge(10'000), 2'000u);
  EXPECT_THAT(dead(), ElementsAre("b"));
}

TEST_F(NodeWatch, SilentAloneIsNotDeadForThirtySeconds) {
  what.silent = {"b"};
  run(9'500);
  EXPECT_FALSE(watch.is_stuck(what.node("b").key, what.now_ms));
  EXPECT_TRUE(watch.barred(what.now_ms).contains("b"));
  run(500);
  EXPECT_TRUE(watch.is_stuck(what.node("b").key, what.now_ms));
  EXPECT_EQ(time_to_judge(60'000), 20'000u);
  EXPECT_THAT(dead(), ElementsAre("b"));
}

TEST_F(NodeWatch, OutOfReachOfOneIsNotDeadWhileItBeats) {
  what.unseen = {"b"};
  what.node("b").unseen = {"a"};
  run(60'000);
  EXPECT_THAT(dead(), IsEmpty());
  EXPECT_TRUE(watch.barred(what.now_ms).contains("b"));
}

TEST_F(NodeWatch, OutOfReachOfMostIsDeadAfterSixSecondsAlthoughItBeats) {
  what.unseen = {"b"};
  what.node("c").unseen = {"b"};
  what.node("b").unseen = {"a", "c"};
  EXPECT_EQ(time_to_judge(20'000), 6'500u);
  EXPECT_THAT(dead(), ElementsAre("b"));
}

TEST_F(NodeWatch, AMomentInReachBeginsAnew) {
  what.unseen = {"b"};
  what.node("c").unseen = {"b"};
  run(5'000);
  what.unseen = {};
  step();
  what.unseen = {"b"};
  run(5'500);
  EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(NodeWatch, WhomMostCannotReachEndsItselfAndNobodyElse) {
  what.unseen = {"b", "c"};
  what.node("b").unseen = {"a"};
  what.node("c").unseen = {"a"};
  EXPECT_EQ(time_to_judge(20'000), 6'500u);
  EXPECT_THAT(dead(), ElementsAre("a"));
}

TEST_F(NodeWatch, OfTwoHalvesTheOneWithTheCoordinatorIsRight) {
  what.add("d", {});
  run(1'000);
  what.unseen = {"c", "d"};
  what.node("b").unseen = {"c", "d"};
  what.node("c").unseen = {"a", "b"};
  what.node("d").unseen = {"a", "b"};
  EXPECT_EQ(time_to_judge(20'000), 6'500u);
  EXPECT_THAT(dead(), ElementsAre("c", "d"));
}

TEST_F(NodeWatch, OfTwoNodesTheCoordinatorIsRight) {
  what.die(what.node("c").key);
  what.unseen = {"b"};
  what.node("b").unseen = {"a"};
  EXPECT_EQ(time_to_judge(20'000), 6'500u);
  EXPECT_THAT(dead(), ElementsAre("b"));
}

TEST_F(NodeWatch, WhatASilentNodeSawDoesNotCount) {
  what.node("b").unseen = {"a"};
  what.node("c").unseen = {"a"};
  what.silent = {"b", "c"};
  run(20'000);
  EXPECT_THAT(dead(), IsEmpty());
}

/// The database was away, or this process stood still: nothing is known of anybody's silence.
TEST_F(NodeWatch, AGapBetweenTheViewsBeginsAllAnew) {
  what.silent = {"b"};
  what.unseen = {"b"};
  run(1'500);
  step(20'000);
  EXPECT_THAT(dead(), IsEmpty());
  EXPECT_EQ(time_to_judge(10'000), 2'000u);
}

TEST_F(NodeWatch, ViewsThatComeSlowlyAreNoGap) {
  what.silent = {"b"};
  what.unseen = {"b"};
  step(1'400);
  step(1'400);
  EXPECT_THAT(dead(), ElementsAre("b"));
}

TEST_F(NodeWatch, ALaterLifeIsWatchedAnew) {
  what.silent = {"b"};
  what.unseen = {"b"};
  run(1'500);
  what.node("b").key.incarnation = 2;
  what.node("b").beats = 0;
  run(1'500);
  EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(NodeWatch, AnEarlierViewIsNoSignOfLife) {
  what.silent = {"b"};
  what.unseen = {"b"};
  run(1'500);
  what.node("b").beats -= 1;
  step();
  what.node("b").beats += 1;
  step();
  EXPECT_THAT(dead(), ElementsAre("b"));
}

} // namespace

} // namespace runtime::cluster
