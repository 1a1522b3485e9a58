// The zone actor on the simulated scheduler: what waits for the tick, who is
// answered when, what reaches the store and what happens when it does not.

#include "runtime/base/probes.hpp"
#include "tests/actors/zone/zone_fixture.hpp"

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using loaders::cell;
using test::beside;
using test::here;
using test::index_of;
using test::inner_door;
using test::only;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Zone : public test::zone_fixture {};

} // namespace

// -- coming ------------------------------------------------------------------------------

TEST_F(Zone, AnEntryIsAnsweredAtTheTick) {
  auto who = create(1);
  auto result = ask_enter(who);
  EXPECT_FALSE(result->is_done());
  sim.advance(options.tick);
  ASSERT_TRUE(result->value);
  EXPECT_EQ(result->value->cell, index_of(here));
  EXPECT_THAT(only<s2c_world_login>(take(who.id().value)), SizeIs(1));
  EXPECT_EQ(players(), 1u);
}

TEST_F(Zone, AFullZoneRefuses) {
  options.players_max = 1;
  start();
  enter(create(1));
  auto second = ask_enter(create(2));
  sim.advance(options.tick);
  ASSERT_TRUE(second->why);
  EXPECT_EQ(msg::code_of(*second->why), msg::errc::zone_refused);
}

TEST_F(Zone, AHeldPlayerIsShownOnceActivated) {
  auto one = enter(create(1));
  auto who = create(2, beside);
  auto id = who.id().value;
  auto result = ask_enter(who, 5, true);
  sim.advance(options.tick);
  ASSERT_TRUE(result->value);
  EXPECT_THAT(take(one), IsEmpty());
  EXPECT_THAT(take(id), IsEmpty());
  EXPECT_EQ(players(), 1u);
  auto activated = activate(id, 5);
  sim.advance(options.tick);
  EXPECT_TRUE(activated->value);
  EXPECT_THAT(only<s2c_pc_appear>(take(one)), SizeIs(1));
  EXPECT_THAT(only<s2c_warp>(take(id)), ElementsAre(s2c_warp{index_of(beside)}));
  EXPECT_EQ(players(), 2u);
}

TEST_F(Zone, AnArrivalIsSavedAtOnce) {
  auto who = create(1, beside);
  who.location.cell = index_of({55, 55});
  who.location.revision = 40;
  ask_enter(who, 5, true);
  activate(who.id().value, 5);
  sim.advance(1s);
  EXPECT_EQ(stored(who.id().value).cell, index_of({55, 55}));
  EXPECT_GT(stored(who.id().value).revision, 40u);
}

TEST_F(Zone, ACancelledPlayerNeverComes) {
  auto who = create(1);
  ask_enter(who, 5, true);
  sim.advance(options.tick);
  caf::anon_send(zone, msg::zone_cancel{who.id(), {5}});
  auto activated = activate(who.id().value, 5);
  sim.advance(options.tick);
  EXPECT_EQ(why(activated), msg::errc::stale_visit);
  EXPECT_EQ(players(), 0u);
  EXPECT_THAT(take(who.id().value), IsEmpty());
}

TEST_F(Zone, WhatIsSaidBeforeTheActivationIsAskedForAgain) {
  auto who = create(1);
  auto id = who.id().value;
  ask_enter(who, 5, true);
  sim.advance(options.tick);
  auto activated = activate(id, 5);
  input_number(id, 1, c2s_gesture{3}, 5);
  EXPECT_THAT(heard[id]->goes_on, IsEmpty());
  sim.advance(options.tick);
  EXPECT_TRUE(activated->value);
  EXPECT_THAT(take(id), testing::Each(testing::VariantWith<s2c_warp>(testing::_)));
  ASSERT_THAT(heard[id]->goes_on, SizeIs(1));
  EXPECT_EQ(heard[id]->goes_on[0].done, 0u);
  input_number(id, 1, c2s_gesture{3}, 5);
  sim.advance(options.tick);
  EXPECT_THAT(only<s2c_gesture>(take(id)), ElementsAre(s2c_gesture{id, 3}));
}

TEST_F(Zone, AnActivationIsAnsweredAtTheTickAndMayBeRepeated) {
  auto who = create(1);
  auto id = who.id().value;
  ask_enter(who, 5, true);
  sim.advance(options.tick);
  auto first = activate(id, 5);
  EXPECT_FALSE(first->is_done());
  sim.advance(options.tick);
  EXPECT_TRUE(first->value);
  take(id);
  auto second = activate(id, 5);
  auto other = activate(id, 4);
  sim.advance(options.tick);
  EXPECT_TRUE(second->value);
  EXPECT_EQ(why(other), msg::errc::stale_visit);
  EXPECT_THAT(take(id), IsEmpty()) << "he is shown once";
}

TEST_F(Zone, APlaceThatNobodyTakesIsGivenUp) {
  auto who = create(1);
  auto id = who.id().value;
  ask_enter(who, 5, true);
  sim.advance(29s);
  ask_enter(create(2), 6, true);
  sim.advance(2s);
  auto late = activate(id, 5);
  auto other = activate(id + 1, 6);
  sim.advance(options.tick);
  EXPECT_EQ(why(late), msg::errc::stale_visit);
  EXPECT_TRUE(other->value) << "his place is younger";
  EXPECT_EQ(players(), 1u);
}

TEST_F(Zone, NobodyIsResumedWhoIsNotHere) {
  auto id = enter(create(1), 3);
  auto stale = ask(msg::zone_resume{{id}, {2}});
  auto known = ask(msg::zone_resume{{id}, {3}});
  sim.advance(options.tick);
  EXPECT_EQ(why(stale), msg::errc::stale_visit);
  EXPECT_TRUE(known->value);
}

TEST_F(Zone, AStayNobodyEndedIsReplacedByWhatTheZoneKnows) {
  auto who = create(1);
  auto id = enter(who);
  step(id, beside);
  sim.advance(options.tick);
  ask_enter(who, 2);
  sim.advance(options.tick);
  auto logins = only<s2c_world_login>(take(id));
  ASSERT_THAT(logins, SizeIs(1));
  EXPECT_EQ(logins[0].character.cell, index_of(beside));
  EXPECT_EQ(players(), 1u);
}

TEST_F(Zone, AnEntryThatCameTooLateEndsNoLaterStay) {
  auto who = create(1);
  auto begin = [&] { return sim.get<msg::character_record>(store, msg::begin_stay{who.account, who.id()}); };
  auto early = begin();
  enter(begin(), 2);
  auto late = ask_enter(early, 1);
  sim.advance(options.tick);
  EXPECT_EQ(msg::code_of(*late->why), msg::errc::stale_visit);
  EXPECT_EQ(players(), 1u);
  step(who.id().value, beside);
  EXPECT_REACHED(enter_came_too_late);
}

TEST_F(Zone, WhatWasSavedSinceBeatsWhatAnOldCopyKnows) {
  auto id = enter(create(1));
  auto who = sim.get<msg::character_record>(store, msg::begin_stay{{1}, {id}});
  who.location.revision += msg::revisions_of_a_stay; // that of another zone lies in between
  who.location.cell = index_of(beside);
  ask_enter(who, 2);
  sim.advance(options.tick);
  auto logins = only<s2c_world_login>(take(id));
  ASSERT_THAT(logins, SizeIs(1));
  EXPECT_EQ(logins[0].character.cell, index_of(beside));
}

// -- doing -------------------------------------------------------------------------------

TEST_F(Zone, InputIsDealtWithAtTheTickOnly) {
  auto id = enter(create(1));
  input(id, c2s_gesture{1});
  EXPECT_THAT(take(id), IsEmpty());
  sim.advance(options.tick);
  EXPECT_THAT(only<s2c_gesture>(take(id)), SizeIs(1));
}

TEST_F(Zone, WhatATickSaysIsOneBatchPerEdge) {
  std::vector<uint32_t> ids;
  for (uint32_t i = 1; i <= 4; ++i)
    ids.push_back(enter(create(i)));
  record->batches = 0;
  for (auto id : ids)
    input(id, c2s_gesture{1});
  sim.advance(options.tick);
  EXPECT_EQ(record->batches, 1u);
  for (auto id : ids)
    EXPECT_THAT(only<s2c_gesture>(take(id)), SizeIs(4));
}

TEST_F(Zone, InputOfAnotherVisitIsIgnored) {
  auto id = enter(create(1), 3);
  input(id, c2s_gesture{1}, 2);
  input(id + 1, c2s_gesture{1}, 3);
  sim.advance(options.tick);
  EXPECT_THAT(take(id), IsEmpty());
}

TEST_F(Zone, AFloodOfInputEndsTheStayOnce) {
  options.inputs_max = 10;
  start();
  auto id = enter(create(1));
  for (int i = 0; i < 30; ++i)
    input(id, c2s_gesture{1});
  ASSERT_THAT(heard[id]->expulsions, SizeIs(1));
  EXPECT_EQ(heard[id]->expulsions[0].reason, msg::close_reason::rate_exceeded);
  sim.advance(options.tick);
  EXPECT_THAT(only<s2c_gesture>(take(id)), SizeIs(10)) << "what was within the limit counts";
  EXPECT_EQ(players(), 1u) << "he is here until his session says so";
}

TEST_F(Zone, ManyViolationsEndTheStay) {
  auto id = enter(create(1));
  for (int i = 0; i < 10; ++i) {
    step(id, {200, 200});
    sim.advance(600ms);
  }
  ASSERT_THAT(heard[id]->expulsions, SizeIs(1));
  EXPECT_EQ(heard[id]->expulsions[0].reason, msg::close_reason::kicked);
  EXPECT_EQ(heard[id]->expulsions[0].visit.value, 1u);
}

TEST_F(Zone, ADepartureCarriesHisStateAndHeCanResume) {
  auto id = enter(create(1));
  input(id, c2s_chat_window_opt{{1, 2, 3}});
  input(id, c2s_warp{7});
  input(id, c2s_warp{7});
  sim.advance(options.tick);
  ASSERT_THAT(heard[id]->departures, SizeIs(1));
  const auto& departure = heard[id]->departures[0];
  EXPECT_EQ(departure.visit.value, 1u);
  EXPECT_EQ(departure.to_map.value, 7);
  EXPECT_EQ(departure.to_cell, index_of({50, 60}));
  EXPECT_EQ(departure.who.location.chat_masks, (std::array<uint16_t, 3>{1, 2, 3}));
  take(id);
  input(id, c2s_gesture{1});
  sim.advance(options.tick);
  EXPECT_THAT(take(id), IsEmpty()) << "frozen";
  auto resumed = ask(msg::zone_resume{{id}, {1}});
  input(id, c2s_gesture{1});
  sim.advance(options.tick);
  EXPECT_TRUE(resumed->value);
  EXPECT_THAT(take(id),
              ElementsAre(msg::game_answer{s2c_fix_move{index_of(here)}}, msg::game_answer{s2c_gesture{id, 1}}));
}

TEST_F(Zone, AWarpWithinTheMapLeadsToItsTarget) {
  auto one = enter(create(1, inner_door));
  input(one, c2s_warp{1});
  input(one, c2s_warp{1});
  sim.advance(options.tick);
  if (!heard[one]->departures.empty()) { // then his session does as for any other warp
    auto who = heard[one]->departures[0].who;
    who.location.cell = heard[one]->departures[0].to_cell;
    ask_enter(who, 2, true);
    sim.advance(options.tick);
    leave(one, false, 1);
    activate(one, 2);
    sim.advance(options.tick);
  }
  EXPECT_THAT(only<s2c_warp>(take(one)), ElementsAre(s2c_warp{index_of({20, 30})}));
  EXPECT_EQ(players(), 1u);
}

// -- going and saving ----------------------------------------------------------------------

TEST_F(Zone, ALogoutIsAnsweredOnceItsLocationIsCommitted) {
  auto id = enter(create(1));
  step(id, beside);
  sim.advance(options.tick);
  weather->failures = 3;
  auto done = leave(id);
  sim.advance(options.tick);
  EXPECT_EQ(players(), 0u);
  EXPECT_FALSE(done->is_done());
  for (int i = 0; i < 100 && !done->is_done(); ++i)
    sim.advance(100ms);
  ASSERT_TRUE(done->value);
  EXPECT_EQ(weather->failures, 0);
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

TEST_F(Zone, ASaveThatIsNeverAnsweredIsTriedAgain) {
  auto id = enter(create(1));
  step(id, beside);
  sim.advance(options.tick);
  weather->losses = 1;
  auto done = leave(id);
  sim.advance(7s);
  EXPECT_FALSE(done->is_done());
  sim.advance(10s);
  EXPECT_TRUE(done->value);
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

TEST_F(Zone, ASecondTryToLeaveWaitsForTheSameCommit) {
  auto id = enter(create(1));
  weather->failures = 2;
  auto first = leave(id);
  sim.advance(options.tick);
  auto second = leave(id);
  sim.advance(options.tick);
  EXPECT_FALSE(second->is_done());
  sim.advance(10s);
  EXPECT_TRUE(first->value);
  EXPECT_TRUE(second->value);
  auto third = leave(id);
  sim.advance(options.tick);
  EXPECT_EQ(why(third), msg::errc::stale_visit);
}

TEST_F(Zone, LeavingForAnotherZoneSavesNothing) {
  auto id = enter(create(1));
  sim.advance(6s);
  auto commits = weather->commits;
  step(id, beside);
  auto done = leave(id, false);
  sim.advance(options.tick);
  EXPECT_TRUE(done->value);
  sim.advance(6s);
  EXPECT_EQ(weather->commits, commits);
  EXPECT_EQ(stored(id).cell, index_of(here));
}

TEST_F(Zone, LeavingAnotherVisitIsStale) {
  auto id = enter(create(1), 3);
  sim.advance(1s); // nothing is being saved
  auto done = leave(id, true, 2);
  sim.advance(options.tick);
  EXPECT_EQ(why(done), msg::errc::stale_visit);
  EXPECT_EQ(players(), 1u);
}

TEST_F(Zone, ALostSessionIsSavedAndTakenAway) {
  auto one = enter(create(1));
  auto two = enter(create(2, beside));
  step(two, {102, 100});
  sim.advance(options.tick);
  take(one);
  caf::anon_send_exit(session_of(two), caf::exit_reason::kill);
  sim.advance(1s);
  EXPECT_EQ(players(), 1u);
  EXPECT_THAT(only<s2c_pc_disappear>(take(one)), ElementsAre(s2c_pc_disappear{two}));
  EXPECT_EQ(stored(two).cell, index_of({102, 100}));
}

TEST_F(Zone, ALostSessionOfAHeldPlayerGivesHisPlaceBack) {
  auto who = create(1);
  ask_enter(who, 5, true);
  sim.advance(options.tick);
  caf::anon_send_exit(session_of(who.id().value), caf::exit_reason::kill);
  sim.settle();
  auto activated = activate(who.id().value, 5);
  sim.advance(options.tick);
  EXPECT_EQ(why(activated), msg::errc::stale_visit);
  EXPECT_EQ(players(), 0u);
}

TEST_F(Zone, LocationsAreSavedFromTimeToTime) {
  auto id = enter(create(1));
  sim.advance(6s);
  auto before = stored(id).revision;
  step(id, beside);
  sim.advance(6s);
  EXPECT_EQ(stored(id).cell, index_of(beside));
  EXPECT_GT(stored(id).revision, before);
  auto commits = weather->commits;
  sim.advance(20s);
  EXPECT_EQ(weather->commits, commits) << "nothing has changed";
}

TEST_F(Zone, AZoneThatStopsSavesEverybodyAndAdmitsNobody) {
  std::vector<uint32_t> ids;
  for (uint32_t i = 1; i <= 3; ++i) {
    ids.push_back(enter(create(i)));
    step(ids.back(), beside);
  }
  sim.advance(options.tick);
  weather->failures = 1;
  auto done = sim.ask<caf::ok_atom>(zone, msg::zone_stop{});
  EXPECT_FALSE(done->is_done());
  for (auto id : ids) {
    ASSERT_THAT(heard[id]->expulsions, SizeIs(1));
    EXPECT_EQ(heard[id]->expulsions[0].reason, msg::close_reason::shutdown);
  }
  auto late = ask_enter(create(4));
  sim.advance(3s);
  EXPECT_TRUE(done->value);
  EXPECT_TRUE(late->why);
  for (auto id : ids)
    EXPECT_EQ(stored(id).cell, index_of(beside));
}

TEST_F(Zone, WhatWasDoneJustBeforeItStopsCounts) {
  auto id = enter(create(1));
  step(id, beside);
  EXPECT_TRUE(sim.ask<caf::ok_atom>(zone, msg::zone_stop{})->value);
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

TEST_F(Zone, AnEmptyZoneStopsAtOnce) { EXPECT_TRUE(sim.ask<caf::ok_atom>(zone, msg::zone_stop{})->value); }

TEST_F(Zone, WithoutAStoreNothingIsForgotten) {
  weather->is_away = true;
  auto id = enter(create(1));
  step(id, beside);
  auto done = leave(id);
  sim.advance(5s);
  EXPECT_FALSE(done->is_done());
  weather->is_away = false;
  sim.advance(5s);
  EXPECT_TRUE(done->value);
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

} // namespace actors
