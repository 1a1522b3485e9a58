// What a node believes about its cluster, from the offers it was made and from
// what the database has told.

#include "runtime/cluster/route_table.hpp"

#include <gtest/gtest.h>

namespace runtime::cluster {

namespace {

/// Makes handles to tell apart; the actors behind them do nothing.
class RouteTable : public testing::Test {
protected:
  RouteTable() : system_(config_) { table.own = offer("own", 1); }

  template <class Handle>
  Handle make() {
    auto idle = system_.spawn([](caf::event_based_actor* self) -> caf::behavior {
      self->set_default_handler(caf::drop);
      return {[](caf::unit_t) {}};
    });
    idle_.push_back(idle);
    return caf::actor_cast<Handle>(idle);
  }

  msg::node_offer offer(std::string name, uint64_t incarnation, std::map<uint16_t, uint64_t> epochs = {}) {
    msg::node_offer result;
    result.node = {std::move(name), incarnation};
    for (auto [map, epoch] : epochs)
      result.zones.push_back({{map}, epoch, make<msg::zone_actor>()});
    return result;
  }

  caf::actor_addr peer() { return make<caf::actor>().address(); }

  static msg::cluster_view view(std::vector<msg::node_record> nodes, std::vector<msg::lease_record> leases = {}) {
    return {"test", std::move(nodes), std::move(leases), {}};
  }
  static msg::node_record node(std::string name, uint64_t incarnation, msg::node_state state = msg::node_state::alive) {
    msg::node_record result;
    result.key = {std::move(name), incarnation};
    result.state = state;
    return result;
  }

  ~RouteTable() override {
    for (const auto& x : idle_)
      caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  }

private:
  caf::actor_system_config config_;
  caf::actor_system system_;
  std::vector<caf::actor> idle_;

protected:
  route_table table;
};

} // namespace

TEST_F(RouteTable, AZoneNobodyOffersHasNoRoute) {
  EXPECT_FALSE(table.zone({2}));
  table.learn(peer(), offer("a", 1, {{2, 1}}), 0);
  EXPECT_TRUE(table.zone({2}));
}

TEST_F(RouteTable, OfTwoThatServeAZoneTheHigherEpochIsRight) {
  auto late = offer("b", 1, {{3, 7}});
  auto early = offer("a", 1, {{3, 6}});
  table.learn(peer(), early, 0);
  table.learn(peer(), late, 0);
  EXPECT_EQ(table.zone({3})->zone, late.zones[0].zone);
  table.own.zones.push_back({{3}, 8, make<msg::zone_actor>()});
  EXPECT_EQ(table.zone({3})->zone, table.own.zones[0].zone);
}

TEST_F(RouteTable, AZoneThatTheDatabaseHasGivenAwaySinceHasNoRoute) {
  table.learn(peer(), offer("a", 1, {{3, 6}}), 0);
  table.view(view({}, {{"zone/3", {"b", 1}, 7, 1000, 0, 0}}));
  EXPECT_FALSE(table.zone({3}));
  table.learn(peer(), offer("b", 1, {{3, 7}}), 0);
  EXPECT_EQ(table.zone({3})->epoch, 7u);
}

TEST_F(RouteTable, AllZonesAreListedOnceByMap) {
  table.own = offer("own", 1, {{7, 2}, {1, 1}});
  table.learn(peer(), offer("other", 1, {{7, 1}, {4, 1}}), 0);
  auto zones = table.zones();
  ASSERT_EQ(zones.size(), 3u);
  EXPECT_EQ(zones[0].map.value, 1);
  EXPECT_EQ(zones[1].map.value, 4);
  EXPECT_EQ(zones[2].map.value, 7);
  EXPECT_EQ(zones[2].epoch, 2u);
}

TEST_F(RouteTable, AForgottenPeerOffersNothing) {
  auto who = peer();
  table.learn(who, offer("other", 1, {{4, 1}}), 0);
  EXPECT_EQ(table.peers(), 1u);
  EXPECT_EQ(table.forget(who)->name, "other");
  EXPECT_FALSE(table.forget(who));
  EXPECT_FALSE(table.zone({4}));
  EXPECT_EQ(table.peers(), 0u);
}

TEST_F(RouteTable, AnEarlierLifeOfAKnownNodeIsRefused) {
  auto now = offer("other", 5, {{4, 1}});
  ASSERT_TRUE(table.learn(peer(), now, 0));
  EXPECT_FALSE(table.learn(peer(), offer("other", 4, {{4, 1}}), 0));
  EXPECT_EQ(table.zone({4})->zone, now.zones[0].zone);
}

TEST_F(RouteTable, ALaterLifeReplacesTheEarlierOne) {
  table.learn(peer(), offer("other", 5, {{4, 1}, {5, 1}}), 0);
  auto again = offer("other", 6, {{4, 2}});
  ASSERT_TRUE(table.learn(peer(), again, 0));
  EXPECT_EQ(table.peers(), 1u);
  EXPECT_EQ(table.zone({4})->zone, again.zones[0].zone);
  EXPECT_FALSE(table.zone({5}));
}

TEST_F(RouteTable, WhoIsOverForTheDatabaseIsForgottenAndRefused) {
  table.learn(peer(), offer("other", 5, {{4, 1}}), 0);
  table.learn(peer(), offer("third", 2, {{6, 1}}), 0);
  table.view(view({node("other", 5, msg::node_state::dead), node("third", 3)}));
  table.forget_dead();
  EXPECT_EQ(table.peers(), 0u);
  EXPECT_FALSE(table.zone({4}));
  EXPECT_FALSE(table.learn(peer(), offer("other", 5), 0));
  EXPECT_FALSE(table.learn(peer(), offer("third", 2), 0));
  EXPECT_TRUE(table.learn(peer(), offer("other", 6), 0)); // its next life, which the database has not told of yet
}

TEST_F(RouteTable, AnEarlierOfferOfTheSamePeerIsRefused) {
  auto who = peer();
  auto first = offer("other", 5, {{4, 1}});
  first.version = 2;
  table.learn(who, first, 0);
  auto late = offer("other", 5, {{6, 1}});
  late.version = 1;
  EXPECT_FALSE(table.learn(who, late, 0));
  EXPECT_TRUE(table.zone({4}));
  late.version = 3;
  EXPECT_TRUE(table.learn(who, late, 0));
  EXPECT_FALSE(table.zone({4}));
  EXPECT_TRUE(table.zone({6}));
}

TEST_F(RouteTable, TheServicesAreThoseOfTheHighestEpoch) {
  auto store = make<msg::store_actor>();
  EXPECT_FALSE(table.services(store).complete());
  EXPECT_EQ(table.services(store).store, store);
  auto with_services = [&](const char* name, uint64_t epoch) {
    auto result = offer(name, 1);
    result.account = make<msg::account_actor>();
    result.directory = make<msg::directory_actor>();
    result.services_epoch = epoch;
    return result;
  };
  auto before = with_services("a", 3);
  auto now = with_services("b", 4);
  table.learn(peer(), before, 0);
  EXPECT_EQ(table.services(store).directory, before.directory);
  auto gone = peer();
  table.learn(gone, now, 0);
  EXPECT_EQ(table.services(store).directory, now.directory);
  table.view(view({}, {{std::string{msg::services_lease}, {"c", 1}, 5, 1000, 0, 0}}));
  EXPECT_FALSE(table.services(store).complete());
}

} // namespace runtime::cluster
