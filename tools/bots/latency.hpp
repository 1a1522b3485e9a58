// A histogram of waiting times in buckets that grow with the value: eight to
// each doubling, so that a percentile is at most an eighth too high.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tools::bots {

class latency_histogram {
public:
  /// `waited_ms` below 0 counts as 0.
  void add(int64_t waited_ms);
  uint64_t count() const { return count_; }
  int64_t max_ms() const { return max_ms_; }
  /// Upper edge of the bucket that holds the value `permille` of all are not above; 0 when empty.
  int64_t percentile_ms(uint32_t permille) const;

private:
  static constexpr size_t steps = 8; // per doubling
  static constexpr size_t buckets = 32 * steps;
  static size_t bucket_of(uint64_t value);
  static uint64_t upper_edge(size_t bucket);

  std::array<uint64_t, buckets> counts_{};
  uint64_t count_ = 0;
  int64_t max_ms_ = 0;
};

} // namespace tools::bots
