// What runs where, as one node knows it. Pure but for the handles it holds.

#pragma once

#include "messages/interfaces/router.hpp"

#include <map>

namespace runtime::cluster {

class route_table {
public:
  explicit route_table(msg::node_offer own) : own_(std::move(own)) {}

  void offer(msg::node_offer own) { own_ = std::move(own); }

  /// What this node offers, with the peers it has now.
  msg::node_offer own() const {
    auto result = own_;
    result.known.clear();
    for (const auto& [name, peer] : peers_)
      result.known.push_back(peer.offer.address);
    return result;
  }
  const std::string& name() const { return own_.name; }

  /// What the node behind `peer` offers; false when it is an earlier life of a node known already.
  bool learn(const caf::actor_addr& peer, msg::node_offer offer) {
    if (auto i = peers_.find(offer.name); i != peers_.end() && i->second.offer.incarnation > offer.incarnation)
      return false;
    std::erase_if(peers_, [&](const auto& x) { return x.second.at == peer; });
    auto name = offer.name;
    peers_[name] = {peer, caf::actor_cast<caf::strong_actor_ptr>(peer), std::move(offer)};
    return true;
  }

  /// The name of the node that was behind `peer`; nothing when nobody was.
  std::optional<std::string> forget(const caf::actor_addr& peer) {
    for (auto i = peers_.begin(); i != peers_.end(); ++i) {
      if (i->second.at != peer)
        continue;
      auto name = i->first;
      peers_.erase(i);
      return name;
    }
    return std::nullopt;
  }

  size_t peers() const { return peers_.size(); }
  bool has(const std::string& name) const { return peers_.contains(name); }
  bool has(const caf::actor_addr& peer) const {
    return std::ranges::any_of(peers_, [&](const auto& x) { return x.second.at == peer; });
  }

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

  /// The routers of all peers, by name.
  template <class Fn>
  void each_peer(Fn&& fn) const {
    for (const auto& [name, peer] : peers_)
      fn(caf::actor_cast<msg::router_actor>(peer.held));
  }

private:
  struct peer_entry {
    caf::actor_addr at;
    caf::strong_actor_ptr held; // a proxy nobody holds is forgotten, and the next one is another
    msg::node_offer offer;
  };

  template <class Handle>
  static void take(Handle& into, const Handle& from) {
    if (!into)
      into = from;
  }

  /// This node, then the others by name: the same on every run.
  template <class Fn>
  void visit(Fn&& fn) const {
    fn(own_);
    for (const auto& [name, peer] : peers_)
      fn(peer.offer);
  }

  msg::node_offer own_;
  std::map<std::string, peer_entry> peers_;
};

} // namespace runtime::cluster
