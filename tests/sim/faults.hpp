// What can go wrong, and what operators do meanwhile, as data: one entry a kind
// in a table, and a list of faults that a run works through. Lists are drawn from
// a seed, written as text, read back and made shorter.

#pragma once

#include "tests/sim/players.hpp"

namespace sim {

enum class fault_kind : uint8_t {
  kill,
  power_off,
  stop,
  pause,
  skew_clock,
  partition,
  isolate,
  clog,
  swizzle,
  reset,
  delay,
  drop,
  duplicate,
  store_stall,
  store_down,
  store_fail_before_commit,
  store_fail_after_commit,
  client_cut,
  client_half_open,
  client_one_byte_at_a_time,
  client_stop_reading,
  client_flood,
  session_crash,
  clients_unreachable,
  store_unreachable,
  zone_move,
  node_drain,
};

/// What a fault is aimed at.
enum class fault_target : uint8_t { nothing, node, two_nodes, bot, zone_and_node };

struct fault_info {
  fault_kind kind;
  std::string_view name; // as in scenarios and on the command line
  fault_target target;
  std::string_view amount; // unit of the number that says how much; empty: there is none
  uint32_t amount_min;
  uint32_t amount_max;
  instant lasts_min; // 0: it happens in one moment
  instant lasts_max;
  std::string_view sentence;
  /// Players may have to wait, or be lost. What operators do must not be noticed.
  bool is_noticed = true;
};

std::span<const fault_info> fault_table();
const fault_info& info_of(fault_kind kind);
std::optional<fault_kind> fault_named(std::string_view name);

struct fault {
  instant at = 0; // since the cluster began
  fault_kind kind = fault_kind::kill;
  uint32_t first = 0;  // node or bot
  uint32_t second = 0; // node, or a zone's map
  uint32_t amount = 0;
  instant lasts = 0;
  friend bool operator==(const fault&, const fault&) = default;
};

/// "at 12.340s kill b for 3.200s"; names of nodes are letters.
std::string to_text(const fault& x);
/// "12.340s"; what is less than a millisecond is left out.
std::string seconds_text(instant x);
/// "12.340s"; at most three digits behind the point.
std::optional<instant> parse_seconds(std::string_view text);
/// Nothing, and a sentence in `problem`, when the line is none.
std::optional<fault> parse_fault(std::string_view line, std::string& problem);

struct fault_plan {
  uint32_t nodes = 1;
  uint16_t maps = 1; // 1 and so on
  uint32_t bots = 0;
  instant from = 0;
  instant until = 0;
  uint32_t count = 0;
  std::vector<fault_kind> kinds;
};

/// In order of time.
std::vector<fault> draw_faults(runtime::prng& dice, const fault_plan& plan);

/// Makes `x` happen now, and end after its time. A fault that has no object any more (a node that is down, a bot that
/// does not exist) does nothing.
void apply(const fault& x, cluster& where, players& who);

} // namespace sim
