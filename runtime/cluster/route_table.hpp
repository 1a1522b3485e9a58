// What runs where, as one node knows it. Pure but for the handles it holds.

#pragma once

#include "messages/interfaces/router.hpp"

#include <map>

namespace runtime::cluster {

class route_table {
public:
  explicit route_table(msg::node_offer own) : own_(std::move(own)) {}

  void offer(msg::node_offer own) { own_ = std::move(own); }
  const msg::node_offer& own() const { return own_; }

  /// What the node behind `peer` offers; false when it is an earlier life of a node known already.
  bool learn(const caf::actor_addr& peer, msg::node_offer offer) {
    for (const auto& [addr, known] : peers_)
      if (known.name == offer.name && known.incarnation > offer.incarnation)
        return false;
    std::erase_if(peers_, [&](const auto& x) { return x.second.name == offer.name && x.first != peer; });
    peers_[peer] = std::move(offer);
    return true;
  }

  bool forget(const caf::actor_addr& peer) { return peers_.erase(peer) > 0; }
  size_t peers() const { return peers_.size(); }

  /// Null when no reachable node runs the zone. This node comes first.
  msg::zone_actor zone(msg::map_id map) const {
    msg::zone_actor result;
    visit([&](const msg::node_offer& offer) {
      for (const auto& x : offer.zones)
        if (!result && x.map == map)
          result = x.zone;
    });
    return result;
  }

  msg::service_handles services() const {
    msg::service_handles result;
    visit([&](const msg::node_offer& offer) {
      take(result.store, offer.services.store);
      take(result.account, offer.services.account);
      take(result.directory, offer.services.directory);
    });
    return result;
  }

  /// By map; where two nodes run one, the one `zone` gives.
  std::vector<msg::zone_route> zones() const {
    std::map<msg::map_id, msg::zone_actor> found;
    visit([&](const msg::node_offer& offer) {
      for (const auto& x : offer.zones)
        found.emplace(x.map, x.zone);
    });
    std::vector<msg::zone_route> result;
    result.reserve(found.size());
    for (const auto& [map, zone] : found)
      result.push_back({map, zone});
    return result;
  }

private:
  template <class Handle>
  static void take(Handle& into, const Handle& from) {
    if (!into)
      into = from;
  }

  /// This node, then the others by name: the same on every run.
  template <class Fn>
  void visit(Fn&& fn) const {
    fn(own_);
    std::map<std::string, const msg::node_offer*> by_name;
    for (const auto& [addr, offer] : peers_)
      by_name[offer.name] = &offer;
    for (const auto& [name, offer] : by_name)
      fn(*offer);
  }

  msg::node_offer own_;
  std::map<caf::actor_addr, msg::node_offer> peers_;
};

} // namespace runtime::cluster
