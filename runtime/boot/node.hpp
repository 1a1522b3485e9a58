// Everything one node runs, made from its options. Members are in the order in
// which they start; `stop` ends them in reverse.

#pragma once

#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/base/prng.hpp"
#include "runtime/boot/content_files.hpp"
#include "runtime/boot/options.hpp"
#include "runtime/net/io_loop.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>

namespace runtime::boot {

/// CAF's settings for a node, and every type that crosses between nodes.
class node_config : public caf::actor_system_config {
public:
  explicit node_config(const serve_options& options);
};

class node {
public:
  /// `options` must outlive the node.
  node(caf::actor_system& system, const serve_options& options, std::shared_ptr<runtime::metrics> metrics);
  ~node();
  node(const node&) = delete;
  node& operator=(const node&) = delete;

  /// Returns an empty text, or why the node cannot run.
  std::string start();

  /// Sends everybody home, saves everything, ends all actors. False when
  /// something was not done by `deadline`.
  bool stop(std::chrono::milliseconds deadline);

private:
  std::string open_listeners();
  std::string load_content();
  /// Lets go of the maps that other nodes run; they were needed to check where warps lead.
  std::string keep_wanted_zones(loaders::world_data& world) const;
  void start_services();
  void start_zones();
  std::string start_router();
  void start_login_edge();
  void start_game_edge();
  msg::edge_actor
  start_edge(const std::string& label, int listener,
             std::function<msg::connection_actor(msg::edge_actor, msg::connection_id, std::string)> make);
  bool stop_edges(caf::scoped_actor& self, caf::actor_clock::time_point until);
  bool stop_zones(caf::scoped_actor& self, caf::actor_clock::time_point until);

  caf::actor_system& system_;
  const serve_options& options_;
  std::shared_ptr<runtime::metrics> metrics_;
  prng seeds_;

  int login_listener_ = -1;
  int game_listener_ = -1;
  std::shared_ptr<const loaders::world_data> world_; // nothing on a node without zones
  msg::password_actor passwords_;
  msg::node_offer offer_;
  msg::router_actor router_;
  std::vector<std::shared_ptr<net::io_loop>> loops_;
  std::vector<msg::edge_actor> edges_;
};

} // namespace runtime::boot
