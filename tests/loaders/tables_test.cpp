#include "loaders/class_data.hpp"
#include "loaders/npc.hpp"
#include "loaders/spawn.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

npc monster() {
  npc x;
  x.name = "Mole";
  x.id = 9;
  x.behaviour = npc_behaviour_bits::attack_count.put(0, 1);
  x.attacks[0].reach = npc_reach_bits::max.put(npc_reach_bits::min.put(0, 1), 3);
  x.growth = npc_growth_bits::level.put(0, 300);
  x.hp_max = 10;
  return x;
}

load_errc strict_error(const npc& x, uint16_t id = 9) {
  auto found = load_npc("npc/9", id, save_npc(x), load_mode::strict);
  EXPECT_FALSE(found);
  return found ? load_errc::syntax : found.error().code;
}

TEST(NpcLoader, WhatWasSavedIsLoadedUnchanged) {
  auto found = load_npc("npc/9", 9, save_npc(monster()), load_mode::strict);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(*found, monster());
  EXPECT_EQ(found->level(), 300);
  EXPECT_EQ(found->name.str(), "Mole");
}

TEST(NpcLoader, TheOlderGenerationIsNamedInTheReport) {
  auto found = load_npc("npc/9", 9, byte_buffer(72), load_mode::lenient);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, load_errc::truncated);
  EXPECT_NE(found.error().expected.find("older generation"), std::string::npos);
}

TEST(NpcLoader, FourAttacksAreRefused) {
  auto x = monster();
  x.behaviour = npc_behaviour_bits::attack_count.put(0, 4);
  EXPECT_EQ(strict_error(x), load_errc::range);
}

TEST(NpcLoader, AnAttackWhoseRangeIsUpsideDownIsRefusedOnlyWhenUsed) {
  auto x = monster();
  x.attacks[0].reach = npc_reach_bits::min.put(0, 2);
  EXPECT_EQ(strict_error(x), load_errc::range);
  x.behaviour = 0;
  EXPECT_TRUE(load_npc("npc/9", 9, save_npc(x), load_mode::strict));
}

TEST(NpcLoader, AnotherIdThanTheFileNameIsRefusedInStrictModeOnly) {
  EXPECT_EQ(strict_error(monster(), 8), load_errc::id_mismatch);
  EXPECT_TRUE(load_npc("npc/8", 8, save_npc(monster()), load_mode::lenient));
}

TEST(NpcLoader, AMonsterWithoutLifeAndLevelIsWarnedAboutInStrictModeToo) {
  auto x = monster();
  x.hp_max = 0;
  x.growth = 0;
  EXPECT_EQ(load_npc("npc/9", 9, save_npc(x), load_mode::strict).warnings().size(), 2u);
  x.id = 1001;
  EXPECT_TRUE(load_npc("npc/1001", 1001, save_npc(x), load_mode::strict).warnings().empty());
}

TEST(SpawnLoader, AnEmptyListIsValid) {
  auto found = load_spawns("map/1.n_ndt", {}, load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->empty());
}

TEST(SpawnLoader, ARecordOthersTakeForAnEndMarkIsOrdinary) {
  std::vector<spawn> xs{{415, {128, 128}, 2, 0x6A}, {1, {3, 4}, 0, 4}};
  EXPECT_EQ(*load_spawns("map/1.n_ndt", save_spawns(xs), load_mode::strict), xs);
}

TEST(SpawnLoader, ACellOutsideTheMapIsRefusedInBothModes) {
  auto bytes = save_spawns({{1, {3, 4}, 0, 4}});
  bytes[4] = 1;
  for (auto mode : {load_mode::strict, load_mode::lenient}) {
    auto found = load_spawns("map/1.n_ndt", bytes, mode);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, load_errc::range);
    EXPECT_EQ(found.error().offset, 2u);
  }
}

TEST(ClassDataLoader, TrailingBytesAreRefusedInStrictModeOnly) {
  auto bytes = save_class_data({.strength = 30});
  bytes.push_back(0);
  auto found = load_class_data("pc/0", bytes, load_mode::strict);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, load_errc::trailing);
  EXPECT_EQ(load_class_data("pc/0", bytes, load_mode::lenient)->strength, 30);
}

} // namespace

} // namespace loaders
