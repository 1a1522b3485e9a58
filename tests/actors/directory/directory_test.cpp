// The directory: one session per account, and not before everything is saved.

#include "actors/directory/directory.hpp"

#include "tests/actors/stand_ins.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using test::only;
using testing::SizeIs;

struct zone_record {
  std::vector<msg::zone_leave> leaves;
  std::vector<caf::typed_response_promise<caf::ok_atom>> promises;
  bool is_stale = false; // answers at once that nobody is there
};

msg::zone_actor spawn_zone(sim::sim_system& sim, std::shared_ptr<zone_record> record) {
  auto behaviour = [record](msg::zone_actor::pointer self) -> msg::zone_actor::behavior_type {
    return {
      [](const msg::zone_enter&) { return msg::zone_entered{}; },
      [](const msg::zone_activate&) {},
      [record](const msg::zone_cancel&) { // here: answer whoever waits
        for (auto& promise : std::exchange(record->promises, {}))
          promise.deliver(caf::ok_atom::value);
      },
      [](const msg::zone_resume&) {},
      [](const msg::player_input&) {},
      [record, self](const msg::zone_leave& what) -> caf::result<caf::ok_atom> {
        record->leaves.push_back(what);
        if (record->is_stale)
          return make_error(msg::errc::stale_visit);
        auto promise = self->make_response_promise<caf::ok_atom>();
        record->promises.push_back(promise);
        return promise;
      },
      [](const msg::zone_stop&) { return caf::ok_atom::value; },
      [](const msg::get_zone_status&) { return msg::zone_status{}; },
      [](caf::tick_atom, uint64_t) {},
    };
  };
  return sim.own(sim.system().spawn(behaviour));
}

class Directory : public testing::Test {
protected:
  Directory() {
    edge = test::spawn_edge(sim, record);
    other_edge = test::spawn_edge(sim, other_record);
    zone = spawn_zone(sim, zones);
    directory = sim.own(caf::actor_cast<msg::directory_actor>(
      sim.system().spawn<class directory>(directory_options{std::make_shared<runtime::metrics>()})));
  }

  ~Directory() override { zones->promises.clear(); }

  /// One that says, when probed, whether its client is alive.
  msg::session_actor spawn_session(bool is_alive = true) {
    auto behaviour = [probes = probes, is_alive]() -> msg::session_actor::behavior_type {
      return {
        [](const msg::client_frames&) {},
        [](const msg::connection_lost&) {},
        [](const msg::zone_departure&) {},
        [](const msg::zone_expelled&) {},
        [](const msg::session_close&) {},
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
    return sim.ask<caf::ok_atom>(directory, msg::announce_presence{{id}, {id}, name, {1}, zone, at, {id}});
  }

  std::shared_ptr<sim::answer<caf::ok_atom>> whisper(const std::string& to) {
    return sim.ask<caf::ok_atom>(directory, msg::whisper{{9}, "Speaker", to, "psst"});
  }

  void kill(const msg::session_actor& who) {
    caf::anon_send_exit(who, caf::exit_reason::kill);
    sim.settle();
  }

  sim::sim_system sim{1};
  std::shared_ptr<test::edge_record> record = std::make_shared<test::edge_record>();
  std::shared_ptr<test::edge_record> other_record = std::make_shared<test::edge_record>();
  std::shared_ptr<zone_record> zones = std::make_shared<zone_record>();
  std::shared_ptr<int> probes = std::make_shared<int>(0);
  msg::edge_actor edge;
  msg::edge_actor other_edge;
  msg::zone_actor zone;
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
  sim.advance(16s, 1s);
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
  zones->is_stale = true;
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

// -- directories and nodes that are lost ------------------------------------------------

namespace {

/// Directories that follow each other over one store.
class DirectoryLease : public Directory {
protected:
  msg::directory_actor begin(const std::string& holder) {
    return caf::actor_cast<msg::directory_actor>(
      sim.system().spawn<class directory>(directory_options{std::make_shared<runtime::metrics>(), store, holder, 18s}));
  }
  msg::errc claim_at(const msg::directory_actor& whom, uint32_t account, const msg::session_actor& who, bool again) {
    auto result = sim.ask<caf::ok_atom>(whom, msg::claim_account{{account}, who, again});
    return result->why ? msg::code_of(*result->why) : msg::errc::none;
  }
  void kill(const caf::actor& whom, caf::exit_reason why = caf::exit_reason::kill) {
    caf::anon_send_exit(whom, why);
    sim.settle();
  }

  msg::store_actor store = sim.own(sim::spawn_memory_store(sim.system()));
};

} // namespace

TEST_F(DirectoryLease, TheFirstOneGrantsAtOnce) {
  auto first = begin("a");
  sim.settle();
  EXPECT_EQ(claim_at(first, 1, spawn_session(), false), msg::errc::none);
  kill(caf::actor_cast<caf::actor>(first));
}

TEST_F(DirectoryLease, TheNextOneTakesSessionsBackAndLetsOthersWait) {
  auto first = begin("a");
  sim.settle();
  auto held = spawn_session();
  claim_at(first, 1, held, false);
  kill(caf::actor_cast<caf::actor>(first));
  auto second = begin("b");
  sim.settle();
  EXPECT_EQ(claim_at(second, 2, spawn_session(), false), msg::errc::not_ready);
  EXPECT_EQ(claim_at(second, 1, held, true), msg::errc::none);
  sim.advance(30s, 100ms);
  EXPECT_EQ(claim_at(second, 2, spawn_session(), false), msg::errc::none);
  EXPECT_EQ(claim_at(second, 1, spawn_session(), false), msg::errc::already_online);
  kill(caf::actor_cast<caf::actor>(second));
}

TEST_F(DirectoryLease, AnHeirThatIsLostLeavesAGraceOfItsOwn) {
  auto first = begin("a");
  sim.settle();
  kill(caf::actor_cast<caf::actor>(first));
  auto second = begin("b");
  sim.advance(20s, 100ms);
  ASSERT_EQ(claim_at(second, 1, spawn_session(), true), msg::errc::none);
  kill(caf::actor_cast<caf::actor>(second));
  auto third = begin("c");
  sim.advance(10s, 100ms); // the first one's lease is over by now
  EXPECT_EQ(claim_at(third, 1, spawn_session(), false), msg::errc::not_ready);
  EXPECT_EQ(claim_at(third, 2, spawn_session(), true), msg::errc::not_ready);
  sim.advance(40s, 100ms);
  EXPECT_EQ(claim_at(third, 1, spawn_session(), false), msg::errc::none);
  kill(caf::actor_cast<caf::actor>(third));
}

TEST_F(DirectoryLease, OneThatStopsWithNobodyLeftLeavesNoGrace) {
  auto first = begin("a");
  sim.settle();
  sim.get<caf::ok_atom>(first, msg::directory_stop{});
  kill(caf::actor_cast<caf::actor>(first));
  auto second = begin("b");
  sim.settle();
  EXPECT_EQ(claim_at(second, 1, spawn_session(), false), msg::errc::none);
  kill(caf::actor_cast<caf::actor>(second));
}

TEST_F(DirectoryLease, ASessionOutOfReachKeepsItsAccountForAWhile) {
  auto first = begin("a");
  sim.settle();
  auto held = spawn_session();
  claim_at(first, 1, held, false);
  kill(caf::actor_cast<caf::actor>(held), caf::exit_reason::remote_link_unreachable);
  sim.advance(17s, 100ms);
  EXPECT_EQ(claim_at(first, 1, spawn_session(), false), msg::errc::already_online);
  sim.advance(2s, 100ms);
  EXPECT_EQ(claim_at(first, 1, spawn_session(), false), msg::errc::none);
  kill(caf::actor_cast<caf::actor>(first));
}

} // namespace actors
