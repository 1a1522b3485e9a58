// Every type that crosses between nodes, by its short name on the wire. A type
// missing here would arrive as an empty message, silently: hence the self-test.

#pragma once

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <string>

namespace msg {

/// Call once for every actor system, before it exists.
void register_wire_types(caf::actor_system_config& config);

/// Writes and reads one arbitrary value of every registered type, as a message
/// would be. Returns an empty text, or a sentence naming the type that fails.
std::string check_wire_types(caf::actor_system& system);

} // namespace msg
