// Watches everything all bots of a swarm send and receive, and knows what must
// come: places, answers, words, who sees whom. Pure; it never acts.

#pragma once

#include "tools/bots/sight_book.hpp"
#include "tools/bots/talk_book.hpp"

namespace tools::bots {

enum class close_cause : uint8_t {
  server,     // the other side closed
  bot,        // the bot hung up
  never_open, // the connection did not come about
};

/// Cells around the target of a warp.
inline constexpr int warp_scatter_max = 3;

/// The worst of all failovers, each figure by itself.
struct put_back_record {
  uint32_t steps = 0; // that were lost
  time_ms ms = 0;     // how much older the place was than the last sign of life of the zone
};

class oracle {
public:
  /// `mesh` may be null; then nothing is known of walls and warps.
  oracle(oracle_options options, std::shared_ptr<const world_mesh> mesh);

  bot_index add(std::string bot) { return all_.add(std::move(bot)); }

  void opened(bot_index i, listener on, time_ms now);
  /// `frame` is the packet in the clear.
  void sent(bot_index i, const client_packet& packet, msg::wire::byte_view frame, time_ms now);
  void received(bot_index i, const server_packet& packet, msg::wire::byte_view frame, time_ms now);
  void damaged(bot_index i, const link_damage& damage, msg::wire::byte_view frame, time_ms now);
  void closed(bot_index i, close_cause cause, time_ms now);
  /// The login of this bot was refused.
  void refused(bot_index i, const std::string& why, time_ms now);
  /// Deadlines; to be called a few times a second.
  void tick(time_ms now);
  /// The environment breaks promises about time and connections from `from` (not before the last call of anything)
  /// to `until`, by when it is whole again and the servers have had the time they need to recover. May be called
  /// again to prolong it. What is judged nevertheless: promises.hpp.
  void disturbed(time_ms from, time_ms until);
  /// A node dies at about `from`: its zones and services are away, and those who were in them are put back, until
  /// `until`. Nobody loses his connection by that.
  void failing_over(time_ms from, time_ms until);
  /// The connection of this bot may be lost until then.
  void may_be_severed(bot_index i, time_ms until) { all_[i].severable_until = until; }
  /// Pauses are measured anew, under this name.
  void mark(std::string name, time_ms now);
  /// Bots are told to leave: from now on nobody need come back.
  void finish() { is_finishing_ = true; }

  const violation_log& log() const { return all_.log; }
  const traffic_counts& counts() const { return all_.counts; }
  const latency_histogram& latency(request kind) const { return all_.latencies[static_cast<size_t>(kind)]; }
  std::vector<pause_interval> pauses() const { return all_.pauses.all(); }
  const put_back_record& worst_put_back() const { return worst_put_back_; }
  const witness& of(bot_index i) const { return all_[i]; }
  uint32_t in_world() const;
  /// Steps made since then and not taken back by the server; counts to `witness::deeds_max`.
  uint32_t steps_kept(bot_index i, time_ms since) const;
  /// How often the bot has heard since then what it said itself; counts to `witness::deeds_max`.
  uint32_t own_words_heard(bot_index i, time_ms since) const;

private:
  void leave_world(bot_index i, bool is_clean, time_ms now);
  void forget_old_masks(witness& w);
  void entry_packet(bot_index i, size_t step, std::string_view name, time_ms now);
  void check_return(bot_index i, uint16_t map, uint32_t cell, time_ms now);
  void check_walkable(bot_index i, uint16_t map, uint32_t cell, time_ms now);
  void arrived(bot_index i, uint32_t cell, time_ms now);
  void keep_places(time_ms from);
  void unanswered(bot_index i, const waiting_requests::overdue& x, time_ms now);
  void announce_put_back(bot_index i, time_ms now);
  void put_back(bot_index i, uint32_t cell, time_ms now);
  void lose_what_waits(bot_index i, time_ms now);
  bool may_have_warped_to(const witness& w, uint16_t map, uint32_t cell) const;
  bool is_step_legal(const witness& w, uint32_t cell, time_ms now) const;

  void on_sent(bot_index i, const msg::client::c2ls_login& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2ls_select_server& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2g_login& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_ask_create_player& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_char_login& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_world_login& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_char_logout& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_option& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_ask_move& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_pc_move& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_say& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_gesture& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_warp& x, time_ms now);
  void on_sent(bot_index i, const msg::client::c2s_chat_window_opt& x, time_ms now);
  template <class T>
  void on_sent(bot_index, const T&, time_ms) {}

  void on(bot_index i, const msg::client::ls2c_say& x, time_ms now);
  void on(bot_index i, const msg::client::ls2c_server_list& x, time_ms now);
  void on(bot_index i, const msg::client::ls2c_gate_info& x, time_ms now);
  void on(bot_index i, const msg::client::g2c_time_tick& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_error& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_char_list& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_ans_create_player& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_char_login_ok& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_world_login& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_pskill_list& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_skill_slot_info& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_chat_window_opt& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_svr_time& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_char_logout& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_option& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_pc_appear& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_pc_disappear& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_npc_appear& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_npc_disappear& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_ans_move& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_see_move& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_see_stop& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_fix_move& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_say& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_gesture& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_warp_ready& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_warp& x, time_ms now);
  void on(bot_index i, const msg::client::s2c_warp_login& x, time_ms now);
  template <class T>
  void on(bot_index, const T&, time_ms) {}

  witnesses all_;
  sight_book sight_;
  talk_book talk_;
  bool is_finishing_ = false;
  bool keeps_places_ = false; // longer than usual, for a disturbance
  put_back_record worst_put_back_;
};

} // namespace tools::bots
