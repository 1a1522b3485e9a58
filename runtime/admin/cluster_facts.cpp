#include "runtime/admin/cluster_facts.hpp"

#include <algorithm>

namespace runtime::admin {

using msg::node_state;

std::string state_of(const msg::cluster_view& view, const msg::node_record& node) {
  if (node.state != node_state::alive)
    return std::string{to_string(node.state)};
  auto misses_it = [&](const msg::node_record& other) {
    return other.state == node_state::alive && other.key.name != node.key.name
           && std::find(other.unseen.begin(), other.unseen.end(), node.key.name) != other.unseen.end();
  };
  auto is_suspect = node.silent_ms > silent_ms_max || std::any_of(view.nodes.begin(), view.nodes.end(), misses_it);
  return is_suspect ? "suspect" : "alive";
}

std::string admin_address(const msg::node_record& node) {
  for (std::string_view all : {"0.0.0.0:", "[::]:", "::"}) // every address of the machine
    if (node.admin.starts_with(all))
      return node.host + node.admin.substr(node.admin.rfind(':'));
  return node.admin;
}

std::string duties_of(const msg::cluster_view& view, const msg::node_key& node) {
  std::vector<std::string> result;
  for (const auto& x : view.leases)
    if (x.holder == node && !x.name.starts_with("zone/"))
      result.push_back(x.name);
  return join(result, ",");
}

std::set<uint16_t> maps_of(const msg::cluster_view& view) {
  std::set<uint16_t> result;
  for (const auto& node : view.nodes)
    if (node.state == node_state::alive && node.has_role("zone"))
      result.insert(node.maps.begin(), node.maps.end());
  for (const auto& x : view.leases)
    if (auto map = msg::zone_of_lease(x.name))
      result.insert(map.value);
  return result;
}

std::vector<zone_facts> zones_of(const msg::cluster_view& view, const std::map<uint16_t, uint64_t>& served) {
  std::vector<zone_facts> result;
  for (auto map : maps_of(view)) {
    zone_facts zone{.map = map, .state = "unowned"};
    auto order =
      std::find_if(view.orders.begin(), view.orders.end(), [&](const auto& x) { return x.map.value == map; });
    auto lease = view.lease(msg::zone_lease({map}));
    if (order != view.orders.end())
      zone.pin = order->pin;
    if (lease) {
      zone.epoch = lease->epoch;
      zone.node = lease->holder.name;
      zone.players = lease->players;
      zone.cost_us = lease->cost;
    }
    auto i = served.find(map);
    auto holder = lease ? view.find(lease->holder) : nullptr;
    // An expired lease is still its holder's until another one gets it.
    if (holder && holder->state == node_state::alive)
      zone.state = i != served.end() && i->second == zone.epoch ? "serving" : "starting";
    else if (order != view.orders.end() && order->is_stopped)
      zone.state = "stopped";
    result.push_back(std::move(zone));
  }
  return result;
}

std::string join(const std::vector<std::string>& words, std::string_view between) {
  std::string result;
  for (const auto& word : words)
    result.append(result.empty() ? "" : between).append(word);
  return result;
}

std::string count_of(uint64_t count, std::string_view what) {
  auto result = std::to_string(count) + " " + std::string{what};
  return count == 1 ? result : result + "s";
}

} // namespace runtime::admin
