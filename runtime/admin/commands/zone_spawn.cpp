// `zone spawn MAP`: what takes `zone stop` back.

#include "runtime/admin/command_list.hpp"
#include "runtime/admin/conversation.hpp"

namespace runtime::admin {

const command zone_spawn{.noun = "zone",
                         .verb = "spawn",
                         .doc = "Let a zone that was stopped run again.",
                         .arguments = {{"map", argument_kind::map, "The number of its map.", true, true}},
                         .is_write = true,
                         .run = [](const conversation_ptr& talk) {
                           talk->order_zone([](msg::zone_order& order) { order.is_stopped = false; });
                         }};

} // namespace runtime::admin
