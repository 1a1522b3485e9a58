#include "runtime/cluster/placement.hpp"

#include <algorithm>
#include <tuple>

namespace runtime::cluster {

namespace {

/// Of a node whose capacity is 100. A node that says 0 is a weak one.
uint64_t relative(uint64_t amount, const msg::node_record& node) { return amount * 100 / std::max(node.capacity, 1u); }

/// Microseconds per second in points.
int64_t points_of_cost(uint64_t cost) { return static_cast<int64_t>(cost / 100); }

std::string percent_of(uint64_t cost) {
  return std::to_string(cost / 10'000) + "." + std::to_string(cost / 1'000 % 10);
}

} // namespace

placement::placement(const msg::cluster_view& view, const std::map<msg::map_id, uint32_t>& costs,
                     const std::map<std::string, std::string>& barred, const neighbour_map& neighbours,
                     const placement_weights& weights)
    : view_(view), costs_(costs), barred_(barred), neighbours_(neighbours), weights_(weights) {
  for (const auto& x : view_.leases) {
    if (auto map = msg::zone_of_lease(x.name))
      players_[map] = x.players;
    const auto* node = view_.find(x.holder);
    if (node && node->state == msg::node_state::alive)
      plan(x.name, node->key.name);
  }
}

void placement::plan(const std::string& lease, const std::string& node) {
  if (auto before = holders_.find(lease); before != holders_.end()) {
    count(lease, before->second, -1);
    holders_.erase(before);
  }
  if (node.empty())
    return;
  holders_[lease] = node;
  count(lease, node, 1);
}

void placement::count(const std::string& lease, const std::string& node, int sign) {
  auto& sum = tallies_[node];
  auto add = [sign](uint64_t& to, uint64_t what) { to = sign > 0 ? to + what : to - what; };
  if (auto map = msg::zone_of_lease(lease)) {
    add(sum.cost, cost_of(map));
    add(sum.zones, 1);
    if (auto players = players_.find(map); players != players_.end())
      add(sum.players, players->second);
    if (sign > 0)
      sum.maps.insert(map);
    else
      sum.maps.erase(map);
  } else if (lease == msg::services_lease) {
    add(sum.cost, weights_.default_cost);
    sum.has_services = sign > 0;
  }
}

uint32_t placement::cost_of(msg::map_id map) const {
  auto known = costs_.find(map);
  return known != costs_.end() && known->second != 0 ? known->second : weights_.default_cost;
}

uint64_t placement::load_of(const std::string& node, int64_t more_cost) const {
  const auto* row = view_.find(node);
  if (!row)
    return 0;
  auto sum = tallies_.find(node);
  auto cost = (sum == tallies_.end() ? 0 : static_cast<int64_t>(sum->second.cost)) + more_cost;
  return relative(static_cast<uint64_t>(std::max<int64_t>(cost, 0)), *row);
}

std::string placement::holder(const std::string& lease) const {
  auto found = holders_.find(lease);
  return found == holders_.end() ? "" : found->second;
}

const msg::zone_order* placement::order_of(msg::map_id map) const {
  auto found = std::ranges::find(view_.orders, map, &msg::zone_order::map);
  return found == view_.orders.end() ? nullptr : &*found;
}

std::set<msg::map_id> placement::wanted() const {
  std::set<msg::map_id> result;
  for (const auto& node : view_.nodes)
    if (node.state == msg::node_state::alive && node.has_role("zone"))
      for (auto map : node.maps)
        result.insert({map});
  for (const auto& order : view_.orders)
    if (order.is_stopped)
      result.erase(order.map);
  return result;
}

// -- whether -------------------------------------------------------------------------

std::string placement::incapacity(const std::string& lease, const msg::node_record& node) const {
  if (node.state != msg::node_state::alive)
    return "it is not alive (" + std::string{msg::to_string(node.state)} + ")";
  if (node.is_draining)
    return "it drains";
  auto map = msg::zone_of_lease(lease);
  if (!node.has_role(map ? "zone" : "service"))
    return map ? "it has not the role zone" : "it has not the role service";
  if (map && std::ranges::find(node.maps, map.value) == node.maps.end())
    return "it has not the data of map " + std::to_string(map.value);
  auto found = barred_.find(node.key.name);
  return found == barred_.end() ? "" : found->second;
}

std::string placement::problem(const std::string& lease, const msg::node_record& node) const {
  if (auto why = incapacity(lease, node); !why.empty())
    return why;
  auto map = msg::zone_of_lease(lease);
  const auto* order = map ? order_of(map) : nullptr;
  if (!order || order->pin.empty() || order->pin == node.key.name)
    return {};
  const auto* pinned = view_.find(order->pin);
  if (pinned && incapacity(lease, *pinned).empty())
    return "the zone is pinned to node " + order->pin;
  return {}; // better elsewhere than nowhere
}

// -- how good ------------------------------------------------------------------------

int64_t placement::score(const std::string& lease, const msg::node_record& node, std::string& why) const {
  auto found = tallies_.find(node.key.name);
  auto sum = found == tallies_.end() ? tally{} : found->second;
  auto map = msg::zone_of_lease(lease);
  auto is_there = holder(lease) == node.key.name;
  uint64_t cost = sum.cost;
  uint64_t zones = sum.zones;
  uint64_t players = sum.players;
  if (!is_there) {
    cost += map ? cost_of(map) : weights_.default_cost;
    zones += map ? 1 : 0;
    if (auto own = players_.find(map); map && own != players_.end())
      players += own->second;
  }
  auto load = relative(cost, node);
  int64_t result = 0;
  auto part = [&](int64_t points, const std::string& text) {
    result += points;
    why += (why.empty() ? "" : ", ") + text + " (" + std::to_string(points) + ")";
  };
  part(points_of_cost(load), "load " + percent_of(load) + " %");
  part(static_cast<int64_t>(relative(players * weights_.player, node)), std::to_string(players) + " players");
  part(static_cast<int64_t>(relative(zones * weights_.zone, node)), std::to_string(zones) + " zones");
  part(static_cast<int64_t>(relative(node.sessions, node) / weights_.sessions_of_a_point),
       std::to_string(node.sessions) + " sessions");
  if (map) {
    int64_t near = 0;
    if (auto own = neighbours_.find(map); own != neighbours_.end())
      near = std::ranges::count_if(own->second, [&](auto x) { return x != map && sum.maps.contains(x); });
    if (near > 0)
      part(-std::min(near, weights_.neighbours_max) * weights_.neighbour, std::to_string(near) + " neighbours");
    return result;
  }
  std::optional<msg::map_id> hottest;
  for (const auto& [name, node_of] : holders_)
    if (auto x = msg::zone_of_lease(name); x && costs_.contains(x) && (!hottest || cost_of(x) > cost_of(*hottest)))
      hottest = x;
  if (hottest && sum.maps.contains(*hottest))
    part(weights_.hottest_zone, "the hottest zone");
  if (holder(std::string{msg::coordinator_lease}) == node.key.name)
    part(weights_.coordinator, "the coordinator");
  return result;
}

std::vector<msg::placement_option> placement::options(const std::string& lease) const {
  std::vector<msg::placement_option> result;
  for (const auto& node : view_.nodes) {
    msg::placement_option x;
    x.node = node.key.name;
    x.is_now = holder(lease) == node.key.name;
    x.why = problem(lease, node);
    x.is_possible = x.why.empty();
    if (x.is_possible)
      x.score = score(lease, node, x.why);
    result.push_back(std::move(x));
  }
  std::ranges::sort(result, [](const auto& x, const auto& y) {
    if (x.is_possible != y.is_possible)
      return x.is_possible;
    return std::tie(x.score, x.node) < std::tie(y.score, y.node);
  });
  return result;
}

const msg::node_record* placement::best(const std::string& lease) const {
  auto all = options(lease);
  return !all.empty() && all.front().is_possible ? view_.find(all.front().node) : nullptr;
}

} // namespace runtime::cluster
