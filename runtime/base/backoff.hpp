// How long to wait before trying again: exponential with full jitter, so that
// many who failed together do not return together.

#pragma once

#include "runtime/base/prng.hpp"

#include <algorithm>
#include <chrono>

namespace runtime {

class backoff {
public:
  /// The first wait is at most `first`, every later one at most `max`; both at least 1 ms.
  constexpr backoff(std::chrono::milliseconds first, std::chrono::milliseconds max, prng dice)
      : first_(std::max(first, one)), max_(std::max(max, first_)), bound_(first_), dice_(dice) {}

  /// 1 ms up to the current bound, which doubles with every call until it is `max`.
  constexpr std::chrono::milliseconds next() {
    auto wait = std::chrono::milliseconds{1 + static_cast<int64_t>(dice_.below(static_cast<uint64_t>(bound_.count())))};
    bound_ = bound_ > max_ / 2 ? max_ : bound_ * 2;
    return wait;
  }

  /// It worked: the next failure starts from `first` again.
  constexpr void reset() { bound_ = first_; }

private:
  static constexpr std::chrono::milliseconds one{1};

  std::chrono::milliseconds first_;
  std::chrono::milliseconds max_;
  std::chrono::milliseconds bound_;
  prng dice_;
};

} // namespace runtime
