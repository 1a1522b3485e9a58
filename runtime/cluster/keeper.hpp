// The keeper actor: starts the services when their lease is this node's, and
// ends them when it is another's.

#pragma once

#include "messages/interfaces/keeper.hpp"
#include "messages/interfaces/router.hpp"

#include <caf/all.hpp>

namespace runtime::cluster {

/// The actors that run under one lease.
struct services {
  msg::account_actor account;
  msg::directory_actor directory;
};

struct keeper_options {
  msg::node_key node;
  msg::store_actor store;
  msg::router_actor router;
  /// Begins the services under this epoch; empty on a node without the role service.
  std::function<services(uint64_t epoch)> spawn_services;
};

class keeper final : public msg::keeper_actor::base {
public:
  keeper(caf::actor_config& cfg, keeper_options options);

  const char* name() const override { return "keeper"; }
  void on_exit() override;

  // For whoever watches from the same thread, as the simulator does.
  const services& running() const { return running_; }
  uint64_t epoch() const { return epoch_; }

protected:
  behavior_type make_behavior() override;

private:
  void settle(const msg::lease_record& lease);
  void begin(uint64_t epoch);
  void end(std::function<void()> done);
  void give_back(std::function<void()> done);
  void release(std::function<void()> done);
  /// A draining node gives the services away when another one can run them.
  bool should_go(const msg::cluster_view& view) const;

  keeper_options options_;
  services running_;
  uint64_t epoch_ = 0;      // under which they run; 0 when they do not
  uint64_t known_ = 0;      // the highest epoch seen: a view may be older than what was done since
  uint64_t given_back_ = 0; // the epoch whose lease is to be nobody's
  bool is_stopping_ = false;
};

} // namespace runtime::cluster
