// What a node believes about its cluster, from the offers it was made.

#include "runtime/cluster/route_table.hpp"

#include <gtest/gtest.h>

namespace runtime::cluster {

namespace {

/// Makes handles to tell apart; the actors behind them do nothing.
class RouteTable : public testing::Test {
protected:
  RouteTable() : system_(config_) {}

  template <class Handle>
  Handle make() {
    auto idle = system_.spawn([](caf::event_based_actor* self) -> caf::behavior {
      self->set_default_handler(caf::drop);
      return {[](caf::unit_t) {}};
    });
    idle_.push_back(idle);
    return caf::actor_cast<Handle>(idle);
  }

  msg::node_offer offer(std::string name, uint64_t incarnation, std::vector<uint16_t> maps = {}) {
    msg::node_offer result;
    result.name = std::move(name);
    result.incarnation = incarnation;
    for (auto map : maps)
      result.zones.push_back({{map}, make<msg::zone_actor>()});
    return result;
  }

  caf::actor_addr peer() { return make<caf::actor>().address(); }

  ~RouteTable() override {
    for (const auto& x : idle_)
      caf::anon_send_exit(x, caf::exit_reason::user_shutdown);
  }

private:
  caf::actor_system_config config_;
  caf::actor_system system_;
  std::vector<caf::actor> idle_;
};

} // namespace

TEST_F(RouteTable, AZoneNobodyOffersHasNoHandle) {
  route_table table{offer("a", 1, {1})};
  EXPECT_FALSE(table.zone({2}));
  EXPECT_TRUE(table.zone({1}));
}

TEST_F(RouteTable, TheOwnNodeComesBeforeItsPeers) {
  auto own = offer("z", 1, {1});
  route_table table{own};
  auto other = offer("a", 1, {1, 2});
  ASSERT_TRUE(table.learn(peer(), other));
  EXPECT_EQ(table.zone({1}), own.zones[0].zone);
  EXPECT_EQ(table.zone({2}), other.zones[1].zone);
}

TEST_F(RouteTable, AmongPeersTheFirstByNameIsTaken) {
  route_table table{offer("own", 1)};
  auto late = offer("b", 1, {3});
  auto early = offer("a", 1, {3});
  table.learn(peer(), late);
  table.learn(peer(), early);
  EXPECT_EQ(table.zone({3}), early.zones[0].zone);
}

TEST_F(RouteTable, AllZonesAreListedOnceByMap) {
  auto own = offer("own", 1, {7, 1});
  route_table table{own};
  auto other = offer("other", 1, {7, 4});
  table.learn(peer(), other);
  auto zones = table.zones();
  ASSERT_EQ(zones.size(), 3u);
  EXPECT_EQ(zones[0].map.value, 1);
  EXPECT_EQ(zones[1].map.value, 4);
  EXPECT_EQ(zones[2].map.value, 7);
  EXPECT_EQ(zones[2].zone, own.zones[0].zone);
}

TEST_F(RouteTable, AForgottenPeerOffersNothing) {
  route_table table{offer("own", 1)};
  auto who = peer();
  table.learn(who, offer("other", 1, {4}));
  EXPECT_EQ(table.peers(), 1u);
  EXPECT_EQ(table.forget(who), "other");
  EXPECT_FALSE(table.forget(who));
  EXPECT_FALSE(table.zone({4}));
  EXPECT_EQ(table.peers(), 0u);
}

TEST_F(RouteTable, AnEarlierLifeOfAKnownNodeIsRefused) {
  route_table table{offer("own", 1)};
  auto now = offer("other", 5, {4});
  ASSERT_TRUE(table.learn(peer(), now));
  EXPECT_FALSE(table.learn(peer(), offer("other", 4, {4})));
  EXPECT_EQ(table.zone({4}), now.zones[0].zone);
}

TEST_F(RouteTable, ALaterLifeReplacesTheEarlierOne) {
  route_table table{offer("own", 1)};
  table.learn(peer(), offer("other", 5, {4, 5}));
  auto again = offer("other", 6, {4});
  ASSERT_TRUE(table.learn(peer(), again));
  EXPECT_EQ(table.peers(), 1u);
  EXPECT_EQ(table.zone({4}), again.zones[0].zone);
  EXPECT_FALSE(table.zone({5}));
}

TEST_F(RouteTable, TheSamePeerMayChangeItsOffer) {
  route_table table{offer("own", 1)};
  auto who = peer();
  table.learn(who, offer("other", 5, {4}));
  ASSERT_TRUE(table.learn(who, offer("other", 5, {6})));
  EXPECT_FALSE(table.zone({4}));
  EXPECT_TRUE(table.zone({6}));
}

TEST_F(RouteTable, ServicesAreCompleteOnceEveryOneIsOfferedSomewhere) {
  route_table table{offer("own", 1)};
  EXPECT_FALSE(table.services().complete());
  auto first = offer("a", 1);
  first.services.store = make<msg::store_actor>();
  first.services.account = make<msg::account_actor>();
  table.learn(peer(), first);
  EXPECT_FALSE(table.services().complete());
  auto second = offer("b", 1);
  second.services.account = make<msg::account_actor>();
  second.services.directory = make<msg::directory_actor>();
  auto gone = peer();
  table.learn(gone, second);
  EXPECT_TRUE(table.services().complete());
  EXPECT_EQ(table.services().account, first.services.account);
  table.forget(gone);
  EXPECT_FALSE(table.services().complete());
}

TEST_F(RouteTable, TheOwnOfferNamesThePeersThereAre) {
  route_table table{offer("own", 1)};
  auto other = offer("other", 5);
  other.address = {"other", "10.0.0.2", 9870};
  auto who = peer();
  table.learn(who, other);
  ASSERT_EQ(table.own().known.size(), 1u);
  EXPECT_EQ(table.own().known[0].host, "10.0.0.2");
  table.forget(who);
  EXPECT_TRUE(table.own().known.empty());
}

TEST_F(RouteTable, ANewOwnOfferReplacesTheOld) {
  route_table table{offer("own", 0)};
  table.offer(offer("own", 1, {9}));
  EXPECT_TRUE(table.zone({9}));
  EXPECT_EQ(table.own().incarnation, 1u);
}

} // namespace runtime::cluster
