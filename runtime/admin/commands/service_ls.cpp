// `service ls`: what there is one of in the cluster, and where it runs.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

#include <algorithm>

namespace runtime::admin {

namespace {

outcome tell(const msg::cluster_view& view, const std::vector<msg::peer_record>& peers) {
  table services{"services", {"service", "lease", "node", "incarnation", "epoch", "left_ms", "reachable"}, {}};
  outcome result;
  for (auto [service, name] :
       {std::pair{"coordinator", msg::coordinator_lease}, std::pair{"accounts and directory", msg::services_lease}}) {
    auto found = view.lease(name);
    auto lease = found ? *found : msg::lease_record{};
    auto is_reachable = std::any_of(
      peers.begin(), peers.end(), [&](const msg::peer_record& x) { return x.node == lease.holder && x.is_reachable; });
    result.is_good = result.is_good && lease.holder && is_reachable;
    services.rows.push_back({service, std::string{name}, lease.holder.name,
                             static_cast<int64_t>(lease.holder.incarnation), static_cast<int64_t>(lease.epoch),
                             int64_t{lease.left_ms}, is_reachable ? "yes" : "no"});
  }
  result.tables.push_back(std::move(services));
  return result;
}

} // namespace

const command service_ls{.noun = "service",
                         .verb = "ls",
                         .doc = "List the services: which node runs each, and whether the asked node reaches it.",
                         .run = [](const conversation_ptr& talk) {
                           talk->ask_member([talk](const msg::member_status& status) {
                             talk->ask_peers([talk, view = status.view](const std::vector<msg::peer_record>& peers) {
                               talk->done(tell(view, peers));
                             });
                           });
                         }};

} // namespace runtime::admin
