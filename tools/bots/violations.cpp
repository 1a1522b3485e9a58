#include "tools/bots/violations.hpp"

#include <algorithm>

namespace tools::bots {

namespace {

std::string_view name_of(check kind) {
  static constexpr std::string_view names[] = {
    "request-is-answered",  "connection-stays-open",   "bytes-decode",         "entry-is-in-order",
    "return-place-is-kept", "place-is-walkable",       "player-id-is-kept",    "masks-are-kept",
    "refusal-ends",         "legal-walk-is-granted",   "legal-step-is-kept",   "warp-lands-on-target",
    "tick-comes",           "tick-counts-up",          "say-is-heard-near",    "say-is-not-heard-far",
    "gesture-is-seen-near", "gesture-is-not-seen-far", "whisper-is-heard",     "whisper-is-private",
    "whisper-finds-player", "shout-is-heard",          "words-come-once",      "words-are-true",
    "player-appears-once",  "own-avatar-is-not-sent",  "appearance-is-true",   "player-disappears-once",
    "actor-was-seen",       "neighbour-is-seen",       "stranger-is-not-seen", "leaver-disappears",
    "avatar-is-on-one-map", "npc-appears-once",        "npc-disappears-once",  "logout-closes",
    "put-back-follows",     "put-back-is-recent"};
  static_assert(std::size(names) == static_cast<size_t>(check::put_back_is_recent) + 1);
  return names[static_cast<size_t>(kind)];
}

} // namespace

std::string to_string(check kind) { return std::string{name_of(kind)}; }

void violation_log::add(violation x) {
  ++total_;
  ++by_kind_[x.kind];
  if (wants_details())
    detailed_.push_back(std::move(x));
}

uint64_t violation_log::count(check kind) const {
  auto found = by_kind_.find(kind);
  return found != by_kind_.end() ? found->second : 0;
}

} // namespace tools::bots
