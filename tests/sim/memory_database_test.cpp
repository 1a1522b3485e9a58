// What the checkers of the simulator rely on; what every store must do is in
// tests/contract.

#include "tests/sim/memory_database.hpp"

#include "runtime/base/planted.hpp"

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
    return {{where}, {}};
  }

  /// Two nodes, the first of which is the coordinator and the second holds zone/7.
  static void cluster(sim::memory_database& db) {
    for (const auto& key : {a, b}) {
      msg::join_cluster what;
      what.cluster = "test";
      what.node.key = key;
      what.node.host = key.name;
      ASSERT_TRUE(db.apply(what, epoch));
    }
    auto first = beat(a);
    first.wants_coordinator = true;
    ASSERT_TRUE(db.apply(first, epoch));
    ASSERT_TRUE(db.apply(msg::assign_lease{"zone/7", 0, b, 1000, 1}, epoch));
  }
  static msg::beat beat(const msg::node_key& who) {
    msg::beat what;
    what.node = who;
    what.lease_ms = what.coordinator_ms = 1000;
    return what;
  }

  static inline const msg::node_key a{"a", 1};
  static inline const msg::node_key b{"b", 1};

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

// -- the cluster ---------------------------------------------------------------------

TEST_F(MemoryDatabase, LeasesAndNodesAreSeenByCheckers) {
  cluster(db_);
  const auto& lease = db_.leases().at("zone/7");
  EXPECT_EQ(lease.holder, b);
  EXPECT_EQ(lease.epoch, 1u);
  EXPECT_EQ(lease.expires, epoch + std::chrono::seconds{1});
  EXPECT_EQ(db_.leases().at("coordinator").holder, a);
  EXPECT_EQ(db_.nodes().at("b").key(), b);
  EXPECT_EQ(db_.nodes().at("b").state(), msg::node_state::alive);
  EXPECT_EQ(db_.nodes().at("b").beat_at, epoch);
}

TEST_F(MemoryDatabase, BeatsAreSilentUnlessALeaseChangesItsHolder) {
  cluster(db_);
  auto digest = db_.digest();
  auto commits = db_.commits();
  auto what = beat(b);
  what.sessions = 7;
  what.zones = {{{7}, 1, 3, 4}};
  what.wants_coordinator = true;
  ASSERT_TRUE(db_.apply(what, epoch + std::chrono::milliseconds{999}));
  EXPECT_EQ(db_.digest(), digest);
  EXPECT_EQ(db_.commits(), commits);
  ASSERT_TRUE(db_.apply(what, epoch + std::chrono::seconds{1}));
  EXPECT_EQ(db_.leases().at("coordinator").holder, b);
  EXPECT_NE(db_.digest(), digest);
  EXPECT_EQ(db_.commits(), commits + 1);
}

TEST_F(MemoryDatabase, EveryChangeOfTheClusterIsInTheDigest) {
  cluster(db_);
  auto digest = db_.digest();
  auto commits = db_.commits();
  auto expect_change = [&](const auto& what, bool changes = true) {
    ASSERT_TRUE(db_.apply(what, epoch));
    EXPECT_EQ(db_.digest() != digest, changes) << caf::deep_to_string(what);
    EXPECT_EQ(db_.commits(), commits + (changes ? 1 : 0)) << caf::deep_to_string(what);
    digest = db_.digest();
    commits = db_.commits();
  };
  expect_change(msg::set_draining{"b", true});
  expect_change(msg::set_zone_order{{{7}, true, ""}});
  expect_change(msg::note_audit{});
  expect_change(msg::hand_over{"zone/7", 1, b, a, 1000, {}});
  expect_change(msg::hand_over{"zone/7", 1, b, a, 1000, {}}, false);
  expect_change(msg::release_lease{"zone/7", b, 2}, false);
  expect_change(msg::release_lease{"zone/7", a, 2});
  expect_change(msg::assign_lease{"zone/7", 3, b, 1000, 1});
  expect_change(msg::assign_lease{"zone/7", 3, b, 1000, 1}, false);
  expect_change(msg::declare_dead{b, 1});
  expect_change(msg::declare_dead{b, 1}, false);
  expect_change(msg::get_cluster_view{}, false);
  expect_change(msg::list_audit{}, false);
  expect_change(msg::leave_cluster{a});
  expect_change(msg::leave_cluster{a}, false);
}

TEST_F(MemoryDatabase, FencedWritesAreCountedAndChangeNothing) {
  fill(db_);
  cluster(db_);
  auto digest = db_.digest();
  auto late = save(1, 9);
  late.fence = {{7}, 0};
  EXPECT_FALSE(db_.apply(late, epoch));
  EXPECT_EQ(db_.fenced(), 1u);
  EXPECT_EQ(db_.stale_writes(), 0u);
  EXPECT_EQ(db_.digest(), digest);
  EXPECT_EQ(db_.characters().at({1}).record.location.cell, 0u);
}

TEST_F(MemoryDatabase, PlantedBugLetsStaleWritesThroughAndCountsThem) {
  if (!runtime::planted::is_compiled_in())
    GTEST_SKIP() << "this build has no planted bugs";
  fill(db_);
  cluster(db_);
  auto late = save(1, 9);
  late.fence = {{7}, 0};
  runtime::planted::switch_on(runtime::planted::bug::epoch_not_checked);
  EXPECT_TRUE(db_.apply(late, epoch));
  runtime::planted::all_off();
  EXPECT_EQ(db_.fenced(), 0u);
  EXPECT_EQ(db_.stale_writes(), 1u);
  EXPECT_EQ(db_.characters().at({1}).record.location.cell, 9u);
}

} // namespace
