// Requests that wait for their answer, of one bot.

#pragma once

#include "tools/bots/cells.hpp"

#include <array>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

namespace tools::bots {

enum class request : uint8_t {
  login,
  select_server,
  game_login,
  create_character,
  choose_character,
  enter_world,
  walk,
  say,
  whisper,
  shout,
  gesture,
  chat_masks,
  option,
  warp_ask,
  warp_go,
  log_out,
};

inline constexpr size_t request_kinds = static_cast<size_t>(request::log_out) + 1;

/// What the zone answers at its next tick.
constexpr bool is_of_zone(request kind) { return kind >= request::walk && kind <= request::option; }

/// "ask-move"
std::string_view to_string(request kind);

class waiting_requests {
public:
  struct overdue {
    request kind = request::login;
    time_ms waited_ms = 0;
  };

  void asked(request kind, time_ms now);
  /// Takes the oldest of that kind; how long it waited, or nothing when none waits.
  std::optional<time_ms> answered(request kind, time_ms now);
  bool waits(request kind) const { return !since_[static_cast<size_t>(kind)].empty(); }
  bool any() const;
  /// How long the oldest of that kind has waited; 0 when none does.
  time_ms waited_ms(request kind, time_ms now) const;
  /// One that was taken as overdue may still be answered.
  void expect_late(request kind) { ++late_[static_cast<size_t>(kind)]; }
  bool waits_for_late(request kind) const { return late_[static_cast<size_t>(kind)] > 0; }
  /// Takes one of those; false when there is none.
  bool answered_late(request kind);
  void forget();
  /// Takes all of the kinds from `first` to `last`.
  std::vector<overdue> take(request first, request last, time_ms now);
  /// Takes those that wait longer than `deadline_ms`.
  std::vector<overdue> take_overdue(time_ms now, time_ms deadline_ms);

private:
  std::array<std::deque<time_ms>, request_kinds> since_;
  std::array<uint32_t, request_kinds> late_{};
};

} // namespace tools::bots
