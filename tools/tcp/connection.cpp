#include "tools/tcp/connection.hpp"

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

namespace tools::tcp {

using namespace msg;

namespace {

constexpr size_t read_size_max = 64 * 1024;

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

} // namespace

bool connection::open(const endpoint& to) {
  close(false);
  fd_ = ::socket(to.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd_ < 0)
    return false;
  int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  is_connecting_ = true;
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to.address), to.size) == 0 || errno == EINPROGRESS)
    return true;
  close(false);
  return false;
}

void connection::adopt(int fd) {
  close(false);
  fd_ = fd;
}

void connection::finish_sending() { ::shutdown(fd_, SHUT_WR); }

void connection::close(bool is_rough) {
  if (fd_ < 0)
    return;
  if (is_rough) {
    linger reset{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
  }
  ::close(fd_);
  fd_ = -1;
  is_connecting_ = false;
  unsent_.clear();
}

bool connection::finish_connecting() {
  int error = 0;
  socklen_t size = sizeof(error);
  is_connecting_ = false;
  return ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

bool connection::send(wire::byte_view bytes) {
  unsent_.insert(unsent_.end(), bytes.begin(), bytes.end());
  return is_connecting_ || flush();
}

bool connection::flush() {
  size_t at = 0;
  while (at < unsent_.size()) {
    auto n = ::send(fd_, unsent_.data() + at, unsent_.size() - at, MSG_NOSIGNAL);
    if (n < 0) {
      if (!would_block())
        return false;
      break;
    }
    at += static_cast<size_t>(n);
  }
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<ptrdiff_t>(at));
  return true;
}

connection::read_result connection::read(wire::byte_buffer& out) {
  out.resize(read_size_max);
  auto n = ::recv(fd_, out.data(), out.size(), 0);
  out.resize(n > 0 ? static_cast<size_t>(n) : 0);
  if (n > 0)
    return read_result::bytes;
  return n < 0 && would_block() ? read_result::nothing : read_result::closed;
}

} // namespace tools::tcp
