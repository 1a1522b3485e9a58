#include "runtime/postgres/connection.hpp"
#include "runtime/postgres/migrations.hpp"
#include "tests/contract/postgres_cluster.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace {

using namespace runtime::postgres;
using test::postgres_cluster;
using test::run_sql;

using strings = std::vector<std::string>;

constexpr std::array<migration, 3> three{{{1, "0001_a", "CREATE TABLE a (x int);"},
                                          {2, "0002_b", "CREATE TABLE b (x int); INSERT INTO b VALUES (7);"},
                                          {3, "0003_bad", "CREATE TABLE c (x int); SELECT nonsense;"}}};

std::span<const migration> first(size_t count) { return std::span{three}.first(count); }

TEST(Migrations, AreNumberedWithoutGapsAndFitTheirNames) {
  uint32_t expected = 0;
  for (const auto& one : migrations()) {
    EXPECT_EQ(one.version, ++expected);
    EXPECT_EQ(std::stoul(std::string{one.name.substr(0, 4)}), one.version);
    EXPECT_FALSE(one.sql.empty());
  }
  EXPECT_GE(expected, 1u);
}

TEST(Migrations, EmptyDatabaseIsBroughtToTheCurrentSchema) {
  auto url = postgres_cluster::shared().new_database();
  auto before = migration_status(url);
  EXPECT_EQ(before.error, "");
  EXPECT_EQ(before.database_version, 0u);
  EXPECT_EQ(before.outstanding.size(), migrations().size());
  auto report = migrate(url);
  EXPECT_EQ(report.error, "");
  EXPECT_EQ(report.database_version, migrations().back().version);
  EXPECT_EQ(report.outstanding.size(), migrations().size());
  EXPECT_EQ(run_sql(url, "SELECT count(*) FROM accounts"), "0");
}

TEST(Migrations, SecondTimeDoesNothing) {
  auto url = postgres_cluster::shared().new_migrated_database();
  auto again = migrate(url);
  EXPECT_EQ(again.error, "");
  EXPECT_EQ(again.outstanding, strings{});
  EXPECT_EQ(again.applied.size(), migrations().size());
}

TEST(Migrations, LookingAtAnEmptyDatabaseLeavesItEmpty) {
  auto url = postgres_cluster::shared().new_database();
  migration_status(url);
  EXPECT_EQ(run_sql(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

TEST(Migrations, OlderDatabaseGetsWhatItLacks) {
  auto url = postgres_cluster::shared().new_database();
  EXPECT_EQ(migrate(url, first(1)).database_version, 1u);
  EXPECT_EQ(migration_status(url, first(2)).outstanding, strings{"0002_b"});
  auto report = migrate(url, first(2));
  EXPECT_EQ(report.outstanding, strings{"0002_b"});
  EXPECT_EQ(report.database_version, 2u);
  EXPECT_EQ(run_sql(url, "SELECT x FROM b"), "7");
}

TEST(Migrations, LeasesComeToADatabaseThatIsInUse) {
  auto url = postgres_cluster::shared().new_database();
  ASSERT_EQ(migrate(url, migrations().first(1)).error, "");
  run_sql(url, "INSERT INTO accounts (name, name_folded, password_hash, status) VALUES ('a', 'a', 'x', 0)");
  EXPECT_EQ(migrate(url, migrations().first(2)).outstanding, strings{"0002_leases"});
  EXPECT_EQ(run_sql(url, "SELECT count(*) FROM leases"), "0");
  EXPECT_EQ(run_sql(url, "SELECT count(*) FROM accounts"), "1");
}

TEST(Migrations, WhatWasHeldBeforeThereWereNodesIsNobodys) {
  auto url = postgres_cluster::shared().new_database();
  ASSERT_EQ(migrate(url, migrations().first(2)).error, "");
  run_sql(url, "INSERT INTO leases (name, holder, epoch, expires_at) VALUES ('game', 'somebody', 5, now() + "
               "interval '1 h'), ('other', NULL, 3, now())");
  EXPECT_EQ(migrate(url, migrations().first(3)).outstanding, strings{"0003_cluster"});
  EXPECT_EQ(run_sql(url, "SELECT string_agg(concat_ws(' ', name, coalesce(holder, '-'), epoch), ', ' ORDER BY name) "
                         "FROM leases"),
            "game - 6, other - 3");
}

TEST(Migrations, DatabaseNewerThanTheProgramIsRefused) {
  auto url = postgres_cluster::shared().new_database();
  migrate(url, first(2));
  for (const auto& report : {migrate(url, first(1)), migration_status(url, first(1))})
    EXPECT_EQ(report.error, "The database has schema version 2, but this program knows versions up to 1 only; "
                            "use a newer program.");
}

TEST(Migrations, FailedOneIsUndoneAndTheOnesBeforeStay) {
  auto url = postgres_cluster::shared().new_database();
  auto report = migrate(url, three);
  EXPECT_NE(report.error.find("Migration 3 (0003_bad) failed and was undone"), std::string::npos) << report.error;
  EXPECT_EQ(report.database_version, 2u);
  EXPECT_EQ(run_sql(url, "SELECT to_regclass('c') IS NULL"), "t");
  EXPECT_EQ(run_sql(url, "SELECT x FROM b"), "7");
}

TEST(Migrations, ChangedTextOfAnAppliedOneIsRefused) {
  auto url = postgres_cluster::shared().new_database();
  migrate(url, first(2));
  auto changed = three;
  changed[0].sql = "CREATE TABLE a (x bigint);";
  EXPECT_NE(migrate(url, std::span{changed}.first(2)).error.find("another text"), std::string::npos);
}

TEST(Migrations, SeveralNodesAtOnceApplyEachOnce) {
  auto url = postgres_cluster::shared().new_database();
  std::array<migration_report, 4> reports;
  std::vector<std::jthread> nodes;
  for (auto& report : reports)
    nodes.emplace_back([&] { report = migrate(url); });
  nodes.clear();
  size_t applied = 0;
  for (const auto& report : reports) {
    EXPECT_EQ(report.error, "");
    applied += report.outstanding.size();
  }
  EXPECT_EQ(applied, migrations().size());
}

TEST(Migrations, UnreachableDatabaseIsASentenceWithoutThePassword) {
  auto report = migrate("postgresql://bob:secret@127.0.0.1:1/x");
  EXPECT_NE(report.error.find("127.0.0.1:1"), std::string::npos) << report.error;
  EXPECT_EQ(report.error.find("secret"), std::string::npos) << report.error;
}

TEST(Migrations, DatabaseItselfRefusesWhatTheRulesLetThrough) {
  auto url = postgres_cluster::shared().new_migrated_database();
  connection on{url, std::chrono::seconds{10}};
  on.set_deadline(clock::now() + std::chrono::seconds{10});
  auto refused = on.run_script("INSERT INTO accounts (name, name_folded, password_hash, status) "
                               "VALUES ('a', 'a', 'x', 3)");
  EXPECT_EQ(refused.why().kind, failure::refused);
  EXPECT_EQ(on.run_script("INSERT INTO items (code, info, owner, container, slot) VALUES (1, 1, 1, 0, 10)").why().kind,
            failure::refused);
}

} // namespace
