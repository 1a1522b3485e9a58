// One process of one simulated node, from its start to its end: an actor system
// of its own on CAF's test coordinator and test multiplexer, and in it the
// production node. Nothing in it waits; whoever owns it runs its jobs and its
// clock.

#pragma once

#include "runtime/boot/node.hpp"
#include "tests/sim/node_network.hpp"

#include <caf/scheduler/test_coordinator.hpp>

namespace sim {

/// How a node's clock goes: at its own rate from its own beginning.
class node_clock {
public:
  node_clock(instant global, instant local) : global_(global), local_(local) {}

  /// Millionths by which it is fast (or, negative, slow) from `now` on.
  void set_rate(instant now, int32_t ppm);
  instant local_at(instant global) const;
  /// The first moment at which `local_at` is not less than `local`.
  instant global_at(instant local) const;

private:
  static constexpr uint64_t million = 1'000'000;
  instant global_;
  instant local_;
  uint64_t rate_ = million;
};

class process {
public:
  process(const runtime::boot::serve_options& options, runtime::boot::seams seams, instant local_now);
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  caf::actor_system& system() { return *system_; }
  caf::scheduler::test_coordinator& scheduler() { return *scheduler_; }
  caf::io::network::test_multiplexer& network() { return *network_; }
  runtime::boot::node& node() { return *node_; }
  const runtime::boot::node& node() const { return *node_; }
  runtime::metrics& metrics() { return *metrics_; }
  const runtime::boot::serve_options& options() const { return options_; }

  void set_clock(instant local);
  /// The next time something is due by the node's clock; `never` when nothing is.
  instant next_due() const;

  /// The next message of a job that waits to run; null when it cannot be told.
  static caf::mailbox_element* next_message(caf::resumable* job);
  /// Runs one message of the job at `i`.
  void run_job(size_t i);
  /// Runs something of the multiplexer; false when there was nothing.
  bool run_network();

  /// Actors that live, those of CAF included.
  size_t actors() const;
  /// Those of them that a node without clients needs.
  size_t idle_actors() const;

private:
  struct config;

  runtime::boot::serve_options options_;
  std::unique_ptr<config> config_;
  std::unique_ptr<caf::actor_system> system_;
  caf::scheduler::test_coordinator* scheduler_ = nullptr;
  caf::io::network::test_multiplexer* network_ = nullptr;
  std::shared_ptr<runtime::metrics> metrics_;
  std::unique_ptr<runtime::boot::node> node_;
};

} // namespace sim
