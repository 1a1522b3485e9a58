// Stopping a node in order: clients go home, zones save, everything ends.

#pragma once

#include "messages/interfaces/router.hpp"

#include <caf/all.hpp>

namespace runtime::boot {

/// What is to be stopped; null handles are skipped.
struct stop_list {
  std::vector<msg::edge_actor> edges;
  std::vector<msg::zone_route> zones;
  msg::router_actor router;
  msg::service_handles services;
  msg::password_actor passwords;
};

/// Makes an actor that works the list and ends. `done` hears false when something was not done
/// within `deadline`; everything has ended by then all the same.
void spawn_stopper(caf::actor_system& system, stop_list what, std::chrono::milliseconds deadline,
                   std::function<void(bool is_good)> done);

} // namespace runtime::boot
