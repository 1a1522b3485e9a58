#include "runtime/tls/tcp_connect.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace runtime::tls {

namespace {

/// Zero, or the error.
int connect_within(int fd, const addrinfo& to, std::chrono::milliseconds limit) {
  if (::connect(fd, to.ai_addr, to.ai_addrlen) == 0)
    return 0;
  if (errno != EINPROGRESS)
    return errno;
  pollfd wanted{fd, POLLOUT, 0};
  auto n = ::poll(&wanted, 1, static_cast<int>(limit.count()));
  if (n <= 0)
    return n == 0 ? ETIMEDOUT : errno;
  int error = 0;
  socklen_t size = sizeof(error);
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

} // namespace

int tcp_connect(const std::string& host, uint16_t port, std::chrono::milliseconds limit,
                std::chrono::milliseconds limit_unanswered, std::string& problem) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (auto why = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); why != 0) {
    problem = ::gai_strerror(why);
    return -1;
  }
  std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all{found, ::freeaddrinfo};
  for (const auto* to = all.get(); to; to = to->ai_next) {
    auto fd = ::socket(to->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    auto error = fd < 0 ? errno : connect_within(fd, *to, limit);
    if (error == 0) {
      auto unanswered_ms = static_cast<unsigned>(limit_unanswered.count());
      ::setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unanswered_ms, sizeof(unanswered_ms));
      return fd;
    }
    problem = std::strerror(error);
    if (fd >= 0)
      ::close(fd);
  }
  return -1;
}

} // namespace runtime::tls
