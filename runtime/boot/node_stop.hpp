// Stopping a node in order: its clients go home, its zones move to other nodes or
// save and stop, the services move, it leaves the cluster, everything ends.

#pragma once

#include "messages/interfaces/keeper.hpp"
#include "messages/interfaces/member.hpp"
#include "messages/interfaces/router.hpp"

#include <caf/all.hpp>

namespace runtime::boot {

/// What is to be stopped; null handles are skipped.
struct stop_list {
  std::vector<msg::edge_actor> edges;
  msg::host_actor host;
  msg::keeper_actor keeper;
  msg::member_actor member;
  msg::coordinator_actor coordinator;
  msg::router_actor router;
  msg::password_actor passwords;
  msg::store_actor store;
};

/// Makes an actor that works the list and ends. `done` hears false when something was not done
/// within `deadline`; everything has ended by then all the same.
void spawn_stopper(caf::actor_system& system, stop_list what, std::chrono::milliseconds deadline,
                   std::function<void(bool is_good)> done);

} // namespace runtime::boot
