// `node undrain NODE`: it may be given zones again; also ends a drain that is
// under way.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

const command node_undrain{.noun = "node",
                           .verb = "undrain",
                           .doc = "Let a node run zones again; cancels a drain that is under way.",
                           .arguments = {{"node", argument_kind::node, "The node's name.", true, true}},
                           .is_write = true,
                           .run = [](const conversation_ptr& talk) {
                             msg::order_drain order{talk->with().text("node"), false, talk->is_dry_run()};
                             talk->ask_coordinator(order_deadline, order, [talk](const msg::order_answer& told) {
                               talk->done({.sentence = told.sentence, .undo = told.undo});
                             });
                           }};

} // namespace runtime::admin
