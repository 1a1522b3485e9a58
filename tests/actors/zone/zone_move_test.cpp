// Zones that begin, stand still, go on elsewhere, and end.

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
using test::only;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ZoneMove : public test::zone_fixture {};

} // namespace

// -- dormant -----------------------------------------------------------------------------

TEST_F(ZoneMove, ADormantZoneServesNobody) {
  zone = spawn_zone();
  auto who = create(1);
  EXPECT_EQ(why(ask_enter(who)), msg::errc::not_ready);
  EXPECT_EQ(why(activate(1, 1)), msg::errc::not_ready);
  EXPECT_EQ(why(attach(1, 1)), msg::errc::not_ready);
  EXPECT_EQ(why(leave(1)), msg::errc::not_ready);
  EXPECT_EQ(why(freeze()), msg::errc::not_ready);
  EXPECT_EQ(why(ask(msg::zone_resume{{1}, {1}})), msg::errc::not_ready);
  EXPECT_EQ(why(ask(msg::zone_stop{})), msg::errc::not_ready);
  gesture(1, 1);
  sim.advance(1s);
  EXPECT_EQ(status().ticks, 0u);
  EXPECT_EQ(refused("not-serving"), 1u);
  EXPECT_EQ(status().epoch, 0u);
}

TEST_F(ZoneMove, ItBeginsWhenItIsToldItsEpoch) {
  zone = spawn_zone();
  EXPECT_TRUE(serve(epoch)->value);
  EXPECT_TRUE(serve(epoch)->value) << "told again";
  EXPECT_EQ(why(serve(epoch + 1)), msg::errc::bad_request);
  sim.advance(1s);
  EXPECT_EQ(status().ticks, 20u);
  EXPECT_EQ(status().epoch, epoch);
  EXPECT_TRUE(look_into(zone).is_serving());
}

TEST_F(ZoneMove, WhatItCostsIsMeasured) {
  static uint64_t us = 0;
  options.stopwatch_us = [] { return us += 300; }; // each tick takes two looks
  start();
  EXPECT_EQ(status().cost, 0u);
  sim.advance(5s);
  EXPECT_EQ(status().cost, 20u * 300u);
}

// -- frozen ------------------------------------------------------------------------------

TEST_F(ZoneMove, FreezingDealsWithWhatHasComeAndThenStandsStill) {
  auto id = enter(create(1));
  gesture(id, 1);
  auto snapshot = frozen();
  EXPECT_THAT(only<s2c_gesture>(take(id)), SizeIs(1));
  EXPECT_EQ(snapshot.fence, (msg::zone_fence{{1}, epoch}));
  ASSERT_THAT(snapshot.stays, SizeIs(1));
  EXPECT_EQ(snapshot.stays[0].who.id().value, id);
  EXPECT_EQ(snapshot.stays[0].visit.value, 1u);
  EXPECT_EQ(snapshot.stays[0].done, 1u);
  EXPECT_EQ(snapshot.stays[0].connection.value, id);
  auto ticks = status().ticks;
  sim.advance(10s);
  EXPECT_EQ(status().ticks, ticks);
  EXPECT_TRUE(look_into(zone).is_frozen());
}

TEST_F(ZoneMove, ItIsFrozenTheSameWayTwice) {
  auto id = enter(create(1));
  auto held = create(2, beside);
  ask_enter(held, 5, true);
  step(id, beside);
  auto first = frozen();
  sim.advance(1s);
  auto second = frozen();
  ASSERT_THAT(second.stays, SizeIs(2));
  EXPECT_TRUE(second.stays[1].is_held);
  EXPECT_EQ(second.stays[1].who, held);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(first.stays[i].who, second.stays[i].who);
    EXPECT_EQ(first.stays[i].state, second.stays[i].state);
    EXPECT_EQ(first.stays[i].done, second.stays[i].done);
  }
  EXPECT_EQ(first.rows, second.rows);
}

TEST_F(ZoneMove, TheRowsOfASnapshotAreWhatIsNotCommitted) {
  auto quiet = enter(create(1));
  auto walker = enter(create(2));
  auto gone = enter(create(3));
  sim.advance(6s); // a checkpoint
  EXPECT_THAT(frozen().rows, IsEmpty());
  serve(epoch);
  weather->is_away = true;
  step(walker, beside);
  auto done = leave(gone);
  tick();
  auto rows = frozen().rows;
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].id.value, walker);
  EXPECT_EQ(rows[0].cell, index_of(beside));
  EXPECT_EQ(rows[1].id.value, gone);
  EXPECT_FALSE(done->is_done());
  EXPECT_TRUE(look_into(zone).world().contains({quiet}));
  ask(msg::zone_retire{false});
}

TEST_F(ZoneMove, WhatIsAskedOfAFrozenZoneWaitsForIt) {
  auto one = enter(create(1));
  frozen();
  auto entry = ask_enter(create(2));
  auto attached = attach(one, 77);
  auto gone = leave(one);
  sim.advance(3s);
  EXPECT_FALSE(entry->is_done() || attached->is_done() || gone->is_done());
  EXPECT_TRUE(serve(epoch)->value);
  sim.advance(1s);
  EXPECT_TRUE(entry->value);
  EXPECT_TRUE(attached->value);
  EXPECT_TRUE(gone->value);
  EXPECT_EQ(players(), 1u);
}

TEST_F(ZoneMove, AThawedZoneHasWhatItMissedSentAgain) {
  auto id = enter(create(1));
  gesture(id, 1);
  frozen();
  gesture(id, 2);
  gesture(id, 3);
  take(id);
  EXPECT_TRUE(serve(epoch)->value);
  ASSERT_THAT(heard[id]->goes_on, SizeIs(1));
  EXPECT_EQ(heard[id]->goes_on[0].done, 1u);
  gesture(id, 2);
  gesture(id, 3);
  tick();
  EXPECT_THAT(only<s2c_gesture>(take(id)), ElementsAre(s2c_gesture{id, 2}, s2c_gesture{id, 3}));
}

TEST_F(ZoneMove, AThawedZoneSavesUnderItsNewEpoch) {
  auto id = enter(create(1));
  sim.advance(6s);
  step(id, beside);
  tick();
  frozen();
  hand_over();
  hand_over(); // and back
  EXPECT_TRUE(serve(epoch)->value);
  sim.advance(6s);
  EXPECT_EQ(stored(id).cell, index_of(beside));
  EXPECT_TRUE(look_into(zone).is_serving());
}

/// A save under the epoch of before says nothing about the one of now.
TEST_F(ZoneMove, ASaveThatIsFencedLateEndsNothing) {
  auto id = enter(create(1));
  sim.advance(6s);
  network->latency_min_ms = network->latency_max_ms = 400;
  step(id, beside);
  auto done = leave(id);
  tick();
  frozen();
  hand_over();
  hand_over();
  EXPECT_TRUE(serve(epoch)->value);
  sim.advance(3s);
  EXPECT_EQ(database->fenced(), 1u);
  EXPECT_TRUE(done->value);
  EXPECT_EQ(stored(id).cell, index_of(beside));
  EXPECT_TRUE(look_into(zone).is_serving());
}

TEST_F(ZoneMove, AFrozenZoneStopsWhenItGoesOn) {
  auto id = enter(create(1));
  step(id, beside);
  frozen();
  auto stopped = ask(msg::zone_stop{});
  sim.advance(1s);
  EXPECT_FALSE(stopped->is_done());
  EXPECT_THAT(heard[id]->expulsions, IsEmpty());
  serve(epoch);
  sim.advance(1s);
  EXPECT_TRUE(stopped->value);
  EXPECT_THAT(heard[id]->expulsions, SizeIs(1));
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

TEST_F(ZoneMove, ASessionLostWhileItIsFrozenIsTakenAwayAfterwards) {
  auto id = enter(create(1));
  step(id, beside);
  frozen();
  caf::anon_send_exit(session_of(id), caf::exit_reason::kill);
  sim.settle();
  serve(epoch);
  sim.advance(1s);
  EXPECT_EQ(players(), 0u);
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

/// What was said to him before may come after what the next zone says, or never.
TEST_F(ZoneMove, WhoseEdgeDoesNotAnswerIsToldSo) {
  auto near = enter(create(1));
  auto unanswered = std::make_shared<std::vector<caf::typed_response_promise<caf::ok_atom>>>();
  auto mute = [unanswered](msg::edge_actor::pointer self) -> msg::edge_actor::behavior_type {
    return {
      [](const msg::edge_output&) {},
      [](const msg::edge_batch&) {},
      [=](const msg::edge_fence&) { return unanswered->emplace_back(self->make_response_promise<caf::ok_atom>()); },
      [](const msg::edge_stop&) { return uint32_t{0}; },
    };
  };
  edge = sim.own(sim.system().spawn(mute));
  auto far = enter(create(2));
  auto first = freeze();
  sim.advance(100ms);
  auto second = freeze();
  EXPECT_FALSE(first->is_done() || second->is_done());
  sim.advance(500ms);
  ASSERT_TRUE(first->value && second->value);
  ASSERT_THAT(first->value->stays, SizeIs(2));
  for (const auto& stay : first->value->stays)
    EXPECT_EQ(stay.is_torn, stay.who.id().value == far);
  zone = spawn_zone();
  ASSERT_TRUE(ask(msg::zone_install{*first->value})->value);
  hand_over();
  ASSERT_TRUE(serve(epoch)->value);
  EXPECT_FALSE(heard[near]->goes_on.back().is_torn);
  EXPECT_TRUE(heard[far]->goes_on.back().is_torn);
  EXPECT_REACHED(edge_not_fenced);
  unanswered->clear();
}

/// As a handle is read on the node on which its actor has ended.
TEST_F(ZoneMove, WhoseSessionIsGoneIsSavedAndTakenAway) {
  auto stays = enter(create(1));
  auto gone = enter(create(2));
  take(stays);
  step(gone, beside);
  auto snapshot = frozen();
  for (auto& stay : snapshot.stays)
    if (stay.who.id().value == gone) {
      stay.session = nullptr;
      stay.edge = nullptr;
    }
  zone = spawn_zone();
  ASSERT_TRUE(ask(msg::zone_install{snapshot})->value);
  hand_over(snapshot.rows);
  ASSERT_TRUE(serve(epoch)->value);
  sim.advance(1s);
  EXPECT_EQ(players(), 1u);
  EXPECT_THAT(only<s2c_pc_disappear>(take(stays)), SizeIs(1));
  EXPECT_EQ(stored(gone).cell, index_of(beside));
  EXPECT_REACHED(session_lost_during_move);
}

TEST_F(ZoneMove, AZoneThatGoesOnWhereItWasHasTornNothing) {
  auto id = enter(create(1));
  frozen();
  serve(epoch);
  EXPECT_FALSE(heard[id]->goes_on.back().is_torn);
}

// -- elsewhere ---------------------------------------------------------------------------

TEST_F(ZoneMove, AZoneGoesOnElsewhereAndNobodySeesIt) {
  auto one = enter(create(1));
  auto two = enter(create(2, beside));
  step(one, {101, 101});
  gesture(two, 1);
  tick();
  take(one);
  take(two);
  move();
  sim.advance(1s);
  EXPECT_THAT(take(one), IsEmpty());
  EXPECT_THAT(take(two), IsEmpty());
  EXPECT_EQ(players(), 2u);
  EXPECT_EQ(stored(one).cell, index_of({101, 101}));
  for (auto id : {one, two}) {
    ASSERT_THAT(heard[id]->goes_on, SizeIs(1));
    EXPECT_EQ(heard[id]->goes_on[0].done, 1u);
    EXPECT_EQ(heard[id]->goes_on[0].epoch, epoch);
  }
  gesture(two, 1);
  gesture(two, 2);
  tick();
  EXPECT_THAT(only<s2c_gesture>(take(one)), ElementsAre(s2c_gesture{two, 2}));
  caf::anon_send_exit(session_of(two), caf::exit_reason::kill);
  sim.advance(1s);
  EXPECT_EQ(players(), 1u) << "sessions are watched by the new one";
}

TEST_F(ZoneMove, AReservedPlaceMovesToo) {
  auto who = create(1, beside);
  auto id = who.id().value;
  ask_enter(who, 5, true);
  tick();
  move();
  ASSERT_THAT(heard[id]->goes_on, SizeIs(1));
  EXPECT_EQ(heard[id]->goes_on[0].visit.value, 5u);
  EXPECT_EQ(players(), 0u);
  auto activated = activate(id, 5);
  tick();
  EXPECT_TRUE(activated->value);
  EXPECT_THAT(only<s2c_warp>(take(id)), ElementsAre(s2c_warp{index_of(beside)}));
}

TEST_F(ZoneMove, WhoIsFrozenForADepartureIsSoElsewhere) {
  auto id = enter(create(1));
  input(id, c2s_warp{7});
  input(id, c2s_warp{7});
  tick();
  move();
  EXPECT_THAT(heard[id]->departures, SizeIs(2)) << "told again: the first one may have been lost";
  gesture(id, 3);
  tick();
  EXPECT_THAT(only<s2c_gesture>(take(id)), IsEmpty());
  auto gone = leave(id, false);
  tick();
  EXPECT_TRUE(gone->value);
}

TEST_F(ZoneMove, AMoveOfAFewSecondsIsNotTakenForRunning) {
  auto id = enter(create(1));
  cell at = here;
  for (int i = 0; i < 3; ++i) // all the slack there is
    step(id, at = {static_cast<uint8_t>(at.x + 1), at.y});
  tick();
  take(id);
  move();
  for (int i = 0; i < 3; ++i) // what he walked meanwhile
    step(id, at = {static_cast<uint8_t>(at.x + 1), at.y});
  tick();
  EXPECT_THAT(only<s2c_fix_move>(take(id)), IsEmpty());
  auto gone = leave(id);
  sim.advance(1s);
  EXPECT_EQ(stored(id).cell, index_of(at));
}

/// The new zone began without the hand-over that saves the rows.
TEST_F(ZoneMove, WhatWasNotSavedIsSavedElsewhere) {
  auto walker = enter(create(1));
  auto gone = enter(create(2));
  sim.advance(6s);
  weather->is_away = true;
  step(walker, beside);
  step(gone, beside);
  leave(gone);
  tick();
  auto snapshot = frozen();
  ask(msg::zone_retire{false});
  weather->is_away = false;
  zone = spawn_zone();
  EXPECT_TRUE(ask(msg::zone_install{snapshot})->value);
  hand_over();
  serve(epoch);
  sim.advance(1s);
  EXPECT_EQ(stored(walker).cell, index_of(beside));
  EXPECT_EQ(stored(gone).cell, index_of(beside));
}

TEST_F(ZoneMove, ADamagedSnapshotIsRefusedAndLeavesNothing) {
  auto one = enter(create(1));
  enter(create(2, beside));
  ask_enter(create(3, beside), 5, true);
  const auto sound = frozen();
  ASSERT_THAT(sound.stays, SizeIs(3));
  std::vector<msg::zone_snapshot> damaged(13, sound);
  damaged[0].stays[1].who.location.cell = index_of({150, 150}); // a wall
  damaged[1].stays[1].who.location.cell = loaders::cell_count;
  damaged[2].stays[2].who.location.cell = index_of({150, 150});
  damaged[3].stays[2].who = damaged[3].stays[0].who; // twice
  damaged[4].stays[1].who.location.map = {2};
  damaged[5].stays[1].state.violations_ago_ms.assign(11, 1);
  damaged[6].stays[1].who.location.id = {};
  damaged[7].stays[1].visit = {};
  damaged[8].fence.map = {2};
  damaged[9].stays[2].visit = {};
  damaged[10].rows = {sound.stays[0].who.location};
  damaged[10].rows[0].map = {2};
  damaged[11].rows = {sound.stays[0].who.location};
  damaged[11].rows[0].cell = loaders::cell_count;
  damaged[12].rows = {sound.stays[0].who.location};
  damaged[12].rows[0].id = {};
  zone = spawn_zone();
  for (size_t i = 0; i < damaged.size(); ++i) {
    EXPECT_EQ(why(ask(msg::zone_install{damaged[i]})), msg::errc::bad_request) << i;
    EXPECT_EQ(players(), 0u) << i;
    EXPECT_EQ(look_into(zone).visitors(), 0u) << i;
    EXPECT_FALSE(look_into(zone).is_saving()) << i;
  }
  EXPECT_TRUE(ask(msg::zone_install{sound})->value) << "it is still good for a sound one";
  EXPECT_EQ(players(), 2u);
  EXPECT_EQ(why(ask(msg::zone_install{sound})), msg::errc::bad_request) << "but not for a second one";
  hand_over();
  EXPECT_TRUE(serve(epoch)->value);
  EXPECT_EQ(why(ask(msg::zone_install{sound})), msg::errc::bad_request);
  EXPECT_TRUE(look_into(zone).world().contains({one}));
}

// -- retired -----------------------------------------------------------------------------

TEST_F(ZoneMove, ARetiredZoneAnswersThatItHasMovedAndEnds) {
  auto id = enter(create(1));
  frozen();
  auto entry = ask_enter(create(2));
  auto gone = leave(id);
  auto attached = attach(id, 77);
  auto stopped = ask(msg::zone_stop{});
  EXPECT_TRUE(ask(msg::zone_retire{true})->value);
  EXPECT_TRUE(ask(msg::zone_retire{true})->value) << "told again";
  for (auto answer : {why(entry), why(gone), why(attached), why(stopped), why(leave(id)), why(ask_enter(create(3))),
                      why(activate(id, 1)), why(freeze()), why(serve(epoch)), why(ask(msg::zone_resume{{id}, {1}})),
                      why(ask(msg::zone_stop{}))})
    EXPECT_EQ(answer, msg::errc::zone_moved);
  EXPECT_TRUE(look_into(zone).is_retired());
  sim.advance(1900ms);
  EXPECT_EQ(why(leave(id)), msg::errc::zone_moved);
  sim.advance(200ms);
  EXPECT_FALSE(leave(id)->value);
  EXPECT_NE(why(leave(id)), msg::errc::zone_moved) << "it has ended";
  EXPECT_THAT(heard[id]->expulsions, IsEmpty());
}

TEST_F(ZoneMove, WhoWaitsForHisSaveIsToldWhetherTheHandOverDidIt) {
  for (bool is_saved : {true, false}) {
    start();
    auto id = enter(create(is_saved ? 1 : 2));
    weather->is_away = true;
    auto gone = leave(id);
    tick();
    frozen();
    EXPECT_FALSE(gone->is_done());
    ask(msg::zone_retire{is_saved});
    EXPECT_EQ(gone->value.has_value(), is_saved);
    EXPECT_EQ(why(gone), is_saved ? msg::errc::none : msg::errc::zone_moved);
    weather->is_away = false;
    sim.advance(10s);
  }
}

TEST_F(ZoneMove, AZoneThatIsFencedRetires) {
  auto one = enter(create(1));
  auto two = enter(create(2));
  sim.advance(6s);
  step(one, beside);
  hand_over();
  auto gone = leave(two);
  tick();
  EXPECT_EQ(why(gone), msg::errc::zone_moved);
  EXPECT_TRUE(look_into(zone).is_retired());
  EXPECT_EQ(why(leave(one)), msg::errc::zone_moved);
  EXPECT_EQ(stored(one).cell, index_of(here)) << "nothing of it was written";
  EXPECT_EQ(options.metrics->counter(runtime::metric::zone_checkpoint_total, "fenced"), 1u);
  EXPECT_EQ(database->fenced(), 1u);
}

TEST_F(ZoneMove, AFrozenZoneIsNotEndedByAFence) {
  auto id = enter(create(1));
  sim.advance(6s);
  network->latency_min_ms = network->latency_max_ms = 400;
  auto gone = leave(id);
  tick();
  hand_over(frozen().rows);
  sim.advance(3s);
  EXPECT_EQ(database->fenced(), 1u);
  EXPECT_FALSE(gone->is_done());
  EXPECT_TRUE(look_into(zone).is_frozen());
  ask(msg::zone_retire{true});
  EXPECT_TRUE(gone->value);
}

} // namespace actors
