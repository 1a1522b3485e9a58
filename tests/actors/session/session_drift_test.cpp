// Goal: whatever becomes of its zone, a session keeps its client, loses and
// doubles none of his inputs while his stay goes on, and begins a new stay when
// it does not.
// Method: real services, and zones that only do what the test tells them.

#include "runtime/base/probes.hpp"
#include "tests/actors/session/drift_fixture.hpp"

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using msg::close_reason;
using test::only;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SessionDrift : public drift_fixture {};

} // namespace

// -- what is numbered and kept ------------------------------------------------------------

TEST_F(SessionDrift, InputsAreNumberedAndKeptUntilTheZoneHasDealtWithThem) {
  first->says_done = false;
  gesture(3);
  EXPECT_EQ(first->numbers, up_to(3));
  EXPECT_EQ(session->window_size(), 3u);
  first->says_done = true;
  gesture();
  EXPECT_EQ(session->window_size(), 0u);
}

TEST_F(SessionDrift, WhatIsKeptIsBoundedAndTheRestWaitsAtTheEdge) {
  first->says_done = false;
  gesture(input_window::size_max + 10);
  EXPECT_EQ(session->window_size(), input_window::size_max);
  auto read = node.at(id).consumed;
  EXPECT_EQ(first->numbers, up_to(input_window::size_max));
  first->says_done = true;
  serve(1, 1); // says how far it is
  EXPECT_EQ(first->numbers, up_to(input_window::size_max + 10));
  EXPECT_EQ(node.at(id).consumed, read + 10);
  EXPECT_EQ(session->window_size(), 0u);
}

TEST_F(SessionDrift, AnotherZonesWordDropsNothing) {
  first->says_done = false;
  gesture(3);
  caf::anon_send(caf::actor_cast<msg::zone_client_actor>(node.owners.at(id)), msg::inputs_done{session->visit(), 3});
  node.sim.settle();
  EXPECT_EQ(session->window_size(), 3u);
}

// -- zones that move ------------------------------------------------------------------

TEST_F(SessionDrift, AZoneThatGoesOnElsewhereIsSentTheRestInOrder) {
  gesture(2);
  auto second = move(first, 1, 2);
  gesture(3); // on their way to the old one
  EXPECT_THAT(second->numbers, IsEmpty());
  serve(1, 2);
  EXPECT_EQ(second->numbers, (std::vector<uint32_t>{3, 4, 5}));
  EXPECT_EQ(second->gaps, 0u);
  EXPECT_EQ(session->zone_epoch(), 2u);
  gesture();
  EXPECT_EQ(second->numbers.back(), 6u);
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_EQ(first->numbers.size() + second->numbers.size(), node.sent.size());
}

TEST_F(SessionDrift, AnEarlierEpochIsNotFollowed) {
  auto second = move(first, 1, 2);
  serve(1, 2);
  auto zombie = spawn(1);
  zombie->stays = second->stays;
  node.sim.get<caf::ok_atom>(last, msg::zone_serve{1});
  gesture();
  EXPECT_THAT(zombie->numbers, IsEmpty());
  EXPECT_EQ(second->numbers, up_to(1));
}

/// As when a move was taken back, and the node it led to did not hear of that before it got the zone all the same.
TEST_F(SessionDrift, AnOldCopyIsNotFollowed) {
  gesture(3);
  auto second = move(first, 1, 2);
  second->stays.begin()->second.done = 1;
  serve(1, 2);
  node.sim.advance(500ms);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("skipped a beat")));
  EXPECT_THAT(second->enters, SizeIs(1));
  EXPECT_EQ(second->activations, 1u);
  gesture(2);
  EXPECT_EQ(second->numbers, up_to(2));
  EXPECT_REACHED(zone_is_an_old_copy);
}

TEST_F(SessionDrift, WhatTheClientMayHaveMissedIsShownAnew) {
  gesture(2);
  auto second = move(first, 1, 2);
  second->is_torn = true;
  serve(1, 2);
  node.sim.advance(500ms);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("skipped a beat")));
  EXPECT_THAT(second->enters, SizeIs(1));
}

TEST_F(SessionDrift, AlsoWhenTheSessionHadToLookForTheZone) {
  auto old = node.table->zones.at(1);
  auto second = move(first, 1, 2);
  second->is_torn = true;
  caf::anon_send_exit(old, caf::exit_reason::kill);
  node.sim.advance(1s);
  EXPECT_EQ(second->attaches, 1u);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("skipped a beat")));
  EXPECT_THAT(second->enters, SizeIs(1));
}

TEST_F(SessionDrift, AGapIsFilledUnderTheSameEpoch) {
  first->is_silent = true;
  gesture(2); // lost
  first->is_silent = false;
  gesture();
  EXPECT_EQ(first->gaps, 1u);
  serve(1, 1);
  EXPECT_EQ(first->numbers, up_to(3));
}

TEST_F(SessionDrift, ASessionThatMissedTheMoveFindsTheZone) {
  auto old = node.table->zones.at(1);
  gesture(2);
  auto second = move(first, 1, 2);
  gesture(2);
  caf::anon_send_exit(old, caf::exit_reason::kill);
  node.sim.settle();
  gesture(1);
  node.sim.advance(500ms);
  EXPECT_FALSE(session->is_adrift());
  EXPECT_EQ(second->attaches, 1u);
  EXPECT_EQ(second->numbers, (std::vector<uint32_t>{3, 4, 5}));
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_REACHED(zone_found_again);
}

TEST_F(SessionDrift, AMovedZoneSaysSoAndIsNotAskedAgain) {
  auto second = move(first, 1, 2);
  gesture();
  node.say(id, c2s_char_logout{});
  node.sim.advance(1s);
  EXPECT_THAT(first->leaves, SizeIs(1));
  ASSERT_THAT(second->leaves, SizeIs(1));
  EXPECT_EQ(second->numbers, up_to(1)) << "what he did before he left is dealt with before";
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::logout);
  EXPECT_EQ(node.sessions(), 0u);
}

// -- zones that are lost ----------------------------------------------------------------

TEST_F(SessionDrift, AZoneStartedAnewIsEnteredAnewOverTheSameConnection) {
  gesture(2);
  auto visit = session->visit();
  kill(1);
  EXPECT_TRUE(session->is_adrift());
  gesture(2); // lost with the stay
  node.sim.advance(3s);
  EXPECT_THAT(told(), IsEmpty());
  auto second = begin(1, 2);
  node.sim.advance(500ms);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("skipped a beat")));
  EXPECT_FALSE(node.at(id).is_closed);
  EXPECT_GT(session->visit(), visit);
  EXPECT_EQ(session->zone_epoch(), 2u);
  ASSERT_THAT(second->enters, SizeIs(1));
  EXPECT_TRUE(second->enters[0].held);
  EXPECT_EQ(second->activations, 1u);
  gesture(2);
  EXPECT_EQ(second->numbers, up_to(2));
  auto stored = node.stored(account).location.revision;
  EXPECT_EQ(second->enters[0].who.location.revision, stored) << "a stay of its own";
  EXPECT_EQ(node.sessions(), 1u);
}

TEST_F(SessionDrift, AZoneThatDoesNotComeBackIsGivenUp) {
  kill(1);
  node.sim.advance(29s, 50ms);
  EXPECT_FALSE(node.at(id).is_closed);
  node.sim.advance(2s, 50ms);
  EXPECT_THAT(told(), testing::Contains(HasSubstr("gone")));
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::zone_lost);
  node.sim.advance(6s, 50ms);
  EXPECT_EQ(node.sessions(), 0u);
  EXPECT_REACHED(zone_given_up);
}

TEST_F(SessionDrift, TheTimeOfAnOutageDoesNotCount) {
  node.weather->is_away = true;
  kill(1);
  play_on(100);
  EXPECT_FALSE(node.at(id).is_closed);
  node.weather->is_away = false;
  node.sim.advance(20s, 50ms);
  EXPECT_FALSE(node.at(id).is_closed);
  begin(1, 2);
  node.sim.advance(1s, 50ms);
  EXPECT_TRUE(session->is_in_zone());
  EXPECT_FALSE(node.at(id).is_closed);
}

TEST_F(SessionDrift, NoOutageIsWaitedForLongerThanFiveMinutes) {
  node.weather->is_away = true;
  kill(1);
  play_on(290);
  EXPECT_FALSE(node.at(id).is_closed);
  play_on(20);
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::zone_lost);
}

TEST_F(SessionDrift, AStayIsBegunAnewOnceTheStoreAnswers) {
  kill(1);
  node.weather->is_away = true;
  auto second = begin(1, 2);
  node.sim.advance(3s, 50ms);
  EXPECT_THAT(second->enters, IsEmpty());
  node.weather->is_away = false;
  node.sim.advance(1s, 50ms);
  EXPECT_EQ(second->activations, 1u);
  EXPECT_THAT(told(), SizeIs(1)) << "told once";
}

TEST_F(SessionDrift, AZoneThatIsLostAgainMeanwhileIsEnteredWhereItIsNext) {
  kill(1);
  auto second = begin(1, 2);
  second->is_silent = true;
  node.sim.advance(1s, 50ms);
  EXPECT_EQ(second->attaches, 1u);
  kill(1);
  auto third = begin(1, 3);
  node.sim.advance(3s, 50ms);
  EXPECT_EQ(third->activations, 1u);
  EXPECT_EQ(session->zone_epoch(), 3u);
}

TEST_F(SessionDrift, AStayThatWasSavedOnAnotherMapGoesOnThere) {
  auto seventh = begin(7, 1);
  auto row = node.stored(account).location;
  row.map = {7};
  row.revision += msg::revisions_of_a_stay;
  node.sim.get<caf::ok_atom>(node.store, msg::save_locations{{row}, {{9}, 0}});
  kill(1);
  begin(1, 2);
  node.sim.advance(1s, 50ms);
  auto heard = node.take(id);
  EXPECT_THAT(only<s2c_warp_ready>(heard), ElementsAre(s2c_warp_ready{7}));
  EXPECT_EQ(seventh->activations, 1u);
  EXPECT_EQ(session->map(), msg::map_id{7});
}

TEST_F(SessionDrift, WhatIsSaidAdriftIsBoundedToo) {
  kill(1);
  gesture(input_window::size_max + 10);
  EXPECT_EQ(session->window_size(), input_window::size_max);
  EXPECT_GT(session->waiting_bytes(), 0u);
  auto second = begin(1, 2);
  node.sim.advance(1s, 50ms);
  EXPECT_EQ(second->numbers, up_to(10)) << "the window went down with the stay; what the edge kept did not";
  EXPECT_REACHED(inputs_held_back);
}

TEST_F(SessionDrift, AClientThatLeavesAdriftIsSavedWhereTheZoneIsNext) {
  gesture(2);
  auto stays = first->stays;
  kill(1);
  node.lose(id);
  node.sim.advance(1s, 50ms);
  EXPECT_EQ(node.sessions(), 1u);
  auto second = begin(1, 2);
  second->stays = stays;
  node.sim.advance(1s, 50ms);
  ASSERT_THAT(second->leaves, SizeIs(1));
  EXPECT_TRUE(second->leaves[0].save);
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::client_left);
  EXPECT_EQ(node.sessions(), 0u);
}

TEST_F(SessionDrift, AClientThatLeavesAdriftEndsWhenNoZoneKnowsHim) {
  kill(1);
  node.say(id, c2s_char_logout{});
  node.sim.advance(1s, 50ms);
  auto second = begin(1, 2);
  node.sim.advance(1s, 50ms);
  EXPECT_THAT(second->enters, IsEmpty());
  EXPECT_THAT(only<s2c_char_logout>(node.take(id)), SizeIs(1));
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.sessions(), 0u);
}

TEST_F(SessionDrift, AClientThatLeavesWhileHeIsBroughtBackEndsAtOnce) {
  kill(1);
  node.weather->is_away = true;
  begin(1, 2);
  node.sim.advance(1s, 50ms);
  node.lose(id);
  node.sim.advance(1s, 50ms);
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.sessions(), 0u);
}

} // namespace actors
