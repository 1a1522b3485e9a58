// Goal: players who share a world see and hear each other, and nobody else does.

#include "tests/e2e/stage.hpp"

using namespace msg::client;

namespace test::e2e {

namespace {

/// Upper and lower case exchanged.
std::string swap_case(std::string text) {
  for (auto& c : text)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      c ^= 0x20;
  return text;
}

class E2eWorld : public one_node {};

TEST_F(E2eWorld, PlayersInViewAppearToEachOtherAndDisappearAtLogout) {
  auto a = player();
  auto b = player();
  a->see_appear(*b);
  b->see_appear(*a);
  b->log_out();
  a->see_disappear(*b);
}

TEST_F(E2eWorld, AWalkIsShownToOthersWithItsStartAndDestination) {
  auto a = player();
  auto b = player();
  auto start = a->at().cell;
  a->walk_to(231, 130);
  auto seen = b->get<s2c_see_move>([&](const s2c_see_move& x) { return x.moving_player_id == a->id(); });
  EXPECT_EQ(seen.start_cell, start);
  EXPECT_EQ(seen.destination_cell, cell_at(231, 130));
  EXPECT_TRUE(a->is_served());
  EXPECT_FALSE(a->link().has<s2c_see_move>({})) << "nobody sees himself walk";
}

TEST_F(E2eWorld, AnImpossibleStepOfAWalkIsPutBackAndShownAsAStop) {
  auto a = player();
  auto b = player();
  auto good = a->at();
  a->send(msg::game_request{c2s_ask_move{cell_at(231, 131), 1}});
  EXPECT_EQ(a->get<s2c_ans_move>().is_granted, 1);
  a->step(cell_at(100, 100));
  EXPECT_EQ(a->get<s2c_fix_move>().fixed_cell, good.cell);
  auto seen = b->get<s2c_see_stop>([&](const s2c_see_stop& x) { return x.stopping_player_id == a->id(); });
  EXPECT_EQ(seen.fixed_cell, good.cell);
}

TEST_F(E2eWorld, GeneralSayIsHeardInViewOnly) {
  auto speaker = player();
  auto near = player();
  auto far = player(1); // on another map
  auto words = fresh_name("near words ");
  speaker->say(say_kind::general, words);
  EXPECT_EQ(speaker->hear(say_kind::general, words).speaking_player_id, speaker->id());
  auto heard = near->hear(say_kind::general, words);
  EXPECT_EQ(heard.speaking_player_id, speaker->id());
  EXPECT_EQ(heard.speaker_name.str(), speaker->name());
  auto barrier = fresh_name("then this ");
  speaker->say(say_kind::whisper, barrier, far->name());
  far->hear(say_kind::whisper, barrier);
  EXPECT_FALSE(far->has_heard(words));
}

TEST_F(E2eWorld, SomebodyOnTheSameMapButOutOfViewHearsNothing) {
  auto speaker = player();
  auto walker = player();
  auto start = walker->at().cell;
  walker->log_out();
  run_sql(database(), "UPDATE characters SET cell = " + std::to_string(cell_at(120, 140)) + " WHERE name = '"
                        + walker->name() + "'");
  walker = again(*walker);
  ASSERT_NE(walker->at().cell, start);
  auto words = fresh_name("here only ");
  speaker->say(say_kind::general, words);
  speaker->hear(say_kind::general, words);
  auto barrier = fresh_name("then this ");
  speaker->say(say_kind::whisper, barrier, walker->name());
  walker->hear(say_kind::whisper, barrier);
  EXPECT_FALSE(walker->has_heard(words));
  EXPECT_FALSE(walker->sees(*speaker));
}

TEST_F(E2eWorld, WhispersCrossMapsBothWaysWhateverTheCaseOfTheName) {
  auto a = player(0);
  auto b = player(1);
  ASSERT_NE(a->at().map, b->at().map);
  for (auto [from, to] : {std::pair{a.get(), b.get()}, std::pair{b.get(), a.get()}}) {
    auto words = fresh_name("psst ");
    from->say(say_kind::whisper, words, swap_case(to->name()));
    auto heard = to->hear(say_kind::whisper, words);
    EXPECT_EQ(heard.speaking_player_id, from->id());
    EXPECT_EQ(heard.speaker_name.str(), from->name());
    from->hear(say_kind::whisper, words); // his copy
  }
}

TEST_F(E2eWorld, AWhisperToNobodyIsAnsweredWithASentence) {
  auto a = player();
  a->say(say_kind::whisper, "anybody there?", "Noperson");
  auto answer = a->get<s2c_say>([](const s2c_say& x) { return x.speaking_player_id == nobody; });
  EXPECT_EQ(answer.say_type, static_cast<uint8_t>(say_kind::system));
  EXPECT_EQ(answer.words.str(), "Noperson is not online.");
}

TEST_F(E2eWorld, AShoutReachesEverybodyOnce) {
  auto a = player(0);
  auto near = player(0);
  auto far = player(1);
  auto words = fresh_name("hear ye ");
  a->say(say_kind::shout, words);
  for (auto* who : {a.get(), near.get(), far.get()}) {
    EXPECT_EQ(who->hear(say_kind::shout, words).speaking_player_id, a->id());
    EXPECT_TRUE(who->is_served());
    EXPECT_FALSE(who->has_heard(words)) << "twice";
  }
  a->say(say_kind::shout, "again");
  a->hear(say_kind::system, "You cannot shout again so soon.");
}

TEST_F(E2eWorld, AGestureIsSeenInView) {
  auto a = player();
  auto b = player();
  a->send(msg::game_request{c2s_gesture{3}});
  for (auto* who : {a.get(), b.get()}) {
    auto seen = who->get<s2c_gesture>([&](const s2c_gesture& x) { return x.gesturing_player_id == a->id(); });
    EXPECT_EQ(seen.gesture_type, 3);
  }
}

TEST_F(E2eWorld, TooManyLinesAreRefusedAndNotHeard) {
  auto a = player();
  auto b = player();
  for (int i = 0; i < 12; ++i) // more than two windows admit
    a->say(say_kind::general, "line " + std::to_string(i));
  a->hear(say_kind::system, "You talk too fast; nobody heard that.");
  EXPECT_TRUE(a->is_served());
  EXPECT_FALSE(b->has_heard("line 11"));
}

} // namespace

} // namespace test::e2e
