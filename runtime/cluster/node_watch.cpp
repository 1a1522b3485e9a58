#include "runtime/cluster/node_watch.hpp"

#include <algorithm>

namespace runtime::cluster {

namespace {

bool names(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

std::string seconds_of(uint64_t ms) { return std::to_string(ms / 1000) + "." + std::to_string(ms % 1000 / 100) + " s"; }

} // namespace

void node_watch::observe(const msg::coordinator_news& news, uint64_t now_ms) {
  auto begins_anew = news_ms_ == 0 || now_ms > news_ms_ + parameters_.gap_ms;
  news_ = news;
  news_ms_ = now_ms;
  std::map<msg::node_key, watched> seen;
  for (const auto& x : news.view.nodes) {
    if (x.state != msg::node_state::alive)
      continue;
    auto known = nodes_.find(x.key);
    auto& here = seen[x.key];
    if (known != nodes_.end() && !begins_anew)
      here = known->second;
    // Two answers of the database may overtake each other: an earlier count is no sign of life.
    if (here.beat_ms == 0 || x.beats > here.beats)
      here.beat_ms = now_ms;
    here.beats = std::max(here.beats, x.beats);
    here.is_unseen = x.key != news.self && names(news.unseen, x.key.name);
  }
  nodes_ = std::move(seen);
  for (const auto& x : news.view.nodes)
    if (auto here = nodes_.find(x.key); here != nodes_.end()) {
      auto hidden = is_hidden(x, now_ms);
      if (!hidden)
        here->second.hidden_ms = 0;
      else if (here->second.hidden_ms == 0)
        here->second.hidden_ms = now_ms;
    }
}

/// Those who have not beaten for a while have no vote: what they saw is over. A node sees itself; of two halves the one
/// with this node is right.
bool node_watch::is_hidden(const msg::node_record& node, uint64_t now_ms) const {
  size_t votes = 1;
  size_t against = 0;
  for (const auto& x : news_.view.nodes) {
    auto here = nodes_.find(x.key);
    if (here == nodes_.end() || x.key == node.key)
      continue;
    auto is_self = x.key == news_.self;
    if (!is_self && now_ms >= here->second.beat_ms + parameters_.dead_after_ms)
      continue;
    ++votes;
    against += names(is_self ? news_.unseen : x.unseen, node.key.name) ? 1 : 0;
  }
  if (against * 2 == votes)
    return node.key != news_.self && names(news_.unseen, node.key.name);
  return against * 2 > votes;
}

std::vector<node_watch::verdict> node_watch::judge(uint64_t now_ms) const {
  std::vector<verdict> result;
  for (const auto& [key, x] : nodes_) {
    auto is_self = key == news_.self;
    auto silent = now_ms - x.beat_ms;
    auto hidden = x.hidden_ms == 0 ? 0 : now_ms - x.hidden_ms;
    if (x.hidden_ms != 0 && hidden >= parameters_.hidden_after_ms) {
      if (is_self)
        return {{key, "most nodes cannot reach this one for " + seconds_of(hidden)}};
      result.push_back({key, "most nodes cannot reach it for " + seconds_of(hidden)});
    } else if (is_self) {
      continue; // that this node beats is known here best
    } else if (x.is_unseen && silent >= parameters_.dead_after_ms) {
      result.push_back({key, "out of reach, and no beat for " + seconds_of(silent)});
    } else if (silent >= parameters_.dead_silent_ms) {
      result.push_back({key, "no beat for " + seconds_of(silent)});
    }
  }
  return result;
}

std::map<std::string, std::string> node_watch::barred(uint64_t now_ms) const {
  std::map<std::string, std::string> result;
  for (const auto& [key, x] : nodes_) {
    if (key == news_.self)
      continue;
    if (x.hidden_ms != 0)
      result[key.name] = "most nodes cannot reach it";
    else if (x.is_unseen)
      result[key.name] = "the coordinator cannot reach it";
    else if (now_ms >= x.beat_ms + parameters_.dead_after_ms)
      result[key.name] = "no beat for " + seconds_of(now_ms - x.beat_ms);
  }
  return result;
}

bool node_watch::is_stuck(const msg::node_key& node, uint64_t now_ms) const {
  auto x = nodes_.find(node);
  return x != nodes_.end() && !x->second.is_unseen && node != news_.self
         && now_ms >= x->second.beat_ms + parameters_.silent_after_ms;
}

} // namespace runtime::cluster
