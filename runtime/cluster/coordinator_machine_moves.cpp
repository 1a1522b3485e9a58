// Zones that have to go, and zones that had better.

#include "runtime/cluster/coordinator_machine.hpp"

#include <algorithm>
#include <tuple>

namespace runtime::cluster {

namespace {

std::string percent_of(uint64_t cost) { return std::to_string(cost / 10'000) + " %"; }

} // namespace

decision coordinator_machine::make_move(const msg::lease_record& lease, const msg::node_record& to,
                                        std::string why) const {
  decision what;
  what.what = decision::kind::move;
  what.lease = lease.name;
  what.map = msg::zone_of_lease(lease.name);
  what.epoch = lease.epoch;
  what.from = lease.holder;
  what.to = to.key;
  what.why = std::move(why);
  return what;
}

size_t coordinator_machine::moves_under_way() const {
  return static_cast<size_t>(
    std::ranges::count_if(under_way_, [](const auto& x) { return x.second.what == decision::kind::move; }));
}

// -- those that have to go ------------------------------------------------------------------

void coordinator_machine::stop_zones(decisions& out, uint64_t now_ms) {
  for (const auto& order : view_.orders) {
    const auto* lease = view_.lease(msg::zone_lease(order.map));
    if (!order.is_stopped || !lease || !holder_of(*lease) || under_way_.contains(lease->name)
        || !may_try(decision::kind::stop, lease->name, now_ms))
      continue;
    decision what;
    what.what = decision::kind::stop;
    what.lease = lease->name;
    what.map = order.map;
    what.epoch = lease->epoch;
    what.from = lease->holder;
    what.why = "it is ordered to be stopped";
    out.push_back(begin(std::move(what)));
  }
}

/// Empty: it may stay.
std::string coordinator_machine::reason_to_go(const msg::lease_record& lease, const msg::node_record& holder,
                                              const placement& places, uint64_t now_ms) const {
  if (holder.is_draining)
    return "node " + holder.key.name + " drains";
  if (watch_.is_stuck(holder.key, now_ms))
    return "node " + holder.key.name + " does not beat";
  const auto* order = order_of(msg::zone_of_lease(lease.name));
  if (!order || order->pin.empty() || order->pin == holder.key.name)
    return {};
  const auto* pinned = view_.find(order->pin);
  return pinned && places.problem(lease.name, *pinned).empty() ? "it is pinned to node " + order->pin : "";
}

void coordinator_machine::evacuate(decisions& out, placement& places, uint64_t now_ms) {
  for (const auto& lease : view_.leases) {
    auto map = msg::zone_of_lease(lease.name);
    const auto* holder = map ? holder_of(lease) : nullptr;
    if (!holder || is_dying(holder->key) || under_way_.contains(lease.name)
        || !may_try(decision::kind::move, lease.name, now_ms))
      continue;
    if (moves_under_way() >= parameters_.moves_max)
      return;
    if (const auto* order = order_of(map); order && order->is_stopped)
      continue;
    auto why = reason_to_go(lease, *holder, places, now_ms);
    const auto* to = why.empty() ? nullptr : places.best(lease.name);
    if (!to || to->key == holder->key)
      continue;
    places.plan(lease.name, to->key.name);
    out.push_back(begin(make_move(lease, *to, std::move(why))));
  }
}

// -- those that had better go ------------------------------------------------------------------

/// What one move would do: loads in microseconds per second at a capacity of 100.
struct coordinator_machine::relief {
  const msg::lease_record* lease = nullptr;
  const msg::node_record* to = nullptr;
  uint64_t before = 0; // of the node with the most
  uint64_t after = 0;  // the greater one of the two nodes then

  friend bool operator<(const relief& x, const relief& y) {
    return std::tie(x.after, x.lease->name, x.to->key.name) < std::tie(y.after, y.lease->name, y.to->key.name);
  }
};

bool coordinator_machine::may_relieve(const msg::lease_record& lease, uint64_t now_ms) const {
  auto map = msg::zone_of_lease(lease.name);
  if (!map || !costs_.contains(map) || !may_try(decision::kind::move, lease.name, now_ms))
    return false;
  if (const auto* order = order_of(map))
    if (order->is_stopped || order->pin == lease.holder.name)
      return false;
  auto moved = moved_ms_.find(map);
  return moved == moved_ms_.end() || now_ms >= moved->second + parameters_.rebalance_rest_ms;
}

std::optional<coordinator_machine::relief> coordinator_machine::best_relief(const placement& places,
                                                                            uint64_t now_ms) const {
  const msg::node_record* worst = nullptr;
  for (const auto& node : view_.nodes)
    if (node.state == msg::node_state::alive
        && (!worst || places.load_of(node.key.name) > places.load_of(worst->key.name)))
      worst = &node;
  if (!worst || places.load_of(worst->key.name) < parameters_.rebalance_least_cost)
    return std::nullopt;
  std::optional<relief> best;
  auto before = places.load_of(worst->key.name);
  for (const auto& lease : view_.leases) {
    if (lease.holder != worst->key || !may_relieve(lease, now_ms))
      continue;
    auto cost = static_cast<int64_t>(places.cost_of(msg::zone_of_lease(lease.name)));
    for (const auto& node : view_.nodes) {
      if (node.key == worst->key || !places.problem(lease.name, node).empty())
        continue;
      auto after = std::max(places.load_of(worst->key.name, -cost), places.load_of(node.key.name, cost));
      relief x{&lease, &node, before, after};
      if (after * 100 < before * (100 - parameters_.rebalance_percent) && (!best || x < *best))
        best = x;
    }
  }
  return best;
}

/// One at a time, when nothing else is under way, and when the load has been uneven for a while.
void coordinator_machine::rebalance(decisions& out, const placement& places, uint64_t now_ms) {
  auto best = under_way_.empty() ? best_relief(places, now_ms) : std::nullopt;
  if (!best) {
    uneven_since_ms_ = 0;
    return;
  }
  if (uneven_since_ms_ == 0)
    uneven_since_ms_ = now_ms;
  if (now_ms < uneven_since_ms_ + parameters_.rebalance_steady_ms)
    return;
  uneven_since_ms_ = 0;
  out.push_back(begin(make_move(*best->lease, *best->to,
                                "node " + best->lease->holder.name + " has a load of " + percent_of(best->before)
                                  + ", then " + percent_of(best->after) + " at most")));
}

} // namespace runtime::cluster
