// One client from the login to the logout and back, as a pure state machine:
// packets, time and dice in, actions out. It lives by itself until it is told what
// to do, and then does nothing else until it is let go.
//
//   away -> logging_in -> selecting -> knocking -> at_gate -> (creating) -> choosing -> entering -> in_world
//     ^                                                                                               |
//     '------------------------------ leaving <-------------------------------------------------------'

#pragma once

#include "tools/bots/bot_life.hpp"

namespace tools::bots {

struct bot_profile {
  std::string account;
  std::string password;
  /// Of the character that is made when the account has none.
  uint8_t class_id = 0;
  uint8_t nation = 0;
  std::string prefix;
  bot_index number = 0;
  /// It waits until it is told what to do.
  bool is_idle = false;
};

/// A line of chat as it came.
struct heard_line {
  time_ms at = 0;
  msg::client::say_kind kind{};
  std::string speaker;
  std::string words;
};

/// Open a connection; an empty address is that of the login listener.
struct connect_to {
  listener on = listener::login;
  std::string address;
  uint16_t port = 0;
};

/// Close the connection; a rough one is reset.
struct hang_up {
  bool is_rough = false;
};

using bot_action = std::variant<connect_to, client_packet, hang_up>;

enum class bot_phase : uint8_t {
  away,
  logging_in,
  selecting,
  knocking,
  at_gate,
  creating,
  choosing,
  entering,
  in_world,
  leaving,
  finished,
};

class bot_machine {
public:
  bot_machine(bot_profile profile, life_options life, std::shared_ptr<const world_mesh> mesh, runtime::prng rng,
              time_ms first_due);

  time_ms due() const;
  void wake(time_ms now, std::vector<bot_action>& out);
  /// The connection that was asked for stands.
  void connected(time_ms now, std::vector<bot_action>& out);
  void received(const server_packet& packet, time_ms now, std::vector<bot_action>& out);
  /// The other side closed, or the connection did not come about.
  void closed(time_ms now);
  /// The run is over: log out properly and do not come back.
  void leave(time_ms now, std::vector<bot_action>& out);

  // What a bot can be told. All but `say` and `live` end its free life.

  /// Into the world; it tries until it is there. Once out again, it stays out until it is told another time.
  void log_in(time_ms now);
  /// Logs out properly, or hangs up where there is nothing to log out of, and stays out.
  void log_out(time_ms now, std::vector<bot_action>& out);
  /// Hangs up and stays out; a rough end is a reset.
  void cut(bool is_rough, time_ms now, std::vector<bot_action>& out);
  /// See `bot_life`; outside the world it is given up at once.
  void walk_to(uint16_t map, uint32_t cell, time_ms now);
  /// False outside the world.
  bool say(msg::client::say_kind kind, std::string_view listener_name, std::string_view words,
           std::vector<bot_action>& out);
  /// Nothing new is begun, no login either, until it is let go; ticks are echoed.
  void hold(bool is_held);
  /// Back to the free life.
  void live(time_ms now);

  static constexpr size_t heard_max = 64;
  /// The last lines it heard, its own among them, oldest first; at most `heard_max`.
  const std::deque<heard_line>& heard() const { return heard_; }
  /// Whether something it began is not over yet.
  bool is_busy() const;
  bool is_in_world() const { return phase_ == bot_phase::in_world; }

  bot_phase phase() const { return phase_; }
  bool is_finished() const { return phase_ == bot_phase::finished; }
  const bot_life& life() const { return life_; }
  /// The last words with which the login was refused; empty when it never was.
  const std::string& refusal() const { return refusal_; }
  /// How often it was refused.
  uint32_t refusals() const { return refusals_; }

private:
  void go_away(time_ms now, time_ms pause);
  void refuse(std::string why, time_ms now, std::vector<bot_action>& out);
  void choose(std::string_view name, time_ms now, std::vector<bot_action>& out);
  void create(time_ms now, std::vector<bot_action>& out);
  void send_logout(time_ms now, std::vector<bot_action>& out);
  void take_over(time_ms now);
  bool may_log_in() const { return !is_held_ && (is_free_ || is_wanted_in_); }
  bool has_connection() const;
  void pass_on(std::vector<client_packet>& packets, std::vector<bot_action>& out);
  void enter_phase(bot_phase next, time_ms now);

  void on(const msg::client::ls2c_say& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::ls2c_server_list& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::ls2c_gate_info& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::g2c_time_tick& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::s2c_error& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::s2c_char_list& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::s2c_ans_create_player& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::s2c_char_login_ok& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::s2c_world_login& x, time_ms now, std::vector<bot_action>& out);
  void on(const msg::client::s2c_say& x, time_ms now, std::vector<bot_action>& out);
  template <class T>
  void on(const T&, time_ms, std::vector<bot_action>&) {}

  bot_profile profile_;
  bot_life life_;
  runtime::prng rng_;
  bot_phase phase_ = bot_phase::away;
  time_ms due_ = 0;
  time_ms pause_ms_ = 0; // after the last refusal
  bool is_leaving_for_good_ = false;
  bool heard_words_ = false; // of the login listener, which may be a refusal
  bool is_free_ = true;
  bool is_wanted_in_ = false; // told to log in, and not in the world since
  bool is_held_ = false;
  std::deque<heard_line> heard_;
  uint32_t ticket_ = 0;
  uint32_t name_attempt_ = 0;
  std::string refusal_;
  uint32_t refusals_ = 0;
};

} // namespace tools::bots
