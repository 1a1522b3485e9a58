// What runs where, as one node knows it. Pure but for the handles it holds.

#pragma once

#include "messages/interfaces/router.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace runtime::cluster {

class route_table {
public:
  struct peer {
    caf::actor_addr at;
    caf::strong_actor_ptr held; // a proxy nobody holds is forgotten, and the next one is another
    msg::node_offer offer;
    uint64_t heard_ms = 0;
  };

  /// What this node offers.
  msg::node_offer own;

  const std::string& name() const { return own.node.name; }

  /// The cluster as the database had it.
  void view(msg::cluster_view view) { view_ = std::move(view); }
  const msg::cluster_view& view() const { return view_; }

  /// Whether this life of a node is over, as far as the database has told.
  bool is_over(const msg::node_key& key) const {
    const auto* row = view_.find(key.name);
    if (!row || row->key.incarnation < key.incarnation)
      return false;
    return row->key.incarnation > key.incarnation || row->state != msg::node_state::alive;
  }

  /// What the node behind `peer` offers; false when it is an earlier life of a node known already, or an earlier offer.
  bool learn(const caf::actor_addr& at, msg::node_offer offer, uint64_t now_ms) {
    if (is_over(offer.node))
      return false;
    if (auto i = peers_.find(offer.node.name); i != peers_.end()) {
      const auto& known = i->second.offer;
      if (known.node.incarnation > offer.node.incarnation
          || (known.node == offer.node && i->second.at == at && known.version > offer.version))
        return false;
    }
    std::erase_if(peers_, [&](const auto& x) { return x.second.at == at; });
    auto name = offer.node.name;
    peers_[name] = {at, caf::actor_cast<caf::strong_actor_ptr>(at), std::move(offer), now_ms};
    return true;
  }

  void heard(const caf::actor_addr& at, uint64_t now_ms) {
    for (auto& [name, x] : peers_)
      if (x.at == at)
        x.heard_ms = now_ms;
  }

  /// The node that was behind `peer`; nothing when nobody was.
  std::optional<msg::node_key> forget(const caf::actor_addr& at) {
    for (auto i = peers_.begin(); i != peers_.end(); ++i) {
      if (i->second.at != at)
        continue;
      auto key = i->second.offer.node;
      peers_.erase(i);
      return key;
    }
    return std::nullopt;
  }

  /// Forgets the peers whose life is over.
  void forget_dead() {
    std::erase_if(peers_, [this](const auto& x) { return is_over(x.second.offer.node); });
  }

  size_t peers() const { return peers_.size(); }
  bool has(const std::string& name) const { return peers_.contains(name); }
  bool has(const msg::node_key& key) const {
    auto i = peers_.find(key.name);
    return i != peers_.end() && i->second.offer.node == key;
  }
  bool has(const caf::actor_addr& at) const {
    return std::ranges::any_of(peers_, [&](const auto& x) { return x.second.at == at; });
  }
  const peer* find(const std::string& name) const {
    auto i = peers_.find(name);
    return i == peers_.end() ? nullptr : &i->second;
  }

  /// The zone under the highest epoch; one that the database has given to somebody else since is none.
  std::optional<msg::zone_route> zone(msg::map_id map) const {
    std::optional<msg::zone_route> result;
    visit([&](const msg::node_offer& offer) {
      for (const auto& x : offer.zones)
        if (x.map == map && (!result || x.epoch > result->epoch))
          result = x;
    });
    if (result)
      if (const auto* lease = view_.lease(msg::zone_lease(map)); lease && lease->epoch > result->epoch)
        return std::nullopt;
    return result;
  }

  msg::service_handles services(const msg::store_actor& store) const {
    msg::service_handles result;
    visit([&](const msg::node_offer& offer) {
      if (offer.directory && (!result.directory || offer.services_epoch > result.epoch)) {
        result.account = offer.account;
        result.directory = offer.directory;
        result.epoch = offer.services_epoch;
      }
    });
    if (const auto* lease = view_.lease(msg::services_lease); lease && lease->epoch > result.epoch)
      result = {};
    result.store = store;
    return result;
  }

  /// By map; where two nodes run one, the one `zone` gives.
  std::vector<msg::zone_route> zones() const {
    std::map<msg::map_id, msg::zone_route> found;
    visit([&](const msg::node_offer& offer) {
      for (const auto& x : offer.zones)
        if (auto& at = found[x.map]; !at.zone || x.epoch > at.epoch)
          at = x;
    });
    std::vector<msg::zone_route> result;
    result.reserve(found.size());
    for (const auto& [map, route] : found)
      result.push_back(route);
    return result;
  }

  /// All peers, by name.
  template <class Fn>
  void each_peer(Fn&& fn) const {
    for (const auto& [name, x] : peers_)
      fn(x);
  }

  static msg::router_actor router_of(const peer& x) { return caf::actor_cast<msg::router_actor>(x.held); }

private:
  /// This node, then the others by name: the same on every run.
  template <class Fn>
  void visit(Fn&& fn) const {
    fn(own);
    for (const auto& [name, x] : peers_)
      fn(x.offer);
  }

  msg::cluster_view view_;
  std::map<std::string, peer> peers_;
};

} // namespace runtime::cluster
