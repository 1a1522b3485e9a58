#include "messages/wire_types.hpp"

#include "messages/wire_lists.hpp"

namespace msg {

void register_wire_types(caf::actor_system_config& config) {
  wire_lists::register_store(config);
  wire_lists::register_world(config);
  wire_lists::register_services(config);
  wire_lists::register_cluster(config);
}

std::string check_wire_types(caf::actor_system& system) {
  for (auto check :
       {wire_lists::check_store, wire_lists::check_world, wire_lists::check_services, wire_lists::check_cluster})
    if (auto problem = check(system); !problem.empty())
      return problem;
  return {};
}

} // namespace msg
