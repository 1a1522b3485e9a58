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
  tls_module(caf::actor_system& system, tls_options options) : system_(system), options_(std::move(options)) {}

  void init(caf::actor_system_config&) override {}
  void start() override {
    timer_ = spawn_timer(system_);
    dialler_options how{std::make_shared<credentials>(options_.files), options_.handshake_limit,
                        options_.unfinished_max, options_.count_handshake, timer_};
    // It waits for connections to be made, which takes as long as the network likes.
    dialler_ = system_.spawn<dialler, caf::detached + caf::hidden>(
      system_.middleman().named_broker<caf::io::basp_broker>(caf::atom("BASP")), std::move(how));
    system_.registry().put(dialler_name, caf::actor_cast<caf::strong_actor_ptr>(dialler_));
  }
  void stop() override {
    system_.registry().erase(dialler_name);
    caf::anon_send_exit(dialler_, caf::exit_reason::kill);
    caf::anon_send_exit(timer_, caf::exit_reason::kill);
    dialler_ = nullptr;
    timer_ = nullptr;
  }
  id_t id() const override { return openssl_manager; }
  void* subtype_ptr() override { return this; }

private:
  caf::actor_system& system_;
  tls_options options_;
  caf::io::middleman_actor dialler_;
  caf::actor timer_;
};

} // namespace

void configure(caf::actor_system_config& config, tls_options options) {
  config.openssl_certificate = options.files.certificate; // CAF asks whether there is one
  config.openssl_key = options.files.key;
  config.openssl_cafile = options.files.authority;
  config.module_factories.emplace_back([options](caf::actor_system& system) {
    return std::make_unique<tls_module>(system, options).release(); // the system owns it
  });
}

caf::io::middleman_actor dialler_of(caf::actor_system& system, bool is_tls) {
  return is_tls ? caf::actor_cast<caf::io::middleman_actor>(system.registry().get(dialler_name))
                : system.middleman().actor_handle();
}

} // namespace runtime::tls
