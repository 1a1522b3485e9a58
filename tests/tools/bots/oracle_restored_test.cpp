// What may come back after a disturbance and what may not: places, masks; and
// what the oracle remembers for whoever ends one.

#include "tests/tools/bots/trouble_stage.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg::client;

/// Goal: after a node died, any place since the last certain save will do, and none before it.
TEST(OracleRestored, ThePlaceMayBeAnyOfTheLastSecondsBeforeTheDisturbance) {
  constexpr auto old = cell_at(201, 200);
  constexpr auto late = cell_at(202, 200);
  for (auto to : {far, old, late, cell_at(203, 200)}) {
    trouble_stage s{false};
    s.step(s.c, old); // far is 20 s old
    s.pass(15'000);
    s.step(s.c, late); // old is 5 s old when the store goes
    s.pass(5'000);
    s.disturb(40'000);
    s.pass(20'000);
    s.step(s.c, cell_at(203, 200));
    s.pass(10'000);
    s.lose(s.c);
    s.pass(1'000);
    s.enter(s.c, 3, 1, to);
    EXPECT_EQ(s.count(check::return_place_is_kept), to == far ? 1u : 0u) << to;
  }
}

TEST(OracleRestored, ADisturbanceBetweenAnAnsweredLogoutAndTheReturnExcusesNothing) {
  trouble_stage s{false};
  s.step(s.c, cell_at(201, 200));
  s.log_out(s.c);
  s.pass(1'000);
  s.disturb(5'000);
  s.pass(1'000);
  s.enter(s.c, 3, 1, far);
  EXPECT_TRUE(s.only(check::return_place_is_kept));
}

TEST(OracleRestored, AWarpUnderWayMayEndOnEitherSideEvenAfterASecondTry) {
  for (uint16_t map : {uint16_t{1}, uint16_t{2}, uint16_t{3}}) {
    trouble_stage s{false};
    auto d = s.enter_new("Dora", 4, 1, cell_at(60, 60));
    s.send(d, c2s_warp{2});
    s.receive(d, s2c_warp_ready{2});
    s.send(d, c2s_warp{2});
    s.disturb(60'000);
    s.pass(12'000); // longer than an answer is waited for
    s.lose(d);
    s.choose(d, 4, map);
    s.send(d, c2s_world_login{stage::text("Dora")});
    s.lose(d);
    s.enter(d, 4, map, map == 1 ? cell_at(60, 60) : cell_at(12, 10));
    EXPECT_EQ(s.count(check::return_place_is_kept), map == 3 ? 1u : 0u) << map;
  }
}

TEST(OracleRestored, MasksMayBeTheLastCertainOnesButNoOlder) {
  for (uint16_t came : {uint16_t{1}, uint16_t{2}, uint16_t{3}, uint16_t{4}}) {
    trouble_stage s{false};
    for (uint16_t sent : {uint16_t{1}, uint16_t{2}, uint16_t{3}}) {
      mask_set masks{sent, sent, sent};
      s.send(s.c, c2s_chat_window_opt{masks});
      s.receive(s.c, s2c_chat_window_opt{masks});
      if (sent == 2) {
        s.pass(20'000);
        s.disturb(30'000);
      }
      s.pass(10'000);
    }
    s.of(s.c).masks = {came, came, came};
    s.lose(s.c);
    s.enter(s.c, 3, 1, far);
    EXPECT_EQ(s.count(check::masks_are_kept), came == 2 || came == 3 ? 0u : 1u) << came;
  }
}

/// Goal: what a link holds back is old, not wrong; what was wrong before the disturbance already is blamed.
/// Method: Bert walks away from Anna in the disturbance, and Anna is told as if he stood where he was.
TEST(OracleRestored, WhatIsHeldBackMayTellOfPlacesSinceBeforeTheDisturbance) {
  for (auto is_disturbed : {false, true}) {
    trouble_stage s{is_disturbed};
    s.pass(3'000);
    s.step(s.b, cell_at(150, 150));
    s.disappear(s.b, s.a);
    s.pass(8'000);
    EXPECT_EQ(s.count(check::stranger_is_not_seen), is_disturbed ? 0u : 1u);
    s.say(s.b, say_kind::general, "t.1 hello");
    s.hear(s.a, s.b, say_kind::general, "t.1 hello");
    s.hear(s.b, s.b, say_kind::general, "t.1 hello");
    s.pass(3'000);
    EXPECT_EQ(s.count(check::say_is_not_heard_far), is_disturbed ? 0u : 1u);
    s.disappear(s.a, s.b);
    s.appear(s.a, s.b, close_by);
    EXPECT_EQ(s.count(check::appearance_is_true), is_disturbed ? 0u : 1u);
    EXPECT_EQ(s.total(), is_disturbed ? 0u : 3u);
  }
}

TEST(OracleRestored, AStrangerWhoIsStillInViewAfterTheEndIsBlamed) {
  trouble_stage s{false};
  s.disturb(5'000);
  s.step(s.b, cell_at(150, 150));
  s.disappear(s.b, s.a);
  s.pass(5'500);
  EXPECT_EQ(s.total(), 0u);
  s.pass(3'000);
  EXPECT_TRUE(s.only(check::stranger_is_not_seen));
}

TEST(OracleDeeds, StepsAndOwnWordsAreCountedSinceATime) {
  trouble_stage s{false};
  auto since = s.now;
  s.step(s.c, cell_at(201, 200));
  s.pass(1'000);
  s.step(s.c, cell_at(202, 200));
  s.say(s.c, say_kind::general, "t.1 hello");
  s.hear(s.c, s.c, say_kind::general, "t.1 hello");
  EXPECT_EQ(s.judge.steps_kept(s.c, since), 2u);
  EXPECT_EQ(s.judge.steps_kept(s.c, s.now), 1u);
  EXPECT_EQ(s.judge.own_words_heard(s.c, since), 1u);
  EXPECT_EQ(s.judge.own_words_heard(s.a, since), 0u);
  s.receive(s.c, s2c_fix_move{cell_at(201, 200)});
  EXPECT_EQ(s.judge.steps_kept(s.c, since), 1u);
}

TEST(OracleTalk, TheSameWordsMayBeSaidByTwoAndTwice) {
  trouble_stage s{false};
  for (int i = 0; i < 2; ++i)
    s.say(s.a, say_kind::general, "hello");
  s.say(s.b, say_kind::general, "hello");
  for (auto by : {s.a, s.b}) {
    for (int i = 0; i < 2; ++i)
      s.hear(by, s.a, say_kind::general, "hello");
    s.hear(by, s.b, say_kind::general, "hello");
  }
  s.pass(20'000);
  EXPECT_EQ(s.total(), 0u);
  s.say(s.a, say_kind::general, "hello");
  s.hear(s.b, s.a, say_kind::general, "hello");
  s.hear(s.b, s.a, say_kind::general, "hello");
  EXPECT_TRUE(s.only(check::words_come_once));
}

TEST(Disturbances, TheyMergeAndPushDeadlinesBack) {
  disturbances x;
  EXPECT_FALSE(x.touches(0, 1'000'000));
  x.add(100, 200);
  x.add(400, 500);
  x.add(200, 250);
  EXPECT_TRUE(x.touches(50, 100));
  EXPECT_TRUE(x.touches(250, 260));
  EXPECT_FALSE(x.touches(251, 399));
  EXPECT_EQ(x.calm_before(260, 300, 10), 260);
  EXPECT_EQ(x.calm_before(450, 600, 10), 390);
  EXPECT_EQ(x.calm_before(450, 600, 160), -60) << "there was no calm of that length between the two";
  EXPECT_EQ(x.owed_by(0, 50), 50);
  EXPECT_EQ(x.owed_by(90, 140), 300);
  EXPECT_EQ(x.owed_by(90, 300), 710) << "pushed into the second";
  x.add(240, 410);
  EXPECT_TRUE(x.touches(300, 300));
  x.add(900, INT64_MAX);
  EXPECT_GT(x.owed_by(900, 1'000), 1'000'000'000);
}

} // namespace tools::bots
