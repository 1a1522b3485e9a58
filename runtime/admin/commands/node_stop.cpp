// `node stop NODE`: ends its process in order. Only a node itself can do that:
// another one answers where to ask.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

void send_elsewhere(const conversation_ptr& talk, const std::string& name) {
  talk->ask_member([talk, name](const msg::member_status& status) {
    auto node = status.view.find(name);
    if (!node || node->state != msg::node_state::alive)
      return talk->fail("node_unknown", "no node \"" + name + "\" is alive");
    auto admin = admin_address(*node);
    if (admin.empty())
      return talk->fail("refused", "node " + name + " has no admin listener (admin.port): stop its process");
    talk->refuse({"wrong_node", "node " + name + " is stopped through its own admin listener, " + admin, admin});
  });
}

void run(const conversation_ptr& talk) {
  auto name = talk->with().text("node");
  if (name != talk->node().node)
    return send_elsewhere(talk, name);
  if (talk->is_dry_run())
    return talk->done({.sentence = "node " + name + " would move its zones to other nodes and stop"});
  talk->self().stop_soon("ordered by an operator");
  talk->done({.sentence = "node " + name + " stops"});
}

} // namespace

const command node_stop{
  .noun = "node",
  .verb = "stop",
  .doc = "Stop a node in order: its zones move to other nodes, its clients are sent home, its process ends.",
  .arguments = {{"node", argument_kind::node, "The node's name.", true, true}},
  .is_write = true,
  .run = run};

} // namespace runtime::admin
