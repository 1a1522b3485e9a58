#include "messages/wire_lists.hpp"

#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <vector>

namespace msg::wire_lists {

namespace {

std::string check_type(caf::actor_system& system, const wire_type& what) {
  auto problem = [&](const char* is) { return std::string{"type "} + what.name + is; };
  // A message is written with the name of its type, and read as the type of its name.
  const auto sent = system.types().make_value(what.name);
  if (!sent || !sent->matches(0, what.type) || system.types().portable_name(0, what.type) != what.name)
    return problem(" is not registered for other nodes");
  std::vector<char> bytes;
  caf::binary_serializer sink{system, bytes};
  if (sent->save(sink))
    return problem(" cannot be written for another node");
  const auto received = what.make();
  caf::binary_deserializer source{system, bytes};
  // Handles can be read only from a connection, which knows the proxies of the other node.
  if (auto err = received->load(source); err && err != caf::sec::no_proxy_registry)
    return problem(" cannot be read from another node");
  return {};
}

} // namespace

/// As caf::actor_system_config::add_message_type() does, which would also make std::vector<T> and stream<T> known:
/// three times the code, for types that no message has. A list that is sent has a name of its own.
void register_list(caf::actor_system_config& config, std::span<const wire_type> list) {
  for (const auto& what : list) {
    config.type_names_by_rtti.emplace(*what.type, what.name);
    config.value_factories_by_name.emplace(what.name, what.make);
    config.value_factories_by_rtti.emplace(*what.type, what.make);
  }
}

std::string check_list(caf::actor_system& system, std::span<const wire_type> list) {
  for (const auto& what : list)
    if (auto problem = check_type(system, what); !problem.empty())
      return problem;
  return {};
}

} // namespace msg::wire_lists
