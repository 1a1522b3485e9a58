// Looks into the actors of a simulated cluster from outside, between two steps.
// Nothing is asked and nothing is changed.

#pragma once

#include "actors/directory/directory.hpp"
#include "actors/edge/tcp_edge.hpp"
#include "actors/session/session.hpp"
#include "actors/zone/zone.hpp"
#include "runtime/cluster/coordinator.hpp"
#include "runtime/cluster/host.hpp"
#include "runtime/cluster/keeper.hpp"
#include "runtime/cluster/member.hpp"
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

/// Calls `fn(node, zone)` for every zone of every process there is, a paused one included; dormant and frozen ones,
/// too.
template <class Fn>
void each_zone_there_is(const cluster& x, Fn&& fn) {
  for (node_index n = 0; n < x.nodes(); ++n)
    if (const auto* life = x.life(n))
      if (const auto* host = look_at<runtime::cluster::host>(life->node().host()))
        host->each_zone([&](msg::map_id, uint64_t, const msg::zone_actor& handle) {
          if (const auto* zone = look_at<actors::zone>(handle))
            fn(n, *zone);
        });
}

/// Whether the database has given this life up, or knows a later one: it may do nothing any more.
inline bool is_given_up(const cluster& x, node_index n) {
  const auto* life = x.life(n);
  if (!life)
    return true;
  auto row = x.database().nodes().find(life->node().key().name);
  if (row == x.database().nodes().end())
    return false;
  return row->second.key() != life->node().key() || row->second.state() != msg::node_state::alive;
}

/// Those that serve, on nodes that may.
template <class Fn>
void each_zone(const cluster& x, Fn&& fn) {
  each_zone_there_is(x, [&](node_index n, const actors::zone& zone) {
    if (zone.is_serving() && !is_given_up(x, n))
      fn(n, zone);
  });
}

/// Calls `fn(node, directory)` on nodes that may.
template <class Fn>
void each_directory(const cluster& x, Fn&& fn) {
  for (node_index n = 0; n < x.nodes(); ++n)
    if (const auto* life = x.life(n); life && !is_given_up(x, n))
      if (const auto* keeper = look_at<runtime::cluster::keeper>(life->node().keeper()))
        if (const auto* directory = look_at<actors::directory>(keeper->running().directory))
          fn(n, *directory);
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
    if (is_given_up(x, n))
      return;
    edge.each_owner([&](const msg::connection_actor& owner, size_t) {
      if (const auto* session = look_at<actors::session>(owner))
        fn(n, *session);
    });
  });
}

} // namespace sim
