#include "tools/bots/requests.hpp"

#include <algorithm>

namespace tools::bots {

std::string_view to_string(request kind) {
  static constexpr std::string_view names[] = {
    "login",   "select-server", "game-login", "create-character", "choose-character", "enter-world", "ask-move",
    "say",     "whisper",       "shout",      "gesture",          "chat-masks",       "option",      "warp-ask",
    "warp-go", "log-out"};
  static_assert(std::size(names) == request_kinds);
  return names[static_cast<size_t>(kind)];
}

void waiting_requests::asked(request kind, time_ms now) { since_[static_cast<size_t>(kind)].push_back(now); }

std::optional<time_ms> waiting_requests::answered(request kind, time_ms now) {
  auto& waiting = since_[static_cast<size_t>(kind)];
  if (waiting.empty())
    return std::nullopt;
  auto result = now - waiting.front();
  waiting.pop_front();
  return result;
}

bool waiting_requests::any() const {
  return std::any_of(since_.begin(), since_.end(), [](const auto& x) { return !x.empty(); });
}

time_ms waiting_requests::waited_ms(request kind, time_ms now) const {
  const auto& waiting = since_[static_cast<size_t>(kind)];
  return waiting.empty() ? 0 : now - waiting.front();
}

void waiting_requests::forget() {
  for (auto& x : since_)
    x.clear();
  late_.fill(0);
}

std::vector<waiting_requests::overdue> waiting_requests::take(request first, request last, time_ms now) {
  std::vector<overdue> result;
  for (auto kind = static_cast<size_t>(first); kind <= static_cast<size_t>(last); ++kind) {
    for (auto since : since_[kind])
      result.push_back({static_cast<request>(kind), now - since});
    since_[kind].clear();
  }
  return result;
}

bool waiting_requests::answered_late(request kind) {
  auto& late = late_[static_cast<size_t>(kind)];
  if (late == 0)
    return false;
  --late;
  return true;
}

std::vector<waiting_requests::overdue> waiting_requests::take_overdue(time_ms now, time_ms deadline_ms) {
  std::vector<overdue> result;
  for (size_t kind = 0; kind < request_kinds; ++kind) {
    auto& waiting = since_[kind];
    for (; !waiting.empty() && now - waiting.front() > deadline_ms; waiting.pop_front())
      result.push_back({static_cast<request>(kind), now - waiting.front()});
  }
  return result;
}

} // namespace tools::bots
