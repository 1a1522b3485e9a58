// What scenarios share: a server for a whole test suite, fresh names, and looks into the database.

#pragma once

#include "tests/contract/postgres_cluster.hpp"
#include "tests/e2e/game_client.hpp"

#include <gtest/gtest.h>

namespace test::e2e {

using msg::client::say_kind;

/// An account or character name that no other test uses.
std::string fresh_name(const std::string& prefix = "Pat");

/// Where the character stands as the database has it.
place saved_place(const std::string& database_url, const std::string& character);
/// Looks until the database has this place; false when the time is over.
bool is_saved_within(milliseconds limit, const std::string& database_url, const std::string& character, place where);

/// A player of a fresh account in the world, with a character of a fresh name.
std::unique_ptr<game_client> new_player(entrance where, uint8_t nation = 0);

/// One server for all tests of a suite; a test that hurts it makes its own.
class one_node : public ::testing::Test {
public:
  static void SetUpTestSuite();
  static void TearDownTestSuite();

protected:
  static server_process& server() { return *server_; }
  static const std::string& database() { return database_; }
  static std::unique_ptr<game_client> player(uint8_t nation = 0) { return new_player(server_->where(), nation); }
  /// The same account on new connections.
  static std::unique_ptr<game_client> again(const game_client& who);

private:
  static std::string database_;
  static std::unique_ptr<server_process> server_;
};

} // namespace test::e2e
