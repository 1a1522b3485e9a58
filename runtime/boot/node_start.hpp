// The last step of a start: waiting for the rest of the cluster.

#pragma once

#include "messages/interfaces/member.hpp"
#include "messages/interfaces/router.hpp"

#include <functional>

namespace runtime::boot {

/// Calls `done` once the services and every zone of the cluster can be reached from here, and after 10 s in any case:
/// then clients are admitted, and told what is missing when they need it.
void await_cluster(caf::actor_system& system, msg::router_actor router, msg::member_actor member,
                   std::function<void()> done);

} // namespace runtime::boot
