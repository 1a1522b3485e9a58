// The two formats that are our own.

#include "loaders/level_table.hpp"
#include "loaders/npc_role.hpp"
#include "loaders/text_lines.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

load_issue level_issue(std::string_view text) {
  auto found = load_level_table("levels.json", bytes_of(text), load_mode::lenient);
  EXPECT_FALSE(found) << text;
  return found ? load_issue{} : found.error();
}

load_issue role_issue(std::string_view text) {
  auto found = load_npc_roles("npc_roles.json", bytes_of(text), load_mode::strict);
  EXPECT_FALSE(found) << text;
  return found ? load_issue{} : found.error();
}

TEST(LevelTable, WhatIsWrittenIsReadAgain) {
  level_table table;
  for (int32_t i = 1; i <= 25; ++i)
    table.experience_needed.push_back(100 * i * i);
  auto found = load_level_table("levels.json", save_level_table(table), load_mode::strict);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(*found, table);
}

TEST(LevelTable, NumbersOutsideTheirRangeAreRefused) {
  for (auto text : {R"({"experience_needed": [5, 0]})", R"({"experience_needed": [5, -1]})",
                    R"({"experience_needed": [5, 2147483648]})", R"({"experience_needed": [5, 1.5]})",
                    R"({"experience_needed": [5, "6"]})", R"({"experience_needed": [5, 18446744073709551615]})"}) {
    EXPECT_EQ(level_issue(text).code, load_errc::range) << text;
    EXPECT_EQ(level_issue(text).record, 1u) << text;
  }
}

TEST(LevelTable, AnotherShapeIsRefused) {
  EXPECT_EQ(level_issue("[]").code, load_errc::syntax);
  EXPECT_EQ(level_issue("{}").code, load_errc::syntax);
  EXPECT_EQ(level_issue(R"({"experience_needed": 5})").code, load_errc::syntax);
  EXPECT_EQ(level_issue(R"({"experience_needed": [5], "more": 1})").code, load_errc::syntax);
  EXPECT_EQ(level_issue(R"({"experience_needed": []})").code, load_errc::count);
}

TEST(LevelTable, EveryCutFileIsRefused) {
  auto whole = save_level_table({{400, 1000}});
  auto end = whole.size() - 1; // the last byte is the end of a line
  for (size_t size = 0; size < end; ++size)
    EXPECT_FALSE(load_level_table("levels.json", byte_view{whole}.first(size), load_mode::lenient)) << size;
}

TEST(LevelTable, ANumberNoComputerHasRoomForIsRefused) {
  EXPECT_EQ(level_issue(R"({"experience_needed": [1e999]})").code, load_errc::range);
  EXPECT_EQ(role_issue(R"({"1001": 1e999})").code, load_errc::range);
}

TEST(LevelTable, DeepNestingIsRefusedWithoutHarm) {
  // Closed again, it is valid JSON.
  auto deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  EXPECT_EQ(level_issue("{\"experience_needed\": [" + deep + "]}").code, load_errc::syntax);
  EXPECT_EQ(role_issue("{\"1001\": " + deep + "}").code, load_errc::syntax);
  EXPECT_EQ(level_issue(std::string(1'000'000, '[')).code, load_errc::syntax);
}

TEST(NpcRoles, WhatIsWrittenIsReadAgain) {
  npc_roles roles{{1001, npc_role::armory}, {1005, npc_role::general_store}, {1008, npc_role::quest_giver}};
  auto found = load_npc_roles("npc_roles.json", save_npc_roles(roles), load_mode::strict);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(*found, roles);
}

TEST(NpcRoles, AnNpcThatComesTwiceIsRefused) {
  EXPECT_EQ(role_issue(R"({"1001": "armory", "1001": "healer"})").code, load_errc::duplicate);
  EXPECT_EQ(role_issue(R"({"1001": "armory", "01001": "healer"})").code, load_errc::duplicate);
}

TEST(NpcRoles, KeysThatAreNoIdsAreRefused) {
  EXPECT_EQ(role_issue(R"({"Armory": "armory"})").code, load_errc::range);
  EXPECT_EQ(role_issue(R"({"65536": "armory"})").code, load_errc::range);
}

TEST(NpcRoles, LenientModeLeavesOutUnknownRoles) {
  std::string_view text = R"({"1001": "juggler", "1002": "healer", "1003": 5})";
  EXPECT_EQ(role_issue(text).code, load_errc::range);
  auto found = load_npc_roles("npc_roles.json", bytes_of(text), load_mode::lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, (npc_roles{{1002, npc_role::healer}}));
  EXPECT_EQ(found.warnings().size(), 2u);
}

} // namespace

} // namespace loaders
