// What a node takes from the machine it runs on, as values: `machine_seams` are
// those of a real one, the simulator brings its own. Everything else a node is
// made of is the same in both.

#pragma once

#include "actors/account/password_pool.hpp"
#include "loaders/world_data.hpp"
#include "messages/interfaces/store.hpp"
#include "messages/interfaces/zone.hpp"
#include "runtime/boot/options.hpp"
#include "runtime/net/io_loop.hpp"
#include "runtime/net/socket.hpp"
#include "runtime/postgres/store.hpp"

#include <caf/io/middleman_actor.hpp>

namespace runtime::boot {

/// With this status a process ends whose life the cluster has given up; start it again.
inline constexpr int exit_given_up = 75;

struct seams {
  std::function<msg::store_actor(caf::actor_system&, const store_options&)> spawn_store;
  std::function<msg::password_actor(caf::actor_system&, const actors::password_options&)> spawn_passwords;
  /// The loop on which one edge lives.
  std::function<std::shared_ptr<net::io_loop>(caf::actor_system&)> make_loop;
  net::socket_calls sockets;
  /// A listening socket; -1 and a sentence in `problem` when it cannot be had. Port 0 takes a free one.
  std::function<int(const std::string& host, uint16_t port, std::string& problem)> listen;
  std::function<uint16_t(int listener)> port_of;
  /// The data set of `data.dir`.
  std::function<loaders::world_outcome(const serve_options&)> load_world;
  /// Numbers nobody can guess.
  std::function<uint64_t()> entropy;
  /// Milliseconds of the wall clock, of which a later life of a node has more.
  std::function<uint64_t()> wall_ms;
  /// Local time of day, in seconds.
  std::function<int64_t()> second_of_day;
  /// What opens and takes connections of other nodes.
  std::function<caf::io::middleman_actor(caf::actor_system&, const serve_options&)> dialler;
  /// The cluster has given this life of the node up: the process must end. May be called on any thread.
  std::function<void(std::string why)> on_dead;
  /// See each input of a player on its way out of a session, and when its zone deals with it; may be null.
  std::function<void(const msg::player_input&)> watch_sent;
  std::function<void(const msg::player_input&)> watch_done;
  /// Microseconds for measuring, never for deciding; may be null.
  uint64_t (*stopwatch_us)() = nullptr;
};

seams machine_seams();

} // namespace runtime::boot
