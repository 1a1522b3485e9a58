// Goal: a bot whose zone was lost is put back, with a notice, to where it was
// shortly before. That is a failover; anything less or more is a violation.

#include "tests/tools/bots/trouble_stage.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg::client;

namespace {

constexpr auto one_on = cell_at(101, 100);
constexpr auto two_on = cell_at(102, 100);
constexpr auto three_on = cell_at(103, 100);

struct failover_stage : trouble_stage {
  failover_stage() : trouble_stage(false) {}

  void walk(bot_index i, uint32_t cell) {
    step(i, cell);
    pass(200);
  }
  /// A sign of life of its zone.
  void answer_walk(bot_index i, uint32_t to) {
    send(i, c2s_ask_move{to, 1});
    receive(i, s2c_ans_move{1, to, 1});
  }
  void put_back(bot_index i, uint32_t cell) {
    receive(i, notice());
    receive(i, s2c_warp{cell});
  }
  uint64_t put_backs() const { return judge.counts().put_back; }
};

TEST(OracleFailover, BackToWhereItWasIsCountedAndNoViolation) {
  failover_stage s;
  s.answer_walk(s.a, two_on);
  s.walk(s.a, one_on);
  s.walk(s.a, two_on);
  s.pass(4'000);
  s.put_back(s.a, here);
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.put_backs(), 1u);
  EXPECT_EQ(s.judge.worst_put_back().steps, 2u);
  EXPECT_EQ(s.judge.of(s.a).places.now().cell, here);
  EXPECT_TRUE(s.judge.of(s.a).players.empty());
}

TEST(OracleFailover, WithoutANoticeItIsAWarpNobodyAskedFor) {
  failover_stage s;
  s.receive(s.a, s2c_warp{here});
  EXPECT_TRUE(s.only(check::warp_lands_on_target));
  EXPECT_EQ(s.put_backs(), 0u);
}

TEST(OracleFailover, ANoticeIsGoodOnce) {
  failover_stage s;
  s.put_back(s.a, here);
  s.receive(s.a, s2c_warp{here});
  EXPECT_TRUE(s.only(check::warp_lands_on_target));
}

TEST(OracleFailover, ANoticeIsFollowedByAPlace) {
  for (auto is_disturbed : {false, true}) {
    failover_stage s;
    s.receive(s.a, notice());
    s.pass(9'000);
    EXPECT_EQ(s.total(), 0u);
    if (is_disturbed)
      s.disturb(5'000);
    s.pass(30'000);
    EXPECT_EQ(s.count(check::put_back_follows), is_disturbed ? 0u : 1u);
  }
}

TEST(OracleFailover, APlaceItNeverHadIsWrong) {
  failover_stage s;
  s.put_back(s.a, far);
  EXPECT_TRUE(s.only(check::put_back_is_recent));
}

TEST(OracleFailover, APlaceOfLongAgoIsWrong) {
  failover_stage s;
  s.walk(s.a, one_on);
  s.pass(7'000);
  s.answer_walk(s.a, two_on); // the zone lives, and has saved since
  s.pass(500);
  s.put_back(s.a, here);
  EXPECT_TRUE(s.only(check::put_back_is_recent));
}

TEST(OracleFailover, TheTimeTheZoneWasAwayDoesNotCount) {
  failover_stage s;
  s.answer_walk(s.a, two_on);
  s.walk(s.a, one_on); // nothing is heard of the zone any more
  s.pass(9'000);
  s.put_back(s.a, here);
  EXPECT_EQ(s.total(), 0u) << (s.total() > 0 ? s.judge.log().detailed()[0].expected : "");
  EXPECT_LE(s.judge.worst_put_back().ms, 6'000);
}

TEST(OracleFailover, AfterADisturbanceAnOlderPlaceIsRight) {
  failover_stage s;
  s.walk(s.a, one_on);
  s.disturb(10'000); // nothing was saved in it
  s.pass(7'000);
  s.answer_walk(s.a, two_on);
  s.pass(500);
  s.put_back(s.a, here);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleFailover, AWarpUnderWayMayHaveEndedOrNot) {
  for (auto has_ended : {false, true}) {
    failover_stage s;
    auto d = s.enter_new("Dora", 4, 1, cell_at(60, 60));
    s.pass(2'000);
    s.send(d, c2s_warp{2});
    s.receive(d, s2c_warp_ready{2});
    s.send(d, c2s_warp{2});
    s.pass(3'000);
    s.receive(d, notice());
    s.receive(d, s2c_warp_ready{static_cast<uint16_t>(has_ended ? 2 : 1)});
    s.receive(d, s2c_warp{has_ended ? cell_at(11, 10) : cell_at(60, 60)});
    EXPECT_EQ(s.total(), 0u) << has_ended;
    EXPECT_EQ(s.put_backs(), 1u);
    EXPECT_EQ(s.judge.of(d).places.now().map, has_ended ? 2 : 1);
  }
}

TEST(OracleFailover, AWarpThatWasOverMayBeUndone) {
  failover_stage s;
  auto d = s.enter_new("Dora", 4, 1, cell_at(60, 60));
  s.pass(2'000);
  s.send(d, c2s_warp{2});
  s.receive(d, s2c_warp_ready{2});
  s.send(d, c2s_warp{2});
  s.receive(d, s2c_warp{cell_at(10, 10)});
  s.pass(1'000);
  s.receive(d, notice());
  s.receive(d, s2c_warp_ready{1});
  s.receive(d, s2c_warp{cell_at(60, 60)});
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleFailover, TheMapMustBeLoadedAgainWhenItIsAnother) {
  failover_stage s;
  auto d = s.enter_new("Dora", 4, 1, cell_at(60, 60));
  s.pass(2'000);
  s.send(d, c2s_warp{2});
  s.receive(d, s2c_warp_ready{2});
  s.receive(d, notice());
  s.receive(d, s2c_warp{cell_at(60, 60)}); // the client has loaded map 2
  EXPECT_TRUE(s.only(check::put_back_is_recent));
}

TEST(OracleFailover, WhatWaitedMayBeLostOrComeLateOnce) {
  failover_stage s;
  s.send(s.a, c2s_ask_move{one_on, 1});
  s.say(s.a, say_kind::general, "t.1 lost");
  s.say(s.a, say_kind::shout, "t.2 late");
  s.pass(3'000);
  s.put_back(s.a, here);
  s.appear(s.a, s.b, close_by);
  s.pass(3'000);
  s.hear(s.a, s.a, say_kind::shout, "t.2 late");
  s.pass(30'000);
  EXPECT_EQ(s.total(), 0u);
  s.hear(s.a, s.a, say_kind::shout, "t.2 late");
  EXPECT_GT(s.total(), 0u);
}

TEST(OracleFailover, TheWaitIsAPause) {
  failover_stage s;
  s.judge.mark("kill", s.now);
  s.send(s.a, c2s_ask_move{one_on, 1});
  s.pass(3'000);
  s.put_back(s.a, here);
  s.judge.mark("after", s.now);
  auto pauses = s.judge.pauses();
  ASSERT_EQ(pauses.size(), 3u);
  EXPECT_EQ(pauses[1].name, "kill");
  EXPECT_EQ(pauses[1].bots, 1u);
  EXPECT_EQ(pauses[1].max_ms, 3'000);
  EXPECT_EQ(pauses[2].bots, 0u);
}

/// Goal: the others of a zone come back one after the other, and nothing is wrong while they do.
TEST(OracleFailover, TheOthersMayComeBackLater) {
  failover_stage s;
  s.pass(4'000);
  s.put_back(s.a, here);
  s.pass(4'000); // Bert is not back: both have stood still for long
  s.put_back(s.b, close_by);
  s.appear(s.a, s.b, close_by);
  s.appear(s.b, s.a, here);
  s.pass(20'000);
  EXPECT_EQ(s.total(), 0u);
  s.disappear(s.a, s.b);
  s.pass(5'000);
  EXPECT_TRUE(s.only(check::neighbour_is_seen)) << "all is owed again";
}

TEST(OracleFailover, SomebodyMayBeSeenBackBeforeHeKnows) {
  failover_stage s;
  s.answer_walk(s.b, three_on);
  s.walk(s.b, three_on);
  s.pass(4'000);
  s.put_back(s.a, here);
  s.appear(s.a, s.b, close_by);
  s.put_back(s.b, close_by);
  s.appear(s.b, s.a, here);
  s.pass(20'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleFailover, ConnectionsAndTicksAreOwedAllTheTime) {
  failover_stage s;
  s.judge.failing_over(s.now, s.now + 60'000);
  s.pass(1'000);
  s.lose(s.a);
  EXPECT_TRUE(s.only(check::connection_stays_open));
  s.has_ticks = false;
  s.pass(16'000);
  EXPECT_GT(s.count(check::tick_comes), 0u);
}

TEST(OracleFailover, WordsAreNotOwedInOneThatWasAnnounced) {
  failover_stage s;
  s.judge.failing_over(s.now, s.now + 15'000);
  s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
  s.receive(s.a, s2c_say{0, nobody, stage::text("SYSTEM"), msg::wire::open_text<64>{"no"}});
  s.say(s.a, say_kind::general, "t.2 hello");
  s.pass(30'000);
  EXPECT_EQ(s.total(), 0u);
  s.say(s.a, say_kind::general, "t.3 hello");
  s.pass(30'000);
  EXPECT_TRUE(s.only(check::request_is_answered)) << "owed again";
}

TEST(OracleFailover, AConnectionThatMayBeLostIsCounted) {
  failover_stage s;
  s.judge.may_be_severed(s.a, s.now + 5'000);
  s.pass(1'000);
  s.lose(s.a);
  s.disappear(s.b, s.a);
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.judge.counts().severed, 1u);
  s.judge.may_be_severed(s.b, s.now + 5'000);
  s.pass(6'000);
  s.lose(s.b);
  EXPECT_TRUE(s.only(check::connection_stays_open));
}

TEST(OracleFailover, AServerThatMayBeLostMayBeSilent) {
  failover_stage s;
  for (auto i : {s.a, s.b, s.c})
    s.judge.may_be_severed(i, s.now + 30'000);
  s.has_ticks = false;
  s.pass(29'000);
  EXPECT_EQ(s.count(check::tick_comes), 0u);
  s.pass(2'000);
  EXPECT_GT(s.count(check::tick_comes), 0u);
}

TEST(OracleFailover, WhatAServerThatStopsSaysIsNoAnswerToAWhisper) {
  for (auto may_stop : {true, false}) {
    failover_stage s;
    if (may_stop)
      s.judge.may_be_severed(s.a, s.now + 5'000);
    s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
    s.receive(s.a, s2c_say{0, nobody, stage::text("SYSTEM"), msg::wire::open_text<64>{"The server is shutting down."}});
    EXPECT_EQ(s.count(check::whisper_finds_player), may_stop ? 0u : 1u);
  }
}

TEST(OracleFailover, WhoIsOnHisWayInMayBeSentAway) {
  for (auto [is_announced, has_asked] : {std::pair{true, false}, {true, true}, {false, false}, {false, true}}) {
    failover_stage s;
    if (is_announced)
      s.judge.failing_over(s.now, s.now + 15'000);
    s.log_out(s.c);
    s.choose(s.c, 3, 1);
    if (has_asked)
      s.send(s.c, c2s_world_login{stage::text("Carl")});
    s.lose(s.c);
    EXPECT_EQ(s.count(check::connection_stays_open), is_announced ? 0u : 1u);
    EXPECT_EQ(s.judge.counts().turned_away, is_announced ? 1u : 0u);
  }
}

TEST(OracleFailover, AStepUnderWayLeavesItOpenWhereTheBotStands) {
  failover_stage s;
  s.step(s.a, one_on);
  s.put_back(s.a, here);
  s.receive(s.a, s2c_fix_move{here}); // the step came after
  EXPECT_EQ(s.total(), 0u);
  s.pass(20'000);
  s.step(s.a, one_on);
  s.receive(s.a, s2c_fix_move{here});
  EXPECT_GT(s.count(check::legal_step_is_kept), 0u);
}

TEST(OracleFailover, MasksMayBeThoseOfBefore) {
  for (auto is_back : {false, true}) {
    failover_stage s;
    s.pass(10'000);
    s.send(s.a, c2s_chat_window_opt{{1, 2, 3}});
    s.receive(s.a, s2c_chat_window_opt{{1, 2, 3}});
    s.pass(1'000);
    if (is_back)
      s.put_back(s.a, here);
    s.appear(s.a, s.b, close_by);
    s.pass(30'000);
    s.log_out(s.a);
    s.disappear(s.b, s.a);
    s.pass(10'000);
    auto before = s.count(check::masks_are_kept);
    s.enter(s.a, 1, 1, here); // with the masks of its first entry
    EXPECT_EQ(s.count(check::masks_are_kept) - before, is_back ? 0u : 1u);
  }
}

} // namespace

} // namespace tools::bots
