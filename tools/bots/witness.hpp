// What the oracle knows about every bot: where it must be, whom it has been
// shown, which answers it waits for. One `witnesses` per swarm.

#pragma once

#include "tools/bots/disturbances.hpp"
#include "tools/bots/latency.hpp"
#include "tools/bots/mesh.hpp"
#include "tools/bots/pause_book.hpp"
#include "tools/bots/place_history.hpp"
#include "tools/bots/promises.hpp"
#include "tools/bots/requests.hpp"
#include "tools/bots/trace.hpp"
#include "tools/bots/traffic.hpp"

#include <memory>
#include <optional>
#include <set>

namespace tools::bots {

struct oracle_options {
  /// A request must be answered within this time.
  time_ms answer_ms = 10'000;
  /// Two bots that stand still this long must see each other or not, as their places say.
  time_ms quiet_ms = 1'000;
  /// Others are told of a logout within this time; of a cut connection within the other.
  time_ms logout_seen_ms = 2'000;
  time_ms cut_seen_ms = 5'000;
  /// How old a place may be that is restored after a cut.
  time_ms cut_loss_ms = 6'000;
  /// How old a place or masks may be that are restored after a disturbance, besides the time it lasted.
  time_ms loss_ms = 6'000;
  /// A player must get a time tick within this time.
  time_ms tick_ms = 15'000;
  /// A bot that was in the world once may be refused this long after it left.
  time_ms refused_ms = 30'000;
  /// How long a zone may be away before its players are put back, and how long until the last of them is.
  time_ms failover_ms = 15'000;
  time_ms failover_settle_ms = 5'000;
  /// A lost connection is counted and no violation.
  bool sever_ok = false;
  /// What is uncertain about when the server saw something, besides the slowest answer so far.
  time_ms slack_ms = 2'000;
};

using mask_set = std::array<uint16_t, 3>;

/// Map and cell.
using place_set = std::set<std::pair<uint16_t, uint32_t>>;

/// Where a character must be when it returns. Empty: nothing is known.
struct left_place {
  place_set cells;
  /// A map it may have warped to, on whatever cell.
  std::optional<uint16_t> anywhere_on;
  time_ms at = 0;
  bool is_clean = false; // by a logout that was answered
  /// Where else it may be when it left in a disturbance.
  place_set disturbed_cells;
};

struct witness {
  std::string bot;       // account name
  std::string character; // once chosen
  uint32_t player_id = 0;

  listener on = listener::login;
  bool is_connected = false;
  bool may_be_closed = false; // the server announced it
  bool heard_anything = false;
  bool is_logged_out = false; // on this connection
  time_ms attempt_at = 0;     // of the last login that got through to the listener
  packet_trace trace;
  waiting_requests waiting;

  place_history places;
  uint16_t announced_map = 0; // by s2c_char_login_ok
  std::optional<left_place> left;
  time_ms in_world_until = 0; // 0: was never in the world
  bool is_legal = true;       // all it did since it was last put in its place
  time_ms last_step = 0;
  uint32_t asked_destination = 0;

  time_ms zone_heard_at = 0;             // the last sign of life of the zone it is in
  std::optional<time_ms> put_back_since; // announced, and not done yet
  time_ms zone_lost_at = 0;              // the last sign of life before that
  time_ms severable_until = 0;           // the connection may be lost
  uint16_t loaded_map = 0;               // the last one it was told to load

  std::optional<uint16_t> granted_warp;
  uint16_t warp_map = 0;
  uint32_t warp_from = 0;

  /// Next packet of the entry that is due; past the last one when it is over.
  size_t entry_step = 0;
  std::optional<uint32_t> last_tick;
  time_ms tick_at = 0;

  /// Masks the server may hold, the newest last, with the time each was sent.
  std::vector<std::pair<time_ms, mask_set>> masks;
  /// Those sent before the last that was sent by then are surely overwritten; the second if it left in a disturbance.
  time_ms masks_since = 0;
  time_ms masks_disturbed_since = 0;
  /// Whatever was sent in this time may be lost, and with it that it overwrote others; a failover.
  time_ms masks_lost_from = 0;
  time_ms masks_lost_until = 0;

  /// Players in view, by id, with the time they appeared.
  std::map<uint32_t, time_ms> players;
  std::set<uint32_t> npcs;

  /// The last steps the server has not taken back, and when the bot last heard what it said itself; bounded.
  static constexpr size_t deeds_max = 64;
  std::deque<std::pair<time_ms, uint32_t>> steps; // with the cell
  std::deque<time_ms> own_words;
};

class witnesses {
public:
  witnesses(oracle_options options, std::shared_ptr<const world_mesh> mesh)
      : options_(options), mesh_(std::move(mesh)) {}

  bot_index add(std::string bot);
  witness& operator[](bot_index i) { return all_[i]; }
  const witness& operator[](bot_index i) const { return all_[i]; }
  bot_index size() const { return static_cast<bot_index>(all_.size()); }

  /// The bot that plays this player, or `no_bot`.
  bot_index by_player(uint32_t player_id) const;
  void set_player(bot_index i, uint32_t player_id);

  /// Null without a mesh or for a map it does not have.
  const map_mesh* mesh_of(uint16_t map) const;

  /// `since` is when the window began in which the promise had to be kept; a promise that needs calm is excused, and
  /// the result false, when a disturbance touches it.
  bool blame_since(bot_index i, check kind, time_ms now, std::string expected, std::string came, time_ms since);
  void blame(bot_index i, check kind, time_ms now, std::string expected, std::string came) {
    blame_since(i, kind, now, std::move(expected), std::move(came), now);
  }
  bool is_calm(time_ms from, time_ms to) const { return !disturbed.touches(from, to); }
  /// Whether a character that left so may have lost more than a whole environment allows.
  bool is_disturbed(const left_place& left) const {
    return !is_calm(left.at - options_.loss_ms, left.is_clean ? left.at : left.at + options_.loss_ms);
  }
  /// The oldest request of that kind has its answer; false when none waited.
  bool answered(bot_index i, request kind, time_ms now);
  /// How long a zone has kept it waiting. Not of one whose own server may be lost: it waits for that, not for a zone.
  void note_pause(bot_index i, time_ms waited_ms, time_ms now);
  /// Takes into account how long zones have kept this bot waiting.
  void note_waiting(bot_index i, time_ms now);
  /// How far apart the server's and the bots' view may be in time.
  time_ms margin_ms() const { return options_.slack_ms + slowest_ms_; }

  const oracle_options& options() const { return options_; }
  /// The zones and services of a node are away from `from` to `until`; promises about its own connections hold.
  void failed_over(time_ms from, time_ms until) { disturbed.add(from, until); }
  /// Everything is.
  void broken(time_ms from, time_ms until) {
    disturbed.add(from, until);
    severe.add(from, until);
  }
  disturbances disturbed; // all of them
  disturbances severe;    // those that are more than a failover
  pause_book pauses;
  violation_log log;
  traffic_counts counts;
  std::array<latency_histogram, request_kinds> latencies;

private:
  oracle_options options_;
  std::shared_ptr<const world_mesh> mesh_;
  std::vector<witness> all_;
  std::map<uint32_t, bot_index> by_player_;
  void note_slow(time_ms waited_ms, time_ms now);

  time_ms slowest_ms_ = 0; // answer of a zone in the last minute or so
  time_ms slowest_at_ = 0;
};

/// "map 1 (113,138)"
std::string place_text(uint16_t map, uint32_t cell);

} // namespace tools::bots
