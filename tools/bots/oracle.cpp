#include "tools/bots/oracle.hpp"

#include <utility>

namespace tools::bots {

using namespace msg;

namespace {

constexpr time_ms silence_ms_max = 20'000; // that long a bot takes for a refusal

place_set stood_on(const place_history& places, time_ms from, time_ms to) {
  place_set result;
  places.each(from, to, [&](const stay& x) {
    if (x.is != presence::out && x.map != 0)
      result.insert({x.map, x.cell});
  });
  return result;
}

/// The character may still be as it was left before.
void add_left(left_place& to, const left_place& before) {
  to.cells.insert(before.cells.begin(), before.cells.end());
  to.disturbed_cells.insert(before.disturbed_cells.begin(), before.disturbed_cells.end());
  if (!to.anywhere_on)
    to.anywhere_on = before.anywhere_on;
  to.at = before.at;
  to.is_clean = before.is_clean;
}

} // namespace

oracle::oracle(oracle_options options, std::shared_ptr<const world_mesh> mesh)
    : all_(options, std::move(mesh)), sight_(all_), talk_(all_) {}

uint32_t oracle::in_world() const {
  uint32_t result = 0;
  for (bot_index i = 0; i < all_.size(); ++i)
    result += all_[i].places.now().is == presence::present ? 1 : 0;
  return result;
}

uint32_t oracle::steps_kept(bot_index i, time_ms since) const {
  const auto& all = all_[i].steps;
  return static_cast<uint32_t>(std::count_if(all.begin(), all.end(), [&](const auto& x) { return x.first >= since; }));
}

uint32_t oracle::own_words_heard(bot_index i, time_ms since) const {
  const auto& all = all_[i].own_words;
  return static_cast<uint32_t>(std::count_if(all.begin(), all.end(), [&](time_ms x) { return x >= since; }));
}

void oracle::opened(bot_index i, listener on, time_ms) {
  auto& w = all_[i];
  w.on = on;
  w.is_connected = true;
  w.may_be_closed = false;
  w.heard_anything = false;
  w.is_logged_out = false;
  w.waiting.forget();
}

void oracle::damaged(bot_index i, const link_damage& damage, wire::byte_view frame, time_ms now) {
  all_[i].trace.add(now, all_[i].on, flow::received, frame);
  all_.blame(i, check::bytes_decode, now, "a packet of the catalogue", damage.what);
}

void oracle::closed(bot_index i, close_cause cause, time_ms now) {
  auto& w = all_[i];
  // Whoever is on his way in while a zone fails over may be told to come again.
  auto is_on_his_way = w.places.now().is == presence::out || w.waiting.waits(request::enter_world);
  auto may_be_sent_away = is_on_his_way && !all_.is_calm(now - all_.margin_ms(), now);
  if (cause == close_cause::never_open
      || (cause == close_cause::server && (!w.heard_anything || (!w.may_be_closed && may_be_sent_away))))
    ++all_.counts.turned_away;
  else if (cause == close_cause::server && !w.may_be_closed && (all_.options().sever_ok || now <= w.severable_until))
    ++all_.counts.severed;
  else if (cause == close_cause::server && !w.may_be_closed)
    all_.blame_since(i, check::connection_stays_open, now, "a reason for closing", "the server closed the connection",
                     now - all_.margin_ms());
  if (cause == close_cause::bot && w.is_logged_out)
    all_.blame_since(i, check::logout_closes, now, "the server closes after s2c_char_logout", "the bot had to",
                     w.in_world_until);
  if (w.on == listener::game && w.places.now().is != presence::out) {
    all_.counts.cuts += cause == close_cause::bot ? 1 : 0;
    leave_world(i, false, now);
  }
  w.is_connected = false;
  w.waiting.forget();
}

void oracle::refused(bot_index i, const std::string& why, time_ms now) {
  auto& w = all_[i];
  ++all_.counts.refusals;
  auto owed = all_.disturbed.owed_by(w.in_world_until, w.in_world_until + all_.options().refused_ms);
  if (is_finishing_ || w.in_world_until == 0 || now <= owed)
    return;
  all_.blame_since(i, check::refusal_ends, now,
                   "the bot may return within " + std::to_string(all_.options().refused_ms) + " ms", why,
                   now - silence_ms_max);
  w.in_world_until = now; // said once in a while
}

/// After a clean logout the character stays exactly where it was; after a cut the last seconds may be lost.
void oracle::leave_world(bot_index i, bool is_clean, time_ms now) {
  auto& w = all_[i];
  auto loss_ms = all_.options().loss_ms;
  auto since = is_clean ? now : now - all_.options().cut_loss_ms;
  auto disturbed_since = all_.disturbed.calm_before(now - loss_ms, now, loss_ms);
  left_place left;
  left.at = now;
  left.is_clean = is_clean;
  left.cells = stood_on(w.places, since, now);
  left.disturbed_cells = stood_on(w.places, disturbed_since, now);
  if (w.waiting.waits(request::warp_go) || w.waiting.waits_for_late(request::warp_go))
    left.anywhere_on = w.warp_map;
  const auto& last = w.places.now();
  if (last.is == presence::unsure && (last.map == 0 || w.waiting.waits(request::enter_world))) {
    if (w.left)
      add_left(left, *w.left); // it may not have come in at all
    w.left = w.left ? std::optional{std::move(left)} : std::nullopt;
  } else {
    w.left = std::move(left);
    w.masks_since = since;
    w.masks_disturbed_since = disturbed_since;
  }
  while (!is_clean && !w.steps.empty() && w.steps.back().first >= since)
    w.steps.pop_back();
  w.places.add({now, presence::out});
  w.in_world_until = now;
  w.put_back_since.reset();
  w.players.clear();
  w.npcs.clear();
  sight_.left(i, now, now + (is_clean ? all_.options().logout_seen_ms : all_.options().cut_seen_ms));
}

void oracle::forget_old_masks(witness& w) {
  if (!w.left)
    return;
  auto since = all_.is_disturbed(*w.left) ? std::min(w.masks_since, w.masks_disturbed_since) : w.masks_since;
  auto may_be_lost = [&](time_ms at) { return at >= w.masks_lost_from && at <= w.masks_lost_until; };
  auto kept = std::find_if(w.masks.rbegin(), w.masks.rend(),
                           [&](const auto& x) { return x.first <= since && !may_be_lost(x.first); });
  if (kept != w.masks.rend())
    w.masks.erase(w.masks.begin(), kept.base() - 1);
}

void oracle::disturbed(time_ms from, time_ms until) {
  all_.broken(from, until);
  keep_places(from);
}

void oracle::keep_places(time_ms from) {
  if (std::exchange(keeps_places_, true))
    return;
  for (bot_index i = 0; i < all_.size(); ++i)
    all_[i].places.keep_from(from - place_history::kept_ms);
}

void oracle::unanswered(bot_index i, const waiting_requests::overdue& x, time_ms now) {
  if (is_of_zone(x.kind))
    all_.note_pause(i, x.waited_ms, now);
  if (!all_.blame_since(i, check::request_is_answered, now,
                        std::string{to_string(x.kind)} + " is answered within "
                          + std::to_string(all_.options().answer_ms) + " ms",
                        "nothing in " + std::to_string(x.waited_ms) + " ms", now - x.waited_ms))
    all_[i].waiting.expect_late(x.kind);
}

void oracle::tick(time_ms now) {
  for (bot_index i = 0; i < all_.size(); ++i) {
    auto& w = all_[i];
    if (!w.is_connected)
      continue;
    all_.note_waiting(i, now);
    if (w.put_back_since && now - *w.put_back_since > all_.options().answer_ms) {
      all_.blame_since(i, check::put_back_follows, now, "a place after the notice", "none", *w.put_back_since);
      w.put_back_since.reset();
    }
    for (const auto& x : w.waiting.take_overdue(now, all_.options().answer_ms))
      unanswered(i, x, now);
    if (w.places.now().is == presence::present && now - w.tick_at > all_.options().tick_ms
        && now > w.severable_until) { // nobody learns at once that a cable is cut
      all_.blame_since(i, check::tick_comes, now, "g2c_time_tick every 5 s",
                       "none in " + std::to_string(now - w.tick_at) + " ms", w.tick_at);
      w.tick_at = now;
    }
  }
  if (keeps_places_ && all_.is_calm(now - place_history::kept_ms, now)) {
    keeps_places_ = false;
    for (bot_index i = 0; i < all_.size(); ++i)
      all_[i].places.keep_from(INT64_MAX);
  }
  sight_.tick(now);
  talk_.tick(now);
}

} // namespace tools::bots
