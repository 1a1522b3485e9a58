// Each check of the oracle about answers, places and the entry: a run in which
// the server keeps its promise, and one in which it breaks it.

#include "tests/tools/bots/stage.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg::client;

namespace {

constexpr auto here = cell_at(100, 100);
constexpr auto next_to_here = cell_at(101, 100);

} // namespace

TEST(OracleAnswers, AnAnsweredRequestIsMeasuredAndFine) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.send(a, c2s_ask_move{cell_at(105, 100), 1});
  s.pass(300);
  s.receive(a, s2c_ans_move{1, cell_at(105, 100), 1});
  s.pass(20'000);
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.judge.latency(request::walk).max_ms(), 300);
}

TEST(OracleAnswers, ARequestWithoutAnswerIsBlamedOnce) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.send(a, c2s_ask_move{cell_at(105, 100), 1});
  s.pass(9'900);
  EXPECT_EQ(s.total(), 0u);
  s.pass(20'000);
  EXPECT_EQ(s.count(check::request_is_answered), 1u);
  EXPECT_TRUE(s.only(check::request_is_answered));
}

TEST(OracleAnswers, ARefusedLoginMayBeClosedAndASilentOneIsOnlyTurnedAway) {
  stage s;
  auto a = s.add("Anna");
  s.judge.opened(a, listener::login, s.now);
  s.send(a, c2ls_login{});
  s.receive(a, ls2c_say{1, msg::wire::fixed_text<81>{"wrong"}});
  s.judge.closed(a, close_cause::server, s.now);
  s.judge.opened(a, listener::login, s.now);
  s.judge.closed(a, close_cause::server, s.now);
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.judge.counts().turned_away, 1u);
}

TEST(OracleAnswers, AConnectionClosedInTheWorldIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.judge.closed(a, close_cause::server, s.now);
  EXPECT_TRUE(s.only(check::connection_stays_open));
}

TEST(OracleAnswers, AnUndecodablePacketIsBlamedWithThePacketsBefore) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.judge.damaged(a, {"unknown-packet", false}, encode_frame(c2s_warp{}), s.now);
  ASSERT_TRUE(s.only(check::bytes_decode));
  EXPECT_EQ(s.judge.log().detailed().front().packets.size(), 9u);
}

TEST(OracleAnswers, AServerThatDoesNotCloseAfterTheLogoutIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.send(a, c2s_char_logout{});
  s.receive(a, s2c_char_logout{});
  s.judge.closed(a, close_cause::bot, s.now);
  EXPECT_TRUE(s.only(check::logout_closes));
}

TEST(OracleAnswers, ABotRefusedForLongAfterItLeftIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.cut(a);
  s.pass(20'000);
  s.judge.refused(a, "already online", s.now);
  EXPECT_EQ(s.total(), 0u);
  s.pass(20'000);
  s.judge.refused(a, "already online", s.now);
  EXPECT_TRUE(s.only(check::refusal_ends));
}

TEST(OracleEntry, PacketsOutOfOrderAreBlamed) {
  stage s;
  auto a = s.add("Anna");
  s.choose(a, 1, 1);
  s.send(a, c2s_world_login{stage::text("Anna")});
  s2c_world_login world;
  world.character.map_index = 1;
  world.character.cell = here;
  s.receive(a, world);
  s.receive(a, s2c_skill_slot_info{});
  EXPECT_TRUE(s.only(check::entry_is_in_order));
}

TEST(OracleEntry, SomebodyAppearingBeforeTheEntryIsOverIsBlamed) {
  stage s;
  auto b = s.enter_new("Bert", 2, 1, here);
  auto a = s.add("Anna");
  s.choose(a, 1, 1);
  s.send(a, c2s_world_login{stage::text("Anna")});
  s2c_world_login world;
  world.character.map_index = 1;
  world.character.cell = here;
  s.receive(a, world);
  s.appear(a, b, here);
  EXPECT_TRUE(s.only(check::entry_is_in_order));
}

TEST(OracleEntry, AChangedPlayerIdIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.log_out(a);
  s.enter(a, 7, 1, here);
  EXPECT_TRUE(s.only(check::player_id_is_kept));
}

TEST(OracleEntry, StoredMasksComeBackAndOthersAreBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.send(a, c2s_chat_window_opt{{1, 2, 3}});
  s.receive(a, s2c_chat_window_opt{{1, 2, 3}});
  s.of(a).masks = {1, 2, 3};
  s.log_out(a);
  s.enter(a, 1, 1, here);
  EXPECT_EQ(s.total(), 0u);
  s.of(a).masks = {9, 9, 9};
  s.log_out(a);
  s.enter(a, 1, 1, here);
  EXPECT_TRUE(s.only(check::masks_are_kept));
}

TEST(OracleReturn, AfterALogoutThePlaceIsExactlyTheSame) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.pass(200);
  s.step(a, next_to_here);
  s.log_out(a);
  s.enter(a, 1, 1, next_to_here);
  EXPECT_EQ(s.total(), 0u);
  s.pass(200);
  s.step(a, here);
  s.log_out(a);
  s.enter(a, 1, 1, next_to_here);
  EXPECT_TRUE(s.only(check::return_place_is_kept));
}

TEST(OracleReturn, AfterACutAnyPlaceOfTheLastSecondsWillDo) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.pass(10'000);
  s.step(a, next_to_here);
  s.pass(3'000);
  s.step(a, cell_at(102, 100));
  s.cut(a);
  s.enter(a, 1, 1, here);
  EXPECT_EQ(s.total(), 0u);
}

TEST(OracleReturn, AfterACutAnOlderPlaceIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.step(a, next_to_here);
  s.pass(10'000);
  s.cut(a);
  s.enter(a, 1, 1, here);
  EXPECT_TRUE(s.only(check::return_place_is_kept));
}

TEST(OracleReturn, AMapOtherThanTheAnnouncedOneIsBlamed) {
  stage s;
  auto a = s.add("Anna");
  s.choose(a, 1, 1);
  s.send(a, c2s_world_login{stage::text("Anna")});
  s.receive_entry(a, 2, here);
  EXPECT_TRUE(s.only(check::return_place_is_kept));
}

TEST(OracleWalk, WithAMeshACorrectionOfALegalStepIsBlamed) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, here);
  s.pass(200);
  s.step(a, next_to_here);
  s.receive(a, s2c_fix_move{here});
  EXPECT_TRUE(s.only(check::legal_step_is_kept));
}

TEST(OracleWalk, ACorrectionOfAnIllegalStepIsFine) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, cell_at(51, 10));
  s.pass(200);
  s.step(a, cell_at(50, 10)); // a wall
  s.receive(a, s2c_fix_move{cell_at(51, 10)});
  s.pass(200);
  s.step(a, cell_at(52, 10));
  s.pass(100);
  s.step(a, cell_at(53, 10)); // too fast
  s.receive(a, s2c_fix_move{cell_at(52, 10)});
  s.pass(200);
  s.step(a, cell_at(60, 10)); // too far
  s.receive(a, s2c_fix_move{cell_at(52, 10)});
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.judge.counts().corrections, 3u);
}

TEST(OracleWalk, BeingPutIntoAWallIsBlamed) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, cell_at(50, 10));
  EXPECT_TRUE(s.only(check::place_is_walkable));
  s.log_out(a);
}

TEST(OracleWalk, ARefusedWalkToOpenGroundIsBlamedAndOneIntoAWallIsNot) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, cell_at(45, 10));
  s.send(a, c2s_ask_move{cell_at(50, 10), 1});
  s.receive(a, s2c_ans_move{0, cell_at(50, 10), 1});
  EXPECT_EQ(s.total(), 0u);
  s.send(a, c2s_ask_move{cell_at(40, 10), 1});
  s.receive(a, s2c_ans_move{0, cell_at(40, 10), 1});
  EXPECT_TRUE(s.only(check::legal_walk_is_granted));
}

TEST(OracleWarp, AWarpThatLandsOnItsTargetIsFine) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, cell_at(60, 60));
  s.send(a, c2s_warp{2});
  s.receive(a, s2c_warp_ready{2});
  s.send(a, c2s_warp{2});
  s.receive(a, s2c_warp{cell_at(11, 10)});
  s.log_out(a);
  s.enter(a, 1, 2, cell_at(11, 10));
  EXPECT_EQ(s.total(), 0u);
  EXPECT_EQ(s.judge.counts().warps, 1u);
}

TEST(OracleWarp, AWarpThatLandsElsewhereIsBlamed) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, cell_at(60, 60));
  s.send(a, c2s_warp{2});
  s.receive(a, s2c_warp_ready{2});
  s.send(a, c2s_warp{2});
  s.receive(a, s2c_warp{cell_at(90, 90)});
  EXPECT_TRUE(s.only(check::warp_lands_on_target));
}

TEST(OracleWarp, AWarpRefusedOnItsOwnCellIsBlamed) {
  stage s{two_maps()};
  auto a = s.enter_new("Anna", 1, 1, cell_at(60, 60));
  s.send(a, c2s_warp{2});
  s.receive(a, s2c_fix_move{cell_at(60, 60)});
  EXPECT_TRUE(s.only(check::warp_lands_on_target));
}

TEST(OracleWarp, AnArrivalNobodyAskedForIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.receive(a, s2c_warp{here});
  EXPECT_TRUE(s.only(check::warp_lands_on_target));
}

TEST(OracleTicks, ASilentClockIsBlamed) {
  stage s;
  s.has_ticks = false;
  s.enter_new("Anna", 1, 1, here);
  s.pass(14'000);
  EXPECT_EQ(s.total(), 0u);
  s.pass(2'000);
  EXPECT_TRUE(s.only(check::tick_comes));
}

TEST(OracleTicks, ATickThatIsLeftOutIsBlamed) {
  stage s;
  auto a = s.enter_new("Anna", 1, 1, here);
  s.receive(a, g2c_time_tick{4, 0, 0});
  s.receive(a, g2c_time_tick{5, 0, 0});
  EXPECT_EQ(s.total(), 0u);
  s.receive(a, g2c_time_tick{7, 0, 0});
  EXPECT_TRUE(s.only(check::tick_counts_up));
}

} // namespace tools::bots
