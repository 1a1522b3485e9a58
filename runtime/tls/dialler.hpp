// The actor that opens ports and dials for a node, as CAF's middleman actor
// does, with TLS below. CAF 0.17.6 has one of its own (libcaf_openssl), which is
// not used: there, a refused connection ends others on the same node, one that
// says nothing keeps a core busy, a bad file ends the process, and dialling a
// machine that is gone holds up all other dialling for two minutes.

#pragma once

#include "runtime/tls/credentials.hpp"

#include <caf/io/middleman_actor_impl.hpp>

#include <chrono>
#include <functional>

namespace runtime::tls {

struct dialler_options {
  std::shared_ptr<credentials> own;
  std::chrono::milliseconds handshake_limit{5'000};
  size_t unfinished_max = 64;
  std::function<void(std::string_view)> count_handshake; // see session; may be empty
  caf::actor timer;                                      // made by spawn_timer
};

/// Ends handshakes whose time is up; on a scheduler thread, where it never waits.
caf::actor spawn_timer(caf::actor_system& system);

class dialler final : public caf::io::middleman_actor_impl {
public:
  dialler(caf::actor_config& cfg, caf::actor broker, dialler_options options);

  const char* name() const override { return "tls_dialler"; }

protected:
  caf::expected<caf::io::scribe_ptr> connect(const std::string& host, uint16_t port) override;
  caf::expected<caf::io::doorman_ptr> open(uint16_t port, const char* address, bool reuse) override;

private:
  dialler_options options_;
};

} // namespace runtime::tls
