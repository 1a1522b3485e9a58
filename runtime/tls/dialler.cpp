#include "runtime/tls/dialler.hpp"

#include "runtime/tls/session.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>
#include <caf/io/network/default_multiplexer.hpp>
#include <caf/io/network/doorman_impl.hpp>
#include <caf/io/network/stream_impl.hpp>

namespace runtime::tls {

namespace {

namespace net = caf::io::network;

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
  tls_scribe(net::default_multiplexer& loop, net::native_socket fd, std::shared_ptr<session> with)
      : scribe(net::conn_hdl_from_socket(fd)), session_(with),
        stream_(loop, fd, std::move(with), [this] { stream_.flush(this); }) {}

  void configure_read(caf::io::receive_policy::config config) override {
    stream_.configure_read(config);
    if (std::exchange(is_launched_, true))
      return;
    stream_.start(this);
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
  std::shared_ptr<session> session_;
  net::stream_impl<tls_policy> stream_;
  bool is_launched_ = false;
};

/// An open port.
class tls_doorman final : public net::doorman_impl {
public:
  tls_doorman(net::default_multiplexer& loop, net::native_socket fd, std::shared_ptr<credentials> own)
      : doorman_impl(loop, fd), own_(std::move(own)) {}

  bool new_connection() override {
    auto fd = acceptor_.accepted_socket();
    auto context = own_->now();
    if (!context) {
      net::close_socket(fd);
      return true;
    }
    auto& loop = acceptor_.backend();
    auto made = caf::make_counted<tls_scribe>(loop, fd, std::make_shared<session>(context, fd, tls_end::accepts));
    auto handle = made->hdl();
    parent()->add_scribe(std::move(made));
    return doorman::new_connection(&loop, handle);
  }

private:
  std::shared_ptr<credentials> own_;
};

net::default_multiplexer& loop_of(caf::actor_system& system) {
  return dynamic_cast<net::default_multiplexer&>(system.middleman().backend());
}

} // namespace

dialler::dialler(caf::actor_config& cfg, caf::actor broker, std::shared_ptr<credentials> own)
    : middleman_actor_impl(cfg, std::move(broker)), own_(std::move(own)) {}

caf::expected<caf::io::scribe_ptr> dialler::connect(const std::string& host, uint16_t port) {
  auto context = own_->now();
  if (!context)
    return caf::make_error(caf::sec::cannot_connect_to_node, "no certificates");
  auto fd = net::new_tcp_connection(host, port);
  if (!fd)
    return std::move(fd.error());
  net::nonblocking(*fd, true);
  return caf::io::scribe_ptr{
    caf::make_counted<tls_scribe>(loop_of(system()), *fd, std::make_shared<session>(context, *fd, tls_end::dials))};
}

caf::expected<caf::io::doorman_ptr> dialler::open(uint16_t port, const char* address, bool reuse) {
  auto fd = net::new_tcp_acceptor_impl(port, address, reuse);
  if (!fd)
    return std::move(fd.error());
  return caf::io::doorman_ptr{caf::make_counted<tls_doorman>(loop_of(system()), *fd, own_)};
}

} // namespace runtime::tls
