// The worked examples of item words and cells in packing.json.

#include "tests/loaders/vectors.hpp"

#include "loaders/cell.hpp"
#include "loaders/item_word.hpp"

namespace loaders::test {

namespace {

TEST(Packing, ItemCodesAreAGroupAndARow) {
  for (const auto& x : read_golden_list("packing.json", "item_code")) {
    uint32_t code = x.at("code");
    EXPECT_EQ(item_code_bits::group.get(code), x.at("group"));
    EXPECT_EQ(item_code_bits::row.get(code), x.at("row"));
    EXPECT_EQ(make_item_code(x.at("group"), x.at("row")), code);
  }
}

TEST(Packing, ItemIdentityWordsFallApartAsDocumented) {
  for (const auto& x : read_golden_list("packing.json", "item_id_dword")) {
    uint32_t word = x.at("dword");
    EXPECT_EQ(item_id_bits::code.get(word), x.at("code"));
    EXPECT_EQ(item_id_bits::is_default.get(word), x.at("default"));
    EXPECT_EQ(item_id_bits::blessed.get(word), x.at("bless"));
    EXPECT_EQ(item_id_bits::down_option.get(word), x.at("down_option"));
    EXPECT_EQ(item_id_bits::item_flag.get(word), x.at("item_flag"));
    EXPECT_EQ(item_id_bits::check_flag.get(word), x.at("check_flag"));
  }
}

TEST(Packing, ItemDescriptionWordsFallApartAsDocumented) {
  for (const auto& x : read_golden_list("packing.json", "item_info_dword")) {
    uint32_t word = x.at("dword");
    EXPECT_EQ(item_info_bits::level.get(word), x.at("level"));
    EXPECT_EQ(item_info_bits::option.get(word), x.at("option"));
    EXPECT_EQ(item_info_bits::confirmed.get(word), x.at("confirm"));
    EXPECT_EQ(item_info_bits::subtype.get(word), x.at("subtype"));
    EXPECT_EQ(item_info_bits::wear_slot.get(word), x.at("wear"));
    EXPECT_EQ(item_info_bits::ice.get(word), x.at("ice"));
    EXPECT_EQ(item_info_bits::fire.get(word), x.at("fire"));
    EXPECT_EQ(item_info_bits::light.get(word), x.at("light"));
  }
}

TEST(Packing, CellsAreNumberedRowByRow) {
  for (const auto& x : read_golden_list("packing.json", "cell_index")) {
    if (!x.contains("cell"))
      continue; // the value for "no place" is no cell
    cell at{x.at("x").get<uint8_t>(), x.at("y").get<uint8_t>()};
    EXPECT_EQ(at.index(), x.at("cell"));
    EXPECT_EQ(cell::from_index(x.at("cell")), at);
  }
}

TEST(Cell, DistanceCountsDiagonalStepsAsOne) {
  EXPECT_EQ(distance({3, 4}, {3, 4}), 0);
  EXPECT_EQ(distance({0, 0}, {255, 7}), 255);
  EXPECT_EQ(distance({10, 10}, {7, 14}), 4);
}

TEST(Cell, OrderIsThatOfTheIndex) {
  EXPECT_LT((cell{255, 0}), (cell{0, 1}));
  EXPECT_LT((cell{0, 1}), (cell{1, 1}));
}

TEST(BitRange, PutReplacesItsBitsOnly) {
  constexpr bit_range middle{4, 8};
  EXPECT_EQ(middle.put(0xFFFFFFFF, 0), 0xFFFFF00Fu);
  EXPECT_EQ(middle.put(0, 0x1AB), 0xAB0u);
  EXPECT_EQ(middle.get(0x12345), 0x34u);
}

} // namespace

} // namespace loaders::test
