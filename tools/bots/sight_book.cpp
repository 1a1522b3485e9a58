#include "tools/bots/sight_book.hpp"

namespace tools::bots {

using namespace msg;

namespace {

std::string player_text(uint32_t id) { return "player " + std::to_string(id); }

} // namespace

void sight_book::appeared(bot_index by, const client::s2c_pc_appear& x, time_ms now) {
  auto& viewer = all_[by];
  if (x.player_id == viewer.player_id) {
    all_.blame(by, check::own_avatar_is_not_sent, now, "only others appear", "s2c_pc_appear of the bot itself");
    return;
  }
  if (!viewer.players.insert_or_assign(x.player_id, now).second)
    all_.blame(by, check::player_appears_once, now, player_text(x.player_id) + " is in view already", "s2c_pc_appear");
  if (auto who = all_.by_player(x.player_id); who != no_bot)
    check_appearance(by, who, x, now);
}

void sight_book::check_appearance(bot_index by, bot_index who, const client::s2c_pc_appear& x, time_ms now) {
  auto& seen = all_[who];
  auto& viewer = all_[by];
  auto margin = all_.margin_ms();
  // Whoever is put back may appear to others before he is told.
  auto since = all_.disturbed.calm_before(now - margin, now, std::max(margin, all_.options().loss_ms));
  all_.log.tested(check::appearance_is_true);
  if (x.player_name.str() != seen.character)
    all_.blame(by, check::appearance_is_true, now, "name " + seen.character, std::string{x.player_name.str()});
  auto out_since = seen.places.presence_since();
  if (seen.places.now().is == presence::out
      && now > all_.disturbed.owed_by(out_since, out_since + margin + all_.options().logout_seen_ms)) {
    all_.blame(by, check::appearance_is_true, now, seen.bot + " left the world long ago",
               "s2c_pc_appear on " + place_text(viewer.places.now().map, x.cell));
    return;
  }
  if (!seen.places.surely_present(since, now) || !viewer.places.surely_present(since, now))
    return;
  bool shared_map = false;
  seen.places.each(since, now, [&](const stay& a) {
    viewer.places.each(since, now, [&](const stay& b) { shared_map = shared_map || a.map == b.map; });
  });
  if (!shared_map)
    all_.blame(by, check::avatar_is_on_one_map, now,
               seen.bot + " is on " + place_text(seen.places.now().map, seen.places.now().cell),
               "s2c_pc_appear on map " + std::to_string(viewer.places.now().map));
  else if (!seen.places.may_have_stood(viewer.places.now().map, x.cell, since, now))
    all_.blame(by, check::appearance_is_true, now,
               seen.bot + " at " + place_text(seen.places.now().map, seen.places.now().cell)
                 + " or a cell it came over lately",
               place_text(viewer.places.now().map, x.cell));
}

void sight_book::disappeared(bot_index by, uint32_t player_id, time_ms now) {
  if (all_[by].players.erase(player_id) == 0)
    all_.blame(by, check::player_disappears_once, now, player_text(player_id) + " is not in view", "s2c_pc_disappear");
}

void sight_book::npc_appeared(bot_index by, uint32_t npc_id, time_ms now) {
  if (!all_[by].npcs.insert(npc_id).second)
    all_.blame(by, check::npc_appears_once, now, "npc " + std::to_string(npc_id) + " is in view already",
               "s2c_npc_appear");
}

void sight_book::npc_disappeared(bot_index by, uint32_t npc_id, time_ms now) {
  if (all_[by].npcs.erase(npc_id) == 0)
    all_.blame(by, check::npc_disappears_once, now, "npc " + std::to_string(npc_id) + " is not in view",
               "s2c_npc_disappear");
}

void sight_book::acted(bot_index by, uint32_t player_id, std::string_view packet, time_ms now) {
  if (!all_[by].players.contains(player_id))
    all_.blame(by, check::actor_was_seen, now, player_text(player_id) + " appears before it acts", std::string{packet});
}

void sight_book::left(bot_index who, time_ms now, time_ms deadline) {
  if (all_[who].player_id != 0)
    departures_.push_back({who, now, deadline});
}

void sight_book::check_departure(const departure& x, time_ms now) {
  auto& gone = all_[x.who];
  all_.log.tested(check::leaver_disappears);
  for (bot_index i = 0; i < all_.size(); ++i) {
    auto found = all_[i].players.find(gone.player_id);
    if (found == all_[i].players.end() || found->second > x.at)
      continue;
    if (all_[i].places.surely_present(x.at - all_.options().quiet_ms, now))
      all_.blame(i, check::leaver_disappears, now,
                 "s2c_pc_disappear of " + gone.bot + " within " + std::to_string(x.deadline - x.at) + " ms", "nothing");
  }
}

void sight_book::tick(time_ms now) {
  std::erase_if(departures_, [&](const departure& x) {
    if (now < all_.disturbed.owed_by(x.at, x.deadline))
      return false;
    check_departure(x, now);
    return true;
  });
  if (now < next_round_ || all_.size() == 0)
    return;
  next_round_ = now + round_ms;
  std::map<uint16_t, std::vector<bot_index>> quiet;
  for (bot_index i = 0; i < all_.size(); ++i)
    if (is_quiet(i, now))
      quiet[all_[i].places.now().map].push_back(i);
  for (bot_index n = 0; n < std::min(all_.size(), looked_at_max); ++n) {
    next_bot_ = (next_bot_ + 1) % all_.size();
    if (is_quiet(next_bot_, now))
      check_quiet(next_bot_, quiet[all_[next_bot_].places.now().map], now);
  }
}

bool sight_book::is_quiet_since(bot_index i, time_ms when) const {
  const auto& last = all_[i].places.now();
  return last.is == presence::present && last.since < when;
}

void sight_book::check_quiet(bot_index i, const std::vector<bot_index>& quiet, time_ms now) {
  for (auto other : quiet)
    if (other != i && in_sight(all_[i].places.now().cell, all_[other].places.now().cell))
      check_neighbour(i, other, now);
  auto settled = settled_ms();
  auto since = all_.disturbed.calm_before(now - settled, now, settled);
  if (!is_quiet_since(i, since))
    return;
  for (const auto& seen : all_[i].players) {
    auto other = all_.by_player(seen.first);
    if (other != no_bot && is_quiet_since(other, since))
      check_stranger(i, other, now);
  }
}

void sight_book::check_neighbour(bot_index i, bot_index other, time_ms now) {
  auto& viewer = all_[i];
  const auto& here = viewer.places.now();
  const auto& there = all_[other].places.now();
  all_.log.tested(check::neighbour_is_seen);
  if (viewer.players.contains(all_[other].player_id)) {
    told_.erase({i, other});
    return;
  }
  if (told_.contains({i, other}))
    return;
  if (all_.blame_since(i, check::neighbour_is_seen, now,
                       place_text(here.map, here.cell) + " sees " + all_[other].bot + " at "
                         + place_text(there.map, there.cell) + ", both standing still",
                       "it is not in view", now - settled_ms()))
    told_.insert({i, other});
}

void sight_book::check_stranger(bot_index i, bot_index other, time_ms now) {
  const auto& here = all_[i].places.now();
  const auto& there = all_[other].places.now();
  all_.log.tested(check::stranger_is_not_seen);
  if (there.map == here.map && in_sight(here.cell, there.cell))
    return;
  if (!told_.insert({i, other}).second)
    return;
  all_.blame(i, there.map == here.map ? check::stranger_is_not_seen : check::avatar_is_on_one_map, now,
             place_text(here.map, here.cell) + " does not see " + all_[other].bot + " at "
               + place_text(there.map, there.cell) + ", both standing still",
             "it is in view");
}

} // namespace tools::bots
