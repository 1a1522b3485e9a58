// bcrypt in threads of its own: a bounded queue in front of a few workers.

#pragma once

#include "messages/interfaces/account.hpp"

#include <caf/all.hpp>

namespace actors {

struct password_options {
  size_t workers = 2;
  size_t queue_max = 1024; // waiting requests; more are refused as overloaded
  unsigned cost = 10;      // of bcrypt: 2^cost rounds, 4 to 14
};

/// Ends with its last handle or on an exit message, and its threads with it.
msg::password_actor spawn_password_pool(caf::actor_system& system, password_options options);

} // namespace actors
