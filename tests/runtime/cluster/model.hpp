// A cluster as the database has it, for tests of what decides about it: nodes
// that beat or do not, leases with epochs, and a machine whose decisions are
// carried out as the database and the hosts would.

#pragma once

#include "runtime/cluster/coordinator_machine.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace runtime::cluster {

struct model {
  explicit model(coordinator_parameters parameters = {}, neighbour_map neighbours = {})
      : machine(parameters, std::move(neighbours)) {
    view.cluster = "test";
  }

  msg::node_record& add(const std::string& name, std::vector<uint16_t> maps,
                        std::vector<std::string> roles = {"login", "edge", "zone", "service"}) {
    msg::node_record node;
    node.key = {name, 1};
    node.roles = std::move(roles);
    node.maps = std::move(maps);
    if (!self)
      self = node.key;
    auto at = std::ranges::find_if(view.nodes, [&](const auto& x) { return x.key.name > name; });
    return *view.nodes.insert(at, std::move(node));
  }

  msg::node_record& node(std::string_view name) {
    return *std::ranges::find_if(view.nodes, [&](const auto& x) { return x.key.name == name; });
  }

  msg::lease_record& lease(const std::string& name) {
    auto at = std::ranges::find(view.leases, name, &msg::lease_record::name);
    if (at != view.leases.end())
      return *at;
    auto before = std::ranges::find_if(view.leases, [&](const auto& x) { return x.name > name; });
    msg::lease_record fresh;
    fresh.name = name;
    return *view.leases.insert(before, std::move(fresh));
  }
  msg::lease_record& zone(uint16_t map) { return lease(msg::zone_lease({map})); }

  msg::lease_record& give(const std::string& name, std::string_view to, uint32_t cost = 0, uint32_t players = 0) {
    auto& x = lease(name);
    x.holder = to.empty() ? msg::node_key{} : node(to).key;
    ++x.epoch;
    x.left_ms = 10'000;
    x.cost = cost;
    x.players = players;
    return x;
  }
  msg::lease_record& give_zone(uint16_t map, std::string_view to, uint32_t cost = 0, uint32_t players = 0) {
    return give(msg::zone_lease({map}), to, cost, players);
  }

  void order(msg::zone_order what) {
    std::erase_if(view.orders, [&](const auto& x) { return x.map == what.map; });
    if (what.is_stopped || !what.pin.empty())
      view.orders.push_back(what);
  }

  /// As an order does.
  void drain(const std::string& name) {
    node(name).is_draining = true;
    machine.begin_drain(name);
  }

  void die(const msg::node_key& key, msg::node_state how = msg::node_state::dead) {
    node(key.name).state = how;
    for (auto& x : view.leases)
      if (x.holder == key)
        give(x.name, "");
  }

  /// Time passes, everybody beats who can, and the machine hears of it.
  std::vector<decision> step(uint64_t ms = 500) {
    now_ms += ms;
    for (auto& x : view.nodes)
      if (x.state == msg::node_state::alive && !silent.contains(x.key.name))
        ++x.beats;
    return machine.on_news({view, self, epoch, unseen}, now_ms);
  }

  /// As the database and the hosts do.
  void carry_out(const decision& what) {
    outcome how;
    how.is_done = true;
    switch (what.what) {
    case decision::kind::declare_dead:
      die(what.to);
      break;
    case decision::kind::assign: {
      auto& x = lease(what.lease);
      ASSERT_EQ(x.epoch, what.epoch) << what.lease;
      auto* holder = view.find(x.holder);
      ASSERT_FALSE(holder && holder->state == msg::node_state::alive) << what.lease << " is held";
      give(what.lease, what.to.name);
      how.epoch = x.epoch;
      break;
    }
    case decision::kind::move: {
      auto& x = lease(what.lease);
      ASSERT_EQ(x.epoch, what.epoch) << what.lease;
      ASSERT_EQ(x.holder, what.from) << what.lease;
      how.report.map = what.map;
      how.report.is_done = true;
      how.report.players = x.players;
      how.report.pause_us = 1'000 * what.map.value;
      auto cost = x.cost;
      auto players = x.players;
      give(what.lease, what.to.name, cost, players);
      how.report.epoch = lease(what.lease).epoch;
      break;
    }
    case decision::kind::stop:
      give(what.lease, "");
      break;
    }
    machine.ended(what, how, now_ms);
  }

  void fail(const decision& what, const std::string& problem = "it did not work") {
    outcome how;
    how.report.map = what.map;
    how.report.epoch = what.epoch;
    how.report.problem = problem;
    if (auto* x = view.lease(what.lease))
      how.report.players = x->players;
    machine.ended(what, how, now_ms);
  }

  /// Everything that is decided meanwhile, carried out.
  std::vector<decision> run(uint64_t ms) {
    std::vector<decision> result;
    for (uint64_t spent = 0; spent < ms; spent += 500)
      for (const auto& x : step()) {
        carry_out(x);
        result.push_back(x);
      }
    return result;
  }

  std::map<std::string, int> zones_by_node() const {
    std::map<std::string, int> result;
    for (const auto& x : view.leases)
      if (msg::zone_of_lease(x.name) && x.holder)
        ++result[x.holder.name];
    return result;
  }

  coordinator_machine machine;
  msg::cluster_view view;
  msg::node_key self; // the first one that was added
  uint64_t epoch = 1;
  std::vector<std::string> unseen; // by this node
  std::set<std::string> silent;    // names
  uint64_t now_ms = 3'600'000;
};

inline std::vector<decision> of_kind(const std::vector<decision>& all, decision::kind kind) {
  std::vector<decision> result;
  std::ranges::copy_if(all, std::back_inserter(result), [&](const auto& x) { return x.what == kind; });
  return result;
}

} // namespace runtime::cluster
