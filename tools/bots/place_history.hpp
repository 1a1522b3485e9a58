// Where one bot was and when, so that a claim about "the whole time" can be
// checked. Whatever is not certain is neither surely so nor surely not so.

#pragma once

#include "tools/bots/cells.hpp"

#include <deque>
#include <optional>

namespace tools::bots {

enum class presence : uint8_t {
  out,     // surely not in the world
  unsure,  // entering, warping or leaving: the server may see it either way
  present, // surely in the world, on the place given
};

struct stay {
  time_ms since = 0;
  presence is = presence::out;
  uint16_t map = 0;  // when present
  uint32_t cell = 0; // when present
};

class place_history {
public:
  /// How far back it can be asked.
  static constexpr time_ms kept_ms = 40'000;

  void add(const stay& x);
  /// Keeps everything since `when`, however long ago that becomes; `INT64_MAX` ends it.
  void keep_from(time_ms when) { keep_from_ = when; }
  const stay& now() const { return stays_.back(); }
  const stay& at(time_ms when) const { return stays_[first_at(when)]; }
  /// When the bot last became present, unsure or out.
  time_ms presence_since() const { return presence_since_; }
  /// Every stay that touches `from` to `to`, oldest first.
  template <class Fn>
  void each(time_ms from, time_ms to, Fn&& fn) const {
    for (size_t i = first_at(from); i < stays_.size() && stays_[i].since <= to; ++i)
      fn(stays_[i]);
  }
  bool surely_present(time_ms from, time_ms to) const;
  /// Whether the bot stood on `cell` of `map` at some time, or might have.
  bool may_have_stood(uint16_t map, uint32_t cell, time_ms from, time_ms to) const;

  /// How much was done since the bot last stood on a place.
  struct lapse {
    uint32_t steps = 0;
    time_ms ms = 0; // since it left the place; 0 when it stands there at `to`
  };
  /// Nothing when it did not stand there from `from` to `to`.
  std::optional<lapse> since_stood(uint16_t map, uint32_t cell, time_ms from, time_ms to) const;

private:
  size_t first_at(time_ms when) const;

  std::deque<stay> stays_{stay{}};
  time_ms presence_since_ = 0;
  time_ms keep_from_ = INT64_MAX;
};

/// Both present on one map in each other's 3x3 blocks, wherever they were in that time.
bool surely_in_sight(const place_history& a, const place_history& b, time_ms from, time_ms to);

/// Present, but at no time in each other's 3x3 blocks, wherever they were.
bool surely_out_of_sight(const place_history& a, const place_history& b, time_ms from, time_ms to);

} // namespace tools::bots
