// Events of a run as lines: a sequence diagram, a list, JSON.

#pragma once

#include "tools/sim/tracer.hpp"

#include <nlohmann/json.hpp>

namespace tools::simulator {

/// What an event of a trace looks like: one line, and one more for each client packet.
std::string trace_lines(const trace_event& x);
nlohmann::ordered_json trace_json(const trace_event& x);

/// The last events as a sequence diagram: lanes for the clients, each node and the database, an event a line, the
/// latest at the bottom. What only goes on as always (ticks, time-outs) is left out.
class diagram {
public:
  static constexpr size_t lines_default = 40;

  /// Keeps so many lines.
  explicit diagram(uint32_t nodes, size_t lines = lines_default) : nodes_(nodes), lines_max_(lines) {}

  void add(const trace_event& x);
  std::string text() const;

private:
  size_t lane_of(const party& x) const;
  std::string bar() const;
  std::string arrow(size_t from, size_t to, bool is_lost) const;

  uint32_t nodes_;
  size_t lines_max_;
  std::deque<std::string> lines_;
};

} // namespace tools::simulator
