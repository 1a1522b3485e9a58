// The tables of the demo world, held against the notes they were made from.

#include "loaders/cell.hpp"
#include "loaders/start_gear.hpp"
#include "tools/world/creatures.hpp"
#include "tools/world/deeds.hpp"
#include "tools/world/items.hpp"
#include "tools/world/maps.hpp"
#include "tools/world/trade.hpp"

#include <gmock/gmock.h>

#include <set>

namespace tools {

namespace {

using testing::ElementsAre;

loaders::it0_item gear(uint16_t code) {
  for (const auto& x : make_it0())
    if (x.code() == code)
      return x;
  ADD_FAILURE() << code << " is no item of IT0";
  return {};
}

loaders::quest quest(size_t id) { return make_quests().at(id - 1); }

TEST(Items, ThereAreFortyFour) {
  EXPECT_EQ(make_it0().size(), 30u);
  EXPECT_EQ(make_it0ex().size(), 4u);
  EXPECT_EQ(make_it1().size(), 4u);
  EXPECT_EQ(make_it2().size(), 7u);
  EXPECT_EQ(make_it3().size(), 3u);
}

TEST(Items, StartGearIsWornWhereTheGameSays) {
  // Slots in the order of the start lists (game rules, section 1).
  const std::vector<std::vector<uint16_t>> slots{
    {2, 3, 4, 5, 6, 7}, {1, 0, 3, 4, 5, 6, 7}, {2, 3, 4, 5, 6, 7}, {1, 3, 4, 5, 6, 7}};
  for (uint16_t id = 0; id < loaders::class_count; ++id) {
    auto codes = loaders::start_gear(id);
    ASSERT_EQ(codes.size(), slots[id].size());
    for (size_t i = 0; i < codes.size(); ++i) {
      EXPECT_EQ(gear(codes[i]).slot, slots[id][i]) << codes[i];
      EXPECT_EQ(gear(codes[i]).class_mask, id) << codes[i];
    }
  }
  EXPECT_EQ(gear(1134).slot, 0);
  EXPECT_EQ(gear(1134).category, 10);
  EXPECT_EQ(gear(1134).price, 1u);
}

TEST(Items, EveryClassCanWearWhatItStartsWith) {
  auto classes = make_classes();
  for (size_t id = 0; id < loaders::class_count; ++id)
    for (auto code : loaders::start_gear(id)) {
      auto level = gear(code).levels[0];
      EXPECT_LE(level.strength, classes[id].strength) << code;
      EXPECT_LE(level.dexterity, classes[id].dexterity) << code;
      EXPECT_LE(level.intelligence, classes[id].magic) << code;
    }
}

TEST(Items, LevelsFollowTheFormulas) {
  auto sword = gear(1024);
  EXPECT_EQ(sword.price, 100u);
  EXPECT_EQ(sword.levels[0].base, 30);
  EXPECT_EQ(sword.levels[1].base, 40);
  EXPECT_EQ(sword.levels[9].base, 120);
  EXPECT_EQ(sword.levels[9].strength, sword.levels[0].strength + 54);
  EXPECT_EQ(sword.levels[9].dexterity, sword.levels[0].dexterity + 27);
  EXPECT_EQ(gear(2066).levels[0].base, 24);
  EXPECT_EQ(gear(1110).levels[0].base, 26);
  EXPECT_EQ(gear(1110).attack_range, 7);
  for (auto code : {1025, 1049, 1111, 2067}) {
    auto better = gear(static_cast<uint16_t>(code));
    auto plain = gear(static_cast<uint16_t>(code - 1));
    EXPECT_EQ(better.levels[0].base, 45) << code;
    EXPECT_EQ(better.price, 400u) << code;
    EXPECT_EQ(better.levels[0].strength, plain.levels[0].strength + 12) << code;
    EXPECT_EQ(better.slot, plain.slot) << code;
  }
}

TEST(Items, LevelElevenFollowsLevelTen) {
  auto row = make_it0ex().front().row;
  ASSERT_EQ(row, 0);
  EXPECT_EQ(make_it0ex().front().at_level(11)->base, 130);
  EXPECT_EQ(make_it0ex().front().at_level(15)->strength, gear(1024).levels[9].strength + 30);
}

TEST(Items, JewelsAndScrollsAskForTheirLevel) {
  EXPECT_EQ(make_it1()[0].ability, 6);
  EXPECT_EQ(make_it1()[1].level_min, 12);
  EXPECT_EQ(make_it1()[3].ability, 10);
  EXPECT_EQ(make_it2()[1].price, 1000u);
  for (uint16_t id = 0; id < 4; ++id) {
    auto scroll = make_it2()[3u + id];
    EXPECT_EQ(scroll.code(), 6147 + id);
    EXPECT_EQ(scroll.class_mask, id);
    EXPECT_EQ(scroll.level_min, 3);
    EXPECT_EQ(scroll.data2, 1);
  }
}

TEST(Trade, DropTablesHaveTenSlotsAndFitOneRoll) {
  auto drops = make_drops();
  EXPECT_EQ(drops.size(), 10u);
  for (const auto& [npc, slots] : drops) {
    EXPECT_EQ(slots.size(), 10u) << npc;
    EXPECT_EQ(slots[0].kind(), loaders::drop_kind::money) << npc;
    EXPECT_EQ(slots[0].rate, 4'000'000u) << npc;
    uint32_t sum = 0;
    for (const auto& slot : slots)
      sum += slot.rate;
    EXPECT_LE(sum, 10'000'000u) << npc;
  }
}

TEST(Trade, QuestItemsAndTreasuresAreDropped) {
  auto drops = make_drops();
  auto rate = [&](uint16_t npc, uint16_t item) -> uint32_t {
    for (const auto& slot : drops.at(npc))
      if (slot.item == item)
        return slot.rate;
    return 0;
  };
  EXPECT_EQ(rate(2, 7168), 2'500'000u);
  EXPECT_EQ(rate(3, 7170), 2'500'000u);
  EXPECT_EQ(rate(3, 6144), 60'000u);
  EXPECT_EQ(rate(10, 2067), 500'000u);
}

TEST(Trade, ShopsSellWhatTheirOwnersAreFor) {
  auto shops = make_shops();
  EXPECT_THAT(shops.at(1001), testing::IsSupersetOf({1024, 1048, 2066, 1110, 1134, 6145, 6147}));
  EXPECT_THAT(shops.at(1002), ElementsAre(6145));
  EXPECT_THAT(shops.at(1003), ElementsAre(4096, 5120));
  EXPECT_THAT(shops.at(1005), ElementsAre(6144, 6146));
}

TEST(Trade, RecipesMostlyAlwaysAndHardlyWork) {
  auto recipes = make_recipes();
  ASSERT_EQ(recipes.size(), 3u);
  EXPECT_EQ(recipes[0].ratio, 70);
  EXPECT_EQ(recipes[1].ratio, 100);
  EXPECT_EQ(recipes[2].ratio, 1);
  for (const auto& x : recipes) {
    EXPECT_EQ(x.item[0], x.item[1]);
    EXPECT_EQ(x.rune[0], 6144);
    EXPECT_EQ(x.success, x.item[0] + 1);
  }
}

TEST(Deeds, SkillsAreAnAttackABlessingAndForMagesAnAreaSpell) {
  for (size_t id = 0; id < 4; ++id) {
    auto skills = make_skills(id);
    ASSERT_EQ(skills.size(), 63u);
    EXPECT_EQ(skills[0].code, 1);
    EXPECT_EQ(skills[0].levels[2].scope, 0);
    EXPECT_GT(skills[0].levels[2].add_damage, skills[0].levels[0].add_damage);
    EXPECT_EQ(skills[1].levels[0].defense_rate, 10);
    EXPECT_EQ(skills[1].levels[0].lasting_time, 60);
    EXPECT_EQ(skills[2].levels[0].scope, id == 2 ? 2 : 0);
    EXPECT_TRUE(loaders::is_empty_slot(skills[3]));
  }
  auto delays = make_skill_delays();
  EXPECT_EQ(delays.size(), 9u);
  EXPECT_EQ(delays[0].delay_ms, 1500);
  EXPECT_EQ(delays[1].delay_ms, 5000);
  EXPECT_EQ(std::count_if(delays.begin(), delays.end(), [](const auto& x) { return x.skill == 3; }), 1);
}

TEST(Deeds, QuestsAreAChainOfEveryKindOfTask) {
  using loaders::quest_type;
  const quest_type types[]{quest_type::kill, quest_type::drop, quest_type::quest_item, quest_type::bring_npc,
                           quest_type::find};
  for (int32_t id = 1; id <= 5; ++id) {
    auto x = quest(static_cast<size_t>(id));
    EXPECT_EQ(x.head.index, id);
    EXPECT_EQ(x.head.start_npc, 1008);
    EXPECT_EQ(x.contents[0].task.type, static_cast<int32_t>(types[id - 1]));
    EXPECT_TRUE(x.contents[1].task.is_unused());
    EXPECT_EQ(x.needs.previous_quest, id == 1 ? -1 : id - 1);
    EXPECT_EQ(x.next[0], id == 5 ? -1 : id + 1);
    EXPECT_EQ(x.needs.level_high, 9);
  }
}

TEST(Deeds, QuestsAskAndGiveWhatTheNotesSay) {
  EXPECT_EQ(quest(1).contents[0].task.npc, 1);
  EXPECT_EQ(quest(1).contents[0].task.npc_count, 5);
  EXPECT_EQ(quest(1).reward.experience, 200);
  EXPECT_EQ(quest(1).reward.money, 100);
  EXPECT_EQ(quest(2).contents[0].task.item_code[0], 7168);
  EXPECT_EQ(quest(2).contents[0].task.probability[0], 5'000'000);
  EXPECT_EQ(quest(3).contents[0].task.item_count[0], 2);
  EXPECT_EQ(quest(4).contents[0].task.npc, 1007);
  EXPECT_EQ(quest(5).contents[0].task.map, 2);
  EXPECT_EQ(quest(5).contents[0].task.distance, 5);
  EXPECT_EQ(quest(5).reward.experience, 1000);
  EXPECT_EQ(quest(5).reward.item_code[0], 1025);
}

TEST(Deeds, ANewLevelTakesMoreThanTheOneBefore) {
  auto levels = make_levels().experience_needed;
  ASSERT_EQ(levels.size(), 165u);
  EXPECT_EQ(levels[0], 400);
  EXPECT_EQ(levels[164], 2'772'000);
  EXPECT_TRUE(std::is_sorted(levels.begin(), levels.end()));
}

TEST(Creatures, EveryTownPersonHasARole) {
  auto roles = make_roles();
  std::set<loaders::npc_role> kinds;
  for (const auto& x : make_town_people()) {
    ASSERT_TRUE(roles.contains(x.id)) << x.id;
    kinds.insert(roles.at(x.id));
  }
  EXPECT_EQ(kinds.size(), 8u);
  EXPECT_EQ(roles.at(1007), loaders::npc_role::crafter);
}

} // namespace

} // namespace tools
