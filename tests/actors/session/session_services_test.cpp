// A session and its account, while the services move and are lost.

#include "runtime/base/probes.hpp"
#include "tests/actors/session/scripted_zone.hpp"
#include "tests/actors/simulated_services.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using msg::close_reason;
using test::only;
using testing::SizeIs;

class SessionServices : public testing::Test {
protected:
  SessionServices() {
    account = node.create_account("Tester");
    other = node.create_account("Other");
    node.create_character(account, "Alpha");
    zone = node.sim.own(caf::actor_cast<msg::zone_actor>(node.sim.system().spawn<test::scripted_zone>(script)));
    node.route(1, 1, zone);
    id = node.log_in(account, "Tester");
    node.choose(id, "Alpha");
    node.sim.settle();
    node.take(id);
  }

  ~SessionServices() override { script->forget(); }

  bool can_log_in(msg::account_id who, const std::string& name) {
    auto connection = node.log_in(who, name);
    return only<s2c_char_list>(node.take(connection)).size() == 1;
  }

  void lose_directory() {
    auto old = node.directory;
    node.table->services = {node.table->services.store, {}, {}, 0};
    caf::anon_send_exit(old, caf::exit_reason::kill);
    node.sim.settle();
  }
  void start_services(uint64_t epoch) {
    node.start_directory(epoch);
    node.table->services.account = node.account;
    node.sim.settle();
  }

  test::simulated_services node{1};
  std::shared_ptr<test::zone_script> script = std::make_shared<test::zone_script>();
  msg::zone_actor zone;
  msg::account_id account;
  msg::account_id other;
  uint64_t id = 0;
};

} // namespace

TEST_F(SessionServices, TheTallyKnowsWhoHoldsAnAccount) {
  EXPECT_EQ(node.tally->size(), 1u);
  auto next = node.log_in(other, "Other");
  EXPECT_EQ(node.tally->size(), 2u);
  node.connect_game();
  node.sim.settle();
  EXPECT_EQ(node.tally->size(), 2u) << "a connection is no session yet";
  node.lose(next);
  node.sim.settle();
  EXPECT_EQ(node.tally->size(), 1u);
  caf::anon_send_exit(node.owners.at(id), caf::exit_reason::kill);
  node.sim.settle();
  EXPECT_EQ(node.tally->size(), 0u);
}

TEST_F(SessionServices, ARefusedLoginIsNotCounted) {
  EXPECT_FALSE(can_log_in(account, "Tester"));
  EXPECT_EQ(node.tally->size(), 1u);
}

TEST_F(SessionServices, TheNextDirectoryOpensOnceItsSessionsAreBack) {
  lose_directory();
  start_services(2);
  EXPECT_FALSE(can_log_in(other, "Other")) << "the session has not come back yet";
  node.sim.advance(2s, 100ms);
  EXPECT_TRUE(can_log_in(other, "Other"));
  EXPECT_FALSE(can_log_in(account, "Tester")) << "who is in the world has kept his account";
  EXPECT_FALSE(node.at(id).is_closed);
  auto heard = node.sim.ask<caf::ok_atom>(node.directory, msg::whisper{{9}, "Speaker", "Alpha", "psst"});
  EXPECT_TRUE(heard->value) << "and is found";
}

TEST_F(SessionServices, WhatIsSaidWhileTheServicesMoveIsHeard) {
  node.create_character(other, "Beta");
  auto friend_at = node.log_in(other, "Other");
  node.choose(friend_at, "Beta");
  node.sim.settle();
  node.take(friend_at);
  lose_directory();
  node.say(id, c2s_say{static_cast<uint8_t>(say_kind::shout), {}, msg::wire::open_text<64>{"hear me"}});
  node.say(id, c2s_say{static_cast<uint8_t>(say_kind::whisper), msg::wire::fixed_text<21>{"Beta"},
                       msg::wire::open_text<64>{"psst"}});
  node.sim.advance(500ms, 100ms);
  EXPECT_TRUE(only<s2c_say>(node.take(friend_at)).empty());
  start_services(2);
  node.sim.advance(1s, 100ms);
  std::vector<std::string> heard;
  for (const auto& x : only<s2c_say>(node.take(friend_at)))
    heard.emplace_back(x.words.str());
  EXPECT_THAT(heard, testing::UnorderedElementsAre("hear me", "psst"));
  EXPECT_THAT(only<s2c_say>(node.take(id)), SizeIs(2)) << "his own shout, and what he whispered; nothing was refused";
}

TEST_F(SessionServices, ThatNobodyHearsIsSaidInTheEnd) {
  lose_directory();
  node.say(id, c2s_say{static_cast<uint8_t>(say_kind::whisper), msg::wire::fixed_text<21>{"Beta"},
                       msg::wire::open_text<64>{"psst"}});
  node.say(id, c2s_say{static_cast<uint8_t>(say_kind::shout), {}, msg::wire::open_text<64>{"hear me"}});
  node.sim.advance(6s, 100ms);
  EXPECT_THAT(only<s2c_say>(node.take(id)), SizeIs(2));
}

TEST_F(SessionServices, ADirectoryThatBeginsAgainUnderItsOwnEpochWaitsForThemToo) {
  lose_directory();
  start_services(1);
  EXPECT_FALSE(can_log_in(other, "Other"));
  node.sim.advance(2s, 100ms);
  EXPECT_TRUE(can_log_in(other, "Other"));
  EXPECT_EQ(node.sessions(), 2u);
}

TEST_F(SessionServices, AnEarlierDirectoryIsNotClaimedFrom) {
  lose_directory();
  start_services(2);
  node.sim.advance(2s, 100ms);
  lose_directory();
  start_services(1); // some node has not heard of the second one
  node.sim.advance(1s, 100ms);
  EXPECT_EQ(dynamic_cast<directory*>(caf::actor_cast<caf::abstract_actor*>(node.directory))->claims(), 0u);
  start_services(3);
  node.sim.advance(2s, 100ms);
  EXPECT_EQ(node.sessions(), 1u);
  EXPECT_FALSE(node.at(id).is_closed);
}

TEST_F(SessionServices, ADirectoryOutOfReachIsLeftForTheNextOne) {
  auto old = node.directory; // lives on, unheard
  start_services(2);
  EXPECT_FALSE(can_log_in(other, "Other"));
  node.say(id, c2s_gesture{1});
  node.sim.advance(6s, 100ms);
  EXPECT_TRUE(can_log_in(other, "Other"));
  EXPECT_EQ(node.sessions(), 2u);
}

TEST_F(SessionServices, NobodyLogsInToADirectoryThatHasBeenFollowed) {
  auto connection = node.connect_game();
  auto ticket = node.ticket_for(other, "Other");
  node.tally->older_than(2); // the next one has counted; this node's router does not know it yet
  node.say(connection, test::simulated_services::login_packet(ticket, "Other"));
  node.sim.settle();
  EXPECT_THAT(only<s2c_error>(node.take(connection)), SizeIs(1));
  EXPECT_TRUE(node.at(connection).is_closed);
  EXPECT_EQ(node.tally->size(), 1u);
}

TEST_F(SessionServices, AnAccountIsGivenUpWhenThereIsNoDirectoryForTooLong) {
  lose_directory();
  node.sim.advance(11s, 100ms);
  EXPECT_FALSE(node.at(id).is_closed);
  EXPECT_EQ(node.tally->size(), 1u);
  node.sim.advance(2s, 100ms);
  EXPECT_TRUE(node.at(id).is_closed);
  EXPECT_EQ(node.at(id).reason, close_reason::store_lost);
  EXPECT_EQ(node.tally->size(), 0u);
  EXPECT_THAT(script->leaves, SizeIs(1));
  EXPECT_REACHED(session_gives_up_its_account);
}

TEST_F(SessionServices, WithoutADirectoryTheStoreIsStillThere) {
  auto connection = node.log_in(other, "Other");
  node.take(connection);
  lose_directory();
  node.say(connection, c2s_ask_create_player{2, 1, msg::wire::fixed_text<21>{"Newman"}});
  node.sim.settle();
  EXPECT_THAT(only<s2c_ans_create_player>(node.take(connection)), SizeIs(1));
  node.choose(connection, "Newman");
  node.sim.settle();
  EXPECT_THAT(only<s2c_error>(node.take(connection)), SizeIs(1)) << "but nobody enters the world";
  EXPECT_FALSE(node.at(connection).is_closed);
}

TEST_F(SessionServices, ZoneAndServicesMayBeLostTogether) {
  lose_directory();
  caf::anon_send_exit(zone, caf::exit_reason::kill);
  node.table->zones.clear();
  node.sim.advance(3s, 100ms);
  auto next = std::make_shared<test::zone_script>();
  next->epoch = 2;
  node.route(1, 2, node.sim.own(caf::actor_cast<msg::zone_actor>(node.sim.system().spawn<test::scripted_zone>(next))));
  node.sim.advance(1s, 100ms);
  EXPECT_EQ(next->activations, 1u);
  start_services(2);
  node.sim.advance(6s, 100ms);
  EXPECT_FALSE(node.at(id).is_closed);
  auto heard = node.sim.ask<caf::ok_atom>(node.directory, msg::whisper{{9}, "Speaker", "Alpha", "psst"});
  EXPECT_TRUE(heard->value);
  next->forget();
}

} // namespace actors
