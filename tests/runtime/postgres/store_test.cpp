// What only the store on PostgreSQL can do wrong: losing the database, finding
// it again, deadlines, bounds, and ending. What it answers is in tests/contract.

#include "runtime/base/metrics_table.hpp"
#include "runtime/postgres/connection.hpp"
#include "runtime/postgres/store.hpp"
#include "tests/contract/postgres_cluster.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using msg::errc;
using test::postgres_cluster;
using namespace std::chrono_literals;

class store_system {
public:
  explicit store_system(runtime::store_options options) {
    config_.set("scheduler.policy", caf::atom("sharing"));
    config_.set("scheduler.max-threads", 2);
    system_ = std::make_unique<caf::actor_system>(config_);
    options.metrics = metrics_;
    store_ = runtime::spawn_store(*system_, options);
  }
  ~store_system() { end(); }

  /// Answers in the order of the requests; errc::none for success.
  template <class Answer, class Request>
  std::vector<errc> ask_all(const std::vector<Request>& requests) {
    return answers<Answer>(requests, [] {});
  }
  /// `meanwhile` runs when all requests are sent and before the first answer is awaited.
  template <class Answer, class Request>
  std::vector<errc> answers(const std::vector<Request>& requests, const std::function<void()>& meanwhile) {
    caf::scoped_actor self{*system_};
    using pending = decltype(self->request(store_, caf::infinite, requests.front()));
    std::vector<pending> sent;
    for (const auto& one : requests)
      sent.push_back(self->request(store_, caf::infinite, one));
    meanwhile();
    std::vector<errc> got;
    for (auto& one : sent)
      one.receive([&](const Answer&) { got.push_back(errc::none); },
                  [&](const caf::error& why) { got.push_back(msg::code_of(why)); });
    return got;
  }
  errc find(const std::string& name) {
    return ask_all<msg::account_record>(std::vector{msg::find_account{name}}).front();
  }
  errc create(const std::string& name) {
    return ask_all<msg::account_record>(std::vector{msg::create_account{name, "hash"}}).front();
  }
  uint64_t counted(const runtime::metric_info& info, std::string_view label) {
    return metrics_->counter(info, label).load();
  }
  void send_exit() { caf::anon_send_exit(store_, caf::exit_reason::user_shutdown); }
  void forget() { store_ = nullptr; }
  /// Ends the store and waits until no actor and no thread is left.
  void end() {
    if (!system_)
      return;
    if (store_)
      send_exit();
    store_ = nullptr;
    system_.reset();
  }

private:
  std::shared_ptr<runtime::metrics> metrics_ = std::make_shared<runtime::metrics>();
  caf::actor_system_config config_;
  std::unique_ptr<caf::actor_system> system_;
  msg::store_actor store_;
};

runtime::store_options options_for(const std::string& url) {
  runtime::store_options options;
  options.url = url;
  options.workers = 2;
  options.backoff_first = 5ms;
  options.backoff_max = 50ms;
  return options;
}

/// Accepts connections into its backlog and never says a word.
class silent_listener {
public:
  silent_listener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(fd_, 100), 0);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~silent_listener() { ::close(fd_); }
  silent_listener(const silent_listener&) = delete;
  silent_listener& operator=(const silent_listener&) = delete;

  std::string url() const { return "postgresql://x@127.0.0.1:" + std::to_string(port_) + "/x"; }

private:
  int fd_;
  int port_ = 0;
};

std::vector<msg::find_account> many(size_t count) {
  return std::vector<msg::find_account>(count, msg::find_account{"alice"});
}

size_t count_of(const std::vector<errc>& answers, errc code) {
  return static_cast<size_t>(std::count(answers.begin(), answers.end(), code));
}

// -- an ordinary day -------------------------------------------------------------

TEST(PostgresStore, ManyRequestsAtOnceAreAllAnswered) {
  store_system store{options_for(postgres_cluster::shared().new_migrated_database())};
  ASSERT_EQ(store.create("alice"), errc::none);
  auto answers = store.ask_all<msg::account_record>(many(2000));
  EXPECT_EQ(count_of(answers, errc::none), 2000u);
  EXPECT_EQ(store.counted(runtime::metric::store_requests_total, "ok"), 2001u);
  EXPECT_EQ(store.counted(runtime::metric::store_queue, {}), 0u);
}

TEST(PostgresStore, RacingCreationsOfOneNameHaveOneWinner) {
  auto options = options_for(postgres_cluster::shared().new_migrated_database());
  options.workers = 8;
  store_system store{options};
  std::vector<msg::create_account> rivals;
  for (int i = 0; i < 40; ++i)
    rivals.push_back({"alice", "hash" + std::to_string(i)});
  auto answers = store.ask_all<msg::account_record>(rivals);
  EXPECT_EQ(count_of(answers, errc::none), 1u);
  EXPECT_EQ(count_of(answers, errc::account_exists), 39u);
}

TEST(PostgresStore, RacingCreationsFillFiveSlotsAndNoMore) {
  auto url = postgres_cluster::shared().new_migrated_database();
  auto options = options_for(url);
  options.workers = 8;
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  std::vector<msg::create_character> rivals;
  for (uint64_t i = 1; i <= 30; ++i) {
    msg::character_record what;
    what.account = {1};
    what.name = "hero" + std::to_string(i);
    rivals.push_back({{1, i}, what});
    rivals.push_back({{1, i}, what}); // the same operation twice, side by side
  }
  auto answers = store.ask_all<msg::character_record>(rivals);
  EXPECT_EQ(count_of(answers, errc::none), 10u);
  EXPECT_EQ(count_of(answers, errc::slots_full), 50u);
  EXPECT_EQ(test::run_sql(url, "SELECT count(*) FROM characters"), "5");
}

TEST(PostgresStore, LoginsWithNothingToResetWriteNothing) {
  auto url = postgres_cluster::shared().new_migrated_database();
  store_system store{options_for(url)};
  ASSERT_EQ(store.create("alice"), errc::none);
  auto before = test::run_sql(url, "SELECT xmin FROM accounts");
  std::vector<msg::note_login> logins(10, msg::note_login{{1}, true, 5, 60});
  EXPECT_EQ(count_of(store.ask_all<msg::account_record>(logins), errc::none), 10u);
  EXPECT_EQ(test::run_sql(url, "SELECT xmin FROM accounts"), before);
}

TEST(PostgresStore, MissingSchemaIsUnavailableAndNotRetried) {
  store_system store{options_for(postgres_cluster::shared().new_database())};
  EXPECT_EQ(store.find("alice"), errc::store_unavailable);
  EXPECT_EQ(store.counted(runtime::metric::store_retries_total, "unavailable"), 0u);
  EXPECT_EQ(store.counted(runtime::metric::store_requests_total, "failed"), 1u);
}

TEST(PostgresStore, SchemaChangedUnderAPreparedStatementIsSurvived) {
  auto url = postgres_cluster::shared().new_migrated_database();
  store_system store{options_for(url)};
  ASSERT_EQ(store.create("alice"), errc::none);
  ASSERT_EQ(store.find("alice"), errc::none);
  test::run_sql(url, "ALTER TABLE accounts ALTER COLUMN failed_attempts TYPE bigint");
  EXPECT_EQ(count_of(store.ask_all<msg::account_record>(many(10)), errc::none), 10u);
}

// -- losing the database ---------------------------------------------------------

TEST(PostgresStore, StoppedDatabaseIsUnavailableUntilItIsBack) {
  postgres_cluster cluster;
  auto options = options_for(cluster.new_migrated_database());
  options.deadline = 3s;
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  cluster.stop();
  EXPECT_EQ(count_of(store.ask_all<msg::account_record>(many(20)), errc::store_unavailable), 20u);
  EXPECT_GT(store.counted(runtime::metric::store_retries_total, "unavailable"), 0u);
  cluster.start();
  EXPECT_EQ(count_of(store.ask_all<msg::account_record>(many(20)), errc::none), 20u);
}

TEST(PostgresStore, RequestsOverARestartAreRepeatedAndAnswered) {
  postgres_cluster cluster;
  auto url = cluster.new_migrated_database();
  auto options = options_for(url);
  options.deadline = 60s;
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  std::vector<msg::create_account> requests;
  for (int i = 0; i < 500; ++i)
    requests.push_back({"name" + std::to_string(i), "hash" + std::to_string(i)});
  auto answers = store.answers<msg::account_record>(requests, [&] {
    cluster.stop();
    cluster.start();
  });
  EXPECT_EQ(count_of(answers, errc::none), 500u);
  EXPECT_EQ(test::run_sql(url, "SELECT count(*) FROM accounts"), "501");
}

TEST(PostgresStore, OperationsOverARestartHappenExactlyOnce) {
  postgres_cluster cluster;
  auto url = cluster.new_migrated_database();
  test::run_sql(url, "INSERT INTO accounts (name, name_folded, password_hash, status) "
                     "SELECT 'a' || i, 'a' || i, 'x', 0 FROM generate_series(1, 100) AS i");
  auto options = options_for(url);
  options.deadline = 60s;
  store_system store{options};
  std::vector<msg::create_character> requests;
  for (uint32_t i = 1; i <= 500; ++i) {
    msg::character_record what;
    what.account = {1 + i % 100};
    what.name = "hero" + std::to_string(i);
    what.items = {{0, 1, 1, msg::item_container::bag, 0}, {0, 2, 1, msg::item_container::worn, 0}};
    requests.push_back({{1, i}, what});
  }
  auto answers = store.answers<msg::character_record>(requests, [&] {
    cluster.stop();
    cluster.start();
  });
  EXPECT_EQ(count_of(answers, errc::none), 500u);
  EXPECT_EQ(test::run_sql(url, "SELECT count(*) FROM characters"), "500");
  EXPECT_EQ(test::run_sql(url, "SELECT count(*) FROM items"), "1000");
  EXPECT_EQ(test::run_sql(url, "SELECT count(*) FROM operations"), "500");
}

TEST(PostgresStore, ConnectionThatWentSilentIsReplacedWithinTheDeadline) {
  auto url = postgres_cluster::shared().new_migrated_database();
  auto options = options_for(url);
  options.workers = 1;
  options.deadline = 2s;
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  // Freezes the one process that serves our connection; a new connection gets another.
  auto backend = test::run_sql(url, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                                    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'");
  ASSERT_EQ(::kill(std::stoi(backend), SIGSTOP), 0);
  EXPECT_EQ(store.find("alice"), errc::none);
  EXPECT_EQ(::kill(std::stoi(backend), SIGCONT), 0);
}

TEST(PostgresStore, ConnectionsCutByTheServerAreReplaced) {
  auto url = postgres_cluster::shared().new_migrated_database();
  store_system store{options_for(url)};
  ASSERT_EQ(store.create("alice"), errc::none);
  test::run_sql(url, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                     "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  EXPECT_EQ(count_of(store.ask_all<msg::account_record>(many(20)), errc::none), 20u);
}

TEST(PostgresStore, FrozenDatabaseIsUnavailableByTheDeadlineAndBackAfterwards) {
  postgres_cluster cluster;
  auto options = options_for(cluster.new_migrated_database());
  options.deadline = 3s;
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  cluster.freeze();
  auto answers = store.ask_all<msg::account_record>(many(20));
  EXPECT_EQ(count_of(answers, errc::store_unavailable), 20u);
  cluster.thaw();
  EXPECT_EQ(store.find("alice"), errc::none);
}

TEST(PostgresStore, LockedRowIsGivenUpByTheDeadlineAndLeavesNoLock) {
  auto url = postgres_cluster::shared().new_migrated_database();
  auto options = options_for(url);
  options.deadline = 3s;
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  runtime::postgres::connection holder{url, 30s};
  holder.set_deadline(runtime::postgres::clock::now() + 30s);
  ASSERT_TRUE(holder.run_script("BEGIN; SELECT id FROM accounts FOR UPDATE").ok());
  std::vector<msg::set_password> request{{{1}, "new"}};
  EXPECT_EQ(store.ask_all<caf::ok_atom>(request).front(), errc::store_unavailable);
  ASSERT_TRUE(holder.run_script("ROLLBACK").ok());
  EXPECT_EQ(store.ask_all<caf::ok_atom>(request).front(), errc::none);
}

// -- bounds and ending -----------------------------------------------------------

TEST(PostgresStore, MoreRequestsThanTheQueueHoldsAreOverloadedAtOnce) {
  silent_listener nobody;
  auto options = options_for(nobody.url());
  options.queue_max = 10;
  options.deadline = 300ms;
  store_system store{options};
  auto answers = store.ask_all<msg::account_record>(many(25));
  EXPECT_EQ(count_of(answers, errc::overloaded), 15u);
  EXPECT_EQ(count_of(answers, errc::store_unavailable), 10u);
  EXPECT_EQ(store.counted(runtime::metric::store_requests_total, "overloaded"), 15u);
  // The bound is on what waits, not on what ever came.
  EXPECT_EQ(store.find("alice"), errc::store_unavailable);
}

TEST(PostgresStore, EndingAnswersWhatWaitsAndLeavesNoThread) {
  silent_listener nobody;
  auto options = options_for(nobody.url());
  options.deadline = 10min;
  store_system store{options};
  auto answers = store.answers<msg::account_record>(many(25), [&] { store.send_exit(); });
  EXPECT_EQ(count_of(answers, errc::none), 0u);
  EXPECT_EQ(answers.size(), 25u);
  store.end(); // would wait for ever, or ten minutes
}

TEST(PostgresStore, LosingTheLastHandleEndsIt) {
  auto options = options_for(postgres_cluster::shared().new_migrated_database());
  options.deadline = 2s; // the timer of the last request keeps it that long
  store_system store{options};
  ASSERT_EQ(store.create("alice"), errc::none);
  store.forget();
  store.end(); // would wait for ever
}

TEST(PostgresStore, UrlThatCannotBeReadIsUnavailable) {
  auto options = options_for("postgresql://a:b:c:d/?x=y");
  options.deadline = 100ms;
  store_system store{options};
  EXPECT_EQ(store.find("alice"), errc::store_unavailable);
}

} // namespace
