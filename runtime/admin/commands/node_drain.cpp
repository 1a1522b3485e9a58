// `node drain NODE`: everything off it. The order outlives whoever gave it;
// `node drain-status` tells how far it has come.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

const command node_drain{.noun = "node",
                         .verb = "drain",
                         .doc = "Move every zone and service off a node, and keep all off it until it is undrained.",
                         .arguments = {{"node", argument_kind::node, "The node's name.", true, true}},
                         .is_write = true,
                         .run = [](const conversation_ptr& talk) {
                           msg::order_drain order{talk->with().text("node"), true, talk->is_dry_run()};
                           talk->ask_coordinator(order_deadline, order, [talk](const msg::order_answer& told) {
                             talk->done({.sentence = told.sentence, .undo = told.undo});
                           });
                         }};

} // namespace runtime::admin
