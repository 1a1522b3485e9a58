#include "tools/bots/oracle.hpp"

namespace tools::bots {

using namespace msg;

oracle::oracle(oracle_options options, std::shared_ptr<const world_mesh> mesh)
    : all_(options, std::move(mesh)), sight_(all_), talk_(all_) {}

uint32_t oracle::in_world() const {
  uint32_t result = 0;
  for (bot_index i = 0; i < all_.size(); ++i)
    result += all_[i].places.now().is == presence::present ? 1 : 0;
  return result;
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
  if (cause == close_cause::never_open || (cause == close_cause::server && !w.heard_anything))
    ++all_.counts.turned_away;
  else if (cause == close_cause::server && !w.may_be_closed)
    all_.blame(i, check::connection_stays_open, now, "a reason for closing", "the server closed the connection");
  if (cause == close_cause::bot && w.is_logged_out)
    all_.blame(i, check::logout_closes, now, "the server closes after s2c_char_logout", "the bot had to");
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
  if (is_finishing_ || w.in_world_until == 0 || now - w.in_world_until <= all_.options().refused_ms)
    return;
  all_.blame(i, check::refusal_ends, now,
             "the bot may return within " + std::to_string(all_.options().refused_ms) + " ms", why);
  w.in_world_until = now; // said once in a while
}

/// After a clean logout the character stays exactly where it was; after a cut the last seconds may be lost.
void oracle::leave_world(bot_index i, bool is_clean, time_ms now) {
  auto& w = all_[i];
  left_place left;
  auto since = is_clean ? now : now - all_.options().cut_loss_ms;
  w.places.each(since, now, [&](const stay& x) {
    if (x.is != presence::out && x.map != 0)
      left.cells.insert({x.map, x.cell});
  });
  if (w.waiting.waits(request::warp_go))
    left.anywhere_on = w.warp_map;
  if (w.places.now().is == presence::unsure && w.waiting.waits(request::enter_world)) {
    if (w.left)
      left.cells.insert(w.left->cells.begin(), w.left->cells.end()); // it may not have come in at all
    w.left = w.left ? std::optional{left} : std::nullopt;
  } else {
    w.left = std::move(left);
  }
  auto mask_since = is_clean ? now : since;
  while (w.masks.size() > 1 && w.masks[1].first <= mask_since)
    w.masks.erase(w.masks.begin());
  w.places.add({now, presence::out});
  w.in_world_until = now;
  w.players.clear();
  w.npcs.clear();
  sight_.left(i, now, now + (is_clean ? all_.options().logout_seen_ms : all_.options().cut_seen_ms));
}

void oracle::tick(time_ms now) {
  for (bot_index i = 0; i < all_.size(); ++i) {
    auto& w = all_[i];
    if (!w.is_connected)
      continue;
    all_.note_waiting(i, now);
    for (const auto& x : w.waiting.take_overdue(now, all_.options().answer_ms))
      all_.blame(i, check::request_is_answered, now,
                 std::string{to_string(x.kind)} + " is answered within " + std::to_string(all_.options().answer_ms)
                   + " ms",
                 "nothing in " + std::to_string(x.waited_ms) + " ms");
    if (w.places.now().is == presence::present && now - w.tick_at > all_.options().tick_ms) {
      all_.blame(i, check::tick_comes, now, "g2c_time_tick every 5 s",
                 "none in " + std::to_string(now - w.tick_at) + " ms");
      w.tick_at = now;
    }
  }
  sight_.tick(now);
  talk_.tick(now);
}

} // namespace tools::bots
