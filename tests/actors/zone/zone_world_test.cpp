// The rules of a zone, one request at a time.

#include "tests/actors/zone/world_fixture.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using loaders::cell;
using test::index_of;
using test::only;
using test::world_fixture;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using kind = zone_outcome::kind;
using told = std::vector<msg::game_answer>;

constexpr cell here{100, 100};
constexpr cell beside{101, 100};
constexpr cell far_away{200, 200};

/// Two who see each other and one who sees neither.
struct three_players : world_fixture {
  explicit three_players(loaders::zone_content content = test::open_map(1), zone_rules rules = {})
      : world_fixture(std::move(content), rules) {
    enter(1, here);
    enter(2, beside);
    enter(3, far_away);
    forget();
  }
};

} // namespace

// -- coming and going ------------------------------------------------------------------

TEST(ZoneWorld, AWorldLoginIsAnsweredInOrder) {
  auto content = test::open_map(1);
  test::add_npc(content, 7, beside);
  world_fixture x{std::move(content)};
  x.enter(2, beside);
  x.forget();
  x.enter(1, here);
  auto heard = x.heard();
  const auto& mine = heard[1];
  ASSERT_EQ(mine.size(), 7u);
  EXPECT_EQ(std::get<s2c_world_login>(mine[0]).character.cell, index_of(here));
  EXPECT_TRUE(std::holds_alternative<s2c_pskill_list>(mine[1]));
  EXPECT_TRUE(std::holds_alternative<s2c_skill_slot_info>(mine[2]));
  EXPECT_EQ(std::get<s2c_chat_window_opt>(mine[3]).tab_masks, (std::array<uint16_t, 3>{0xFF, 0x1F, 0xE3}));
  EXPECT_EQ(std::get<s2c_svr_time>(mine[4]), (s2c_svr_time{12, 34}));
  const auto& npc = std::get<s2c_npc_appear>(mine[5]);
  EXPECT_EQ(npc.npc_type, 7);
  EXPECT_EQ(npc.npc_health, 107u);
  EXPECT_EQ(npc.npc_level, 5);
  EXPECT_EQ(npc.cell, index_of(beside));
  EXPECT_EQ(std::get<s2c_pc_appear>(mine[6]).player_id, 2u);
  ASSERT_EQ(heard[2].size(), 1u);
  EXPECT_EQ(std::get<s2c_pc_appear>(heard[2][0]).player_id, 1u);
}

TEST(ZoneWorld, AnArrivalByWarpIsToldHisCellFirst) {
  world_fixture x{test::open_map(1)};
  x.enter(2, beside);
  x.forget();
  x.enter(1, here, arrival::warp);
  EXPECT_THAT(x.heard()[1], ElementsAre(msg::game_answer{s2c_warp{index_of(here)}}, testing::_));
}

TEST(ZoneWorld, AnArrivalByWarpMayBeALoginOfItsOwn) {
  zone_rules rules;
  rules.answers_with_warp_login = true;
  world_fixture x{test::open_map(1), rules};
  x.enter(1, here, arrival::warp);
  auto heard = x.heard();
  ASSERT_THAT(heard[1], SizeIs(1));
  EXPECT_EQ(std::get<s2c_warp_login>(heard[1][0]).new_cell, index_of(here));
}

TEST(ZoneWorld, WhoLeavesDisappearsForHisViewers) {
  three_players x;
  x.world.apply({1}, c2s_chat_window_opt{{1, 2, 3}}, x.now_ms, x.out);
  x.forget();
  auto record = x.leave(1);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->location.chat_masks, (std::array<uint16_t, 3>{1, 2, 3}));
  auto heard = x.heard();
  EXPECT_EQ(heard[2], told{s2c_pc_disappear{1}});
  EXPECT_EQ(heard.size(), 1u);
  EXPECT_FALSE(x.leave(1));
  EXPECT_FALSE(x.world.contains({1}));
  EXPECT_EQ(x.world.players(), 2u);
}

TEST(ZoneWorld, WhoIsNotHereDoesNothing) {
  three_players x;
  EXPECT_EQ(x.ask(9, here).what, kind::none);
  EXPECT_TRUE(x.heard().empty());
}

TEST(ZoneWorld, ABlockedPlaceIsReplacedByTheNearestOpenOne) {
  auto content = test::open_map(1);
  for (uint8_t y = 98; y <= 102; ++y)
    for (uint8_t k = 98; k <= 102; ++k)
      test::set_walkable(content, {k, y}, false);
  test::add_warp(content, {97, 97}, {2, {1, 1}});
  world_fixture x{std::move(content)};
  auto found = x.world.place_for(here);
  EXPECT_EQ(loaders::distance(found, here), 3);
  EXPECT_NE(found, (cell{97, 97})) << "not onto a warp";
  EXPECT_EQ(x.world.place_for(far_away), far_away);
  x.enter(1, here);
  EXPECT_EQ(x.where(1), found);
}

// -- asking to walk --------------------------------------------------------------------

TEST(ZoneWorld, AGrantedWalkIsSeenByOthersOnly) {
  three_players x;
  x.ask(1, {110, 105});
  auto heard = x.heard();
  EXPECT_EQ(heard[1], (told{s2c_ans_move{1, index_of({110, 105}), 1}}));
  EXPECT_EQ(heard[2], (told{s2c_see_move{1, index_of(here), index_of({110, 105}), 1}}));
  EXPECT_FALSE(heard.contains(3));
  EXPECT_EQ(x.where(1), here) << "only steps move him";
}

TEST(ZoneWorld, AWalkOfTwentyFourCellsIsGrantedAndOneOfTwentyFiveNot) {
  three_players x;
  x.ask(1, {124, 76});
  EXPECT_THAT(only<s2c_ans_move>(x.heard()[1]), ElementsAre(s2c_ans_move{1, index_of({124, 76}), 1}));
  x.ask(1, {125, 100});
  EXPECT_EQ(x.heard()[1], (told{s2c_ans_move{0, index_of({125, 100}), 1}, s2c_fix_move{index_of(here)}}));
}

TEST(ZoneWorld, AWalkOntoAWallOrOffTheMapIsRefused) {
  auto content = test::open_map(1);
  test::set_walkable(content, {105, 100}, false);
  three_players x{std::move(content)};
  x.ask(1, {105, 100});
  EXPECT_THAT(only<s2c_ans_move>(x.heard()[1]), ElementsAre(s2c_ans_move{0, index_of({105, 100}), 1}));
  for (uint32_t wrong : {0x10000u, 0x10000u + index_of(here), 0xFFFFFFFFu}) {
    x.apply(1, c2s_ask_move{wrong, 1});
    EXPECT_THAT(only<s2c_ans_move>(x.heard()[1]), ElementsAre(s2c_ans_move{0, wrong, 1}));
  }
}

TEST(ZoneWorld, AViolationStopsAWalkerForHisViewersAndNobodyElse) {
  three_players x;
  x.step(1, {110, 100});
  auto heard = x.heard();
  EXPECT_EQ(heard[1], told{s2c_fix_move{index_of(here)}});
  EXPECT_FALSE(heard.contains(2)) << "he was not walking";
  x.ask(1, {110, 100});
  x.forget();
  x.step(1, {110, 100});
  heard = x.heard();
  EXPECT_EQ(heard[1], told{s2c_fix_move{index_of(here)}});
  EXPECT_EQ(heard[2], (told{s2c_see_stop{1, index_of(here)}}));
}

// -- steps -----------------------------------------------------------------------------

TEST(ZoneWorld, AStepToEachNeighbourIsTakenInSilence) {
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      three_players x;
      cell to{static_cast<uint8_t>(100 + dx), static_cast<uint8_t>(100 + dy)};
      x.step(1, to);
      EXPECT_EQ(x.where(1), to);
      EXPECT_TRUE(x.heard().empty());
    }
  }
}

TEST(ZoneWorld, AStepOntoAWallOrOffTheMapIsRefused) {
  auto content = test::open_map(1);
  test::set_walkable(content, {100, 101}, false);
  three_players x{std::move(content)};
  x.step(1, {100, 101});
  EXPECT_EQ(x.where(1), here);
  x.apply(1, c2s_pc_move{0x10000 + index_of(beside), 1});
  EXPECT_EQ(x.where(1), here);
  EXPECT_THAT(x.heard()[1], SizeIs(2));
}

TEST(ZoneWorld, AStepOfTwoCellsIsToleratedOncePerWalk) {
  three_players x;
  x.step(1, {102, 100});
  EXPECT_EQ(x.where(1), here) << "not without a walk";
  x.ask(1, {110, 100});
  x.step(1, {102, 100});
  EXPECT_EQ(x.where(1), (cell{102, 100}));
  x.now_ms += 1'000;
  x.step(1, {104, 100});
  EXPECT_EQ(x.where(1), (cell{102, 100})) << "once";
  x.ask(1, {110, 100});
  x.now_ms += 1'000;
  x.step(1, {105, 100});
  EXPECT_EQ(x.where(1), (cell{102, 100})) << "three are too many";
  x.step(1, {104, 100});
  EXPECT_EQ(x.where(1), (cell{104, 100})) << "a new walk, a new skip";
}

TEST(ZoneWorld, StepsFasterThanThePaceAreTakenBack) {
  three_players x;
  for (uint8_t i = 1; i <= 3; ++i)
    x.step(1, {static_cast<uint8_t>(100 + i), 100});
  EXPECT_EQ(x.where(1), (cell{103, 100})) << "the slack";
  x.forget();
  x.step(1, {104, 100});
  EXPECT_EQ(x.heard()[1], told{s2c_fix_move{index_of({103, 100})}});
  x.now_ms += 150;
  x.step(1, {104, 100});
  EXPECT_EQ(x.where(1), (cell{104, 100}));
}

TEST(ZoneWorld, StepsThatPiledUpWhileTheZoneStoodStillAreTaken) {
  three_players x;
  x.world.forgive_stall(600);
  for (uint8_t i = 1; i <= 7; ++i)
    x.step(1, {static_cast<uint8_t>(100 + i), 100});
  EXPECT_EQ(x.where(1), (cell{107, 100})) << "three by the slack, four by the stall";
  x.step(1, {108, 100});
  EXPECT_EQ(x.where(1), (cell{107, 100}));
}

TEST(ZoneWorld, TheTenthViolationWithinAMinuteExpels) {
  three_players x;
  for (int i = 1; i <= 9; ++i) {
    EXPECT_EQ(x.step(1, far_away).what, kind::none) << i;
    x.now_ms += 6'000;
  }
  EXPECT_EQ(x.step(1, far_away).what, kind::expelled);
}

TEST(ZoneWorld, ViolationsFurtherApartDoNotExpel) {
  three_players x;
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(x.step(1, far_away).what, kind::none) << i;
    x.now_ms += 6'700;
  }
}

TEST(ZoneWorld, ClickingWhereNobodyCanWalkIsNoViolation) {
  three_players x;
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(x.ask(1, far_away).what, kind::none);
    EXPECT_EQ(x.apply(1, c2s_warp{3}).what, kind::none);
  }
}

// -- talking ---------------------------------------------------------------------------

TEST(ZoneWorld, WhatIsSaidIsHeardAroundAndByTheSpeaker) {
  three_players x;
  x.apply(1, c2s_say{1, {}, msg::wire::open_text<64>{"hello"}});
  auto heard = x.heard();
  const told line{make_say(say_kind::general, 1, "Name1", "hello")};
  EXPECT_EQ(heard[1], line);
  EXPECT_EQ(heard[2], line);
  EXPECT_FALSE(heard.contains(3));
}

TEST(ZoneWorld, AGestureIsSeenAroundAndByHimself) {
  three_players x;
  x.apply(2, c2s_gesture{9});
  auto heard = x.heard();
  EXPECT_EQ(heard[1], (told{s2c_gesture{2, 9}}));
  EXPECT_EQ(heard[2], (told{s2c_gesture{2, 9}}));
  EXPECT_FALSE(heard.contains(3));
}

TEST(ZoneWorld, ChatMasksAreEchoedAndKept) {
  three_players x;
  x.apply(1, c2s_chat_window_opt{{4, 5, 6}});
  EXPECT_EQ(x.heard()[1], (told{s2c_chat_window_opt{{4, 5, 6}}}));
  EXPECT_EQ(x.world.find({1})->location.chat_masks, (std::array<uint16_t, 3>{4, 5, 6}));
}

// -- warps -----------------------------------------------------------------------------

namespace {

struct warp_world : three_players {
  static loaders::zone_content content() {
    auto result = test::open_map(1);
    test::add_warp(result, here, {7, {50, 60}});
    test::add_warp(result, {102, 100}, {8, {1, 2}});
    return result;
  }
  warp_world() : three_players(content()) {}
};

} // namespace

TEST(ZoneWorld, AWarpIsGrantedFirstAndTakenTheSecondTime) {
  warp_world x;
  EXPECT_EQ(x.apply(1, c2s_warp{7}).what, kind::none);
  EXPECT_EQ(x.heard()[1], told{s2c_warp_ready{7}});
  auto outcome = x.apply(1, c2s_warp{7});
  EXPECT_EQ(outcome.what, kind::departs);
  EXPECT_EQ(outcome.to, (loaders::warp{7, {50, 60}}));
}

TEST(ZoneWorld, NoWarpWithoutAWarpCellThatLeadsThere) {
  warp_world x;
  x.apply(2, c2s_warp{7});
  EXPECT_EQ(x.heard()[2], told{s2c_fix_move{index_of(beside)}});
  x.apply(1, c2s_warp{8});
  EXPECT_EQ(x.heard()[1], told{s2c_fix_move{index_of(here)}});
}

TEST(ZoneWorld, AGrantIsLostWithAStep) {
  warp_world x;
  x.apply(1, c2s_warp{7});
  x.step(1, beside);
  x.step(1, here);
  x.forget();
  EXPECT_EQ(x.apply(1, c2s_warp{7}).what, kind::none);
  EXPECT_EQ(x.heard()[1], told{s2c_warp_ready{7}});
}

TEST(ZoneWorld, WhoDepartsIsFrozenButSeen) {
  warp_world x;
  x.apply(1, c2s_warp{7});
  x.apply(1, c2s_warp{7});
  x.forget();
  x.step(1, beside);
  x.apply(1, c2s_say{1, {}, msg::wire::open_text<64>{"hello"}});
  EXPECT_TRUE(x.heard().empty());
  EXPECT_EQ(x.where(1), here);
  x.enter(4, beside);
  EXPECT_THAT(only<s2c_pc_appear>(x.heard()[4]), SizeIs(2));
}

TEST(ZoneWorld, WhoResumesIsPutWhereHeStandsAndMayMoveAgain) {
  warp_world x;
  x.world.resume({1}, x.out);
  EXPECT_TRUE(x.heard().empty()) << "he was not frozen";
  x.apply(1, c2s_warp{7});
  x.apply(1, c2s_warp{7});
  x.forget();
  x.world.resume({1}, x.out);
  EXPECT_EQ(x.heard()[1], told{s2c_fix_move{index_of(here)}});
  x.step(1, beside);
  EXPECT_EQ(x.where(1), beside);
}

// -- what is to be saved -----------------------------------------------------------------

TEST(ZoneWorld, ChangesAreTakenOnceByIdAndTheirRevisionsGrow) {
  world_fixture x{test::open_map(1)};
  x.enter(2, beside);
  x.enter(1, here);
  auto first = x.world.take_changed();
  ASSERT_THAT(first, SizeIs(2));
  EXPECT_EQ(first[0].id.value, 1u);
  EXPECT_EQ(first[1].id.value, 2u);
  EXPECT_GT(first[0].revision, 10u) << "what was stored had revision 10";
  EXPECT_THAT(x.world.take_changed(), IsEmpty());
  x.step(1, {99, 99});
  x.step(1, {98, 98});
  auto second = x.world.take_changed();
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].cell, index_of({98, 98}));
  EXPECT_GT(second[0].revision, first[0].revision);
}

TEST(ZoneWorld, WhatChangesNothingNeedNotBeSaved) {
  three_players x;
  x.world.take_changed();
  x.ask(1, {110, 100});
  x.step(1, far_away);
  x.step(1, here);
  x.apply(1, c2s_gesture{1});
  EXPECT_THAT(x.world.take_changed(), IsEmpty());
}

TEST(ZoneWorld, WhoHasLeftIsNotAmongTheChanged) {
  three_players x;
  x.world.take_changed();
  x.apply(1, c2s_chat_window_opt{{1, 2, 3}});
  x.apply(2, c2s_chat_window_opt{{1, 2, 3}});
  x.leave(2);
  EXPECT_THAT(x.world.take_changed(), SizeIs(1));
}

} // namespace actors
