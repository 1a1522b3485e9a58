// SIGINT and SIGTERM as something to poll, for as long as this object lives.

#pragma once

#include <csignal>

namespace tools::tcp {

class stop_signals {
public:
  stop_signals();
  ~stop_signals();
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;

  /// Readable once one of them has come.
  int fd() const { return fd_; }

private:
  sigset_t before_{};
  int fd_ = -1;
};

} // namespace tools::tcp
