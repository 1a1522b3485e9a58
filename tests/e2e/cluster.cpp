#include "tests/e2e/cluster.hpp"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace test::e2e {

namespace {

// Stored in nodes.state (messages/cluster_records.hpp).
constexpr auto alive = "0";
constexpr auto dead = "3";

std::string state_of(const std::string& database, const std::string& name) {
  return run_sql(database, "SELECT state FROM nodes WHERE name = '" + name + "'");
}

} // namespace

bool becomes_true(const std::function<bool()>& is_it, milliseconds limit) {
  constexpr int pause_ms = 50; // nothing tells of a changed row
  for (auto until = within(limit); !is_it(); ::poll(nullptr, 0, pause_ms))
    if (left_ms(until) == 0)
      return false;
  return true;
}

// -- bots ---------------------------------------------------------------------------

bot_run::bot_run(uint32_t count, const std::vector<std::string>& logins)
    : count_(count), pipe_(new_folder("bots") + "/orders") {
  if (::mkfifo(pipe_.c_str(), 0600) != 0)
    throw std::runtime_error{"no named pipe"};
  static int runs = 0; // accounts of an earlier run may still be on their way out
  auto prefix = "run" + std::string(1, static_cast<char>('a' + runs++ % 26));
  std::vector<std::string> command{ZONEHIVE_BINARY, "bots", "run", "--seconds", "0", "-o", "json"};
  command.insert(command.end(), {"--count", std::to_string(count), "--orders", pipe_});
  command.insert(command.end(), {"--data", world_folder(), "--account-prefix", prefix});
  for (const auto& x : logins)
    command.insert(command.end(), {"--login", x});
  child_ = std::make_unique<child_process>(command);
}

void bot_run::order(const std::string& line, const std::string& reply) {
  auto replies = [&] {
    size_t result = 0;
    auto text = child_->output();
    for (auto at = text.find(reply); at != std::string::npos; at = text.find(reply, at + 1))
      ++result;
    return result;
  };
  auto before = replies();
  auto fd = ::open(pipe_.c_str(), O_RDWR | O_CLOEXEC);
  auto words = line + "\n";
  auto written = ::write(fd, words.data(), words.size());
  auto is_heard = becomes_true([&] { return replies() > before; }, patience);
  ::close(fd);
  if (written != static_cast<ssize_t>(words.size()) || !is_heard)
    throw not_seen{"the bots did not hear '" + line + "'; they printed:\n" + child_->output()};
}

void bot_run::wait_until_all_play() {
  constexpr int pause_ms = 100;
  auto logins = [&] {
    order("tell", "bots in world");
    auto text = child_->output();
    auto at = text.rfind("logins ");
    return at == std::string::npos ? 0u : static_cast<uint32_t>(std::stoul(text.substr(at + 7)));
  };
  for (auto until = within(seconds{30}); logins() < count_; ::poll(nullptr, 0, pause_ms))
    if (left_ms(until) == 0)
      throw not_seen{"not all bots came into the world; they printed:\n" + child_->output()};
}

nlohmann::json bot_run::finish() {
  child_->signal(SIGINT);
  auto code = child_->wait_for_exit(within(seconds{30}));
  auto text = child_->output();
  EXPECT_EQ(code.value_or(-1), 0) << text;
  auto begin = text.rfind("\n{\n");
  auto report = nlohmann::json::parse(begin == std::string::npos ? text : text.substr(begin), nullptr, false);
  if (report.is_discarded())
    throw not_seen{"the bots gave no report; they printed:\n" + text};
  return report;
}

std::string pauses_text(const nlohmann::json& report) {
  std::string result;
  for (const auto& x : report["pauses"])
    result += x["name"].get<std::string>() + ": " + x["bots"].dump() + " bots, p50 " + x["p50_ms"].dump() + ", p99 "
              + x["p99_ms"].dump() + ", max " + x["max_ms"].dump() + " ms\n";
  return result;
}

// -- nodes --------------------------------------------------------------------------

const std::vector<uint16_t>& cluster::maps() {
  static const std::vector<uint16_t> all{1, 2, 7};
  return all;
}

cluster::cluster(const std::vector<std::string>& names) : database_(postgres_.new_migrated_database()) {
  for (const auto& name : names) {
    auto settings = default_settings(database_);
    settings["node.name"] = name;
    settings["cluster.port"] = any_port;
    settings["admin.port"] = any_port;
    nodes_.emplace(name, std::make_unique<server_process>(settings));
  }
}

std::vector<std::string> cluster::logins(const std::vector<std::string>& names) const {
  std::vector<std::string> result;
  for (const auto& name : names)
    result.push_back(nodes_.at(name)->login_address());
  return result;
}

std::string cluster::ask(std::vector<std::string> command) {
  for (auto& [name, node] : nodes_) {
    if (!node->is_running())
      continue;
    command.insert(command.begin(), ZONEHIVE_BINARY);
    command.insert(command.end(), {"--node", node->admin_address(), "-o", "json"});
    auto done = run_to_end(command, within(seconds{30}));
    std::string words;
    for (const auto& x : command)
      words += x + " ";
    EXPECT_EQ(done.code, 0) << words << "\n" << done.output;
    return done.output;
  }
  throw not_seen{"no node runs that could be asked"};
}

void cluster::move(uint16_t map, const std::string& to) {
  if (holder(map) == to)
    return;
  ask({"zone", "move", std::to_string(map), to});
  if (!becomes_true([&] { return holder(map) == to; }, seconds{10}))
    throw not_seen{"zone " + std::to_string(map) + " is on '" + holder(map) + "' and not on " + to};
}

void cluster::move_all(const std::string& to) {
  for (auto map : maps())
    move(map, to);
}

std::string cluster::holder(uint16_t map) const {
  auto text = run_sql(database_, "SELECT holder FROM leases WHERE name = 'zone/" + std::to_string(map) + "'");
  return text.substr(0, text.find('/'));
}

bool cluster::is_alive(const std::string& name) const { return state_of(database_, name) == alive; }

bool cluster::is_dead(const std::string& name) const { return state_of(database_, name) == dead; }

void cluster::wait_until_whole(milliseconds limit) {
  auto is_whole = [&] {
    return std::ranges::all_of(nodes_, [&](const auto& x) { return is_alive(x.first); })
           && std::ranges::all_of(maps(), [&](auto map) { return is_alive(holder(map)); });
  };
  if (!becomes_true(is_whole, limit))
    throw not_seen{"the cluster did not become whole; " + ask({"cluster", "status"})};
}

} // namespace test::e2e
