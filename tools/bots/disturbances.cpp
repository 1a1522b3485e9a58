#include "tools/bots/disturbances.hpp"

namespace tools::bots {

namespace {

/// Sums with what lasts "for ever" must not overflow.
constexpr time_ms for_ever = INT64_MAX / 4;

} // namespace

void disturbances::add(time_ms from, time_ms until) {
  window added{from, std::clamp(until, from, std::max(from, for_ever))};
  std::erase_if(windows_, [&](const window& x) {
    if (x.until < added.from || x.from > added.until)
      return false;
    added.from = std::min(added.from, x.from);
    added.until = std::max(added.until, x.until);
    return true;
  });
  auto behind = std::find_if(windows_.begin(), windows_.end(), [&](const window& x) { return x.from > added.from; });
  windows_.insert(behind, added);
}

bool disturbances::touches(time_ms from, time_ms to) const {
  for (auto x = windows_.rbegin(); x != windows_.rend() && x->until >= from; ++x)
    if (x->from <= to)
      return true;
  return false;
}

time_ms disturbances::calm_before(time_ms from, time_ms to, time_ms reach) const {
  for (auto x = windows_.rbegin(); x != windows_.rend() && x->until >= from; ++x)
    if (x->from <= to)
      from = std::min(from, x->from - reach);
  return from;
}

time_ms disturbances::owed_by(time_ms at, time_ms deadline) const {
  auto span = deadline - at;
  for (const auto& x : windows_) {
    if (x.from > deadline)
      break;
    if (x.until < at)
      continue;
    at = x.until;
    deadline = at + span;
  }
  return deadline;
}

} // namespace tools::bots
