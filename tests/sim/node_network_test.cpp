// The cables between nodes, with two actor systems that talk as nodes do.

#include "messages/interfaces/zone.hpp"
#include "runtime/boot/node.hpp"
#include "tests/sim/node_network.hpp"

#include <caf/scheduler/test_coordinator.hpp>
#include <gtest/gtest.h>

namespace {

using namespace sim;

constexpr uint16_t port = 9870;

struct machine_config : runtime::boot::node_config {
  machine_config() : runtime::boot::node_config(runtime::boot::serve_options{}) {
    set("scheduler.policy", caf::atom("testing"));
    set("middleman.network-backend", caf::atom("testing"));
    set("middleman.manual-multiplexing", true);
    set("middleman.attach-utility-actors", true);
    set("middleman.heartbeat-interval", caf::timespan{std::chrono::hours{1}});
  }
};

/// What the actor of one machine got and saw.
struct diary {
  std::vector<int> numbers;
  std::vector<uint32_t> leaves;
  int answers = 0;
  int losses = 0; // of the peer
  caf::actor peer;
};

caf::behavior listener(caf::event_based_actor* self, diary* into) {
  self->set_down_handler([into](const caf::down_msg&) { ++into->losses; });
  return {
    [into](int number) { into->numbers.push_back(number); },
    [into](const msg::zone_leave& what) {
      into->leaves.push_back(what.who.value);
      return caf::ok_atom::value;
    },
    [self, into](caf::connect_atom, const std::string& host) {
      self->request(self->system().middleman().actor_handle(), caf::infinite, caf::connect_atom::value, host, port)
        .then(
          [self, into](const caf::node_id&, const caf::strong_actor_ptr& found, const std::set<std::string>&) {
            into->peer = caf::actor_cast<caf::actor>(found);
            if (into->peer)
              self->monitor(into->peer);
          },
          [](const caf::error&) {});
    },
    [self, into](caf::put_atom, int number) { self->send(into->peer, number); },
    [self, into](caf::get_atom, uint32_t who) {
      self->request(into->peer, caf::infinite, msg::zone_leave{{who}, {1}, true})
        .then([into](caf::ok_atom) { ++into->answers; }, [](const caf::error&) {});
    },
  };
}

struct machine {
  machine()
      : system(config), scheduler(dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler())),
        network(dynamic_cast<caf::io::network::test_multiplexer&>(system.middleman().backend())),
        self(system.spawn(listener, &seen)) {
    system.await_actors_before_shutdown(false);
  }

  ~machine() {
    seen.peer = nullptr;
    caf::anon_send_exit(self, caf::exit_reason::kill);
    self = nullptr;
    for (int i = 0; i < 1'000 && run(); ++i) {
    }
    scheduler.clock().cancel_all();
  }

  bool run() {
    auto is_done = scheduler.try_run_once();
    return network.try_exec_runnable() || network.try_accept_connection() || is_done;
  }

  machine_config config;
  diary seen;
  caf::actor_system system;
  caf::scheduler::test_coordinator& scheduler;
  caf::io::network::test_multiplexer& network;
  caf::actor self;
};

class NodeNetwork : public testing::Test {
protected:
  NodeNetwork() {
    for (node_index n : {0u, 1u})
      cables.join(n, machines[n]->system, machines[n]->network, "host" + std::to_string(n), port);
    caf::anon_send(machines[1]->system.middleman().actor_handle(), caf::publish_atom::value, port,
                   caf::actor_cast<caf::strong_actor_ptr>(machines[1]->self), std::set<std::string>{}, std::string{},
                   true);
    run_for(10 * ms);
    dial();
  }

  ~NodeNetwork() override {
    for (node_index n : {0u, 1u})
      if (machines[n])
        cables.leave(n, false);
  }

  void dial() {
    caf::anon_send(machines[0]->self, caf::connect_atom::value, std::string{"host1"});
    run_for(50 * ms);
    EXPECT_TRUE(machines[0]->seen.peer);
    machines[0]->seen.losses = 0;
  }

  /// Everything that can happen at this moment.
  void settle() {
    for (bool is_busy = true; is_busy;) {
      is_busy = false;
      for (node_index n : {0u, 1u})
        if (machines[n]) {
          is_busy |= machines[n]->run();
          cables.pump(n);
        }
    }
  }

  void run_for(instant by) {
    auto end = now + by;
    for (;;) {
      settle();
      auto next = std::max(cables.next_due(), now);
      if (next > end)
        break;
      now = next;
      cables.set_now(now);
      std::vector<node_index> woken;
      cables.deliver(now, woken);
    }
    now = end;
    cables.set_now(now);
  }

  void put(int number) { caf::anon_send(machines[0]->self, caf::put_atom::value, number); }
  void ask(uint32_t who) { caf::anon_send(machines[0]->self, caf::get_atom::value, who); }
  diary& near() { return machines[0]->seen; }
  diary& far() { return machines[1]->seen; }

  std::unique_ptr<machine> machines[2] = {std::make_unique<machine>(), std::make_unique<machine>()};
  node_network cables{runtime::prng{5}};
  instant now = 1'000 * second;
};

std::vector<int> up_to(int n) {
  std::vector<int> result;
  for (int i = 0; i < n; ++i)
    result.push_back(i);
  return result;
}

TEST_F(NodeNetwork, KeepsTheOrderWhateverTheLatencies) {
  cables.weather.latency_max = 300 * ms;
  for (int i = 0; i < 200; ++i) {
    put(i);
    run_for(ms);
  }
  EXPECT_LT(far().numbers.size(), 200u); // some are still on their way
  run_for(second);
  EXPECT_EQ(far().numbers, up_to(200));
}

TEST_F(NodeNetwork, TakesTheTimeItIsToldTo) {
  cables.weather = {20 * ms, 30 * ms, 0, 0};
  put(0);
  run_for(19 * ms);
  EXPECT_TRUE(far().numbers.empty());
  run_for(12 * ms);
  EXPECT_EQ(far().numbers, up_to(1));
}

TEST_F(NodeNetwork, ACutKeepsBytesUntilItHeals) {
  cables.cut(0, 1, true);
  EXPECT_TRUE(cables.is_cut(1, 0));
  for (int i = 0; i < 5; ++i)
    put(i);
  run_for(60 * second);
  EXPECT_TRUE(far().numbers.empty());
  EXPECT_EQ(near().losses, 0);
  cables.cut(1, 0, false);
  run_for(10 * ms);
  EXPECT_EQ(far().numbers, up_to(5));
}

TEST_F(NodeNetwork, AClogDelaysWhatIsSentMeanwhileAndKeepsTheOrder) {
  cables.clog(0, 1, 500 * ms);
  put(0);
  run_for(400 * ms);
  EXPECT_TRUE(far().numbers.empty());
  cables.clog(0, 1, 0);
  put(1);
  run_for(50 * ms);
  EXPECT_TRUE(far().numbers.empty()); // behind the first
  run_for(200 * ms);
  EXPECT_EQ(far().numbers, up_to(2));
}

TEST_F(NodeNetwork, HealEndsCutsClogsDelaysLossesAndRepetitions) {
  cables.cut(0, 1, true);
  cables.clog(0, 1, 10 * second);
  cables.weather = {ms, 90 * second, 1'000, 1'000};
  cables.heal();
  put(0);
  ask(7);
  run_for(100 * ms);
  EXPECT_EQ(far().numbers, up_to(1));
  EXPECT_EQ(far().leaves, std::vector<uint32_t>{7});
  EXPECT_EQ(near().answers, 1);
}

TEST_F(NodeNetwork, AResetIsSeenByBothAndLosesWhatWasOnItsWay) {
  put(0);
  settle();
  cables.reset(0, 1);
  run_for(second);
  EXPECT_EQ(near().losses, 1);
  EXPECT_TRUE(far().numbers.empty());
  EXPECT_EQ(cables.open_cables(), 0u);
  dial();
  put(1);
  run_for(10 * ms);
  EXPECT_EQ(far().numbers, std::vector<int>{1});
}

TEST_F(NodeNetwork, AKilledProcessIsMissedAtOnce) {
  cables.leave(1, false);
  machines[1].reset();
  run_for(10 * ms);
  EXPECT_EQ(near().losses, 1);
  EXPECT_EQ(cables.open_cables(), 0u);
}

TEST_F(NodeNetwork, AProcessWithoutPowerIsNotMissedByTheNetwork) {
  cables.leave(1, true);
  machines[1].reset();
  put(0);
  run_for(600 * second);
  EXPECT_EQ(near().losses, 0); // heartbeats are what finds it out
  EXPECT_EQ(cables.open_cables(), 1u);
}

TEST_F(NodeNetwork, ALaterLifeOfTheMachineAnswersWithAReset) {
  cables.leave(1, true);
  machines[1] = std::make_unique<machine>();
  run_for(second);
  EXPECT_EQ(near().losses, 0);
  cables.join(1, machines[1]->system, machines[1]->network, "host1", port);
  run_for(10 * ms);
  EXPECT_EQ(near().losses, 1);
}

TEST_F(NodeNetwork, NothingReachesAProcessThatStandsStill) {
  cables.pause(1, true);
  put(0);
  run_for(60 * second);
  EXPECT_TRUE(far().numbers.empty());
  cables.pause(1, false);
  run_for(10 * ms);
  EXPECT_EQ(far().numbers, up_to(1));
}

TEST_F(NodeNetwork, LosesRequestsAndAnswersButNoPlainMessages) {
  cables.weather.lost = 1'000;
  put(0);
  ask(1);
  run_for(second);
  EXPECT_EQ(far().numbers, up_to(1));
  EXPECT_TRUE(far().leaves.empty());
  EXPECT_EQ(cables.lost(), 1u);
  cables.weather.lost = 300;
  for (uint32_t i = 0; i < 300; ++i)
    ask(i);
  run_for(second);
  EXPECT_GT(far().leaves.size(), 150u);
  EXPECT_LT(far().leaves.size(), 270u);
  EXPECT_LE(static_cast<size_t>(near().answers), far().leaves.size());
}

TEST_F(NodeNetwork, RepeatsRequestsThatMayBeRepeated) {
  cables.weather.repeated = 1'000;
  put(0);
  ask(7);
  run_for(second);
  EXPECT_EQ(far().numbers, up_to(1));
  EXPECT_EQ(far().leaves, (std::vector<uint32_t>{7, 7}));
  EXPECT_EQ(near().answers, 1);
  EXPECT_EQ(cables.repeated(), 1u);
}

TEST_F(NodeNetwork, TellsOfEveryFrame) {
  std::vector<node_frame::fate> fates;
  cables.on_frame = [&](const node_frame& x) {
    if (x.types == "@<>+zl" && x.is_request) {
      EXPECT_EQ(x.from, 0u);
      EXPECT_EQ(x.to, 1u);
      fates.push_back(x.how);
    }
  };
  ask(1);
  run_for(10 * ms);
  cables.weather.lost = 1'000;
  ask(2);
  run_for(10 * ms);
  cables.weather.lost = 0;
  cables.weather.repeated = 1'000;
  ask(3);
  run_for(10 * ms);
  using enum node_frame::fate;
  EXPECT_EQ(fates, (std::vector<node_frame::fate>{sent, lost, repeated}));
}

} // namespace
