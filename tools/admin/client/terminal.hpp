// Waiting at a terminal: time, SIGINT, SIGTERM, or the key q.

#pragma once

#include "tools/admin/client/screen.hpp"
#include "tools/tcp/signals.hpp"

#include <memory>

namespace tools::admin {

/// As long as it lives, signals end waits instead of the process, and with `has_keys` so does q.
class terminal {
public:
  explicit terminal(bool has_keys);
  ~terminal();
  terminal(const terminal&) = delete;
  terminal& operator=(const terminal&) = delete;

  wake wait(std::chrono::milliseconds time);

private:
  struct key_mode;

  tcp::stop_signals signals_;
  std::unique_ptr<key_mode> keys_; // null when standard input is no terminal
};

/// Whether standard output is one, and `out` is standard output.
bool is_drawable(const std::ostream& out);

} // namespace tools::admin
