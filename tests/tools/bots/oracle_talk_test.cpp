// Each check of the oracle about who hears what, kept and broken.

#include "tests/tools/bots/stage.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg::client;

namespace {

constexpr auto here = cell_at(100, 100);
constexpr auto close_by = cell_at(104, 100);
constexpr auto far = cell_at(200, 200);

/// Anna and Bert together, Carl far away, all settled for a while.
struct trio_stage : stage {
  trio_stage() {
    a = enter_new("Anna", 1, 1, here);
    b = enter_new("Bert", 2, 1, close_by);
    c = enter_new("Carl", 3, 1, far);
    appear(a, b, close_by);
    appear(b, a, here);
    pass(10'000);
  }
  bot_index a = 0;
  bot_index b = 0;
  bot_index c = 0;
};

} // namespace

TEST(OracleTalk, ASayHeardByNeighboursOnlyIsFine) {
  trio_stage s;
  s.say(s.a, say_kind::general, "t.1 hello");
  s.hear(s.b, s.a, say_kind::general, "t.1 hello");
  s.pass(50);
  s.hear(s.a, s.a, say_kind::general, "t.1 hello");
  s.pass(10'000);
  EXPECT_EQ(s.total(), 0u);
  auto tests = s.judge.log().tests();
  EXPECT_EQ(tests[check::say_is_heard_near], 1u);
}

TEST(OracleTalk, ASayTheNeighbourDoesNotHearIsBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::general, "t.1 hello");
  s.hear(s.a, s.a, say_kind::general, "t.1 hello");
  s.pass(10'000);
  EXPECT_TRUE(s.only(check::say_is_heard_near));
  EXPECT_EQ(s.total(), 1u);
}

TEST(OracleTalk, ASayMayMissSomebodyWhoCrossesTheBorder) {
  trio_stage s;
  s.step(s.b, far);
  s.disappear(s.a, s.b);
  s.disappear(s.b, s.a);
  s.appear(s.b, s.c, far);
  s.appear(s.c, s.b, far);
  s.say(s.a, say_kind::general, "t.1 hello");
  s.hear(s.a, s.a, say_kind::general, "t.1 hello");
  s.pass(10'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleTalk, ASayHeardFarAwayIsBlamed) {
  trio_stage s;
  s.appear(s.c, s.a, here); // so that only the distance is wrong
  s.say(s.a, say_kind::general, "t.1 hello");
  s.hear(s.a, s.a, say_kind::general, "t.1 hello");
  s.hear(s.b, s.a, say_kind::general, "t.1 hello");
  s.hear(s.c, s.a, say_kind::general, "t.1 hello");
  s.pass(10'000);
  EXPECT_EQ(s.count(check::say_is_not_heard_far), 1u);
}

TEST(OracleTalk, WordsThatComeTwiceAreBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::general, "t.1 hello");
  s.hear(s.a, s.a, say_kind::general, "t.1 hello");
  s.hear(s.b, s.a, say_kind::general, "t.1 hello");
  s.hear(s.b, s.a, say_kind::general, "t.1 hello");
  EXPECT_TRUE(s.only(check::words_come_once));
}

TEST(OracleTalk, WordsNobodySaidAreBlamed) {
  trio_stage s;
  s.hear(s.b, s.a, say_kind::general, "t.9 never said");
  EXPECT_TRUE(s.only(check::words_are_true));
}

TEST(OracleTalk, WordsOfAnotherKindAreBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::general, "t.1 hello");
  s.hear(s.b, s.a, say_kind::shout, "t.1 hello");
  EXPECT_TRUE(s.only(check::words_are_true));
}

TEST(OracleTalk, AWhisperThatReachesItsListenerOnceIsFine) {
  trio_stage s;
  s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
  s.hear(s.c, s.a, say_kind::whisper, "t.1 psst");
  s.hear(s.a, s.a, say_kind::whisper, "t.1 psst");
  s.pass(10'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleTalk, ALostWhisperIsBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
  s.hear(s.a, s.a, say_kind::whisper, "t.1 psst");
  s.pass(10'000);
  EXPECT_TRUE(s.only(check::whisper_is_heard));
}

TEST(OracleTalk, AWhisperSomebodyElseHearsIsBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
  s.hear(s.b, s.a, say_kind::whisper, "t.1 psst");
  EXPECT_TRUE(s.only(check::whisper_is_private));
}

TEST(OracleTalk, AWhisperRefusedThoughTheListenerIsOnlineIsBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
  s.receive(s.a, s2c_say{0, nobody, stage::text("SYSTEM"), msg::wire::open_text<64>{"Carl is not online"}});
  EXPECT_TRUE(s.only(check::whisper_finds_player));
}

TEST(OracleTalk, AWhisperToSomebodyWhoLeftMayBeRefused) {
  trio_stage s;
  s.log_out(s.c);
  s.say(s.a, say_kind::whisper, "t.1 psst", "Carl");
  s.receive(s.a, s2c_say{0, nobody, stage::text("SYSTEM"), msg::wire::open_text<64>{"Carl is not online"}});
  s.pass(20'000);
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.judge.counts().chat_refused, 1u);
}

TEST(OracleTalk, AShoutHeardByAllIsFineAndAMissedOneIsBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::shout, "t.1 hey");
  for (auto i : {s.a, s.b, s.c})
    s.hear(i, s.a, say_kind::shout, "t.1 hey");
  s.pass(10'000);
  EXPECT_EQ(s.total(), 0u);
  s.say(s.a, say_kind::shout, "t.2 hey");
  for (auto i : {s.a, s.b})
    s.hear(i, s.a, say_kind::shout, "t.2 hey");
  s.pass(10'000);
  EXPECT_TRUE(s.only(check::shout_is_heard));
}

TEST(OracleTalk, AGestureTheNeighbourDoesNotSeeIsBlamed) {
  trio_stage s;
  s.send(s.a, c2s_gesture{3});
  s.receive(s.a, s2c_gesture{1, 3});
  s.receive(s.b, s2c_gesture{1, 3});
  s.pass(10'000);
  EXPECT_EQ(s.total(), 0u);
  s.send(s.a, c2s_gesture{4});
  s.receive(s.a, s2c_gesture{1, 4});
  s.pass(10'000);
  EXPECT_TRUE(s.only(check::gesture_is_seen_near));
}

TEST(OracleTalk, AGestureSeenFarAwayIsBlamed) {
  trio_stage s;
  s.appear(s.c, s.a, here);
  s.send(s.a, c2s_gesture{3});
  for (auto i : {s.a, s.b, s.c})
    s.receive(i, s2c_gesture{1, 3});
  s.pass(10'000);
  EXPECT_EQ(s.count(check::gesture_is_not_seen_far), 1u);
}

TEST(OracleTalk, AnUnansweredSayIsBlamed) {
  trio_stage s;
  s.say(s.a, say_kind::general, "t.1 hello");
  s.pass(11'000);
  EXPECT_TRUE(s.only(check::request_is_answered));
}

} // namespace tools::bots
