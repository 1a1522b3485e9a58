// The coordinator's decisions: values in, decisions out. It is told how the
// cluster stands after every beat of its node and says what is to be done; it is
// told how that ended, and never decides about the same thing twice at a time.
//
// It watches also while another node coordinates, so that it knows who is silent
// when it takes over. Everything else it learns from the database anew.

#pragma once

#include "messages/errors.hpp"
#include "runtime/cluster/node_watch.hpp"
#include "runtime/cluster/placement.hpp"

#include <variant>

namespace runtime::cluster {

struct coordinator_parameters {
  watch_parameters watch;
  placement_weights weights;
  uint64_t settle_ms = 1'500; // at the start of a cluster other nodes are waited for
  size_t moves_max = 2;       // at the same time
  uint64_t retry_first_ms = 2'000;
  uint64_t retry_max_ms = 30'000;
  // A zone moves for its load only when all of this holds:
  uint32_t rebalance_percent = 25;        // by so much the node with the most load has less
  uint64_t rebalance_least_cost = 50'000; // microseconds per second on that node, at a capacity of 100
  uint64_t rebalance_steady_ms = 30'000;  // it has been so for so long
  uint64_t rebalance_rest_ms = 300'000;   // the zone has not moved for so long
};

struct decision {
  enum class kind : uint8_t { declare_dead, assign, move, stop };

  uint64_t id = 0;
  kind what = kind::assign;
  std::string lease;  // assign, move, stop
  msg::map_id map;    // move, stop
  uint64_t epoch = 0; // that the lease has
  msg::node_key from; // move, stop: who has it
  msg::node_key to;   // declare_dead: whom; assign, move: who gets it
  std::string why;    // for people
  uint64_t term = 0;  // epoch of the coordinator's lease

  friend bool operator==(const decision&, const decision&) = default;
};

std::string_view to_string(decision::kind what);

/// How a decision ended.
struct outcome {
  bool is_done = false;
  uint64_t epoch = 0;      // assign: of the lease now
  msg::move_report report; // move
};

/// Why an order is refused; the sentence is for people.
struct refusal {
  msg::errc code = msg::errc::bad_request;
  std::string why;
};
template <class T>
using ordered = std::variant<T, refusal>;

class coordinator_machine {
public:
  coordinator_machine(coordinator_parameters parameters, neighbour_map neighbours);

  std::vector<decision> on_news(const msg::coordinator_news& news, uint64_t now_ms);
  void ended(const decision& what, const outcome& how, uint64_t now_ms);
  /// Somebody else coordinates by now: nothing more until the lease is this node's again, under a later epoch.
  void stand_down();

  /// It believes that its node holds the lease.
  bool acts() const { return term_ != 0; }
  uint64_t term() const { return term_; }

  // What operators ask; nothing is changed. Only while it acts.
  ordered<msg::zone_explanation> explain(msg::map_id map, uint64_t now_ms) const;
  ordered<msg::order_answer> check_drain(const msg::order_drain& what, uint64_t now_ms) const;
  ordered<msg::order_answer> check_order(const msg::order_zone& what) const;
  ordered<msg::drain_status> drain_of(const std::string& node) const;
  /// The order is in the database: from now on moves off that node belong to this drain.
  void begin_drain(const std::string& node) { drains_[node] = {false, {}, {}}; }
  /// The move that is ordered. It counts as under way from then on; that of a dry run does not.
  ordered<decision> order_move(const msg::order_move& what, uint64_t now_ms);

private:
  struct retry {
    uint32_t failures = 0;
    uint64_t not_before_ms = 0;
  };
  using decisions = std::vector<decision>;
  using bars = std::map<std::string, std::string>;
  struct relief;
  struct drain {
    bool is_inherited = true; // it began before this node coordinated
    std::vector<msg::move_report> moved;
    std::map<uint64_t, uint64_t> unreported; // moves that are seen to be over: decision, and since when
  };

  void learn(const msg::cluster_view& view, uint64_t now_ms);
  void learn_lease(const msg::lease_record& lease, uint64_t now_ms);
  void learn_drains();
  void list_leases();
  void begin_term(uint64_t epoch, uint64_t now_ms);
  bool is_settling(uint64_t now_ms);

  const msg::zone_order* order_of(msg::map_id map) const;
  /// Null when it is nobody's, or that of a node which is not alive.
  const msg::node_record* holder_of(const msg::lease_record& lease) const;
  bool is_known(msg::map_id map) const;
  /// What this node itself did is not in the view yet, or is under way.
  bool is_dying(const msg::node_key& node) const;
  bars barred(uint64_t now_ms) const;
  /// With everything that is under way as if it was done.
  placement places(const bars& barred) const;

  bool declare_deaths(decisions& out, uint64_t now_ms);
  void assign_leases(decisions& out, placement& places, uint64_t now_ms);
  void assign(decisions& out, placement& places, const std::string& name, uint64_t now_ms);
  void stop_zones(decisions& out, uint64_t now_ms);
  void evacuate(decisions& out, placement& places, uint64_t now_ms);
  std::string reason_to_go(const msg::lease_record& lease, const msg::node_record& holder, const placement& places,
                           uint64_t now_ms) const;
  void rebalance(decisions& out, const placement& places, uint64_t now_ms);
  std::optional<relief> best_relief(const placement& places, uint64_t now_ms) const;
  bool may_relieve(const msg::lease_record& lease, uint64_t now_ms) const;

  decision make_move(const msg::lease_record& lease, const msg::node_record& to, std::string why) const;
  const decision& begin(decision what);
  bool may_try(decision::kind what, const std::string& subject, uint64_t now_ms) const;
  void put_off(const decision& what, uint64_t now_ms);
  void forget_overtaken(uint64_t now_ms);
  size_t moves_under_way() const;
  void note_move(const decision& what, const msg::move_report& report);

  ordered<const msg::node_record*> target_of(const msg::order_move& what, const msg::lease_record& lease,
                                             uint64_t now_ms) const;
  std::string sentence_of(const msg::drain_status& status, bool has_services) const;

  coordinator_parameters parameters_;
  neighbour_map neighbours_;
  node_watch watch_;
  msg::cluster_view view_; // with what was done since
  msg::node_key self_;
  uint64_t term_ = 0;
  uint64_t terms_over_ = 0; // the latest one that is over
  uint64_t term_since_ms_ = 0;
  uint64_t next_id_ = 1;
  bool has_settled_ = false;
  std::map<std::string, msg::lease_record> newest_; // a view may be older than what was done since
  std::set<msg::node_key> dead_;                    // likewise: declared dead by this node
  std::map<std::string, decision> under_way_;       // by what it is about: a lease, or a node
  std::map<std::pair<decision::kind, std::string>, retry> retries_;
  std::map<msg::map_id, uint32_t> costs_;    // of zones, as they are on the average
  std::map<msg::map_id, uint64_t> moved_ms_; // when a zone last changed its node
  std::map<std::string, drain> drains_;      // of nodes, by name: the last one of each
  uint64_t uneven_since_ms_ = 0;             // 0: the load is spread well enough
};

} // namespace runtime::cluster
