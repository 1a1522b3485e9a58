// The formats that are lists of records: limits, keys, empty slots.

#include "loaders/client_tables.hpp"
#include "loaders/drop.hpp"
#include "loaders/item_set.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/message_table.hpp"
#include "loaders/recipe.hpp"
#include "loaders/shop.hpp"
#include "loaders/skill.hpp"
#include "loaders/skill_tables.hpp"
#include "loaders/text_lines.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

using codes = std::vector<load_errc>;

template <class T>
codes warnings_of(const result<T>& found) {
  codes result;
  for (const auto& issue : found.warnings())
    result.push_back(issue.code);
  return result;
}

template <class T>
load_issue error_of(const result<T>& found) {
  EXPECT_FALSE(found);
  return found ? load_issue{} : found.error();
}

it0_item sword(uint16_t row) {
  it0_item x;
  x.group = 1;
  x.row = row;
  x.name = "Sword";
  return x;
}

TEST(ItemTables, EmptySlotsStayInTheirPlace) {
  std::vector<it0_item> items{sword(5), {}, sword(3), {}};
  auto found = load_it0("item/0", save_records(items), load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, items);
  EXPECT_EQ(rows_of(*found), (std::set<uint16_t>{3, 5}));
}

TEST(ItemTables, AnEmptyFileIsATableWithoutItems) {
  EXPECT_TRUE(load_it0("item/0", {}, load_mode::strict)->empty());
  EXPECT_TRUE(load_pets("item/pet", {}, load_mode::strict)->empty());
}

TEST(ItemTables, ACodeThatComesTwiceIsRefusedOrTheFirstOneWins) {
  auto second = sword(5);
  second.price = 7;
  auto bytes = save_records(std::vector{sword(5), second, sword(6)});
  auto issue = error_of(load_it0("item/0", bytes, load_mode::strict));
  EXPECT_EQ(issue.code, load_errc::duplicate);
  EXPECT_EQ(issue.record, 1u);
  EXPECT_EQ(issue.offset, 242u);
  EXPECT_EQ(issue.value, "1029");
  auto found = load_it0("item/0", bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (std::vector{sword(5), sword(6)}));
  EXPECT_EQ(warnings_of(found), codes{load_errc::duplicate});
}

TEST(ItemTables, EachTableHasItsGroups) {
  auto it0 = [](uint16_t group) {
    auto x = sword(1);
    x.group = group;
    return bool{load_it0("item/0", save_records(std::vector{x}), load_mode::lenient)};
  };
  auto it1 = [](uint16_t group) {
    return bool{load_it1("item/1", save_records(std::vector<it1_item>{{group, 1, "Ring"}}), load_mode::lenient)};
  };
  auto it2 = [](uint16_t group) {
    return bool{load_it2("item/2", save_records(std::vector<it2_item>{{group, 1, "Leaf"}}), load_mode::lenient)};
  };
  for (uint16_t group = 0; group < 70; ++group) {
    EXPECT_EQ(it0(group), group >= 1 && group <= 3) << group;
    EXPECT_EQ(it1(group), group == 4 || group == 5) << group;
    EXPECT_EQ(it2(group), group >= 6 && group <= 15) << group;
  }
}

TEST(ItemTables, PetsHaveTheirCodes) {
  auto accepts = [](uint16_t code) {
    return bool{load_pets("item/pet", save_records(std::vector<pet_item>{{1, code, "Puff"}}), load_mode::strict)};
  };
  EXPECT_FALSE(accepts(999));
  EXPECT_TRUE(accepts(1000));
  EXPECT_TRUE(accepts(1255));
  EXPECT_FALSE(accepts(1256));
}

TEST(ItemTables, MoreThanTwoHundredAndFiftySixPetsAreRefused) {
  EXPECT_TRUE(load_pets("item/pet", byte_buffer(256 * 48), load_mode::strict));
  EXPECT_EQ(error_of(load_pets("item/pet", byte_buffer(257 * 48), load_mode::lenient)).code, load_errc::count);
}

TEST(ItemTables, HigherLevelsOfARowThatComesTwiceAreRefusedOrTheFirstOnesWin) {
  it0ex_item first;
  first.row = 5;
  first.levels[0].base = 1;
  auto second = first;
  second.levels[0].base = 2;
  auto bytes = save_records(std::vector{first, second});
  std::set<uint16_t> rows{5};
  EXPECT_EQ(error_of(load_it0ex("item/0ex", &rows, bytes, load_mode::strict)).code, load_errc::duplicate);
  EXPECT_EQ(*load_it0ex("item/0ex", &rows, bytes, load_mode::lenient), std::vector{first});
  EXPECT_EQ(*load_it0ex("item/0ex", nullptr, save_records(std::vector{first}), load_mode::strict), std::vector{first});
}

TEST(DropLoader, ARateAboveAllIsRefusedUnlessTheSlotIsEmpty) {
  EXPECT_EQ(error_of(load_drops("npc/1.itm", save_records(std::vector<drop_slot>{{1024, drop_rate_max + 1}}),
                                load_mode::lenient))
              .code,
            load_errc::range);
  std::vector<drop_slot> slots{{drop_slot::empty_item, 0xFFFFFFFF}, {1024, drop_rate_max}};
  EXPECT_EQ(*load_drops("npc/1.itm", save_records(slots), load_mode::strict), slots);
}

TEST(DropLoader, LenientModeKeepsTheFirstSixtyTwoSlots) {
  std::vector<drop_slot> slots(63, {1024, 1});
  auto bytes = save_records(slots);
  EXPECT_EQ(error_of(load_drops("npc/1.itm", bytes, load_mode::strict)).code, load_errc::count);
  auto found = load_drops("npc/1.itm", bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 62u);
  EXPECT_EQ(warnings_of(found), codes{load_errc::count});
}

TEST(RecipeLoader, EachFileHasItsLimit) {
  byte_buffer bytes(201 * 32);
  EXPECT_TRUE(load_recipes("item/ItemCombinationData", bytes, combination_count_max, load_mode::strict));
  EXPECT_EQ(error_of(load_recipes("item/ShueCombinationData", bytes, shue_count_max, load_mode::lenient)).code,
            load_errc::count);
  bytes.resize(6001 * 32);
  EXPECT_EQ(error_of(load_recipes("item/ItemCombinationData", bytes, combination_count_max, load_mode::lenient)).code,
            load_errc::count);
}

load_issue shop_error(std::string_view text) {
  return error_of(load_shop("shop/1001.txt", bytes_of(text), load_mode::lenient));
}

TEST(ShopLoader, LinesThatAreNoItemCodeAreRefused) {
  for (auto text : {"sword", "-1", "1024 5", "0x400", "1024,"})
    EXPECT_EQ(shop_error(text).code, load_errc::syntax) << text;
  EXPECT_EQ(shop_error("16384").code, load_errc::range);
  auto issue = shop_error("1024\n\nsword\n");
  EXPECT_EQ(issue.line, 3u);
  EXPECT_EQ(to_string(issue), "shop/1001.txt: SYNTAX at line 3: item is \"sword\", expected one item code in decimal.");
}

TEST(ShopLoader, MoreThanTwoHundredAndFiftyFiveItemsAreRefused) {
  std::string text;
  for (int i = 0; i < 255; ++i)
    text += "1024\n";
  EXPECT_EQ(load_shop("shop/1001.txt", bytes_of(text), load_mode::strict)->items.size(), 255u);
  EXPECT_EQ(shop_error(text + "1024").code, load_errc::count);
}

TEST(ShopLoader, AnUnchangedFileIsWrittenBackAsItWasAndAChangedOneAnew) {
  auto bytes = bytes_of(" 1024 \r\n\r\n7");
  auto found = load_shop("shop/1001.txt", bytes, load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(save_shop(*found), bytes);
  found->items.push_back(8);
  EXPECT_EQ(save_shop(*found), bytes_of("1024\n7\n8\n"));
}

TEST(SkillTables, PassiveSkillsOutsideTheirRangesAreRefused) {
  passive_skill x;
  x.id = 31;
  x.level = 6;
  auto load = [&] {
    return load_passive_skills("skill/PsvSkill.dat", save_records(std::vector{x}), load_mode::lenient);
  };
  EXPECT_TRUE(load());
  x.level = 7;
  EXPECT_EQ(error_of(load()).code, load_errc::range);
  x.level = 0;
  EXPECT_EQ(error_of(load()).code, load_errc::range);
  x.level = 1;
  x.id = 32;
  EXPECT_EQ(error_of(load()).code, load_errc::range);
}

TEST(SkillTables, MercenarySkillsAreTenLevelsBehindAHead) {
  byte_buffer bytes(2 * 720);
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<uint8_t>(i * 7);
  auto found = load_mercenary_skills("skill/HSST0", bytes, load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(save_records(*found), bytes);
  EXPECT_EQ(found->at(1).levels[2].item, bytes[720 + 152] | bytes[720 + 153] << 8);
  EXPECT_EQ(found->at(1).levels[2].points, bytes[720 + 154]);
  EXPECT_EQ(error_of(load_mercenary_skills("skill/HSST0", byte_buffer(64 * 720), load_mode::strict)).code,
            load_errc::count);
}

TEST(SkillLoader, TheOlderGenerationIsNamedInTheReport) {
  auto issue = error_of(load_skills("skill/0", byte_buffer(63 * 94), load_mode::lenient));
  EXPECT_EQ(issue.code, load_errc::truncated);
  EXPECT_NE(issue.expected.find("older generation"), std::string::npos);
}

TEST(MessageLoader, LengthsAreHeldToBothLimits) {
  auto load = [](uint16_t size_max, uint16_t length) {
    byte_buffer bytes{1, 0, 0, 0};
    for (auto word : {size_max, length}) {
      bytes.push_back(static_cast<uint8_t>(word));
      bytes.push_back(static_cast<uint8_t>(word >> 8));
    }
    bytes.resize(bytes.size() + length, 'x');
    return load_messages("A3Msg.dat", bytes, load_mode::lenient);
  };
  EXPECT_TRUE(load(60, 60));
  EXPECT_EQ(error_of(load(100, 61)).code, load_errc::range);
  EXPECT_EQ(error_of(load(20, 21)).code, load_errc::range);
}

TEST(ClientTables, ACountBelowTheSizeIsRefusedInStrictModeOnly) {
  auto bytes = save_client_table(std::vector<client_warp>(3));
  bytes[0] = 2;
  EXPECT_EQ(error_of(load_client_warps("WL.bin", bytes, load_mode::strict)).code, load_errc::trailing);
  auto found = load_client_warps("WL.bin", bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 2u);
  EXPECT_EQ(error_of(load_client_warps("WL.bin", byte_buffer(3), load_mode::strict)).code, load_errc::truncated);
}

} // namespace

} // namespace loaders
