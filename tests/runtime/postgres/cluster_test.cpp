// Nodes and leases when several connections want to change them at once. What
// the store answers when nobody disturbs it is in tests/contract.

#include "runtime/postgres/statements.hpp"
#include "tests/contract/postgres_cluster.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace {

using msg::errc;
using runtime::postgres::connection;
using runtime::postgres::execute;
using test::postgres_cluster;
using test::run_sql;
using namespace std::chrono_literals;

constexpr uint32_t ten_minutes = 600'000;

template <class T>
errc code_of(const runtime::postgres::answer<T>& x) {
  if (auto* why = std::get_if<runtime::postgres::problem>(&x)) {
    ADD_FAILURE() << why->text;
    return errc::store_unavailable;
  }
  auto* refused = std::get_if<errc>(&x);
  return refused ? *refused : errc::none;
}

/// Nodes a, b and c; a is the coordinator and holds zone/7, where there is one character.
class PostgresCluster : public testing::Test {
protected:
  void SetUp() override {
    for (const auto& key : {a_, b_, c_}) {
      msg::join_cluster what;
      what.cluster = "test";
      what.node.key = key;
      what.node.host = key.name;
      ASSERT_EQ(code_of(execute(*first_, what)), errc::none);
    }
    auto what = beat(a_);
    what.wants_coordinator = true;
    ASSERT_EQ(code_of(execute(*first_, what)), errc::none);
    ASSERT_EQ(code_of(execute(*first_, msg::assign_lease{"zone/7", 0, a_, ten_minutes, 1})), errc::none);
    sql("INSERT INTO accounts (name, name_folded, password_hash, status) VALUES ('a', 'a', 'x', 0)");
    msg::create_character hero{{1, 1}, {}};
    hero.what.account = {1};
    hero.what.name = "Hero";
    hero.what.location = at(1, 10);
    ASSERT_EQ(code_of(execute(*first_, hero)), errc::none);
  }

  std::unique_ptr<connection> connect() {
    auto result = std::make_unique<connection>(url_, 30s);
    result->set_deadline(runtime::postgres::clock::now() + 60s);
    return result;
  }
  std::string sql(const std::string& text) { return run_sql(url_, text); }
  static void script(connection& on, const std::string& text) {
    auto done = on.run_script(text);
    ASSERT_TRUE(done.ok()) << text << ": " << done.why().text;
  }
  void wait_until_one_waits() {
    while (sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
           == "0")
      std::this_thread::yield();
  }
  /// What is answered when `what` comes while another transaction has done `before` and does `then` before it ends.
  template <class Request>
  errc disturbed(const std::string& before, const Request& what, const std::string& then = "SELECT 1") {
    script(*first_, "BEGIN; " + before);
    auto asked = std::async(std::launch::async, [&] { return code_of(execute(*second_, what)); });
    wait_until_one_waits();
    script(*first_, then + "; COMMIT");
    return asked.get();
  }
  /// The answers to rivals who all ask at once.
  template <class Request>
  std::vector<errc> race(const std::vector<Request>& rivals) {
    std::vector<std::future<errc>> asked;
    for (const auto& one : rivals)
      asked.push_back(std::async(std::launch::async, [this, one] { return code_of(execute(*connect(), one)); }));
    std::vector<errc> answers;
    for (auto& one : asked)
      answers.push_back(one.get());
    return answers;
  }
  static size_t count_of(const std::vector<errc>& answers, errc code) {
    return static_cast<size_t>(std::count(answers.begin(), answers.end(), code));
  }

  static msg::beat beat(const msg::node_key& who) {
    msg::beat what;
    what.node = who;
    what.lease_ms = what.coordinator_ms = ten_minutes;
    return what;
  }
  static msg::character_location at(uint64_t revision, uint32_t cell) { return {{1}, {7}, cell, revision, {}}; }
  static msg::save_locations save(uint64_t revision, uint32_t cell) { return {{at(revision, cell)}, {{7}, 1}}; }
  msg::hand_over hand_over(const msg::node_key& to, uint64_t revision, uint32_t cell) const {
    return {"zone/7", 1, a_, to, ten_minutes, {at(revision, cell)}};
  }
  std::string cell() { return sql("SELECT cell FROM characters"); }
  std::string holder(const std::string& name = "zone/7") {
    return sql("SELECT coalesce(holder, '') || ' ' || epoch FROM leases WHERE name = '" + name + "'");
  }

  const msg::node_key a_{"a", 1}, b_{"b", 1}, c_{"c", 1};
  std::string url_ = postgres_cluster::shared().new_migrated_database();
  std::unique_ptr<connection> first_ = connect();
  std::unique_ptr<connection> second_ = connect();
};

constexpr auto change_of_zone = "UPDATE leases SET holder = 'b/1', epoch = epoch + 1 WHERE name = 'zone/7'";
constexpr auto change_of_coordinator = "UPDATE leases SET holder = 'b/1', epoch = epoch + 1 WHERE name = 'coordinator'";
constexpr auto death_of_a = "UPDATE nodes SET state = 3 WHERE name = 'a'";
constexpr auto death_of_b = "UPDATE nodes SET state = 3 WHERE name = 'b'";

// -- writes under a lease --------------------------------------------------------------

TEST_F(PostgresCluster, SaveThatComesDuringAHandOverIsFenced) {
  script(*first_, "BEGIN");
  // Within the transaction: its own BEGIN and COMMIT would end ours.
  script(*first_, "UPDATE characters SET cell = 20, revision = 2");
  script(*first_, change_of_zone);
  auto saved = std::async(std::launch::async, [&] { return code_of(execute(*second_, save(3, 30))); });
  wait_until_one_waits();
  script(*first_, "COMMIT");
  EXPECT_EQ(saved.get(), errc::fenced);
  EXPECT_EQ(cell(), "20");
  EXPECT_EQ(holder(), "b/1 2");
}

TEST_F(PostgresCluster, SaveGoesOnWhenAHandOverIsUndone) {
  script(*first_, std::string{"BEGIN; "} + change_of_zone);
  auto saved = std::async(std::launch::async, [&] { return code_of(execute(*second_, save(3, 30))); });
  wait_until_one_waits();
  script(*first_, "ROLLBACK");
  EXPECT_EQ(saved.get(), errc::none);
  EXPECT_EQ(cell(), "30");
}

TEST_F(PostgresCluster, HandOverWaitsForASaveAndDoesNotLoseIt) {
  script(*first_, "BEGIN");
  ASSERT_EQ(code_of(execute(*first_, save(3, 30))), errc::none);
  auto moved = std::async(std::launch::async, [&] { return code_of(execute(*second_, hand_over(b_, 2, 20))); });
  wait_until_one_waits();
  EXPECT_EQ(holder(), "a/1 1") << "not before the save is committed";
  script(*first_, "COMMIT");
  EXPECT_EQ(moved.get(), errc::none);
  EXPECT_EQ(holder(), "b/1 2");
  EXPECT_EQ(cell(), "30");
}

TEST_F(PostgresCluster, SavesDoNotWaitForEachOther) {
  script(*first_, "BEGIN");
  ASSERT_EQ(code_of(execute(*first_, save(3, 30))), errc::none);
  msg::save_locations other{{{{2}, {7}, 1, 9, {}}}, {{7}, 1}};
  EXPECT_EQ(code_of(execute(*second_, other)), errc::none);
  script(*first_, "COMMIT");
}

/// Whatever was accepted is in the database, and nothing that began after the hand-over is.
TEST_F(PostgresCluster, SavesRacingAHandOverEndWithIt) {
  std::atomic<bool> is_handed_over = false;
  uint64_t accepted = 0;
  auto saver = std::async(std::launch::async, [&] {
    for (uint64_t revision = 2;; ++revision) {
      const auto must_fail = is_handed_over.load();
      auto answer = code_of(execute(*second_, save(revision, static_cast<uint32_t>(revision % 65536))));
      if (answer == errc::none && !must_fail)
        accepted = revision;
      else
        return answer;
    }
  });
  while (sql("SELECT revision > 20 FROM characters") != "t")
    std::this_thread::yield();
  EXPECT_EQ(code_of(execute(*first_, hand_over(b_, 1, 0))), errc::none);
  is_handed_over = true;
  const auto at_hand_over = sql("SELECT revision FROM characters");
  EXPECT_EQ(saver.get(), errc::fenced);
  EXPECT_EQ(std::to_string(accepted), at_hand_over);
  EXPECT_EQ(sql("SELECT revision FROM characters"), at_hand_over);
}

// -- leases ----------------------------------------------------------------------------

TEST_F(PostgresCluster, RacingHandOversHaveOneWinner) {
  std::vector<msg::hand_over> rivals;
  for (int i = 0; i < 8; ++i)
    rivals.push_back(hand_over(i % 2 == 0 ? b_ : c_, 2, i % 2 == 0 ? 20 : 30));
  auto answers = race(rivals);
  EXPECT_EQ(count_of(answers, errc::none), 4u);
  EXPECT_EQ(count_of(answers, errc::fenced), 4u);
  EXPECT_EQ(holder() + " " + cell(), answers[0] == errc::none ? "b/1 2 20" : "c/1 2 30");
}

TEST_F(PostgresCluster, RacingAssignmentsHaveOneWinner) {
  std::vector<msg::assign_lease> rivals;
  for (int i = 0; i < 12; ++i)
    rivals.push_back({"zone/8", 0, i % 3 == 0 ? a_ : i % 3 == 1 ? b_ : c_, ten_minutes, 1});
  auto answers = race(rivals);
  EXPECT_EQ(count_of(answers, errc::none), 4u) << "the same request again gets the same answer";
  EXPECT_EQ(count_of(answers, errc::lease_held), 8u);
  EXPECT_EQ(sql("SELECT epoch FROM leases WHERE name = 'zone/8'"), "1");
}

TEST_F(PostgresCluster, RacingCandidatesHaveOneWinner) {
  // Of a, who is no rival: one who comes late to its own keeps it under its epoch.
  for (const auto* lost :
       {"DELETE FROM leases WHERE name = 'coordinator'",
        "UPDATE leases SET holder = 'a/1', expires_at = clock_timestamp() WHERE name = 'coordinator'"}) {
    sql(lost);
    auto before = sql("SELECT coalesce(max(epoch), 0) + 1 FROM leases WHERE name = 'coordinator'");
    std::vector<msg::beat> rivals;
    for (int i = 0; i < 12; ++i) {
      rivals.push_back(beat(i % 2 == 0 ? b_ : c_));
      rivals.back().wants_coordinator = true;
    }
    EXPECT_EQ(count_of(race(rivals), errc::none), 12u);
    EXPECT_EQ(sql("SELECT epoch FROM leases WHERE name = 'coordinator'"), before);
  }
}

TEST_F(PostgresCluster, LeaseIsJudgedByTheTimeWhenItsRowIsFree) {
  const msg::assign_lease what{"zone/7", 1, b_, ten_minutes, 1};
  EXPECT_EQ(disturbed("SELECT FROM leases WHERE name = 'zone/7' FOR UPDATE", what,
                      "UPDATE leases SET expires_at = clock_timestamp() WHERE name = 'zone/7'"),
            errc::none);
  EXPECT_EQ(holder(), "b/1 2");
  EXPECT_EQ(sql("SELECT expires_at > clock_timestamp() + interval '500 s' FROM leases WHERE name = 'zone/7'"), "t");
}

TEST_F(PostgresCluster, NobodyGetsALeaseWhoDiesMeanwhile) {
  EXPECT_EQ(disturbed(death_of_b, hand_over(b_, 2, 20)), errc::node_unknown);
  EXPECT_EQ(holder() + " " + cell(), "a/1 1 10");
}

// -- the coordinator -------------------------------------------------------------------

TEST_F(PostgresCluster, CoordinatorWhoIsReplacedMeanwhileAssignsNothing) {
  EXPECT_EQ(disturbed(change_of_coordinator, msg::assign_lease{"zone/8", 0, b_, ten_minutes, 1}), errc::fenced);
  EXPECT_EQ(holder("zone/8"), "");
}

TEST_F(PostgresCluster, CoordinatorWhoIsReplacedMeanwhileDeclaresNobodyDead) {
  EXPECT_EQ(disturbed(change_of_coordinator, msg::declare_dead{c_, 1}), errc::fenced);
  EXPECT_EQ(sql("SELECT state FROM nodes WHERE name = 'c'"), "0");
}

TEST_F(PostgresCluster, CandidateWhoDiesMeanwhileDoesNotBecomeTheCoordinator) {
  sql("UPDATE leases SET expires_at = clock_timestamp() WHERE name = 'coordinator'");
  auto what = beat(b_);
  what.wants_coordinator = true;
  EXPECT_EQ(disturbed(death_of_b, what), errc::declared_dead);
  EXPECT_EQ(holder("coordinator"), "a/1 1");
}

TEST_F(PostgresCluster, CandidateWaitsForNobodyWhileThereIsACoordinator) {
  script(*first_, "BEGIN; SELECT FROM leases WHERE name = 'coordinator' FOR UPDATE");
  auto what = beat(b_);
  what.wants_coordinator = true;
  EXPECT_EQ(code_of(execute(*second_, what)), errc::none);
  script(*first_, "COMMIT");
}

// -- beats ----------------------------------------------------------------------------

TEST_F(PostgresCluster, BeatsOfDifferentNodesDoNotWaitForEachOther) {
  ASSERT_EQ(code_of(execute(*first_, msg::assign_lease{"zone/8", 0, b_, ten_minutes, 1})), errc::none);
  auto coordinators = beat(a_), candidates = beat(b_);
  coordinators.wants_coordinator = candidates.wants_coordinator = true;
  coordinators.zones = {{{7}, 1, 5, 6}};
  candidates.zones = {{{8}, 1, 5, 6}};
  script(*first_, "BEGIN");
  ASSERT_EQ(code_of(execute(*first_, coordinators)), errc::none);
  script(*second_, "SET lock_timeout = '1s'");
  EXPECT_EQ(code_of(execute(*second_, candidates)), errc::none) << "while the other's is not committed";
  script(*first_, "COMMIT");
  EXPECT_EQ(sql("SELECT players FROM leases WHERE name = 'zone/8'"), "5");
}

TEST_F(PostgresCluster, BeatDoesNotProlongWhatIsHandedOverMeanwhile) {
  sql("UPDATE leases SET expires_at = 'epoch' WHERE name = 'zone/7'");
  EXPECT_EQ(disturbed(change_of_zone, beat(a_)), errc::none);
  EXPECT_EQ(sql("SELECT expires_at = 'epoch' FROM leases WHERE name = 'zone/7'"), "t");
  EXPECT_EQ(holder(), "b/1 2");
  EXPECT_EQ(sql("SELECT expires_at > clock_timestamp() FROM leases WHERE name = 'coordinator'"), "t");
}

TEST_F(PostgresCluster, BeatTakesLoadsOnlyUnderTheEpochOfItsCommit) {
  auto what = beat(a_);
  what.zones = {{{7}, 1, 5, 6}};
  EXPECT_EQ(disturbed("UPDATE leases SET epoch = epoch + 1 WHERE name = 'zone/7'", what), errc::none);
  EXPECT_EQ(sql("SELECT players FROM leases WHERE name = 'zone/7'"), "0");
}

TEST_F(PostgresCluster, BeatOfOneWhoDiesMeanwhileProlongsNothing) {
  sql("UPDATE leases SET expires_at = 'epoch' WHERE name = 'zone/7'");
  EXPECT_EQ(disturbed(death_of_a, beat(a_)), errc::declared_dead);
  EXPECT_EQ(sql("SELECT expires_at = 'epoch' FROM leases WHERE name = 'zone/7'"), "t");
}

TEST_F(PostgresCluster, BeatSeesWhatItDid) {
  auto what = beat(b_);
  what.sessions = 7;
  sql("UPDATE leases SET holder = NULL, epoch = epoch + 1 WHERE name = 'coordinator'");
  what.wants_coordinator = true;
  auto answer = execute(*first_, what);
  const auto* seen = std::get_if<msg::cluster_view>(&answer);
  ASSERT_NE(seen, nullptr);
  EXPECT_EQ(seen->find(b_)->sessions, 7u);
  EXPECT_EQ(seen->find(b_)->beats, 1u);
  EXPECT_EQ(seen->lease("coordinator")->holder, b_);
  EXPECT_EQ(seen->lease("coordinator")->epoch, 3u);
}

// -- several statements in one round trip ----------------------------------------------

const runtime::postgres::statement orders_add{
  "test_orders_add", "INSERT INTO zone_orders (map, is_stopped, pin) VALUES ($1::int, true, $2) RETURNING map"};
const runtime::postgres::statement orders_count{"test_orders_count", "SELECT count(*) FROM zone_orders"};
const runtime::postgres::statement quotient{"test_quotient", "SELECT 1 / $1::int"};

TEST_F(PostgresCluster, TogetherEachSeesWhatTheOnesBeforeDid) {
  auto results = first_->run_together({{orders_count, {}}, {orders_add, {"7", ""}}, {orders_count, {}}});
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].text(0, 0), "0");
  EXPECT_EQ(results[1].text(0, 0), "7");
  EXPECT_EQ(results[2].text(0, 0), "1");
  EXPECT_EQ(sql("SELECT count(*) FROM zone_orders"), "1");
  EXPECT_EQ(first_->run(orders_count).text(0, 0), "1") << "and it goes on as before";
}

TEST_F(PostgresCluster, TogetherNothingHappensWhenOneFails) {
  for (const auto* divisor : {"0", "x"}) {
    auto results = first_->run_together(
      {{orders_add, {"7", ""}}, {quotient, {divisor}}, {orders_add, {"8", ""}}, {orders_count, {}}});
    ASSERT_EQ(results.size(), 2u);
    EXPECT_EQ(results[1].why().kind, runtime::postgres::failure::refused);
    EXPECT_EQ(first_->run(orders_count).text(0, 0), "0");
  }
  auto results = first_->run_together({{orders_add, {"7", ""}}, {orders_add, {"8", std::string{"a\0", 2}}}});
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].why().kind, runtime::postgres::failure::refused);
  EXPECT_EQ(first_->run(orders_count).text(0, 0), "0");
}

TEST_F(PostgresCluster, TogetherALostConnectionIsUnavailableAndReplaced) {
  ASSERT_TRUE(first_->run(orders_count).ok());
  sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
      "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  auto results = first_->run_together({{orders_add, {"7", ""}}, {orders_count, {}}});
  ASSERT_FALSE(results.empty());
  EXPECT_EQ(results.back().why().kind, runtime::postgres::failure::unavailable);
  EXPECT_FALSE(first_->is_open());
  results = first_->run_together({{orders_add, {"7", ""}}, {orders_count, {}}});
  EXPECT_EQ(results.back().text(0, 0), "1");
}

TEST_F(PostgresCluster, TogetherAConnectionThatWaitsTooLongIsClosed) {
  // Prepared before, so that it is not the preparing that waits.
  ASSERT_TRUE(first_->run_together({{quotient, {"1"}}, {orders_add, {"6", ""}}, {orders_count, {}}}).back().ok());
  script(*second_, "BEGIN; LOCK zone_orders");
  first_->set_deadline(runtime::postgres::clock::now() + 300ms);
  // The server keeps what it has to say until all of them are done, so not even the first need have an answer.
  auto results = first_->run_together({{quotient, {"1"}}, {orders_add, {"7", ""}}, {orders_count, {}}});
  ASSERT_FALSE(results.empty());
  EXPECT_EQ(results.back().why().kind, runtime::postgres::failure::unavailable);
  EXPECT_FALSE(first_->is_open());
  script(*second_, "ROLLBACK");
}

} // namespace
