// The part of the stage that is about who runs what.

#include "tests/sim/stage.hpp"

namespace sim {

std::optional<node_index> stage::zone_verbs::node() const {
  std::optional<node_index> result;
  each_zone(stage_.world(), [&](node_index n, const actors::zone& zone) {
    if (zone.world().map() == map_)
      result = n;
  });
  return result;
}

uint64_t stage::zone_verbs::epoch() const {
  const auto& leases = stage_.world().database().leases();
  auto found = leases.find(msg::zone_lease({map_}));
  return found == leases.end() ? 0 : found->second.epoch;
}

bool stage::zone_verbs::move_to(std::string_view name) const {
  auto acting = stage_.coordinator();
  if (!acting)
    return false;
  caf::anon_send(stage_.world().life(*acting)->node().coordinator(), msg::order_move{{map_}, std::string{name}, false});
  return true;
}

void stage::zone_verbs::must_move_to(std::string_view name, duration bound) const {
  auto there = stage_.node(name).index();
  auto end = stage_.world().now() + instant_of(bound);
  while (node() != there && stage_.is_clean() && stage_.world().now() < end) {
    move_to(name);
    stage_.run_until([&] { return node() == there; }, std::chrono::seconds{2});
  }
  if (stage_.is_clean() && node() != there)
    ADD_FAILURE() << "zone " << map_ << " does not move to node " << name;
}

void stage::node_verbs::cut_off_from_database(bool on) const {
  stage_.world().cut_database(n_, on);
  if (on)
    stage_.begin_fault(key("no database"));
  else
    stage_.end_fault(key("no database"));
}

std::optional<node_index> stage::coordinator() {
  auto lease = world().database().leases().find(std::string{msg::coordinator_lease});
  if (lease == world().database().leases().end())
    return std::nullopt;
  for (node_index n = 0; n < world().nodes(); ++n) {
    const auto* life = world().life(n);
    if (life && world().is_up(n) && life->node().key() == lease->second.holder)
      return n;
  }
  return std::nullopt;
}

bool stage::drain(std::string_view name, bool on) {
  auto acting = coordinator();
  if (!acting)
    return false;
  caf::anon_send(world().life(*acting)->node().coordinator(), msg::order_drain{std::string{name}, on, false});
  return true;
}

} // namespace sim
