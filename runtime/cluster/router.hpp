// The router actor: this node's view of the cluster. It offers what runs here
// to the others, learns what they run, and notices when they are gone.
//
//   node b                          node a
//   connect (CAF)            -->
//   node_offer (b's)         -->    learns, monitors
//                            <--    node_offer (a's)
//
// The node's own offer comes from whoever starts it, without a sender, once all
// it names is running; only then the router dials.
//
// The node that joins dials, and dials again after every loss; the other waits.

#pragma once

#include "runtime/base/backoff.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/cluster/route_table.hpp"

#include <caf/all.hpp>
#include <caf/io/middleman_actor.hpp>

#include <set>
#include <string>

namespace runtime::cluster {

struct router_options {
  std::string node;      // name of this node, for logs until its offer is known
  std::string join_host; // empty: nobody to dial
  uint16_t join_port = 0;
  caf::io::middleman_actor dialler; // only used to dial
  std::shared_ptr<runtime::metrics> metrics;
  uint64_t seed = 0;
};

class router final : public msg::router_actor::base {
public:
  router(caf::actor_config& cfg, router_options options);

  const char* name() const override { return "router"; }
  void on_exit() override;

protected:
  behavior_type make_behavior() override;

private:
  void begin(const msg::node_offer& own);
  void dial();
  void greet(const msg::router_actor& peer);
  void dial_again(const caf::error& why);
  void learn(const caf::actor_addr& peer, const msg::node_offer& offer);
  void on_down(const caf::down_msg& down);

  router_options options_;
  route_table table_;
  caf::actor_addr dialled_; // the peer we keep up a connection to
  backoff backoff_;
  std::set<std::string> seen_; // names of peers, also of those that are gone
};

} // namespace runtime::cluster
