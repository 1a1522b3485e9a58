// The store of simulations: the contract of messages/interfaces/store.hpp in
// memory. One event-based actor, deterministic; its only clock is the actor
// clock. tests/contract holds it and the one on PostgreSQL to the same claims.

#pragma once

#include "messages/interfaces/store.hpp"

namespace sim {

/// Ids and serials count from 1 in the order of arrival. Everything is gone
/// when the actor ends.
msg::store_actor spawn_memory_store(caf::actor_system& system);

} // namespace sim
