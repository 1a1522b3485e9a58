#include "runtime/tls/node_tls.hpp"

#include "runtime/tls/dialler.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>
#include <caf/io/basp_broker.hpp>

namespace runtime::tls {

namespace {

const auto dialler_name = caf::atom("TlsDialler");

/// Takes the place of CAF's own module for TLS: it begins and ends with the actor system.
class tls_module final : public caf::actor_system::module {
public:
  explicit tls_module(caf::actor_system& system) : system_(system) {}

  void init(caf::actor_system_config&) override {}
  void start() override {
    const auto& config = system_.config();
    auto own =
      std::make_shared<credentials>(tls_files{config.openssl_certificate, config.openssl_key, config.openssl_cafile});
    // It waits for connections to be made, which takes as long as the network likes.
    dialler_ = system_.spawn<dialler, caf::detached + caf::hidden>(
      system_.middleman().named_broker<caf::io::basp_broker>(caf::atom("BASP")), std::move(own));
    system_.registry().put(dialler_name, caf::actor_cast<caf::strong_actor_ptr>(dialler_));
  }
  void stop() override {
    system_.registry().erase(dialler_name);
    caf::anon_send_exit(dialler_, caf::exit_reason::kill);
    dialler_ = nullptr;
  }
  id_t id() const override { return openssl_manager; }
  void* subtype_ptr() override { return this; }

  static caf::actor_system::module* make(caf::actor_system& system, caf::detail::type_list<>) {
    return std::make_unique<tls_module>(system).release(); // the system owns it
  }

private:
  caf::actor_system& system_;
  caf::io::middleman_actor dialler_;
};

} // namespace

void configure(caf::actor_system_config& config, const tls_files& files) {
  config.openssl_certificate = files.certificate;
  config.openssl_key = files.key;
  config.openssl_cafile = files.authority;
  config.load<tls_module>();
}

caf::io::middleman_actor dialler_of(caf::actor_system& system, bool is_tls) {
  return is_tls ? caf::actor_cast<caf::io::middleman_actor>(system.registry().get(dialler_name))
                : system.middleman().actor_handle();
}

} // namespace runtime::tls
