// The actor that opens ports and dials for a node, as CAF's middleman actor
// does, with TLS below. CAF 0.17.6 has one of its own (libcaf_openssl), which is
// not used: there, a refused connection ends others on the same node, one that
// says nothing keeps a core busy, and a bad file ends the process.

#pragma once

#include "runtime/tls/credentials.hpp"

#include <caf/io/middleman_actor_impl.hpp>

namespace runtime::tls {

class dialler final : public caf::io::middleman_actor_impl {
public:
  dialler(caf::actor_config& cfg, caf::actor broker, std::shared_ptr<credentials> own);

  const char* name() const override { return "tls_dialler"; }

protected:
  caf::expected<caf::io::scribe_ptr> connect(const std::string& host, uint16_t port) override;
  caf::expected<caf::io::doorman_ptr> open(uint16_t port, const char* address, bool reuse) override;

private:
  std::shared_ptr<credentials> own_;
};

} // namespace runtime::tls
