// The few socket calls the edge needs, with errors as values, and the same calls
// as a value, so that a simulated network can stand in for the system's.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace runtime::net {

/// A listening, non-blocking TCP socket; -1 and a sentence in `problem` when it cannot be had.
/// `host` is an IPv4 address. `port` 0 takes a free one.
int listen_tcp(const std::string& host, uint16_t port, std::string& problem);

/// The port a listening socket has.
uint16_t local_port(int fd);

struct accepted {
  int fd = -1; // non-blocking, TCP_NODELAY on
  int error = 0;
  uint32_t address = 0; // IPv4, host byte order
};

/// The next waiting connection; fd -1 and errno in `error` when there is none.
accepted accept_tcp(int listener);

/// What a call moved; when that is nothing at all, -1 and errno in `error`.
struct transferred {
  ssize_t bytes = -1; // 0 from `receive`: the other side has ended its output
  int error = 0;
};

/// What whoever owns non-blocking sockets does with them; all members are set.
struct socket_calls {
  /// As `accept_tcp`.
  std::function<accepted(int listener)> accept;
  std::function<transferred(int fd, std::span<uint8_t> room)> receive;
  /// Takes as much of `bytes` as there is room for; never raises SIGPIPE.
  std::function<transferred(int fd, std::span<const uint8_t> bytes)> send;
  /// No more bytes from here; the other side may go on.
  std::function<void(int fd)> end_output;
  /// Of a connection or a listener.
  std::function<void(int fd)> close;
};

/// Those of the operating system.
socket_calls system_sockets();

/// Dotted.
std::string to_text(uint32_t address);

} // namespace runtime::net
