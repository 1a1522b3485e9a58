#include "runtime/boot/seams.hpp"

#include "runtime/base/entropy.hpp"
#include "runtime/base/log.hpp"
#include "runtime/boot/content_files.hpp"
#include "runtime/tls/node_tls.hpp"

#include <caf/io/all.hpp>
#include <ctime>
#include <unistd.h>

namespace runtime::boot {

namespace {

uint64_t stopwatch_us() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

uint64_t wall_ms() {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

int64_t second_of_day() {
  auto now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  return local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
}

loaders::world_outcome load_from_directory(const serve_options& options) {
  auto mode = options.data_mode == "lenient" ? loaders::load_mode::lenient : loaders::load_mode::strict;
  auto encoding = loaders::parse_text_encoding(options.data_encoding).value_or(loaders::text_encoding::ascii);
  return load_world_data(options.data_dir, {mode, encoding});
}

/// Nothing is saved any more: the database takes nothing from this life.
void end_process(const std::string& why) {
  log::error(log::component::boot, "node-given-up", "the process ends with status {}: {}", exit_given_up, why);
  log::stop();
  ::_exit(exit_given_up);
}

} // namespace

seams machine_seams() {
  return {
    .spawn_store = [](caf::actor_system& system, const store_options& options) { return spawn_store(system, options); },
    .spawn_passwords = [](caf::actor_system& system,
                          const actors::password_options& options) { return spawn_password_pool(system, options); },
    .make_loop = [](caf::actor_system& system) { return std::make_shared<net::io_loop>(system); },
    .sockets = net::system_sockets(),
    .listen = net::listen_tcp,
    .port_of = net::local_port,
    .load_world = load_from_directory,
    .entropy = entropy64,
    .wall_ms = wall_ms,
    .second_of_day = second_of_day,
    .dialler = [](caf::actor_system& system,
                  const serve_options& options) { return tls::dialler_of(system, options.has_tls()); },
    .on_dead = end_process,
    .watch_sent = {},
    .watch_done = {},
    .stopwatch_us = stopwatch_us,
  };
}

} // namespace runtime::boot
