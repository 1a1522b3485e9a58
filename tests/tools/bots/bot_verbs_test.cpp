// What a bot can be told: to come and go, to walk and to talk, to hold still.

#include "tests/tools/bots/scripted_server.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

namespace {

group_options idle_bots(uint32_t count) {
  group_options result;
  result.count = count;
  result.are_idle = true;
  return result;
}

/// Idle bots that were told to come in.
struct crew : scripted_server {
  explicit crew(uint32_t count = 1) : scripted_server(idle_bots(count), three_maps()) {
    for (bot_index i = 0; i < count; ++i)
      group.log_in(i, now);
    pass(100);
  }
};

} // namespace

TEST(BotVerbs, AnIdleBotDoesNothingUntilItIsTold) {
  scripted_server s{idle_bots(2)};
  s.pass(60'000);
  EXPECT_TRUE(s.log.empty());
  s.group.log_in(1, s.now);
  s.pass(100);
  EXPECT_FALSE(s.group.is_in_world(0));
  EXPECT_TRUE(s.group.is_in_world(1));
  EXPECT_EQ(s.group.name(1), scripted_server::name_of(1));
  auto log = s.log;
  s.pass(600'000);
  EXPECT_EQ(s.log, log) << "and then stands still";
  EXPECT_EQ(s.group.place(1), (std::pair<uint16_t, uint32_t>{1, cell_at(100, 100)}));
}

TEST(BotVerbs, ABotToldToLogInTriesUntilItIsThere) {
  scripted_server s{idle_bots(1)};
  s.is_down = true;
  s.group.log_in(0, s.now);
  s.pass(30'000);
  s.is_down = false;
  s.pass(10'000);
  EXPECT_TRUE(s.group.is_in_world(0));
  s.close(0);
  s.pass(60'000);
  EXPECT_FALSE(s.group.is_in_world(0)) << "lost, it waits to be told again";
  s.group.log_in(0, s.now);
  s.pass(1'000);
  EXPECT_TRUE(s.group.is_in_world(0));
}

TEST(BotVerbs, ABotToldToLeaveStaysOut) {
  crew s{3};
  s.group.log_out(0, s.now);
  s.group.hang_up(1, true, s.now);
  s.group.hang_up(2, false, s.now);
  s.pass(60'000);
  EXPECT_EQ(s.group.in_world(), 0u);
  EXPECT_EQ(s.got["c2s_char_logout"], 1);
  EXPECT_NE(s.log.find(" 1 reset"), std::string::npos);
  EXPECT_EQ(s.log.find(" 2 reset"), std::string::npos);
  EXPECT_EQ(s.group.judge().counts().cuts, 2u);
  EXPECT_EQ(s.group.finished(), 0u);
}

TEST(BotVerbs, ALoginRightAfterALogoutFollowsIt) {
  crew s;
  s.group.log_out(0, s.now);
  s.group.log_in(0, s.now);
  s.pass(10'000);
  EXPECT_TRUE(s.group.is_in_world(0));
  EXPECT_EQ(s.group.judge().counts().logins, 2u);
}

TEST(BotVerbs, OnTheWayInALogoutIsAHangUp) {
  scripted_server s{idle_bots(1)};
  s.group.log_in(0, s.now);
  s.pass(2);
  s.group.log_out(0, s.now);
  s.pass(60'000);
  EXPECT_EQ(s.got["c2s_world_login"], 0);
  EXPECT_EQ(s.got["c2s_char_logout"], 0);
  EXPECT_FALSE(s.of(0).is_open);
}

TEST(BotVerbs, AWalkEndsWhereItShould) {
  crew s;
  s.group.walk_to(0, 1, cell_at(160, 100), s.now);
  EXPECT_FALSE(s.group.has_arrived(0));
  s.pass(30'000);
  EXPECT_TRUE(s.group.has_arrived(0));
  EXPECT_EQ(s.group.place(0), (std::pair<uint16_t, uint32_t>{1, cell_at(160, 100)}));
  EXPECT_EQ(s.of(0).cell, cell_at(160, 100));
  EXPECT_GE(s.group.judge().steps_kept(0, 0), 60u);
  auto log = s.log;
  s.pass(60'000);
  EXPECT_EQ(s.log, log);
}

TEST(BotVerbs, AWalkToAnotherMapGoesThroughTheWarps) {
  crew s;
  s.group.walk_to(0, 3, cell_at(33, 30), s.now);
  s.pass(60'000);
  EXPECT_TRUE(s.group.has_arrived(0)) << s.group.gave_up(0);
  EXPECT_EQ(s.of(0).map, 3);
  EXPECT_EQ(s.of(0).cell, cell_at(33, 30));
  EXPECT_EQ(s.got["c2s_warp"], 4);
}

TEST(BotVerbs, AWalkWithoutAWayIsGivenUpWithItsReason) {
  crew s;
  s.group.walk_to(0, 9, 0, s.now);
  s.pass(1'000);
  EXPECT_EQ(s.group.gave_up(0), "there is no way to map 9 from map 1");
  s.group.walk_to(0, 1, cell_at(200, 200), s.now);
  EXPECT_TRUE(s.group.gave_up(0).empty());
  s.pass(1'000);
  EXPECT_EQ(s.group.gave_up(0), "there is no way to the cell on this map");
  s.refuses_walks = true;
  s.group.walk_to(0, 1, cell_at(90, 90), s.now);
  s.pass(60'000);
  EXPECT_EQ(s.group.gave_up(0), "set back 5 times, the last time because a walk was refused");
  EXPECT_FALSE(s.group.has_arrived(0));
  s.group.walk_to(0, 1, cell_at(91, 90), s.now);
  s.group.hang_up(0, true, s.now);
  EXPECT_EQ(s.group.gave_up(0), "the bot left the world");
  s.group.walk_to(0, 1, cell_at(90, 90), s.now);
  EXPECT_EQ(s.group.gave_up(0), "the bot left the world");
}

TEST(BotVerbs, AnotherWalkReplacesTheOneUnderWay) {
  crew s;
  s.group.walk_to(0, 1, cell_at(200, 100), s.now);
  s.pass(1'000);
  s.group.walk_to(0, 1, cell_at(100, 120), s.now);
  s.pass(20'000);
  EXPECT_TRUE(s.group.has_arrived(0));
  EXPECT_EQ(s.of(0).cell, cell_at(100, 120));
}

TEST(BotVerbs, WordsAreSaidAsTheyAreAndHeard) {
  crew s;
  EXPECT_TRUE(s.group.say(0, "hello", s.now));
  EXPECT_TRUE(s.group.whisper(0, "Anna", "psst", s.now));
  EXPECT_TRUE(s.group.shout(0, "hey", s.now));
  s.pass(100);
  const auto& heard = s.group.heard(0);
  ASSERT_EQ(heard.size(), 3u);
  EXPECT_EQ(heard[0].words, "hello");
  EXPECT_EQ(heard[0].speaker, scripted_server::name_of(0));
  EXPECT_EQ(heard[1].kind, msg::client::say_kind::whisper);
  EXPECT_EQ(heard[2].kind, msg::client::say_kind::shout);
  EXPECT_EQ(s.group.judge().own_words_heard(0, 0), 3u);
  for (int i = 0; i < 100; ++i)
    s.group.say(0, "more " + std::to_string(i), s.now);
  s.pass(100);
  EXPECT_EQ(s.group.heard(0).size(), bot_machine::heard_max);
  EXPECT_EQ(s.group.heard(0).back().words, "more 99");
  s.group.hang_up(0, false, s.now);
  EXPECT_FALSE(s.group.say(0, "hello?", s.now));
}

TEST(BotVerbs, AHeldGroupFinishesWhatIsUnderWayAndBeginsNothing) {
  group_options options;
  options.count = 10;
  scripted_server s{options, three_maps()};
  s.pass(20'000);
  s.group.hold(true, s.now);
  s.pass(30'000);
  EXPECT_TRUE(s.group.is_still());
  auto log = s.log;
  s.pass(600'000);
  EXPECT_EQ(s.log, log);
  s.answer(0, msg::client::g2c_time_tick{0, 1, 0});
  auto echoes = s.got["c2g_time_tick"];
  s.pass(100);
  EXPECT_EQ(s.got["c2g_time_tick"], echoes + (s.group.is_in_world(0) ? 1 : 0)) << "ticks are echoed";
  auto moves = s.got["c2s_pc_move"];
  s.group.hold(false, s.now);
  s.pass(30'000);
  EXPECT_GT(s.got["c2s_pc_move"], moves);
}

TEST(BotVerbs, AHeldWalkGoesOnAfterwards) {
  crew s;
  s.group.walk_to(0, 1, cell_at(180, 100), s.now);
  s.pass(1'000);
  s.group.hold(true, s.now);
  s.pass(60'000);
  EXPECT_FALSE(s.group.has_arrived(0));
  EXPECT_LE(x_of(s.of(0).cell), 120) << "no further than the leg that was granted";
  s.group.hold(false, s.now);
  s.pass(30'000);
  EXPECT_TRUE(s.group.has_arrived(0));
}

TEST(BotVerbs, ABotThatIsLetGoLives) {
  crew s{2};
  s.group.live(0, s.now);
  s.group.hang_up(1, false, s.now);
  s.group.live(1, s.now);
  s.pass(60'000);
  EXPECT_GT(s.group.judge().of(0).steps.size(), 0u);
  EXPECT_GT(s.group.judge().of(1).steps.size(), 0u);
}

TEST(BotVerbs, ABotIsTakenWhereTheServerTakesItBeforeItIsReady) {
  crew s;
  s.group.walk_to(0, 1, cell_at(110, 100), s.now);
  s.pass(10'000);
  s.of(0).granted_warp = 2; // as after an answer that was lost on it
  s.group.walk_to(0, 2, cell_at(22, 22), s.now);
  s.pass(20'000);
  EXPECT_TRUE(s.group.has_arrived(0)) << s.group.gave_up(0);
  EXPECT_EQ(s.of(0).cell, cell_at(22, 22));
}

TEST(BotVerbs, AWarpThatIsNeverAnsweredEndsInACut) {
  crew s;
  s.group.walk_to(0, 1, cell_at(110, 100), s.now);
  s.pass(10'000);
  ASSERT_TRUE(s.group.has_arrived(0));
  s.is_silent = true;
  s.group.walk_to(0, 2, cell_at(20, 20), s.now);
  s.pass(20'000);
  EXPECT_FALSE(s.group.is_in_world(0)) << "nobody can tell on which map it is";
  EXPECT_EQ(s.group.gave_up(0), "the bot left the world");
}

} // namespace tools::bots
