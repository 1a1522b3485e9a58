// Inputs of a stay are numbered: each is dealt with once and in order, whatever
// is lost, repeated or sent again. And sessions that take a stay over.

#include "runtime/base/probes.hpp"
#include "tests/actors/zone/zone_fixture.hpp"

#include <numeric>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using test::beside;
using test::here;
using test::index_of;
using test::only;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ZoneInput : public test::zone_fixture {
protected:
  /// The numbers of gestures in the order in which `connection` saw them.
  std::vector<uint8_t> seen(uint64_t connection) {
    std::vector<uint8_t> result;
    for (const auto& x : only<s2c_gesture>(take(connection)))
      result.push_back(x.gesture_type);
    return result;
  }
};

} // namespace

// -- numbers -----------------------------------------------------------------------------

TEST_F(ZoneInput, IsDealtWithOnceHoweverOftenItIsSent) {
  auto id = enter(create(1));
  for (uint32_t number : {1, 1, 2, 1, 2, 3})
    gesture(id, number);
  tick();
  gesture(id, 3);
  gesture(id, 2);
  tick();
  EXPECT_THAT(seen(id), ElementsAre(1, 2, 3));
  EXPECT_EQ(refused("repeated"), 5u);
  EXPECT_THAT(heard[id]->goes_on, IsEmpty());
}

TEST_F(ZoneInput, BehindAGapIsRefusedAndAskedForOnceATick) {
  auto id = enter(create(1));
  gesture(id, 1);
  for (uint32_t number : {3, 4, 5})
    gesture(id, number);
  EXPECT_THAT(heard[id]->goes_on, IsEmpty());
  tick();
  EXPECT_THAT(seen(id), ElementsAre(1));
  EXPECT_EQ(refused("gap"), 3u);
  ASSERT_THAT(heard[id]->goes_on, SizeIs(1));
  EXPECT_EQ(heard[id]->goes_on[0].done, 1u);
  EXPECT_EQ(heard[id]->goes_on[0].visit.value, 1u);
  EXPECT_EQ(heard[id]->goes_on[0].epoch, epoch);
  for (uint32_t number : {2, 3, 4, 5})
    gesture(id, number);
  tick();
  EXPECT_THAT(seen(id), ElementsAre(2, 3, 4, 5));
  EXPECT_THAT(heard[id]->goes_on, SizeIs(1));
}

/// What is told is what was accepted, also what came after the gap.
TEST_F(ZoneInput, AGapThatFillsBeforeTheTickIsNotSentAgainInVain) {
  auto id = enter(create(1));
  for (uint32_t number : {2, 1, 2})
    gesture(id, number);
  tick();
  EXPECT_THAT(seen(id), ElementsAre(1, 2));
  ASSERT_THAT(heard[id]->goes_on, SizeIs(1));
  EXPECT_EQ(heard[id]->goes_on[0].done, 2u);
}

TEST_F(ZoneInput, NumberZeroIsAGap) {
  auto id = enter(create(1));
  gesture(id, 0);
  gesture(id, 1);
  tick();
  EXPECT_THAT(seen(id), ElementsAre(1));
  EXPECT_EQ(refused("gap"), 1u);
  EXPECT_EQ(refused("repeated"), 0u);
}

TEST_F(ZoneInput, ASessionIsToldEvery32InputsHowFarItHasCome) {
  auto id = enter(create(1));
  for (uint32_t number = 1; number <= 70; ++number) {
    gesture(id, number);
    if (number == 32) {
      EXPECT_THAT(heard[id]->done, IsEmpty()) << "it is not dealt with yet";
    }
    if (number % 16 == 0)
      tick();
  }
  tick();
  ASSERT_THAT(heard[id]->done, SizeIs(2));
  EXPECT_EQ(heard[id]->done[0].done, 32u);
  EXPECT_EQ(heard[id]->done[1].done, 64u);
}

TEST_F(ZoneInput, EachStayCountsFromOne) {
  auto who = create(1);
  auto id = enter(who, 1);
  gesture(id, 1);
  gesture(id, 2);
  tick();
  ask_enter(who, 2);
  tick();
  take(id);
  input_number(id, 3, c2s_gesture{9}, 1);
  input_number(id, 1, c2s_gesture{8}, 2);
  tick();
  EXPECT_THAT(seen(id), ElementsAre(8));
  EXPECT_EQ(refused("stale-visit"), 1u);
}

TEST_F(ZoneInput, MoreThanThereIsRoomForIsNoFloodWhenItIsSentAgain) {
  options.inputs_max = 10;
  start();
  auto id = enter(create(1));
  freeze();
  serve(epoch);
  // As a session does: everything beyond what it was told last, each time.
  size_t heard_before = 0;
  for (int i = 0; i < 20; ++i) {
    const auto& told = heard[id]->goes_on;
    if (told.size() > heard_before)
      for (uint32_t number = told.back().done + 1; number <= 35; ++number)
        gesture(id, number);
    heard_before = told.size();
    tick();
  }
  std::vector<uint8_t> all(35);
  std::iota(all.begin(), all.end(), 1);
  EXPECT_EQ(seen(id), all);
  EXPECT_THAT(heard[id]->expulsions, IsEmpty());
  for (uint32_t number = 36; number <= 36 + 30; ++number)
    gesture(id, number);
  EXPECT_THAT(heard[id]->expulsions, IsEmpty()) << "for a while";
  sim.advance(6s);
  auto next = heard[id]->goes_on.back().done + 1;
  for (uint32_t number = next; number <= next + 30; ++number)
    gesture(id, number);
  EXPECT_THAT(heard[id]->expulsions, SizeIs(1));
}

// -- sessions that take a stay over --------------------------------------------------------

TEST_F(ZoneInput, AnAttachedSessionHearsHowFarTheStayHasCome) {
  auto id = enter(create(1));
  gesture(id, 1);
  gesture(id, 2);
  auto result = attach(id, 77);
  gesture(id, 3);
  EXPECT_FALSE(result->is_done());
  tick();
  ASSERT_TRUE(result->value);
  EXPECT_EQ(result->value->done, 3u) << "nothing of it is to be sent again";
  EXPECT_EQ(result->value->epoch, epoch);
  take(id);
  take(77);
  gesture(id, 4);
  tick();
  EXPECT_THAT(seen(id), ElementsAre()) << "his old connection";
  EXPECT_THAT(seen(77), ElementsAre(4));
  EXPECT_EQ(players(), 1u);
  EXPECT_REACHED(stay_attached);
}

TEST_F(ZoneInput, AnAttachedSessionIsTheOneThatCounts) {
  auto id = enter(create(1));
  attach(id, 77);
  tick();
  caf::anon_send_exit(session_of(id, 0), caf::exit_reason::kill);
  sim.advance(1s);
  EXPECT_EQ(players(), 1u) << "nobody misses the old one";
  caf::anon_send_exit(session_of(id, 1), caf::exit_reason::kill);
  sim.advance(1s);
  EXPECT_EQ(players(), 0u);
}

TEST_F(ZoneInput, ASessionMayAttachAgain) {
  auto id = enter(create(1));
  attach(id, id, 0);
  tick();
  auto again = attach(id, id, 0);
  tick();
  EXPECT_TRUE(again->value);
  caf::anon_send_exit(session_of(id, 0), caf::exit_reason::kill);
  sim.advance(1s);
  EXPECT_EQ(players(), 0u);
}

TEST_F(ZoneInput, AnotherStayCannotBeAttachedTo) {
  auto id = enter(create(1), 3);
  auto other = attach(id, 77, 1, 2);
  auto unknown = attach(id + 1, 78, 1, 3);
  tick();
  EXPECT_EQ(why(other), msg::errc::stale_visit);
  EXPECT_EQ(why(unknown), msg::errc::stale_visit);
  gesture(id, 1);
  input_number(id, 1, c2s_gesture{1}, 3);
  tick();
  EXPECT_THAT(seen(id), ElementsAre(1));
}

TEST_F(ZoneInput, WhoeverAttachesHearsOfADepartureHeMissed) {
  auto id = enter(create(1));
  input(id, c2s_warp{7});
  input(id, c2s_warp{7});
  tick();
  ASSERT_THAT(heard[id]->departures, SizeIs(1));
  auto first = heard[id]->departures[0];
  attach(id, 77);
  tick();
  ASSERT_THAT(heard[id]->departures, SizeIs(2));
  EXPECT_EQ(heard[id]->departures[1].to_map, first.to_map);
  EXPECT_EQ(heard[id]->departures[1].to_cell, first.to_cell);
  EXPECT_EQ(heard[id]->departures[1].visit, first.visit);
}

} // namespace actors
