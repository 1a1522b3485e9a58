// What a run of bots can be told while it runs, one order a line, by whoever
// hurts the servers meanwhile:
//
//   mark NAME              pauses are measured anew, under this name
//   failover [SECONDS]     a node dies now: its zones and services are away, at most so long
//   sever HOST:PORT [SECONDS]   connections of bots that logged in there may be lost
//   tell                   the status line, now

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tools::bots {

struct order_mark {
  std::string name;
  friend bool operator==(const order_mark&, const order_mark&) = default;
};

struct order_failover {
  uint32_t seconds = 0;
  friend bool operator==(const order_failover&, const order_failover&) = default;
};

struct order_sever {
  std::string login;
  uint32_t seconds = 0;
  friend bool operator==(const order_sever&, const order_sever&) = default;
};

struct order_tell {
  friend bool operator==(const order_tell&, const order_tell&) = default;
};

using order = std::variant<order_mark, order_failover, order_sever, order_tell>;

inline constexpr uint32_t order_seconds_default = 15;
inline constexpr uint32_t order_seconds_max = 3600;

/// Nothing when the line is no order.
std::optional<order> parse_order(std::string_view line);

/// Lines out of bytes that come in pieces.
class order_lines {
public:
  static constexpr size_t line_size_max = 4096;

  /// The lines that are whole by now; one that is too long is dropped.
  std::vector<std::string> feed(std::string_view bytes);

private:
  std::string begun_;
};

} // namespace tools::bots
