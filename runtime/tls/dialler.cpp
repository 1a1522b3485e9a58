#include "runtime/tls/dialler.hpp"

#include "runtime/tls/session.hpp"
#include "runtime/tls/tcp_connect.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>
#include <caf/io/network/default_multiplexer.hpp>
#include <caf/io/network/doorman_impl.hpp>
#include <caf/io/network/stream_impl.hpp>

#include <deque>

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(std::weak_ptr<runtime::tls::session>)

namespace runtime::tls {

namespace {

namespace net = caf::io::network;

/// Nodes are close to each other.
constexpr std::chrono::milliseconds connect_limit{2000};
constexpr std::chrono::milliseconds unanswered_limit{10'000};

/// Bytes between a socket and a stream of CAF.
class tls_policy {
public:
  tls_policy(std::shared_ptr<session> with, std::function<void()> on_open)
      : session_(std::move(with)), on_open_(std::move(on_open)) {}

  net::rw_state read_some(size_t& count, net::native_socket, void* to, size_t size) {
    auto was_open = session_->is_open();
    auto result = session_->read_some(count, to, size);
    if (!was_open && session_->is_open())
      on_open_();
    return result;
  }
  net::rw_state write_some(size_t& count, net::native_socket, const void* from, size_t size) {
    return session_->write_some(count, from, size);
  }
  /// Nobody tells of bytes that have left the socket already.
  bool must_read_more(net::native_socket, size_t threshold) {
    return session_->pending() >= std::max<size_t>(threshold, 1);
  }

private:
  std::shared_ptr<session> session_;
  std::function<void()> on_open_;
};

/// A connection.
class tls_scribe final : public caf::io::scribe {
public:
  tls_scribe(net::default_multiplexer& loop, net::native_socket fd, const context_ptr& context, tls_end end,
             const dialler_options& options)
      : scribe(net::conn_hdl_from_socket(fd)), limit_(options.handshake_limit), timer_(options.timer),
        session_(std::make_shared<session>(context, fd, end, options.count_handshake)),
        stream_(loop, fd, session_, [this] { stream_.flush(this); }) {}
  ~tls_scribe() override { session_->let_go(); }

  std::weak_ptr<session> talk() const { return session_; }

  void configure_read(caf::io::receive_policy::config config) override {
    stream_.configure_read(config);
    if (std::exchange(is_launched_, true))
      return;
    stream_.start(this);
    caf::delayed_anon_send(timer_, limit_, std::weak_ptr<session>{session_});
    // Who dials speaks first. A failure is seen when the stream reads.
    session_->shake_hands();
  }
  void ack_writes(bool enable) override { stream_.ack_writes(enable); }
  std::vector<char>& wr_buf() override { return stream_.wr_buf(); }
  std::vector<char>& rd_buf() override { return stream_.rd_buf(); }
  void graceful_shutdown() override {
    stream_.graceful_shutdown();
    detach(&stream_.backend(), false);
  }
  /// What is written before the end of the handshake goes out then.
  void flush() override {
    if (session_->is_open())
      stream_.flush(this);
  }
  std::string addr() const override {
    auto peer = net::remote_addr_of_fd(stream_.fd());
    return peer ? *peer : std::string{};
  }
  uint16_t port() const override {
    auto peer = net::remote_port_of_fd(stream_.fd());
    return peer ? *peer : uint16_t{0};
  }
  void add_to_loop() override { stream_.activate(this); }
  void remove_from_loop() override { stream_.passivate(); }

private:
  std::chrono::milliseconds limit_;
  caf::actor timer_;
  std::shared_ptr<session> session_;
  net::stream_impl<tls_policy> stream_;
  bool is_launched_ = false;
};

/// An open port.
class tls_doorman final : public net::doorman_impl {
public:
  tls_doorman(net::default_multiplexer& loop, net::native_socket fd, dialler_options options)
      : doorman_impl(loop, fd), options_(std::move(options)) {}

  bool new_connection() override {
    auto fd = acceptor_.accepted_socket();
    auto context = options_.own->now();
    if (!context) {
      net::close_socket(fd);
      return true;
    }
    auto& loop = acceptor_.backend();
    auto made = caf::make_counted<tls_scribe>(loop, fd, context, tls_end::accepts, options_);
    auto handle = made->hdl();
    make_room();
    unfinished_.push_back(made->talk());
    parent()->add_scribe(std::move(made));
    return doorman::new_connection(&loop, handle);
  }

private:
  /// An honest node is done in a moment, so it is the oldest who goes: refusing the newest would let a few who say
  /// nothing keep everybody out.
  void make_room() {
    std::erase_if(unfinished_, [](const std::weak_ptr<session>& x) {
      auto with = x.lock();
      return !with || with->is_open();
    });
    while (!unfinished_.empty() && unfinished_.size() >= options_.unfinished_max) {
      if (auto oldest = unfinished_.front().lock())
        oldest->end_unfinished("too many others have not finished theirs");
      unfinished_.pop_front();
    }
  }

  dialler_options options_;
  std::deque<std::weak_ptr<session>> unfinished_; // the oldest first
};

class handshake_timer final : public caf::event_based_actor {
public:
  using event_based_actor::event_based_actor;

  caf::behavior make_behavior() override {
    return {[](const std::weak_ptr<session>& x) {
      if (auto with = x.lock())
        with->end_unfinished("it took too long");
    }};
  }
};

net::default_multiplexer& loop_of(caf::actor_system& system) {
  return dynamic_cast<net::default_multiplexer&>(system.middleman().backend());
}

} // namespace

caf::actor spawn_timer(caf::actor_system& system) { return system.spawn<handshake_timer, caf::hidden>(); }

dialler::dialler(caf::actor_config& cfg, caf::actor broker, dialler_options options)
    : middleman_actor_impl(cfg, std::move(broker)), options_(std::move(options)) {}

caf::expected<caf::io::scribe_ptr> dialler::connect(const std::string& host, uint16_t port) {
  auto context = options_.own->now();
  if (!context)
    return caf::make_error(caf::sec::cannot_connect_to_node, "no certificates");
  std::string problem;
  auto fd = tcp_connect(host, port, connect_limit, unanswered_limit, problem);
  if (fd < 0)
    return caf::make_error(caf::sec::cannot_connect_to_node, host, port, problem);
  return caf::io::scribe_ptr{caf::make_counted<tls_scribe>(loop_of(system()), fd, context, tls_end::dials, options_)};
}

caf::expected<caf::io::doorman_ptr> dialler::open(uint16_t port, const char* address, bool reuse) {
  auto fd = net::new_tcp_acceptor_impl(port, address, reuse);
  if (!fd)
    return std::move(fd.error());
  return caf::io::doorman_ptr{caf::make_counted<tls_doorman>(loop_of(system()), *fd, options_)};
}

} // namespace runtime::tls
