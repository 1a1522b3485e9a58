// Many clients on three hosts, with every fault at random: nothing is lost that
// the rules promise, nothing is remembered for ever, and a seed says it all.

#include "tests/sim/client_network.hpp"

#include <sys/epoll.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace sim {

namespace {

constexpr uint64_t millisecond = 1'000'000;
constexpr uint16_t port = 4000;

/// The byte at a place of a client's stream: what comes back must go on where it stopped.
constexpr uint8_t byte_at(client_id who, uint64_t place) { return static_cast<uint8_t>(who * 31 + place * 7); }

/// A process that echoes, with its outputs buffered where the window is full.
class echo_process {
public:
  explicit echo_process(server_sockets& host)
      : host_(host), sockets_(host.calls()), watch_(host.watch(host.add_loop())), listener_(host.listen(port)) {
    EXPECT_TRUE(watch_.watch(listener_, 0, EPOLLIN));
  }

  void on_ready(const ready_socket& what) {
    if (what.token == 0) {
      for (auto next = sockets_.accept(listener_); next.fd >= 0; next = sockets_.accept(listener_))
        EXPECT_TRUE(watch_.watch(next.fd, static_cast<uint64_t>(next.fd), EPOLLIN | EPOLLRDHUP));
      return;
    }
    auto fd = static_cast<int>(what.token);
    if (what.events & (EPOLLIN | EPOLLERR | EPOLLHUP))
      read(fd);
    if (outputs_.count(fd) != 0)
      write(fd);
  }

private:
  void read(int fd) {
    std::array<uint8_t, 2000> room;
    auto [n, error] = sockets_.receive(fd, room);
    if (n > 0)
      outputs_[fd].push(std::span{room}.first(static_cast<size_t>(n)));
    else if (n == 0 || error != EAGAIN)
      close(fd);
  }

  void write(int fd) {
    auto& output = outputs_[fd];
    auto [n, error] = sockets_.send(fd, output.front(output.size()));
    if (n < 0 && error != EAGAIN)
      return close(fd);
    output.pop(n < 0 ? 0 : static_cast<size_t>(n));
    watch_.change(fd, static_cast<uint64_t>(fd), output.empty() ? EPOLLIN : EPOLLOUT);
    if (output.empty())
      outputs_.erase(fd);
  }

  void close(int fd) {
    outputs_.erase(fd);
    watch_.forget(fd);
    sockets_.close(fd);
  }

  server_sockets& host_;
  runtime::net::socket_calls sockets_;
  runtime::net::manual_watch watch_;
  int listener_;
  std::map<int, byte_queue> outputs_;
};

class chaos {
public:
  explicit chaos(uint64_t seed) : dice_(seed), network_(dice_.fork()) {
    for (const auto& name : names_) {
      network_.add_host(name);
      processes_.emplace(name, network_.host(name));
    }
  }

  void run(uint64_t steps) {
    for (uint64_t i = 0; i < steps; ++i) {
      if (clients_.size() < 40)
        open();
      act();
      if (dice_.chance(1, 50))
        fault();
      pass(now_ + dice_.below(20 * millisecond));
    }
  }

  /// All is mended and everybody leaves.
  void finish() {
    for (const auto& name : names_) {
      network_.cut(name, false);
      network_.host_paused(name, false);
      if (processes_.count(name) == 0)
        processes_.emplace(name, network_.host(name));
    }
    for (const auto& [id, places] : std::map{clients_})
      network_.close(id, false);
    while (network_.next_due() != UINT64_MAX || is_ready())
      pass(is_ready() ? now_ : network_.next_due());
  }

  client_network& network() { return network_; }

private:
  struct places {
    uint64_t sent = 0;
    uint64_t got = 0;
  };

  bool is_ready() {
    return std::any_of(names_.begin(), names_.end(), [&](const auto& x) { return network_.host(x).is_ready(); });
  }

  void open() {
    auto id = network_.open(names_[dice_.below(3)], port, 0x0A000001,
                            {.opened = {},
                             .received = [this](client_id who, std::span<const uint8_t> bytes) { check(who, bytes); },
                             .closed = [this](client_id who, client_end) { clients_.erase(who); }});
    clients_[id];
  }

  void check(client_id who, std::span<const uint8_t> bytes) {
    ASSERT_EQ(clients_.count(who), 1u) << "called after its end";
    auto& place = clients_[who];
    for (auto byte : bytes)
      ASSERT_EQ(byte, byte_at(who, place.got++));
    ASSERT_LE(place.got, place.sent);
  }

  void act() {
    auto i = clients_.begin();
    std::advance(i, static_cast<ptrdiff_t>(dice_.below(clients_.size())));
    auto who = i->first;
    switch (dice_.below(16)) {
    case 0:
    case 1:
      network_.close(who, dice_.chance(1, 2));
      clients_.erase(i);
      break;
    case 2:
      network_.half_open(who);
      clients_.erase(i);
      break;
    case 3:
      network_.stop_reading(who, dice_.chance(1, 2));
      break;
    case 4:
      network_.one_byte_at_a_time(who, dice_.chance(1, 4));
      break;
    default:
      std::vector<uint8_t> bytes(dice_.chance(1, 30) ? 100'000 : dice_.below(200));
      for (auto& byte : bytes)
        byte = byte_at(who, i->second.sent++);
      network_.send(who, bytes);
    }
  }

  void fault() {
    const auto& name = names_[dice_.below(3)];
    switch (dice_.below(6)) {
    case 0:
      network_.host_down(name, dice_.chance(1, 2) ? host_loss::killed : host_loss::power_lost);
      processes_.erase(name);
      break;
    case 1:
    case 2:
      if (processes_.count(name) == 0)
        processes_.emplace(name, network_.host(name));
      break;
    case 3:
      network_.host_paused(name, dice_.chance(1, 2));
      break;
    default:
      network_.cut(name, dice_.chance(1, 2));
    }
  }

  void pass(uint64_t until) {
    network_.advance(now_ = until);
    for (auto& [name, process] : processes_) {
      ready_.clear();
      network_.host(name).collect_ready(ready_);
      for (const auto& what : ready_)
        process.on_ready(what);
    }
  }

  runtime::prng dice_;
  client_network network_;
  std::array<std::string, 3> names_{"a", "b", "c"};
  std::map<std::string, echo_process> processes_;
  std::map<client_id, places> clients_;
  std::vector<ready_socket> ready_;
  uint64_t now_ = 0;
};

struct outcome {
  uint64_t digest;
  uint64_t to_servers;
  uint64_t to_clients;
  uint64_t resets;

  bool operator==(const outcome&) const = default;
};

outcome play(uint64_t seed) {
  chaos world{seed};
  world.run(3000);
  const auto& count = world.network().counters();
  return {world.network().digest(), count.bytes_to_servers, count.bytes_to_clients, count.resets};
}

} // namespace

TEST(ClientNetworkChaos, StreamsStayWholeAndAreForgottenInTheEnd) {
  for (uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE(seed);
    chaos world{seed};
    world.run(3000);
    EXPECT_GT(world.network().counters().bytes_to_clients, 100'000u);
    EXPECT_GT(world.network().counters().resets, 10u);
    world.finish();
    size_t open = 0;
    for (auto name : {"a", "b", "c"})
      open += world.network().open_connections(name);
    EXPECT_EQ(world.network().remembered(), open) << "only vanished clients, whose server cannot know";
  }
}

TEST(ClientNetworkChaos, TheSameSeedGivesTheSameEvents) {
  for (uint64_t seed = 1; seed <= 3; ++seed)
    EXPECT_EQ(play(seed), play(seed));
  EXPECT_NE(play(1).digest, play(2).digest);
}

} // namespace sim
