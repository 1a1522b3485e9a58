// What the oracle concludes from failovers: a notice, then a place. Everything
// else about them is as at any other time, or a violation.

#include "tools/bots/oracle.hpp"

namespace tools::bots {

using namespace msg;

namespace {

constexpr time_ms step_under_way_ms =
  500; // a step that was sent so lately may reach the zone after the bot was put back

} // namespace

void oracle::failing_over(time_ms from, time_ms until) {
  all_.failed_over(from, until);
  keep_places(from);
}

void oracle::mark(std::string name, time_ms now) {
  for (bot_index i = 0; i < all_.size(); ++i)
    for (auto kind = request::walk; is_of_zone(kind); kind = static_cast<request>(static_cast<uint8_t>(kind) + 1))
      if (all_[i].is_connected && all_[i].waiting.waits(kind))
        all_.note_pause(i, all_[i].waiting.waited_ms(kind, now), now);
  all_.pauses.mark(std::move(name));
}

/// From the last sign of life on the zone may have been away. Others of it are told in the next seconds.
void oracle::announce_put_back(bot_index i, time_ms now) {
  auto& w = all_[i];
  if (w.places.now().is == presence::out)
    return all_.blame(i, check::put_back_is_recent, now, "only who is in the world is put back", "the notice");
  w.put_back_since = now;
  w.zone_lost_at = w.zone_heard_at;
  const auto& options = all_.options();
  failing_over(std::max(w.zone_heard_at, now - options.failover_ms), now + options.failover_settle_ms);
}

/// A warp under way whose end the bot was not told.
bool oracle::may_have_warped_to(const witness& w, uint16_t map, uint32_t cell) const {
  auto is_under_way = w.waiting.waits(request::warp_go) || w.waiting.waits_for_late(request::warp_go);
  if (!is_under_way || w.warp_map != map)
    return false;
  auto* mesh = all_.mesh_of(w.places.now().map);
  auto* target = mesh ? mesh->target_at(w.warp_from) : nullptr;
  return !target || distance(target->cell, cell) <= warp_scatter_max;
}

/// Answers may come late or never.
void oracle::lose_what_waits(bot_index i, time_ms now) {
  auto& w = all_[i];
  for (const auto& x : w.waiting.take(request::walk, request::warp_go, now)) {
    if (is_of_zone(x.kind))
      all_.note_pause(i, x.waited_ms, now);
    w.waiting.expect_late(x.kind);
  }
}

void oracle::put_back(bot_index i, uint32_t cell, time_ms now) {
  auto& w = all_[i];
  w.put_back_since.reset();
  ++all_.counts.put_back;
  all_.log.tested(check::put_back_is_recent);
  auto loss_ms = all_.options().loss_ms;
  auto heard = w.zone_lost_at;
  auto since = all_.severe.calm_before(heard - loss_ms, now, loss_ms);
  if (auto lost = w.places.since_stood(w.loaded_map, cell, since, now)) {
    worst_put_back_.steps = std::max(worst_put_back_.steps, lost->steps);
    worst_put_back_.ms = std::max(worst_put_back_.ms, lost->ms - std::min(lost->ms, now - heard));
  } else if (!may_have_warped_to(w, w.loaded_map, cell)) {
    all_.blame(i, check::put_back_is_recent, now,
               "a place where the bot was in the " + std::to_string(now - since) + " ms before, last "
                 + place_text(w.places.now().map, w.places.now().cell),
               place_text(w.loaded_map, cell));
  }
  check_walkable(i, w.loaded_map, cell, now);
  while (!w.steps.empty() && w.steps.back().second != cell && w.steps.back().first >= since)
    w.steps.pop_back();
  w.masks_lost_from = w.masks_lost_until == 0 ? since : std::min(w.masks_lost_from, since);
  w.masks_lost_until = now;
  lose_what_waits(i, now);
  w.granted_warp.reset();
  w.players.clear();
  w.npcs.clear();
  // A step under way may be taken or refused: until the next one nobody knows.
  auto is_certain = now - w.last_step > step_under_way_ms && !w.waiting.waits(request::log_out);
  w.is_legal = is_certain;
  w.places.add({now, is_certain ? presence::present : presence::unsure, w.loaded_map, cell});
}

} // namespace tools::bots
