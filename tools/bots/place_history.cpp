#include "tools/bots/place_history.hpp"

namespace tools::bots {

void place_history::add(const stay& x) {
  if (x.is != now().is)
    presence_since_ = x.since;
  stays_.push_back(x);
  while (stays_.size() > 1 && stays_[1].since < std::min(x.since - kept_ms, keep_from_))
    stays_.pop_front();
}

size_t place_history::first_at(time_ms when) const {
  auto i = stays_.size() - 1;
  while (i > 0 && stays_[i].since > when)
    --i;
  return i;
}

bool place_history::surely_present(time_ms from, time_ms to) const {
  bool result = true;
  each(from, to, [&](const stay& x) { result = result && x.is == presence::present; });
  return result;
}

bool place_history::may_have_stood(uint16_t map, uint32_t cell, time_ms from, time_ms to) const {
  bool result = false;
  each(from, to, [&](const stay& x) {
    result = result || x.is == presence::unsure || (x.is == presence::present && x.map == map && x.cell == cell);
  });
  return result;
}

std::optional<place_history::lapse> place_history::since_stood(uint16_t map, uint32_t cell, time_ms from,
                                                               time_ms to) const {
  std::optional<lapse> result;
  time_ms last_there = from;
  const stay* before = nullptr;
  each(from, to, [&](const stay& x) {
    if (before && before->is != presence::out && before->map == map && before->cell == cell)
      last_there = x.since;
    if (x.is != presence::out && x.map == map && x.cell == cell) {
      result.emplace();
      last_there = to;
    } else if (result && (x.map != before->map || x.cell != before->cell)) {
      ++result->steps;
    }
    before = &x;
  });
  if (result)
    result->ms = to - last_there;
  return result;
}

bool surely_in_sight(const place_history& a, const place_history& b, time_ms from, time_ms to) {
  const auto& first_a = a.at(from);
  const auto& first_b = b.at(from);
  if (first_a.map != first_b.map || !in_sight(first_a.cell, first_b.cell))
    return false; // most pairs of a big swarm end here
  bool result = a.surely_present(from, to) && b.surely_present(from, to);
  if (result)
    a.each(from, to, [&](const stay& x) {
      b.each(from, to, [&](const stay& y) { result = result && x.map == y.map && in_sight(x.cell, y.cell); });
    });
  return result;
}

bool surely_out_of_sight(const place_history& a, const place_history& b, time_ms from, time_ms to) {
  bool result = a.surely_present(from, to) && b.surely_present(from, to);
  if (result)
    a.each(from, to, [&](const stay& x) {
      b.each(from, to, [&](const stay& y) { result = result && (x.map != y.map || !in_sight(x.cell, y.cell)); });
    });
  return result;
}

} // namespace tools::bots
