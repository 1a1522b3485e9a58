// The edge as it is, over the simulated network: real bytes, virtual time, one
// thread. What real sockets cannot show at will: one byte at a time, windows
// that are full, clients that vanish.

#include "actors/edge/tcp_edge.hpp"
#include "messages/client/chat.hpp"
#include "messages/client/cipher.hpp"
#include "messages/client/gate.hpp"
#include "tests/sim/client_network.hpp"
#include "tests/sim/sim_system.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

using namespace msg::client;
using msg::wire::byte_buffer;

constexpr uint32_t key = dynamic_key_562;
constexpr uint32_t client_address = 0x0A000102;
constexpr std::chrono::milliseconds sweep = runtime::net::io_loop::sweep_interval;

template <class T>
byte_buffer sealed(const T& packet, uint32_t pc_id = 0) {
  auto result = encode_frame(packet);
  seal(result, pc_id, key);
  return result;
}

enum class manner { echoes, floods };

msg::connection_actor::behavior_type owner(msg::connection_actor::pointer self, msg::edge_actor edge,
                                           msg::connection_id id, manner how,
                                           std::shared_ptr<std::vector<msg::close_reason>> lost) {
  return {
    [=](const msg::client_frames& frames) {
      msg::edge_output out;
      out.to = id;
      out.consumed = frames.count;
      if (how == manner::echoes)
        out.frames = frames.bytes;
      else
        for (int i = 0; i < 200; ++i)
          encode_frame(out.frames, s2c_say{});
      self->send(edge, std::move(out));
    },
    [=](const msg::connection_lost& what) {
      lost->push_back(what.reason);
      self->quit();
    },
  };
}

class simulated_edge {
public:
  explicit simulated_edge(uint64_t seed) : network{runtime::prng{seed}}, host(network.add_host("a")), sim(seed) {
    options.label = "test";
    options.wire = key;
    options.limits.total = {};
    options.metrics = std::make_shared<runtime::metrics>();
    options.sockets = host.calls();
    options.listener = host.listen(0);
    port = host.port_of(options.listener);
  }
  ~simulated_edge() {
    if (loop_)
      loop_->stop();
  }
  simulated_edge(const simulated_edge&) = delete;
  simulated_edge& operator=(const simulated_edge&) = delete;

  void start(manner how = manner::echoes) {
    loop_ = std::make_shared<runtime::net::io_loop>(sim.system(), host.watch(host.add_loop()));
    options.loop = loop_;
    options.make_owner = [this, how](msg::edge_actor edge, msg::connection_id id, const std::string& address) {
      EXPECT_EQ(address, "10.0.1.2");
      return sim.system().spawn(owner, std::move(edge), id, how, lost);
    };
    edge = sim.own(sim.system().spawn<tcp_edge>(options));
    options.make_owner = nullptr;
    options.loop = nullptr;
  }

  sim::client_id open() {
    return network.open("a", port, client_address,
                        {.opened = {},
                         .received =
                           [this](sim::client_id, std::span<const uint8_t> bytes) {
                             received.insert(received.end(), bytes.begin(), bytes.end());
                           },
                         .closed = [this](sim::client_id, sim::client_end how) { ends.push_back(how); }});
  }

  void run(std::chrono::nanoseconds duration) {
    auto until = now_ + static_cast<uint64_t>(duration.count());
    for (;;) {
      rest();
      auto next = std::min({until, network.next_due(), sweep_at_});
      sim.advance(std::chrono::nanoseconds{next - now_}, std::chrono::nanoseconds{next - now_});
      network.advance(now_ = next);
      if (now_ == sweep_at_) {
        sweep_at_ += static_cast<uint64_t>(std::chrono::nanoseconds{sweep}.count());
        loop_->drive_sweep();
      }
      if (now_ == until)
        return rest();
    }
  }

  sim::client_network network; // outlives the edge, which closes its sockets at its end
  sim::server_sockets& host;
  sim::sim_system sim;
  tcp_edge_options options;
  msg::edge_actor edge;
  uint16_t port = 0;
  byte_buffer received;
  std::vector<sim::client_end> ends;
  std::shared_ptr<std::vector<msg::close_reason>> lost = std::make_shared<std::vector<msg::close_reason>>();

private:
  /// Until neither sockets nor actors have anything to do at this moment.
  void rest() {
    do {
      ready_.clear();
      host.collect_ready(ready_);
      for (const auto& what : ready_)
        loop_->drive_ready(what.token, what.events);
      sim.settle();
      loop_->drive_pass();
    } while (host.is_ready());
  }

  std::shared_ptr<runtime::net::io_loop> loop_;
  std::vector<sim::ready_socket> ready_;
  uint64_t now_ = 0;
  uint64_t sweep_at_ = static_cast<uint64_t>(std::chrono::nanoseconds{sweep}.count());
};

byte_buffer ticks(uint32_t n, uint32_t pc_id) {
  byte_buffer result;
  for (uint32_t i = 0; i < n; ++i) {
    auto frame = encode_frame(c2g_time_tick{i, 0, 0}, pc_id);
    result.insert(result.end(), frame.begin(), frame.end());
  }
  return result;
}

/// Some clients at once, all answered; what the network saw.
uint64_t play(uint64_t seed) {
  simulated_edge x{seed};
  x.start();
  for (int i = 0; i < 10; ++i)
    x.network.send(x.open(), ticks(50, 0));
  x.run(std::chrono::seconds{5});
  EXPECT_EQ(x.received.size(), 10 * ticks(50, 0).size());
  return x.network.digest();
}

} // namespace

TEST(TcpEdgeInSimulation, OneByteAtATimeIsEnough) {
  simulated_edge x{1};
  x.start();
  auto client = x.open();
  x.network.one_byte_at_a_time(client, true);
  auto bytes = sealed(c2s_gesture{7});
  auto tick = encode_frame(c2g_time_tick{1, 2, 3});
  bytes.insert(bytes.end(), tick.begin(), tick.end());
  x.network.send(client, bytes);
  x.run(std::chrono::seconds{1});
  ASSERT_EQ(x.received.size(), bytes.size());
  auto pc_id = read_head(x.received).pc_id;
  EXPECT_NE(pc_id, 0u);
  auto expected = sealed(c2s_gesture{7}, pc_id);
  auto second = encode_frame(c2g_time_tick{1, 2, 3}, pc_id);
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(x.received, expected);
}

TEST(TcpEdgeInSimulation, FramesBeyondTheWindowComeBackInOrderThoughTheyAreThrottled) {
  simulated_edge x{2};
  x.options.limits.inflight_max = 4;
  x.options.login_timeout = std::chrono::minutes{1};
  x.start();
  auto client = x.open();
  x.network.send(client, ticks(6'000, 0));
  x.run(std::chrono::milliseconds{50});
  x.network.cut("a", true);
  x.run(std::chrono::seconds{1});
  EXPECT_LT(x.received.size(), 6'000 * 22u);
  x.network.cut("a", false);
  x.run(std::chrono::seconds{20});
  ASSERT_EQ(x.received.size(), 6'000 * 22u);
  EXPECT_EQ(x.received, ticks(6'000, read_head(x.received).pc_id));
}

TEST(TcpEdgeInSimulation, AClientThatDoesNotReadIsCutOff) {
  simulated_edge x{3};
  x.options.output_max = 128 * 1024;
  x.start(manner::floods);
  auto client = x.open();
  x.network.stop_reading(client, true);
  for (int i = 0; i < 10; ++i) {
    x.network.send(client, sealed(c2s_gesture{7}));
    x.run(std::chrono::seconds{1});
  }
  EXPECT_EQ(*x.lost, std::vector{msg::close_reason::slow_consumer});
  EXPECT_EQ(x.network.open_connections("a"), 0u);
  x.network.stop_reading(client, false);
  x.run(std::chrono::seconds{1});
  EXPECT_GE(x.received.size(), sim::client_pipe::window) << "what the window held";
  EXPECT_EQ(x.ends.size(), 1u);
}

TEST(TcpEdgeInSimulation, AClientThatResetsIsNoticedAtOnceAndOneThatVanishesAtItsTimeOut) {
  simulated_edge x{4};
  x.start();
  auto rough = x.open();
  auto vanishing = x.open();
  x.run(std::chrono::seconds{1});
  EXPECT_EQ(x.network.open_connections("a"), 2u);
  x.network.close(rough, true);
  x.network.half_open(vanishing);
  x.run(std::chrono::seconds{1});
  EXPECT_EQ(*x.lost, std::vector{msg::close_reason::client_left});
  x.run(std::chrono::seconds{7});
  EXPECT_EQ(x.network.open_connections("a"), 1u);
  x.run(std::chrono::seconds{3});
  EXPECT_EQ(*x.lost, (std::vector{msg::close_reason::client_left, msg::close_reason::login_timeout}));
  EXPECT_EQ(x.network.open_connections("a"), 0u);
  EXPECT_EQ(x.network.remembered(), 0u);
}

TEST(TcpEdgeInSimulation, WithoutDescriptorsClientsWaitUntilOneLeaves) {
  simulated_edge x{8};
  x.network.limit_descriptors("a", 2);
  x.start();
  auto first = x.open();
  x.run(std::chrono::seconds{1});
  x.network.send(x.open(), sealed(c2s_gesture{7}));
  x.run(std::chrono::seconds{1});
  EXPECT_TRUE(x.received.empty());
  EXPECT_EQ(x.network.open_connections("a"), 1u);
  x.network.close(first, false);
  x.run(std::chrono::seconds{1});
  EXPECT_EQ(x.received.size(), sealed(c2s_gesture{7}).size());
  EXPECT_EQ(*x.lost, std::vector{msg::close_reason::client_left});
}

TEST(TcpEdgeInSimulation, AStoppedEdgeRefusesClients) {
  simulated_edge x{5};
  x.start();
  x.open();
  x.run(std::chrono::seconds{1});
  caf::anon_send(x.edge, msg::edge_stop{});
  x.run(std::chrono::seconds{1});
  x.open();
  x.run(std::chrono::seconds{1});
  EXPECT_EQ(*x.lost, std::vector{msg::close_reason::shutdown});
  ASSERT_FALSE(x.ends.empty());
  EXPECT_EQ(x.ends.back(), sim::client_end::refused);
}

TEST(TcpEdgeInSimulation, ASeedSaysEveryByteAndItsTime) {
  EXPECT_EQ(play(6), play(6));
  EXPECT_NE(play(6), play(7));
}

} // namespace actors
