#include "tools/bots/bot_life.hpp"

namespace tools::bots {

using namespace msg;

namespace {

constexpr time_ms answer_patience_ms = 12'000;
constexpr time_ms line_ms = 1'500; // between two lines of chat: under five in five seconds
constexpr uint8_t gestures = 16;
constexpr size_t corrections_max = 6; // in a minute; the server closes at ten
constexpr time_ms corrections_ms = 70'000;
constexpr uint32_t setbacks_max = 5; // of one walk_to

} // namespace

void bot_life::enter(uint16_t map, uint32_t cell, time_ms now) {
  walker_.place(map, cell);
  loaded_map_ = map;
  awaits_grant_ = false;
  seeks_warp_ = false;
  warp_ = warp_stage::none;
  rest(now, 300, 700);
}

void bot_life::rest(time_ms now, time_ms at_least, time_ms spread) {
  act_due_ = now + at_least + static_cast<time_ms>(rng_.below(static_cast<uint64_t>(spread)));
}

time_ms bot_life::due() const {
  if (warp_ != warp_stage::none)
    return warp_due_;
  if (awaits_grant_)
    return walk_given_up_;
  if (walker_.is_granted())
    return walker_.step_due();
  return begins_something() ? act_due_ : never;
}

wish bot_life::wake(time_ms now, std::vector<client_packet>& out) {
  if (now < due())
    return wish::stay;
  if (warp_ != warp_stage::none)
    return wake_warping(now, out);
  if (errand_ && !errand_->has_begun && !is_busy())
    walker_.halt(); // where it wanted to go before
  if (awaits_grant_) {
    awaits_grant_ = false;
    walker_.halt();
    set_back("a walk was not answered");
    rest(now, 100, 400);
  } else if (walker_.is_granted()) {
    out.emplace_back(game_request{client::c2s_pc_move{walker_.step(now, rng_), 1}});
    if (is_free_ && !is_held_ && rng_.chance(1, 40))
      speak(rng_.below(100), now, out);
    if (!walker_.has_way())
      rest(now, 0, 800);
  } else if (walker_.has_way()) {
    out.emplace_back(game_request{client::c2s_ask_move{walker_.leg_destination(), 1}});
    awaits_grant_ = true;
    walk_given_up_ = now + answer_patience_ms;
  } else {
    return act(now, out);
  }
  return wish::stay;
}

wish bot_life::act(time_ms now, std::vector<client_packet>& out) {
  if (errand_) {
    go_on(now, out);
    return wish::stay;
  }
  if (auto map = seeks_warp_ ? walker_.warp_under() : std::nullopt) {
    seeks_warp_ = false;
    ask_warp(*map, now, out);
    return wish::stay;
  }
  auto roll = rng_.below(100);
  if (roll < 55) {
    if (!may_walk(now)) {
      rest(now, 1'500, 4'500);
      return wish::stay;
    }
    seeks_warp_ = walker_.knows_map() && rng_.chance(1, 8);
    if (seeks_warp_ ? walker_.seek_warp(rng_) : walker_.wander(rng_))
      act_due_ = now;
    else
      rest(now, 500, 500);
    return wish::stay;
  }
  if (roll < 83) {
    speak(rng_.below(100), now, out);
    rest(now, 200, 800);
    return wish::stay;
  }
  return leave_or_rest(roll, now);
}

void bot_life::ask_warp(uint16_t map, time_ms now, std::vector<client_packet>& out) {
  warp_ = warp_stage::asked;
  warp_map_ = map;
  warp_due_ = now + answer_patience_ms;
  out.emplace_back(game_request{client::c2s_warp{warp_map_}});
}

void bot_life::set_free(bool is_free, time_ms now) {
  if (is_free == is_free_)
    return;
  is_free_ = is_free;
  seeks_warp_ = false;
  if (is_free)
    give_up("the bot was let go");
  else if (!is_busy())
    walker_.halt();
  rest(now, 0, 200);
}

void bot_life::walk_to(uint16_t map, uint32_t cell, time_ms now) {
  errand_ = errand{map, cell};
  has_arrived_ = false;
  gave_up_.clear();
  if (!is_busy())
    walker_.halt();
  act_due_ = now;
}

void bot_life::give_up(std::string why) {
  if (!errand_)
    return;
  errand_.reset();
  gave_up_ = std::move(why);
}

void bot_life::set_back(std::string_view why) {
  if (errand_ && ++errand_->setbacks >= setbacks_max)
    give_up("set back " + std::to_string(errand_->setbacks) + " times, the last time because " + std::string{why});
}

/// The next part of the way of `walk_to`, from wherever the bot stands.
void bot_life::go_on(time_ms now, std::vector<client_packet>& out) {
  if (!may_walk(now))
    return rest(now, 1'500, 4'500);
  errand_->has_begun = true;
  const auto& goal = *errand_;
  act_due_ = now;
  if (walker_.map() == goal.map && walker_.cell() == goal.cell) {
    errand_.reset();
    has_arrived_ = true;
  } else if (walker_.map() == goal.map) {
    if (!walker_.seek(goal.cell))
      give_up("there is no way to the cell on this map");
  } else if (auto map = walker_.seek_towards(goal.map); !map) {
    give_up("there is no way to map " + std::to_string(goal.map) + " from map " + std::to_string(walker_.map()));
  } else if (!walker_.has_way()) {
    ask_warp(*map, now, out);
  }
}

void bot_life::say(client::say_kind kind, std::string_view listener_name, std::string_view words,
                   std::vector<client_packet>& out) const {
  client::c2s_say line;
  line.say_type = static_cast<uint8_t>(kind);
  line.listener_name = wire::fixed_text<21>{listener_name};
  line.words = wire::open_text<64>{words};
  out.emplace_back(game_request{line});
}

/// A bot that keeps running into walls stands still for a while.
bool bot_life::may_walk(time_ms now) {
  while (!corrections_.empty() && now - corrections_.front() > corrections_ms)
    corrections_.pop_front();
  return corrections_.size() < corrections_max;
}

wish bot_life::leave_or_rest(uint64_t roll, time_ms now) {
  if (roll < 97)
    rest(now, 1'500, 4'500);
  else
    return roll < 99 ? wish::log_out : wish::cut;
  return wish::stay;
}

bool bot_life::speak(uint64_t roll, time_ms now, std::vector<client_packet>& out) {
  if (roll >= 80) {
    if (roll < 90)
      out.emplace_back(game_request{client::c2s_gesture{gesture_ = static_cast<uint8_t>((gesture_ + 1) % gestures)}});
    else if (roll < 95)
      out.emplace_back(game_request{client::c2s_chat_window_opt{
        {static_cast<uint16_t>(rng_()), static_cast<uint16_t>(rng_()), static_cast<uint16_t>(rng_())}}});
    else
      out.emplace_back(game_request{client::c2s_option{{static_cast<uint8_t>(rng_.below(32))}}});
    return true;
  }
  if (now < speak_due_)
    return false;
  speak_due_ = now + line_ms;
  client::c2s_say line;
  line.say_type = static_cast<uint8_t>(client::say_kind::general);
  if (roll < 4 && now >= shout_due_) {
    line.say_type = static_cast<uint8_t>(client::say_kind::shout);
    shout_due_ = now + options_.shout_ms;
  } else if (roll < 35 && options_.names && options_.names->size() > 1) {
    auto other = static_cast<bot_index>(rng_.below(options_.names->size() - 1));
    other += other >= options_.self ? 1 : 0;
    line.say_type = static_cast<uint8_t>(client::say_kind::whisper);
    line.listener_name = wire::fixed_text<21>{(*options_.names)[other]};
  }
  line.words = wire::open_text<64>{next_words()};
  out.emplace_back(game_request{line});
  return true;
}

/// Unique by its first word; one in eight is longer than the field usually is.
std::string bot_life::next_words() {
  static constexpr std::string_view filler = " the lake is quiet tonight and nobody knows who rang the bell, they say, "
                                             "but the \xB0\xA1\xB3\xAA knows";
  auto result = options_.tag + "." + std::to_string(++said_);
  result += filler.substr(0, rng_.chance(1, 8) ? filler.size() : rng_.below(30));
  return result;
}

wish bot_life::wake_warping(time_ms now, std::vector<client_packet>& out) {
  if (warp_ == warp_stage::loading) {
    out.emplace_back(game_request{client::c2s_warp{warp_map_}});
    warp_ = warp_stage::going;
    warp_due_ = now + answer_patience_ms;
    return wish::stay;
  }
  // Never answered; the oracle has said so. Nobody can tell on which map the bot is now.
  warp_ = warp_stage::none;
  rest(now, 100, 400);
  return wish::cut;
}

void bot_life::arrive(uint32_t cell, time_ms now, std::vector<client_packet>& out) {
  loaded_map_ = warp_ == warp_stage::none ? loaded_map_ : warp_map_;
  walker_.place(loaded_map_, cell);
  warp_ = warp_stage::none;
  awaits_grant_ = false;
  seeks_warp_ = false;
  out.emplace_back(game_request{client::c2s_option{}});
  rest(now, 300, 700);
}

void bot_life::received(const game_answer& packet, time_ms now, std::vector<client_packet>& out) {
  std::visit([&](const auto& x) { on(x, now, out); }, packet);
}

void bot_life::on(const client::s2c_ans_move& x, time_ms now, std::vector<client_packet>&) {
  if (!awaits_grant_ || x.destination_cell != walker_.leg_destination())
    return;
  awaits_grant_ = false;
  if (x.is_granted)
    return walker_.grant(now);
  walker_.refuse();
  set_back("a walk was refused");
  seeks_warp_ = false;
  rest(now, 100, 400);
}

void bot_life::on(const client::s2c_fix_move& x, time_ms now, std::vector<client_packet>&) {
  walker_.put_back(x.fixed_cell);
  loaded_map_ = walker_.map();
  corrections_.push_back(now);
  set_back(warp_ != warp_stage::none ? "a warp was refused" : "the server put it back");
  awaits_grant_ = false;
  seeks_warp_ = false;
  warp_ = warp_stage::none;
  rest(now, 300, 700);
}

void bot_life::on(const client::s2c_warp_ready& x, time_ms now, std::vector<client_packet>&) {
  loaded_map_ = x.new_map_index;
  if (warp_ != warp_stage::asked || x.new_map_index != warp_map_)
    return;
  warp_ = warp_stage::loading;
  warp_due_ = now + 150 + static_cast<time_ms>(rng_.below(600));
}

void bot_life::on(const client::s2c_warp& x, time_ms now, std::vector<client_packet>& out) {
  arrive(x.new_cell, now, out); // asked for or not: a zone that was lost puts its players back so
}

/// The zone was lost: a place follows, on the map that the bot is told to load or has loaded.
void bot_life::on(const client::s2c_say& x, time_ms now, std::vector<client_packet>&) {
  if (x.say_type != static_cast<uint8_t>(client::say_kind::system) || !x.words.str().starts_with(put_back_words))
    return;
  walker_.halt();
  warp_ = warp_stage::none;
  awaits_grant_ = false;
  seeks_warp_ = false;
  rest(now, answer_patience_ms, 1'000);
}

void bot_life::on(const client::s2c_warp_login& x, time_ms now, std::vector<client_packet>& out) {
  arrive(x.new_cell, now, out);
}

} // namespace tools::bots
