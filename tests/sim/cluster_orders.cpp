// What operators order in a simulated cluster.

#include "messages/interfaces/coordinator.hpp"
#include "tests/sim/cluster.hpp"

namespace sim {

std::optional<node_index> cluster::coordinator() const {
  auto lease = database().leases().find(std::string{msg::coordinator_lease});
  if (lease == database().leases().end())
    return std::nullopt;
  for (node_index n = 0; n < nodes(); ++n)
    if (life(n) && is_up(n) && life(n)->node().key() == lease->second.holder)
      return n;
  return std::nullopt;
}

bool cluster::order_move(msg::map_id map, const std::string& to) {
  auto acting = coordinator();
  if (acting)
    caf::anon_send(life(*acting)->node().coordinator(), msg::order_move{map, to, false});
  return acting.has_value();
}

bool cluster::order_drain(const std::string& node, bool on) {
  auto acting = coordinator();
  if (acting)
    caf::anon_send(life(*acting)->node().coordinator(), msg::order_drain{node, on, false});
  return acting.has_value();
}

void cluster::insist_on_undrain(const std::string& node) {
  database().apply(msg::set_draining{node, false}, database_time(now_));
}

} // namespace sim
