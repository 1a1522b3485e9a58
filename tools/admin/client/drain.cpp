#include "tools/admin/client/drain.hpp"

#include <ostream>

namespace tools::admin {

using nlohmann::json;

namespace {

constexpr std::chrono::milliseconds pause{500};
/// A coordinator that is lost is replaced within seconds.
constexpr int failures_max = 60; // of questions in a row

int64_t number(const json& row, const char* key) {
  auto i = row.find(key);
  return i != row.end() && i->is_number_integer() ? i->get<int64_t>() : 0;
}

class drain_watch {
public:
  drain_watch(const std::string& node, const screen& to) : node_(node), to_(to) {}

  /// False once it is over; then `code` is how.
  bool look(const reply& got) {
    if (!got.is_ok())
      return is_failure_borne(got);
    failures_ = 0;
    print_moves(got.rows("moved"));
    auto facts = got.rows("drain");
    auto has = [&](const char* what) { return !facts.empty() && facts.front().value(what, "") == "yes"; };
    if (!has("draining") && !has_begun_ && ++early_ < failures_max)
      return true; // the order is on its way through the database
    has_begun_ = true;
    if (!has("draining")) {
      say("The drain of node " + node_ + " was cancelled.", to_.io.err);
      code_ = exit_failed;
      return false;
    }
    if (!has("done"))
      return true;
    finish(got);
    return false;
  }

  int code() const { return code_; }

private:
  bool is_failure_borne(const reply& got) {
    if (got.may_pass() && ++failures_ < failures_max) {
      if (failures_ == 1)
        say("Waiting: " + got.error(), to_.io.err);
      return true;
    }
    to_.io.err << "zonehive: " << got.error() << "\nThe drain may go on; look with: zonehive node drain-status "
               << node_ << '\n';
    code_ = exit_code_of(got);
    return false;
  }

  /// A new coordinator begins a list of its own.
  void print_moves(const std::vector<json>& moved) {
    if (moved.size() < seen_)
      seen_ = 0;
    for (; seen_ < moved.size(); ++seen_) {
      const auto& x = moved[seen_];
      if (to_.is_json) {
        to_.io.out << json{{"moved", x}}.dump() << std::endl;
        continue;
      }
      to_.io.out << "zone " << number(x, "map");
      if (x.value("done", "") == "yes")
        to_.io.out << " moved: " << number(x, "players") << " players, " << number(x, "bytes") << " bytes, pause "
                   << (number(x, "pause_us") + 500) / 1000 << " ms" << std::endl;
      else
        to_.io.out << " stays for now: " << cell_text(x.value("problem", json{""})) << std::endl;
    }
  }

  void finish(const reply& got) {
    if (to_.is_json)
      to_.io.out << got.body.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    else
      to_.io.out << got.sentence() << std::endl;
  }

  void say(const std::string& line, std::ostream& out) { out << line << std::endl; }

  std::string node_;
  const screen& to_;
  size_t seen_ = 0;
  bool has_begun_ = false;
  int early_ = 0;
  int failures_ = 0;
  int code_ = exit_ok;
};

} // namespace

int watch_drain(node_link& link, const std::string& node, const screen& to) {
  drain_watch watch{node, to};
  while (watch.look(link.ask("node", "drain-status", {{"node", node}}, false)))
    if (to.wait(pause) == wake::stop) {
      to.io.err << "\nStopped watching; the drain of node " << node
                << " goes on.\nLook with: zonehive node drain-status " << node << "\nundo: zonehive node undrain "
                << node << '\n';
      return exit_interrupted;
    }
  return watch.code();
}

int drain_node(node_link& link, const json& arguments, bool is_watched, const screen& to) {
  auto ordered = link.ask("node", "drain", arguments, true);
  auto is_rehearsal = arguments.value("dry_run", false);
  if (!ordered.is_ok() || !is_watched || is_rehearsal) {
    print(ordered, to);
    return exit_code_of(ordered);
  }
  if (!to.is_json)
    print(ordered, to);
  return watch_drain(link, arguments.value("node", ""), to);
}

} // namespace tools::admin
