#include "tools/admin/client/top.hpp"

#include <algorithm>
#include <ostream>

namespace tools::admin {

using nlohmann::json;

namespace {

constexpr std::string_view home_and_clear = "\x1b[H\x1b[J";

/// Only these columns, so that a line fits the terminal.
json narrow(const reply& from, std::string_view title, const std::vector<std::string>& columns) {
  auto rows = json::array();
  for (const auto& row : from.rows(title)) {
    auto cells = json::array();
    for (const auto& column : columns)
      cells.push_back(row.value(column, json{""}));
    rows.push_back(std::move(cells));
  }
  return {{"title", title}, {"columns", columns}, {"rows", std::move(rows)}};
}

int64_t held(const reply& leases) {
  auto rows = leases.rows("leases");
  return std::count_if(rows.begin(), rows.end(), [](const json& x) { return x.value("node", "") != ""; });
}

struct picture {
  reply nodes;
  reply zones;
  reply leases;
  reply status;

  const reply* failed() const {
    for (auto x : {&nodes, &zones, &leases, &status})
      if (!x->is_ok())
        return x;
    return nullptr;
  }
};

json to_json(const picture& x) {
  return {{"verdict", x.status.sentence()},
          {"good", x.status.is_good()},
          {"nodes", x.nodes.rows("nodes")},
          {"zones", x.zones.rows("zones")},
          {"leases", x.leases.rows("leases")}};
}

std::string to_text(const picture& x) {
  auto tables = json::array();
  tables.push_back(
    narrow(x.nodes, "nodes", {"name", "state", "draining", "zones", "players", "sessions", "silent_ms", "duties"}));
  tables.push_back(narrow(
    x.zones, "zones", {"map", "state", "node", "epoch", "players", "npcs", "tick_p50_us", "tick_max_us", "cost_us"}));
  return x.status.sentence() + "\n" + std::to_string(held(x.leases)) + " leases held; asked " + x.nodes.from + "\n\n"
         + text_of(tables);
}

void draw(const picture& x, const screen& to) {
  if (auto failed = x.failed()) {
    if (to.is_json)
      to.io.out << json{{"error", failed->error()}}.dump() << std::endl;
    else
      to.io.out << (to.is_terminal ? home_and_clear : "") << "zonehive: " << failed->error() << std::endl;
    return;
  }
  if (to.is_json)
    to.io.out << to_json(x).dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
  else
    to.io.out << (to.is_terminal ? home_and_clear : "") << to_text(x) << std::endl;
}

} // namespace

int run_top(node_link& link, std::chrono::milliseconds period, const screen& to) {
  link.set_patience_s(5);
  for (auto is_first = true;; is_first = false) {
    picture now{link.ask("node", "ls", json::object(), false), link.ask("zone", "ls", json::object(), false),
                link.ask("lease", "ls", json::object(), false), link.ask("cluster", "status", json::object(), false)};
    // An outage is something to watch, a wrong address is not.
    if (auto failed = now.failed(); is_first && failed) {
      print(*failed, to);
      return exit_code_of(*failed);
    }
    draw(now, to);
    if (to.wait(period) == wake::stop)
      return exit_ok;
  }
}

} // namespace tools::admin
