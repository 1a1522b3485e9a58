#include "tools/bots/bot_machine.hpp"

#include "tools/bots/bot_name.hpp"

namespace tools::bots {

using namespace msg;

namespace {

constexpr time_ms phase_patience_ms = 20'000; // the oracle complains long before
constexpr time_ms verdict_ms = 500;           // a welcome is followed by the list at once; a refusal is not
constexpr time_ms leaving_patience_ms = 12'000;
constexpr time_ms pause_first_ms = 1'000;
constexpr time_ms pause_max_ms = 8'000;
constexpr uint32_t client_version = 562;
constexpr uint32_t name_attempts_max = 5;

} // namespace

bot_machine::bot_machine(bot_profile profile, life_options life, std::shared_ptr<const world_mesh> mesh,
                         runtime::prng rng, time_ms first_due)
    : profile_(std::move(profile)), life_(std::move(life), std::move(mesh), rng.fork()), rng_(rng), due_(first_due) {
  if (profile_.is_idle)
    take_over(first_due);
}

time_ms bot_machine::due() const {
  if (phase_ == bot_phase::in_world)
    return life_.due();
  return phase_ == bot_phase::away && !may_log_in() ? never : due_;
}

void bot_machine::take_over(time_ms now) {
  is_free_ = false;
  life_.set_free(false, now);
}

bool bot_machine::has_connection() const { return phase_ != bot_phase::away && phase_ != bot_phase::finished; }

bool bot_machine::is_busy() const { return phase_ == bot_phase::in_world ? life_.is_busy() : has_connection(); }

void bot_machine::log_in(time_ms now) {
  take_over(now);
  is_wanted_in_ = phase_ != bot_phase::in_world && phase_ != bot_phase::finished;
  if (phase_ == bot_phase::away)
    due_ = now;
}

void bot_machine::log_out(time_ms now, std::vector<bot_action>& out) {
  take_over(now);
  is_wanted_in_ = false;
  if (phase_ == bot_phase::in_world)
    send_logout(now, out);
  else if (phase_ != bot_phase::leaving)
    cut(false, now, out);
}

void bot_machine::cut(bool is_rough, time_ms now, std::vector<bot_action>& out) {
  take_over(now);
  is_wanted_in_ = false;
  if (!has_connection())
    return;
  out.emplace_back(hang_up{is_rough});
  go_away(now, 0);
}

void bot_machine::walk_to(uint16_t map, uint32_t cell, time_ms now) {
  take_over(now);
  life_.walk_to(map, cell, now);
  if (phase_ != bot_phase::in_world)
    life_.left();
}

bool bot_machine::say(client::say_kind kind, std::string_view listener_name, std::string_view words,
                      std::vector<bot_action>& out) {
  if (phase_ != bot_phase::in_world)
    return false;
  std::vector<client_packet> packets;
  life_.say(kind, listener_name, words, packets);
  pass_on(packets, out);
  return true;
}

void bot_machine::hold(bool is_held) {
  is_held_ = is_held;
  life_.hold(is_held);
}

void bot_machine::live(time_ms now) {
  is_free_ = true;
  life_.set_free(true, now);
  if (phase_ == bot_phase::away)
    due_ = std::max(due_, now);
}

void bot_machine::enter_phase(bot_phase next, time_ms now) {
  phase_ = next;
  due_ = now + phase_patience_ms;
}

void bot_machine::go_away(time_ms now, time_ms pause) {
  life_.left();
  phase_ = is_leaving_for_good_ ? bot_phase::finished : bot_phase::away;
  due_ = is_leaving_for_good_ ? INT64_MAX : now + pause + static_cast<time_ms>(rng_.below(500));
}

void bot_machine::refuse(std::string why, time_ms now, std::vector<bot_action>& out) {
  refusal_ = std::move(why);
  ++refusals_;
  pause_ms_ = std::clamp(2 * pause_ms_, pause_first_ms, pause_max_ms);
  out.emplace_back(hang_up{});
  go_away(now, pause_ms_);
}

void bot_machine::wake(time_ms now, std::vector<bot_action>& out) {
  if (now < due())
    return;
  if (phase_ == bot_phase::away) {
    heard_words_ = false;
    enter_phase(bot_phase::logging_in, now);
    out.emplace_back(connect_to{});
  } else if (phase_ == bot_phase::in_world) {
    std::vector<client_packet> packets;
    auto wanted = life_.wake(now, packets);
    pass_on(packets, out);
    if (wanted == wish::log_out) {
      send_logout(now, out);
    } else if (wanted == wish::cut) {
      out.emplace_back(hang_up{rng_.chance(1, 2)});
      go_away(now, 500 + static_cast<time_ms>(rng_.below(3'000)));
    }
  } else if (phase_ == bot_phase::leaving) {
    out.emplace_back(hang_up{});
    go_away(now, pause_first_ms);
  } else if (phase_ != bot_phase::finished) {
    auto why = phase_ == bot_phase::logging_in && heard_words_ ? refusal_ : "no answer";
    refuse(std::move(why), now, out);
  }
}

void bot_machine::connected(time_ms now, std::vector<bot_action>& out) {
  wire::fixed_text<21> account{profile_.account};
  wire::fixed_text<21> password{profile_.password};
  if (phase_ == bot_phase::logging_in) {
    out.emplace_back(client_packet{login_request{client::c2ls_login{account, password, {}}}});
  } else if (phase_ == bot_phase::knocking) {
    enter_phase(bot_phase::at_gate, now);
    out.emplace_back(client_packet{game_request{client::c2g_login{ticket_, account, password}}});
  }
}

void bot_machine::closed(time_ms now) {
  if (phase_ == bot_phase::leaving) {
    go_away(now, 500 + static_cast<time_ms>(rng_.below(2'500)));
  } else if (phase_ != bot_phase::finished && phase_ != bot_phase::away) {
    if (phase_ != bot_phase::in_world && refusal_.empty())
      refusal_ = "connection refused or closed";
    pause_ms_ = std::clamp(2 * pause_ms_, pause_first_ms, pause_max_ms);
    go_away(now, pause_ms_);
  }
}

void bot_machine::leave(time_ms now, std::vector<bot_action>& out) {
  is_leaving_for_good_ = true;
  if (phase_ == bot_phase::in_world) {
    send_logout(now, out);
  } else if (phase_ != bot_phase::leaving) {
    if (phase_ != bot_phase::away)
      out.emplace_back(hang_up{});
    go_away(now, 0);
  }
}

void bot_machine::send_logout(time_ms now, std::vector<bot_action>& out) {
  life_.left();
  out.emplace_back(client_packet{game_request{client::c2s_char_logout{}}});
  phase_ = bot_phase::leaving;
  due_ = now + leaving_patience_ms;
}

void bot_machine::pass_on(std::vector<client_packet>& packets, std::vector<bot_action>& out) {
  for (auto& x : packets)
    out.emplace_back(std::move(x));
}

void bot_machine::received(const server_packet& packet, time_ms now, std::vector<bot_action>& out) {
  std::visit([&](const auto& group) { std::visit([&](const auto& x) { on(x, now, out); }, group); }, packet);
  if (auto* answer = std::get_if<game_answer>(&packet); answer && phase_ == bot_phase::in_world) {
    std::vector<client_packet> packets;
    life_.received(*answer, now, packets);
    pass_on(packets, out);
  }
}

void bot_machine::on(const client::ls2c_say& x, time_ms now, std::vector<bot_action>&) {
  if (phase_ != bot_phase::logging_in)
    return;
  heard_words_ = true;
  refusal_ = x.words.str();
  due_ = now + verdict_ms;
}

void bot_machine::on(const client::ls2c_server_list& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ != bot_phase::logging_in)
    return;
  refusal_.clear();
  if (x.entries.empty())
    return refuse("the list of servers is empty", now, out);
  enter_phase(bot_phase::selecting, now);
  out.emplace_back(client_packet{login_request{client::c2ls_select_server{x.entries.front().server_id}}});
}

void bot_machine::on(const client::ls2c_gate_info& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ != bot_phase::selecting)
    return;
  ticket_ = x.pcid;
  out.emplace_back(hang_up{});
  enter_phase(bot_phase::knocking, now);
  out.emplace_back(connect_to{listener::game, std::string{x.gate_address.str()}, static_cast<uint16_t>(x.gate_port)});
}

void bot_machine::on(const client::g2c_time_tick& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ != bot_phase::leaving)
    out.emplace_back(
      client_packet{game_request{client::c2g_time_tick{x.tick_count, x.server_tick, static_cast<uint32_t>(now)}}});
}

void bot_machine::on(const client::s2c_error& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ == bot_phase::creating && x.error_code == client::error_name_taken && name_attempt_ < name_attempts_max) {
    ++name_attempt_;
    return create(now, out);
  }
  if (phase_ == bot_phase::at_gate || phase_ == bot_phase::creating || phase_ == bot_phase::choosing
      || phase_ == bot_phase::entering)
    refuse("error " + std::to_string(x.error_code) + ": " + std::string{x.error_text.str()}, now, out);
}

void bot_machine::on(const client::s2c_char_list& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ != bot_phase::at_gate)
    return;
  for (const auto& slot : x.slots)
    if (slot.class_id != client::class_of_empty_slot)
      return choose(slot.name.str(), now, out);
  create(now, out);
}

void bot_machine::create(time_ms now, std::vector<bot_action>& out) {
  enter_phase(bot_phase::creating, now);
  auto name = character_name(profile_.prefix, profile_.number, name_attempt_);
  out.emplace_back(client_packet{
    game_request{client::c2s_ask_create_player{profile_.class_id, profile_.nation, wire::fixed_text<21>{name}}}});
}

void bot_machine::on(const client::s2c_ans_create_player& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ == bot_phase::creating)
    choose(x.character_name.str(), now, out);
}

void bot_machine::choose(std::string_view name, time_ms now, std::vector<bot_action>& out) {
  enter_phase(bot_phase::choosing, now);
  out.emplace_back(client_packet{game_request{client::c2s_char_login{wire::fixed_text<21>{name}, client_version}}});
}

void bot_machine::on(const client::s2c_char_login_ok& x, time_ms now, std::vector<bot_action>& out) {
  if (phase_ != bot_phase::choosing)
    return;
  enter_phase(bot_phase::entering, now);
  out.emplace_back(client_packet{game_request{client::c2s_world_login{x.player_name}}});
}

void bot_machine::on(const client::s2c_world_login& x, time_ms now, std::vector<bot_action>&) {
  if (phase_ != bot_phase::entering)
    return;
  phase_ = bot_phase::in_world;
  is_wanted_in_ = false;
  refusal_.clear();
  pause_ms_ = 0;
  life_.enter(x.character.map_index, x.character.cell, now);
}

void bot_machine::on(const client::s2c_say& x, time_ms now, std::vector<bot_action>&) {
  heard_.push_back(
    {now, static_cast<client::say_kind>(x.say_type), std::string{x.speaker_name.str()}, std::string{x.words.str()}});
  if (heard_.size() > heard_max)
    heard_.pop_front();
}

} // namespace tools::bots
