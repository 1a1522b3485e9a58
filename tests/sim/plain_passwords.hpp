// Passwords of simulations: compared as they are, after a drawn while.

#pragma once

#include "messages/interfaces/account.hpp"
#include "runtime/base/prng.hpp"

namespace sim {

/// Stands in for the pool of bcrypt workers. A hash is "plain:" and the password.
msg::password_actor spawn_plain_passwords(caf::actor_system& system, runtime::prng dice);

} // namespace sim
