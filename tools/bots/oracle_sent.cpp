// What the oracle concludes from what the bots send.

#include "tools/bots/oracle.hpp"

namespace tools::bots {

using namespace msg;

namespace {

constexpr time_ms step_ms_legal = 160; // between two steps, by the bot's clock

} // namespace

void oracle::sent(bot_index i, const client_packet& packet, wire::byte_view frame, time_ms now) {
  ++all_.counts.packets_sent;
  all_[i].trace.add(now, all_[i].on, flow::sent, frame);
  std::visit([&](const auto& group) { std::visit([&](const auto& x) { on_sent(i, x, now); }, group); }, packet);
}

void oracle::on_sent(bot_index i, const client::c2ls_login&, time_ms now) {
  all_[i].waiting.asked(request::login, now);
}

void oracle::on_sent(bot_index i, const client::c2ls_select_server&, time_ms now) {
  all_[i].waiting.asked(request::select_server, now);
}

void oracle::on_sent(bot_index i, const client::c2g_login&, time_ms now) {
  all_[i].waiting.asked(request::game_login, now);
}

void oracle::on_sent(bot_index i, const client::c2s_ask_create_player&, time_ms now) {
  all_[i].waiting.asked(request::create_character, now);
}

void oracle::on_sent(bot_index i, const client::c2s_char_login& x, time_ms now) {
  all_[i].character = x.player_name.str();
  all_[i].waiting.asked(request::choose_character, now);
}

void oracle::on_sent(bot_index i, const client::c2s_world_login&, time_ms now) {
  auto& w = all_[i];
  w.waiting.asked(request::enter_world, now);
  w.players.clear();
  w.npcs.clear();
  w.entry_step = 0;
  w.last_tick.reset();
  w.tick_at = now;
  w.granted_warp.reset();
  w.places.add({now, presence::unsure});
}

void oracle::on_sent(bot_index i, const client::c2s_char_logout&, time_ms now) {
  auto& w = all_[i];
  w.waiting.asked(request::log_out, now);
  const auto& last = w.places.now();
  w.places.add({now, presence::unsure, last.map, last.cell});
}

void oracle::on_sent(bot_index i, const client::c2s_option&, time_ms now) {
  all_[i].waiting.asked(request::option, now);
}

void oracle::on_sent(bot_index i, const client::c2s_ask_move& x, time_ms now) {
  auto& w = all_[i];
  w.waiting.asked(request::walk, now);
  w.asked_destination = x.destination_cell;
}

bool oracle::is_step_legal(const witness& w, uint32_t cell, time_ms now) const {
  const auto& last = w.places.now();
  auto* mesh = all_.mesh_of(last.map);
  return mesh && mesh->is_walkable(cell) && distance(last.cell, cell) == 1 && now - w.last_step >= step_ms_legal;
}

void oracle::on_sent(bot_index i, const client::c2s_pc_move& x, time_ms now) {
  auto& w = all_[i];
  ++all_.counts.moves;
  w.is_legal = w.is_legal && is_step_legal(w, x.next_cell, now);
  if (w.is_legal)
    all_.log.tested(check::legal_step_is_kept);
  w.last_step = now;
  w.steps.emplace_back(now, x.next_cell);
  if (w.steps.size() > witness::deeds_max)
    w.steps.pop_front();
  w.places.add({now, presence::present, w.places.now().map, x.next_cell});
}

void oracle::on_sent(bot_index i, const client::c2s_say& x, time_ms now) { talk_.said(i, x, now); }

void oracle::on_sent(bot_index i, const client::c2s_gesture& x, time_ms now) { talk_.gestured(i, x, now); }

void oracle::on_sent(bot_index i, const client::c2s_chat_window_opt& x, time_ms now) {
  all_[i].waiting.asked(request::chat_masks, now);
  all_[i].masks.emplace_back(now, x.tab_masks);
}

void oracle::on_sent(bot_index i, const client::c2s_warp& x, time_ms now) {
  auto& w = all_[i];
  if (w.granted_warp != x.new_map_index) {
    w.warp_map = x.new_map_index;
    return w.waiting.asked(request::warp_ask, now);
  }
  w.waiting.asked(request::warp_go, now);
  w.warp_from = w.places.now().cell;
  w.places.add({now, presence::unsure, w.places.now().map, w.warp_from});
}

} // namespace tools::bots
