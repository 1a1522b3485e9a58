// Zones that move, nodes that drain, fail and come back, with players on them.

#include "runtime/base/probes.hpp"
#include "tests/sim/stage.hpp"

namespace {

using namespace std::chrono_literals;
using namespace sim;

std::map<uint16_t, node_index> owners(stage& x) {
  std::map<uint16_t, node_index> result;
  for (uint16_t map : x.world().maps().maps)
    if (auto n = x.zone(map).node())
      result[map] = *n;
  return result;
}

bool are_all_served(stage& x) { return owners(x).size() == x.world().maps().maps.size(); }

TEST(Cluster, NodesShareTheZones) {
  stage x{{.seed = 201, .nodes = 3}};
  EXPECT_TRUE(x.run_until([&] { return are_all_served(x); }, 20s));
  std::map<node_index, int> load;
  for (auto [map, n] : owners(x))
    ++load[n];
  EXPECT_EQ(load.size(), 3u);
}

/// Nobody is disconnected, and no packet is lost, doubled or out of order: the checkers and the bots watch.
TEST(Cluster, ZonesMoveUnderTheirPlayers) {
  stage x{{.seed = 202, .nodes = 3, .bots = 9, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(15s);
  auto logins = x.who().oracle().counts().logins;
  for (int round = 0; round < 4; ++round)
    for (uint16_t map : x.world().maps().maps) {
      auto to = (x.zone(map).node().value_or(0) + 1) % 3;
      x.zone(map).must_move_to(x.world().name(to));
      x.run_for(500ms);
    }
  x.run_for(10s);
  EXPECT_GE(logins, 9u);
  EXPECT_EQ(x.who().oracle().counts().put_back, 0u);
  x.come_to_rest();
  x.everybody_leaves();
}

TEST(Cluster, ADrainedNodeIsEmptyAndComesBack) {
  stage x{{.seed = 203, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(10s);
  for (auto name : {"a", "b", "c"}) {
    auto n = x.node(name).index();
    EXPECT_TRUE(x.run_until([&] { return x.drain(name); }, 10s));
    EXPECT_TRUE(x.run_until(
      [&] {
        return std::ranges::none_of(owners(x), [&](const auto& o) { return o.second == n; }) && are_all_served(x);
      },
      60s));
    EXPECT_TRUE(x.run_until([&] { return x.coordinator() && *x.coordinator() != n; }, 20s));
    EXPECT_TRUE(x.drain(name, false));
    x.run_for(3s);
  }
  x.run_for(10s);
  x.come_to_rest();
}

/// The database does not hear that the services, and a zone, are given back.
TEST(Cluster, WhatIsGivenBackIsSaidUntilItIsHeard) {
  stage x{{.seed = 210, .nodes = 3, .bots = 3, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world() && x.coordinator(); }, 60s));
  x.run_for(10s);
  auto holder = [&] { return x.world().database().leases().at(std::string{msg::services_lease}).holder; };
  auto before = holder();
  bool is_armed = false;
  x.underneath().on_step = [&](const step_info&) {
    const auto* keeper =
      look_at<runtime::cluster::keeper>(x.world().life(*x.world().find(before.name))->node().keeper());
    if (is_armed || !keeper || keeper->epoch() != 0)
      return;
    is_armed = true; // it has let go, and is about to say so
    fault refuses;
    refuses.kind = fault_kind::store_fail_before_commit;
    refuses.amount = 1'000;
    refuses.lasts = 3 * second / 2;
    x.underneath().cause(refuses);
  };
  EXPECT_TRUE(x.drain(before.name));
  EXPECT_TRUE(x.run_until([&] { return holder() != before && !holder().name.empty(); }, 30s));
  x.run_for(30s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
  EXPECT_REACHED(release_said_again);
}

/// It goes on deciding until whoever drained it has been told how that went.
TEST(Cluster, ACoordinatorThatIsDrainedTellsHowItWent) {
  stage x{{.seed = 209, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world() && x.coordinator(); }, 60s));
  x.run_for(10s);
  auto n = x.coordinator().value_or(0);
  auto had = std::ranges::count_if(owners(x), [&](const auto& o) { return o.second == n; });
  ASSERT_GT(had, 0);
  EXPECT_TRUE(x.drain(x.world().name(n)));
  std::string told;
  EXPECT_TRUE(x.run_until(
    [&] {
      const auto* life = x.world().life(x.coordinator().value_or(n));
      const auto* who = life ? look_at<runtime::cluster::coordinator>(life->node().coordinator()) : nullptr;
      auto status = who ? who->machine().drain_of(x.world().name(n)) : runtime::cluster::refusal{};
      const auto* drain = std::get_if<msg::drain_status>(&status);
      if (drain && drain->is_done)
        told = drain->sentence;
      return !told.empty();
    },
    30s));
  EXPECT_EQ(told.find("drained: " + std::to_string(had) + " zone"), 0u) << told;
  EXPECT_EQ(told.find("since this node"), told.npos) << told;
  EXPECT_TRUE(x.run_until([&] { return x.coordinator() && *x.coordinator() != n; }, 20s));
  x.run_for(10s);
  x.come_to_rest();
}

/// The clients of the dead node are gone; all others keep their connection.
TEST(Cluster, AKilledNodeIsReplacedWithinFiveSeconds) {
  for (auto name : {"a", "b", "c"}) {
    stage x{{.seed = 204, .nodes = 3, .bots = 9, .are_free = true}};
    EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
    x.run_for(10s);
    x.node(name).kill();
    auto since = x.world().now();
    EXPECT_TRUE(x.run_until([&] { return are_all_served(x); }, 20s));
    EXPECT_LE(x.world().now() - since, 5 * second) << "node " << name;
    x.run_for(10s);
    x.node(name).restart();
    EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 90s));
    x.run_for(20s);
    x.come_to_rest();
  }
}

TEST(Cluster, ANodeThatStoodStillEndsAndComesBackAsAnotherLife) {
  stage x{{.seed = 205, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(10s);
  auto before = x.world().life(1)->node().key();
  x.node("b").pause();
  EXPECT_TRUE(x.run_until([&] { return are_all_served(x) && is_given_up(x.world(), 1); }, 15s));
  x.node("b").resume();
  EXPECT_TRUE(x.run_until([&] { return x.node("b").is_up() && x.world().life(1)->node().key() != before; }, 20s));
  x.run_for(20s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 90s));
  x.come_to_rest();
}

TEST(Cluster, TheDatabaseIsAwayForTwoMinutes) {
  stage x{{.seed = 206, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(10s);
  auto before = owners(x);
  x.store().down(true);
  x.run_for(120s);
  EXPECT_EQ(owners(x), before);
  x.store().down(false);
  x.run_for(20s);
  EXPECT_EQ(owners(x), before);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 90s));
  x.run_for(10s);
  x.come_to_rest();
}

/// The side with one node loses its zones; afterwards there is one world.
TEST(Cluster, AMinorityGivesUp) {
  stage x{{.seed = 207, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(10s);
  x.node("c").isolate();
  x.node("c").cut_off_from_database(true);
  EXPECT_TRUE(x.run_until([&] { return is_given_up(x.world(), 2) && are_all_served(x); }, 20s));
  x.run_for(10s);
  EXPECT_REACHED(minority_ends);
  x.heal();
  x.run_for(20s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 90s));
  x.run_for(10s);
  x.come_to_rest();
}

/// Whoever believes that it owns a zone lets go when the database says otherwise.
TEST(Cluster, AZoneThatTheDatabaseGivesToAnotherNodeEndsAndGoesOnThere) {
  stage x{{.seed = 208, .nodes = 3, .bots = 6, .are_free = true}};
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.run_for(10s);
  auto from = x.zone(1).node().value_or(0);
  auto to = (from + 1) % 3;
  auto key = [&](node_index n) { return x.world().life(n)->node().key(); };
  auto given =
    x.world().database().apply(msg::hand_over{msg::zone_lease({1}), x.zone(1).epoch(), key(from), key(to), 10'000, {}},
                               cluster::database_time(x.world().now()));
  ASSERT_TRUE(given);
  EXPECT_TRUE(x.run_until([&] { return x.zone(1).node() == to; }, 5s));
  x.run_for(20s);
  EXPECT_TRUE(x.run_until([&] { return x.who().are_all_in_world(); }, 60s));
  x.come_to_rest();
  EXPECT_REACHED(zone_taken_away);
}

} // namespace
