#include "tests/sim/server_sockets.hpp"

#include "tests/sim/client_network.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>

namespace sim {

namespace net = runtime::net;

namespace {

constexpr size_t writable_at = client_pipe::window / 3; // as Linux does: not for every single byte
constexpr uint64_t server_mark = uint64_t{1} << 63;     // tells descriptors from clients in the digest

} // namespace

// -- the face for processes -------------------------------------------------------

net::socket_calls server_sockets::calls() {
  return {
    .accept = [this](int listener) { return accept(listener); },
    .receive = [this](int fd, std::span<uint8_t> room) { return receive(fd, room); },
    .send = [this](int fd, std::span<const uint8_t> bytes) { return send(fd, bytes); },
    .end_output = [this](int fd) { end_output(fd); },
    .close = [this](int fd) { close(fd); },
  };
}

uint32_t server_sockets::add_loop() { return network_.next_loop_++; }

net::manual_watch server_sockets::watch(uint32_t loop) {
  return {
    .watch = [this, loop](int fd, uint64_t token, uint32_t events) { return watch(fd, loop, token, events); },
    .change = [this](int fd, uint64_t token, uint32_t events) { change(fd, token, events); },
    .forget = [this](int fd) { forget(fd); },
  };
}

int server_sockets::listen(uint16_t port) {
  for (auto is_any = port == 0; is_any && (port == 0 || listeners_.count(port) != 0);) {
    port = network_.next_port_;
    network_.next_port_ = port == UINT16_MAX ? client_network::free_port_min : static_cast<uint16_t>(port + 1);
  }
  if (listeners_.count(port) != 0)
    return -1;
  auto fd = network_.next_fd_++;
  listeners_[port] = fd;
  sockets_[fd].port = port;
  if (!std::exchange(is_on_, true))
    for (auto& [id, c] : network_.connections_)
      if (c.host == this)
        network_.release(c, client_network::way::to_server);
  return fd;
}

uint16_t server_sockets::port_of(int listener) const {
  auto i = sockets_.find(listener);
  return i == sockets_.end() ? uint16_t{0} : i->second.port;
}

void server_sockets::collect_ready(std::vector<ready_socket>& out) const {
  if (is_paused_)
    return;
  for (auto fd : ready_) {
    const auto& what = sockets_.find(fd)->second;
    out.push_back({what.loop, what.token, what.events});
  }
}

// -- the calls --------------------------------------------------------------------

net::accepted server_sockets::accept(int listener) {
  auto* from = find(listener);
  if (!from || from->client != 0)
    return {-1, from ? EINVAL : EBADF, 0};
  if (from->pending.empty())
    return {-1, EAGAIN, 0};
  if (sockets_.size() >= descriptors_max_)
    return {-1, EMFILE, 0};
  auto* c = network_.find(from->pending.front());
  from->pending.pop_front();
  refresh(listener);
  c->server = client_network::server_state::accepted;
  c->fd = network_.next_fd_++;
  sockets_[c->fd].client = c->id;
  ++open_connections_;
  return {c->fd, 0, c->address};
}

net::transferred server_sockets::receive(int fd, std::span<uint8_t> room) {
  auto* what = find(fd);
  if (!what || what->client == 0)
    return {-1, what ? ENOTCONN : EBADF};
  auto& c = *network_.find(what->client);
  auto& unread = c.to_server.unread;
  if (unread.empty()) {
    auto error = std::exchange(c.error, 0);
    if (error == 0 && !c.has_end && !c.is_reset)
      error = EAGAIN;
    refresh(fd);
    return {error == 0 ? 0 : -1, error};
  }
  auto bytes = unread.front(room.size());
  std::copy(bytes.begin(), bytes.end(), room.begin());
  network_.counters_.bytes_to_servers += bytes.size();
  network_.mix(server_mark | static_cast<uint64_t>(fd), bytes);
  auto n = bytes.size();
  unread.pop(n);
  network_.transmit(c);
  refresh(fd);
  return {static_cast<ssize_t>(n), 0};
}

net::transferred server_sockets::send(int fd, std::span<const uint8_t> bytes) {
  auto* what = find(fd);
  if (!what || what->client == 0)
    return {-1, what ? ENOTCONN : EBADF};
  auto& c = *network_.find(what->client);
  if (c.is_reset || c.is_output_ended) {
    auto error = std::exchange(c.error, 0);
    refresh(fd);
    return {-1, error != 0 ? error : EPIPE};
  }
  auto n = std::min(bytes.size(), c.to_client.room());
  if (n == 0 && !bytes.empty())
    return {-1, EAGAIN};
  for (auto rest = bytes.first(n); !rest.empty();) {
    auto size = network_.draw_size(rest.size());
    network_.push(c, client_network::way::to_client, segment_kind::data, rest.first(size));
    rest = rest.subspan(size);
  }
  refresh(fd);
  return {static_cast<ssize_t>(n), 0};
}

void server_sockets::end_output(int fd) {
  auto* what = find(fd);
  if (!what || what->client == 0)
    return;
  auto& c = *network_.find(what->client);
  if (!c.is_reset && !std::exchange(c.is_output_ended, true))
    network_.push(c, client_network::way::to_client, segment_kind::fin);
  refresh(fd);
}

void server_sockets::close(int fd) {
  auto* what = find(fd);
  if (!what)
    return;
  if (what->client == 0) {
    close_listener(*what);
  } else {
    auto& c = *network_.find(what->client);
    c.server = client_network::server_state::closed;
    c.fd = -1;
    --open_connections_;
    if (!c.to_server.unread.empty() && !c.is_reset) // as a kernel does when what it has was not read
      network_.reset(c, client_network::way::to_client);
    else if (!c.is_reset && !c.is_output_ended)
      network_.push(c, client_network::way::to_client, segment_kind::fin);
    network_.reap(c);
  }
  ready_.erase(fd);
  sockets_.erase(fd);
}

void server_sockets::close_listener(const socket& what) {
  listeners_.erase(what.port);
  for (auto id : what.pending) {
    auto& c = *network_.find(id);
    c.server = client_network::server_state::closed;
    network_.reset(c, client_network::way::to_client);
    network_.reap(c);
  }
}

void server_sockets::lose_process() {
  sockets_.clear();
  listeners_.clear();
  ready_.clear();
  open_connections_ = 0;
}

// -- readiness --------------------------------------------------------------------

bool server_sockets::watch(int fd, uint32_t loop, uint64_t token, uint32_t events) {
  auto* what = find(fd);
  if (!what || what->is_watched)
    return false;
  what->is_watched = true;
  what->loop = loop;
  what->token = token;
  what->mask = events;
  refresh(fd);
  return true;
}

void server_sockets::change(int fd, uint64_t token, uint32_t events) {
  auto* what = find(fd);
  if (!what || !what->is_watched)
    return;
  what->token = token;
  what->mask = events;
  refresh(fd);
}

void server_sockets::forget(int fd) {
  if (auto* what = find(fd)) {
    what->is_watched = false;
    refresh(fd);
  }
}

server_sockets::socket* server_sockets::find(int fd) {
  auto i = sockets_.find(fd);
  return i == sockets_.end() ? nullptr : &i->second;
}

int server_sockets::listener_at(uint16_t port) const {
  auto i = listeners_.find(port);
  return i == listeners_.end() ? -1 : i->second;
}

void server_sockets::refresh(int fd) {
  auto* what = find(fd);
  if (!what)
    return;
  // Errors and hang-ups are reported whether asked for or not.
  auto asked = what->mask | EPOLLERR | EPOLLHUP;
  auto before = std::exchange(what->events, what->is_watched ? events_of(*what) & asked : 0);
  if ((before != 0) == (what->events != 0))
    return;
  if (what->events != 0)
    ready_.insert(fd);
  else
    ready_.erase(fd);
}

uint32_t server_sockets::events_of(const socket& what) const {
  if (what.client == 0)
    return what.pending.empty() ? 0u : uint32_t{EPOLLIN};
  const auto& c = *network_.find(what.client);
  uint32_t result = 0;
  if (c.has_end || c.is_reset)
    result |= EPOLLIN | EPOLLRDHUP;
  if (!c.to_server.unread.empty())
    result |= EPOLLIN;
  if (c.is_reset || (c.has_end && c.is_output_ended))
    result |= EPOLLHUP;
  if (c.error != 0)
    result |= EPOLLERR;
  if (c.is_reset || c.is_output_ended || c.to_client.room() >= writable_at)
    result |= EPOLLOUT;
  return result;
}

} // namespace sim
