#include "loaders/map.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

constexpr uint32_t open_cell = cell_bits::walkable.put(blank_cell, 1);
constexpr size_t mesh_offset = 23;

map sample() {
  map x;
  x.id = 5;
  x.name = "Sample";
  x.warps = {{7, {1, 2}}};
  x.cells[cell{10, 20}.index()] = open_cell;
  x.cells[cell{11, 20}.index()] = cell_bits::warp.put(open_cell, 0);
  x.cells[cell{12, 20}.index()] = open_cell;
  x.cells[cell{13, 20}.index()] = open_cell;
  return x;
}

load_errc strict_error(const byte_buffer& bytes, uint16_t id = 5) {
  auto found = load_map("map/5", id, bytes, load_mode::strict);
  EXPECT_FALSE(found);
  return found ? load_errc::syntax : found.error().code;
}

TEST(MapLoader, WhatWasSavedIsLoadedUnchanged) {
  auto found = load_map("map/5", 5, save_map(sample()), load_mode::strict);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(*found, sample());
  EXPECT_TRUE(found.warnings().empty());
}

TEST(MapLoader, XRunsFastest) {
  auto bytes = save_map(sample());
  auto at = mesh_offset + 6 + 4 * (20 * 256 + 10);
  EXPECT_EQ(bytes[at] & 1, 1);
}

TEST(MapLoader, OnlyTheLowestBitMakesACellWalkable) {
  auto x = sample();
  x.cells[0] = cell_bits::block.put(blank_cell, 0x7F);
  EXPECT_FALSE(x.walkable({0, 0}));
  EXPECT_TRUE(x.walkable({10, 20}));
}

TEST(MapLoader, WarpsAreFoundByCell) {
  auto x = sample();
  EXPECT_EQ(x.warp_at({11, 20}), 0u);
  EXPECT_EQ(x.warp_at({10, 20}), std::nullopt);
}

TEST(MapLoader, AWarpIndexWithoutWarpIsNoWarp) {
  auto x = sample();
  x.cells[0] = cell_bits::warp.put(open_cell, 9);
  EXPECT_EQ(x.warp_at({0, 0}), std::nullopt);
}

TEST(MapLoader, ANameThatFillsItsFieldIsKeptWhole) {
  auto x = sample();
  x.name = "exactly twenty bytes";
  EXPECT_EQ(load_map("map/5", 5, save_map(x), load_mode::strict)->name, x.name);
}

TEST(MapLoader, BytesBehindTheEndOfANameAreIgnored) {
  auto bytes = save_map(sample());
  bytes[2 + 10] = 0xFF;
  EXPECT_EQ(load_map("map/5", 5, bytes, load_mode::strict)->name.str(), "Sample");
}

TEST(MapLoader, MoreThanFourteenWarpsAreRefusedBeforeTheSizeIsLookedAt) {
  auto bytes = save_map(sample());
  bytes[22] = 15;
  EXPECT_EQ(strict_error(bytes), load_errc::count);
  bytes.resize(23);
  EXPECT_EQ(strict_error(bytes), load_errc::count);
}

TEST(MapLoader, AMissingByteIsRefusedInBothModes) {
  auto bytes = save_map(sample());
  bytes.pop_back();
  EXPECT_EQ(strict_error(bytes), load_errc::truncated);
  EXPECT_FALSE(load_map("map/5", 5, bytes, load_mode::lenient));
}

TEST(MapLoader, TrailingBytesAreRefusedInStrictModeOnly) {
  auto bytes = save_map(sample());
  bytes.push_back(0);
  EXPECT_EQ(strict_error(bytes), load_errc::trailing);
  auto found = load_map("map/5", 5, bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  ASSERT_EQ(found.warnings().size(), 1u);
  EXPECT_EQ(found.warnings()[0].code, load_errc::trailing);
}

TEST(MapLoader, AWarpTargetOutsideTheMapIsRefused) {
  auto bytes = save_map(sample());
  bytes[23 + 4] = 1;
  EXPECT_EQ(strict_error(bytes), load_errc::range);
}

TEST(MapLoader, AnotherIdThanTheFileNameIsRefusedInStrictModeOnly) {
  auto bytes = save_map(sample());
  EXPECT_EQ(strict_error(bytes, 6), load_errc::id_mismatch);
  auto found = load_map("map/6", 6, bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, 5);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::id_mismatch);
}

TEST(MapLoader, ADanglingWarpIndexIsRefusedInStrictModeOnly) {
  auto x = sample();
  x.cells[cell{10, 20}.index()] = cell_bits::warp.put(open_cell, 3);
  auto bytes = save_map(x);
  EXPECT_EQ(strict_error(bytes), load_errc::reference);
  auto found = load_map("map/5", 5, bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::reference);
  EXPECT_EQ(found->warp_at({10, 20}), std::nullopt);
}

TEST(MapLoader, ADanglingWarpIndexOfABlockedCellIsNoDamage) {
  auto x = sample();
  x.cells[0] = cell_bits::warp.put(blank_cell, 3);
  EXPECT_TRUE(load_map("map/5", 5, save_map(x), load_mode::strict));
}

TEST(MapLoader, LenientModeLearnsByMajorityThatWarpsAreNumberedFromOne) {
  auto x = sample();
  for (auto& word : x.cells)
    word = cell_bits::warp.put(word, 0);
  x.cells[cell{11, 20}.index()] = cell_bits::warp.put(open_cell, 1);
  auto bytes = save_map(x);
  auto found = load_map("map/5", 5, bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->warp_none, 0);
  EXPECT_EQ(found->warp_at({11, 20}), 0u);
  EXPECT_EQ(found->warp_at({10, 20}), std::nullopt);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::range);
  EXPECT_EQ(strict_error(bytes), load_errc::reference);
}

TEST(MapLoader, AFileAboveTheLimitIsRefused) {
  EXPECT_EQ(strict_error(byte_buffer(file_size_max + 1)), load_errc::too_large);
}

TEST(LoadIssue, TextNamesFileOffsetFieldValueAndExpectation) {
  load_issue issue{load_errc::range, "map/5", 25, "target cell of warp 0", "70000", "0 to 65535"};
  EXPECT_EQ(to_string(issue), "map/5: RANGE at byte 25: target cell of warp 0 is 70000, expected 0 to 65535.");
}

} // namespace

} // namespace loaders
