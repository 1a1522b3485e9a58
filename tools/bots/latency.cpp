#include "tools/bots/latency.hpp"

#include <algorithm>
#include <bit>

namespace tools::bots {

size_t latency_histogram::bucket_of(uint64_t value) {
  if (value < steps)
    return static_cast<size_t>(value);
  auto doubling = static_cast<size_t>(std::bit_width(value)) - 1; // at least 3
  auto step = static_cast<size_t>(value >> (doubling - 3)) - steps;
  return std::min(buckets - 1, (doubling - 2) * steps + step);
}

uint64_t latency_histogram::upper_edge(size_t bucket) {
  if (bucket < steps)
    return bucket;
  auto doubling = bucket / steps + 2;
  auto step = bucket % steps;
  return ((steps + step + 1) << (doubling - 3)) - 1;
}

void latency_histogram::add(int64_t waited_ms) {
  auto value = std::max<int64_t>(0, waited_ms);
  ++counts_[bucket_of(static_cast<uint64_t>(value))];
  ++count_;
  max_ms_ = std::max(max_ms_, value);
}

int64_t latency_histogram::percentile_ms(uint32_t permille) const {
  auto wanted = (count_ * permille + 999) / 1000;
  uint64_t sum = 0;
  for (size_t i = 0; i < buckets; ++i) {
    sum += counts_[i];
    if (sum >= wanted && sum > 0)
      return std::min<int64_t>(static_cast<int64_t>(upper_edge(i)), max_ms_);
  }
  return max_ms_;
}

} // namespace tools::bots
