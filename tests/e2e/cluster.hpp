// Three nodes with all roles on one database, bots that play on them, and an
// operator who does everything with `zonehive`.

#pragma once

#include "tests/e2e/stage.hpp"

#include <nlohmann/json.hpp>

namespace test::e2e {

/// `zonehive bots run` beside a test, which tells it by a named pipe what it is about to do.
class bot_run {
public:
  bot_run(uint32_t count, const std::vector<std::string>& logins);

  /// An order (tools/bots/orders.hpp); waits until the bots have it.
  void order(const std::string& line, const std::string& reply);
  /// Pauses are measured anew.
  void mark(const std::string& name) { order("mark " + name, "marked " + name); }
  /// A node is about to die: its zones fail over.
  void expect_failover(uint32_t s) { order("failover " + std::to_string(s), "failover expected"); }
  /// As many have come into the world as there are.
  void wait_until_all_play();
  /// They log out and report; fails the test on a violation.
  nlohmann::json finish();

private:
  uint32_t count_ = 0;
  std::string pipe_;
  std::unique_ptr<child_process> child_;
};

/// One line a pause: "zone-1-to-b: 28 bots, p50 41, p99 63, max 70 ms".
std::string pauses_text(const nlohmann::json& report);

class cluster {
public:
  explicit cluster(const std::vector<std::string>& names = {"a", "b", "c"});

  server_process& node(const std::string& name) { return *nodes_.at(name); }
  std::vector<std::string> logins(const std::vector<std::string>& names) const;
  const std::string& database() const { return database_; }
  postgres_cluster& postgres() { return postgres_; }

  /// `zonehive NOUN VERB ... --node HOST:PORT -o json`, asked of a node that runs; fails the test unless it ends with
  /// 0.
  std::string ask(std::vector<std::string> command);
  /// Moves a zone and waits until it is there.
  void move(uint16_t map, const std::string& to);
  /// All zones that are not there.
  void move_all(const std::string& to);

  /// The node that runs a zone, by the database; empty: none.
  std::string holder(uint16_t map) const;
  bool is_alive(const std::string& name) const;
  bool is_dead(const std::string& name) const;
  /// All nodes live and all zones are run; throws `not_seen` at the deadline.
  void wait_until_whole(milliseconds limit = seconds{30});

  static const std::vector<uint16_t>& maps();

private:
  postgres_cluster postgres_;
  std::string database_;
  std::map<std::string, std::unique_ptr<server_process>> nodes_;
};

/// Looks again and again; false when the time is over.
bool becomes_true(const std::function<bool()>& is_it, milliseconds limit);

} // namespace test::e2e
