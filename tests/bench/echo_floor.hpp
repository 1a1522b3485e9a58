// The least that any server on this machine has to do for an answer: a child
// process with one thread, one epoll set, recv and send.

#pragma once

#include <cstddef>
#include <vector>

#include <sys/types.h>

namespace bench {

class echo_floor {
public:
  /// Make it before anything that starts threads. Throws std::runtime_error when the system refuses.
  echo_floor();
  ~echo_floor();
  echo_floor(const echo_floor&) = delete;
  echo_floor& operator=(const echo_floor&) = delete;

  /// Connects `count` times; sockets are non-blocking and the caller's.
  std::vector<int> connect(size_t count) const;
  pid_t pid() const { return pid_; }

private:
  pid_t pid_ = -1;
  unsigned short port_ = 0;
};

} // namespace bench
