// The member actor: keeps this node in the cluster.
//
//   join_cluster --> at the first tick, which comes from whoever starts the node;
//                    retried until the database answers
//   beat         --> every half second, one at a time; its answer is the whole
//                    cluster, which router, host, keeper and coordinator of this
//                    node are told
//
// A beat that is refused means that the cluster has given this life up: whatever
// it still does is fenced in the database, and the process has to end. So it has
// when it reaches neither the database nor most of the other nodes for as long
// as its leases last.

#pragma once

#include "messages/interfaces/coordinator.hpp"
#include "messages/interfaces/keeper.hpp"
#include "messages/interfaces/member.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/backoff.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

namespace runtime::cluster {

struct member_options {
  std::string cluster;
  msg::node_record self;
  msg::store_actor store;
  msg::router_actor router;
  msg::host_actor host;
  msg::keeper_actor keeper;
  msg::coordinator_actor coordinator;
  std::chrono::milliseconds beat{500};
  std::chrono::milliseconds lease{10'000}; // of zones and services
  std::chrono::milliseconds coordinator_lease{2'500};
  std::function<uint32_t()> count_sessions; // of clients of this node
  std::shared_ptr<runtime::metrics> metrics;
  uint64_t seed = 0;
  /// Once: an empty text when it has joined, or why it cannot.
  std::function<void(std::string problem)> on_joined;
  /// This life is over; the reason is for people.
  std::function<void(std::string why)> on_dead;
};

class member final : public msg::member_actor::base {
public:
  member(caf::actor_config& cfg, member_options options);

  const char* name() const override { return "member"; }
  void on_exit() override;

  // For whoever watches from the same thread, as the simulator does.
  bool has_joined() const { return has_joined_; }
  /// Of the coordinator's lease when this node had it at its last beat; else 0.
  uint64_t coordinator_epoch() const { return coordinator_epoch_; }
  const msg::cluster_view& view() const { return view_; }

protected:
  behavior_type make_behavior() override;

private:
  void join();
  void joined(const msg::cluster_view& view);
  void on_tick();
  void send_beat();
  void on_view(const msg::cluster_view& view, bool is_beat);
  void on_beat_failed(const caf::error& why);
  void look_around();
  bool may_coordinate() const;
  void die(std::string why);
  caf::result<caf::ok_atom> stop();
  uint64_t now_ms() const;

  member_options options_;
  backoff pause_;
  msg::cluster_view view_;
  std::vector<std::string> unseen_;
  std::vector<msg::zone_load> loads_;
  uint64_t coordinator_epoch_ = 0;
  uint64_t answered_ms_ = 0; // when the last answered beat was sent: the leases last from then on
  uint64_t busy_ms_ = 0;     // when this node last coordinated and ran something as well
  bool has_joined_ = false;
  bool is_beating_ = false; // one is under way
  bool is_failing_ = false;
  bool is_stopping_ = false;
  bool is_dead_ = false;
};

} // namespace runtime::cluster
