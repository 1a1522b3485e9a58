// One bot against a scripted server: the whole way in, each refusal, the way out.

#include "tools/bots/bot_machine.hpp"
#include "tools/bots/bot_name.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg;

namespace {

constexpr auto start = cell_at(113, 138);

/// Drives a machine and keeps the actions of the last call.
struct script {
  explicit script(std::shared_ptr<const world_mesh> mesh = nullptr, uint64_t seed = 1)
      : machine({"bot7", "secret", 3, 1, "bot", 7}, {"tag.7", 7, names(), 31'000}, std::move(mesh), runtime::prng{seed},
                now + 100) {}

  static std::shared_ptr<const std::vector<std::string>> names() {
    return std::make_shared<std::vector<std::string>>(
      std::vector<std::string>{"bot0", "bot1", "bot2", "bot3", "bot4", "bot5", "bot6", "bot7"});
  }

  void wake_at_due() {
    now = std::max(now, machine.due());
    actions.clear();
    machine.wake(now, actions);
  }
  void connect() {
    actions.clear();
    machine.connected(now, actions);
  }
  template <class T>
  void receive(const T& x) {
    actions.clear();
    if constexpr (std::is_constructible_v<login_answer, T>)
      machine.received(login_answer{x}, now, actions);
    else
      machine.received(game_answer{x}, now, actions);
  }

  template <class T>
  const T* sent(size_t i = 0) const {
    if (i >= actions.size())
      return nullptr;
    auto* packet = std::get_if<client_packet>(&actions[i]);
    if (!packet)
      return nullptr;
    if constexpr (std::is_constructible_v<login_request, T>) {
      auto* group = std::get_if<login_request>(packet);
      return group ? std::get_if<T>(group) : nullptr;
    } else {
      auto* group = std::get_if<game_request>(packet);
      return group ? std::get_if<T>(group) : nullptr;
    }
  }
  bool hung_up(size_t i = 0) const { return i < actions.size() && std::holds_alternative<hang_up>(actions[i]); }

  void log_in_to_gate() {
    wake_at_due();
    connect();
    receive(client::ls2c_say{});
    receive(client::ls2c_server_list{{{1, {}, {}}}});
    receive(client::ls2c_gate_info{0xABCD, wire::fixed_text<16>{"10.0.0.1"}, 9860});
    connect();
  }
  static client::s2c_char_list empty_list() {
    client::s2c_char_list result;
    for (auto& x : result.slots)
      x.class_id = client::class_of_empty_slot;
    return result;
  }
  void enter_world() {
    log_in_to_gate();
    auto list = empty_list();
    list.slots[2].class_id = 1;
    list.slots[2].name = wire::fixed_text<21>{"Oldbot"};
    receive(list);
    receive(client::s2c_char_login_ok{wire::fixed_text<21>{"Oldbot"}, 77, 1});
    client::s2c_world_login world;
    world.character.map_index = 1;
    world.character.cell = start;
    receive(world);
  }

  time_ms now = 500'000;
  bot_machine machine;
  std::vector<bot_action> actions;
};

} // namespace

TEST(BotMachine, TheWholeWayInWithANewCharacter) {
  script s;
  s.wake_at_due();
  ASSERT_EQ(s.actions.size(), 1u);
  EXPECT_EQ(std::get<connect_to>(s.actions[0]).on, listener::login);
  s.connect();
  ASSERT_TRUE(s.sent<client::c2ls_login>());
  EXPECT_EQ(s.sent<client::c2ls_login>()->account.str(), "bot7");
  EXPECT_EQ(s.sent<client::c2ls_login>()->password.str(), "secret");
  s.receive(client::ls2c_say{0, wire::fixed_text<81>{"welcome"}});
  EXPECT_TRUE(s.actions.empty());
  s.receive(client::ls2c_server_list{{{4, {}, {}}}});
  ASSERT_TRUE(s.sent<client::c2ls_select_server>());
  EXPECT_EQ(s.sent<client::c2ls_select_server>()->server_id, 4);
  s.receive(client::ls2c_gate_info{0xABCD, wire::fixed_text<16>{"10.0.0.1"}, 9860});
  ASSERT_EQ(s.actions.size(), 2u);
  EXPECT_TRUE(s.hung_up());
  EXPECT_EQ(std::get<connect_to>(s.actions[1]).address, "10.0.0.1");
  EXPECT_EQ(std::get<connect_to>(s.actions[1]).port, 9860);
  s.connect();
  ASSERT_TRUE(s.sent<client::c2g_login>());
  EXPECT_EQ(s.sent<client::c2g_login>()->pcid, 0xABCDu);
  s.receive(script::empty_list());
  ASSERT_TRUE(s.sent<client::c2s_ask_create_player>());
  EXPECT_EQ(s.sent<client::c2s_ask_create_player>()->class_id, 3);
  EXPECT_EQ(s.sent<client::c2s_ask_create_player>()->nation, 1);
  EXPECT_EQ(s.sent<client::c2s_ask_create_player>()->character_name.str(), "bot7");
  s.receive(client::s2c_ans_create_player{3, wire::fixed_text<21>{"bot7"}, {}});
  ASSERT_TRUE(s.sent<client::c2s_char_login>());
  s.receive(client::s2c_char_login_ok{wire::fixed_text<21>{"bot7"}, 77, 1});
  ASSERT_TRUE(s.sent<client::c2s_world_login>());
  EXPECT_EQ(s.sent<client::c2s_world_login>()->player_name.str(), "bot7");
  client::s2c_world_login world;
  world.character.map_index = 1;
  world.character.cell = start;
  s.receive(world);
  EXPECT_EQ(s.machine.phase(), bot_phase::in_world);
  EXPECT_EQ(s.machine.life().legs().cell(), start);
  EXPECT_EQ(s.machine.refusals(), 0u);
}

TEST(BotMachine, AnExistingCharacterIsChosen) {
  script s;
  s.enter_world();
  EXPECT_EQ(s.machine.phase(), bot_phase::in_world);
}

TEST(BotMachine, WordsWithoutAListAreARefusalAndItTriesAgain) {
  script s;
  s.wake_at_due();
  s.connect();
  s.receive(client::ls2c_say{1, wire::fixed_text<81>{"wrong password"}});
  s.wake_at_due();
  EXPECT_TRUE(s.hung_up());
  EXPECT_EQ(s.machine.refusals(), 1u);
  EXPECT_EQ(s.machine.refusal(), "wrong password");
  EXPECT_EQ(s.machine.phase(), bot_phase::away);
  s.wake_at_due();
  EXPECT_EQ(s.machine.phase(), bot_phase::logging_in);
}

TEST(BotMachine, AnEmptyListOfServersIsARefusal) {
  script s;
  s.wake_at_due();
  s.connect();
  s.receive(client::ls2c_server_list{});
  EXPECT_TRUE(s.hung_up());
  EXPECT_EQ(s.machine.refusals(), 1u);
}

TEST(BotMachine, AnErrorAtTheGateIsARefusal) {
  script s;
  s.log_in_to_gate();
  s.receive(client::s2c_error{client::error_login_failed, wire::fixed_text<64>{"no"}});
  EXPECT_TRUE(s.hung_up());
  EXPECT_EQ(s.machine.refusals(), 1u);
}

TEST(BotMachine, ATakenNameIsReplacedByOthersAFewTimes) {
  script s;
  s.log_in_to_gate();
  s.receive(script::empty_list());
  std::set<std::string> names;
  while (auto* ask = s.sent<client::c2s_ask_create_player>()) {
    EXPECT_TRUE(names.insert(std::string{ask->character_name.str()}).second);
    s.receive(client::s2c_error{client::error_name_taken, {}});
  }
  EXPECT_EQ(names.size(), 6u);
  EXPECT_TRUE(s.hung_up());
}

TEST(BotMachine, ErrorsOnTheWayIntoTheWorldAreRefusals) {
  for (int step = 0; step < 3; ++step) {
    script s;
    s.log_in_to_gate();
    s.receive(script::empty_list());
    if (step > 0)
      s.receive(client::s2c_ans_create_player{3, wire::fixed_text<21>{"bot7"}, {}});
    if (step > 1)
      s.receive(client::s2c_char_login_ok{wire::fixed_text<21>{"bot7"}, 77, 1});
    s.receive(client::s2c_error{client::error_failed, {}});
    EXPECT_TRUE(s.hung_up()) << step;
    EXPECT_EQ(s.machine.phase(), bot_phase::away);
  }
}

TEST(BotMachine, ASilentServerIsLeftAndTriedAgain) {
  script s;
  s.log_in_to_gate();
  s.wake_at_due();
  EXPECT_TRUE(s.hung_up());
  EXPECT_EQ(s.machine.refusal(), "no answer");
}

TEST(BotMachine, ATickIsEchoedWithTheOwnClock) {
  script s;
  s.enter_world();
  s.receive(client::g2c_time_tick{3, 4444, 0});
  ASSERT_TRUE(s.sent<client::c2g_time_tick>());
  EXPECT_EQ(*s.sent<client::c2g_time_tick>(), (client::c2g_time_tick{3, 4444, static_cast<uint32_t>(s.now)}));
}

TEST(BotMachine, ItLeavesWithALogoutAndWaitsForTheServerToClose) {
  script s;
  s.enter_world();
  s.actions.clear();
  s.machine.leave(s.now, s.actions);
  ASSERT_TRUE(s.sent<client::c2s_char_logout>());
  s.receive(client::s2c_char_logout{});
  EXPECT_FALSE(s.machine.is_finished());
  s.machine.closed(s.now);
  EXPECT_TRUE(s.machine.is_finished());
}

TEST(BotMachine, ItHangsUpWhenTheServerDoesNotClose) {
  script s;
  s.enter_world();
  s.machine.leave(s.now, s.actions);
  s.wake_at_due();
  EXPECT_TRUE(s.hung_up());
  EXPECT_TRUE(s.machine.is_finished());
}

TEST(BotMachine, OutsideTheWorldItLeavesAtOnce) {
  script s;
  s.log_in_to_gate();
  s.actions.clear();
  s.machine.leave(s.now, s.actions);
  EXPECT_TRUE(s.hung_up());
  EXPECT_TRUE(s.machine.is_finished());
}

/// Goal: a bot left to its dice does everything it can do, at a legal pace.
/// Method: a server that grants all, for an hour of virtual time.
TEST(BotMachine, InAnHourItDoesEverythingAtALegalPace) {
  script s;
  s.enter_world();
  std::map<std::string_view, int> done;
  time_ms last_step = 0;
  auto cell = start;
  for (auto end = s.now + 3'600'000; s.now < end;) {
    if (s.machine.phase() != bot_phase::in_world) {
      s.machine.closed(s.now);
      s.enter_world();
      cell = start;
      continue;
    }
    s.wake_at_due();
    auto actions = s.actions;
    for (const auto& action : actions) {
      auto* packet = std::get_if<client_packet>(&action);
      if (!packet) {
        ++done["hang-up"];
        continue;
      }
      const auto& request = std::get<game_request>(*packet);
      std::visit([&](const auto& x) { ++done[x.info.name]; }, request);
      if (auto* ask = std::get_if<client::c2s_ask_move>(&request)) {
        EXPECT_LE(distance(cell, ask->destination_cell), ask_distance_max);
        s.receive(client::s2c_ans_move{1, ask->destination_cell, 1});
      } else if (auto* step = std::get_if<client::c2s_pc_move>(&request)) {
        EXPECT_EQ(distance(cell, step->next_cell), 1);
        EXPECT_GE(s.now - last_step, step_ms_min);
        last_step = s.now;
        cell = step->next_cell;
      }
    }
  }
  for (auto name : {"c2s_ask_move", "c2s_pc_move", "c2s_say", "c2s_gesture", "c2s_chat_window_opt", "c2s_option",
                    "c2s_char_logout", "hang-up"})
    EXPECT_GT(done[name], 0) << name;
}

TEST(BotMachine, TheSameSeedDoesTheSame) {
  auto play = [](uint64_t seed) {
    script s{nullptr, seed};
    s.enter_world();
    std::string result;
    for (int i = 0; i < 300 && s.machine.phase() == bot_phase::in_world; ++i) {
      s.wake_at_due();
      auto actions = s.actions;
      for (const auto& action : actions)
        if (auto* packet = std::get_if<client_packet>(&action)) {
          result += describe(std::get<game_request>(*packet));
          if (auto* ask = s.sent<client::c2s_ask_move>())
            s.receive(client::s2c_ans_move{1, ask->destination_cell, 1});
        }
    }
    return result;
  };
  EXPECT_EQ(play(5), play(5));
  EXPECT_NE(play(5), play(6));
}

TEST(BotMachine, ItIsNeverPutBackTenTimesInAMinute) {
  script s;
  s.enter_world();
  std::deque<time_ms> corrections;
  for (auto end = s.now + 600'000; s.now < end;) {
    if (s.machine.phase() != bot_phase::in_world) {
      s.machine.closed(s.now);
      s.enter_world();
    }
    s.wake_at_due();
    if (auto* ask = s.sent<client::c2s_ask_move>()) {
      s.receive(client::s2c_ans_move{1, ask->destination_cell, 1});
    } else if (s.sent<client::c2s_pc_move>()) {
      s.receive(client::s2c_fix_move{start}); // walls on all sides
      corrections.push_back(s.now);
      while (s.now - corrections.front() > 60'000)
        corrections.pop_front();
      EXPECT_LT(corrections.size(), 10u);
    }
  }
  EXPECT_FALSE(corrections.empty());
}

/// Goal: a bot that is put somewhere goes on from there, whatever it was about to do.
TEST(BotMachine, APlaceNobodyAskedForIsTaken) {
  script s;
  s.enter_world();
  while (!s.sent<client::c2s_ask_move>()) {
    ASSERT_EQ(s.machine.phase(), bot_phase::in_world);
    s.wake_at_due();
  }
  s.receive(client::s2c_warp{cell_at(90, 90)});
  EXPECT_TRUE(s.sent<client::c2s_option>());
  EXPECT_EQ(s.machine.life().legs().map(), 1);
  EXPECT_EQ(s.machine.life().legs().cell(), cell_at(90, 90));
  EXPECT_FALSE(s.machine.life().is_busy()) << "the walk it asked for is forgotten";
  s.receive(client::s2c_warp_ready{2});
  s.receive(client::s2c_warp{cell_at(20, 20)});
  EXPECT_EQ(s.machine.life().legs().map(), 2);
  EXPECT_EQ(s.machine.life().legs().cell(), cell_at(20, 20));
}

/// Goal: with a mesh the bot finds a warp and goes through it by the book.
TEST(BotMachine, WithAMeshItWarps) {
  auto mesh = std::make_shared<world_mesh>();
  (*mesh)[1].walkable.set();
  (*mesh)[1].targets.push_back({2, cell_at(20, 20)});
  (*mesh)[1].warps[cell_at(120, 138)] = 0;
  (*mesh)[2].walkable.set();
  script s{mesh};
  s.enter_world();
  for (int i = 0; i < 100'000 && s.machine.life().legs().map() != 2; ++i) {
    if (s.machine.phase() != bot_phase::in_world) {
      s.machine.closed(s.now);
      s.enter_world();
    }
    s.wake_at_due();
    if (auto* ask = s.sent<client::c2s_ask_move>())
      s.receive(client::s2c_ans_move{1, ask->destination_cell, 1});
    else if (auto* warp = s.sent<client::c2s_warp>()) {
      EXPECT_EQ(warp->new_map_index, 2);
      EXPECT_EQ(s.machine.life().legs().cell(), cell_at(120, 138));
      s.receive(client::s2c_warp_ready{2});
      EXPECT_TRUE(s.actions.empty());
      s.wake_at_due();
      ASSERT_TRUE(s.sent<client::c2s_warp>());
      s.receive(client::s2c_warp{cell_at(20, 20)});
      EXPECT_TRUE(s.sent<client::c2s_option>());
    }
  }
  EXPECT_EQ(s.machine.life().legs().map(), 2);
  EXPECT_EQ(s.machine.life().legs().cell(), cell_at(20, 20));
}

} // namespace tools::bots
