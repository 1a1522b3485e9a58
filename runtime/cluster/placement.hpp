// Where something could run, and how good each place is. Pure: the cluster as
// the database has it goes in, options with integer scores and their reasons
// come out. Less is better; 10,000 points are one busy core of a node of
// capacity 100.

#pragma once

#include "messages/cluster_records.hpp"
#include "messages/interfaces/coordinator.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace runtime::cluster {

/// To which maps the warps of a map lead.
using neighbour_map = std::map<msg::map_id, std::set<msg::map_id>>;

/// What the parts of a score weigh, in points.
struct placement_weights {
  uint32_t default_cost = 5'000; // microseconds per second of a zone, or the services, that was never measured
  uint32_t player = 1;
  uint32_t zone = 20;
  uint32_t sessions_of_a_point = 2;
  int64_t neighbour = 15; // in favour, each
  int64_t neighbours_max = 2;
  int64_t hottest_zone = 200; // against the services there
  int64_t coordinator = 5;    // against the services there
};

class placement {
public:
  /// `costs`: microseconds per second of zones, as far as they were ever measured. `barred`: names of nodes that are to
  /// get nothing, and why. The references must outlive this object.
  placement(const msg::cluster_view& view, const std::map<msg::map_id, uint32_t>& costs,
            const std::map<std::string, std::string>& barred, const neighbour_map& neighbours,
            const placement_weights& weights);

  /// This lease counts as that node's from now on. No node: nobody's.
  void plan(const std::string& lease, const std::string& node);

  /// Every node, the best first, those that cannot run it last.
  std::vector<msg::placement_option> options(const std::string& lease) const;
  /// Null when no node can run it.
  const msg::node_record* best(const std::string& lease) const;
  /// Why this node cannot run it; empty: it can.
  std::string problem(const std::string& lease, const msg::node_record& node) const;

  /// The same, whatever is pinned where.
  std::string incapacity(const std::string& lease, const msg::node_record& node) const;

  /// Maps that some zone node which is alive can run and that are not ordered to be stopped.
  std::set<msg::map_id> wanted() const;
  /// Microseconds per second of a zone.
  uint32_t cost_of(msg::map_id map) const;
  /// Of everything on a node, and so much more or less, as if its capacity was 100.
  uint64_t load_of(const std::string& node, int64_t more_cost = 0) const;
  /// The name of the node whose the lease is or is planned to be; empty: nobody's.
  std::string holder(const std::string& lease) const;

private:
  struct tally {
    uint64_t cost = 0;
    uint64_t players = 0;
    uint64_t zones = 0;
    std::set<msg::map_id> maps;
    bool has_services = false;
  };

  const msg::zone_order* order_of(msg::map_id map) const;
  int64_t score(const std::string& lease, const msg::node_record& node, std::string& why) const;
  void count(const std::string& lease, const std::string& node, int sign);

  const msg::cluster_view& view_;
  const std::map<msg::map_id, uint32_t>& costs_;
  const std::map<std::string, std::string>& barred_;
  const neighbour_map& neighbours_;
  const placement_weights& weights_;
  std::map<std::string, std::string> holders_; // by lease
  std::map<std::string, tally> tallies_;       // by node
  std::map<msg::map_id, uint32_t> players_;
};

} // namespace runtime::cluster
