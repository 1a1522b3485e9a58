#include "actors/zone/zone_world.hpp"

#include "actors/zone/rules/appearance.hpp"
#include "runtime/base/planted.hpp"

namespace actors {

namespace {

using namespace msg::client;
using loaders::cell;

/// Ids of monsters must not meet those of players; any unique number will do.
constexpr uint32_t npc_id_first = 0x40000000;

/// A place as packets carry it, when it is one.
std::optional<cell> cell_of(uint32_t index) {
  if (index >= loaders::cell_count)
    return std::nullopt;
  return cell::from_index(index);
}

} // namespace

zone_world::zone_world(std::shared_ptr<const loaders::zone_content> content, zone_rules rules)
    : content_(std::move(content)), rules_(rules) {
  add_npcs();
}

void zone_world::add_npcs() {
  auto next_id = npc_id_first + (uint32_t{map()} << 16);
  for (const auto& spawn : content_->spawns) {
    auto found = content_->npcs.find(spawn.npc);
    if (found == content_->npcs.end())
      continue;
    const auto& kind = found->second;
    s2c_npc_appear look;
    look.npc_type = spawn.npc;
    look.npc_id = next_id++;
    look.npc_health = kind.hp_max;
    look.cell = static_cast<uint32_t>(spawn.at.index());
    look.direction = spawn.direction;
    look.npc_level = static_cast<uint16_t>(kind.level());
    for (auto& effect : look.running_effects)
      effect.class_id = class_of_no_effect;
    npcs_by_block_.insert(block::of(spawn.at), static_cast<uint32_t>(npcs_.size()));
    npcs_.push_back({spawn.at, look});
  }
}

cell zone_world::place_for(cell wanted) const {
  const auto& map = content_->map;
  if (map.walkable(wanted))
    return wanted;
  auto best = wanted;
  auto best_distance = static_cast<int>(loaders::map_side);
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = cell::from_index(i);
    if (map.walkable(at) && !map.warp_at(at) && distance(at, wanted) < best_distance) {
      best = at;
      best_distance = distance(at, wanted);
    }
  }
  return best;
}

const msg::character_record* zone_world::find(msg::character_id who) const {
  auto i = players_.find(who);
  return i == players_.end() ? nullptr : &i->second.record;
}

template <class Packet>
void zone_world::tell_viewers(const player& who, const Packet& packet, bool himself, msg::audience& out) const {
  out.begin(packet);
  players_by_block_.for_each_around(who.where(), [&](const player* viewer) {
    if (himself || viewer != &who)
      out.add(viewer->at);
  });
  out.commit();
}

void zone_world::show_surroundings(const player& who, block center, const block* skip, msg::audience& out) const {
  for_each_block_around(center, [&](block b) {
    if (skip && in_sight(*skip, b))
      return;
    for (auto i : npcs_by_block_.at(b))
      out.to(who.at, npcs_[i].look);
    for (const auto* other : players_by_block_.at(b))
      if (other != &who)
        out.to(who.at, make_pc_appear(other->record));
  });
}

void zone_world::enter(msg::character_record record, msg::receiver at, arrival how, std::pair<uint8_t, uint8_t> time,
                       msg::audience& out) {
  auto id = record.id();
  record.location.map.value = map();
  auto stands = place_for(cell::from_index(record.location.cell));
  record.location.cell = static_cast<uint32_t>(stands.index());
  auto& who = players_.emplace(id, player{std::move(record), at, {}, {}}).first->second;
  if (how == arrival::login) {
    out.to(at, make_world_login(who.record));
    out.to(at, s2c_pskill_list{});
    out.to(at, s2c_skill_slot_info{});
    out.to(at, msg::client::s2c_chat_window_opt{who.record.location.chat_masks});
    out.to(at, s2c_svr_time{time.first, time.second});
  } else if (rules_.answers_with_warp_login) {
    out.to(at, make_warp_login(who.record));
  } else {
    out.to(at, s2c_warp{who.record.location.cell});
  }
  show_surroundings(who, who.where(), nullptr, out);
  tell_viewers(who, make_pc_appear(who.record), false, out);
  players_by_block_.insert(who.where(), &who);
  change(who);
}

std::optional<msg::character_record> zone_world::leave(msg::character_id id, msg::audience& out) {
  auto i = players_.find(id);
  if (i == players_.end())
    return std::nullopt;
  auto& who = i->second;
  tell_viewers(who, s2c_pc_disappear{id.value}, false, out);
  players_by_block_.erase(who.where(), &who);
  std::erase(changed_, id);
  auto record = std::move(who.record);
  players_.erase(i);
  return record;
}

zone_outcome zone_world::apply(msg::character_id id, const msg::zone_request& what, uint64_t now_ms,
                               msg::audience& out) {
  auto i = players_.find(id);
  if (i == players_.end() || i->second.is_frozen)
    return {};
  return std::visit([&](const auto& packet) { return on(i->second, packet, now_ms, out); }, what);
}

void zone_world::resume(msg::character_id id, msg::audience& out) {
  auto i = players_.find(id);
  if (i == players_.end() || !i->second.is_frozen)
    return;
  i->second.is_frozen = false;
  fix(i->second, out);
}

void zone_world::forgive_stall(uint64_t stall_ms) {
  for (auto& [id, who] : players_)
    who.pace.forgive(stall_ms);
}

void zone_world::change(player& who) {
  ++who.record.location.revision;
  if (!who.is_changed)
    changed_.push_back(who.record.id());
  who.is_changed = true;
}

// -- moving -------------------------------------------------------------------

msg::player_state zone_world::state_of(msg::character_id id, uint64_t now_ms) const {
  const auto& who = players_.at(id);
  auto pace = who.pace.at(now_ms);
  return {pace.stepped_ago_ms, pace.credit_ms, pace.forgiven_ms, who.violations.ages(now_ms),
          who.granted_map,     who.has_grant,  who.is_frozen,    who.is_walking,
          who.may_skip_cell};
}

bool zone_world::place(msg::character_record record, msg::receiver at, const msg::player_state& state,
                       uint64_t now_ms) {
  auto stands = cell_of(record.location.cell);
  if (!stands || record.location.map.value != map() || !content_->map.walkable(*stands)
      || players_.contains(record.id()) || state.violations_ago_ms.size() > rules_.pace.violations_max)
    return false;
  auto id = record.id();
  auto& who = players_.emplace(id, player{std::move(record), at, {}, {}}).first->second;
  who.pace.restore({state.stepped_ago_ms, state.credit_ms, state.forgiven_ms}, now_ms);
  who.violations.restore(state.violations_ago_ms, now_ms);
  who.granted_map = state.granted_map;
  who.has_grant = state.has_grant;
  who.is_frozen = state.is_frozen;
  who.is_walking = state.is_walking;
  who.may_skip_cell = state.may_skip_cell;
  players_by_block_.insert(who.where(), &who);
  return true;
}

std::optional<loaders::warp> zone_world::departure_of(msg::character_id id) const {
  auto i = players_.find(id);
  if (i == players_.end() || !i->second.is_frozen)
    return std::nullopt;
  auto warp = content_->map.warp_at(i->second.cell());
  return warp ? std::optional{content_->map.warps[*warp]} : std::nullopt;
}

void zone_world::redirect(msg::character_id id, msg::receiver at) {
  if (auto i = players_.find(id); i != players_.end())
    i->second.at = at;
}

// -- saving -------------------------------------------------------------------

std::vector<msg::character_location> zone_world::take_changed() {
  std::vector<msg::character_location> result;
  result.reserve(changed_.size());
  for (auto id : changed_) {
    auto& who = players_.at(id);
    who.is_changed = false;
    result.push_back(who.record.location);
  }
  changed_.clear();
  std::ranges::sort(result, {}, &msg::character_location::id);
  return result;
}

// -- walking ------------------------------------------------------------------

zone_outcome zone_world::on(player& who, const c2s_ask_move& what, uint64_t, msg::audience& out) {
  auto to = cell_of(what.destination_cell);
  if (!to || !content_->map.walkable(*to) || distance(who.cell(), *to) > static_cast<int>(rules_.distance_max)) {
    out.to(who.at, s2c_ans_move{0, what.destination_cell, what.move_speed});
    fix(who, out); // anybody may click anywhere: no violation
    return {};
  }
  who.is_walking = true;
  who.may_skip_cell = true;
  s2c_ans_move granted{1, what.destination_cell, what.move_speed};
  if (PLANTED(half_a_frame)) {
    msg::wire::byte_buffer frame;
    encode_frame(frame, granted);
    out.to(who.at, msg::wire::byte_view{frame}.first(frame.size() - 1));
  } else {
    out.to(who.at, granted);
  }
  tell_viewers(who,
               s2c_see_move{who.record.id().value, who.record.location.cell, what.destination_cell, what.move_speed},
               false, out);
  return {};
}

bool zone_world::may_step(player& who, cell to, uint64_t now_ms) const {
  if (!content_->map.walkable(to) && !PLANTED(walks_through_walls))
    return false;
  auto far = distance(who.cell(), to);
  if (far > 2 || (far == 2 && !std::exchange(who.may_skip_cell, false)))
    return false;
  for (int i = 0; i < far; ++i)
    if (!who.pace.step(now_ms, rules_.pace))
      return false;
  return true;
}

zone_outcome zone_world::on(player& who, const c2s_pc_move& what, uint64_t now_ms, msg::audience& out) {
  auto to = cell_of(what.next_cell);
  if (!to || !may_step(who, *to, now_ms))
    return violate(who, now_ms, out);
  if (*to != who.cell())
    move_to(who, *to, out);
  return {};
}

void zone_world::move_to(player& who, cell to, msg::audience& out) {
  auto before = who.where();
  auto after = block::of(to);
  if (before == after) {
    who.record.location.cell = static_cast<uint32_t>(to.index());
  } else {
    players_by_block_.erase(before, &who);
    s2c_pc_disappear gone{who.record.id().value};
    std::vector<msg::receiver> lost;
    for_each_block_around(before, [&](block b) {
      if (in_sight(after, b))
        return;
      for (auto i : npcs_by_block_.at(b))
        out.to(who.at, s2c_npc_disappear{npcs_[i].look.npc_id});
      for (const auto* other : players_by_block_.at(b)) {
        out.to(who.at, s2c_pc_disappear{other->record.id().value});
        lost.push_back(other->at);
      }
    });
    out.to(lost, gone);
    who.record.location.cell = static_cast<uint32_t>(to.index());
    show_surroundings(who, after, &before, out);
    std::vector<msg::receiver> gained;
    for_each_block_around(after, [&](block b) {
      if (!in_sight(before, b))
        for (const auto* other : players_by_block_.at(b))
          gained.push_back(other->at);
    });
    if (!gained.empty() && !PLANTED(one_sided_sight))
      out.to(gained, make_pc_appear(who.record));
    players_by_block_.insert(after, &who);
  }
  who.has_grant = false;
  change(who);
}

void zone_world::fix(player& who, msg::audience& out) {
  out.to(who.at, s2c_fix_move{who.record.location.cell});
  if (std::exchange(who.is_walking, false))
    tell_viewers(who, s2c_see_stop{who.record.id().value, who.record.location.cell}, false, out);
}

zone_outcome zone_world::violate(player& who, uint64_t now_ms, msg::audience& out) {
  fix(who, out);
  return {who.violations.note(now_ms, rules_.pace) ? zone_outcome::kind::expelled : zone_outcome::kind::none};
}

// -- talking ------------------------------------------------------------------

zone_outcome zone_world::on(player& who, const c2s_say& what, uint64_t, msg::audience& out) {
  s2c_say said;
  said.say_type = what.say_type;
  said.speaking_player_id = who.record.id().value;
  said.speaker_name = msg::wire::fixed_text<21>{who.record.name};
  said.words = msg::wire::open_text<64>{what.words.str()};
  tell_viewers(who, said, true, out);
  return {};
}

zone_outcome zone_world::on(player& who, const c2s_gesture& what, uint64_t, msg::audience& out) {
  tell_viewers(who, s2c_gesture{who.record.id().value, what.gesture_type}, true, out);
  return {};
}

zone_outcome zone_world::on(player& who, const msg::client::c2s_chat_window_opt& what, uint64_t, msg::audience& out) {
  who.record.location.chat_masks = what.tab_masks;
  change(who);
  out.to(who.at, msg::client::s2c_chat_window_opt{what.tab_masks});
  return {};
}

// -- warps --------------------------------------------------------------------

zone_outcome zone_world::on(player& who, const c2s_warp& what, uint64_t, msg::audience& out) {
  auto warp = content_->map.warp_at(who.cell());
  if (!warp || content_->map.warps[*warp].map != what.new_map_index) {
    fix(who, out);
    return {};
  }
  if (!who.has_grant || who.granted_map != what.new_map_index) {
    who.has_grant = true;
    who.granted_map = what.new_map_index;
    out.to(who.at, s2c_warp_ready{what.new_map_index});
    return {};
  }
  who.has_grant = false;
  who.is_frozen = true;
  return {zone_outcome::kind::departs, content_->map.warps[*warp]};
}

} // namespace actors
