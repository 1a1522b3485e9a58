#include "runtime/postgres/store_rules.hpp"

#include "runtime/postgres/connection.hpp"
#include "runtime/postgres/row.hpp"

#include <gtest/gtest.h>

namespace {

using namespace runtime::postgres;

TEST(StoreRules, FoldingChangesAsciiLettersOnly) {
  EXPECT_EQ(fold_name("AZaz09_-@[`{"), "azaz09_-@[`{");
  EXPECT_EQ(fold_name("\xC3\x84"), "\xC3\x84");
}

TEST(StoreRules, NewestRowPerCharacterIsKept) {
  auto newest = newest_rows({{{2}, {1}, 1, 5, {}}, {{1}, {1}, 2, 1, {}}, {{2}, {1}, 3, 6, {}}, {{2}, {1}, 4, 6, {}}});
  ASSERT_EQ(newest.size(), 2u);
  EXPECT_EQ(newest.at({1}).cell, 2u);
  EXPECT_EQ(newest.at({2}).cell, 3u);
}

TEST(StoreRules, NamesOfLeasesHaveOneTo64VisibleBytes) {
  const std::string longest(64, '~');
  EXPECT_TRUE(is_lease_name("!"));
  EXPECT_TRUE(is_lease_name(longest));
  for (const auto& bad : {std::string{}, longest + "x", std::string{"a b"}, std::string{"a\0b", 3},
                          std::string{"a\x7F"}, std::string{"\xC3\xA7"}})
    EXPECT_FALSE(is_lease_name(bad)) << bad;
}

TEST(StoreRules, NamesOfNodesHaveNoSlash) {
  EXPECT_TRUE(is_node_name(std::string(32, '~')));
  EXPECT_FALSE(is_node_name(std::string(33, '~')));
  EXPECT_FALSE(is_node_name("a/b"));
  EXPECT_FALSE(is_node_name(""));
}

TEST(StoreRules, LivesHaveANameAndANumberThatAColumnHolds) {
  EXPECT_TRUE(is_life({"a", 1}));
  EXPECT_TRUE(is_life({"a", 9223372036854775807}));
  EXPECT_FALSE(is_life({"a", 9223372036854775808u}));
  EXPECT_FALSE(is_life({"a", 0}));
  EXPECT_FALSE(is_life({"a/1", 1}));
}

TEST(StoreRules, LeaseWithoutTimeMakesNoSense) {
  msg::assign_lease what{"game", 0, {"a", 1}, 0, 1};
  EXPECT_EQ(check(what), msg::errc::bad_request);
  for (uint32_t time : {1u, 4294967295u}) {
    what.lease_ms = time;
    EXPECT_EQ(check(what), msg::errc::none);
  }
}

TEST(StoreRules, AuditTakesUtf8AsPostgresDoes) {
  auto answer = [](const std::string& text) {
    msg::note_audit what;
    what.what.arguments = text;
    return check(what);
  };
  for (const auto* good : {"", "plain \n", "\xC3\xA7", "\xE0\xA0\x80", "\xEC\x95\x88", "\xED\x9F\xBF", "\xEF\xBF\xBF",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(answer(good), msg::errc::none) << good;
  for (const auto* bad : {"\x80", "\xC3", "\xC1\xBF", "\xC3(", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xE2\x82",
                          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
    EXPECT_EQ(answer(bad), msg::errc::bad_request) << bad;
  EXPECT_EQ(answer(std::string{"a\0b", 3}), msg::errc::bad_request);
}

TEST(Row, ColumnsAreTheScalarFieldsOfTheRecordInOrder) {
  EXPECT_EQ(columns_of<msg::character_record>(),
            "id, map, cell, revision, chat_masks, account, name, class_id, nation, level, experience, woonz, lore, "
            "points, strength, magic, dexterity, vitality, mana_stat, health, mana, stored_health, stored_mana");
  EXPECT_EQ(columns_of<msg::item_record>(), "serial, code, info, container, slot");
}

TEST(Row, ValuesAreTextAsPostgresReadsIt) {
  msg::character_location where{{4294967295}, {3}, 7, 9, {0, 31, 65535}};
  EXPECT_EQ(values_of(where), (std::vector<std::string>{"4294967295", "3", "7", "9", "{0,31,65535}"}));
}

TEST(Row, NumbersAreTakenFromTheFrontOfAText) {
  std::string_view text = "{12,-3}";
  EXPECT_EQ(take_number<uint32_t>(text), 12u);
  EXPECT_EQ(take_number<int>(text), -3);
  EXPECT_EQ(take_number<int>(text), 0);
  EXPECT_TRUE(text.empty());
}

TEST(Connection, SqlStatesAreSortedByTheReaction) {
  for (const auto* broken : {"", "08006", "57P01", "57P03", "57014", "53300", "58030", "25006", "0A000", "26000"})
    EXPECT_EQ(classify(broken), failure::unavailable) << broken;
  for (const auto* again : {"40001", "40P01", "55P03"})
    EXPECT_EQ(classify(again), failure::conflict) << again;
  EXPECT_EQ(classify("23505"), failure::duplicate);
  for (const auto* refused : {"23514", "22003", "22021", "23503"})
    EXPECT_EQ(classify(refused), failure::refused) << refused;
  for (const auto* bug : {"42P01", "42601", "42703", "XX000"})
    EXPECT_EQ(classify(bug), failure::bug) << bug;
}

TEST(Connection, AddressOfAUrlHoldsNoUserAndNoPassword) {
  EXPECT_EQ(address_of("postgresql://bob:secret@db.example:5433/world"), "db.example:5433, database world");
  EXPECT_EQ(address_of("host=/tmp/x user=bob password=secret"), "/tmp/x");
  EXPECT_EQ(address_of("postgresql:///world"), "the local socket, database world");
  EXPECT_EQ(address_of("postgresql://bob:secret@db:1:2:3/x?nonsense"), "an unreadable URL");
}

} // namespace
