#include "loaders/quest.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

constexpr size_t first_content = 16 + 28 + 52;
constexpr size_t first_length = first_content + 92;

quest sample() {
  quest x;
  x.head = {12, 1001, 1002, 1};
  x.contents[0].task.type = static_cast<int32_t>(quest_type::find);
  x.contents[0].first_text = "the old well";
  x.contents[0].second_text = "Go and look.";
  x.next[0] = 13;
  return x;
}

load_issue strict_error(const byte_buffer& bytes, uint16_t id = 12) {
  auto found = load_quest("quest/0012.dat", id, bytes, load_mode::strict);
  EXPECT_FALSE(found);
  return found ? load_issue{} : found.error();
}

TEST(QuestLoader, WhatWasSavedIsLoadedUnchanged) {
  auto found = load_quest("quest/0012.dat", 12, save_quest(sample()), load_mode::strict);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(*found, sample());
}

TEST(QuestLoader, AQuestWithoutTextsHasSevenHundredAndEightyBytes) {
  quest x;
  EXPECT_EQ(save_quest(x).size(), 780u);
  x.contents[6].first_text = std::string(18, 'x');
  EXPECT_EQ(save_quest(x).size(), 798u);
}

TEST(QuestLoader, ATextOfSixtyFourBytesIsRefused) {
  auto bytes = save_quest(sample());
  bytes[first_length] = 64;
  auto issue = strict_error(bytes);
  EXPECT_EQ(issue.code, load_errc::range);
  EXPECT_EQ(issue.offset, first_length);
  EXPECT_EQ(issue.record, 0u);
  EXPECT_EQ(issue.value, "64");
  auto x = sample();
  x.contents[0].first_text = std::string(63, 'x');
  EXPECT_EQ(*load_quest("quest/0012.dat", 12, save_quest(x), load_mode::strict), x);
}

TEST(QuestLoader, AnUnknownTypeIsRefused) {
  auto bytes = save_quest(sample());
  bytes[first_content] = 5;
  EXPECT_EQ(strict_error(bytes).code, load_errc::range);
  bytes[first_content] = 0xFF; // unused, whatever stands above
  bytes[first_content + 1] = 7;
  auto found = load_quest("quest/0012.dat", 12, bytes, load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->contents[0].task.is_unused());
  EXPECT_EQ(save_quest(*found), bytes);
}

TEST(QuestLoader, BytesBehindTheNextQuestsAreRefusedInStrictModeOnly) {
  auto bytes = save_quest(sample());
  bytes.push_back(0);
  EXPECT_EQ(strict_error(bytes).code, load_errc::trailing);
  auto found = load_quest("quest/0012.dat", 12, bytes, load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::trailing);
}

TEST(QuestLoader, AnotherIndexThanTheFileNameIsRefusedInStrictModeOnly) {
  EXPECT_EQ(strict_error(save_quest(sample()), 13).code, load_errc::id_mismatch);
  auto found = load_quest("quest/0013.dat", 13, save_quest(sample()), load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::id_mismatch);
}

TEST(QuestLoader, ADisabledQuestEndsBehindItsHead) {
  quest x;
  x.head = {quest_index_disabled, 7, 8, 9};
  auto bytes = save_quest(x);
  EXPECT_EQ(bytes.size(), 16u);
  EXPECT_EQ(*load_quest("quest/0016.dat", 16, bytes, load_mode::strict), x);
  bytes.push_back(0);
  EXPECT_EQ(strict_error(bytes, 16).code, load_errc::trailing);
  bytes.resize(15);
  EXPECT_EQ(strict_error(bytes, 16).code, load_errc::truncated);
}

} // namespace

} // namespace loaders
