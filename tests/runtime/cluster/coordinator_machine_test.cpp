// What the coordinator decides, told how the cluster stands.

#include "runtime/cluster/coordinator_machine.hpp"

#include "runtime/base/prng.hpp"
#include "tests/runtime/cluster/machine_fixture.hpp"

#include <gmock/gmock.h>

namespace runtime::cluster {

namespace {

using kind = decision::kind;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr uint64_t minute = 60'000;

// -- terms -----------------------------------------------------------------------------------

TEST_F(CoordinatorMachine, WithoutTheLeaseNothingIsDecided) {
  three_nodes();
  what.epoch = 0;
  kill("b");
  EXPECT_THAT(what.run(minute), IsEmpty());
  EXPECT_FALSE(what.machine.acts());
}

TEST_F(CoordinatorMachine, AfterStandingDownOnlyALaterTermActs) {
  three_nodes();
  what.step();
  EXPECT_TRUE(what.machine.acts());
  what.machine.stand_down();
  EXPECT_THAT(what.run(5'000), IsEmpty());
  EXPECT_FALSE(what.machine.acts());
  what.epoch = 2;
  EXPECT_THAT(what.run(5'000), SizeIs(7));
  EXPECT_EQ(what.machine.term(), 2u);
}

TEST_F(CoordinatorMachine, DecisionsCarryTheTerm) {
  what.add("a", {1});
  what.epoch = 9;
  for (const auto& x : what.step())
    EXPECT_EQ(x.term, 9u);
}

/// It has watched before: whoever was silent all the time is declared dead with the first news of its own term.
TEST_F(CoordinatorMachine, WhoTakesOverKnowsWhoIsSilent) {
  running();
  what.epoch = 0;
  kill("b");
  EXPECT_THAT(what.run(2'500), IsEmpty());
  what.epoch = 2;
  auto first = what.step();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].what, kind::declare_dead);
  EXPECT_EQ(first[0].to.name, "b");
}

// -- assignments ---------------------------------------------------------------------------------

TEST_F(CoordinatorMachine, ASingleNodeDoesNotWait) {
  what.add("a", {1, 2});
  EXPECT_THAT(what.step(), SizeIs(3));
}

TEST_F(CoordinatorMachine, AStartingClusterSettlesFirstAndThenSharesEverythingAtOnce) {
  three_nodes();
  EXPECT_THAT(what.step(), IsEmpty());
  EXPECT_THAT(what.run(1'000), IsEmpty());
  auto all = what.step();
  EXPECT_THAT(all, SizeIs(7));
  for (const auto& x : all) {
    EXPECT_EQ(x.what, kind::assign);
    EXPECT_EQ(x.epoch, 0u);
    what.carry_out(x);
  }
  EXPECT_EQ(what.zones_by_node(), (std::map<std::string, int>{{"a", 2}, {"b", 2}, {"c", 2}}));
  EXPECT_THAT(what.run(minute), IsEmpty());
}

TEST_F(CoordinatorMachine, WhatIsUnderWayIsNotDecidedAgain) {
  what.add("a", {1});
  auto first = what.step();
  ASSERT_THAT(first, SizeIs(2));
  EXPECT_THAT(what.step(), IsEmpty());
  what.fail(first[0]);
  auto again = what.step();
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].lease, first[0].lease);
  EXPECT_NE(again[0].id, first[0].id);
  what.fail(again[0]);
  EXPECT_THAT(what.step(), IsEmpty()); // then less often
  EXPECT_THAT(what.run(2'000), SizeIs(1));
}

/// The answer may overtake a view from before.
TEST_F(CoordinatorMachine, AnEarlierViewDoesNotUndoWhatWasAssigned) {
  what.add("a", {1});
  what.give_zone(1, "");
  what.give("services", "");
  auto before = what.view;
  for (const auto& x : what.step())
    what.carry_out(x);
  what.now_ms += 100;
  EXPECT_THAT(what.machine.on_news({before, what.self, what.epoch, {}}, what.now_ms), IsEmpty());
  EXPECT_THAT(what.step(), IsEmpty());
}

TEST_F(CoordinatorMachine, AnExpiredLeaseOfALivingHolderIsLeftAlone) {
  running();
  for (auto& x : what.view.leases)
    x.left_ms = 0;
  EXPECT_THAT(what.run(minute), IsEmpty());
}

TEST_F(CoordinatorMachine, ALeaseOfAnEarlierLifeIsAssignedAnew) {
  running();
  what.zone(2).holder = {"b", 77};
  what.zone(2).epoch += 1;
  auto all = what.step();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].lease, "zone/2");
  EXPECT_EQ(all[0].epoch, what.zone(2).epoch);
}

TEST_F(CoordinatorMachine, WhatNobodyCanRunIsNotAssigned) {
  what.add("a", {1}, {"edge"});
  what.add("b", {}, {"zone"});
  what.give_zone(9, "");
  EXPECT_THAT(what.run(minute), IsEmpty());
}

TEST_F(CoordinatorMachine, ANodeThatComesLaterGetsWhatOnlyItCanRun) {
  running();
  what.add("d", {7});
  auto all = what.run(5'000);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].lease, "zone/7");
  EXPECT_EQ(all[0].to.name, "d");
}

// -- deaths ------------------------------------------------------------------------------------

TEST_F(CoordinatorMachine, ZonesOfADeadNodeAreSharedByTheOthersAtOnce) {
  running();
  kill("b");
  EXPECT_THAT(what.run(1'500), IsEmpty());
  auto death = what.step();
  ASSERT_THAT(death, SizeIs(1));
  EXPECT_EQ(death[0].what, kind::declare_dead);
  what.carry_out(death[0]);
  auto all = what.step();
  EXPECT_THAT(all, SizeIs(2));
  for (const auto& x : all)
    what.carry_out(x);
  EXPECT_EQ(what.zones_by_node(), (std::map<std::string, int>{{"a", 3}, {"c", 3}}));
}

/// Its leases have other epochs in a moment: assigning them now would only be refused.
TEST_F(CoordinatorMachine, NothingIsAssignedBeforeTheDeathIsSeen) {
  running();
  kill("b");
  what.run(1'500);
  auto before = what.view;
  auto death = what.step();
  ASSERT_THAT(death, SizeIs(1));
  EXPECT_THAT(what.step(), IsEmpty());
  what.carry_out(death[0]);
  what.now_ms += 100;
  EXPECT_THAT(what.machine.on_news({before, what.self, what.epoch, what.unseen}, what.now_ms), IsEmpty());
  EXPECT_THAT(what.step(), SizeIs(2));
}

TEST_F(CoordinatorMachine, ADeathThatTheDatabaseDidNotTakeIsTriedAgain) {
  running();
  kill("b");
  auto death = what.run(1'500);
  death = what.step();
  ASSERT_THAT(death, SizeIs(1));
  what.fail(death[0]);
  EXPECT_THAT(what.step(), SizeIs(1));
}

TEST_F(CoordinatorMachine, ACoordinatorNobodySeesEndsItselfAndDecidesNothingElse) {
  running();
  what.unseen = {"b", "c"};
  what.node("b").unseen = {"a"};
  what.node("c").unseen = {"a"};
  what.give_zone(1, "");
  std::vector<decision> all;
  for (int i = 0; i < 14; ++i)
    for (auto& x : what.step())
      all.push_back(x);
  auto deaths = of_kind(all, kind::declare_dead);
  ASSERT_THAT(deaths, SizeIs(1));
  EXPECT_EQ(deaths[0].to, what.self);
  EXPECT_THAT(what.step(), IsEmpty());
}

TEST_F(CoordinatorMachine, ZonesOfANodeThatDoesNotBeatMoveAwayIfThatWorks) {
  running();
  what.silent = {"b"};
  EXPECT_THAT(what.run(9'000), IsEmpty());
  auto moves = of_kind(what.run(3'000), kind::move);
  EXPECT_THAT(moves, SizeIs(2));
  for (const auto& x : moves)
    EXPECT_EQ(x.from.name, "b");
  EXPECT_THAT(of_kind(what.run(30'000), kind::declare_dead), SizeIs(1));
}

// -- drains, pins, stops -----------------------------------------------------------------------------

TEST_F(CoordinatorMachine, ADrainMovesEverythingAFewAtATime) {
  three_nodes();
  for (uint16_t map = 1; map <= 6; ++map)
    what.give_zone(map, "b", 0, 10);
  what.give("services", "a");
  what.run(2'000);
  what.node("b").is_draining = true;
  auto first = what.step();
  EXPECT_THAT(first, SizeIs(2));
  EXPECT_THAT(what.step(), IsEmpty());
  what.carry_out(first[0]);
  EXPECT_THAT(what.step(), SizeIs(1));
  what.carry_out(first[1]);
  // One is under way for ever; the others go one after the other.
  what.run(10'000);
  EXPECT_EQ(what.zones_by_node()["b"], 1);
}

TEST_F(CoordinatorMachine, TheSentenceOfADrainIsTheSumOfItsMoves) {
  running();
  for (uint16_t map : {1, 4})
    what.zone(map).players = 200 + map;
  what.drain("b");
  what.step();
  auto status = std::get<msg::drain_status>(what.machine.drain_of("b"));
  EXPECT_FALSE(status.is_done);
  EXPECT_THAT(status.left, SizeIs(2));
  EXPECT_THAT(status.sentence, HasSubstr("2 zones left"));
  what.epoch = 2; // what was begun in the step above was not carried out
  what.run(3'000);
  status = std::get<msg::drain_status>(what.machine.drain_of("b"));
  EXPECT_TRUE(status.is_done);
  EXPECT_EQ(status.sentence,
            "drained: 2 zones, 405 players, 0 disconnects, worst pause 4 ms since this node coordinates");
  EXPECT_EQ(code_of(what.machine.drain_of("x")), msg::errc::node_unknown);
}

/// What the database shows may be known before the host says so.
TEST_F(CoordinatorMachine, ADrainIsDoneWhenItsLastMoveIsReported) {
  running();
  what.drain("b");
  auto moves = what.step();
  ASSERT_THAT(moves, SizeIs(2));
  auto is_done = [&] { return std::get<msg::drain_status>(what.machine.drain_of("b")).is_done; };
  for (const auto& x : moves)
    what.give(x.lease, x.to.name);
  what.step();
  EXPECT_FALSE(is_done());
  what.run(4'000);
  EXPECT_TRUE(is_done()) << "they may never be";
}

TEST_F(CoordinatorMachine, ADrainThatBeginsAgainForgetsTheLastOne) {
  running();
  what.drain("b");
  what.run(3'000);
  what.node("b").is_draining = false;
  what.run(1'000);
  EXPECT_THAT(std::get<msg::drain_status>(what.machine.drain_of("b")).moved, SizeIs(2));
  what.drain("b");
  what.run(1'000);
  auto status = std::get<msg::drain_status>(what.machine.drain_of("b"));
  EXPECT_THAT(status.moved, IsEmpty());
  EXPECT_TRUE(status.is_done);
}

TEST_F(CoordinatorMachine, WhoWasInAZoneThatFailedAfterAllIsCounted) {
  running();
  what.zone(1).players = 12;
  what.drain("b");
  auto moves = what.step();
  ASSERT_THAT(moves, SizeIs(2));
  what.fail(moves[0]);
  what.carry_out(moves[1]);
  what.die(what.node("b").key);
  what.run(5'000);
  auto status = std::get<msg::drain_status>(what.machine.drain_of("b"));
  EXPECT_EQ(status.sentence, "drained: 1 zone, 0 players, 12 disconnects, worst pause 4 ms");
}

TEST_F(CoordinatorMachine, AMoveThatFailsIsTriedAgainLessAndLessOften) {
  running();
  what.give_zone(4, "c");
  what.node("b").is_draining = true;
  std::vector<uint64_t> at;
  for (int i = 0; i < 600; ++i)
    for (const auto& x : what.step()) {
      at.push_back(what.now_ms);
      what.fail(x);
    }
  ASSERT_GE(at.size(), 8u);
  EXPECT_LE(at.size(), 16u);
  for (size_t i = 1; i < at.size(); ++i) {
    EXPECT_GE(at[i] - at[i - 1], 2'000u);
    EXPECT_LE(at[i] - at[i - 1], 30'500u);
  }
  EXPECT_THAT(std::get<msg::drain_status>(what.machine.drain_of("b")).moved, SizeIs(1)); // of each zone the last one
}

/// Its host will never answer, and nobody waits for it.
TEST_F(CoordinatorMachine, AZoneWhoseNodeDiesWhileItMovesIsAssigned) {
  running();
  what.node("b").is_draining = true;
  auto moves = what.step();
  ASSERT_THAT(moves, SizeIs(2));
  what.die(what.node("b").key);
  auto all = what.step();
  EXPECT_THAT(of_kind(all, kind::assign), SizeIs(2));
  what.fail(moves[0]); // late
  for (const auto& x : all)
    what.carry_out(x);
  EXPECT_THAT(what.run(10'000), IsEmpty());
}

TEST_F(CoordinatorMachine, ADrainingNodeKeepsWhatNobodyElseCanRun) {
  what.add("a", {1});
  what.add("b", {1, 2});
  what.give_zone(1, "b");
  what.give_zone(2, "b");
  what.give("services", "b");
  what.node("b").is_draining = true;
  auto all = what.run(minute);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].map.value, 1);
}

TEST_F(CoordinatorMachine, APinnedZoneMovesToItsNodeWhenItCan) {
  running();
  what.order({{1}, false, "c"});
  what.node("c").is_draining = true;
  EXPECT_THAT(what.run(10'000), testing::Each(testing::Field(&decision::from, what.node("c").key)));
  what.node("c").is_draining = false;
  auto all = what.run(10'000);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].map.value, 1);
  EXPECT_EQ(all[0].to.name, "c");
  EXPECT_THAT(all[0].why, HasSubstr("pinned"));
}

TEST_F(CoordinatorMachine, AStoppedZoneStopsAndStaysSo) {
  running();
  what.order({{1}, true, ""});
  auto all = what.run(minute);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].what, kind::stop);
  EXPECT_EQ(all[0].from.name, "b");
  what.order({{1}, false, ""});
  all = what.run(minute);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].what, kind::assign);
}

TEST_F(CoordinatorMachine, ServicesThatAreNobodysAreAssignedAwayFromADrainingNode) {
  running();
  what.node("a").is_draining = true;
  what.give("services", "");
  auto all = of_kind(what.run(1'000), kind::assign);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].lease, "services");
  EXPECT_NE(all[0].to.name, "a");
}

// -- load --------------------------------------------------------------------------------------------

class CoordinatorMachineUnderLoad : public CoordinatorMachine {
protected:
  /// The costs of zones 1 to 6, a percent of a core each, and all of them on a.
  void loads(std::array<uint32_t, 6> percent) {
    if (what.view.nodes.empty()) {
      three_nodes();
      what.give("services", "a");
      for (uint16_t map = 1; map <= 6; ++map)
        what.give_zone(map, "a");
    }
    for (uint16_t map = 1; map <= 6; ++map)
      what.zone(map).cost = percent[map - 1u] * 10'000;
  }
};

TEST_F(CoordinatorMachineUnderLoad, ItIsSpreadOneMoveAtATime) {
  loads({30, 20, 20, 10, 5, 5});
  EXPECT_THAT(what.run(25'000), IsEmpty());
  auto first = what.run(10'000);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].what, kind::move);
  what.run(10 * minute);
  auto loads = what.zones_by_node();
  EXPECT_EQ(loads.size(), 3u);
  EXPECT_THAT(what.run(60 * minute), IsEmpty());
}

TEST_F(CoordinatorMachineUnderLoad, NothingMovesForLittle) {
  loads({1, 1, 1, 1, 0, 0});
  for (uint16_t map : {5, 6})
    what.zone(map).cost = 100;
  EXPECT_THAT(what.run(60 * minute), IsEmpty());
}

TEST_F(CoordinatorMachineUnderLoad, OneHotZoneStaysWhereItIs) {
  three_nodes();
  what.give("services", "b");
  for (uint16_t map = 1; map <= 6; ++map)
    what.give_zone(map, std::array{"a", "b", "c"}[map % 3u], map == 1 ? 900'000 : 1'000);
  what.order({{4}, false, "b"}); // its companion cannot go, and would not help
  EXPECT_THAT(what.run(60 * minute), IsEmpty());
}

TEST_F(CoordinatorMachineUnderLoad, WhatIsPinnedHereStays) {
  loads({30, 30, 30, 30, 30, 30});
  for (uint16_t map = 1; map <= 6; ++map)
    what.order({{map}, false, "a"});
  EXPECT_THAT(what.run(60 * minute), IsEmpty());
}

TEST_F(CoordinatorMachineUnderLoad, AZoneRestsAfterItHasMoved) {
  loads({40, 40, 1, 1, 1, 1});
  auto first = what.run(2 * minute);
  ASSERT_THAT(of_kind(first, kind::move), SizeIs(1));
  auto hot = first[0].map;
  // Where it went everything becomes costly: it would be the one to go.
  auto there = first[0].to.name;
  for (uint16_t map = 1; map <= 6; ++map)
    what.zone(map).cost = 1'000;
  what.give_zone(hot.value == 3 ? 4 : 3, there, 500'000);
  what.zone(hot.value).cost = 400'000;
  auto moved_at = what.now_ms;
  for (const auto& x : what.run(4 * minute))
    EXPECT_TRUE(x.map != hot || what.now_ms > moved_at + 5 * minute) << "zone " << x.map.value;
}

/// Costs change with every step of the players: the zones do not follow them around.
TEST_F(CoordinatorMachineUnderLoad, NoisyCostsDoNotMakeZonesFlap) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    what = model{};
    three_nodes();
    what.give("services", "a");
    prng dice{seed};
    std::array<uint32_t, 6> mean{};
    for (uint16_t map = 1; map <= 6; ++map) {
      what.give_zone(map, std::array{"a", "b", "c"}[dice.below(3)]);
      mean[map - 1u] = static_cast<uint32_t>(20'000 + dice.below(200'000));
    }
    size_t moves = 0;
    size_t late = 0;
    for (int i = 0; i < 7'200; ++i) {
      for (uint16_t map = 1; map <= 6; ++map)
        what.zone(map).cost = static_cast<uint32_t>(mean[map - 1u] / 2 + dice.below(mean[map - 1u]));
      for (const auto& x : what.step()) {
        what.carry_out(x);
        ++moves;
        late += i > 3'600 ? 1 : 0;
      }
    }
    EXPECT_LE(moves, 6u) << "seed " << seed;
    EXPECT_EQ(late, 0u) << "seed " << seed;
  }
}

} // namespace

} // namespace runtime::cluster
