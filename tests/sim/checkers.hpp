// What must be true of a cluster whatever happens to it. Each checker is one
// entry of a table (checkers.cpp) with the moment at which it looks and a bug
// that is planted to prove that it fires (runtime/base/planted.hpp).

#pragma once

#include "tests/sim/census.hpp"
#include "tests/sim/players.hpp"

#include <map>
#include <set>

namespace sim {

struct violation {
  std::string invariant; // name of the checker
  instant at = 0;        // since the cluster began
  uint64_t step = 0;
  std::string what;
};

/// When a checker looks.
enum class moment : uint8_t {
  step,  // after every step, or after those that can break it
  quiet, // nobody has begun anything for a while, and everything has arrived
  gone,  // everybody has left
};

class inspector;

struct checker {
  std::string_view name;
  std::string_view promise;
  moment when;
  void (inspector::*look)();
};

/// All of them. Those without a function are fed by somebody else (the bots, the log).
std::span<const checker> checkers();

class inspector {
public:
  inspector(cluster& what, players& who) : cluster_(what), players_(who) {}

  /// After every step.
  void after(const step_info& step);
  /// Looks with every checker of that moment.
  void look(moment when);

  /// A session sends an input to a zone; the zone deals with it.
  void sent(const msg::player_input& input);
  void done(node_index where, const msg::player_input& input);

  void blame(std::string_view invariant, std::string what);
  const std::vector<violation>& violations() const { return violations_; }
  /// At the moment it is found; may be empty.
  std::function<void(const violation&)> on_violation;

  // The checkers.
  void one_owner_per_zone();
  void one_zone_per_character();
  void one_session_per_account();
  void nobody_in_a_wall();
  void queues_bounded();
  void items_conserved();
  void woonz_conserved();
  void packets_arrived();
  void sight_is_symmetric();
  void store_equals_memory();
  void nobody_left_behind();
  void fenced_writes();
  void one_coordinator();
  void given_up_ends();

private:
  /// The inputs of one stay, by number.
  struct flow {
    uint32_t done = 0;                      // dealt with, all of them up to here
    std::map<uint32_t, uint64_t> under_way; // hashes
  };

  struct belongings {
    std::vector<msg::item_record> items;
    uint32_t woonz = 0;
  };

  const actors::zone* stepped_zone() const;
  void check_belongings();
  void check_place(const actors::zone& zone);
  void check_owner(node_index n, const actors::zone& zone);
  void check_inbox(const actors::zone& zone);
  void check_edge(node_index n, const actors::tcp_edge& edge);
  void check_view(bot_index i, const actors::zone& zone, const msg::character_record& who);

  static constexpr size_t violations_max = 20;

  cluster& cluster_;
  players& players_;
  step_info last_;
  // A session on a node that was given up may still speak of an earlier stay.
  std::map<std::pair<msg::character_id, msg::visit_id>, flow> flows_;
  std::map<uint32_t, belongings> belongings_;                 // by character, as they were when he was made
  std::map<uint32_t, std::pair<node_index, uint16_t>> shown_; // by character: where he was seen last
  std::map<node_index, instant> given_up_since_;
  uint64_t commits_ = 0;
  std::map<node_index, instant> acts_since_; // coordinators that believe they hold the lease and do not
  std::set<std::string> told_;
  std::vector<violation> violations_;
};

} // namespace sim
