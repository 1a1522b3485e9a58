// Events of a run as lines: a sequence diagram, a list, JSON.

#pragma once

#include "tools/sim/tracer.hpp"

#include <nlohmann/json.hpp>

namespace tools::simulator {

/// What an event of a trace looks like: one line, and one more for each client packet.
std::string trace_lines(const trace_event& x);
nlohmann::ordered_json trace_json(const trace_event& x);

/// A sequence diagram: lanes for the clients, each node and the database, an event a line.
class diagram {
public:
  explicit diagram(uint32_t nodes) : nodes_(nodes) {}

  /// The names of the lanes.
  std::string heading() const;
  /// Without a line end. Nothing for what only goes on as always: ticks, time-outs, credit, and frames between nodes
  /// that arrive, because their receivers show them.
  std::optional<std::string> line(const trace_event& x) const;

private:
  size_t lane_of(const party& x) const;
  std::string bar() const;
  std::string arrow(size_t from, size_t to, bool is_lost) const;

  uint32_t nodes_;
};

} // namespace tools::simulator
