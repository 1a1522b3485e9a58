// The edge over real loopback sockets, with an owner that echoes. Nothing here
// waits for a time: every wait is for bytes or for the end of a connection.

#include "actors/edge/tcp_edge.hpp"

#include "messages/client/chat.hpp"
#include "messages/client/cipher.hpp"
#include "messages/client/gate.hpp"
#include "runtime/net/socket.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace actors {

namespace {

using namespace msg::client;
using msg::wire::byte_buffer;
using msg::wire::byte_view;

constexpr uint32_t key = dynamic_key_562;

template <class T>
byte_buffer sealed(const T& packet, uint32_t pc_id = 0) {
  auto result = encode_frame(packet);
  seal(result, pc_id, key);
  return result;
}

/// A client that blocks; a wait of ten seconds is a failure.
class client {
public:
  explicit client(uint16_t port, int receive_buffer = 0) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer != 0)
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    timeval limit{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  ~client() { ::close(fd_); }
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  void send(byte_view bytes) {
    while (!bytes.empty()) {
      auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0)
        return; // cut off: `is_cut_off` tells
      bytes = bytes.subspan(static_cast<size_t>(n));
    }
  }

  byte_buffer receive(size_t n) {
    byte_buffer result(n);
    size_t at = 0;
    while (at < n) {
      auto got = ::recv(fd_, result.data() + at, n - at, 0);
      if (got <= 0) {
        ADD_FAILURE() << "the connection ended after " << at << " of " << n << " bytes";
        break;
      }
      at += static_cast<size_t>(got);
    }
    return result;
  }

  /// Waits for the end, reading whatever comes before it.
  bool is_cut_off() {
    std::array<uint8_t, 4096> bytes;
    for (;;) {
      auto n = ::recv(fd_, bytes.data(), bytes.size(), 0);
      if (n == 0 || (n < 0 && errno == ECONNRESET))
        return true;
      if (n < 0)
        return false;
    }
  }

  /// No more bytes from here; the other side may still write.
  void finish() { ::shutdown(fd_, SHUT_WR); }

private:
  int fd_;
};

enum class manner { echoes, floods, ignores };

/// What the owners of connections saw.
struct owner_record {
  std::promise<msg::close_reason> lost;
  std::atomic<bool> is_told = false; // the edge may tell twice: the client left, and it stops
};

msg::connection_actor::behavior_type owner(msg::connection_actor::pointer self, msg::edge_actor edge,
                                           msg::connection_id id, manner how, std::shared_ptr<owner_record> record) {
  return {
    [=](const msg::client_frames& frames) {
      msg::edge_output out;
      out.to = id;
      out.consumed = how == manner::ignores ? 0 : frames.count;
      if (how == manner::echoes)
        out.frames = frames.bytes;
      if (how == manner::floods)
        for (int i = 0; i < 20'000; ++i)
          encode_frame(out.frames, s2c_say{});
      self->send(edge, std::move(out));
    },
    [=](const msg::connection_lost& what) {
      if (!record->is_told.exchange(true))
        record->lost.set_value(what.reason);
      self->quit();
    },
  };
}

class TcpEdge : public testing::Test {
protected:
  TcpEdge() : system_(config_) {
    options.label = "test";
    options.wire = key;
    options.limits.total = {};
    options.metrics = std::make_shared<runtime::metrics>();
  }

  ~TcpEdge() override {
    caf::scoped_actor self{system_};
    if (edge_) {
      stop();
      self->send_exit(edge_, caf::exit_reason::user_shutdown);
      self->wait_for(edge_);
    }
    if (loop_)
      loop_->stop();
  }

  void start(manner how = manner::echoes) {
    std::string problem;
    options.listener = runtime::net::listen_tcp("127.0.0.1", 0, problem);
    ASSERT_GE(options.listener, 0) << problem;
    port = runtime::net::local_port(options.listener);
    loop_ = std::make_shared<runtime::net::io_loop>(system_);
    options.loop = loop_;
    options.make_owner = [this, how](msg::edge_actor edge, msg::connection_id id, std::string address) {
      EXPECT_EQ(address, "127.0.0.1");
      return system_.spawn(owner, std::move(edge), id, how, record);
    };
    edge_ = system_.spawn<tcp_edge>(options);
    options.make_owner = nullptr;
    options.loop = nullptr;
  }

  /// Returns once every owner has ended.
  void stop() {
    caf::scoped_actor self{system_};
    self->request(edge_, std::chrono::seconds{10}, msg::edge_stop{})
      .receive([](uint32_t) {}, [](const caf::error&) { ADD_FAILURE() << "the edge does not stop"; });
  }

  msg::close_reason lost_reason() {
    auto future = record->lost.get_future();
    if (future.wait_for(std::chrono::seconds{10}) != std::future_status::ready) {
      ADD_FAILURE() << "the owner was told nothing";
      return {};
    }
    return future.get();
  }

  tcp_edge_options options;
  std::shared_ptr<owner_record> record = std::make_shared<owner_record>();
  uint16_t port = 0;

private:
  caf::actor_system_config config_;
  caf::actor_system system_;
  std::shared_ptr<runtime::net::io_loop> loop_;
  msg::edge_actor edge_;
};

} // namespace

TEST_F(TcpEdge, AnEchoComesBackWithTheNumberOfTheConnection) {
  start();
  client x{port};
  const auto packet = c2s_gesture{7};
  x.send(sealed(packet));
  auto found = x.receive(sealed(packet).size());
  auto pc_id = read_head(found).pc_id;
  EXPECT_NE(pc_id, 0u);
  EXPECT_EQ(found, sealed(packet, pc_id));
}

TEST_F(TcpEdge, ACompactListenerSpeaksCompactBothWays) {
  options.wire = {key, dialect::compact};
  start();
  client x{port};
  auto compact = [&](const auto& packet, uint32_t pc_id) {
    byte_buffer result;
    append_in_dialect(result, encode_frame(packet), dialect::compact);
    seal(result, pc_id, options.wire);
    return result;
  };
  auto bytes = compact(c2s_gesture{7}, 0);
  auto tick = compact(c2g_time_tick{1, 2, 3}, 0);
  bytes.insert(bytes.end(), tick.begin(), tick.end());
  x.send(bytes);
  auto found = x.receive(bytes.size());
  auto pc_id = read_head(found, dialect::compact).pc_id;
  EXPECT_NE(pc_id, 0u);
  auto expected = compact(c2s_gesture{7}, pc_id);
  auto second = compact(c2g_time_tick{1, 2, 3}, pc_id);
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(found, expected);
}

TEST_F(TcpEdge, OneByteAtATimeIsEnough) {
  start();
  client x{port};
  auto bytes = sealed(c2s_gesture{7});
  auto tick = encode_frame(c2g_time_tick{1, 2, 3});
  bytes.insert(bytes.end(), tick.begin(), tick.end());
  for (auto byte : bytes)
    x.send({&byte, 1});
  auto found = x.receive(bytes.size());
  auto pc_id = read_head(found).pc_id;
  auto expected = sealed(c2s_gesture{7}, pc_id);
  auto second = encode_frame(c2g_time_tick{1, 2, 3}, pc_id);
  expected.insert(expected.end(), second.begin(), second.end());
  EXPECT_EQ(found, expected);
}

TEST_F(TcpEdge, ManyFramesComeBackInOrderThoughTheyAreThrottled) {
  options.limits.inflight_max = 4;
  start();
  client x{port};
  byte_buffer sent;
  for (uint32_t i = 0; i < 500; ++i) {
    auto frame = encode_frame(c2g_time_tick{i, 0, 0});
    sent.insert(sent.end(), frame.begin(), frame.end());
  }
  x.send(sent);
  auto found = x.receive(sent.size());
  for (uint32_t i = 0; i < 500; ++i)
    ASSERT_EQ(found[22 * i + 10] | found[22 * i + 11] << 8, i);
}

TEST_F(TcpEdge, ABadFrameCutsTheConnectionOff) {
  start();
  client x{port};
  x.send(byte_buffer{5, 0, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0, 0});
  EXPECT_TRUE(x.is_cut_off());
  EXPECT_EQ(lost_reason(), msg::close_reason::bad_frame);
}

TEST_F(TcpEdge, AClientThatLeavesIsNoticed) {
  start();
  {
    client x{port};
    x.send(sealed(c2s_gesture{7}));
    x.receive(13);
  }
  EXPECT_EQ(lost_reason(), msg::close_reason::client_left);
}

TEST_F(TcpEdge, AClientThatDoesNotReadIsCutOff) {
  options.output_max = 64 * 1024;
  start(manner::floods);
  client x{port, 4096};
  x.send(sealed(c2s_gesture{7}));
  EXPECT_EQ(lost_reason(), msg::close_reason::slow_consumer);
  EXPECT_TRUE(x.is_cut_off());
}

TEST_F(TcpEdge, OneClientTooManyFromAnAddressIsTurnedAway) {
  options.connections_per_address = 2;
  start();
  client one{port};
  client two{port};
  one.send(sealed(c2s_gesture{1}));
  one.receive(13);
  two.send(sealed(c2s_gesture{2}));
  two.receive(13);
  client three{port};
  EXPECT_TRUE(three.is_cut_off());
  one.send(sealed(c2s_gesture{3}));
  EXPECT_EQ(one.receive(13).size(), 13u) << "the others are not disturbed";
}

TEST_F(TcpEdge, WhoDoesNotLogInIsCutOff) {
  options.login_timeout = std::chrono::milliseconds{1};
  start();
  client x{port};
  EXPECT_TRUE(x.is_cut_off());
  EXPECT_EQ(lost_reason(), msg::close_reason::login_timeout);
}

TEST_F(TcpEdge, StoppingEndsEveryOwnerAndAdmitsNobody) {
  start();
  client x{port};
  x.send(sealed(c2s_gesture{7}));
  x.receive(13);
  stop();
  EXPECT_EQ(lost_reason(), msg::close_reason::shutdown);
}

} // namespace actors
