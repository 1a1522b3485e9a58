// How CAF's connections between nodes are encrypted: both ends show a certificate
// of the cluster's authority, or there is no connection.

#pragma once

#include "runtime/tls/files.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman_actor.hpp>

#include <chrono>
#include <functional>

namespace runtime::tls {

struct tls_options {
  tls_files files; // that check_files found good
  /// Whoever has not finished his handshake by then loses his connection.
  std::chrono::milliseconds handshake_limit{5'000};
  /// So many handshakes of an open port may be unfinished; at one more the oldest is given up.
  size_t unfinished_max = 64;
  /// Told of each handshake how it went (session.hpp), on CAF's I/O thread; may be empty.
  std::function<void(std::string_view outcome)> count_handshake;
};

/// Call it once, after CAF's I/O module was loaded. The process must ignore SIGPIPE.
void configure(caf::actor_system_config& config, tls_options options);

/// What opens the port and dials. Only a system that was configured may ask for TLS.
caf::io::middleman_actor dialler_of(caf::actor_system& system, bool is_tls);

} // namespace runtime::tls
