// `node show NODE`: one node, its zones, and whom it cannot reach.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

std::string maps_text(const std::vector<uint16_t>& maps) {
  std::vector<std::string> words;
  for (auto map : maps)
    words.push_back(std::to_string(map));
  return join(words, ",");
}

table facts_of(const msg::cluster_view& view, const msg::node_record& node) {
  return {"node",
          {"what", "value"},
          {{"name", node.key.name},
           {"incarnation", static_cast<int64_t>(node.key.incarnation)},
           {"state", state_of(view, node)},
           {"draining", node.is_draining ? "yes" : ""},
           {"roles", join(node.roles, ",")},
           {"duties", duties_of(view, node.key)},
           {"sessions", static_cast<int64_t>(node.sessions)},
           {"capacity", static_cast<int64_t>(node.capacity)},
           {"maps", maps_text(node.maps)},
           {"silent_ms", static_cast<int64_t>(node.silent_ms)},
           {"beats", static_cast<int64_t>(node.beats)},
           {"cannot reach", join(node.unseen)},
           {"version", node.version},
           {"protocol", std::to_string(node.protocol_oldest) + " to " + std::to_string(node.protocol_newest)},
           {"address", node.host + ":" + std::to_string(node.port)},
           {"admin", admin_address(node)}}};
}

table zones_on(const msg::cluster_view& view, const msg::node_key& node) {
  table result{"zones", {"map", "epoch", "players", "cost_us", "left_ms"}, {}};
  for (const auto& x : view.leases)
    if (auto map = msg::zone_of_lease(x.name); map && x.holder == node)
      result.rows.push_back({int64_t{map.value}, static_cast<int64_t>(x.epoch), static_cast<int64_t>(x.players),
                             static_cast<int64_t>(x.cost), static_cast<int64_t>(x.left_ms)});
  return result;
}

void run(const conversation_ptr& talk) {
  talk->ask_member([talk](const msg::member_status& status) {
    auto name = talk->with().text("node");
    auto node = status.view.find(name);
    if (!node)
      return talk->fail("node_unknown", "there has never been a node \"" + name + "\"");
    outcome result;
    result.tables = {facts_of(status.view, *node), zones_on(status.view, node->key)};
    talk->done(std::move(result));
  });
}

} // namespace

const command node_show{.noun = "node",
                        .verb = "show",
                        .doc = "Show one node, its zones, and which nodes it cannot reach.",
                        .arguments = {{"node", argument_kind::node, "The node's name.", true, true}},
                        .run = run};

} // namespace runtime::admin
