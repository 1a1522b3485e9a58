// The coordinator actor: carries out what its machine decides, and answers
// operators. Every node has one; it acts while its node holds the lease.
//
//   coordinator_news (from the member, after every beat)
//     -> coordinator_machine: what is to be done
//     -> declare_dead, assign_lease to the store, which checks the epoch
//        move_zone, stop_zone to the host that has the zone
//     -> how it went, back to the machine
//
// After whatever changes the cluster at once it asks the store how the cluster
// stands instead of waiting for the next beat.

#pragma once

#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"
#include "runtime/cluster/coordinator_machine.hpp"

#include <caf/all.hpp>

namespace runtime::cluster {

struct coordinator_options {
  msg::store_actor store;
  msg::router_actor router;
  std::shared_ptr<runtime::metrics> metrics;
  uint64_t seed = 0;        // reserved: nothing here rolls dice yet
  neighbour_map neighbours; // to which maps the warps of a map lead
  coordinator_parameters parameters;
  std::chrono::milliseconds lease{10'000}; // of what is assigned
};

class coordinator final : public msg::coordinator_actor::base {
public:
  coordinator(caf::actor_config& cfg, coordinator_options options);

  const char* name() const override { return "coordinator"; }
  void on_exit() override;

  // For whoever watches from the same thread, as the simulator does.
  /// It believes that its node holds the lease.
  bool acts() const { return machine_.acts(); }
  const coordinator_machine& machine() const { return machine_; }

protected:
  behavior_type make_behavior() override;

private:
  using peers = std::vector<msg::peer_record>;
  using move_promise = caf::typed_response_promise<msg::move_report>;

  void on_news(const msg::coordinator_news& news);
  void think();
  void look_again();

  // What was decided, and how it ended.
  void carry_out(std::vector<decision> what);
  void carry_out(const decision& what, const peers& others);
  void declare_dead(const decision& what);
  void assign(const decision& what, const peers& others);
  void move(const decision& what, const peers& others, move_promise promise);
  void stop(const decision& what, const peers& others);
  void ended(const decision& what, const outcome& how);
  void failed(const decision& what, const caf::error& why);

  // What operators ask.
  bool is_ready() const;
  caf::result<msg::zone_explanation> explain(msg::map_id map) const;
  caf::result<msg::move_report> order_move(const msg::order_move& what);
  caf::result<msg::order_answer> order_drain(const msg::order_drain& what);
  caf::result<msg::drain_status> get_drain(const std::string& node) const;
  caf::result<msg::order_answer> order_zone(const msg::order_zone& what);
  template <class Order>
  caf::result<msg::order_answer> write_order(
    const char* name, Order what, msg::order_answer answer, std::function<void()> taken = [] {});
  template <class T>
  caf::result<T> answer(const char* order, const ordered<T>& what) const;

  uint64_t now_ms() const;

  coordinator_options options_;
  coordinator_machine machine_;
  msg::coordinator_news news_;
  uint64_t news_ms_ = 0; // when its node was last answered by the database
  bool is_looking_ = false;
};

} // namespace runtime::cluster
