#include "runtime/tls/node_tls.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>
#include <caf/openssl/all.hpp>

namespace runtime::tls {

void configure(caf::actor_system_config& config, const tls_files& files) {
  config.load<caf::openssl::manager>();
  // The members are what CAF reads; setting one of them is what makes it ask the other end for a certificate.
  config.openssl_certificate = files.certificate;
  config.openssl_key = files.key;
  config.openssl_cafile = files.authority;
}

caf::io::middleman_actor dialler_of(caf::actor_system& system, bool is_tls) {
  return is_tls ? system.openssl_manager().actor_handle() : system.middleman().actor_handle();
}

} // namespace runtime::tls
