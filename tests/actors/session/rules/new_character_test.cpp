// What the classes start with, against the tables of the rules of the game.

#include "actors/session/rules/new_character.hpp"

#include <gtest/gtest.h>

#include <map>

namespace actors {

namespace {

const start_places places{{{{1}, 35441}, {{7}, 26751}}};

struct start {
  uint8_t class_id;
  msg::character_stats stats;
  std::map<uint8_t, uint32_t> worn; // item code by slot
};

/// Rules, section 1: STR MAG DEX VIT MANA pts HP MP stored HP stored MP, and the gear by slot.
std::vector<start> starts() {
  return {
    {0, {0, 30, 0, 16, 30, 20, 75, 20, 120, 30}, {{2, 1024}, {3, 3282}, {4, 3272}, {5, 3277}, {6, 3292}, {7, 3287}}},
    {1,
     {0, 30, 0, 20, 25, 20, 50, 30, 110, 40},
     {{0, 3322}, {1, 1048}, {3, 3307}, {4, 3297}, {5, 3302}, {6, 3317}, {7, 3312}}},
    {2, {0, 20, 26, 12, 20, 40, 30, 80, 30, 120}, {{2, 2066}, {3, 3337}, {4, 3327}, {5, 3332}, {6, 3347}, {7, 3342}}},
    {3,
     {0, 30, 0, 16, 25, 25, 75, 37, 100, 50},
     {{0, 0x4000 + 1134}, {1, 1110}, {3, 3677}, {4, 3657}, {5, 3667}, {6, 3697}, {7, 3687}}},
  };
}

} // namespace

TEST(NewCharacter, EveryClassHasItsStartStats) {
  for (const auto& x : starts()) {
    auto who = make_new_character({9}, "Somebody", x.class_id, 0, places);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->stats, x.stats) << int{x.class_id};
    EXPECT_EQ(who->class_id, x.class_id);
    EXPECT_EQ(who->level, 1);
    EXPECT_EQ(who->experience, 0u);
    EXPECT_EQ(who->woonz, 0u);
    EXPECT_EQ(who->name, "Somebody");
    EXPECT_EQ(who->account.value, 9u);
  }
}

TEST(NewCharacter, EveryClassWearsItsStartGear) {
  for (const auto& x : starts()) {
    auto who = make_new_character({9}, "Somebody", x.class_id, 0, places);
    ASSERT_TRUE(who);
    std::map<uint8_t, uint32_t> worn;
    for (const auto& item : who->items) {
      EXPECT_EQ(item.container, msg::item_container::worn);
      EXPECT_TRUE(worn.emplace(item.slot, item.code).second) << "two items in one slot";
    }
    EXPECT_EQ(worn, x.worn) << int{x.class_id};
  }
}

TEST(NewCharacter, EquipmentIsOfLevelOneIdentifiedAndKnowsItsSlot) {
  for (const auto& x : starts()) {
    auto who = make_new_character({9}, "Somebody", x.class_id, 0, places);
    ASSERT_TRUE(who);
    for (const auto& item : who->items) {
      if (item.code & 0x4000)
        continue; // a stack
      EXPECT_EQ(item.info & 0xF, 1u);
      EXPECT_NE(item.info & 0x20, 0u);
      EXPECT_EQ(item.info >> 10 & 0xF, item.slot);
    }
  }
}

TEST(NewCharacter, AnArcherHasTwoHundredArrows) {
  auto who = make_new_character({9}, "Somebody", 3, 0, places);
  ASSERT_TRUE(who);
  EXPECT_EQ(std::ranges::count_if(who->items, [](const auto& x) { return x.code == 17518 && x.info == 200; }), 1);
}

TEST(NewCharacter, TheNationDecidesWhereHeBegins) {
  for (uint8_t nation : {0, 1}) {
    auto who = make_new_character({9}, "Somebody", 0, nation, places);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->nation, nation);
    EXPECT_EQ(who->location.map, places[nation].map);
    EXPECT_EQ(who->location.cell, places[nation].cell);
    EXPECT_FALSE(who->id());
  }
}

TEST(NewCharacter, UnknownClassesAndNationsAreRefused) {
  EXPECT_FALSE(make_new_character({9}, "Somebody", 4, 0, places));
  EXPECT_FALSE(make_new_character({9}, "Somebody", 255, 0, places));
  EXPECT_FALSE(make_new_character({9}, "Somebody", 0, 2, places));
}

} // namespace actors
