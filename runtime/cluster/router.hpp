// The router actor: this node's view of the cluster. It offers what runs here
// to the others, learns what they run, and notices when they are out of reach.
//
//   node b                          node a
//   connect (CAF)            -->
//   node_offer (b's)         -->    learns, monitors
//                            <--    node_offer (a's)
//   node_news, node_ping     <->    from then on
//
// The node's own offer comes from whoever starts it, without a sender; then the
// router opens its port. Which nodes there are it learns from its member, that
// is from the database. Of two nodes the one whose name comes first dials, and
// dials again after every loss: connections that both sides open at once may
// both be closed.

#pragma once

#include "messages/interfaces/member.hpp"
#include "runtime/base/backoff.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/cluster/route_table.hpp"

#include <caf/all.hpp>
#include <caf/io/middleman_actor.hpp>

#include <set>
#include <string>

namespace runtime::cluster {

struct router_options {
  msg::node_key node;
  std::string host;                 // the interface on which other nodes are awaited
  uint16_t port = 0;                // 0: nobody is awaited
  caf::io::middleman_actor dialler; // only used to open the port and to dial
  msg::store_actor store;           // the node's own
  /// Sessions of this node with an account of a directory before this epoch.
  std::function<uint32_t(uint64_t epoch)> count_old_claims;
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
    std::string host;
    uint16_t port = 0;
    bool is_dialling = false;
    backoff pause;
  };
  struct count;

  caf::result<msg::node_offer> begin(const msg::node_offer& own);
  caf::result<msg::node_offer> meet(const msg::node_offer& offer, const caf::actor_addr& peer);
  msg::errc check(const msg::node_offer& offer) const;

  void on_view(const msg::cluster_view& view);
  void tell_deaths();
  void dial(const std::string& name);
  void greet(const std::string& name, const msg::router_actor& peer);
  void dial_again(const std::string& name, const caf::error& why);
  bool learn(const caf::actor_addr& peer, const msg::node_offer& offer);
  void on_down(const caf::down_msg& down);

  void ping();
  void look_around();
  void publish();
  caf::result<msg::old_claims> sum_old_claims(uint64_t epoch);
  std::vector<msg::peer_record> list_peers() const;
  bool is_reachable(const msg::node_key& key) const;
  uint64_t now_ms() const;

  router_options options_;
  route_table table_;
  prng seeds_;
  std::map<std::string, line> lines_;                // by name
  std::map<msg::node_key, caf::node_id> lives_;      // that were met and are not known to be over
  std::set<std::string> seen_;                       // names of peers, also of those that are gone
  std::map<msg::node_key, uint64_t> known_since_ms_; // when the database first told of a node
  std::vector<std::string> unseen_;
  msg::member_actor member_; // whoever told of the cluster
};

} // namespace runtime::cluster
