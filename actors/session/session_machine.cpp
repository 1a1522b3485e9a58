#include "actors/session/session_machine.hpp"

#include "actors/session/rules/naming.hpp"
#include "messages/client/names.hpp"

namespace actors {

using namespace msg::client;

namespace {

constexpr size_t words_max = 128; // of one chat line, in bytes
constexpr uint8_t clock_misses_max = 2;
constexpr uint32_t honest_drift_divisor = 50; // a clock may go 2 % faster

account_item make_account_item(const msg::item_record& x) {
  account_item result;
  result.id = {x.serial, x.code};
  result.info = {x.info};
  result.wear_index = x.slot;
  return result;
}

void fill_worn(const msg::character_record& who, std::array<account_item, 10>& places) {
  for (size_t i = 0; i < places.size(); ++i)
    places[i].wear_index = static_cast<uint8_t>(i);
  for (const auto& x : who.items)
    if (x.container == msg::item_container::worn && x.slot < places.size())
      places[x.slot] = make_account_item(x);
}

uint16_t code_of(refusal why) {
  switch (why) {
  case refusal::name_taken:
    return error_name_taken;
  case refusal::slots_full:
  case refusal::not_allowed:
    return error_login_failed;
  case refusal::not_found:
    return error_not_found;
  case refusal::failed:
  case refusal::not_online:
    break;
  }
  return error_failed;
}

} // namespace

/// Which packets a phase admits.
template <class T>
bool session_machine::is_allowed() const {
  constexpr bool is_choice =
    std::is_same_v<
      T, c2s_ask_create_player> || std::is_same_v<T, c2s_ask_delete_player> || std::is_same_v<T, c2s_char_login>;
  if constexpr (std::is_same_v<T, c2g_login>)
    return phase_ == phase::ticket;
  else if constexpr (is_choice)
    return phase_ == phase::choosing || phase_ == phase::chosen;
  else if constexpr (std::is_same_v<T, c2s_world_login>)
    return phase_ == phase::chosen;
  else if constexpr (std::is_same_v<T, c2s_payinfo> || std::is_same_v<T, c2s_char_logout>)
    return phase_ != phase::ticket;
  else
    return phase_ == phase::in_world;
}

session_action session_machine::on(const msg::game_request& packet, uint64_t now_ms, const session_rules& rules,
                                   bool& is_refused) {
  return std::visit(
    [&]<class T>(const T& x) -> session_action {
      if (phase_ == phase::ended || !is_allowed<T>()) {
        is_refused = true;
        return {};
      }
      return handle(x, now_ms, rules);
    },
    packet);
}

session_action session_machine::busy_with(session_action what) {
  is_busy_ = true;
  return what;
}

/// What is not named above is the zone's business.
template <class T>
session_action session_machine::handle(const T& packet, uint64_t, const session_rules&) {
  return action::forward{packet};
}

void session_machine::answer_error(uint16_t code, std::string_view text) {
  answer(s2c_error{code, msg::wire::fixed_text<64>{text}});
}

// -- ticket and character screen --------------------------------------------------

session_action session_machine::handle(const c2g_login& packet, uint64_t, const session_rules&) {
  account_name_ = packet.account.str();
  return busy_with(action::redeem{packet.pcid, account_name_});
}

void session_machine::logged_in(msg::account_id account, std::vector<msg::character_record> characters) {
  is_busy_ = false;
  phase_ = phase::choosing;
  account_ = account;
  characters_ = std::move(characters);
  answer_list();
}

void session_machine::answer_list() {
  s2c_char_list list;
  for (auto& slot : list.slots)
    slot.class_id = class_of_empty_slot;
  for (size_t i = 0; i < characters_.size() && i < list.slots.size(); ++i) {
    const auto& who = characters_[i];
    auto& slot = list.slots[i];
    slot.name = msg::wire::fixed_text<21>{who.name};
    slot.is_used = 1;
    slot.class_id = who.class_id;
    slot.nation = who.nation;
    slot.level = who.level;
    fill_worn(who, slot.wear_items);
  }
  answer(list);
}

void session_machine::login_refused(std::string_view why) {
  is_busy_ = false;
  phase_ = phase::ended;
  answer_error(error_login_failed, why);
}

session_action session_machine::handle(const c2s_ask_create_player& packet, uint64_t, const session_rules& rules) {
  auto name = packet.character_name.str();
  if (!is_allowed_name(name)) {
    answer_error(error_name_taken, "A name has 4 to 12 letters and digits, a letter first.");
    return {};
  }
  if (characters_.size() >= characters_per_account) {
    answer_error(error_login_failed, "All character slots are in use.");
    return {};
  }
  auto what = make_new_character(account_, name, packet.class_id, packet.nation, rules.starts);
  if (!what) {
    answer_error(error_failed, "There is no such class or nation.");
    return {};
  }
  return busy_with(action::create{std::move(*what)});
}

void session_machine::created(const msg::character_record& what) {
  is_busy_ = false;
  characters_.push_back(what);
  s2c_ans_create_player result;
  result.class_id = what.class_id;
  result.character_name = msg::wire::fixed_text<21>{what.name};
  fill_worn(what, result.wear_items);
  answer(result);
}

void session_machine::create_refused(refusal why, std::string_view text) {
  is_busy_ = false;
  answer_error(code_of(why), text);
}

session_action session_machine::handle(const c2s_ask_delete_player& packet, uint64_t, const session_rules&) {
  if (!find_character(packet.character_name.str())) {
    answer_error(error_not_found, "You have no character of this name.");
    return {};
  }
  return busy_with(action::remove{std::string{packet.character_name.str()}});
}

void session_machine::removed(std::string_view name) {
  is_busy_ = false;
  phase_ = phase::choosing;
  std::erase_if(characters_, [&](const auto& who) { return fold_name(who.name) == fold_name(name); });
  answer(s2c_ans_delete_player{msg::wire::fixed_text<21>{name}});
}

void session_machine::remove_refused(refusal why, std::string_view text) {
  is_busy_ = false;
  answer_error(code_of(why), text);
}

msg::character_record* session_machine::find_character(std::string_view name) {
  auto i = std::ranges::find_if(characters_, [&](const auto& who) { return fold_name(who.name) == fold_name(name); });
  return i == characters_.end() ? nullptr : &*i;
}

session_action session_machine::handle(const c2s_char_login& packet, uint64_t, const session_rules&) {
  auto* who = find_character(packet.player_name.str());
  if (!who) {
    answer_error(error_not_found, "You have no character of this name.");
    return {};
  }
  phase_ = phase::chosen;
  chosen_ = *who;
  s2c_char_login_ok result;
  result.player_name = msg::wire::fixed_text<21>{who->name};
  result.player_id = who->id().value;
  result.map_index = who->location.map.value;
  answer(result);
  return {};
}

// -- the world --------------------------------------------------------------------

session_action session_machine::handle(const c2s_world_login& packet, uint64_t, const session_rules&) {
  if (fold_name(packet.player_name.str()) != fold_name(chosen_.name)) {
    answer_error(error_character_invalid, "Another character was chosen.");
    return {};
  }
  return busy_with(action::enter{chosen_});
}

void session_machine::entered(const session_rules& rules) {
  is_busy_ = false;
  phase_ = phase::in_world;
  std::vector<msg::character_record>{}.swap(characters_);
  std::vector<msg::item_record>{}.swap(chosen_.items); // the zone has them now
  if (!rules.greeting.empty())
    tell(rules.greeting);
}

void session_machine::enter_refused(std::string_view text) {
  is_busy_ = false;
  phase_ = phase::choosing;
  answer_error(error_failed, text);
}

session_action session_machine::handle(const c2s_char_logout&, uint64_t, const session_rules&) {
  return busy_with(action::leave{});
}

void session_machine::left() {
  phase_ = phase::ended;
  answer(s2c_char_logout{});
}

session_action session_machine::handle(const c2s_option& packet, uint64_t, const session_rules&) {
  answer(s2c_option{packet.options});
  return {};
}

session_action session_machine::handle(const c2s_payinfo&, uint64_t, const session_rules&) {
  tell("There is nothing to pay here.");
  return {};
}

void session_machine::load_map(msg::map_id map) { answer(s2c_warp_ready{map.value}); }

// -- keepalive --------------------------------------------------------------------

void session_machine::tick(uint64_t now_ms) {
  if (phase_ != phase::in_world)
    return;
  tick_server_ms_ = static_cast<uint32_t>(now_ms);
  answer(g2c_time_tick{++tick_count_, tick_server_ms_, tick_client_ms_});
}

/// A client whose clock runs ahead of ours steps faster than it may (protocol
/// guide, section 6). The least difference seen is the base, so that one late
/// answer does not make the next ones look early. It creeps up, because honest
/// clocks differ a little, too, and that adds up in hours.
session_action session_machine::handle(const c2g_time_tick& packet, uint64_t, const session_rules& rules) {
  tick_client_ms_ = packet.client_tick;
  if (packet.tick_count != tick_count_ || packet.server_tick != tick_server_ms_)
    return {}; // an answer to an earlier one
  auto difference = packet.client_tick - packet.server_tick;
  clock_base_ms_ += (packet.server_tick - std::exchange(clock_checked_ms_, packet.server_tick)) / honest_drift_divisor;
  auto ahead = static_cast<int32_t>(difference - clock_base_ms_);
  if (!std::exchange(has_clock_base_, true) || ahead < 0) {
    clock_base_ms_ = difference;
    clock_misses_ = 0;
  } else if (ahead <= static_cast<int32_t>(rules.clock_tolerance_ms)) {
    clock_misses_ = 0;
  } else if (++clock_misses_ >= clock_misses_max) {
    return action::close{};
  }
  return {};
}

// -- talking ----------------------------------------------------------------------

void session_machine::tell(std::string_view words) { answer(make_say(say_kind::system, nobody, "SYSTEM", words)); }

bool session_machine::may_talk(uint64_t now_ms, const session_rules& rules) {
  auto window = static_cast<uint32_t>(now_ms / std::max<uint32_t>(rules.lines_window_ms, 1));
  if (window != lines_window_) {
    lines_window_ = window;
    lines_ = 0;
  }
  return ++lines_ <= rules.lines_max;
}

session_action session_machine::handle(const c2s_say& packet, uint64_t now_ms, const session_rules& rules) {
  auto words = packet.words.str();
  if (words.size() > words_max) {
    tell("That line is too long; nobody heard it.");
    return {};
  }
  if (!may_talk(now_ms, rules)) {
    tell("You talk too fast; nobody heard that.");
    return {};
  }
  switch (static_cast<say_kind>(packet.say_type)) {
  case say_kind::general:
    return action::forward{packet};
  case say_kind::whisper:
    return busy_with(action::whisper{std::string{packet.listener_name.str()}, std::string{words}});
  case say_kind::shout:
    if (now_ms < shout_again_ms_) {
      tell("You cannot shout again so soon.");
      return {};
    }
    shout_again_ms_ = now_ms + rules.shout_interval_ms;
    return action::shout{std::string{words}};
  default:
    tell("This kind of chat is not available yet.");
    return {};
  }
}

void session_machine::whispered(std::string_view words) {
  is_busy_ = false;
  answer(make_say(say_kind::whisper, id().value, name(), words));
}

void session_machine::whisper_refused(std::string_view to, refusal why) {
  is_busy_ = false;
  tell(std::string{to} + (why == refusal::not_online ? " is not online." : " could not be reached; try again."));
}

} // namespace actors
