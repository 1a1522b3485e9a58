// Everything one node runs, made from its options and the seams of its machine.
// Nothing here waits: starting and stopping are conversations between actors,
// which report how they went.

#pragma once

#include "messages/claims_tally.hpp"
#include "messages/interfaces/member.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/base/prng.hpp"
#include "runtime/boot/content_files.hpp"
#include "runtime/boot/options.hpp"
#include "runtime/boot/seams.hpp"
#include "runtime/cluster/keeper.hpp"
#include "runtime/tls/node_tls.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>

namespace runtime::boot {

/// All empty for a node that talks plainly to others.
tls::tls_files tls_files_of(const serve_options& options);

/// CAF's settings for a node, and every type that crosses between nodes.
class node_config : public caf::actor_system_config {
public:
  /// Without `metrics` nobody counts.
  explicit node_config(const serve_options& options, std::shared_ptr<runtime::metrics> metrics = nullptr);
};

class node {
public:
  /// `options` must outlive the node, and its loops the last handle to an edge.
  node(caf::actor_system& system, const serve_options& options, std::shared_ptr<runtime::metrics> metrics,
       seams machine);
  ~node();
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  /// Starts everything. `done` hears an empty text once clients are admitted, or why the node cannot
  /// run; it may be called before this returns, and on another thread. Call once. Zones begin when the cluster has
  /// decided that they are this node's; clients are admitted when all are served somewhere, or after a while.
  void start(std::function<void(std::string problem)> done);

  /// Sends everybody home, saves everything, ends all actors. `done` hears false when something was not
  /// done within `deadline`; it may be called on another thread. Call once.
  void stop(std::chrono::milliseconds deadline, std::function<void(bool is_good)> done);

  /// The threads of the edges end; whatever their actors still had to do is not done any more.
  void end_loops();

  // What it is made of.
  const msg::node_key& key() const { return offer_.node; }
  const msg::store_actor& store() const { return store_; }
  const msg::router_actor& router() const { return router_; }
  const msg::host_actor& host() const { return offer_.host; }
  const msg::keeper_actor& keeper() const { return keeper_; }
  const msg::coordinator_actor& coordinator() const { return offer_.coordinator; }
  const msg::member_actor& member() const { return member_; }
  const msg::password_actor& passwords() const { return passwords_; }
  const std::vector<msg::edge_actor>& edges() const { return edges_; }

private:
  std::string prepare();
  std::string open_listeners();
  std::string load_content();
  /// Lets go of the maps that other nodes run; they were needed to check where warps lead.
  std::string keep_wanted_zones(loaders::world_data& world) const;
  void start_store();
  void start_router();
  void start_keeper();
  void start_host();
  void start_coordinator();
  void start_member(std::function<void(std::string)> done);
  cluster::services start_services(uint64_t epoch);
  msg::zone_actor start_zone(msg::map_id map);
  msg::node_record describe() const;
  void start_edges();
  void start_login_edge();
  void start_game_edge();
  msg::edge_actor
  start_edge(const std::string& label, int listener,
             std::function<msg::connection_actor(msg::edge_actor, msg::connection_id, std::string)> make);

  caf::actor_system& system_;
  const serve_options& options_;
  std::shared_ptr<runtime::metrics> metrics_;
  seams machine_;
  prng seeds_;
  prng zone_seeds_; // used by the host alone
  int login_listener_ = -1;
  int game_listener_ = -1;
  std::shared_ptr<const loaders::world_data> world_; // nothing on a node without zones
  std::shared_ptr<msg::claims_tally> tally_;
  msg::store_actor store_;
  msg::password_actor passwords_;
  msg::node_offer offer_;
  msg::router_actor router_;
  msg::keeper_actor keeper_;
  msg::member_actor member_;
  std::vector<std::shared_ptr<net::io_loop>> loops_;
  std::vector<msg::edge_actor> edges_;
};

} // namespace runtime::boot
