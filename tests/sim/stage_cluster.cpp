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
  return stage_.world().order_move({map_}, std::string{name});
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

} // namespace sim
