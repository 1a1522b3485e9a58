// The session machine by phases: which packets are admitted, what they lead to,
// what the client is told.

#include "actors/session/session_machine.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using msg::wire::fixed_text;
using msg::wire::open_text;
using phase = session_machine::phase;
using testing::HasSubstr;

msg::character_record make_character(uint32_t id, std::string name) {
  msg::character_record result;
  result.location.id = {id};
  result.location.map = {7};
  result.name = std::move(name);
  result.class_id = 2;
  result.nation = 1;
  result.level = 33;
  result.items.push_back({11, 2066, 99, msg::item_container::worn, 2});
  result.items.push_back({12, 55, 1, msg::item_container::bag, 0});
  return result;
}

class SessionMachine : public testing::Test {
protected:
  template <class T>
  session_action on(const T& packet) {
    is_refused = false;
    return machine.on(packet, now_ms, rules, is_refused);
  }

  std::vector<msg::game_answer> answers() {
    std::vector<msg::game_answer> result;
    auto bytes = machine.take_frames();
    for (size_t at = 0; at < bytes.size();) {
      auto rest = msg::wire::byte_view{bytes}.subspan(at);
      auto head = read_head(rest);
      EXPECT_TRUE(msg::decode(head.select, rest.first(head.size).subspan(head.head_size()), result.emplace_back()));
      at += head.size;
    }
    return result;
  }

  /// The one answer, which must be a `T`.
  template <class T>
  T answer() {
    auto all = answers();
    EXPECT_EQ(all.size(), 1u);
    if (all.size() != 1 || !std::holds_alternative<T>(all[0])) {
      ADD_FAILURE() << "no " << T::info.name << (all.empty() ? "" : " but " + msg::describe(all[0]));
      return {};
    }
    return std::get<T>(all[0]);
  }

  void log_in(std::vector<msg::character_record> characters = {make_character(21, "Alpha")}) {
    on(c2g_login{5, fixed_text<21>{"Tester"}, {}});
    machine.logged_in({9}, std::move(characters));
    answers();
  }
  void choose() {
    log_in();
    on(c2s_char_login{fixed_text<21>{"Alpha"}, 0});
    answers();
  }
  void enter() {
    choose();
    on(c2s_world_login{fixed_text<21>{"Alpha"}});
    machine.entered(rules);
    answers();
  }

  session_action say(say_kind kind, std::string_view words = "hi", std::string_view to = {}) {
    return on(c2s_say{static_cast<uint8_t>(kind), fixed_text<21>{to}, open_text<64>{words}});
  }

  session_rules rules{.starts = {{{{1}, 35441}, {{7}, 26751}}}, .greeting = ""};
  session_machine machine;
  uint64_t now_ms = 1'000'000;
  bool is_refused = false;
};

template <class T>
bool is(const session_action& what) {
  return std::holds_alternative<T>(what);
}

} // namespace

TEST_F(SessionMachine, BeforeTheTicketOnlyTheLoginIsAdmitted) {
  auto refuse = [&](const auto& packet) {
    EXPECT_TRUE(is<std::monostate>(on(packet)));
    EXPECT_TRUE(is_refused) << packet.info.name;
  };
  refuse(c2s_world_login{});
  refuse(c2s_char_login{});
  refuse(c2s_ask_create_player{});
  refuse(c2s_ask_delete_player{});
  refuse(c2s_char_logout{});
  refuse(c2s_payinfo{});
  refuse(c2s_say{});
  refuse(c2s_pc_move{});
  refuse(c2g_time_tick{});
  EXPECT_TRUE(machine.take_frames().empty());
  auto what = on(c2g_login{5, fixed_text<21>{"Tester"}, {}});
  ASSERT_TRUE(is<action::redeem>(what));
  EXPECT_EQ(std::get<action::redeem>(what).ticket, 5u);
  EXPECT_EQ(std::get<action::redeem>(what).account_name, "Tester");
  EXPECT_TRUE(machine.is_busy());
}

TEST_F(SessionMachine, ALoginIsAnsweredWithFiveSlots) {
  on(c2g_login{5, fixed_text<21>{"Tester"}, {}});
  machine.logged_in({9}, {make_character(21, "Alpha"), make_character(22, "Beta")});
  EXPECT_FALSE(machine.is_busy());
  auto list = answer<s2c_char_list>();
  EXPECT_EQ(list.slots[0].name.str(), "Alpha");
  EXPECT_EQ(list.slots[0].is_used, 1);
  EXPECT_EQ(list.slots[0].class_id, 2);
  EXPECT_EQ(list.slots[0].nation, 1);
  EXPECT_EQ(list.slots[0].level, 33u);
  EXPECT_EQ(list.slots[0].wear_items[2].id, (item_id{11, 2066}));
  EXPECT_EQ(list.slots[0].wear_items[2].wear_index, 2);
  EXPECT_EQ(list.slots[0].wear_items[0].id, item_id{}) << "what is in the bag is not worn";
  EXPECT_EQ(list.slots[1].name.str(), "Beta");
  for (size_t i = 2; i < 5; ++i) {
    EXPECT_EQ(list.slots[i].class_id, class_of_empty_slot);
    EXPECT_EQ(list.slots[i].is_used, 0);
  }
}

TEST_F(SessionMachine, ARefusedLoginEndsTheSession) {
  on(c2g_login{5, fixed_text<21>{"Tester"}, {}});
  machine.login_refused("no");
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1201);
  EXPECT_EQ(machine.now(), phase::ended);
  on(c2g_login{5, fixed_text<21>{"Tester"}, {}});
  EXPECT_TRUE(is_refused);
}

TEST_F(SessionMachine, ACharacterIsCreatedWithTheStartOfItsNation) {
  log_in();
  auto what = on(c2s_ask_create_player{1, 1, fixed_text<21>{"Newman"}});
  ASSERT_TRUE(is<action::create>(what));
  auto made = std::get<action::create>(what).what;
  EXPECT_EQ(made.account.value, 9u);
  EXPECT_EQ(made.location.map.value, 7);
  EXPECT_EQ(made.location.cell, 26751u);
  EXPECT_TRUE(machine.is_busy());
  made.location.id = {30};
  machine.created(made);
  auto found = answer<s2c_ans_create_player>();
  EXPECT_EQ(found.class_id, 1);
  EXPECT_EQ(found.character_name.str(), "Newman");
  EXPECT_EQ(found.wear_items[1].id.code, 1048u);
  EXPECT_TRUE(is<std::monostate>(on(c2s_char_login{fixed_text<21>{"newman"}, 0})));
  EXPECT_EQ(answer<s2c_char_login_ok>().player_id, 30u);
}

TEST_F(SessionMachine, CreationIsRefusedWithItsOwnCodes) {
  log_in();
  on(c2s_ask_create_player{0, 0, fixed_text<21>{"no"}});
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1104);
  on(c2s_ask_create_player{0, 0, fixed_text<21>{"System"}});
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1104);
  on(c2s_ask_create_player{4, 0, fixed_text<21>{"Newman"}});
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1107);
  on(c2s_ask_create_player{0, 2, fixed_text<21>{"Newman"}});
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1107);
  EXPECT_FALSE(machine.is_busy());
  on(c2s_ask_create_player{0, 0, fixed_text<21>{"Newman"}});
  machine.create_refused(refusal::name_taken, "taken");
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1104);
  on(c2s_ask_create_player{0, 0, fixed_text<21>{"Newman"}});
  machine.create_refused(refusal::failed, "no store");
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1107);
  EXPECT_FALSE(machine.is_busy());
}

TEST_F(SessionMachine, ASixthCharacterIsRefused) {
  std::vector<msg::character_record> five;
  for (uint32_t i = 0; i < 5; ++i)
    five.push_back(make_character(i + 1, "Name" + std::to_string(i)));
  log_in(five);
  EXPECT_TRUE(is<std::monostate>(on(c2s_ask_create_player{0, 0, fixed_text<21>{"Newman"}})));
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1201);
}

TEST_F(SessionMachine, ADeletedCharacterCannotBeChosen) {
  log_in();
  auto what = on(c2s_ask_delete_player{fixed_text<21>{"Alpha"}});
  ASSERT_TRUE(is<action::remove>(what));
  machine.removed(std::get<action::remove>(what).name);
  EXPECT_EQ(answer<s2c_ans_delete_player>().character_name.str(), "Alpha");
  on(c2s_char_login{fixed_text<21>{"Alpha"}, 0});
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1202);
}

TEST_F(SessionMachine, DeletingTheChosenCharacterTakesTheChoiceBack) {
  choose();
  on(c2s_ask_delete_player{fixed_text<21>{"Alpha"}});
  machine.removed("Alpha");
  on(c2s_world_login{fixed_text<21>{"Alpha"}});
  EXPECT_TRUE(is_refused);
}

TEST_F(SessionMachine, AnUnknownCharacterCanNeitherBeDeletedNorChosen) {
  log_in();
  EXPECT_TRUE(is<std::monostate>(on(c2s_ask_delete_player{fixed_text<21>{"Nobody"}})));
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1202);
  on(c2s_char_login{fixed_text<21>{"Nobody"}, 0});
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1202);
  EXPECT_EQ(machine.now(), phase::choosing);
}

TEST_F(SessionMachine, AChosenCharacterLearnsItsMap) {
  log_in();
  on(c2s_char_login{fixed_text<21>{"ALPHA"}, 0});
  EXPECT_EQ(answer<s2c_char_login_ok>(), (s2c_char_login_ok{fixed_text<21>{"Alpha"}, 21, 7}));
  EXPECT_EQ(machine.now(), phase::chosen);
  EXPECT_EQ(machine.id().value, 21u);
}

TEST_F(SessionMachine, OnlyTheChosenCharacterEntersTheWorld) {
  choose();
  EXPECT_TRUE(is<std::monostate>(on(c2s_world_login{fixed_text<21>{"Beta"}})));
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1106);
  auto what = on(c2s_world_login{fixed_text<21>{"alpha"}});
  ASSERT_TRUE(is<action::enter>(what));
  EXPECT_EQ(std::get<action::enter>(what).who, make_character(21, "Alpha"));
  rules.greeting = "Welcome";
  machine.entered(rules);
  auto notice = answer<s2c_say>();
  EXPECT_EQ(notice.say_type, 0);
  EXPECT_EQ(notice.speaking_player_id, nobody);
  EXPECT_EQ(notice.words.str(), "Welcome");
}

TEST_F(SessionMachine, WhoIsNotLetInMayChooseAgain) {
  choose();
  on(c2s_world_login{fixed_text<21>{"Alpha"}});
  machine.enter_refused("full");
  EXPECT_EQ(answer<s2c_error>().error_code, 0x1107);
  on(c2s_char_login{fixed_text<21>{"Alpha"}, 0});
  EXPECT_FALSE(is_refused);
}

TEST_F(SessionMachine, InTheWorldTheZoneGetsWhatIsItsOwn) {
  enter();
  auto what = on(c2s_pc_move{5, 1});
  ASSERT_TRUE(is<action::forward>(what));
  EXPECT_EQ(std::get<action::forward>(what).what, msg::zone_request{(c2s_pc_move{5, 1})});
  EXPECT_TRUE(is<action::forward>(on(c2s_ask_move{})));
  EXPECT_TRUE(is<action::forward>(on(c2s_gesture{})));
  EXPECT_TRUE(is<action::forward>(on(c2s_warp{})));
  EXPECT_TRUE(is<action::forward>(on(c2s_chat_window_opt{})));
  EXPECT_TRUE(is<action::forward>(say(say_kind::general)));
  EXPECT_FALSE(machine.is_busy());
  on(c2s_char_login{fixed_text<21>{"Alpha"}, 0});
  EXPECT_TRUE(is_refused);
  on(c2s_world_login{fixed_text<21>{"Alpha"}});
  EXPECT_TRUE(is_refused);
}

TEST_F(SessionMachine, OptionsAreEchoed) {
  enter();
  on(c2s_option{{0x1F}});
  EXPECT_EQ(answer<s2c_option>().options.flags, 0x1F);
}

TEST_F(SessionMachine, LogoutIsAnsweredOnceHeIsGone) {
  enter();
  EXPECT_TRUE(is<action::leave>(on(c2s_char_logout{})));
  EXPECT_TRUE(machine.take_frames().empty());
  machine.left();
  answer<s2c_char_logout>();
  EXPECT_EQ(machine.now(), phase::ended);
}

TEST_F(SessionMachine, WhispersAreCopiedToTheSpeakerOnceDelivered) {
  enter();
  auto what = say(say_kind::whisper, "psst", "Beta");
  ASSERT_TRUE(is<action::whisper>(what));
  EXPECT_EQ(std::get<action::whisper>(what).to, "Beta");
  EXPECT_TRUE(machine.take_frames().empty());
  machine.whispered("psst");
  auto copy = answer<s2c_say>();
  EXPECT_EQ(copy.say_type, 3);
  EXPECT_EQ(copy.speaking_player_id, 21u);
  EXPECT_EQ(copy.words.str(), "psst");
  say(say_kind::whisper, "psst", "Gamma");
  machine.whisper_refused("Gamma", refusal::not_online);
  auto sorry = answer<s2c_say>();
  EXPECT_EQ(sorry.say_type, 0);
  EXPECT_EQ(sorry.speaker_name.str(), "SYSTEM");
  EXPECT_EQ(sorry.words.str(), "Gamma is not online.");
}

TEST_F(SessionMachine, ShoutsAreThirtySecondsApart) {
  enter();
  EXPECT_TRUE(is<action::shout>(say(say_kind::shout)));
  now_ms += 29'999;
  EXPECT_TRUE(is<std::monostate>(say(say_kind::shout)));
  EXPECT_EQ(answer<s2c_say>().say_type, 0);
  now_ms += 1;
  EXPECT_TRUE(is<action::shout>(say(say_kind::shout)));
}

TEST_F(SessionMachine, OtherKindsOfChatAreNotAvailable) {
  enter();
  for (auto kind : {say_kind::party, say_kind::clan, say_kind::system, say_kind::notice, say_kind{0x77}}) {
    now_ms += 5'000;
    EXPECT_TRUE(is<std::monostate>(say(kind)));
    EXPECT_THAT(std::string{answer<s2c_say>().words.str()}, HasSubstr("not available yet"));
  }
}

TEST_F(SessionMachine, TheSixthLineInFiveSecondsIsDropped) {
  enter();
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(is<action::forward>(say(say_kind::general)));
  EXPECT_TRUE(is<std::monostate>(say(say_kind::general)));
  EXPECT_THAT(std::string{answer<s2c_say>().words.str()}, HasSubstr("too fast"));
  now_ms += 5'000;
  EXPECT_TRUE(is<action::forward>(say(say_kind::general)));
}

TEST_F(SessionMachine, AnOverlongLineIsDropped) {
  enter();
  EXPECT_TRUE(is<action::forward>(say(say_kind::general, std::string(128, 'x'))));
  EXPECT_TRUE(is<std::monostate>(say(say_kind::general, std::string(129, 'x'))));
  EXPECT_THAT(std::string{answer<s2c_say>().words.str()}, HasSubstr("too long"));
}

// -- keepalive ---------------------------------------------------------------------

TEST_F(SessionMachine, TicksCountUpInTheWorldOnly) {
  machine.tick(now_ms);
  choose();
  machine.tick(now_ms);
  EXPECT_TRUE(machine.take_frames().empty());
  on(c2s_world_login{fixed_text<21>{"Alpha"}});
  machine.entered(rules);
  machine.tick(now_ms);
  EXPECT_EQ(answer<g2c_time_tick>(), (g2c_time_tick{1, static_cast<uint32_t>(now_ms), 0}));
  on(c2g_time_tick{1, static_cast<uint32_t>(now_ms), 123});
  machine.tick(now_ms + 5'000);
  EXPECT_EQ(answer<g2c_time_tick>(), (g2c_time_tick{2, static_cast<uint32_t>(now_ms + 5'000), 123}));
}

TEST_F(SessionMachine, AClockThatRunsAheadTwiceIsACheat) {
  enter();
  auto tick = [&](uint32_t count, uint32_t ahead_ms) {
    machine.tick(now_ms);
    auto server = static_cast<uint32_t>(now_ms);
    now_ms += 5'000;
    return on(c2g_time_tick{count, server, server + 77 + ahead_ms});
  };
  EXPECT_TRUE(is<std::monostate>(tick(1, 0)));
  EXPECT_TRUE(is<std::monostate>(tick(2, 600))) << "within the tolerance, and 2 % of 5 s";
  EXPECT_TRUE(is<std::monostate>(tick(3, 801)));
  EXPECT_TRUE(is<std::monostate>(tick(4, 0))) << "once may be jitter";
  EXPECT_TRUE(is<std::monostate>(tick(5, 601)));
  EXPECT_TRUE(is<action::close>(tick(6, 1202)));
}

TEST_F(SessionMachine, AClockThatGoesOnePercentFasterForADayIsHonest) {
  enter();
  constexpr uint32_t day_of_ticks = 24 * 3'600 / 5;
  uint32_t client = 12'345;
  for (uint32_t count = 1; count <= day_of_ticks; ++count) {
    machine.tick(now_ms);
    ASSERT_TRUE(is<std::monostate>(on(c2g_time_tick{count, static_cast<uint32_t>(now_ms), client}))) << count;
    machine.take_frames();
    now_ms += 5'000;
    client += 5'050;
  }
}

TEST_F(SessionMachine, ALateAnswerDoesNotMakeTheNextOnesLookEarly) {
  enter();
  uint32_t count = 0;
  for (uint32_t delay_ms : {3'000, 0, 400, 0, 500}) {
    machine.tick(now_ms);
    auto server = static_cast<uint32_t>(now_ms);
    EXPECT_TRUE(is<std::monostate>(on(c2g_time_tick{++count, server, server + delay_ms}))) << count;
    now_ms += 5'000;
  }
}

TEST_F(SessionMachine, AnAnswerToAnEarlierTickProvesNothing) {
  enter();
  machine.tick(now_ms);
  auto server = static_cast<uint32_t>(now_ms);
  on(c2g_time_tick{1, server, server});
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(is<std::monostate>(on(c2g_time_tick{7, server, server + 100'000})));
}

} // namespace actors
