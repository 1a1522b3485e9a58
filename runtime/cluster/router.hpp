// The router actor: this node's view of the cluster. It offers what runs here
// to the others, learns what they run, and notices when they are gone.
//
//   node b                          node a
//   connect (CAF)            -->
//   node_offer (b's)         -->    learns, monitors, tells its other peers
//                            <--    node_offer (a's, with the nodes it knows)
//
// The node's own offer comes from whoever starts it, without a sender, once all
// it names is running; only then the router opens its port and dials.
//
// Every node ends up connected to every other. The node that joins dials, and
// dials again after every loss; of two nodes that learn of each other from a
// third, the one whose name comes first dials. The other one waits: connections
// that both sides open at once may both be closed.

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
  std::string host;                 // the interface on which other nodes are awaited
  uint16_t port = 0;                // 0: nobody is awaited
  caf::io::middleman_actor dialler; // only used to open the port and to dial
  std::shared_ptr<runtime::metrics> metrics;
  uint64_t seed = 0;
};

class router final : public msg::router_actor::base {
public:
  router(caf::actor_config& cfg, router_options options);

  const char* name() const override { return "router"; }
  void on_exit() override;

  const route_table& table() const { return table_; }

protected:
  behavior_type make_behavior() override;

private:
  /// A connection this node opens and keeps up.
  struct line {
    msg::node_address to; // without a name until it has answered once
    bool is_seed = false; // this node was told to join it
    bool is_dialling = false;
    backoff pause;
  };

  caf::result<msg::node_offer> begin(const msg::node_offer& own);
  void dial_first();
  void add_line(const msg::node_address& to, bool is_seed);
  void dial(const std::string& key);
  void greet(const std::string& key, const msg::router_actor& peer);
  void dial_again(const std::string& key, const caf::error& why);
  bool learn(const caf::actor_addr& peer, const msg::node_offer& offer);
  void discover(const msg::node_offer& offer);
  void on_down(const caf::down_msg& down);

  router_options options_;
  route_table table_;
  prng seeds_;
  std::map<std::string, line> lines_; // by "host:port"
  std::set<std::string> seen_;        // names of peers, also of those that are gone
};

} // namespace runtime::cluster
