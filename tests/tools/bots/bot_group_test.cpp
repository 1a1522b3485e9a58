// A whole group without sockets: the way in, the connections, the end, and that
// the same calls give the same calls.

#include "tests/tools/bots/scripted_server.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

namespace {

group_options options_of(uint32_t count, uint64_t seed = 1) {
  group_options result;
  result.count = count;
  result.seed = seed;
  return result;
}

} // namespace

TEST(BotGroup, ALivingGroupEntersPlaysAndLeaves) {
  scripted_server s{options_of(5), three_maps()};
  s.pass(60'000);
  EXPECT_GE(s.group.in_world(), 3u);
  for (auto name : {"c2s_world_login", "c2s_pc_move", "c2s_say"})
    EXPECT_GT(s.got[name], 5) << name;
  s.group.leave_all(s.now);
  s.pass(5'000);
  EXPECT_EQ(s.group.finished(), 5u);
  EXPECT_EQ(s.group.in_world(), 0u);
  auto talk = s.group.judge().log().count(check::tick_comes); // this server has no clock
  for (auto kind : {check::whisper_is_heard, check::shout_is_heard, check::say_is_heard_near,
                    check::gesture_is_seen_near, check::neighbour_is_seen}) // and shows nobody to anybody
    talk += s.group.judge().log().count(kind);
  EXPECT_EQ(s.group.judge().log().total(), talk);
}

TEST(BotGroup, TheSameSeedCallsTheSame) {
  auto play = [](uint64_t seed) {
    scripted_server s{options_of(4, seed), three_maps()};
    s.pass(30'000);
    s.close(2);
    s.pass(30'000);
    s.group.leave_all(s.now);
    s.pass(5'000);
    return s.log;
  };
  auto first = play(7);
  EXPECT_EQ(first, play(7));
  EXPECT_NE(first, play(8));
}

TEST(BotGroup, NothingIsDueBeforeTheTimeItSays) {
  scripted_server s{options_of(3)};
  for (int n = 0; n < 1'000; ++n) {
    auto due = s.group.due();
    ASSERT_LT(due, INT64_MAX);
    auto before = s.log;
    s.group.wake(due - 1);
    ASSERT_EQ(s.log, before);
    s.pass(std::max<time_ms>(due - s.now, 1));
  }
}

TEST(BotGroup, AConnectionThatFailsAtOnceIsTriedAgain) {
  scripted_server s{options_of(1)};
  s.is_down = true;
  s.pass(5'000);
  EXPECT_EQ(s.group.in_world(), 0u);
  EXPECT_GT(s.group.judge().counts().turned_away, 1u);
  s.is_down = false;
  s.pass(10'000);
  EXPECT_EQ(s.group.in_world(), 1u);
}

TEST(BotGroup, ALostConnectionIsToldTheOracleAndABotComesBack) {
  scripted_server s{options_of(1)};
  s.pass(3'000);
  ASSERT_TRUE(s.group.is_in_world(0));
  s.group.judge().disturbed(s.now, s.now + 10'000);
  s.close(0);
  s.pass(1);
  EXPECT_FALSE(s.group.is_in_world(0));
  EXPECT_EQ(s.group.judge().log().total(), 0u);
  EXPECT_EQ(s.group.judge().log().excused().at(check::connection_stays_open), 1u);
  s.pass(10'000);
  EXPECT_EQ(s.group.judge().counts().logins, 2u);
}

TEST(BotGroup, EventsOfNoConnectionAreIgnored) {
  auto options = options_of(1);
  options.are_idle = true;
  scripted_server s{options};
  auto bytes = msg::client::encode_frame(msg::client::ls2c_say{});
  s.group.opened(0, s.now);
  s.group.received(0, bytes, s.now);
  s.group.lost(0, close_cause::server, s.now);
  EXPECT_TRUE(s.log.empty());
  EXPECT_EQ(s.group.judge().log().total(), 0u);
}

TEST(BotGroup, NationsAreTheCallersChoice) {
  auto options = options_of(2);
  options.nation_of = [](bot_index i) { return static_cast<uint8_t>(1 - i); };
  scripted_server s{options};
  s.is_silent = true;
  s.pass(100);
  for (bot_index i = 0; i < 2; ++i) {
    s.answer(i, msg::client::ls2c_server_list{{{1, {}, {}}}});
    s.answer(i, msg::client::ls2c_gate_info{7, msg::wire::fixed_text<16>{"10.0.0.1"}, 9860});
  }
  s.pass(100);
  msg::client::s2c_char_list none;
  for (auto& x : none.slots)
    x.class_id = msg::client::class_of_empty_slot;
  s.answer(0, none);
  s.answer(1, none);
  s.pass(100);
  EXPECT_EQ(s.got["c2s_ask_create_player"], 2);
  EXPECT_NE(s.log.find("\"nation\":1,\"character_name\":\"bot0\""), std::string::npos) << s.log;
}

} // namespace tools::bots
