// The directory: one session per account, and not before everything is saved.

#include "actors/directory/directory.hpp"

#include "runtime/base/probes.hpp"
#include "tests/actors/directory/reluctant_zone.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using test::only;
using test::spawn_zone;
using test::zone_record;
using testing::ElementsAre;
using testing::SizeIs;

/// A node where nobody is.
caf::node_id elsewhere() {
  caf::node_id::default_data::host_id_type host;
  host.fill(7);
  return caf::make_node_id(7, host);
}

class Directory : public testing::Test {
protected:
  Directory() {
    edge = test::spawn_edge(sim, record);
    other_edge = test::spawn_edge(sim, other_record);
    zone = spawn_zone(sim, zones);
    table->zones[1] = zone;
    router = test::spawn_router(sim, table);
    directory = begin();
  }

  ~Directory() override {
    zones->promises.clear();
    table->zones.clear();
  }

  msg::directory_actor begin(uint64_t epoch = 1) {
    directory_options options{std::make_shared<runtime::metrics>(), router, epoch, 18s};
    auto result = sim.own(caf::actor_cast<msg::directory_actor>(sim.system().spawn<class directory>(options)));
    sim.settle();
    return result;
  }

  /// One that says, when probed, whether its client is alive.
  msg::session_actor spawn_session(bool is_alive = true) {
    auto behaviour = [probes = probes, closes = closes, is_alive]() -> msg::session_actor::behavior_type {
      return {
        [](const msg::client_frames&) {},
        [](const msg::connection_lost&) {},
        [](const msg::zone_departure&) {},
        [](const msg::zone_expelled&) {},
        [](const msg::inputs_done&) {},
        [](const msg::zone_goes_on&) {},
        [closes](const msg::session_close& what) { closes->push_back(what.reason); },
        [](caf::tick_atom) {},
        [](caf::join_atom) {},
        [probes, is_alive](const msg::session_probe&) {
          ++*probes;
          return is_alive;
        },
      };
    };
    return sim.own(sim.system().spawn(behaviour));
  }

  auto ask_claim(uint32_t account, const msg::session_actor& who) {
    return sim.ask<caf::ok_atom>(directory, msg::claim_account{{account}, who, false});
  }
  /// A claim that is decided at once.
  bool claim(uint32_t account, const msg::session_actor& who) {
    auto result = ask_claim(account, who);
    EXPECT_TRUE(result->is_done());
    EXPECT_TRUE(!result->why || msg::code_of(*result->why) == msg::errc::already_online);
    return result->value.has_value();
  }

  /// Account, character and connection have one number.
  void announce(uint32_t id, const std::string& name, const msg::edge_actor& at) {
    EXPECT_TRUE(announced(id, name, at)->value);
  }
  std::shared_ptr<sim::answer<caf::ok_atom>> announced(uint32_t id, const std::string& name,
                                                       const msg::edge_actor& at) {
    return sim.ask<caf::ok_atom>(directory, msg::announce_presence{{id}, {id}, name, {1}, {1}, at, {id}, "a"});
  }

  std::shared_ptr<sim::answer<caf::ok_atom>> whisper(const std::string& to) {
    return sim.ask<caf::ok_atom>(directory, msg::whisper{{9}, "Speaker", to, "psst"});
  }

  template <class Handle>
  void kill(const Handle& who, caf::exit_reason why = caf::exit_reason::kill) {
    caf::anon_send_exit(who, why);
    sim.settle();
  }

  /// none when it was granted.
  msg::errc claim_at(const msg::directory_actor& whom, uint32_t account, const msg::session_actor& who, bool again) {
    auto result = sim.ask<caf::ok_atom>(whom, msg::claim_account{{account}, who, again});
    EXPECT_TRUE(result->is_done());
    return result->why ? msg::code_of(*result->why) : msg::errc::none;
  }

  sim::sim_system sim{1};
  std::shared_ptr<test::edge_record> record = std::make_shared<test::edge_record>();
  std::shared_ptr<test::edge_record> other_record = std::make_shared<test::edge_record>();
  std::shared_ptr<zone_record> zones = std::make_shared<zone_record>();
  std::shared_ptr<test::routes> table = std::make_shared<test::routes>();
  std::shared_ptr<int> probes = std::make_shared<int>(0);
  std::shared_ptr<std::vector<msg::close_reason>> closes = std::make_shared<std::vector<msg::close_reason>>();
  msg::edge_actor edge;
  msg::edge_actor other_edge;
  msg::zone_actor zone;
  msg::router_actor router;
  msg::directory_actor directory;
};

} // namespace

TEST_F(Directory, AnAccountIsClaimedOnceUntilItIsReleased) {
  auto one = spawn_session();
  auto two = spawn_session();
  EXPECT_TRUE(claim(1, one));
  EXPECT_FALSE(claim(1, two));
  EXPECT_TRUE(claim(2, two));
  caf::anon_send(directory, msg::release_account{{1}, two});
  sim.settle();
  EXPECT_FALSE(claim(1, two)) << "only the holder releases";
  caf::anon_send(directory, msg::release_account{{1}, one});
  sim.settle();
  EXPECT_TRUE(claim(1, two));
}

TEST_F(Directory, ARefusedClaimHasTheHolderProbed) {
  claim(1, spawn_session());
  claim(1, spawn_session());
  EXPECT_EQ(*probes, 1);
}

TEST_F(Directory, ADeadSessionOutsideTheWorldFreesItsAccountAtOnce) {
  auto one = spawn_session();
  claim(1, one);
  kill(one);
  EXPECT_TRUE(claim(1, spawn_session()));
}

TEST_F(Directory, ADeadSessionInTheWorldFreesItsAccountOnceItsZoneHasSaved) {
  auto one = spawn_session();
  claim(1, one);
  announce(1, "Alpha", edge);
  kill(one);
  ASSERT_THAT(zones->leaves, SizeIs(1));
  EXPECT_EQ(zones->leaves[0].who.value, 1u);
  EXPECT_TRUE(zones->leaves[0].save);
  auto next = ask_claim(1, spawn_session());
  EXPECT_FALSE(next->is_done());
  EXPECT_TRUE(whisper("Alpha")->why) << "nobody hears it any more";
  caf::anon_send(zone, msg::zone_cancel{});
  sim.settle();
  EXPECT_TRUE(next->value);
}

TEST_F(Directory, AZoneThatDoesNotAnswerIsAskedAgain) {
  auto one = spawn_session();
  claim(1, one);
  announce(1, "Alpha", edge);
  kill(one);
  auto next = ask_claim(1, spawn_session());
  sim.advance(16s, 500ms);
  EXPECT_THAT(zones->leaves, SizeIs(2));
  EXPECT_FALSE(next->is_done());
  caf::anon_send(zone, msg::zone_cancel{});
  sim.settle();
  EXPECT_TRUE(next->value);
}

TEST_F(Directory, AHolderThatGivesUpIsWaitedFor) {
  auto silent = spawn_session(false);
  claim(1, silent);
  auto next = ask_claim(1, spawn_session());
  EXPECT_FALSE(next->is_done());
  caf::anon_send(directory, msg::release_account{{1}, silent});
  sim.settle();
  EXPECT_TRUE(next->value);
  EXPECT_FALSE(claim(1, spawn_session())) << "and it is held again";
}

TEST_F(Directory, OfManyWhoWaitOneIsGranted) {
  auto silent = spawn_session(false);
  claim(1, silent);
  auto first = ask_claim(1, spawn_session());
  auto second = ask_claim(1, spawn_session());
  caf::anon_send(directory, msg::release_account{{1}, silent});
  sim.settle();
  EXPECT_TRUE(first->value);
  EXPECT_TRUE(second->why);
}

TEST_F(Directory, AGrantToASessionThatIsGoneIsTakenBack) {
  auto silent = spawn_session(false);
  claim(1, silent);
  auto impatient = spawn_session();
  ask_claim(1, impatient);
  kill(impatient);
  caf::anon_send(directory, msg::release_account{{1}, silent});
  sim.settle();
  EXPECT_TRUE(claim(1, spawn_session()));
}

TEST_F(Directory, AZoneThatKnowsHimNotFreesTheAccount) {
  zones->refuses = msg::errc::stale_visit;
  auto one = spawn_session();
  claim(1, one);
  announce(1, "Alpha", edge);
  kill(one);
  EXPECT_TRUE(claim(1, spawn_session()));
}

TEST_F(Directory, AWhisperGoesToTheNamedPlayerInAnyCase) {
  claim(1, spawn_session());
  claim(2, spawn_session());
  announce(1, "Alpha", edge);
  announce(2, "Beta", other_edge);
  EXPECT_TRUE(whisper("ALPHA")->value);
  sim.settle();
  auto lines = only<s2c_say>(record->lines[1].take());
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0], make_say(say_kind::whisper, 9, "Speaker", "psst"));
  EXPECT_TRUE(other_record->lines.empty());
}

TEST_F(Directory, AWhisperToNobodyIsRefused) {
  claim(1, spawn_session());
  auto result = whisper("Alpha");
  ASSERT_TRUE(result->why);
  EXPECT_EQ(msg::code_of(*result->why), msg::errc::not_online);
}

TEST_F(Directory, WhoChoosesAnotherCharacterIsFoundByItsNameOnly) {
  claim(1, spawn_session());
  announce(1, "Alpha", edge);
  announce(1, "Second", edge);
  EXPECT_TRUE(whisper("Alpha")->why);
  EXPECT_TRUE(whisper("Second")->value);
}

TEST_F(Directory, ABroadcastIsOneBatchPerEdge) {
  for (uint32_t id = 1; id <= 6; ++id) {
    claim(id, spawn_session());
    if (id <= 5)
      announce(id, "Name" + std::to_string(id), id % 2 == 0 ? edge : other_edge);
  }
  caf::anon_send(directory, msg::broadcast{0xF1, 3, "Name3", "hello"});
  sim.settle();
  EXPECT_EQ(record->batches, 1u);
  EXPECT_EQ(other_record->batches, 1u);
  size_t heard = 0;
  for (auto* edges : {record.get(), other_record.get()})
    for (auto& [id, line] : edges->lines)
      heard += only<s2c_say>(line.take()).size();
  EXPECT_EQ(heard, 5u) << "who is not in the world hears nothing";
}

TEST_F(Directory, APresenceWithoutAClaimIsStale) {
  auto result = announced(1, "Alpha", edge);
  ASSERT_TRUE(result->why);
  EXPECT_EQ(msg::code_of(*result->why), msg::errc::stale_visit);
}

TEST_F(Directory, PresenceTellsWhoIsOnlineAndHowMany) {
  auto ask = [&](uint32_t account) { return sim.get<msg::presence>(directory, msg::ask_presence{{account}}); };
  EXPECT_FALSE(ask(1).online);
  EXPECT_EQ(ask(1).sessions, 0u);
  auto one = spawn_session();
  claim(1, one);
  EXPECT_TRUE(ask(1).online);
  EXPECT_FALSE(ask(2).online);
  EXPECT_EQ(ask(2).sessions, 1u);
  announce(1, "Alpha", edge);
  kill(one);
  EXPECT_TRUE(ask(1).online) << "still being saved";
}

// -- zones that move --------------------------------------------------------------------

TEST_F(Directory, AZoneThatHasMovedIsAskedWhereItIsNow) {
  zones->refuses = msg::errc::zone_moved;
  auto one = spawn_session();
  claim(1, one);
  announce(1, "Alpha", edge);
  kill(one);
  auto next = ask_claim(1, spawn_session());
  sim.advance(1200ms, 100ms);
  EXPECT_THAT(zones->leaves, SizeIs(3)) << "every 500 ms";
  EXPECT_FALSE(next->is_done());
  auto there = std::make_shared<zone_record>();
  table->zones[1] = spawn_zone(sim, there);
  sim.advance(500ms, 100ms);
  ASSERT_THAT(there->leaves, SizeIs(1));
  EXPECT_EQ(there->leaves[0].visit, msg::visit_id{1});
  EXPECT_FALSE(next->is_done());
  caf::anon_send(table->zones[1], msg::zone_cancel{});
  sim.settle();
  EXPECT_TRUE(next->value);
  there->promises.clear();
  EXPECT_REACHED(evicted_from_moved_zone);
}

TEST_F(Directory, AZoneThatIsLostWhileItSavesIsAskedWhereItIsStartedNext) {
  auto one = spawn_session();
  claim(1, one);
  announce(1, "Alpha", edge);
  kill(one);
  auto next = ask_claim(1, spawn_session());
  table->zones.clear();
  zones->promises.clear();
  kill(zone);
  sim.advance(2s, 100ms);
  EXPECT_FALSE(next->is_done());
  auto there = std::make_shared<zone_record>();
  there->refuses = msg::errc::stale_visit;
  table->zones[1] = spawn_zone(sim, there);
  sim.advance(500ms, 100ms);
  EXPECT_THAT(there->leaves, SizeIs(1));
  EXPECT_TRUE(next->value);
}

TEST_F(Directory, AZoneNobodyStartsAgainKeepsAnAccountForFiveSeconds) {
  auto one = spawn_session();
  claim(1, one);
  announce(1, "Alpha", edge);
  table->zones.clear();
  kill(one);
  auto next = ask_claim(1, spawn_session());
  sim.advance(4s, 100ms);
  EXPECT_FALSE(next->is_done());
  sim.advance(1s, 100ms);
  EXPECT_TRUE(next->value);
  EXPECT_REACHED(eviction_given_up);
}

// -- operators --------------------------------------------------------------------------

TEST_F(Directory, PlayersAreListedByName) {
  for (uint32_t id : {1, 2, 3, 4}) {
    claim(id, spawn_session());
    if (id != 4)
      announce(id, std::array{"Gamma", "Alpha", "Beta"}[id - 1], edge);
  }
  auto names = [&](msg::list_players what) {
    std::vector<std::string> result;
    for (const auto& x : sim.get<std::vector<msg::player_entry>>(directory, what))
      result.push_back(x.name);
    return result;
  };
  EXPECT_THAT(names({"", "", 100}), ElementsAre("alpha", "beta", "gamma"));
  EXPECT_THAT(names({"", "", 2}), ElementsAre("alpha", "beta"));
  EXPECT_THAT(names({"Beta", "", 100}), ElementsAre("gamma"));
  EXPECT_THAT(names({"", "MM", 100}), ElementsAre("gamma"));
  auto all = sim.get<std::vector<msg::player_entry>>(directory, msg::list_players{"", "alp", 1});
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].account, msg::account_id{2});
  EXPECT_EQ(all[0].who, msg::character_id{2});
  EXPECT_EQ(all[0].map, msg::map_id{1});
  EXPECT_EQ(all[0].node, "a");
}

TEST_F(Directory, AKickedPlayerIsToldToGo) {
  claim(1, spawn_session());
  announce(1, "Alpha", edge);
  sim.get<caf::ok_atom>(directory, msg::kick_player{"aLPHA"});
  sim.settle();
  EXPECT_THAT(*closes, ElementsAre(msg::close_reason::kicked));
  auto nobody = sim.ask<caf::ok_atom>(directory, msg::kick_player{"Beta"});
  ASSERT_TRUE(nobody->why);
  EXPECT_EQ(msg::code_of(*nobody->why), msg::errc::not_online);
}

// -- directories that follow each other -------------------------------------------------

TEST_F(Directory, OneThatNobodyPrecededGrantsAtOnce) {
  EXPECT_EQ(claim_at(begin(2), 1, spawn_session(), false), msg::errc::none);
}

TEST_F(Directory, TheNextOneTakesSessionsBackAndLetsOthersWaitUntilAllHaveComeBack) {
  table->old_claims = {1, true};
  auto second = begin(2);
  auto held = spawn_session();
  EXPECT_EQ(claim_at(second, 2, spawn_session(), false), msg::errc::not_ready);
  auto asked = sim.ask<msg::presence>(second, msg::ask_presence{{2}});
  ASSERT_TRUE(asked->why);
  EXPECT_EQ(msg::code_of(*asked->why), msg::errc::not_ready);
  EXPECT_EQ(claim_at(second, 1, held, true), msg::errc::none);
  sim.advance(10s, 100ms);
  EXPECT_EQ(claim_at(second, 2, spawn_session(), false), msg::errc::not_ready);
  table->old_claims = {0, true};
  sim.advance(200ms, 100ms);
  EXPECT_EQ(claim_at(second, 2, spawn_session(), false), msg::errc::none);
  EXPECT_EQ(claim_at(second, 1, spawn_session(), false), msg::errc::already_online);
}

TEST_F(Directory, ANodeThatHasNotCountedIsWaitedForUntilTheGraceIsOver) {
  table->old_claims = {0, false};
  auto second = begin(2);
  sim.advance(17'900ms, 100ms);
  EXPECT_EQ(claim_at(second, 1, spawn_session(), false), msg::errc::not_ready);
  sim.advance(200ms, 100ms);
  EXPECT_EQ(claim_at(second, 1, spawn_session(), false), msg::errc::none);
}

TEST_F(Directory, OneThatStopsGrantsNothingAnyMore) {
  auto silent = spawn_session(false);
  claim(1, silent);
  auto waiting = ask_claim(1, spawn_session());
  sim.get<caf::ok_atom>(directory, msg::directory_stop{});
  EXPECT_EQ(claim_at(directory, 2, spawn_session(), false), msg::errc::not_ready);
  EXPECT_EQ(claim_at(directory, 3, spawn_session(), true), msg::errc::not_ready);
  caf::anon_send(directory, msg::release_account{{1}, silent});
  sim.settle();
  ASSERT_TRUE(waiting->why);
  EXPECT_EQ(msg::code_of(*waiting->why), msg::errc::not_ready);
  sim.advance(20s, 100ms);
  EXPECT_EQ(claim_at(directory, 2, spawn_session(), false), msg::errc::not_ready) << "not after the grace either";
}

// -- nodes that are lost ----------------------------------------------------------------

TEST_F(Directory, ASessionOutOfReachKeepsItsAccountForAWhile) {
  auto held = spawn_session();
  claim(1, held);
  kill(held, caf::exit_reason::remote_link_unreachable);
  sim.advance(17s, 100ms);
  EXPECT_EQ(claim_at(directory, 1, spawn_session(), false), msg::errc::already_online);
  sim.advance(2s, 100ms);
  EXPECT_EQ(claim_at(directory, 1, spawn_session(), false), msg::errc::none);
}

TEST_F(Directory, ASessionOutOfReachWhoseNodeIsDeadIsOver) {
  auto held = spawn_session();
  claim(1, held);
  announce(1, "Alpha", edge);
  kill(held, caf::exit_reason::remote_link_unreachable);
  EXPECT_THAT(zones->leaves, SizeIs(0));
  caf::anon_send(directory, msg::nodes_dead{{elsewhere(), sim.system().node()}});
  sim.settle();
  EXPECT_THAT(zones->leaves, SizeIs(1));
  auto next = ask_claim(1, spawn_session());
  EXPECT_FALSE(next->is_done());
  caf::anon_send(zone, msg::zone_cancel{});
  sim.settle();
  EXPECT_TRUE(next->value);
}

TEST_F(Directory, SessionsOfDeadNodesEndAlsoWhenNobodyHasMissedThem) {
  claim(1, spawn_session());
  claim(2, spawn_session(false));
  auto waits = ask_claim(2, spawn_session());
  EXPECT_FALSE(waits->is_done());
  caf::anon_send(directory, msg::nodes_dead{{elsewhere()}});
  sim.settle();
  EXPECT_FALSE(claim(1, spawn_session())) << "not this node";
  caf::anon_send(directory, msg::nodes_dead{{sim.system().node()}});
  sim.settle();
  EXPECT_TRUE(waits->why) << "and whoever waits there is nobody";
  EXPECT_TRUE(claim(1, spawn_session()));
  EXPECT_TRUE(claim(2, spawn_session()));
}

} // namespace actors
