// `node drain-status NODE`: what a drain has moved and what is left.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

outcome tell(const msg::drain_status& status) {
  table moved{"moved", {"map", "done", "players", "bytes", "pause_us", "problem"}, {}};
  for (const auto& x : status.moved)
    moved.rows.push_back({int64_t{x.map.value}, x.is_done ? "yes" : "no", static_cast<int64_t>(x.players),
                          static_cast<int64_t>(x.bytes), static_cast<int64_t>(x.pause_us), x.problem});
  table left{"left", {"map"}, {}};
  for (auto map : status.left)
    left.rows.push_back({int64_t{map.value}});
  outcome result{.sentence = status.sentence, .is_good = status.is_draining && status.is_done};
  result.tables = {{"drain",
                    {"node", "draining", "done"},
                    {{status.node, status.is_draining ? "yes" : "no", status.is_done ? "yes" : "no"}}},
                   std::move(moved),
                   std::move(left)};
  if (result.sentence.empty())
    result.sentence = status.is_draining
                        ? std::to_string(status.left.size()) + " zones are still on node " + status.node
                        : "node " + status.node + " is not being drained";
  return result;
}

} // namespace

const command node_drain_status{.noun = "node",
                                .verb = "drain-status",
                                .doc = "Tell what a drain has moved and what is left; well when nothing is.",
                                .arguments = {{"node", argument_kind::node, "The node's name.", true, true}},
                                .run = [](const conversation_ptr& talk) {
                                  talk->ask_coordinator(
                                    remote_deadline, msg::get_drain{talk->with().text("node")},
                                    [talk](const msg::drain_status& status) { talk->done(tell(status)); });
                                }};

} // namespace runtime::admin
