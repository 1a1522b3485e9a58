#include "tests/bench/echo_floor.hpp"

#include <array>
#include <csignal>
#include <cstdint>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

namespace {

void without_delay(int fd) {
  int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

void watch(int epoll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

void echo(int fd, std::array<uint8_t, 64 * 1024>& bytes) {
  auto n = ::recv(fd, bytes.data(), bytes.size(), 0);
  if (n > 0)
    static_cast<void>(::send(fd, bytes.data(), static_cast<size_t>(n), MSG_NOSIGNAL));
  else if (n == 0)
    ::close(fd);
}

[[noreturn]] void serve(int listener) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  static std::array<uint8_t, 64 * 1024> bytes;
  std::array<epoll_event, 512> events;
  auto epoll = ::epoll_create1(0);
  watch(epoll, listener);
  for (;;) {
    auto n = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < n; ++i) {
      auto fd = events[static_cast<size_t>(i)].data.fd;
      if (fd != listener) {
        echo(fd, bytes);
        continue;
      }
      auto client = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
      if (client >= 0) {
        without_delay(client);
        watch(epoll, client);
      }
    }
  }
}

} // namespace

echo_floor::echo_floor() {
  auto listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, SOMAXCONN) != 0
      || ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error{"the echo server cannot listen"};
  port_ = ntohs(address.sin_port);
  pid_ = ::fork();
  if (pid_ == 0)
    serve(listener);
  ::close(listener);
}

echo_floor::~echo_floor() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

std::vector<int> echo_floor::connect(size_t count) const {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::vector<int> result;
  while (result.size() < count) {
    auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
      throw std::runtime_error{"cannot connect to the echo server"};
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    without_delay(fd);
    result.push_back(fd);
  }
  return result;
}

} // namespace bench
