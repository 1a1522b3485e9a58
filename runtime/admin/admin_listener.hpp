// What operators and their tools ask over HTTP: is the process alive, does it
// take players, its metrics, and commands.
//
//   GET  /livez          200 while the process runs
//   GET  /readyz         200 when the node takes players, 503 with a sentence otherwise
//   GET  /metrics        Prometheus text
//   GET  /v1/commands    the commands; see admin_api.hpp
//   POST /v1/NOUN/VERB   runs one
//
// The first three need no token and change nothing.

#pragma once

#include "runtime/admin/admin_api.hpp"
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
  /// Of everybody who asks for commands; empty: none is required.
  std::string token{};
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
  /// From now on commands are run by `runner`, on the listener's threads; null: they are not any more.
  void serve_commands(command_runner runner) { api_.serve(std::move(runner)); }
  void stop();

private:
  struct server;

  void serve_health();
  void serve_api();

  listener_options options_;
  admin_api api_;
  std::unique_ptr<server> server_;
  uint16_t port_ = 0;
};

} // namespace runtime::admin
