// Goal: a player is always in exactly one place, and that place outlives every end of a session.

#include "tests/e2e/stage.hpp"

using namespace msg::client;

namespace test::e2e {

namespace {

constexpr place on_larkmere{1, cell_at(232, 128)}; // where the warp from map 2 leads
constexpr place on_barrow{2, cell_at(20, 128)};    // where the warp from map 1 leads

class E2eWarp : public one_node {};

TEST_F(E2eWarp, AWarpLeadsToTheOtherMapAndBack) {
  auto a = player();
  a->walk_to(236, 128);
  a->warp(2);
  EXPECT_EQ(a->at(), on_barrow);
  a->walk_to(18, 128);
  a->warp(1);
  EXPECT_EQ(a->at(), on_larkmere);
  EXPECT_TRUE(a->is_served());
}

TEST_F(E2eWarp, AWarpTakesThePlayerOutOfOneMapAndPutsHimOnTheOther) {
  auto stays = player();
  auto waits = player();
  auto goes = player();
  stays->see_appear(*goes);
  waits->walk_to(236, 128);
  waits->warp(2);
  goes->walk_to(236, 128);
  stays->see_disappear(*waits);
  goes->warp(2);
  waits->see_appear(*goes);
  goes->see_appear(*waits);
  stays->see_disappear(*goes);
  EXPECT_FALSE(goes->sees(*stays));
}

TEST_F(E2eWarp, AWarpWithoutAWarpCellPutsBack) {
  auto a = player();
  a->send(msg::game_request{c2s_warp{2}});
  EXPECT_EQ(a->get<s2c_fix_move>().fixed_cell, a->at().cell);
  a->walk_to(236, 128);
  a->send(msg::game_request{c2s_warp{7}}); // this cell leads to map 2
  EXPECT_EQ(a->get<s2c_fix_move>().fixed_cell, a->at().cell);
  EXPECT_TRUE(a->is_served());
}

TEST_F(E2eWarp, ThePlaceIsKeptAfterLogout) {
  auto a = player();
  a->walk_to(236, 128);
  a->warp(2);
  a->walk_to(23, 130);
  a->log_out();
  EXPECT_EQ(saved_place(database(), a->name()), a->at());
  EXPECT_EQ(again(*a)->at(), a->at());
}

TEST_F(E2eWarp, ThePlaceIsKeptAfterACutConnection) {
  auto witness = player();
  auto a = player();
  a->walk_to(229, 131);
  ASSERT_TRUE(a->is_served());
  witness->see_appear(*a);
  a->link().reset();
  witness->see_disappear(*a);
  EXPECT_TRUE(is_saved_within(seconds{5}, database(), a->name(), a->at()));
  EXPECT_EQ(again(*a)->at(), a->at());
}

TEST_F(E2eWarp, ACutInTheMiddleOfAWarpLeavesThePlayerInOnePlace) {
  auto on_1 = player();
  auto on_2 = player();
  on_2->walk_to(236, 128);
  on_2->warp(2);
  auto a = player();
  for (int round = 0; round < 6; ++round) {
    if (a->at().map == 1)
      a->walk_to(236, 128);
    else
      a->walk_to(18, 128);
    auto from = a->at();
    uint16_t to = from.map == 1 ? 2 : 1;
    a->send(msg::game_request{c2s_warp{to}});
    a->get<s2c_warp_ready>();
    a->send(msg::game_request{c2s_warp{to}});
    if (round % 3 == 1)
      a->get<s2c_warp>();
    if (round % 3 == 2)
      a->send(msg::game_request{c2s_char_logout{}});
    a->link().reset();
    a = again(*a);
    auto there = to == 2 ? on_barrow : on_larkmere;
    EXPECT_TRUE(a->at() == from || a->at() == there) << a->at();
    auto& sees = a->at().map == 1 ? *on_1 : *on_2;
    auto& misses = a->at().map == 1 ? *on_2 : *on_1;
    sees.see_appear(*a);
    EXPECT_FALSE(misses.sees(*a));
  }
}

TEST_F(E2eWarp, AWarpAndALogoutInOneGoEndInOneSavedPlace) {
  auto a = player();
  a->walk_to(236, 128);
  auto from = a->at();
  a->send(msg::game_request{c2s_warp{2}});
  a->send(msg::game_request{c2s_warp{2}});
  a->send(msg::game_request{c2s_char_logout{}});
  a->get<s2c_char_logout>();
  auto saved = saved_place(database(), a->name());
  EXPECT_TRUE(saved == from || saved == on_barrow) << saved;
  EXPECT_EQ(again(*a)->at(), saved);
}

class E2eRestart : public ::testing::Test {
protected:
  std::string database = postgres_cluster::shared().new_migrated_database();
  server_process server{default_settings(database)};
};

TEST_F(E2eRestart, ThePlaceIsKeptAfterAnOrderedStop) {
  auto a = new_player(server.where());
  a->walk_to(229, 131);
  ASSERT_TRUE(a->is_served());
  EXPECT_EQ(server.stop(), 0);
  EXPECT_EQ(saved_place(database, a->name()), a->at());
  server.start();
  game_client back{server.where(), a->account()};
  back.play(a->name());
  EXPECT_EQ(back.at(), a->at());
}

TEST_F(E2eRestart, AKilledServerLosesNoMoreThanACheckpoint) {
  auto a = new_player(server.where());
  a->walk_to(229, 131);
  auto reached = a->at();
  EXPECT_TRUE(is_saved_within(milliseconds{5500}, database, a->name(), reached));
  a->walk_to(232, 131); // may be lost
  server.kill();
  server.start();
  game_client back{server.where(), a->account()};
  back.play(a->name());
  auto x = tools::bots::x_of(back.at().cell);
  EXPECT_TRUE(back.at().map == 1 && x >= 229 && x <= 232) << back.at();
  EXPECT_TRUE(back.is_served());
}

} // namespace

} // namespace test::e2e
