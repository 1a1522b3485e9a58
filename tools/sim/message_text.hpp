// Messages between actors as text for people. Passwords, their hashes and
// tickets are left out.

#pragma once

#include "messages/wire/packet.hpp"

#include <caf/all.hpp>

namespace tools::simulator {

struct message_words {
  std::string name;                // "zone_leave"; of an answer the names of what is in it; "tick"
  std::string fields;              // "who 3, visit 12, save true"; may be empty
  std::vector<std::string> frames; // client packets in it, each with its fields
};

struct message_place {
  /// Classes of the actors, as far as they are known: they say what a message without names is about.
  std::string_view from_role;
  std::string_view to_role;
  bool is_answer = false;
};

message_words describe_message(const caf::type_erased_tuple& content, const message_place& where);

/// The names of what is in a frame between nodes; `types` as node_frame has them ("@<>+zl").
std::string describe_types(caf::actor_system& system, std::string_view types);

} // namespace tools::simulator
