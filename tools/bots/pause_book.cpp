#include "tools/bots/pause_book.hpp"

#include <algorithm>

namespace tools::bots {

namespace {

/// The value that `permille` of all are not above.
time_ms percentile(const std::vector<time_ms>& sorted, size_t permille) {
  auto wanted = (sorted.size() * permille + 999) / 1000;
  return sorted.empty() ? 0 : sorted[std::max<size_t>(wanted, 1) - 1];
}

} // namespace

void pause_book::waited(bot_index i, time_ms ms) {
  auto& longest = longest_[i];
  longest = std::max(longest, ms);
}

void pause_book::mark(std::string name) {
  over_.push_back(sum_up());
  longest_.clear();
  name_ = std::move(name);
}

std::vector<pause_interval> pause_book::all() const {
  auto result = over_;
  result.push_back(sum_up());
  return result;
}

pause_interval pause_book::sum_up() const {
  std::vector<time_ms> sorted;
  for (const auto& x : longest_)
    sorted.push_back(x.second);
  std::sort(sorted.begin(), sorted.end());
  return {name_, static_cast<uint32_t>(sorted.size()), percentile(sorted, 500), percentile(sorted, 990),
          percentile(sorted, 1000)};
}

} // namespace tools::bots
