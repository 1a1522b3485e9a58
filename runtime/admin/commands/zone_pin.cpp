// `zone pin MAP NODE` and `zone pin MAP --none`.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

namespace {

void run(const conversation_ptr& talk) {
  auto node = talk->with().text("node");
  if (node.empty() != talk->with().flag("none"))
    return talk->fail("bad_request", "\"zone pin\" wants either \"node\" or \"none\"");
  talk->order_zone([node](msg::zone_order& order) { order.pin = node; });
}

} // namespace

const command zone_pin{.noun = "zone",
                       .verb = "pin",
                       .doc =
                         "Say which node is to run a zone while it is alive, or with --none leave it to placement.",
                       .arguments = {{"map", argument_kind::map, "The number of its map.", true, true},
                                     {"node", argument_kind::node, "The node that is to run it.", false, true},
                                     {"none", argument_kind::flag, "Any node may run it."}},
                       .is_write = true,
                       .run = run};

} // namespace runtime::admin
