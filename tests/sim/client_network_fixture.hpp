// A host of the simulated network with one listener, and what tests do at both
// ends.

#pragma once

#include "tests/sim/client_network.hpp"

#include <sys/epoll.h>

#include <gtest/gtest.h>

namespace sim {

inline constexpr uint64_t second = 1'000'000'000;
inline constexpr uint32_t address = 0x0A000001;
inline constexpr size_t window = client_pipe::window;

inline std::vector<uint8_t> numbered(size_t n) {
  std::vector<uint8_t> result(n);
  for (size_t i = 0; i < n; ++i)
    result[i] = static_cast<uint8_t>(i * 7 + i / 251);
  return result;
}

/// What a client was told.
struct told {
  client_id id = 0;
  bool is_opened = false;
  std::vector<uint8_t> bytes;
  std::vector<size_t> pieces;
  std::optional<client_end> end;
};

class ClientNetwork : public testing::Test {
protected:
  ClientNetwork() : listener(host.listen(0)) { EXPECT_TRUE(watch.watch(listener, 0, EPOLLIN)); }

  client_events tell(told& whom) {
    return {
      .opened = [&](client_id) { whom.is_opened = true; },
      .received =
        [&](client_id, std::span<const uint8_t> bytes) {
          whom.bytes.insert(whom.bytes.end(), bytes.begin(), bytes.end());
          whom.pieces.push_back(bytes.size());
        },
      .closed = [&](client_id, client_end how) { whom.end = how; },
    };
  }

  void open(told& whom) { whom.id = network.open("a", host.port_of(listener), address, tell(whom)); }

  /// Until the network is at rest.
  void run() {
    while (network.next_due() != UINT64_MAX)
      network.advance(now = network.next_due());
  }

  /// A connection both sides know, its socket watched under its own number.
  int connect(told& whom) {
    open(whom);
    run();
    auto fd = sockets.accept(listener).fd;
    EXPECT_GE(fd, 0);
    EXPECT_TRUE(watch.watch(fd, static_cast<uint64_t>(fd), EPOLLIN | EPOLLRDHUP));
    return fd;
  }

  std::vector<uint8_t> read_all(int fd) {
    std::vector<uint8_t> result;
    std::vector<uint8_t> room(4096);
    for (;;) {
      auto [n, error] = sockets.receive(fd, room);
      if (n <= 0)
        return result;
      result.insert(result.end(), room.begin(), room.begin() + n);
    }
  }

  /// 0 when it is not ready.
  uint32_t events_of(int fd) {
    std::vector<ready_socket> list;
    host.collect_ready(list);
    for (const auto& ready : list)
      if (ready.token == static_cast<uint64_t>(fd == listener ? 0 : fd))
        return ready.events;
    return 0;
  }

  client_network network{runtime::prng{42}};
  server_sockets& host = network.add_host("a");
  runtime::net::socket_calls sockets = host.calls();
  runtime::net::manual_watch watch = host.watch(host.add_loop());
  int listener;
  uint64_t now = 0;
  std::vector<uint8_t> room = std::vector<uint8_t>(1024);
};

} // namespace sim
