// The server side of a client_network on one host: what the operating system
// gives to a process there.

#pragma once

#include "runtime/net/manual_watch.hpp"
#include "runtime/net/socket.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sim {

class client_network;

/// A socket with something to report, as epoll would report it.
struct ready_socket {
  uint32_t loop = 0;
  uint64_t token = 0;
  uint32_t events = 0;
};

/// Descriptors are numbers unique in the whole network and never reused: whoever holds one of a process that is gone
/// gets EBADF. Everything returned here may be used as long as the network lives.
class server_sockets {
public:
  server_sockets(client_network& network, std::string name) : network_(network), name_(std::move(name)) {}
  server_sockets(const server_sockets&) = delete;
  server_sockets& operator=(const server_sockets&) = delete;

  const std::string& name() const { return name_; }

  // -- for processes

  runtime::net::socket_calls calls();
  /// A number for an io_loop, unique in the network; `collect_ready` reports under it.
  uint32_t add_loop();
  runtime::net::manual_watch watch(uint32_t loop);
  /// 0 takes a free port. -1 when the port is taken.
  int listen(uint16_t port);
  /// 0 when this is no listener.
  uint16_t port_of(int listener) const;

  // -- for whoever drives the processes

  /// At no cost.
  bool is_ready() const { return !ready_.empty() && !is_paused_; }
  /// Appends what is ready, by descriptor; level-triggered, so the same again until it is dealt with.
  void collect_ready(std::vector<ready_socket>& out) const;
  size_t open_connections() const { return open_connections_; }

private:
  friend class client_network;

  struct socket {
    uint64_t client = 0; // 0: a listener
    uint16_t port = 0;
    std::deque<uint64_t> pending; // clients that wait for `accept`
    bool is_watched = false;
    uint32_t loop = 0;
    uint64_t token = 0;
    uint32_t mask = 0;
    uint32_t events = 0; // what is ready of `mask`
  };

  runtime::net::accepted accept(int listener);
  runtime::net::transferred receive(int fd, std::span<uint8_t> room);
  runtime::net::transferred send(int fd, std::span<const uint8_t> bytes);
  void end_output(int fd);
  void close(int fd);
  bool watch(int fd, uint32_t loop, uint64_t token, uint32_t events);
  void change(int fd, uint64_t token, uint32_t events);
  void forget(int fd);

  socket* find(int fd);
  /// -1 when nobody listens there.
  int listener_at(uint16_t port) const;
  /// After anything that may change what a socket has to report.
  void refresh(int fd);
  uint32_t events_of(const socket& what) const;
  void close_listener(const socket& what);
  void lose_process();

  client_network& network_;
  std::string name_;
  std::map<int, socket> sockets_;
  std::map<uint16_t, int> listeners_;
  std::set<int> ready_;
  size_t open_connections_ = 0;
  uint64_t latency_min_ = 200'000; // ns
  uint64_t latency_max_ = 20'000'000;
  size_t descriptors_max_ = SIZE_MAX;
  bool is_on_ = true;
  bool is_paused_ = false;
  bool is_cut_ = false;
};

} // namespace sim
