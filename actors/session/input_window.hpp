// What a player did and his zone has not dealt with yet, as far as the session
// knows. A zone that goes on elsewhere, or that was out of reach for a while, is
// sent it again. Pure.

#pragma once

#include "messages/handled.hpp"

#include <deque>

namespace actors {

class input_window {
public:
  /// Inputs that wait. Whoever has so many sends no more until there are fewer.
  static constexpr size_t size_max = 512;

  size_t size() const { return waiting_.size(); }
  bool is_full() const { return waiting_.size() >= size_max; }

  /// Another stay: what waits is forgotten, and the next input is number 1.
  void begin() {
    waiting_.clear();
    first_ = 1;
  }

  /// Keeps the input and returns its number.
  uint32_t push(msg::zone_request packet) {
    waiting_.push_back(std::move(packet));
    return first_ + static_cast<uint32_t>(waiting_.size()) - 1;
  }

  /// The zone has dealt with all inputs up to this one. What was never sent it cannot have dealt with, and what it has
  /// said before changes nothing.
  void done(uint32_t number) {
    while (first_ <= number && !waiting_.empty()) {
      waiting_.pop_front();
      ++first_;
    }
  }

  /// Whether a zone that has come as far as `done` can be sent all that it misses.
  bool reaches(uint32_t done) const { return done + 1 >= first_; }

  /// Calls `fn(number, packet)` for all that wait, in order.
  template <class Fn>
  void each(Fn&& fn) const {
    auto number = first_;
    for (const auto& packet : waiting_)
      fn(number++, packet);
  }

private:
  std::deque<msg::zone_request> waiting_;
  uint32_t first_ = 1; // number of the one in front
};

} // namespace actors
