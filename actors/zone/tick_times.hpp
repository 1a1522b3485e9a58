// How long the last ticks took.

#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace actors {

class tick_times {
public:
  void note(uint32_t us) { last_[count_++ % last_.size()] = us; }

  /// `permille` 500 is the median; 0 before the first tick.
  uint32_t quantile_us(uint32_t permille) const {
    auto n = std::min<uint64_t>(count_, last_.size());
    if (n == 0)
      return 0;
    auto sorted = last_;
    std::sort(sorted.begin(), sorted.begin() + static_cast<ptrdiff_t>(n));
    return sorted[std::min<uint64_t>(n - 1, n * permille / 1000)];
  }

private:
  std::array<uint32_t, 256> last_{};
  uint64_t count_ = 0;
};

} // namespace actors
