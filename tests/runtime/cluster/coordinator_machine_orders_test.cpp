// What operators ask the coordinator.

#include "tests/runtime/cluster/machine_fixture.hpp"

namespace runtime::cluster {

namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST_F(CoordinatorMachine, AnOrderedMoveIsUnderWayOnce) {
  running();
  auto dry = what.machine.order_move({{1}, "c", true}, what.now_ms);
  ASSERT_TRUE(std::holds_alternative<decision>(dry));
  auto go = what.machine.order_move({{1}, "c", false}, what.now_ms);
  ASSERT_TRUE(std::holds_alternative<decision>(go));
  EXPECT_EQ(std::get<decision>(go).from.name, "b");
  EXPECT_THAT(why_not(what.machine.order_move({{1}, "c", false}, what.now_ms)), HasSubstr("already"));
  what.carry_out(std::get<decision>(go));
  EXPECT_THAT(why_not(what.machine.order_move({{1}, "c", false}, what.now_ms)), HasSubstr("runs on node c already"));
}

TEST_F(CoordinatorMachine, AMoveThatMakesNoSenseIsRefused) {
  running();
  what.node("c").is_draining = true;
  what.order({{2}, false, "c"});
  what.order({{3}, true, ""});
  what.step();
  auto order = [&](uint16_t map, const char* to) { return what.machine.order_move({{map}, to, true}, what.now_ms); };
  EXPECT_EQ(code_of(order(9, "a")), msg::errc::zone_unknown);
  EXPECT_EQ(code_of(order(1, "x")), msg::errc::node_unknown);
  EXPECT_THAT(why_not(order(1, "c")), HasSubstr("drains"));
  EXPECT_THAT(why_not(order(3, "b")), HasSubstr("stopped"));
}

TEST_F(CoordinatorMachine, AMoveToNowhereIsRefusedWhenItIsBestHere) {
  running();
  EXPECT_THAT(why_not(what.machine.order_move({{1}, "", true}, what.now_ms)), HasSubstr("best where it is"));
}

TEST_F(CoordinatorMachine, TheLastNodeThatCanRunSomethingIsNotDrained) {
  what.add("a", {1});
  what.add("b", {1, 2});
  what.give_zone(1, "b");
  what.give("services", "a");
  what.step();
  EXPECT_THAT(why_not(what.machine.check_drain({"b", true, false}, what.now_ms)), HasSubstr("zone 2"));
  EXPECT_EQ(code_of(what.machine.check_drain({"x", true, false}, what.now_ms)), msg::errc::node_unknown);
  what.order({{2}, true, ""});
  what.step();
  auto yes = what.machine.check_drain({"b", true, false}, what.now_ms);
  ASSERT_TRUE(std::holds_alternative<msg::order_answer>(yes)) << why_not(yes);
  EXPECT_EQ(std::get<msg::order_answer>(yes).undo, "node undrain b");
  EXPECT_EQ(std::get<msg::order_answer>(yes).sentence, "node b drains: 1 zone to move");
  what.node("a").roles = {"edge"};
  what.step();
  EXPECT_THAT(why_not(what.machine.check_drain({"b", true, false}, what.now_ms)), HasSubstr("zone 1"));
}

TEST_F(CoordinatorMachine, APinDoesNotKeepANodeFromDraining) {
  running();
  what.order({{1}, false, "b"});
  what.step();
  EXPECT_EQ(why_not(what.machine.check_drain({"b", true, false}, what.now_ms)), "");
}

TEST_F(CoordinatorMachine, DrainingTwiceAndUndrainingAreAnswered) {
  running();
  what.node("b").is_draining = true;
  what.step();
  auto text = [&](bool on) {
    return std::get<msg::order_answer>(what.machine.check_drain({"b", on, false}, what.now_ms));
  };
  EXPECT_THAT(text(true).sentence, HasSubstr("drains already; 2 zones left"));
  EXPECT_EQ(text(false).undo, "node drain b");
  what.node("b").is_draining = false;
  what.step();
  EXPECT_EQ(text(false).undo, "");
}

TEST_F(CoordinatorMachine, OrdersAboutZonesSayWhatTheyDoAndHowToTakeThemBack) {
  running();
  what.zone(1).players = 3;
  what.order({{2}, false, "a"});
  what.order({{3}, true, ""});
  what.step();
  struct row {
    msg::zone_order order;
    std::string sentence, undo;
  };
  for (const auto& [order, sentence, undo] : std::vector<row>{
         {{{1}, true, ""}, "zone 1 stops, with 3 players in it", "zone spawn 1"},
         {{{1}, false, "b"}, "zone 1 is pinned to node b", "zone pin 1 --none"},
         {{{1}, false, ""}, "nothing changes for zone 1", ""},
         {{{2}, false, "b"}, "zone 2 is pinned to node b", "zone pin 2 a"},
         {{{2}, false, ""}, "zone 2 may run on any node", "zone pin 2 a"},
         {{{3}, false, ""}, "zone 3 runs again", "zone stop 3"},
       }) {
    auto answer = what.machine.check_order({order, false});
    ASSERT_TRUE(std::holds_alternative<msg::order_answer>(answer)) << why_not(answer);
    EXPECT_EQ(std::get<msg::order_answer>(answer).sentence, sentence);
    EXPECT_EQ(std::get<msg::order_answer>(answer).undo, undo);
  }
  EXPECT_EQ(code_of(what.machine.check_order({{{9}, true, ""}, false})), msg::errc::zone_unknown);
  EXPECT_EQ(code_of(what.machine.check_order({{{1}, false, "x"}, false})), msg::errc::node_unknown);
  what.node("c").maps = {2};
  what.step();
  EXPECT_EQ(code_of(what.machine.check_order({{{1}, false, "c"}, false})), msg::errc::bad_request);
}

TEST_F(CoordinatorMachine, AZoneIsExplained) {
  running();
  auto verdict = [&](uint16_t map) {
    return std::get<msg::zone_explanation>(what.machine.explain({map}, what.now_ms)).verdict;
  };
  EXPECT_THAT(verdict(1), HasSubstr("runs on node b, which is best"));
  EXPECT_THAT(std::get<msg::zone_explanation>(what.machine.explain({1}, what.now_ms)).options, SizeIs(3));
  EXPECT_EQ(code_of(what.machine.explain({9}, what.now_ms)), msg::errc::zone_unknown);
  what.node("b").is_draining = true;
  what.step();
  EXPECT_THAT(verdict(1), HasSubstr("moves from node b"));
}

} // namespace

} // namespace runtime::cluster
