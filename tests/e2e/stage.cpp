#include "tests/e2e/stage.hpp"

#include <poll.h>

namespace test::e2e {

std::string one_node::database_;
std::unique_ptr<server_process> one_node::server_;

std::string fresh_name(const std::string& prefix) {
  static int last = 0;
  return prefix + std::to_string(++last);
}

place saved_place(const std::string& database_url, const std::string& character) {
  auto text = run_sql(database_url, "SELECT map || ' ' || cell FROM characters WHERE name = '" + character + "'");
  auto blank = text.find(' ');
  if (blank == std::string::npos)
    throw not_seen{"the database has no character " + character};
  return {static_cast<uint16_t>(std::stoi(text)), static_cast<uint32_t>(std::stoi(text.substr(blank)))};
}

bool is_saved_within(milliseconds limit, const std::string& database_url, const std::string& character, place where) {
  constexpr int pause_ms = 50; // nothing tells of a changed row
  for (auto until = within(limit);;) {
    if (saved_place(database_url, character) == where)
      return true;
    if (left_ms(until) == 0)
      return false;
    ::poll(nullptr, 0, pause_ms);
  }
}

std::unique_ptr<game_client> new_player(entrance where, uint8_t nation) {
  auto result = std::make_unique<game_client>(where, fresh_name("acc"));
  result->play(fresh_name(), nation);
  return result;
}

void one_node::SetUpTestSuite() {
  database_ = postgres_cluster::shared().new_migrated_database();
  server_ = std::make_unique<server_process>(default_settings(database_));
}

void one_node::TearDownTestSuite() { server_.reset(); }

std::unique_ptr<game_client> one_node::again(const game_client& who) {
  auto result = std::make_unique<game_client>(server_->where(), who.account());
  result->log_in_when_free();
  result->enter(who.name());
  return result;
}

} // namespace test::e2e
