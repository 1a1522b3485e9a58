#include "tools/admin/account_commands.hpp"
#include "tools/admin/db_commands.hpp"

#include "tests/contract/postgres_cluster.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace {

using namespace tools;
using test::postgres_cluster;
using test::run_sql;
using testing::HasSubstr;

/// A command's surroundings, fresh for every call.
struct screen {
  explicit screen(const std::string& input = {}) : in(input) {}
  operator console() { return {in, out, err}; }

  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
};

class AccountCommands : public testing::Test {
protected:
  int create(const std::string& name, const std::string& password) {
    return account_create(url_, name, password, 4, screen_);
  }
  std::string hash_of(const std::string& name) {
    return run_sql(url_, "SELECT password_hash FROM accounts WHERE name = '" + name + "'");
  }

  std::string url_ = postgres_cluster::shared().new_migrated_database();
  screen screen_;
};

TEST_F(AccountCommands, CreatedAccountHasTheGivenPasswordAndNoTraceOfItInTheOutput) {
  EXPECT_EQ(create("Alice", "sesame"), exit_ok);
  EXPECT_TRUE(runtime::verify_password("sesame", hash_of("Alice")));
  EXPECT_EQ(hash_of("Alice").substr(0, 7), "$2b$04$");
  EXPECT_EQ(screen_.out.str(), "Account Alice was created with id 1.\nUndo: zonehive account ban Alice\n");
  EXPECT_EQ(screen_.err.str(), "");
}

TEST_F(AccountCommands, PasswordIsReadFromTheInputWhenNotGiven) {
  screen typed{"sesame street\r\nnext line\n"};
  EXPECT_EQ(account_create(url_, "alice", std::nullopt, 4, typed), exit_ok);
  EXPECT_TRUE(runtime::verify_password("sesame street", hash_of("alice")));
}

TEST_F(AccountCommands, NoOrUnusablePasswordCreatesNothing) {
  EXPECT_EQ(account_create(url_, "alice", std::nullopt, 4, screen_), exit_failed);
  EXPECT_EQ(create("alice", ""), exit_failed);
  EXPECT_EQ(create("alice", std::string(73, 'x')), exit_failed);
  EXPECT_EQ(run_sql(url_, "SELECT count(*) FROM accounts"), "0");
}

TEST_F(AccountCommands, BadNamesAndCostsAreBadUsage) {
  for (const auto* name : {"", "al", "a b c", "alice!", "aaaaaaaaaaaaaaaaaaaaa", "al\xC3\xA9s"})
    EXPECT_EQ(create(name, "sesame"), exit_bad_usage) << name;
  for (unsigned cost : {0u, 3u, 32u})
    EXPECT_EQ(account_create(url_, "alice", "sesame", cost, screen_), exit_bad_usage);
  EXPECT_EQ(create("a-_", "sesame"), exit_ok);
  EXPECT_EQ(create("aaaaaaaaaaaaaaaaaaaa", "sesame"), exit_ok);
}

TEST_F(AccountCommands, ExistingNameIsRefused) {
  EXPECT_EQ(create("alice", "one"), exit_ok);
  EXPECT_EQ(create("ALICE", "two"), exit_failed);
  EXPECT_EQ(screen_.err.str(), "Refused: an account of this name exists.\n");
}

TEST_F(AccountCommands, NewPasswordReplacesTheOld) {
  create("alice", "old");
  EXPECT_EQ(account_set_password(url_, "alice", "new", 4, screen_), exit_ok);
  EXPECT_TRUE(runtime::verify_password("new", hash_of("alice")));
  EXPECT_FALSE(runtime::verify_password("old", hash_of("alice")));
}

TEST_F(AccountCommands, UnknownAccountIsSaid) {
  EXPECT_EQ(account_set_password(url_, "nobody", "new", 4, screen_), exit_failed);
  EXPECT_EQ(account_ban(url_, "nobody", false, screen_), exit_failed);
  EXPECT_EQ(screen_.err.str(), "Refused: no such account.\nRefused: no such account.\n");
}

TEST_F(AccountCommands, BanPrintsTheCommandThatUndoesIt) {
  create("alice", "x");
  screen banned, again, unbanned;
  EXPECT_EQ(account_ban(url_, "Alice", false, banned), exit_ok);
  EXPECT_EQ(banned.out.str(), "Account alice was active and is banned now.\nUndo: zonehive account unban Alice\n");
  EXPECT_EQ(run_sql(url_, "SELECT status FROM accounts"), "1");
  EXPECT_EQ(account_ban(url_, "alice", false, again), exit_ok);
  EXPECT_EQ(again.out.str(), "Account alice is banned already.\n");
  EXPECT_EQ(account_ban(url_, "alice", true, unbanned), exit_ok);
  EXPECT_EQ(run_sql(url_, "SELECT status FROM accounts"), "0");
}

TEST_F(AccountCommands, ListShowsEveryAccountOverSeveralPages) {
  run_sql(url_, "INSERT INTO accounts (name, name_folded, password_hash, status) "
                "SELECT 'N' || lpad(i::text, 5, '0'), 'n' || lpad(i::text, 5, '0'), 'x', 0 "
                "FROM generate_series(1, 2500) AS i");
  EXPECT_EQ(account_ls(url_, true, screen_), exit_ok);
  auto listed = nlohmann::json::parse(screen_.out.str());
  ASSERT_EQ(listed.size(), 2500u);
  EXPECT_EQ(listed[0]["name"], "N00001");
  EXPECT_EQ(listed[2499]["name"], "N02500");
  EXPECT_EQ(screen_.out.str().find("hash"), std::string::npos);
}

TEST_F(AccountCommands, ListIsReadable) {
  create("bob", "x");
  create("Alice", "x");
  account_ban(url_, "bob", false, screen_);
  screen listed;
  EXPECT_EQ(account_ls(url_, false, listed), exit_ok);
  EXPECT_EQ(listed.out.str(), "2           Alice                 active\n1           bob                   banned\n");
}

TEST(AccountCommandsWithoutSchema, PointToTheMigration) {
  screen output;
  auto url = postgres_cluster::shared().new_database();
  EXPECT_EQ(account_ls(url, false, output), exit_failed);
  EXPECT_THAT(output.err.str(), HasSubstr("zonehive db migrate"));
}

TEST(AccountCommandsWithoutDatabase, SayThatItDoesNotAnswer) {
  screen output;
  EXPECT_EQ(account_ls("postgresql://bob:secret@127.0.0.1:1/x", false, output), exit_failed);
  EXPECT_THAT(output.err.str(), HasSubstr("cannot connect"));
  EXPECT_EQ(output.err.str().find("secret"), std::string::npos);
}

TEST(DbCommands, StatusFailsUntilTheMigrationIsDone) {
  auto url = postgres_cluster::shared().new_database();
  screen before, migrated, after, again;
  EXPECT_EQ(db_status(url, false, before.out, before.err), exit_failed);
  EXPECT_THAT(before.out.str(), HasSubstr("missing  0001_initial"));
  EXPECT_THAT(before.err.str(), HasSubstr("zonehive db migrate"));
  EXPECT_EQ(db_migrate(url, migrated.out, migrated.err), exit_ok);
  EXPECT_THAT(migrated.out.str(), HasSubstr("Applied 0001_initial."));
  EXPECT_EQ(db_status(url, false, after.out, after.err), exit_ok);
  EXPECT_EQ(db_migrate(url, again.out, again.err), exit_ok);
  EXPECT_THAT(again.out.str(), HasSubstr("nothing was missing"));
}

TEST(DbCommands, StatusAsJsonHasVersionsAndNames) {
  auto url = postgres_cluster::shared().new_migrated_database();
  screen output;
  EXPECT_EQ(db_status(url, true, output.out, output.err), exit_ok);
  auto status = nlohmann::json::parse(output.out.str());
  EXPECT_EQ(status["database_version"], status["program_version"]);
  EXPECT_EQ(status["applied"][0]["name"], "0001_initial");
  EXPECT_TRUE(status["missing"].empty());
}

TEST(DbCommands, NewerDatabaseIsASentenceAndAFailure) {
  auto url = postgres_cluster::shared().new_migrated_database();
  run_sql(url, "INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, '9999_future', 'x')");
  screen output;
  EXPECT_EQ(db_migrate(url, output.out, output.err), exit_failed);
  EXPECT_THAT(output.err.str(), HasSubstr("use a newer program"));
  EXPECT_EQ(db_status(url, false, output.out, output.err), exit_failed);
}

} // namespace
