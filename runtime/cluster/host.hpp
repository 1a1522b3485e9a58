// The host actor: runs the zones whose leases the database gives to this node,
// and carries zones over to other nodes (messages/interfaces/host.hpp).

#pragma once

#include "messages/interfaces/host.hpp"
#include "messages/interfaces/keeper.hpp"
#include "messages/interfaces/router.hpp"
#include "runtime/base/metrics.hpp"

#include <caf/all.hpp>

#include <map>
#include <memory>

namespace runtime::cluster {

struct host_options {
  msg::node_key node;
  msg::store_actor store;
  msg::router_actor router;
  msg::keeper_actor keeper; // hears of the lease of the services, too
  /// A dormant zone; null when this node has not its content.
  std::function<msg::zone_actor(msg::map_id)> spawn_zone;
  std::chrono::milliseconds lease{10'000}; // of a zone that is handed over
  std::shared_ptr<runtime::metrics> metrics;
  /// Microseconds of real time for measuring pauses; never decides anything. May be null.
  uint64_t (*stopwatch_us)() = nullptr;
};

class host final : public msg::host_actor::base {
public:
  host(caf::actor_config& cfg, host_options options);

  const char* name() const override { return "host"; }
  void on_exit() override;

  // For whoever watches from the same thread, as the simulator does.
  template <class Fn>
  void each_zone(Fn&& fn) const {
    for (const auto& [map, x] : zones_)
      fn(map, x.epoch, x.zone);
    for (const auto& [map, x] : prepared_)
      fn(map, uint64_t{0}, x.zone);
  }
  /// Those that linger to say that they have moved.
  const std::vector<msg::zone_actor>& retired() const { return retired_; }

protected:
  behavior_type make_behavior() override;

private:
  using done_promise = caf::typed_response_promise<caf::ok_atom>;

  /// A zone this node runs, or is about to.
  struct running {
    msg::zone_actor zone;
    uint64_t epoch = 0;
    msg::zone_load load;
    bool serves = false;
    bool is_moving = false;
    bool is_stopping = false;
  };
  /// A dormant zone for one that may come.
  struct prepared {
    msg::zone_actor zone;
    uint64_t from_epoch = 0;
    uint64_t since_ms = 0;
  };
  struct move;

  // What the database says is what is to run.
  void on_view(const msg::cluster_view& view);
  void settle(const msg::lease_record& lease);
  void begin(msg::map_id map, uint64_t epoch, msg::zone_actor zone, const char* how, done_promise promise);
  void begin_fresh(msg::map_id map, uint64_t epoch);
  void take_away(msg::map_id map, const char* why);
  void retire(const msg::zone_actor& zone, bool is_saved);
  void end_zone(const msg::zone_actor& zone);
  void on_down(const caf::down_msg& down);
  void on_tick();

  // Moves, from here.
  caf::result<msg::move_report> begin_move(const msg::move_zone& what);
  void prepare(std::shared_ptr<move> trip);
  void freeze(std::shared_ptr<move> trip);
  void install(std::shared_ptr<move> trip);
  void hand_over(std::shared_ptr<move> trip);
  void commit(std::shared_ptr<move> trip, uint64_t epoch);
  void take_back(std::shared_ptr<move> trip, const std::string& why);
  void thaw(std::shared_ptr<move> trip, int tries);
  void finish(std::shared_ptr<move> trip);
  // Moves, to here.
  caf::result<msg::zone_actor> prepare_zone(const msg::prepare_zone& what);
  caf::result<caf::ok_atom> commit_zone(const msg::commit_zone& what);
  void discard_zone(const msg::discard_zone& what);

  caf::result<caf::ok_atom> stop_zone(msg::map_id map);
  void stop_running(msg::map_id map, std::function<void()> done);
  void release(msg::map_id map, uint64_t epoch, std::function<void()> done);
  caf::result<caf::ok_atom> leave();
  void leave_one();
  std::optional<std::pair<msg::node_key, msg::host_actor>> place_for(msg::map_id map,
                                                                     const std::vector<msg::peer_record>& peers) const;
  void leave_by(const std::vector<msg::peer_record>& peers);

  bool knows(msg::map_id map, uint64_t epoch) const;
  void learn(msg::map_id map, uint64_t epoch);
  uint64_t now_ms() const;
  uint64_t stopwatch_us() const { return options_.stopwatch_us ? options_.stopwatch_us() : now_ms() * 1000; }

  host_options options_;
  msg::cluster_view view_;
  uint64_t view_ms_ = 0; // when it came
  std::map<msg::map_id, running> zones_;
  std::map<msg::map_id, prepared> prepared_;
  std::vector<msg::zone_actor> retired_;        // until they have ended
  std::map<msg::map_id, uint64_t> epochs_;      // the highest known: a view may be older than what was done since
  std::map<msg::map_id, uint64_t> released_;    // epochs whose leases are to be nobody's, as long as they are not
  std::vector<std::shared_ptr<move>> in_doubt_; // asked again at the next tick
  std::vector<done_promise> leaving_;
  bool is_leaving_ = false;
  bool is_leaving_one_ = false;
};

} // namespace runtime::cluster
