// From the ticket to the logout, with every actor but the edge being the real
// one, on the simulated scheduler.

#include "tests/actors/simulated_node.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using msg::close_reason;
using test::index_of;
using test::only;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Session : public testing::Test {
protected:
  Session() {
    tester = node.create_account("Tester");
    alpha = node.create_character(tester, "Alpha").id().value;
  }

  /// Stands on the door with the grant to pass it.
  uint64_t enter_and_stand_in_the_door() {
    auto id = node.enter(tester, "Tester", "Alpha");
    walk_into_the_door(id);
    node.say(id, c2s_warp{7});
    node.sim.advance(100ms);
    EXPECT_THAT(only<s2c_warp_ready>(node.take(id)), ElementsAre(s2c_warp_ready{7}));
    return id;
  }
  void walk_into_the_door(uint64_t id) {
    node.step(id, {101, 100});
    node.step(id, test::door_of_1);
    node.sim.advance(100ms);
  }

  test::simulated_node node{1};
  msg::account_id tester;
  uint32_t alpha = 0;
};

} // namespace

// -- what nobody acts on -----------------------------------------------------------------

TEST_F(Session, RefusedPacketsAreCountedByNameAndReason) {
  auto id = node.enter(tester, "Tester", "Alpha");
  auto say_raw = [&](uint16_t number, size_t body_size) {
    msg::client_frames frames;
    append_head(frames.bytes, {msg::wire::ctrl_game, number}, body_size, 0);
    frames.bytes.resize(frames.bytes.size() + body_size);
    frames.count = 1;
    caf::anon_send(caf::actor_cast<msg::connection_actor>(node.owners.at(id)), std::move(frames));
  };
  say_raw(0x7777, 3);  // no packet has this number
  say_raw(0x0FF2, 3);  // known by name
  say_raw(0x1400, 10); // an attack, which nobody acts on yet
  say_raw(0x1400, 9);  // half an attack
  say_raw(0x1800, 5);  // half a line of chat
  node.say(id, c2s_world_login{msg::wire::fixed_text<21>{"Alpha"}});
  node.sim.advance(100ms);
  auto text = node.metrics->render_prometheus();
  for (const auto* line :
       {R"(packet="unknown",reason="unknown-packet"} 1)", R"(packet="c2s_keep_alive",reason="known-by-name"} 1)",
        R"(packet="c2s_ask_attack",reason="unhandled"} 1)", R"(packet="c2s_ask_attack",reason="truncated"} 1)",
        R"(packet="c2s_say",reason="truncated"} 1)", R"(packet="c2s_world_login",reason="out-of-state"} 1)"})
    EXPECT_THAT(text, testing::HasSubstr(std::string{"zonehive_session_packets_refused_total{"} + line));
  // He plays on.
  node.take(id);
  node.say(id, c2s_option{{5}});
  node.sim.settle();
  EXPECT_THAT(only<s2c_option>(node.take(id)), ElementsAre(s2c_option{{5}}));
}

// -- coming ------------------------------------------------------------------------------

TEST_F(Session, FromTheTicketToTheWorld) {
  auto id = node.connect_game();
  node.say(id, test::simulated_node::login_packet(node.ticket_for(tester, "Tester"), "Tester"));
  node.sim.settle();
  auto lists = only<s2c_char_list>(node.take(id));
  ASSERT_THAT(lists, SizeIs(1));
  EXPECT_EQ(lists[0].slots[0].name.str(), "Alpha");
  EXPECT_TRUE(node.at(id).is_authenticated);
  EXPECT_EQ(node.at(id).consumed, 1u);
  node.say(id, c2s_char_login{msg::wire::fixed_text<21>{"Alpha"}, 562});
  node.sim.settle();
  EXPECT_THAT(only<s2c_char_login_ok>(node.take(id)), SizeIs(1));
  node.say(id, c2s_world_login{msg::wire::fixed_text<21>{"Alpha"}});
  node.sim.advance(100ms);
  auto told = node.take(id);
  ASSERT_THAT(only<s2c_world_login>(told), SizeIs(1));
  EXPECT_EQ(only<s2c_world_login>(told)[0].character.cell, index_of(test::start_of_1));
  EXPECT_THAT(only<s2c_say>(told), SizeIs(1)) << "the greeting";
  EXPECT_EQ(node.players(1), 1u);
}

TEST_F(Session, AWrongTicketIsRefusedAndClosed) {
  auto id = node.connect_game();
  node.say(id, test::simulated_node::login_packet(1, "Tester"));
  node.sim.settle();
  auto errors = only<s2c_error>(node.take(id));
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].error_code, 0x1201);
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.sessions(), 0u);
}

TEST_F(Session, ATicketIsBoundToTheAddress) {
  auto id = node.connect_game("10.0.0.2");
  node.say(id, test::simulated_node::login_packet(node.ticket_for(tester, "Tester"), "Tester"));
  node.sim.settle();
  EXPECT_TRUE(node.at(id).is_closed);
}

TEST_F(Session, TheSecondSessionOfAnAccountIsRefusedWhileTheFirstLives) {
  auto first = node.enter(tester, "Tester", "Alpha");
  auto second = node.log_in(tester, "Tester");
  EXPECT_THAT(only<s2c_error>(node.take(second)), SizeIs(1));
  EXPECT_TRUE(node.at(second).is_closed);
  EXPECT_FALSE(node.at(first).is_closed);
  EXPECT_EQ(node.players(1), 1u);
}

TEST_F(Session, ASilentClientGivesWayOnceItIsSaved) {
  auto first = node.enter(tester, "Tester", "Alpha");
  node.step(first, {101, 100});
  node.sim.advance(16s, 100ms);
  node.weather->failures = 2;
  auto second = node.log_in(tester, "Tester");
  EXPECT_THAT(node.take(second), IsEmpty());
  node.sim.advance(3s);
  EXPECT_TRUE(node.at(first).is_closed);
  EXPECT_EQ(node.at(first).reason, close_reason::replaced);
  EXPECT_THAT(only<s2c_char_list>(node.take(second)), SizeIs(1));
  node.choose(second, "Alpha");
  node.sim.advance(100ms);
  auto logins = only<s2c_world_login>(node.take(second));
  ASSERT_THAT(logins, SizeIs(1));
  EXPECT_EQ(logins[0].character.cell, index_of({101, 100}));
}

TEST_F(Session, ACharacterIsCreatedAndDeletedInTheStore) {
  auto id = node.log_in(tester, "Tester");
  node.take(id);
  node.say(id, c2s_ask_create_player{2, 1, msg::wire::fixed_text<21>{"Newman"}});
  node.sim.settle();
  EXPECT_THAT(only<s2c_ans_create_player>(node.take(id)), SizeIs(1));
  node.say(id, c2s_ask_create_player{2, 1, msg::wire::fixed_text<21>{"ALPHA"}});
  node.sim.settle();
  auto errors = only<s2c_error>(node.take(id));
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].error_code, error_name_taken);
  node.say(id, c2s_ask_delete_player{msg::wire::fixed_text<21>{"Newman"}});
  node.sim.settle();
  EXPECT_THAT(only<s2c_ans_delete_player>(node.take(id)), SizeIs(1));
  EXPECT_EQ(node.stored(tester).name, "Alpha");
}

TEST_F(Session, PacketsOutOfStateAreIgnoredButConsumed) {
  auto id = node.log_in(tester, "Tester");
  node.take(id);
  auto consumed = node.at(id).consumed;
  node.say(id, c2s_pc_move{5, 1}, c2s_world_login{}, c2s_option{});
  node.sim.settle();
  EXPECT_THAT(node.take(id), IsEmpty());
  EXPECT_EQ(node.at(id).consumed, consumed + 3);
  EXPECT_FALSE(node.at(id).is_closed);
}

TEST_F(Session, WithoutItsZoneTheCharacterScreenStays) {
  node.table->zones.erase(1);
  auto id = node.log_in(tester, "Tester");
  node.choose(id, "Alpha");
  node.sim.advance(1s);
  auto errors = only<s2c_error>(node.take(id));
  ASSERT_THAT(errors, SizeIs(1));
  EXPECT_EQ(errors[0].error_code, error_failed);
  EXPECT_FALSE(node.at(id).is_closed);
}

// -- in the world ------------------------------------------------------------------------

TEST_F(Session, TwoPlayersSeeHearAndWhisper) {
  auto other = node.create_account("Other");
  auto beta = node.create_character(other, "Beta").id().value;
  auto one = node.enter(tester, "Tester", "Alpha");
  auto two = node.enter(other, "Other", "Beta");
  EXPECT_THAT(only<s2c_pc_appear>(node.take(one)), SizeIs(1));
  node.say(one, c2s_say{1, {}, msg::wire::open_text<64>{"hello"}});
  node.sim.advance(100ms);
  EXPECT_THAT(only<s2c_say>(node.take(one)), ElementsAre(make_say(say_kind::general, alpha, "Alpha", "hello")));
  EXPECT_THAT(only<s2c_say>(node.take(two)), ElementsAre(make_say(say_kind::general, alpha, "Alpha", "hello")));
  node.say(two, c2s_say{3, msg::wire::fixed_text<21>{"alpha"}, msg::wire::open_text<64>{"psst"}});
  node.sim.settle();
  auto line = make_say(say_kind::whisper, beta, "Beta", "psst");
  EXPECT_THAT(only<s2c_say>(node.take(one)), ElementsAre(line));
  EXPECT_THAT(only<s2c_say>(node.take(two)), ElementsAre(line));
  node.say(two, c2s_say{3, msg::wire::fixed_text<21>{"Nobody"}, msg::wire::open_text<64>{"psst"}});
  node.say(two, c2s_say{0xF1, {}, msg::wire::open_text<64>{"HEY"}});
  node.sim.settle();
  EXPECT_THAT(only<s2c_say>(node.take(one)), ElementsAre(make_say(say_kind::shout, beta, "Beta", "HEY")));
  EXPECT_THAT(only<s2c_say>(node.take(two)),
              ElementsAre(make_say(say_kind::system, nobody, "SYSTEM", "Nobody is not online."),
                          make_say(say_kind::shout, beta, "Beta", "HEY")));
}

TEST_F(Session, TheClockTicksEveryFiveSeconds) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.sim.advance(15s, 100ms);
  EXPECT_THAT(only<g2c_time_tick>(node.take(id)), SizeIs(3));
}

TEST_F(Session, AClientThatSaysNothingForAMinuteIsGone) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.sim.advance(70s, 100ms);
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::idle);
  EXPECT_EQ(node.players(1), 0u);
  EXPECT_EQ(node.sessions(), 0u);
}

// -- going -------------------------------------------------------------------------------

TEST_F(Session, ALogoutIsSavedAnsweredAndClosed) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.step(id, {101, 100});
  node.weather->failures = 2;
  node.say(id, c2s_char_logout{});
  node.sim.advance(100ms);
  EXPECT_FALSE(node.at(id).is_closed) << "not saved yet";
  EXPECT_EQ(node.sessions(), 1u);
  node.sim.advance(5s);
  EXPECT_THAT(only<s2c_char_logout>(node.take(id)), SizeIs(1));
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::logout);
  EXPECT_EQ(node.stored(tester).location.cell, index_of({101, 100}));
  EXPECT_EQ(node.sessions(), 0u);
  EXPECT_EQ(node.players(1), 0u);
}

TEST_F(Session, ALostConnectionIsSavedAndTheNextLoginFindsIt) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.step(id, {101, 100});
  node.lose(id);
  node.sim.advance(1s);
  EXPECT_EQ(node.sessions(), 0u);
  auto again = node.log_in(tester, "Tester");
  node.choose(again, "Alpha");
  node.sim.advance(100ms);
  auto logins = only<s2c_world_login>(node.take(again));
  ASSERT_THAT(logins, SizeIs(1));
  EXPECT_EQ(logins[0].character.cell, index_of({101, 100}));
}

TEST_F(Session, AConnectionLostWhileLoggingInLeavesNothingBehind) {
  auto id = node.connect_game();
  node.say(id, test::simulated_node::login_packet(node.ticket_for(tester, "Tester"), "Tester"));
  node.choose(id, "Alpha");
  node.lose(id);
  node.sim.advance(1s);
  EXPECT_EQ(node.sessions(), 0u);
  EXPECT_EQ(node.players(1), 0u);
  EXPECT_TRUE(node.at(id).is_closed);
}

TEST_F(Session, ASessionThatDiesIsCleanedUpAfter) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.step(id, {101, 100});
  node.sim.advance(100ms);
  caf::anon_send_exit(node.owners.at(id), caf::exit_reason::kill);
  node.sim.advance(1s);
  EXPECT_EQ(node.players(1), 0u);
  EXPECT_EQ(node.sessions(), 0u);
  EXPECT_EQ(node.stored(tester).location.cell, index_of({101, 100}));
}

TEST_F(Session, AShutdownIsToldToTheClient) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.lose(id, close_reason::shutdown);
  node.sim.advance(1s);
  EXPECT_THAT(only<s2c_say>(node.take(id)), SizeIs(1));
  EXPECT_EQ(node.at(id).reason, close_reason::shutdown);
}

// -- zones that move, and that are lost ------------------------------------------------------

TEST_F(Session, AZoneThatMovesIsNotNoticed) {
  auto other = node.create_account("Other");
  node.create_character(other, "Beta");
  auto one = node.enter(tester, "Tester", "Alpha");
  auto two = node.enter(other, "Other", "Beta");
  node.step(one, {101, 100});
  node.say(one, c2s_gesture{1});
  node.sim.advance(100ms);
  node.take(one);
  node.take(two);
  auto visit = node.sent.back().visit;
  auto from = node.table->zones.at(1);
  auto to = node.spawn_zone(1);
  node.say(one, c2s_gesture{2});
  auto snapshot = node.sim.get<msg::zone_snapshot>(from, msg::zone_freeze{});
  node.say(one, c2s_gesture{3}, c2s_gesture{4});
  node.say(two, c2s_say{1, {}, msg::wire::open_text<64>{"hello"}});
  node.sim.advance(200ms);
  auto epoch = node.next_epoch(1);
  node.sim.get<caf::ok_atom>(to, msg::zone_install{snapshot});
  node.sim.get<caf::ok_atom>(to, msg::zone_serve{epoch});
  node.route(1, epoch, to);
  node.say(one, c2s_gesture{5});
  node.sim.get<caf::ok_atom>(from, msg::zone_retire{false});
  node.sim.advance(200ms);
  auto heard = node.take(two);
  EXPECT_THAT(only<s2c_gesture>(heard),
              ElementsAre(s2c_gesture{alpha, 2}, s2c_gesture{alpha, 3}, s2c_gesture{alpha, 4}, s2c_gesture{alpha, 5}));
  EXPECT_THAT(only<s2c_pc_disappear>(heard), IsEmpty());
  EXPECT_THAT(only<s2c_pc_appear>(heard), IsEmpty());
  auto told = node.take(one);
  EXPECT_THAT(only<s2c_warp>(told), IsEmpty());
  EXPECT_THAT(only<s2c_fix_move>(told), IsEmpty());
  EXPECT_THAT(only<s2c_say>(told), SizeIs(1)) << "what the other one says, and no system line";
  std::vector<uint32_t> numbers;
  for (const auto& x : node.done)
    if (x.visit == visit)
      numbers.push_back(x.number);
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4, 5, 6)) << "each once, in order";
  node.step(one, test::door_of_1);
  node.lose(one);
  node.sim.advance(2s);
  EXPECT_EQ(node.stored(tester).location.cell, index_of(test::door_of_1));
  EXPECT_EQ(node.sessions(), 1u);
}

TEST_F(Session, AZoneThatDiesAndIsStartedAgainKeepsItsClients) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.sim.advance(6s); // a checkpoint
  node.take(id);
  caf::anon_send_exit(node.table->zones.at(1), caf::exit_reason::kill);
  node.table->zones.erase(1);
  node.sim.advance(2s);
  EXPECT_THAT(only<s2c_say>(node.take(id)), IsEmpty());
  node.start_zone(1);
  node.sim.advance(1s);
  auto told = node.take(id);
  EXPECT_THAT(only<s2c_warp>(told), ElementsAre(s2c_warp{index_of(test::start_of_1)}));
  EXPECT_THAT(only<s2c_say>(told), SizeIs(1));
  EXPECT_FALSE(node.at(id).is_closed);
  EXPECT_EQ(node.players(1), 1u);
  node.step(id, {101, 100});
  node.say(id, c2s_gesture{4});
  node.sim.advance(100ms);
  EXPECT_THAT(only<s2c_gesture>(node.take(id)), ElementsAre(s2c_gesture{alpha, 4}));
  node.lose(id);
  node.sim.advance(2s);
  EXPECT_EQ(node.stored(tester).location.cell, index_of({101, 100}));
}

TEST_F(Session, AZoneThatMovesSavesAPlayerWhoseSessionDied) {
  auto id = node.enter(tester, "Tester", "Alpha");
  node.step(id, {101, 100});
  node.sim.advance(100ms);
  auto from = node.table->zones.at(1);
  auto to = node.spawn_zone(1);
  auto snapshot = node.sim.get<msg::zone_snapshot>(from, msg::zone_freeze{});
  caf::anon_send_exit(node.owners.at(id), caf::exit_reason::kill);
  node.sim.advance(100ms);
  auto epoch = node.next_epoch(1);
  node.sim.get<caf::ok_atom>(to, msg::zone_install{snapshot});
  node.sim.get<caf::ok_atom>(to, msg::zone_serve{epoch});
  node.route(1, epoch, to);
  node.sim.get<caf::ok_atom>(from, msg::zone_retire{false});
  node.sim.advance(3s);
  EXPECT_EQ(node.sessions(), 0u);
  EXPECT_EQ(node.players(1), 0u);
  EXPECT_EQ(node.stored(tester).location.cell, index_of({101, 100}));
}

// -- from zone to zone ---------------------------------------------------------------------

TEST_F(Session, AWarpLeadsToTheOtherZone) {
  auto id = enter_and_stand_in_the_door();
  node.say(id, c2s_warp{7});
  node.sim.advance(300ms);
  EXPECT_THAT(only<s2c_warp>(node.take(id)), ElementsAre(s2c_warp{index_of(test::place_in_7)}));
  EXPECT_EQ(node.players(1), 0u);
  EXPECT_EQ(node.players(7), 1u);
  node.sim.advance(1s);
  EXPECT_EQ(node.stored(tester).location.map.value, 7);
  EXPECT_EQ(node.stored(tester).location.cell, index_of(test::place_in_7));
  node.step(id, test::door_of_7);
  node.say(id, c2s_gesture{4});
  node.sim.advance(100ms);
  EXPECT_THAT(only<s2c_gesture>(node.take(id)), ElementsAre(s2c_gesture{alpha, 4}));
}

TEST_F(Session, ThereAndBackAgain) {
  auto id = enter_and_stand_in_the_door();
  node.say(id, c2s_warp{7});
  node.sim.advance(300ms);
  node.step(id, test::door_of_7);
  node.say(id, c2s_warp{1}, c2s_warp{1});
  node.sim.advance(300ms);
  EXPECT_THAT(only<s2c_warp>(node.take(id)),
              ElementsAre(s2c_warp{index_of(test::place_in_7)}, s2c_warp{index_of(test::place_in_1)}));
  EXPECT_EQ(node.players(1), 1u);
  EXPECT_EQ(node.players(7), 0u);
}

TEST_F(Session, WhispersFindHimInTheNewZone) {
  auto other = node.create_account("Other");
  node.create_character(other, "Beta");
  auto two = node.enter(other, "Other", "Beta");
  auto one = enter_and_stand_in_the_door();
  node.say(one, c2s_warp{7});
  node.sim.advance(300ms);
  node.take(one);
  node.say(two, c2s_say{3, msg::wire::fixed_text<21>{"Alpha"}, msg::wire::open_text<64>{"psst"}});
  node.sim.settle();
  EXPECT_THAT(only<s2c_say>(node.take(one)), SizeIs(1));
}

TEST_F(Session, WhatIsSaidDuringAWarpIsHeardInTheNewZone) {
  auto id = enter_and_stand_in_the_door();
  node.say(id, c2s_warp{7});
  node.sim.advance(60ms); // on the way
  node.say(id, c2s_gesture{4});
  node.sim.advance(500ms);
  EXPECT_THAT(only<s2c_gesture>(node.take(id)), ElementsAre(s2c_gesture{alpha, 4}));
}

TEST_F(Session, AWarpToAZoneNobodyRunsIsTakenBack) {
  node.table->zones.erase(7);
  auto id = enter_and_stand_in_the_door();
  node.say(id, c2s_warp{7});
  node.sim.advance(300ms);
  auto told = node.take(id);
  EXPECT_THAT(only<s2c_fix_move>(told), ElementsAre(s2c_fix_move{index_of(test::door_of_1)}));
  EXPECT_THAT(only<s2c_say>(told), SizeIs(1));
  node.say(id, c2s_gesture{4});
  node.sim.advance(100ms);
  EXPECT_THAT(only<s2c_gesture>(node.take(id)), SizeIs(1)) << "he may go on";
  EXPECT_EQ(node.players(1), 1u);
}

TEST_F(Session, AWarpTheNextZoneRefusesIsTakenBack) {
  node.sim.get<caf::ok_atom>(node.table->zones.at(7), msg::zone_stop{});
  auto id = enter_and_stand_in_the_door();
  node.say(id, c2s_warp{7});
  node.sim.advance(300ms);
  EXPECT_THAT(only<s2c_fix_move>(node.take(id)), SizeIs(1));
  node.step(id, {101, 100});
  node.sim.advance(6s);
  EXPECT_EQ(node.stored(tester).location.map.value, 1);
  EXPECT_EQ(node.stored(tester).location.cell, index_of({101, 100}));
}

TEST_F(Session, AZoneThatDoesNotAnswerAWarpIsGivenUp) {
  auto silent = node.sim.own(node.sim.system().spawn([](caf::event_based_actor* self) -> caf::behavior {
    self->set_default_handler(caf::skip); // never answers
    return {[](caf::unit_t) {}};
  }));
  node.table->zones[7] = caf::actor_cast<msg::zone_actor>(silent);
  auto id = enter_and_stand_in_the_door();
  node.say(id, c2s_warp{7});
  node.sim.advance(7s);
  EXPECT_THAT(only<s2c_fix_move>(node.take(id)), SizeIs(1));
  EXPECT_EQ(node.players(1), 1u);
}

TEST_F(Session, ADisconnectAtAnyMomentOfAWarpLeavesOneSavedPlace) {
  for (int ms = 0; ms <= 240; ms += 10) {
    SCOPED_TRACE("after " + std::to_string(ms) + " ms");
    auto account = node.create_account("Tester" + std::to_string(ms));
    auto name = "Name" + std::to_string(ms);
    node.create_character(account, name);
    auto id = node.enter(account, "Tester" + std::to_string(ms), name);
    walk_into_the_door(id);
    node.say(id, c2s_warp{7}, c2s_warp{7});
    node.sim.advance(std::chrono::milliseconds{ms});
    node.lose(id);
    node.sim.advance(2s);
    EXPECT_EQ(node.sessions(), 0u);
    EXPECT_EQ(node.players(1) + node.players(7), 0u);
    auto found = node.stored(account).location;
    auto is_before = found.map.value == 1 && found.cell == index_of(test::door_of_1);
    auto is_after = found.map.value == 7 && found.cell == index_of(test::place_in_7);
    EXPECT_TRUE(is_before || is_after) << "map " << found.map.value << ", cell " << found.cell;
  }
}

} // namespace actors
