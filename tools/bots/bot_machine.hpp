// One client from the login to the logout and back, as a pure state machine:
// packets, time and dice in, actions out.
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
  void log_out(time_ms now, std::vector<bot_action>& out);
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
  uint32_t ticket_ = 0;
  uint32_t name_attempt_ = 0;
  std::string refusal_;
  uint32_t refusals_ = 0;
};

} // namespace tools::bots
