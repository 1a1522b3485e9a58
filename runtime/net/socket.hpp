// The few socket calls the edge needs, with errors as values.

#pragma once

#include <cstdint>
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

/// Dotted.
std::string to_text(uint32_t address);

} // namespace runtime::net
