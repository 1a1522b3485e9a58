// SIGINT and SIGTERM as a question: for as long as it lives they end nothing.

#pragma once

#include "tools/tcp/signals.hpp"

#include <poll.h>

namespace tools::simulator {

class stop_watch {
public:
  /// Readable once one has come.
  int fd() const { return signals_.fd(); }
  bool is_wanted() const {
    pollfd watched{signals_.fd(), POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
  }

private:
  tcp::stop_signals signals_;
};

} // namespace tools::simulator
