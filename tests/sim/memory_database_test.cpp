// What the checkers of the simulator rely on; what every store must do is in
// tests/contract.

#include "tests/sim/memory_database.hpp"

#include <gtest/gtest.h>

namespace {

using time_point = sim::memory_database::time_point;

constexpr time_point epoch{};

class MemoryDatabase : public testing::Test {
protected:
  /// An account with a character that has two items.
  void fill(sim::memory_database& db) {
    auto account = db.apply(msg::create_account{"alice", "hash"}, epoch);
    ASSERT_TRUE(account);
    ASSERT_TRUE(db.apply(creation(account->id, 1), epoch));
  }

  static msg::create_character creation(msg::account_id account, uint64_t operation) {
    msg::create_character what;
    what.operation = {7, operation};
    what.what.account = account;
    what.what.name = "Hero" + std::to_string(operation);
    what.what.woonz = 1000;
    what.what.items = {{0, 5, 1, msg::item_container::bag, 0}, {0, 6, 1, msg::item_container::bag, 1}};
    return what;
  }

  static msg::save_locations save(uint64_t revision, uint32_t cell) {
    msg::character_location where;
    where.id = {1};
    where.revision = revision;
    where.cell = cell;
    return {{where}};
  }

  sim::memory_database db_;
};

TEST_F(MemoryDatabase, OnlyWhatChangesARowIsACommit) {
  fill(db_);
  EXPECT_EQ(db_.commits(), 2u);
  auto digest = db_.digest();
  EXPECT_TRUE(db_.apply(msg::list_characters{{1}}, epoch));
  EXPECT_TRUE(db_.apply(msg::find_account{"alice"}, epoch));
  EXPECT_TRUE(db_.apply(creation({1}, 1), epoch)) << "the same operation again";
  EXPECT_FALSE(db_.apply(msg::create_account{"Alice", "other"}, epoch));
  EXPECT_TRUE(db_.apply(save(0, 9), epoch)) << "not newer";
  EXPECT_EQ(db_.commits(), 2u);
  EXPECT_EQ(db_.digest(), digest);
  EXPECT_TRUE(db_.apply(save(1, 9), epoch));
  EXPECT_EQ(db_.commits(), 3u);
  EXPECT_NE(db_.digest(), digest);
}

TEST_F(MemoryDatabase, TheSameHistoryHasTheSameDigest) {
  sim::memory_database other;
  EXPECT_EQ(db_.digest(), other.digest());
  fill(db_);
  fill(other);
  EXPECT_EQ(db_.digest(), other.digest());
}

TEST_F(MemoryDatabase, AnotherOrderOrAnotherValueIsAnotherDigest) {
  sim::memory_database other;
  sim::memory_database third;
  for (auto* db : {&db_, &other, &third})
    fill(*db);
  for (const auto& what : {save(1, 9), save(2, 8)})
    EXPECT_TRUE(db_.apply(what, epoch));
  for (const auto& what : {save(2, 8), save(1, 9)})
    EXPECT_TRUE(other.apply(what, epoch));
  for (const auto& what : {save(1, 9), save(2, 7)})
    EXPECT_TRUE(third.apply(what, epoch));
  EXPECT_EQ(db_.characters().at({1}).record, other.characters().at({1}).record);
  EXPECT_NE(db_.digest(), other.digest());
  EXPECT_NE(db_.digest(), third.digest());
}

TEST_F(MemoryDatabase, ADeletedCharacterIsStillSeenByCheckers) {
  fill(db_);
  EXPECT_TRUE(db_.apply(msg::delete_character{{7, 2}, {1}, "Hero1"}, epoch));
  ASSERT_EQ(db_.characters().size(), 1u);
  EXPECT_TRUE(db_.characters().at({1}).is_deleted);
  EXPECT_EQ(db_.characters().at({1}).record.items.size(), 2u);
  EXPECT_EQ(db_.accounts().at({1}).record.name, "alice");
}

TEST_F(MemoryDatabase, ARefusedOperationIsRememberedToo) {
  fill(db_);
  EXPECT_FALSE(db_.apply(msg::delete_character{{7, 2}, {1}, "Nobody"}, epoch));
  EXPECT_EQ(db_.operations(), 2u);
  EXPECT_EQ(db_.commits(), 3u);
}

TEST_F(MemoryDatabase, ALockIsMeasuredByTheClockThatIsPassed) {
  fill(db_);
  auto noted = db_.apply(msg::note_login{{1}, false, 1, 60}, epoch + std::chrono::seconds{100});
  ASSERT_TRUE(noted);
  EXPECT_EQ(noted->locked_s, 60u);
  EXPECT_EQ(db_.apply(msg::find_account{"alice"}, epoch + std::chrono::seconds{159})->locked_s, 1u);
  EXPECT_EQ(db_.apply(msg::find_account{"alice"}, epoch + std::chrono::seconds{160})->locked_s, 0u);
  EXPECT_EQ(db_.accounts().at({1}).record.locked_s, 0u);
}

} // namespace
