// What operators ask the coordinator: what it makes of a zone, and whether it
// can do what they want.

#include "runtime/cluster/coordinator_machine.hpp"

#include <algorithm>

namespace runtime::cluster {

namespace {

std::string zone_text(msg::map_id map) { return "zone " + std::to_string(map.value); }

std::string counted(size_t n, const std::string& what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

std::string verdict_of(msg::map_id map, const std::vector<msg::placement_option>& options, bool is_stopped) {
  auto now = std::ranges::find_if(options, [](const auto& x) { return x.is_now; });
  auto zone = zone_text(map);
  auto runs = now == options.end() ? zone + " runs nowhere" : zone + " runs on node " + now->node;
  if (is_stopped)
    return runs + (now == options.end() ? ": it is ordered to be stopped" : " and is about to be stopped, by order");
  if (options.empty() || !options.front().is_possible)
    return runs + (now == options.end() ? ": no node can run it" : ", and no node can take it");
  const auto& best = options.front();
  if (now == options.end())
    return runs + " yet; it goes to node " + best.node;
  if (best.is_now)
    return runs + ", which is best";
  if (!now->is_possible)
    return runs + ", which is to give it away (" + now->why + "); it goes to node " + best.node;
  return runs + "; node " + best.node + " scores better (" + std::to_string(best.score) + " against "
         + std::to_string(now->score) + "), and a move has to pay for itself";
}

} // namespace

ordered<msg::zone_explanation> coordinator_machine::explain(msg::map_id map, uint64_t now_ms) const {
  if (!is_known(map))
    return refusal{msg::errc::zone_unknown, "no node has the data of " + zone_text(map)};
  auto bars = barred(now_ms);
  msg::zone_explanation result;
  result.map = map;
  result.options = places(bars).options(msg::zone_lease(map));
  const auto* order = order_of(map);
  result.verdict = verdict_of(map, result.options, order && order->is_stopped);
  if (auto x = under_way_.find(msg::zone_lease(map)); x != under_way_.end() && x->second.what == decision::kind::move)
    result.verdict = zone_text(map) + " moves from node " + x->second.from.name + " to node " + x->second.to.name;
  return result;
}

// -- moves ---------------------------------------------------------------------------------

ordered<const msg::node_record*> coordinator_machine::target_of(const msg::order_move& what,
                                                                const msg::lease_record& lease, uint64_t now_ms) const {
  auto bars = barred(now_ms);
  auto where = places(bars);
  const msg::node_record* to = nullptr;
  if (what.to.empty()) {
    to = where.best(lease.name);
    if (!to)
      return refusal{msg::errc::bad_request, "no node can run " + zone_text(what.map)};
    if (to->key == lease.holder)
      return refusal{msg::errc::bad_request, zone_text(what.map) + " is best where it is, on node " + to->key.name};
    return to;
  }
  to = view_.find(what.to);
  if (!to || to->state != msg::node_state::alive)
    return refusal{msg::errc::node_unknown, "no node " + what.to + " is alive"};
  if (to->key == lease.holder)
    return refusal{msg::errc::bad_request, zone_text(what.map) + " runs on node " + what.to + " already"};
  if (auto problem = where.problem(lease.name, *to); !problem.empty())
    return refusal{msg::errc::bad_request, "node " + what.to + " cannot run " + zone_text(what.map) + ": " + problem};
  return to;
}

ordered<decision> coordinator_machine::order_move(const msg::order_move& what, uint64_t now_ms) {
  const auto* lease = view_.lease(msg::zone_lease(what.map));
  if (!lease || !holder_of(*lease))
    return refusal{msg::errc::zone_unknown, "no node runs " + zone_text(what.map)};
  if (const auto* order = order_of(what.map); order && order->is_stopped)
    return refusal{msg::errc::bad_request, zone_text(what.map) + " is ordered to be stopped"};
  if (under_way_.contains(lease->name))
    return refusal{msg::errc::bad_request, zone_text(what.map) + " moves, starts or stops already"};
  auto to = target_of(what, *lease, now_ms);
  if (auto* no = std::get_if<refusal>(&to))
    return *no;
  auto result = make_move(*lease, *std::get<const msg::node_record*>(to), "it is ordered");
  return what.is_dry_run ? result : begin(std::move(result));
}

// -- drains --------------------------------------------------------------------------------

ordered<msg::order_answer> coordinator_machine::check_drain(const msg::order_drain& what, uint64_t now_ms) const {
  const auto* node = view_.find(what.node);
  if (!node)
    return refusal{msg::errc::node_unknown, "there is no node " + what.node};
  if (!what.is_draining)
    return msg::order_answer{node->is_draining ? "node " + what.node + " may run zones again"
                                               : "node " + what.node + " does not drain",
                             node->is_draining ? "node drain " + what.node : ""};
  size_t zones = 0;
  bool has_services = false;
  bool has_anything = false;
  for (const auto& x : view_.leases)
    if (x.holder == node->key && node->state == msg::node_state::alive) {
      zones += msg::zone_of_lease(x.name) ? 1 : 0;
      has_services = has_services || x.name == msg::services_lease;
    }
  has_anything = zones > 0 || has_services;
  auto sentence = counted(zones, "zone") + (has_services ? " and the services" : "");
  if (node->is_draining)
    return msg::order_answer{"node " + what.node + " drains already; " + sentence + " left",
                             "node undrain " + what.node};
  auto bars = barred(now_ms);
  auto where = places(bars);
  auto can_another = [&](const std::string& lease) {
    return std::ranges::any_of(view_.nodes,
                               [&](const auto& x) { return x.key != node->key && where.incapacity(lease, x).empty(); });
  };
  if (has_anything && node->has_role("zone"))
    for (auto map : where.wanted())
      if (std::ranges::find(node->maps, map.value) != node->maps.end() && !can_another(msg::zone_lease(map)))
        return refusal{msg::errc::bad_request, "no other node can run " + zone_text(map)};
  if (has_anything && node->has_role("service") && !can_another(std::string{msg::services_lease}))
    return refusal{msg::errc::bad_request, "no other node can run the services"};
  return msg::order_answer{"node " + what.node + " drains: " + sentence + " to move", "node undrain " + what.node};
}

ordered<msg::drain_status> coordinator_machine::drain_of(const std::string& name) const {
  const auto* node = view_.find(name);
  if (!node)
    return refusal{msg::errc::node_unknown, "there is no node " + name};
  msg::drain_status result;
  result.node = name;
  result.is_draining = node->is_draining;
  bool has_services = false;
  for (const auto& x : view_.leases) {
    if (x.holder != node->key || node->state != msg::node_state::alive)
      continue;
    if (auto map = msg::zone_of_lease(x.name))
      result.left.push_back(map);
    has_services = has_services || x.name == msg::services_lease;
  }
  std::ranges::sort(result.left);
  auto is_moving = std::ranges::any_of(
    under_way_, [&](const auto& x) { return x.second.what == decision::kind::move && x.second.from == node->key; });
  if (auto found = drains_.find(name); found != drains_.end()) {
    result.moved = found->second.moved;
    is_moving = is_moving || !found->second.unreported.empty();
  }
  result.is_done = result.is_draining && result.left.empty() && !has_services && !is_moving;
  result.sentence = sentence_of(result, has_services);
  return result;
}

std::string coordinator_machine::sentence_of(const msg::drain_status& status, bool has_services) const {
  size_t zones = 0;
  uint64_t players = 0;
  uint64_t disconnects = 0;
  uint64_t pause_us = 0;
  for (const auto& x : status.moved) {
    if (x.is_done) {
      ++zones;
      players += x.players;
      pause_us = std::max(pause_us, x.pause_us);
      continue;
    }
    // It failed, and the zone is somebody else's all the same: whoever was in it had to enter it anew.
    const auto* lease = view_.lease(msg::zone_lease(x.map));
    if (lease && lease->epoch > x.epoch)
      disconnects += x.players;
  }
  auto text = counted(zones, "zone") + ", " + counted(players, "player") + ", " + counted(disconnects, "disconnect")
              + ", worst pause " + std::to_string((pause_us + 999) / 1000) + " ms";
  if (auto found = drains_.find(status.node); found != drains_.end() && found->second.is_inherited)
    text += " since this node coordinates";
  if (status.is_done)
    return "drained: " + text;
  if (!status.is_draining)
    return "node " + status.node + " does not drain";
  return "draining: " + text + "; " + counted(status.left.size(), "zone") + (has_services ? " and the services" : "")
         + " left";
}

// -- orders about zones ------------------------------------------------------------------------

ordered<msg::order_answer> coordinator_machine::check_order(const msg::order_zone& what) const {
  const auto& order = what.order;
  if (!order.map || !is_known(order.map))
    return refusal{msg::errc::zone_unknown, "no node has the data of " + zone_text(order.map)};
  const auto* found = order_of(order.map);
  auto before = found ? *found : msg::zone_order{order.map, false, {}};
  if (!order.pin.empty() && order.pin != before.pin) {
    const auto* node = view_.find(order.pin);
    if (!node)
      return refusal{msg::errc::node_unknown, "there is no node " + order.pin};
    if (!node->has_role("zone") || std::ranges::find(node->maps, order.map.value) == node->maps.end())
      return refusal{msg::errc::bad_request, "node " + order.pin + " cannot run " + zone_text(order.map)};
  }
  auto number = std::to_string(order.map.value);
  msg::order_answer result;
  if (order.is_stopped != before.is_stopped) {
    const auto* lease = view_.lease(msg::zone_lease(order.map));
    auto players = lease && holder_of(*lease) ? lease->players : 0;
    result.sentence = order.is_stopped ? zone_text(order.map) + " stops, with " + counted(players, "player") + " in it"
                                       : zone_text(order.map) + " runs again";
    result.undo = (order.is_stopped ? "zone spawn " : "zone stop ") + number;
  }
  if (order.pin != before.pin) {
    if (result.sentence.empty())
      result.undo = "zone pin " + number + (before.pin.empty() ? " --none" : " " + before.pin);
    result.sentence += (result.sentence.empty() ? zone_text(order.map) : ", and")
                       + (order.pin.empty() ? " may run on any node" : " is pinned to node " + order.pin);
  }
  if (result.sentence.empty())
    result.sentence = "nothing changes for " + zone_text(order.map);
  return result;
}

} // namespace runtime::cluster
