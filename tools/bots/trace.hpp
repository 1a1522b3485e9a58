// The last packets of one bot, kept as bytes and described only when somebody asks.

#pragma once

#include "tools/bots/bot_link.hpp"
#include "tools/bots/cells.hpp"

#include <deque>

namespace tools::bots {

enum class flow : uint8_t { sent, received };

/// One line for people. Passwords and tickets are left out.
std::string describe_frame(listener on, flow which, msg::wire::byte_view clear_frame);

class packet_trace {
public:
  static constexpr size_t packets_max = 10;

  void add(time_ms now, listener on, flow which, msg::wire::byte_view clear_frame);
  /// Oldest first, each with its time.
  std::vector<std::string> describe() const;

private:
  struct entry {
    time_ms at = 0;
    listener on = listener::login;
    flow which = flow::sent;
    msg::wire::byte_buffer bytes;
  };
  std::deque<entry> entries_;
};

} // namespace tools::bots
