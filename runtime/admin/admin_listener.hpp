// What operators and their tools read over HTTP: is the process alive, does it
// take players, and its metrics. Nothing here changes anything.
//
//   GET /livez     200 while the process runs
//   GET /readyz    200 when the node takes players, 503 with a sentence otherwise
//   GET /metrics   Prometheus text

#pragma once

#include "runtime/base/metrics.hpp"

#include <functional>
#include <memory>
#include <string>

namespace runtime::admin {

struct listener_options {
  std::string host; // IPv4 address; keep it private
  uint16_t port = 0;
  std::shared_ptr<runtime::metrics> metrics;
  /// Why the node takes no players; empty when it does. Called from the listener's threads.
  std::function<std::string()> obstacle;
};

class listener {
public:
  explicit listener(listener_options options);
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  /// Returns an empty text, or why it cannot listen.
  std::string start();
  /// The port it has; of use when 0 was asked for.
  uint16_t port() const { return port_; }
  void stop();

private:
  struct server;

  listener_options options_;
  std::unique_ptr<server> server_;
  uint16_t port_ = 0;
};

} // namespace runtime::admin
