// How fast a player may step, and how often he may break the rules.
// All of it is ours (rules of the game, section 6).

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace actors {

struct pace_rules {
  uint32_t step_ms = 150;       // a running player's time per cell
  uint32_t slack_ms = 500;      // what network jitter may save up
  uint32_t violations_max = 10; // within `violations_window_ms`
  uint32_t violations_window_ms = 60'000;
  uint32_t violations_gap_ms = 500; // what follows one so soon stems from the same mistake
};

/// A token bucket in milliseconds: a step costs `step_ms`, time earns one each.
class pace {
public:
  /// Takes one step at `now_ms` (any clock that does not go back); false when it comes too early.
  bool step(uint64_t now_ms, const pace_rules& rules) {
    if (last_ms_ == 0)
      credit_ms_ = rules.slack_ms;
    else
      credit_ms_ += now_ms - last_ms_;
    auto full = uint64_t{rules.slack_ms} + rules.step_ms;
    credit_ms_ = credit_ms_ < full ? credit_ms_ : full;
    last_ms_ = now_ms;
    if (credit_ms_ >= rules.step_ms)
      credit_ms_ -= rules.step_ms;
    else if (forgiven_ms_ >= rules.step_ms)
      forgiven_ms_ -= rules.step_ms;
    else
      return false;
    return true;
  }

  /// The server itself stood still for `stall_ms`: the steps of that time may come all at once.
  void forgive(uint64_t stall_ms) { forgiven_ms_ = forgiven_ms_ < stall_ms ? stall_ms : forgiven_ms_; }

  /// Its numbers, with times as ages: for a zone that moves.
  struct numbers {
    uint64_t stepped_ago_ms = 0; // counts the running millisecond, too; 0: no step yet
    uint64_t credit_ms = 0;
    uint64_t forgiven_ms = 0;
  };
  numbers at(uint64_t now_ms) const { return {last_ms_ == 0 ? 0 : now_ms + 1 - last_ms_, credit_ms_, forgiven_ms_}; }
  void restore(const numbers& x, uint64_t now_ms) {
    auto ago = x.stepped_ago_ms;
    last_ms_ = ago == 0 ? 0 : now_ms >= ago ? now_ms + 1 - ago : 1; // a clock may have begun only just now
    credit_ms_ = x.credit_ms;
    forgiven_ms_ = x.forgiven_ms;
  }

private:
  uint64_t last_ms_ = 0;
  uint64_t credit_ms_ = 0;
  uint64_t forgiven_ms_ = 0;
};

/// Violations of one player within a sliding window.
class violation_count {
public:
  /// Notes one; true when that makes too many.
  bool note(uint64_t now_ms, const pace_rules& rules) {
    if (!times_ms_.empty() && now_ms < times_ms_.back() + rules.violations_gap_ms)
      return false;
    times_ms_.push_back(now_ms);
    std::erase_if(times_ms_, [&](uint64_t at) { return at + rules.violations_window_ms < now_ms; });
    if (times_ms_.size() > rules.violations_max) // he goes on until his session has heard
      times_ms_.erase(times_ms_.begin());
    return times_ms_.size() >= rules.violations_max;
  }

  /// How long ago each was, oldest first.
  std::vector<uint32_t> ages(uint64_t now_ms) const {
    std::vector<uint32_t> result;
    for (auto at : times_ms_)
      result.push_back(static_cast<uint32_t>(std::min<uint64_t>(now_ms > at ? now_ms - at : 0, UINT32_MAX)));
    return result;
  }
  void restore(const std::vector<uint32_t>& ages, uint64_t now_ms) {
    times_ms_.clear();
    for (auto ago : ages)
      times_ms_.push_back(now_ms > ago ? now_ms - ago : 0);
  }

private:
  std::vector<uint64_t> times_ms_; // at most `violations_max` long
};

} // namespace actors
