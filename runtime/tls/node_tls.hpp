// How CAF's connections between nodes are encrypted: both ends show a certificate
// of the cluster's authority, or there is no connection.

#pragma once

#include "runtime/tls/files.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman_actor.hpp>

namespace runtime::tls {

/// Call it once, after CAF's I/O module was loaded, with files that check_files found good. The process must ignore
/// SIGPIPE.
void configure(caf::actor_system_config& config, const tls_files& files);

/// What opens the port and dials. Only a system that was configured may ask for TLS.
caf::io::middleman_actor dialler_of(caf::actor_system& system, bool is_tls);

} // namespace runtime::tls
