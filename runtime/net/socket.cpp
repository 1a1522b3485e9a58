#include "runtime/net/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace runtime::net {

namespace {

constexpr int backlog = 4096;

sockaddr_in make_address(const std::string& host, uint16_t port, bool& is_good) {
  sockaddr_in result{};
  result.sin_family = AF_INET;
  result.sin_port = htons(port);
  is_good = ::inet_pton(AF_INET, host.c_str(), &result.sin_addr) == 1;
  return result;
}

} // namespace

int listen_tcp(const std::string& host, uint16_t port, std::string& problem) {
  auto where = host + ":" + std::to_string(port);
  bool is_good = false;
  auto address = make_address(host, port, is_good);
  if (!is_good) {
    problem = "cannot listen on " + where + ": the host must be an IPv4 address";
    return -1;
  }
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int one = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
      || ::listen(fd, backlog) != 0) {
    problem = "cannot listen on " + where + ": " + std::strerror(errno);
    if (fd >= 0)
      ::close(fd);
    return -1;
  }
  return fd;
}

uint16_t local_port(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

accepted accept_tcp(int listener) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  auto fd = ::accept4(listener, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0)
    return {-1, errno, 0};
  int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return {fd, 0, ntohl(address.sin_addr.s_addr)};
}

socket_calls system_sockets() {
  return {
    .accept = accept_tcp,
    .receive = [](int fd, std::span<uint8_t> room) -> transferred {
      auto n = ::recv(fd, room.data(), room.size(), 0);
      return {n, n < 0 ? errno : 0};
    },
    .send = [](int fd, std::span<const uint8_t> bytes) -> transferred {
      auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      return {n, n < 0 ? errno : 0};
    },
    .end_output = [](int fd) { ::shutdown(fd, SHUT_WR); },
    .close = [](int fd) { ::close(fd); },
  };
}

std::string to_text(uint32_t address) {
  in_addr in{htonl(address)};
  std::array<char, INET_ADDRSTRLEN> text{};
  ::inet_ntop(AF_INET, &in, text.data(), text.size());
  return text.data();
}

} // namespace runtime::net
