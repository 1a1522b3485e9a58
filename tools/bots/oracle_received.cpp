// What the oracle concludes from what the bots receive.

#include "messages/wire/text.hpp"
#include "tools/bots/oracle.hpp"

namespace tools::bots {

using namespace msg;

namespace {

/// The order in which a player is let in.
constexpr std::string_view entry_order[] = {"s2c_world_login", "s2c_pskill_list", "s2c_skill_slot_info",
                                            "s2c_chat_window_opt", "s2c_svr_time"};
constexpr size_t entry_steps = std::size(entry_order);

/// What comes from the zone of a player and nobody else: when it came, the zone was alive.
using zone_words =
  wire::type_list<client::s2c_world_login, client::s2c_pc_appear, client::s2c_pc_disappear, client::s2c_npc_appear,
                  client::s2c_npc_disappear, client::s2c_ans_move, client::s2c_see_move, client::s2c_see_stop,
                  client::s2c_fix_move, client::s2c_gesture, client::s2c_warp, client::s2c_warp_login>;

template <class T, class... Ts>
constexpr bool is_one_of(wire::type_list<Ts...>) {
  return (std::is_same_v<T, Ts> || ...);
}

template <class T>
bool is_said_by_zone(const T&) {
  return is_one_of<T>(zone_words{});
}

bool is_said_by_zone(const client::s2c_say& x) {
  return x.say_type == static_cast<uint8_t>(client::say_kind::general) && x.speaking_player_id != client::nobody;
}

} // namespace

void oracle::received(bot_index i, const server_packet& packet, wire::byte_view frame, time_ms now) {
  ++all_.counts.packets_received;
  all_[i].heard_anything = true;
  all_[i].trace.add(now, all_[i].on, flow::received, frame);
  auto take = [&](const auto& x) {
    if (is_said_by_zone(x))
      all_[i].zone_heard_at = now;
    on(i, x, now);
  };
  std::visit([&](const auto& group) { std::visit(take, group); }, packet);
}

void oracle::on(bot_index i, const client::ls2c_say&, time_ms now) {
  all_[i].may_be_closed = true;
  all_.answered(i, request::login, now);
}

void oracle::on(bot_index i, const client::ls2c_server_list&, time_ms now) { all_.answered(i, request::login, now); }

void oracle::on(bot_index i, const client::ls2c_gate_info&, time_ms now) {
  all_[i].may_be_closed = true;
  all_.answered(i, request::select_server, now);
}

void oracle::on(bot_index i, const client::s2c_error&, time_ms now) {
  auto& w = all_[i];
  w.may_be_closed = true;
  auto was_entering = w.waiting.waits(request::enter_world);
  for (auto kind : {request::game_login, request::create_character, request::choose_character, request::enter_world})
    all_.answered(i, kind, now);
  if (was_entering)
    w.places.add({now, presence::out});
}

void oracle::on(bot_index i, const client::s2c_char_list&, time_ms now) { all_.answered(i, request::game_login, now); }

void oracle::on(bot_index i, const client::s2c_ans_create_player&, time_ms now) {
  all_.answered(i, request::create_character, now);
}

void oracle::on(bot_index i, const client::s2c_char_login_ok& x, time_ms now) {
  auto& w = all_[i];
  all_.answered(i, request::choose_character, now);
  w.announced_map = x.map_index;
  if (w.player_id != 0 && w.player_id != x.player_id)
    all_.blame(i, check::player_id_is_kept, now, "player " + std::to_string(w.player_id),
               "player " + std::to_string(x.player_id));
  all_.set_player(i, x.player_id);
}

void oracle::on(bot_index i, const client::s2c_world_login& x, time_ms now) {
  auto& w = all_[i];
  all_.answered(i, request::enter_world, now);
  ++all_.counts.logins;
  entry_packet(i, 0, entry_order[0], now);
  check_return(i, x.character.map_index, x.character.cell, now);
  check_walkable(i, x.character.map_index, x.character.cell, now);
  forget_old_masks(w);
  w.left.reset();
  w.is_legal = true;
  w.loaded_map = x.character.map_index;
  w.masks_lost_from = w.masks_lost_until = 0;
  w.tick_at = now;
  w.places.add({now, presence::present, x.character.map_index, x.character.cell});
}

void oracle::check_return(bot_index i, uint16_t map, uint32_t cell, time_ms now) {
  auto& w = all_[i];
  if (map != w.announced_map)
    all_.blame(i, check::return_place_is_kept, now, "map " + std::to_string(w.announced_map) + " as announced",
               place_text(map, cell));
  if (!w.left || w.left->cells.empty())
    return;
  all_.log.tested(check::return_place_is_kept);
  auto is_disturbed = all_.is_disturbed(*w.left);
  if (w.left->cells.contains({map, cell}) || w.left->anywhere_on == map
      || (is_disturbed && w.left->disturbed_cells.contains({map, cell})))
    return;
  std::string expected;
  for (const auto& x : is_disturbed ? w.left->disturbed_cells : w.left->cells)
    expected += (expected.empty() ? "" : " or ") + place_text(x.first, x.second);
  all_.blame(i, check::return_place_is_kept, now, std::move(expected), place_text(map, cell));
}

void oracle::check_walkable(bot_index i, uint16_t map, uint32_t cell, time_ms now) {
  if (auto* mesh = all_.mesh_of(map); mesh && !mesh->is_walkable(cell))
    all_.blame(i, check::place_is_walkable, now, "a walkable cell", place_text(map, cell));
}

void oracle::entry_packet(bot_index i, size_t step, std::string_view name, time_ms now) {
  auto& w = all_[i];
  if (w.entry_step != step)
    all_.blame(i, check::entry_is_in_order, now,
               w.entry_step < entry_steps ? std::string{entry_order[w.entry_step]} : "the entry is over",
               std::string{name});
  w.entry_step = std::max(w.entry_step, std::min(step + 1, entry_steps));
}

void oracle::on(bot_index i, const client::s2c_pskill_list&, time_ms now) { entry_packet(i, 1, entry_order[1], now); }

void oracle::on(bot_index i, const client::s2c_skill_slot_info&, time_ms now) {
  entry_packet(i, 2, entry_order[2], now);
}

void oracle::on(bot_index i, const client::s2c_svr_time&, time_ms now) { entry_packet(i, 4, entry_order[4], now); }

/// At the entry what is stored, later the echo of what was sent.
void oracle::on(bot_index i, const client::s2c_chat_window_opt& x, time_ms now) {
  auto& w = all_[i];
  auto is_entry = w.entry_step < entry_steps;
  if (is_entry)
    entry_packet(i, 3, entry_order[3], now);
  else
    all_.answered(i, request::chat_masks, now);
  auto found = std::find_if(w.masks.rbegin(), w.masks.rend(), [&](const auto& y) { return y.second == x.tab_masks; });
  if (is_entry && !w.masks.empty())
    all_.log.tested(check::masks_are_kept);
  if (found == w.masks.rend() && (!is_entry || !w.masks.empty()))
    all_.blame(i, check::masks_are_kept, now, "the masks the bot stored", wire::to_json(x));
  if (is_entry)
    w.masks.assign(1, {now, x.tab_masks});
}

void oracle::on(bot_index i, const client::g2c_time_tick& x, time_ms now) {
  auto& w = all_[i];
  if (w.last_tick && x.tick_count != *w.last_tick + 1)
    all_.blame(i, check::tick_counts_up, now, std::to_string(*w.last_tick + 1), std::to_string(x.tick_count));
  w.last_tick = x.tick_count;
  w.tick_at = now;
}

void oracle::on(bot_index i, const client::s2c_char_logout&, time_ms now) {
  auto& w = all_[i];
  w.may_be_closed = true;
  if (!all_.answered(i, request::log_out, now))
    return;
  ++all_.counts.logouts;
  w.is_logged_out = true;
  leave_world(i, true, now);
}

void oracle::on(bot_index i, const client::s2c_option&, time_ms now) { all_.answered(i, request::option, now); }

void oracle::on(bot_index i, const client::s2c_pc_appear& x, time_ms now) {
  if (all_[i].entry_step < entry_steps)
    entry_packet(i, entry_steps, "s2c_pc_appear", now);
  sight_.appeared(i, x, now);
}

void oracle::on(bot_index i, const client::s2c_pc_disappear& x, time_ms now) {
  sight_.disappeared(i, x.player_id, now);
}

void oracle::on(bot_index i, const client::s2c_npc_appear& x, time_ms now) { sight_.npc_appeared(i, x.npc_id, now); }

void oracle::on(bot_index i, const client::s2c_npc_disappear& x, time_ms now) {
  sight_.npc_disappeared(i, x.npc_id, now);
}

void oracle::on(bot_index i, const client::s2c_ans_move& x, time_ms now) {
  auto& w = all_[i];
  all_.answered(i, request::walk, now);
  if (x.is_granted) {
    ++all_.counts.walks;
    return;
  }
  const auto& here = w.places.now();
  auto* mesh = all_.mesh_of(here.map);
  if (w.is_legal && mesh && mesh->is_walkable(x.destination_cell)
      && distance(here.cell, x.destination_cell) < ask_distance_max)
    all_.blame(i, check::legal_walk_is_granted, now,
               "a walk from " + place_text(here.map, here.cell) + " to " + place_text(here.map, x.destination_cell),
               "refused");
}

void oracle::on(bot_index i, const client::s2c_see_move& x, time_ms now) {
  if (x.moving_player_id == all_[i].player_id)
    return all_.blame(i, check::own_avatar_is_not_sent, now, "only others' walks", "s2c_see_move of the bot itself");
  sight_.acted(i, x.moving_player_id, "s2c_see_move", now);
}

void oracle::on(bot_index i, const client::s2c_see_stop& x, time_ms now) {
  if (x.stopping_player_id == all_[i].player_id)
    return all_.blame(i, check::own_avatar_is_not_sent, now, "only others stop", "s2c_see_stop of the bot itself");
  sight_.acted(i, x.stopping_player_id, "s2c_see_stop", now);
}

void oracle::on(bot_index i, const client::s2c_fix_move& x, time_ms now) {
  auto& w = all_[i];
  ++all_.counts.corrections;
  auto map = w.places.now().map;
  auto was_warp = all_.answered(i, request::warp_ask, now) || all_.answered(i, request::warp_go, now);
  w.granted_warp.reset();
  w.loaded_map = map;
  auto* mesh = all_.mesh_of(map);
  if (mesh && w.is_legal && !was_warp)
    all_.blame_since(i, check::legal_step_is_kept, now, place_text(map, w.places.now().cell),
                     "s2c_fix_move to " + place_text(map, x.fixed_cell), now - all_.margin_ms());
  auto since = now - all_.options().cut_loss_ms; // it may be put back to where it was before it ever stepped
  while (!w.steps.empty() && w.steps.back().second != x.fixed_cell && w.steps.back().first >= since)
    w.steps.pop_back();
  auto* target = mesh ? mesh->target_at(w.places.now().cell) : nullptr;
  auto is_calm = all_.is_calm(now - all_.options().answer_ms, now);
  if (w.is_legal && was_warp && is_calm && target && target->map == w.warp_map)
    all_.blame(i, check::warp_lands_on_target, now, "a warp to map " + std::to_string(w.warp_map),
               "s2c_fix_move to " + place_text(map, x.fixed_cell));
  check_walkable(i, map, x.fixed_cell, now);
  w.is_legal = true;
  auto is_leaving = w.waiting.waits(request::log_out);
  w.places.add({now, is_leaving ? presence::unsure : presence::present, map, x.fixed_cell});
}

void oracle::on(bot_index i, const client::s2c_say& x, time_ms now) {
  if (x.say_type == static_cast<uint8_t>(client::say_kind::system) && x.words.str().starts_with(put_back_words))
    return announce_put_back(i, now);
  auto is_near = x.say_type == static_cast<uint8_t>(client::say_kind::general);
  if (is_near && x.speaking_player_id != all_[i].player_id && x.speaking_player_id != client::nobody)
    sight_.acted(i, x.speaking_player_id, "s2c_say", now);
  talk_.heard(i, x, now);
}

void oracle::on(bot_index i, const client::s2c_gesture& x, time_ms now) {
  if (x.gesturing_player_id != all_[i].player_id)
    sight_.acted(i, x.gesturing_player_id, "s2c_gesture", now);
  talk_.saw_gesture(i, x, now);
}

void oracle::on(bot_index i, const client::s2c_warp_ready& x, time_ms now) {
  auto& w = all_[i];
  w.loaded_map = x.new_map_index;
  if (w.put_back_since)
    return; // where it is put back
  all_.answered(i, request::warp_ask, now);
  if (x.new_map_index != w.warp_map)
    all_.blame(i, check::warp_lands_on_target, now, "map " + std::to_string(w.warp_map),
               "map " + std::to_string(x.new_map_index));
  w.granted_warp = x.new_map_index;
}

void oracle::on(bot_index i, const client::s2c_warp& x, time_ms now) { arrived(i, x.new_cell, now); }

void oracle::on(bot_index i, const client::s2c_warp_login& x, time_ms now) { arrived(i, x.new_cell, now); }

void oracle::arrived(bot_index i, uint32_t cell, time_ms now) {
  auto& w = all_[i];
  if (w.put_back_since)
    return put_back(i, cell, now);
  if (!all_.answered(i, request::warp_go, now))
    all_.blame(i, check::warp_lands_on_target, now, "no warp was asked for", "arrival at cell " + std::to_string(cell));
  ++all_.counts.warps;
  auto* mesh = all_.mesh_of(w.places.now().map);
  auto* target = mesh ? mesh->target_at(w.warp_from) : nullptr;
  if (target)
    all_.log.tested(check::warp_lands_on_target);
  if (target && (target->map != w.warp_map || distance(target->cell, cell) > warp_scatter_max))
    all_.blame(i, check::warp_lands_on_target, now, place_text(target->map, target->cell),
               place_text(w.warp_map, cell));
  check_walkable(i, w.warp_map, cell, now);
  w.granted_warp.reset();
  w.players.clear();
  w.npcs.clear();
  w.is_legal = true;
  w.loaded_map = w.warp_map;
  w.places.add({now, presence::present, w.warp_map, cell});
}

} // namespace tools::bots
