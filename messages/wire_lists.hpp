// The machinery behind wire_types: a list of named types registers and checks
// itself. Each list is a translation unit of its own, because every type costs
// compile time.

#pragma once

#include <caf/all.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>

#include <string>
#include <tuple>

namespace msg::wire_lists {

template <class T>
struct named {
  const char* name;
};

template <class T>
std::string check_one(caf::actor_system& system, const char* name) {
  std::vector<char> bytes;
  caf::binary_serializer sink{system, bytes};
  if (!system.types().make_value(name) || sink(caf::make_message(T{})))
    return std::string{"type "} + name + " is not registered for other nodes";
  bytes.clear();
  caf::binary_serializer value_sink{system, bytes};
  T sent{};
  if (value_sink(sent))
    return std::string{"type "} + name + " cannot be written for another node";
  caf::binary_deserializer source{system, bytes};
  T received{};
  // Handles can be read only from a connection, which knows the proxies of the other node.
  if (auto err = source(received); err && err != caf::sec::no_proxy_registry)
    return std::string{"type "} + name + " cannot be read from another node";
  return {};
}

template <class... Ts>
void register_all(caf::actor_system_config& config, const std::tuple<named<Ts>...>& list) {
  std::apply([&](const auto&... xs) { (config.add_message_type<Ts>(xs.name), ...); }, list);
}

/// The first problem, or an empty text.
template <class... Ts>
std::string check_all(caf::actor_system& system, const std::tuple<named<Ts>...>& list) {
  std::string problem;
  std::apply([&](const auto&... xs) { static_cast<void>(((problem = check_one<Ts>(system, xs.name)).empty() && ...)); },
             list);
  return problem;
}

// The lists, by what they are about.
void register_store(caf::actor_system_config& config);
void register_world(caf::actor_system_config& config);
void register_services(caf::actor_system_config& config);
void register_cluster(caf::actor_system_config& config);
std::string check_store(caf::actor_system& system);
std::string check_world(caf::actor_system& system);
std::string check_services(caf::actor_system& system);
std::string check_cluster(caf::actor_system& system);

} // namespace msg::wire_lists
