#include "tools/admin/client/rolling_restart.hpp"

#include "tools/admin/client/drain.hpp"

#include <algorithm>
#include <optional>
#include <ostream>

namespace tools::admin {

using nlohmann::json;

namespace {

struct seen_node {
  std::string name;
  uint64_t incarnation = 0;
  bool is_alive = false; // also when it is suspect
  bool coordinates = false;
};

seen_node node_of(const json& row) {
  auto state = row.value("state", "");
  auto duties = "," + row.value("duties", "") + ",";
  return {row.value("name", ""), row.value("incarnation", uint64_t{0}), state == "alive" || state == "suspect",
          duties.find(",coordinator,") != duties.npos};
}

class rolling {
public:
  rolling(node_link& link, const rolling_options& options, const screen& to)
      : link_(link), options_(options), to_(to), done_(options.except) {}

  int run() {
    auto nodes = look();
    if (!nodes)
      return give_up("the nodes cannot be listed");
    for (const auto& x : *nodes)
      if (x.is_alive && !is_done(x.name))
        left_.push_back(x.name);
    if (left_.empty()) {
      to_.io.err << "zonehive: there is no node to restart\n";
      return exit_failed;
    }
    total_ = left_.size();
    while (!left_.empty()) {
      nodes = look();
      if (!nodes)
        return give_up("the nodes cannot be listed");
      auto next = choose(*nodes);
      if (auto code = options_.is_dry_run ? rehearse(next) : restart(next); code != exit_ok)
        return code;
      std::erase(left_, next.name);
      done_.push_back(next.name);
    }
    if (!options_.is_dry_run)
      to_.io.out << "restarted: " << total_ << (total_ == 1 ? " node" : " nodes") << std::endl;
    return exit_ok;
  }

private:
  bool is_done(const std::string& name) const { return std::find(done_.begin(), done_.end(), name) != done_.end(); }

  /// All nodes; nothing when nobody answers for as long as a step may take.
  std::optional<std::vector<seen_node>> look() {
    std::optional<std::vector<seen_node>> result;
    await([&] {
      auto got = link_.ask("node", "ls", json::object(), false);
      last_error_ = got.is_ok() ? "" : got.error();
      if (!got.is_ok())
        return false;
      result.emplace();
      std::vector<node_address> others;
      for (const auto& row : got.rows("nodes")) {
        result->push_back(node_of(row));
        if (auto address = parse_node_address(row.value("admin", "")))
          others.push_back(*address);
      }
      link_.add_nodes(others); // the node that is asked now will be away
      return true;
    });
    return result;
  }

  /// Of those that are left, one that does not coordinate as long as there is one.
  seen_node choose(const std::vector<seen_node>& nodes) const {
    const seen_node* last = nullptr;
    for (const auto& x : nodes)
      if (std::find(left_.begin(), left_.end(), x.name) != left_.end()) {
        if (!x.coordinates)
          return x;
        last = &x;
      }
    return last ? *last : seen_node{left_.front()};
  }

  int rehearse(const seen_node& node) {
    to_.io.out << "would restart node " << node.name << (node.coordinates ? ", which coordinates" : "") << '\n';
    return exit_ok;
  }

  int restart(const seen_node& node) {
    to_.io.out << "node " << node.name << " (" << total_ - left_.size() + 1 << " of " << total_ << "): drain"
               << std::endl;
    json who{{"node", node.name}};
    if (auto ordered = insist("drain", who); !ordered.is_ok())
      return give_up("node " + node.name + " cannot be drained: " + ordered.error());
    if (auto code = watch_drain(link_, node.name, to_); code != exit_ok)
      return code == exit_interrupted ? interrupted() : give_up("node " + node.name + " is not drained");
    to_.io.out << "node " << node.name << ": stop" << std::endl;
    auto before = node.incarnation;
    if (auto stopped = link_.ask("node", "stop", who, true); !stopped.is_ok() && stopped.status != 0)
      return give_up("node " + node.name + " cannot be stopped: " + stopped.error());
    if (!await_return(node.name, before))
      return is_interrupted_ ? interrupted() : give_up("node " + node.name + " has not come back");
    to_.io.out << "node " << node.name << ": is back, undrain" << std::endl;
    if (auto ordered = insist("undrain", who); !ordered.is_ok())
      return give_up("node " + node.name + " cannot be undrained: " + ordered.error());
    if (!await([&] { return is_well(); }))
      return is_interrupted_ ? interrupted() : give_up("the cluster does not become well: " + last_error_);
    to_.io.out << "node " << node.name << ": done" << std::endl;
    return exit_ok;
  }

  bool await_return(const std::string& name, uint64_t before) {
    return await([&] {
      auto got = link_.ask("node", "ls", json::object(), false);
      for (const auto& row : got.rows("nodes")) {
        auto x = node_of(row);
        if (x.name == name && x.incarnation > before && x.is_alive)
          return true;
      }
      return false;
    });
  }

  bool is_well() {
    auto got = link_.ask("cluster", "status", json::object(), false);
    last_error_ = got.is_ok() ? got.sentence() : got.error();
    return got.is_good();
  }

  /// An order that is safe to repeat, until it is taken or refused for good.
  reply insist(const char* verb, const json& arguments) {
    reply result;
    await([&] {
      result = link_.ask("node", verb, arguments, true);
      return !result.may_pass();
    });
    return result;
  }

  /// False when the time of the step is up, or whoever sits there wants to stop.
  template <class Condition>
  bool await(Condition is_met) {
    auto end = std::chrono::steady_clock::now() + options_.timeout;
    while (!is_met()) {
      if (std::chrono::steady_clock::now() >= end)
        return false;
      if (to_.wait(options_.pause) == wake::stop) {
        is_interrupted_ = true;
        return false;
      }
    }
    return true;
  }

  int give_up(const std::string& why) {
    if (is_interrupted_)
      return interrupted();
    to_.io.err << "zonehive: " << why << '\n';
    tell_how_to_go_on();
    return exit_failed;
  }

  int interrupted() {
    to_.io.err << "\nStopped.\n";
    tell_how_to_go_on();
    return exit_interrupted;
  }

  void tell_how_to_go_on() {
    to_.io.err << "restarted so far:";
    for (const auto& name : done_)
      to_.io.err << ' ' << name;
    to_.io.err << (done_.empty() ? " none" : "") << "\nleft:";
    for (const auto& name : left_)
      to_.io.err << ' ' << name;
    std::string except;
    for (const auto& name : done_)
      except += (except.empty() ? " --except " : ",") + name;
    to_.io.err << "\ngo on with: zonehive cluster restart --rolling" << except
               << "\nor leave it: zonehive node ls shows who is draining, zonehive node undrain NODE ends that\n";
  }

  node_link& link_;
  const rolling_options& options_;
  const screen& to_;
  std::vector<std::string> done_;
  std::vector<std::string> left_;
  size_t total_ = 0;
  bool is_interrupted_ = false;
  std::string last_error_;
};

} // namespace

int restart_rolling(node_link& link, const rolling_options& options, const screen& to) {
  return rolling{link, options, to}.run();
}

} // namespace tools::admin
