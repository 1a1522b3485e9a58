// The coordinator carries out what is decided and answers operators. Store,
// router and hosts are stand-ins around one model of the database.

#include "runtime/cluster/coordinator.hpp"

#include "tests/runtime/cluster/model.hpp"
#include "tests/sim/sim_system.hpp"

#include <gmock/gmock.h>

namespace runtime::cluster {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// What the stand-ins were asked, and how they answer.
struct record {
  model what;
  std::vector<std::string> asked;
  std::map<std::string, std::vector<msg::lease_record>> news; // of leases, by node
  std::optional<msg::errc> store_refuses;
  std::optional<msg::errc> host_refuses;
  std::set<std::string> out_of_reach;
  std::map<std::string, msg::host_actor> hosts;
};

template <class T>
caf::result<T> answer(const std::optional<msg::errc>& refusal, T value) {
  if (refusal)
    return msg::make_error(*refusal);
  return value;
}

caf::behavior store(std::shared_ptr<record> at) {
  return {
    [at](const msg::get_cluster_view&) { return at->what.view; },
    [at](const msg::declare_dead& x) -> caf::result<caf::ok_atom> {
      at->asked.push_back("dead " + x.node.name + " by " + std::to_string(x.coordinator_epoch));
      if (!at->store_refuses)
        at->what.die(x.node);
      return answer<caf::ok_atom>(at->store_refuses, caf::ok_atom::value);
    },
    [at](const msg::assign_lease& x) -> caf::result<msg::lease> {
      at->asked.push_back(x.name + " to " + x.to.name + " by " + std::to_string(x.coordinator_epoch));
      EXPECT_EQ(x.lease_ms, 10'000u);
      if (!at->store_refuses)
        at->what.give(x.name, x.to.name);
      return answer(at->store_refuses, msg::lease{at->what.lease(x.name).epoch});
    },
    [at](const msg::set_draining& x) -> caf::result<caf::ok_atom> {
      if (!at->store_refuses)
        at->what.node(x.node).is_draining = x.is_draining;
      return answer<caf::ok_atom>(at->store_refuses, caf::ok_atom::value);
    },
    [at](const msg::set_zone_order& x) -> caf::result<caf::ok_atom> {
      at->what.order(x.order);
      return caf::ok_atom::value;
    },
  };
}

caf::behavior host(std::shared_ptr<record> at, std::string name) {
  return {
    [at, name](const msg::lease_news& x) { at->news[name].push_back(x.lease); },
    [at, name](const msg::move_zone& x) -> caf::result<msg::move_report> {
      at->asked.push_back(name + " moves " + std::to_string(x.map.value) + " to " + x.to.name);
      EXPECT_EQ(caf::actor_cast<msg::host_actor>(x.host), at->hosts.at(x.to.name));
      if (at->host_refuses)
        return msg::make_error(*at->host_refuses);
      auto epoch = at->what.give_zone(x.map.value, x.to.name).epoch;
      return msg::move_report{x.map, epoch, true, "", 12, 100, 3'000};
    },
    [at, name](const msg::stop_zone& x) {
      at->asked.push_back(name + " stops " + std::to_string(x.map.value));
      at->what.give_zone(x.map.value, "");
      return caf::ok_atom::value;
    },
  };
}

caf::behavior router(std::shared_ptr<record> at) {
  return {[at](const msg::list_peers&) {
    std::vector<msg::peer_record> result;
    for (const auto& x : at->what.view.nodes)
      result.push_back({x.key, !at->out_of_reach.contains(x.key.name), at->hosts[x.key.name], {}});
    return result;
  }};
}

class Coordinator : public testing::Test {
protected:
  Coordinator() {
    for (auto name : {"a", "b"}) {
      at->what.add(name, {1, 2});
      at->hosts[name] = spawn<msg::host_actor>(host(at, name));
    }
    at->what.give("coordinator", "a");
    coordinator_options options;
    options.store = spawn<msg::store_actor>(store(at));
    options.router = spawn<msg::router_actor>(router(at));
    options.metrics = metrics;
    handle = sim.own(caf::actor_cast<msg::coordinator_actor>(sim.system().spawn<coordinator>(std::move(options))));
    sim.settle();
  }

  ~Coordinator() override {
    at->hosts.clear(); // the stand-ins hold the record
  }

  template <class Handle>
  Handle spawn(caf::behavior behaviour) {
    return sim.own(caf::actor_cast<Handle>(
      sim.system().spawn([behaviour](caf::event_based_actor*) mutable { return std::move(behaviour); })));
  }

  /// A beat of the coordinator's node.
  void beat() {
    auto& what = at->what;
    for (auto& x : what.view.nodes)
      x.beats += what.silent.contains(x.key.name) ? 0 : 1;
    auto epoch = what.epoch == 0 ? 0 : what.lease("coordinator").epoch;
    caf::anon_send(handle, msg::coordinator_news{what.view, what.self, epoch, what.unseen});
    sim.settle();
  }
  void run(int beats) {
    for (int i = 0; i < beats; ++i) {
      beat();
      sim.advance(500ms);
    }
  }
  /// Zone 1 and the services on a, zone 2 on b.
  void running() {
    at->what.give_zone(1, "a");
    at->what.give_zone(2, "b");
    at->what.give("services", "a");
    run(2);
    ASSERT_THAT(at->asked, IsEmpty());
  }
  const coordinator& look() const {
    return *dynamic_cast<coordinator*>(
      caf::actor_cast<caf::abstract_actor*>(caf::actor_cast<caf::strong_actor_ptr>(handle)));
  }
  template <class T, class Request>
  msg::errc refused(Request what) {
    auto result = sim.ask<T>(handle, what);
    EXPECT_FALSE(result->value);
    return result->why ? msg::code_of(*result->why) : msg::errc::none;
  }

  std::shared_ptr<record> at = std::make_shared<record>();
  std::shared_ptr<runtime::metrics> metrics = std::make_shared<runtime::metrics>();
  sim::sim_system sim{1};
  msg::coordinator_actor handle;
};

TEST_F(Coordinator, WithoutTheLeaseItDoesAndAnswersNothing) {
  at->what.epoch = 0;
  run(20);
  EXPECT_THAT(at->asked, IsEmpty());
  EXPECT_FALSE(look().acts());
  EXPECT_EQ(refused<msg::zone_explanation>(msg::explain_zone{{1}}), msg::errc::not_ready);
  EXPECT_EQ(refused<msg::move_report>(msg::order_move{{1}, "b", false}), msg::errc::not_ready);
  EXPECT_EQ(refused<msg::order_answer>(msg::order_drain{"a", true, false}), msg::errc::not_ready);
  EXPECT_EQ(refused<msg::drain_status>(msg::get_drain{"a"}), msg::errc::not_ready);
  EXPECT_EQ(refused<msg::order_answer>(msg::order_zone{{{1}, true, ""}, false}), msg::errc::not_ready);
}

TEST_F(Coordinator, WithoutNewsItAnswersNothing) {
  running();
  EXPECT_TRUE(sim.ask<msg::zone_explanation>(handle, msg::explain_zone{{1}})->value);
  sim.advance(4s);
  EXPECT_EQ(refused<msg::zone_explanation>(msg::explain_zone{{1}}), msg::errc::not_ready);
}

TEST_F(Coordinator, WhatIsNobodysIsAssignedAndTheNewHolderIsTold) {
  run(5);
  EXPECT_THAT(at->asked, ElementsAre("zone/1 to a by 1", "zone/2 to b by 1", "services to b by 1"));
  ASSERT_THAT(at->news["a"], SizeIs(1));
  EXPECT_EQ(at->news["a"][0].name, "zone/1");
  EXPECT_EQ(at->news["a"][0].holder, at->what.node("a").key);
  EXPECT_EQ(at->news["a"][0].epoch, 1u);
  EXPECT_THAT(at->news["b"], SizeIs(2));
}

/// It does not wait for the next beat between the death and the assignments.
TEST_F(Coordinator, ADeadNodeIsReplacedAtOnce) {
  running();
  at->what.silent = {"b"};
  at->what.unseen = {"b"};
  for (int i = 0; i < 10 && at->asked.empty(); ++i)
    run(1);
  EXPECT_THAT(at->asked, ElementsAre("dead b by 1", "zone/2 to a by 1"));
}

TEST_F(Coordinator, OneThatIsFencedStopsUntilItsNextTerm) {
  running();
  at->what.give_zone(1, "");
  at->store_refuses = msg::errc::fenced;
  beat();
  EXPECT_FALSE(look().acts());
  EXPECT_THAT(at->asked, SizeIs(1));
  run(10);
  EXPECT_THAT(at->asked, SizeIs(1));
  at->store_refuses.reset();
  at->what.give("coordinator", "a");
  beat();
  EXPECT_TRUE(look().acts());
  EXPECT_EQ(at->asked.back(), "zone/1 to a by 2");
}

TEST_F(Coordinator, ADatabaseThatIsAwayIsNoReasonToStop) {
  running();
  at->what.give_zone(1, "");
  at->store_refuses = msg::errc::store_unavailable;
  run(4);
  EXPECT_TRUE(look().acts());
  at->store_refuses.reset();
  run(5);
  EXPECT_TRUE(at->what.zone(1).holder);
}

TEST_F(Coordinator, AnOrderedMoveIsReported) {
  running();
  auto dry = sim.ask<msg::move_report>(handle, msg::order_move{{1}, "b", true});
  ASSERT_TRUE(dry->value);
  EXPECT_FALSE(dry->value->is_done);
  EXPECT_EQ(dry->value->problem, "");
  EXPECT_THAT(at->asked, IsEmpty());
  auto report = sim.ask<msg::move_report>(handle, msg::order_move{{1}, "b", false});
  ASSERT_TRUE(report->value);
  EXPECT_TRUE(report->value->is_done);
  EXPECT_EQ(report->value->players, 12u);
  EXPECT_THAT(at->asked, ElementsAre("a moves 1 to b"));
  EXPECT_EQ(refused<msg::move_report>(msg::order_move{{1}, "x", false}), msg::errc::node_unknown);
  EXPECT_EQ(refused<msg::move_report>(msg::order_move{{9}, "b", false}), msg::errc::zone_unknown);
}

TEST_F(Coordinator, AMoveThatFailsIsReportedToo) {
  running();
  at->host_refuses = msg::errc::overloaded;
  auto report = sim.ask<msg::move_report>(handle, msg::order_move{{1}, "b", false});
  ASSERT_TRUE(report->value);
  EXPECT_FALSE(report->value->is_done);
  EXPECT_FALSE(report->value->problem.empty());
  at->out_of_reach = {"b"};
  report = sim.ask<msg::move_report>(handle, msg::order_move{{1}, "b", false});
  ASSERT_TRUE(report->value);
  EXPECT_THAT(report->value->problem, HasSubstr("node b is out of reach"));
}

TEST_F(Coordinator, ADrainIsCarriedOutAtOnceAndSummedUp) {
  running();
  auto dry = sim.ask<msg::order_answer>(handle, msg::order_drain{"b", true, true});
  ASSERT_TRUE(dry->value);
  EXPECT_FALSE(at->what.node("b").is_draining);
  auto done = sim.ask<msg::order_answer>(handle, msg::order_drain{"b", true, false});
  ASSERT_TRUE(done->value);
  EXPECT_EQ(done->value->undo, "node undrain b");
  EXPECT_THAT(at->asked, ElementsAre("b moves 2 to a"));
  auto status = sim.ask<msg::drain_status>(handle, msg::get_drain{"b"});
  ASSERT_TRUE(status->value);
  EXPECT_TRUE(status->value->is_done);
  EXPECT_EQ(status->value->sentence, "drained: 1 zone, 12 players, 0 disconnects, worst pause 3 ms");
  EXPECT_EQ(refused<msg::order_answer>(msg::order_drain{"a", true, false}), msg::errc::bad_request);
  EXPECT_FALSE(at->what.node("a").is_draining);
}

TEST_F(Coordinator, AnOrderTheDatabaseDoesNotTakeIsNotAnswered) {
  running();
  at->store_refuses = msg::errc::store_unavailable;
  EXPECT_EQ(refused<msg::order_answer>(msg::order_drain{"b", true, false}), msg::errc::store_unavailable);
}

TEST_F(Coordinator, AZoneIsStoppedAndRunsAgainByOrder) {
  running();
  auto stopped = sim.ask<msg::order_answer>(handle, msg::order_zone{{{1}, true, ""}, false});
  ASSERT_TRUE(stopped->value);
  EXPECT_EQ(stopped->value->undo, "zone spawn 1");
  EXPECT_THAT(at->asked, ElementsAre("a stops 1"));
  run(10);
  EXPECT_THAT(at->asked, SizeIs(1));
  sim.ask<msg::order_answer>(handle, msg::order_zone{{{1}, false, ""}, false});
  EXPECT_THAT(at->asked, SizeIs(2));
  EXPECT_TRUE(at->what.zone(1).holder);
}

TEST_F(Coordinator, DecisionsAreCounted) {
  run(5);
  EXPECT_THAT(metrics->render_prometheus(),
              HasSubstr(R"(zonehive_cluster_decisions_total{decision="assign",outcome="done"} 3)"));
}

} // namespace

} // namespace runtime::cluster
