#include "tools/bots/witness.hpp"

namespace tools::bots {

bot_index witnesses::add(std::string bot) {
  all_.emplace_back().bot = std::move(bot);
  return size() - 1;
}

bot_index witnesses::by_player(uint32_t player_id) const {
  auto found = by_player_.find(player_id);
  return found != by_player_.end() ? found->second : no_bot;
}

void witnesses::set_player(bot_index i, uint32_t player_id) {
  all_[i].player_id = player_id;
  by_player_[player_id] = i;
}

const map_mesh* witnesses::mesh_of(uint16_t map) const {
  if (!mesh_)
    return nullptr;
  auto found = mesh_->find(map);
  return found != mesh_->end() ? &found->second : nullptr;
}

bool witnesses::blame_since(bot_index i, check kind, time_ms now, std::string expected, std::string came,
                            time_ms since) {
  auto when = judged_when(kind);
  if ((when == judged::in_calm && !is_calm(since, now))
      || (when == judged::but_in_failover && severe.touches(since, now))) {
    log.excuse(kind);
    return false;
  }
  violation result{kind, all_[i].bot, now, {}, {}, {}};
  if (!all_[i].character.empty())
    result.bot += " (" + all_[i].character + ", player " + std::to_string(all_[i].player_id) + ")";
  if (log.wants_details()) {
    result.expected = std::move(expected);
    result.came = std::move(came);
    result.packets = all_[i].trace.describe();
  }
  log.add(std::move(result));
  return true;
}

bool witnesses::answered(bot_index i, request kind, time_ms now) {
  auto waited = all_[i].waiting.answered(kind, now);
  if (!waited)
    return all_[i].waiting.answered_late(kind);
  latencies[static_cast<size_t>(kind)].add(*waited);
  if (is_of_zone(kind)) {
    note_slow(*waited, now);
    note_pause(i, *waited, now);
  }
  return true;
}

void witnesses::note_pause(bot_index i, time_ms waited_ms, time_ms now) {
  if (now > all_[i].severable_until)
    pauses.waited(i, waited_ms);
}

void witnesses::note_waiting(bot_index i, time_ms now) {
  for (auto kind : {request::walk, request::say, request::gesture})
    note_slow(all_[i].waiting.waited_ms(kind, now), now);
}

/// How slow zones are in a disturbance says nothing about the time after it.
void witnesses::note_slow(time_ms waited_ms, time_ms now) {
  constexpr time_ms remembered_ms = 60'000;
  if ((waited_ms < slowest_ms_ && now - slowest_at_ <= remembered_ms) || !is_calm(now - waited_ms, now))
    return;
  slowest_ms_ = waited_ms;
  slowest_at_ = now;
}

std::string place_text(uint16_t map, uint32_t cell) {
  return "map " + std::to_string(map) + " (" + std::to_string(x_of(cell)) + "," + std::to_string(y_of(cell)) + ")";
}

} // namespace tools::bots
