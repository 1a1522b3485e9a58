// The rules of one zone without actors, clocks or sockets: what players do goes
// in, frames for those who see it come out. The same calls in the same order
// give the same frames.

#pragma once

#include "actors/zone/block_grid.hpp"
#include "actors/zone/rules/pace.hpp"
#include "loaders/content.hpp"
#include "messages/audience.hpp"
#include "messages/handled.hpp"
#include "messages/records.hpp"

#include <map>
#include <memory>
#include <optional>

namespace actors {

struct zone_rules {
  uint32_t distance_max = 24; // cells from here to the destination of one walk
  pace_rules pace;
  bool answers_with_warp_login = false; // s2c_warp_login instead of s2c_warp
};

/// How a player comes into view of himself.
enum class arrival : uint8_t { login, warp };

/// What a request led to besides frames.
struct zone_outcome {
  enum class kind : uint8_t {
    none,
    // He leaves for `to`: frozen from now on, until `leave` or `resume`.
    departs,
    // He broke the rules too often.
    expelled,
  };
  kind what = kind::none;
  loaders::warp to = {};
};

class zone_world {
public:
  zone_world(std::shared_ptr<const loaders::zone_content> content, zone_rules rules);

  uint16_t map() const { return content_->map.id; }
  size_t players() const { return players_.size(); }
  size_t npcs() const { return npcs_.size(); }

  /// `wanted`, or the nearest walkable cell when it is blocked.
  loaders::cell place_for(loaders::cell wanted) const;

  /// Shows a player to the world and the world to him. He must not be here yet.
  /// `hour` and `minute` are the server's wall clock.
  void enter(msg::character_record who, msg::receiver at, arrival how, std::pair<uint8_t, uint8_t> time,
             msg::audience& out);

  /// Takes a player away; returns him as he is now. Nothing when he is not here.
  std::optional<msg::character_record> leave(msg::character_id who, msg::audience& out);

  bool contains(msg::character_id who) const { return players_.contains(who); }
  const msg::character_record* find(msg::character_id who) const;
  /// Everybody who is shown, by id.
  template <class Fn>
  void each_player(Fn&& fn) const {
    for (const auto& [id, who] : players_)
      fn(who.record);
  }
  const std::vector<uint32_t>& npcs_in(block where) const { return npcs_by_block_.at(where); }
  uint32_t npc_id(uint32_t index) const { return npcs_.at(index).look.npc_id; }
  const loaders::zone_content& content() const { return *content_; }

  /// `now_ms`: any clock that does not go back.
  zone_outcome apply(msg::character_id who, const msg::zone_request& what, uint64_t now_ms, msg::audience& out);

  /// The zone stood still for so long; nobody is blamed for what piled up meanwhile.
  void forgive_stall(uint64_t stall_ms);

  /// A frozen player stays here after all.
  void resume(msg::character_id who, msg::audience& out);

  /// Everybody whose location changed since the last call, by id.
  std::vector<msg::character_location> take_changed();

  // -- moving to another zone_world of the same content; nobody sees any of it
  /// What `who`, who is here, is besides his record.
  msg::player_state state_of(msg::character_id who, uint64_t now_ms) const;
  /// Puts a player where his record says. False, and nothing has happened, when that cannot be: he is here already, or
  /// stands where nobody can, or on another map.
  bool place(msg::character_record who, msg::receiver at, const msg::player_state& state, uint64_t now_ms);
  /// Where `who` is about to go, when he is frozen for that.
  std::optional<loaders::warp> departure_of(msg::character_id who) const;
  /// His client is reached over another connection from now on.
  void redirect(msg::character_id who, msg::receiver at);

private:
  struct player {
    msg::character_record record; // location.cell is where he stands
    msg::receiver at;
    class pace pace;
    violation_count violations;
    uint16_t granted_map = 0; // of s2c_warp_ready, while `has_grant`
    bool has_grant = false;
    bool is_frozen = false;
    bool is_walking = false;
    bool may_skip_cell = false; // one step of two cells per walk is tolerated
    bool is_changed = false;

    loaders::cell cell() const { return loaders::cell::from_index(record.location.cell); }
    block where() const { return block::of(cell()); }
  };

  struct standing_npc {
    loaders::cell at;
    msg::client::s2c_npc_appear look;
  };

  zone_outcome on(player& who, const msg::client::c2s_ask_move& what, uint64_t now_ms, msg::audience& out);
  zone_outcome on(player& who, const msg::client::c2s_pc_move& what, uint64_t now_ms, msg::audience& out);
  zone_outcome on(player& who, const msg::client::c2s_say& what, uint64_t now_ms, msg::audience& out);
  zone_outcome on(player& who, const msg::client::c2s_gesture& what, uint64_t now_ms, msg::audience& out);
  zone_outcome on(player& who, const msg::client::c2s_warp& what, uint64_t now_ms, msg::audience& out);
  zone_outcome on(player& who, const msg::client::c2s_chat_window_opt& what, uint64_t now_ms, msg::audience& out);

  bool may_step(player& who, loaders::cell to, uint64_t now_ms) const;
  void move_to(player& who, loaders::cell to, msg::audience& out);
  zone_outcome violate(player& who, uint64_t now_ms, msg::audience& out);
  void fix(player& who, msg::audience& out);
  void change(player& who);
  void add_npcs();

  /// Everything `who` sees from `center`, except in the blocks that `skip` sees too.
  void show_surroundings(const player& who, block center, const block* skip, msg::audience& out) const;

  template <class Packet>
  void tell_viewers(const player& who, const Packet& packet, bool himself, msg::audience& out) const;

  std::shared_ptr<const loaders::zone_content> content_;
  zone_rules rules_;
  std::map<msg::character_id, player> players_; // ordered: whatever walks it is deterministic
  std::vector<standing_npc> npcs_;
  block_grid<const player*> players_by_block_;
  block_grid<uint32_t> npcs_by_block_; // index into npcs_
  std::vector<msg::character_id> changed_;
};

} // namespace actors
