// `node ls`: all nodes that the database knows.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

outcome tell(const msg::cluster_view& view) {
  outcome result;
  table nodes{"nodes",
              {"name", "incarnation", "state", "draining", "roles", "zones", "players", "sessions", "capacity",
               "silent_ms", "duties", "version", "address", "admin"},
              {}};
  for (const auto& node : view.nodes) {
    int64_t zones = 0;
    int64_t players = 0;
    for (const auto& lease : view.leases)
      if (lease.holder == node.key && msg::zone_of_lease(lease.name)) {
        ++zones;
        players += lease.players;
      }
    nodes.rows.push_back({node.key.name, static_cast<int64_t>(node.key.incarnation), state_of(view, node),
                          node.is_draining ? "yes" : "", join(node.roles, ","), zones, players,
                          static_cast<int64_t>(node.sessions), static_cast<int64_t>(node.capacity),
                          static_cast<int64_t>(node.silent_ms), duties_of(view, node.key), node.version,
                          node.host + ":" + std::to_string(node.port), admin_address(node)});
  }
  result.tables.push_back(std::move(nodes));
  return result;
}

} // namespace

const command node_ls{.noun = "node",
                      .verb = "ls",
                      .doc = "List the nodes, with what each holds.",
                      .run = [](const conversation_ptr& talk) {
                        talk->ask_member([talk](const msg::member_status& status) { talk->done(tell(status.view)); });
                      }};

} // namespace runtime::admin
