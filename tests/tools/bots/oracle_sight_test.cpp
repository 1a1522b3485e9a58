// Each check of the oracle about who sees whom, kept and broken.

#include "tests/tools/bots/stage.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg::client;

namespace {

constexpr auto here = cell_at(100, 100);
constexpr auto close_by = cell_at(104, 100);
constexpr auto far = cell_at(200, 200);

/// Two bots in view of each other.
struct pair_stage : stage {
  pair_stage() : stage(two_maps()) {
    a = enter_new("Anna", 1, 1, here);
    b = enter_new("Bert", 2, 1, close_by);
    appear(a, b, close_by);
    appear(b, a, here);
  }
  bot_index a = 0;
  bot_index b = 0;
};

} // namespace

TEST(OracleSight, TwoNeighboursWhoSeeEachOtherAreFine) {
  pair_stage s;
  s.pass(30'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleSight, ANeighbourWhoNeverAppearsIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  auto b = s.enter_new("Bert", 2, 1, close_by);
  s.appear(b, a, here);
  s.pass(3'000);
  EXPECT_TRUE(s.only(check::neighbour_is_seen));
  EXPECT_EQ(s.total(), 1u);
}

TEST(OracleSight, AStrangerWhoStaysInViewIsBlamed) {
  pair_stage s;
  s.send(s.b, c2s_pc_move{far, 1}); // as if it had walked there
  s.disappear(s.b, s.a);
  s.pass(3'000);
  EXPECT_TRUE(s.only(check::stranger_is_not_seen));
}

TEST(OracleSight, ASecondAppearanceIsBlamed) {
  pair_stage s;
  s.appear(s.a, s.b, close_by);
  EXPECT_TRUE(s.only(check::player_appears_once));
}

TEST(OracleSight, AnAppearanceAfterADisappearanceIsFine) {
  pair_stage s;
  s.disappear(s.a, s.b);
  s.appear(s.a, s.b, close_by);
  s.pass(3'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleSight, TheOwnAvatarIsNotSent) {
  pair_stage s;
  s.appear(s.a, s.a, here);
  EXPECT_TRUE(s.only(check::own_avatar_is_not_sent));
}

TEST(OracleSight, TheDisappearanceOfAStrangerIsBlamed) {
  pair_stage s;
  s.receive(s.a, s2c_pc_disappear{77});
  EXPECT_TRUE(s.only(check::player_disappears_once));
}

TEST(OracleSight, AWalkOfAStrangerIsBlamed) {
  pair_stage s;
  s.receive(s.a, s2c_see_move{2, close_by, here, 1});
  EXPECT_EQ(s.total(), 0u);
  s.receive(s.a, s2c_see_move{77, close_by, here, 1});
  s.receive(s.a, s2c_see_stop{77, close_by});
  s.receive(s.a, s2c_gesture{77, 1});
  EXPECT_TRUE(s.only(check::actor_was_seen));
  EXPECT_EQ(s.total(), 3u);
}

TEST(OracleSight, AnAppearanceOnACellNeverSteppedOnIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  auto b = s.enter_new("Bert", 2, 1, close_by);
  s.pass(4'000);
  auto blamed = s.total(); // they were not shown to each other in time
  s.appear(a, b, cell_at(110, 100));
  EXPECT_EQ(s.count(check::appearance_is_true), 1u);
  EXPECT_GE(s.total(), blamed + 1);
}

TEST(OracleSight, AnAppearanceUnderAnotherNameIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.enter_new("Bert", 2, 1, close_by);
  s2c_pc_appear x;
  x.player_id = 2;
  x.player_name = stage::text("Berta");
  x.cell = close_by;
  s.receive(a, x);
  EXPECT_TRUE(s.only(check::appearance_is_true));
}

TEST(OracleSight, AnAppearanceOfSomebodyWhoLeftLongAgoIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  auto b = s.enter_new("Bert", 2, 1, close_by);
  s.log_out(b);
  s.pass(10'000);
  s.appear(a, b, close_by);
  EXPECT_TRUE(s.only(check::appearance_is_true));
}

TEST(OracleSight, AnAvatarOnTwoMapsIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  auto b = s.enter_new("Bert", 2, 2, close_by);
  s.pass(5'000);
  s.appear(a, b, close_by);
  EXPECT_TRUE(s.only(check::avatar_is_on_one_map));
}

TEST(OracleSight, SomebodyWhoLogsOutDisappearsInTime) {
  pair_stage s;
  s.pass(3'000);
  s.log_out(s.b);
  s.pass(1'000);
  s.disappear(s.a, s.b);
  s.pass(10'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleSight, SomebodyWhoLoggedOutAndStaysInViewIsBlamed) {
  pair_stage s;
  s.pass(3'000);
  s.log_out(s.b);
  s.pass(1'900);
  EXPECT_EQ(s.total(), 0u);
  s.pass(1'000);
  EXPECT_TRUE(s.only(check::leaver_disappears));
}

TEST(OracleSight, SomebodyWhoWasCutHasLonger) {
  pair_stage s;
  s.pass(3'000);
  s.cut(s.b);
  s.pass(4'900);
  EXPECT_EQ(s.total(), 0u);
  s.pass(1'000);
  EXPECT_TRUE(s.only(check::leaver_disappears));
}

TEST(OracleSight, SomebodyWhoCameBackMayStayInView) {
  pair_stage s;
  s.pass(3'000);
  s.log_out(s.b);
  s.pass(500);
  s.disappear(s.a, s.b);
  s.enter(s.b, 2, 1, close_by);
  s.appear(s.b, s.a, here);
  s.appear(s.a, s.b, close_by);
  s.pass(5'000);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleSight, NpcsAppearAndDisappearOnce) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s2c_npc_appear npc;
  npc.npc_id = 5;
  s.receive(a, npc);
  s.receive(a, s2c_npc_disappear{5});
  s.receive(a, npc);
  EXPECT_EQ(s.total(), 0u);
  s.receive(a, npc);
  EXPECT_EQ(s.count(check::npc_appears_once), 1u);
  s.receive(a, s2c_npc_disappear{5});
  s.receive(a, s2c_npc_disappear{5});
  EXPECT_EQ(s.count(check::npc_disappears_once), 1u);
}

TEST(OracleSight, AWarpEmptiesTheView) {
  pair_stage s;
  s.send(s.a, c2s_warp{2});
  s.receive(s.a, s2c_warp_ready{2});
  s.send(s.a, c2s_warp{2});
  s.disappear(s.b, s.a);
  s.receive(s.a, s2c_warp{here});
  s.pass(5'000);
  EXPECT_EQ(s.total(), 0u);
}

} // namespace tools::bots
