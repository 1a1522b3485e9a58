// `cluster status`: is all well, and if not, what is not.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

struct counts {
  std::map<std::string, std::vector<std::string>> nodes; // names by state
  std::map<std::string, std::vector<std::string>> zones; // numbers by state
  uint64_t sessions = 0;

  int64_t nodes_in(const std::string& state) { return static_cast<int64_t>(nodes[state].size()); }
  int64_t zones_in(const std::string& state) { return static_cast<int64_t>(zones[state].size()); }
};

counts count(const msg::cluster_view& view, const std::vector<zone_facts>& zones) {
  counts result;
  for (const auto& node : view.nodes) {
    result.nodes[state_of(view, node)].push_back(node.key.name);
    if (node.state == msg::node_state::alive)
      result.sessions += node.sessions;
  }
  for (const auto& zone : zones)
    result.zones[zone.state].push_back(std::to_string(zone.map));
  return result;
}

std::string holder_of(const msg::cluster_view& view, std::string_view name) {
  auto lease = view.lease(name);
  auto holder = lease ? view.find(lease->holder) : nullptr;
  return holder && holder->state == msg::node_state::alive ? holder->key.name : "";
}

std::vector<std::string> troubles(counts& found, const msg::member_status& status) {
  std::vector<std::string> result;
  auto name = [&](const std::vector<std::string>& which, std::string_view what, std::string_view how) {
    if (!which.empty())
      result.push_back(count_of(which.size(), what) + " " + std::string{how} + " (" + join(which) + ")");
  };
  if (!status.has_database)
    result.push_back("node " + status.self.name + " does not reach the database: this was true "
                     + std::to_string(status.view_age_ms / 1000) + " s ago");
  if (holder_of(status.view, msg::coordinator_lease).empty())
    result.push_back("nobody coordinates");
  if (holder_of(status.view, msg::services_lease).empty())
    result.push_back("nobody runs the services");
  name(found.nodes["suspect"], "node", "suspect");
  name(found.zones["unowned"], "zone", "unowned");
  name(found.zones["starting"], "zone", "not served yet");
  return result;
}

outcome tell(const msg::member_status& status, const zone_sights& sights) {
  const auto& view = status.view;
  auto zones = zones_of(view, epochs_of(sights));
  auto found = count(view, zones);
  outcome result;
  result.tables.push_back({"cluster",
                           {"what", "value"},
                           {{"cluster", view.cluster},
                            {"asked", status.self.name},
                            {"nodes alive", found.nodes_in("alive")},
                            {"nodes suspect", found.nodes_in("suspect")},
                            {"nodes dead", found.nodes_in("dead")},
                            {"nodes left", found.nodes_in("left")},
                            {"coordinator", holder_of(view, msg::coordinator_lease)},
                            {"services", holder_of(view, msg::services_lease)},
                            {"zones", static_cast<int64_t>(zones.size())},
                            {"zones serving", found.zones_in("serving")},
                            {"zones unowned", found.zones_in("unowned")},
                            {"zones stopped", found.zones_in("stopped")},
                            {"sessions", static_cast<int64_t>(found.sessions)},
                            {"database", status.has_database ? "ok" : "away"}}});
  auto what = troubles(found, status);
  result.is_good = what.empty();
  // It stays in the table until its name comes back, which may be never.
  auto dead = found.nodes["dead"].empty() ? "" : "; dead: " + join(found.nodes["dead"]);
  auto nodes = found.nodes_in("alive") + found.nodes_in("suspect");
  result.sentence = what.empty() ? "all is well: " + count_of(static_cast<uint64_t>(nodes), "node") + ", "
                                     + count_of(zones.size(), "zone") + ", " + count_of(found.sessions, "session")
                                 : "not well: " + join(what, "; ");
  result.sentence += dead;
  return result;
}

void run(const conversation_ptr& talk) {
  talk->ask_member([talk](const msg::member_status& status) {
    talk->ask_zones([talk, status](const zone_sights& sights) { talk->done(tell(status, sights)); });
  });
}

} // namespace

const command cluster_status{
  .noun = "cluster", .verb = "status", .doc = "Tell how the cluster stands, and whether all is well.", .run = run};

} // namespace runtime::admin
