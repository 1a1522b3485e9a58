// What an io_loop without an epoll set asks of whoever drives it: to remember
// which sockets it waits for. A simulation implements it.

#pragma once

#include <cstdint>
#include <functional>

namespace runtime::net {

/// `events` are epoll's bits and mean what they mean there, level-triggered. All members are set.
struct manual_watch {
  /// False when the socket is watched already or is none.
  std::function<bool(int fd, uint64_t token, uint32_t events)> watch;
  std::function<void(int fd, uint64_t token, uint32_t events)> change;
  std::function<void(int fd)> forget;
};

} // namespace runtime::net
