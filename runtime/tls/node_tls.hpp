// How CAF's connections between nodes are encrypted: both ends show a certificate
// of the cluster's authority, or there is no connection.
//
// Known faults of CAF 0.17.6 that no code here can cure: a TCP connection to the
// port that says nothing keeps a core busy until it is closed, so the port
// belongs on a private interface behind a firewall; and what files.hpp says of
// replacing files.

#pragma once

#include "runtime/tls/files.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman_actor.hpp>

namespace runtime::tls {

/// Call it once, after CAF's I/O module was loaded, with files that check_files found good: what CAF cannot read
/// ends the process. None may be empty.
void configure(caf::actor_system_config& config, const tls_files& files);

/// What opens the port and dials. Only a system that was configured may ask for TLS.
caf::io::middleman_actor dialler_of(caf::actor_system& system, bool is_tls);

} // namespace runtime::tls
