// `zonehive serve` as a child process, with a world and a database of its own.

#pragma once

#include "tests/e2e/child_process.hpp"

#include <map>
#include <memory>

namespace test::e2e {

/// Settings of a node by their keys, as `zonehive config show` prints them.
using node_settings = std::map<std::string, std::string>;

/// Where clients go.
struct entrance {
  uint16_t login = 0;
  uint16_t game = 0;
};

/// As `cluster.port` or `admin.port`: a free one.
inline constexpr auto any_port = "any";

/// Folder of a generated world, made once per test program and removed with it.
const std::string& world_folder();
/// A new folder below the one that goes with the test program.
std::string new_folder(const std::string& name);

/// `zonehive serve` and its settings. Everything is accepted quickly: cheap passwords, unknown accounts made.
std::vector<std::string> serve_command(const node_settings& settings);
node_settings default_settings(const std::string& database_url);

class server_process {
public:
  /// Starts it and waits until it is ready. Ports of clients that are not set are chosen, and those for other nodes and
  /// for operators when they are `any_port`.
  explicit server_process(node_settings settings);
  /// Prints the output when the test has failed.
  ~server_process();

  /// SIGTERM; the exit code. Fails the test when it takes longer than 10 s.
  int stop();
  /// kill -9
  void kill();
  /// Again on the same ports, after `stop`, `kill` or an end of its own.
  void start();
  void signal(int number) const { child_->signal(number); }
  /// The exit code, or nothing when it still runs at the deadline.
  std::optional<int> wait_for_exit(deadline until = within()) { return child_->wait_for_exit(until); }

  entrance where() const { return where_; }
  /// Where bots log in, and where operators ask; "127.0.0.1:PORT".
  std::string login_address() const { return "127.0.0.1:" + std::to_string(where_.login); }
  std::string admin_address() const { return "127.0.0.1:" + settings_.at("admin.port"); }
  bool is_running() { return child_ && !child_->wait_for_exit(wall::now()); }
  /// Of the process that runs, or ran last.
  std::string output() const { return child_ ? child_->output() : std::string{}; }
  const node_settings& settings() const { return settings_; }

private:
  bool try_start();
  void print_output();

  node_settings settings_;
  node_settings given_;
  entrance where_;
  std::unique_ptr<child_process> child_;
};

} // namespace test::e2e
