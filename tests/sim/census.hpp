// Looks into the actors of a simulated cluster from outside, between two steps.
// Nothing is asked and nothing is changed.

#pragma once

#include "actors/directory/directory.hpp"
#include "actors/edge/tcp_edge.hpp"
#include "actors/session/session.hpp"
#include "actors/zone/zone.hpp"
#include "tests/sim/cluster.hpp"

namespace sim {

/// Null when the actor is not of that class, has ended, or lives on another node.
template <class Actor, class Handle>
const Actor* look_at(const Handle& handle) {
  if (!handle)
    return nullptr;
  auto* found = caf::actor_cast<caf::abstract_actor*>(handle);
  if (!found || found->getf(caf::abstract_actor::is_terminated_flag))
    return nullptr;
  return dynamic_cast<const Actor*>(found);
}

/// Calls `fn(node, zone)` for every zone of every process there is, a paused one included.
template <class Fn>
void each_zone(const cluster& x, Fn&& fn) {
  for (node_index n = 0; n < x.nodes(); ++n)
    if (const auto* life = x.life(n))
      for (const auto& route : life->node().offer().zones)
        if (const auto* zone = look_at<actors::zone>(route.zone))
          fn(n, *zone);
}

/// Calls `fn(node, edge)`.
template <class Fn>
void each_edge(const cluster& x, Fn&& fn) {
  for (node_index n = 0; n < x.nodes(); ++n)
    if (const auto* life = x.life(n))
      for (const auto& handle : life->node().edges())
        if (const auto* edge = look_at<actors::tcp_edge>(handle))
          fn(n, *edge);
}

/// Calls `fn(node, session)`.
template <class Fn>
void each_session(const cluster& x, Fn&& fn) {
  each_edge(x, [&](node_index n, const actors::tcp_edge& edge) {
    edge.each_owner([&](const msg::connection_actor& owner, size_t) {
      if (const auto* session = look_at<actors::session>(owner))
        fn(n, *session);
    });
  });
}

} // namespace sim
