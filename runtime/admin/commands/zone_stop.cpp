// `zone stop MAP`: nobody runs it until it is ordered back.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

const command zone_stop{.noun = "zone",
                        .verb = "stop",
                        .doc = "Stop a zone: everybody in it is saved and sent home, and no node runs it.",
                        .arguments = {{"map", argument_kind::map, "The number of its map.", true, true}},
                        .is_write = true,
                        .run = [](const conversation_ptr& talk) {
                          talk->order_zone([](msg::zone_order& order) { order.is_stopped = true; });
                        }};

} // namespace runtime::admin
