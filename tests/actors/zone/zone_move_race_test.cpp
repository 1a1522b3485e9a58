// What else happens while a zone moves: slow databases, saves and departures
// under way, sessions that die or change, requests that nobody has dealt with.

#include "runtime/base/prng.hpp"
#include "runtime/base/probes.hpp"
#include "tests/actors/zone/zone_fixture.hpp"

#include <numeric>

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

class ZoneMoveRace : public test::zone_fixture {
protected:
  /// Steps to the east, as fast as they can be said; how many were taken back.
  size_t run(uint32_t id, cell& at, int steps) {
    for (int i = 0; i < steps; ++i)
      step(id, at = {static_cast<uint8_t>(at.x + 1), at.y});
    tick();
    return only<s2c_fix_move>(take(id)).size();
  }

  void violate(uint32_t id, int times) {
    for (int i = 0; i < times; ++i) {
      step(id, {200, 200});
      sim.advance(600ms); // less is taken for the same mistake
    }
    take(id);
  }
};

/// A session as far as inputs go: it keeps what is not acknowledged and sends it again when it is told to.
class talker {
public:
  talker(uint32_t id, uint32_t visit, std::shared_ptr<test::session_record> heard)
      : id_(id), visit_(visit), heard_(std::move(heard)), seen_(heard_->goes_on.size()) {}

  uint32_t said() const { return last_; }

  void say(const msg::zone_actor& zone, bool is_lost) {
    ++last_;
    if (!is_lost)
      send(zone, last_);
  }

  void listen(const msg::zone_actor& zone) {
    if (heard_->goes_on.size() == std::exchange(seen_, heard_->goes_on.size()))
      return;
    for (auto number = heard_->goes_on.back().done + 1; number <= last_; ++number)
      send(zone, number);
  }

private:
  void send(const msg::zone_actor& zone, uint32_t number) const {
    caf::anon_send(zone, msg::player_input{{id_}, {visit_}, number, c2s_gesture{static_cast<uint8_t>(number)}});
  }

  uint32_t id_;
  uint32_t visit_;
  uint32_t last_ = 0;
  std::shared_ptr<test::session_record> heard_;
  size_t seen_;
};

} // namespace

// -- time that passes on the way -----------------------------------------------------------

TEST_F(ZoneMoveRace, AHandOverThatTakesSecondsIsNotTakenForRunning) {
  auto id = enter(create(1));
  auto at = here;
  run(id, at, 3); // all the slack there is
  auto snapshot = frozen();
  auto old = std::exchange(zone, spawn_zone());
  ASSERT_TRUE(ask(msg::zone_install{snapshot})->value);
  sim.advance(3s); // the database does not say whose it is
  hand_over(snapshot.rows);
  ASSERT_TRUE(serve(epoch)->value);
  EXPECT_EQ(run(id, at, 20), 0u) << "as many as three seconds have";
  EXPECT_GT(run(id, at, 20), 0u) << "but that was all";
}

TEST_F(ZoneMoveRace, AReservedPlaceIsGivenUpElsewhereToo) {
  auto who = create(1, beside);
  auto id = who.id().value;
  ask_enter(who, 5, true);
  sim.advance(20s);
  move();
  sim.advance(20s);
  EXPECT_EQ(look_into(zone).visitors(), 1u) << "its time begins anew";
  sim.advance(12s);
  EXPECT_EQ(look_into(zone).visitors(), 0u);
  auto activated = activate(id, 5);
  tick();
  EXPECT_EQ(why(activated), msg::errc::stale_visit);
  EXPECT_REACHED(place_given_up);
}

TEST_F(ZoneMoveRace, WhatHeBrokeElsewhereIsNotForgotten) {
  auto id = enter(create(1));
  violate(id, 9);
  move();
  EXPECT_THAT(heard[id]->expulsions, IsEmpty());
  violate(id, 1);
  ASSERT_THAT(heard[id]->expulsions, SizeIs(1));
  EXPECT_EQ(heard[id]->expulsions[0].reason, msg::close_reason::kicked);
  move();
  sim.advance(1s);
  EXPECT_THAT(heard[id]->expulsions, SizeIs(1));
  violate(id, 1);
  EXPECT_THAT(heard[id]->expulsions, SizeIs(2)) << "he is here still: perhaps the first word was lost";
}

// -- who and where they are ----------------------------------------------------------------

TEST_F(ZoneMoveRace, ASessionLostOnTheWayIsMissedAtTheNewZone) {
  auto gone = enter(create(1));
  auto witness = enter(create(2));
  step(gone, beside);
  auto snapshot = frozen();
  caf::anon_send_exit(session_of(gone), caf::exit_reason::kill);
  sim.settle();
  EXPECT_EQ(snapshot.stays.size(), frozen().stays.size()) << "the snapshot stays what it was";
  take(witness);
  move(snapshot);
  sim.advance(1s);
  EXPECT_EQ(players(), 1u);
  EXPECT_THAT(only<s2c_pc_disappear>(take(witness)), SizeIs(1));
  EXPECT_EQ(stored(gone).cell, index_of(beside));
}

TEST_F(ZoneMoveRace, EverybodyKeepsHisOwnEdge) {
  auto one = enter(create(1));
  auto two = enter(create(2, beside));
  auto elsewhere = std::make_shared<test::edge_record>();
  auto far = test::spawn_edge(sim, elsewhere);
  sim.ask<msg::zone_attached>(zone, msg::zone_attach{{two}, {1}, {two}, far, session_of(two)});
  tick();
  move();
  gesture(one, 1);
  tick();
  EXPECT_THAT(only<s2c_gesture>(take(one)), SizeIs(1));
  EXPECT_THAT(only<s2c_gesture>(take(two)), IsEmpty());
  EXPECT_THAT(only<s2c_gesture>(elsewhere->lines[two].take()), SizeIs(1));
}

TEST_F(ZoneMoveRace, WhoWasAboutToLeaveAsksAgainElsewhere) {
  auto id = enter(create(1));
  input(id, c2s_warp{7});
  input(id, c2s_warp{7});
  tick();
  auto snapshot = frozen();
  auto left = leave(id, false);
  auto resumed = ask(msg::zone_resume{{id}, {1}});
  move(snapshot);
  EXPECT_EQ(why(left), msg::errc::zone_moved);
  EXPECT_EQ(why(resumed), msg::errc::zone_moved);
  resumed = ask(msg::zone_resume{{id}, {1}});
  tick();
  EXPECT_TRUE(resumed->value);
  EXPECT_THAT(only<s2c_fix_move>(take(id)), ElementsAre(s2c_fix_move{index_of(here)}));
  gesture(id, 3);
  tick();
  EXPECT_THAT(only<s2c_gesture>(take(id)), SizeIs(1));
  left = leave(id, false);
  tick();
  EXPECT_TRUE(left->value);
  EXPECT_EQ(players(), 0u);
}

TEST_F(ZoneMoveRace, WhoWaitsForHisSaveMayAskAgainElsewhere) {
  auto id = enter(create(1));
  sim.advance(6s);
  weather->is_away = true;
  step(id, beside);
  auto gone = leave(id);
  tick();
  auto snapshot = frozen();
  auto old = std::exchange(zone, spawn_zone());
  ASSERT_TRUE(ask(msg::zone_install{snapshot})->value);
  hand_over();
  serve(epoch);
  sim.ask<caf::ok_atom>(old, msg::zone_retire{false});
  ASSERT_EQ(why(gone), msg::errc::zone_moved);
  gone = leave(id);
  sim.advance(1s);
  EXPECT_FALSE(gone->is_done());
  weather->is_away = false;
  sim.advance(5s);
  EXPECT_TRUE(gone->value);
  EXPECT_EQ(stored(id).cell, index_of(beside));
}

TEST_F(ZoneMoveRace, AZoneThatHasMovedStopsAsAnyOther) {
  auto id = enter(create(1));
  step(id, beside);
  move();
  auto stopped = ask(msg::zone_stop{});
  EXPECT_EQ(why(freeze()), msg::errc::zone_refused) << "it does not move any more";
  sim.advance(1s);
  EXPECT_TRUE(stopped->value);
  EXPECT_EQ(stored(id).cell, index_of(beside));
  EXPECT_THAT(heard[id]->expulsions, SizeIs(1));
}

// -- refused snapshots, zones that are fenced -------------------------------------------------

TEST_F(ZoneMoveRace, AZoneThatRefusedASnapshotCanBeginEmpty) {
  enter(create(1));
  enter(create(2, beside));
  auto snapshot = frozen();
  snapshot.stays[1].visit = {};
  zone = spawn_zone();
  ASSERT_EQ(why(ask(msg::zone_install{snapshot})), msg::errc::bad_request);
  hand_over();
  ASSERT_TRUE(serve(epoch)->value);
  EXPECT_EQ(players(), 0u);
  auto id = enter(create(3));
  gesture(id, 1);
  tick();
  EXPECT_THAT(only<s2c_gesture>(take(id)), SizeIs(1));
}

/// Nobody froze it: what has come since the last tick is still there.
TEST_F(ZoneMoveRace, WhatWaitsInAZoneThatIsFencedIsAnswered) {
  options.tick = 1s;
  start();
  auto one = enter(create(1));
  auto two = enter(create(2));
  auto three = create(3);
  sim.advance(6s);
  network->latency_min_ms = network->latency_max_ms = 300;
  leave(two);
  tick();
  hand_over();
  auto entry = ask_enter(three);
  auto attached = attach(one, 77);
  auto left = leave(one);
  auto activated = activate(one, 1);
  auto resumed = ask(msg::zone_resume{{one}, {1}});
  EXPECT_GT(look_into(zone).inbox_size(), 0u);
  sim.advance(900ms);
  ASSERT_TRUE(look_into(zone).is_retired());
  for (auto answer : {why(entry), why(attached), why(left), why(activated), why(resumed)})
    EXPECT_EQ(answer, msg::errc::zone_moved);
  EXPECT_EQ(look_into(zone).inbox_size(), 0u);
  EXPECT_EQ(look_into(zone).visitors(), 0u);
  auto refused_before = refused("not-serving");
  gesture(one, 1);
  EXPECT_EQ(refused("not-serving"), refused_before + 1);
  sim.advance(2s);
  EXPECT_NE(why(leave(one)), msg::errc::zone_moved) << "it has ended";
}

TEST_F(ZoneMoveRace, AStopOfAZoneThatIsFencedIsAnswered) {
  auto id = enter(create(1));
  step(id, beside);
  hand_over();
  auto stopped = ask(msg::zone_stop{});
  sim.advance(1s);
  EXPECT_EQ(why(stopped), msg::errc::zone_moved);
  EXPECT_TRUE(look_into(zone).is_retired());
}

// -- whatever happens ----------------------------------------------------------------------

TEST_F(ZoneMoveRace, NothingThatIsSaidIsLostOrDoubledOrOutOfOrder) {
  auto who = create(1);
  auto id = who.id().value;
  size_t moves = 0;
  for (uint32_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    runtime::prng rng{seed};
    enter(who, seed);
    talker session{id, seed, heard[id]};
    std::vector<uint8_t> seen;
    auto look = [&] {
      sim.settle();
      session.listen(zone);
      sim.settle();
      for (const auto& x : only<s2c_gesture>(take(id)))
        seen.push_back(x.gesture_type);
    };
    for (int i = 0; i < 150; ++i, look())
      switch (rng.below(8)) {
      case 0:
        tick();
        break;
      case 1:
        frozen();
        break;
      case 2:
        serve(epoch); // it may be frozen
        break;
      case 3:
        if (rng.chance(1, 3)) {
          move();
          ++moves;
        }
        break;
      default:
        session.say(zone, rng.chance(1, 10));
      }
    serve(epoch);
    session.say(zone, false); // whatever was lost before it is missed
    for (int i = 0; i < 3; ++i, look())
      tick();
    std::vector<uint8_t> all(session.said());
    std::iota(all.begin(), all.end(), uint8_t{1});
    ASSERT_EQ(seen, all);
    ASSERT_THAT(heard[id]->expulsions, IsEmpty());
    leave(id, true, seed);
    tick();
  }
  EXPECT_GT(moves, 40u) << "too tame";
}

} // namespace actors
