// `lease ls`: the leases as the database has them.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

outcome tell(const msg::cluster_view& view) {
  table leases{"leases", {"lease", "node", "incarnation", "epoch", "left_ms", "players", "cost_us"}, {}};
  for (const auto& x : view.leases)
    leases.rows.push_back({x.name, x.holder.name, static_cast<int64_t>(x.holder.incarnation),
                           static_cast<int64_t>(x.epoch), static_cast<int64_t>(x.left_ms),
                           static_cast<int64_t>(x.players), static_cast<int64_t>(x.cost)});
  outcome result;
  result.tables.push_back(std::move(leases));
  return result;
}

} // namespace

const command lease_ls{.noun = "lease",
                       .verb = "ls",
                       .doc = "List the leases: who holds what, under which epoch, and for how long.",
                       .run = [](const conversation_ptr& talk) {
                         talk->ask_member([talk](const msg::member_status& status) { talk->done(tell(status.view)); });
                       }};

} // namespace runtime::admin
