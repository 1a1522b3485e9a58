// KEEPER: runs the services (accounts, tickets, the directory) while this node
// holds their lease.

#pragma once

#include "messages/cluster_records.hpp"
#include "messages/interfaces/host.hpp"

namespace msg {

struct keeper_stop {
  uint8_t unused = 0;
  static constexpr auto fields = wire::fields(wire::field("unused", &keeper_stop::unused));
};

using keeper_actor = caf::typed_actor<
  // The cluster as the database had it just now.
  caf::reacts_to<cluster_view>, caf::reacts_to<lease_news>,
  // The services end, and their lease is given back.
  caf::replies_to<keeper_stop>::with<caf::ok_atom>>;

} // namespace msg
