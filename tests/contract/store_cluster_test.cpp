// What every store must do with nodes: how they join, stay, and end, and who is
// the coordinator.

#include "tests/contract/cluster_contract.hpp"

namespace {

using msg::errc;
using std::chrono::seconds;
using test::held;
using test::refusal;
using test::ten_minutes;
using test::text;
using strings = std::vector<std::string>;

class StoreCluster : public test::ClusterContract {
protected:
  std::string refused_join(const msg::node_record& who) { return refusal(try_join(who)); }
  std::string refused_beat(const msg::beat& what) { return refusal(ask<view_t>(what)); }
  std::string refused_beat(const msg::node_key& who) { return refused_beat(beat_of(who)); }
  msg::node_record record(const std::string& name) {
    auto seen = view();
    const auto* found = seen.find(name);
    return found ? *found : msg::node_record{};
  }
};

INSTANTIATE_STORE_CONTRACT(StoreCluster);

// -- joining -----------------------------------------------------------------------

TEST_P(StoreCluster, EmptyDatabaseKnowsNobody) { EXPECT_EQ(view(), msg::cluster_view{}); }

TEST_P(StoreCluster, NodeIsKnownAsItTold) {
  auto told = node("a", 9223372036854775807);
  auto seen = get<view_t>(msg::join_cluster{"test", told});
  EXPECT_EQ(seen.cluster, "test");
  ASSERT_EQ(seen.nodes.size(), 1u);
  EXPECT_LT(seen.nodes[0].silent_ms, ten_minutes);
  seen.nodes[0].silent_ms = 0;
  EXPECT_EQ(seen.nodes[0], told);
  EXPECT_TRUE(seen.leases.empty());
  EXPECT_TRUE(seen.orders.empty());
}

TEST_P(StoreCluster, NodeMayHaveNoRolesAndNoMaps) {
  auto told = node("a");
  told.roles.clear();
  told.maps.clear();
  told.admin.clear();
  get<view_t>(msg::join_cluster{"test", told});
  auto known = record("a");
  known.silent_ms = 0;
  EXPECT_EQ(known, told);
}

TEST_P(StoreCluster, WhatTheStoreKnowsBetterIsNotTakenFromTheNode) {
  auto told = node("a");
  told.state = msg::node_state::dead;
  told.is_draining = true;
  told.beats = 7;
  told.silent_ms = 4294967295;
  told.sessions = 3;
  told.unseen = {"b"};
  get<view_t>(msg::join_cluster{"test", told});
  auto known = record("a");
  known.silent_ms = 0;
  EXPECT_EQ(known, node("a"));
}

TEST_P(StoreCluster, FirstNodeNamesTheCluster) {
  EXPECT_EQ(refusal(try_join(node("a"), "mine")), "not refused");
  EXPECT_EQ(refusal(try_join(node("b"), "Mine")), text(errc::wrong_cluster));
  EXPECT_EQ(refusal(try_join(node("a", 2), "other")), text(errc::wrong_cluster));
  EXPECT_EQ(view().nodes.size(), 1u);
  EXPECT_EQ(refusal(try_join(node("b"), "mine")), "not refused");
  EXPECT_EQ(view().cluster, "mine");
}

TEST_P(StoreCluster, RefusedNodeNamesNothing) {
  auto bad = node("a");
  bad.key.incarnation = 0;
  EXPECT_EQ(refusal(try_join(bad, "other")), text(errc::bad_request));
  EXPECT_EQ(view().cluster, "");
  EXPECT_EQ(refusal(try_join(node("a"), "mine")), "not refused");
}

TEST_P(StoreCluster, RepeatedJoinOfALifeChangesNothing) {
  auto a = join("a");
  lead(a);
  auto what = beat_of(a);
  what.sessions = 5;
  get<view_t>(what);
  auto again = get<view_t>(msg::join_cluster{"test", node("a")});
  EXPECT_EQ(again.nodes.at(0).beats, 2u);
  EXPECT_EQ(again.nodes.at(0).sessions, 5u);
  EXPECT_EQ(lease("coordinator"), held("coordinator", a, 1));
}

TEST_P(StoreCluster, NewLifeAtTheSameAddressReplacesTheLastOneAtOnce) {
  auto c = join("c");
  auto a = join("a");
  lead(c);
  assign("zone/1", 0, a);
  assign("zone/2", 0, c);
  assign("services", 0, a);
  auto busy = beat_of(a);
  busy.sessions = 9;
  busy.unseen = {"c"};
  get<view_t>(busy);
  auto seen = get<view_t>(msg::join_cluster{"test", node("a", 2)});
  ASSERT_NE(seen.find(msg::node_key{"a", 2}), nullptr);
  EXPECT_EQ(seen.nodes.size(), 2u);
  auto known = record("a");
  known.silent_ms = 0;
  EXPECT_EQ(known, node("a", 2));
  EXPECT_EQ(lease("zone/1"), held("zone/1", {}, 2));
  EXPECT_EQ(lease("services"), held("services", {}, 2));
  EXPECT_EQ(lease("zone/2"), held("zone/2", c, 1));
  EXPECT_EQ(refused_beat(a), text(errc::declared_dead));
  EXPECT_EQ(refused_join(node("a")), text(errc::declared_dead));
  beat({"a", 2});
}

TEST_P(StoreCluster, NameIsTakenWhileALifeAtAnotherAddressIsNotSilent) {
  join("a");
  auto port = node("a", 2);
  port.port = 1;
  auto host = node("a", 2);
  host.host = "elsewhere";
  EXPECT_EQ(refused_join(port), text(errc::name_taken));
  EXPECT_EQ(refused_join(host), text(errc::name_taken));
  harness_->pass_time(seconds{6});
  beat({"a", 1});
  EXPECT_EQ(refused_join(host), text(errc::name_taken));
  harness_->pass_time(seconds{6});
  EXPECT_EQ(refused_join(host), "not refused");
  EXPECT_EQ(record("a").host, "elsewhere");
  EXPECT_EQ(refused_beat(msg::node_key{"a", 1}), text(errc::declared_dead));
}

TEST_P(StoreCluster, NameOfALifeThatIsOverIsFreeAtOnce) {
  auto c = join("c");
  lead(c);
  kill(join("a"));
  get<ok>(msg::leave_cluster{join("b")});
  for (const auto* name : {"a", "b"}) {
    auto moved = node(name, 2);
    moved.port = 1;
    EXPECT_EQ(refused_join(moved), "not refused") << name;
    EXPECT_EQ(state(name), msg::node_state::alive) << name;
  }
}

TEST_P(StoreCluster, LifeThatIsOverNeverComesBack) {
  auto c = join("c");
  lead(c);
  kill(join("a", 5));
  get<ok>(msg::leave_cluster{join("b", 5)});
  for (const auto* name : {"a", "b"})
    for (uint64_t incarnation : {4, 5})
      EXPECT_EQ(refused_join(node(name, incarnation)), text(errc::declared_dead)) << name << incarnation;
  join("a", 6);
  EXPECT_EQ(refused_join(node("a", 5)), text(errc::declared_dead));
  EXPECT_EQ(record("a").key.incarnation, 6u);
}

TEST_P(StoreCluster, NodesMustUnderstandAllThatAreAlive) {
  auto a = join("a"); // 3 to 4
  auto speaks = [](uint16_t oldest, uint16_t newest) {
    auto b = node("b");
    b.protocol_oldest = oldest;
    b.protocol_newest = newest;
    return b;
  };
  EXPECT_EQ(refused_join(speaks(1, 2)), text(errc::incompatible));
  EXPECT_EQ(refused_join(speaks(5, 65535)), text(errc::incompatible));
  EXPECT_EQ(refused_join(speaks(4, 5)), "not refused");
  // A later life need not understand the earlier one, but everybody else.
  auto later = node("a", 2);
  later.protocol_oldest = 6;
  later.protocol_newest = 7;
  EXPECT_EQ(refused_join(later), text(errc::incompatible));
  later.protocol_oldest = 5;
  EXPECT_EQ(refused_join(later), "not refused");
  get<ok>(msg::leave_cluster{{"b", 1}});
  auto c = node("c");
  c.protocol_oldest = c.protocol_newest = 7;
  EXPECT_EQ(refused_join(c), "not refused");
}

TEST_P(StoreCluster, NonsenseCannotJoin) {
  for (const auto& bad : strings{"", std::string(33, 'a'), "a/b", "a b", std::string{"a\0b", 3}, "\xC3\xA7"}) {
    auto who = node("a");
    who.key.name = bad;
    EXPECT_EQ(refused_join(who), text(errc::name_invalid)) << bad;
    if (bad != "a/b") { // good enough for a cluster
      EXPECT_EQ(refusal(try_join(node("a"), bad)), text(errc::name_invalid)) << bad;
    }
  }
  std::vector<msg::node_record> nonsense(7, node("a"));
  nonsense[0].key.incarnation = 9223372036854775808u;
  nonsense[1].protocol_oldest = 5;
  nonsense[2].roles = {"two words"};
  nonsense[3].roles = {""};
  nonsense[4].host = std::string{"a\0b", 3};
  nonsense[5].version = "\xFF";
  nonsense[6].admin = "a\n";
  for (size_t i = 0; i < nonsense.size(); ++i)
    EXPECT_EQ(refused_join(nonsense[i]), text(errc::bad_request)) << i;
  EXPECT_TRUE(view().nodes.empty());
}

TEST_P(StoreCluster, ViewIsSortedByNameAndMap) {
  for (const auto* name : {"b", "a2", "a10", "B", "a"})
    join(name);
  lead({"b", 1});
  for (const auto* name : {"zone/2", "zone/10", "services"})
    assign(name, 0, {"a", 1});
  for (uint16_t map : {10, 2, 300})
    get<ok>(msg::set_zone_order{{{map}, true, ""}});
  auto seen = view();
  strings nodes, leases;
  for (const auto& x : seen.nodes)
    nodes.push_back(x.key.name);
  for (const auto& x : seen.leases)
    leases.push_back(x.name);
  EXPECT_EQ(nodes, (strings{"B", "a", "a10", "a2", "b"}));
  EXPECT_EQ(leases, (strings{"coordinator", "services", "zone/10", "zone/2"}));
  ASSERT_EQ(seen.orders.size(), 3u);
  EXPECT_EQ(seen.orders[0].map.value, 2u);
  EXPECT_EQ(seen.orders[2].map.value, 300u);
}

// -- beats -------------------------------------------------------------------------

TEST_P(StoreCluster, BeatTellsAndIsCounted) {
  auto a = join("a");
  auto what = beat_of(a);
  what.sessions = 4294967295;
  what.unseen = {"b", "c"};
  auto seen = get<view_t>(what);
  EXPECT_EQ(seen, [&] {
    auto later = view();
    later.nodes.at(0).silent_ms = seen.nodes.at(0).silent_ms;
    return later;
  }());
  EXPECT_EQ(seen.nodes.at(0).beats, 1u);
  EXPECT_EQ(seen.nodes.at(0).sessions, 4294967295u);
  EXPECT_EQ(seen.nodes.at(0).unseen, what.unseen);
  EXPECT_EQ(beat(a).nodes.at(0).beats, 2u);
  EXPECT_EQ(record("a").unseen, strings{});
}

TEST_P(StoreCluster, SilenceIsMeasuredFromTheLastBeat) {
  auto a = join("a");
  harness_->pass_time(seconds{3000});
  EXPECT_GE(record("a").silent_ms, 3'000'000u);
  EXPECT_LT(beat(a).nodes.at(0).silent_ms, 1'000'000u);
  EXPECT_LT(record("a").silent_ms, 1'000'000u);
}

TEST_P(StoreCluster, OnlyTheLifeThatIsAliveBeats) {
  EXPECT_EQ(refused_beat(msg::node_key{"a", 1}), text(errc::declared_dead));
  auto a = join("a", 2);
  auto b = join("b");
  auto c = join("c");
  lead(c);
  for (const auto& other : {msg::node_key{"a", 1}, msg::node_key{"a", 3}, msg::node_key{}, msg::node_key{"A", 2},
                            msg::node_key{"a", UINT64_MAX}, msg::node_key{std::string{"a\0", 2}, 2}})
    EXPECT_EQ(refused_beat(other), text(errc::declared_dead)) << to_string(other);
  kill(a);
  get<ok>(msg::leave_cluster{b});
  EXPECT_EQ(refused_beat(a), text(errc::declared_dead));
  EXPECT_EQ(refused_beat(b), text(errc::declared_dead));
  EXPECT_EQ(record("a").beats, 0u);
}

TEST_P(StoreCluster, BeatOfNonsenseIsRefused) {
  auto a = join("a");
  std::vector<msg::beat> nonsense(4, beat_of(a));
  nonsense[0].lease_ms = 0;
  nonsense[1].coordinator_ms = 0;
  nonsense[2].unseen = {"two words"};
  nonsense[3].zones = {{{1}, UINT64_MAX, 0, 0}};
  for (size_t i = 0; i < nonsense.size(); ++i)
    EXPECT_EQ(refused_beat(nonsense[i]), text(errc::bad_request)) << i;
  EXPECT_EQ(record("a").beats, 0u);
}

TEST_P(StoreCluster, BeatProlongsAllThatIsItsOwnAlsoWhatHadExpired) {
  auto c = join("c");
  auto a = join("a");
  lead(c);
  assign("zone/1", 0, a);
  assign("services", 0, a);
  assign("zone/2", 0, c);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(left_ms("zone/1"), 0u);
  beat(a);
  EXPECT_GT(left_ms("zone/1"), ten_minutes / 2);
  EXPECT_GT(left_ms("services"), ten_minutes / 2);
  EXPECT_EQ(left_ms("zone/2"), 0u);
  EXPECT_EQ(lease("zone/1"), held("zone/1", a, 1));
  EXPECT_EQ(refused(assignment("zone/1", 1, c)), text(errc::lease_held));
  auto brief = beat_of(a);
  brief.lease_ms = ten_minutes / 10;
  get<view_t>(brief);
  EXPECT_LE(left_ms("zone/1"), ten_minutes / 10) << "also when it is shorter";
}

TEST_P(StoreCluster, RefusedBeatProlongsNothing) {
  auto c = join("c");
  auto a = join("a");
  lead(c);
  assign("zone/1", 0, a);
  auto later = beat_of({"a", 2});
  later.lease_ms = 4294967295;
  later.wants_coordinator = true;
  refused_beat(later);
  EXPECT_LE(left_ms("zone/1"), ten_minutes);
  EXPECT_EQ(lease("coordinator"), held("coordinator", c, 1));
}

TEST_P(StoreCluster, LoadsAreTakenFromTheHolderUnderTheEpochOfNow) {
  auto c = join("c");
  auto a = join("a");
  lead(c);
  assign("zone/1", 0, a);
  assign("zone/2", 0, a);
  assign("zone/3", 0, c);
  auto what = beat_of(a);
  what.zones = {{{1}, 1, 4294967295, 7}, {{2}, 2, 5, 5}, {{3}, 1, 5, 5}, {{4}, 1, 5, 5}, {{1}, 1, 6, 4294967295}};
  auto seen = get<view_t>(what);
  EXPECT_EQ(seen.lease("zone/1")->players, 6u) << "the last of equal ones";
  EXPECT_EQ(seen.lease("zone/1")->cost, 4294967295u);
  EXPECT_EQ(lease("zone/2"), held("zone/2", a, 1));
  EXPECT_EQ(lease("zone/3"), held("zone/3", c, 1));
  EXPECT_EQ(seen.lease("zone/4"), nullptr);
  beat(a);
  EXPECT_EQ(lease("zone/1").players, 6u) << "until it is told again";
  get<msg::lease>(msg::hand_over{"zone/1", 1, a, c, ten_minutes, {}});
  EXPECT_EQ(lease("zone/1"), held("zone/1", c, 2)) << "what it cost there says nothing here";
}

// -- the coordinator ----------------------------------------------------------------

TEST_P(StoreCluster, OnlyWhoWantsToBecomesTheCoordinator) {
  auto a = join("a");
  auto b = join("b");
  EXPECT_TRUE(beat(a).leases.empty());
  EXPECT_EQ(candidate(a).epoch, 1u);
  EXPECT_EQ(candidate(b).holder, a);
  EXPECT_EQ(candidate(a).epoch, 1u);
  EXPECT_EQ(lease("coordinator"), held("coordinator", a, 1));
}

TEST_P(StoreCluster, CoordinatorsLeaseLastsForItsOwnTime) {
  auto a = join("a");
  auto b = join("b");
  candidate(a, ten_minutes);
  EXPECT_LE(left_ms("coordinator"), ten_minutes);
  auto what = beat_of(a);
  what.lease_ms = 1;
  what.coordinator_ms = 3 * ten_minutes;
  get<view_t>(what);
  EXPECT_GT(left_ms("coordinator"), 2 * ten_minutes) << "also when it does not want it again";
  harness_->pass_time(seconds{1700});
  EXPECT_EQ(candidate(b).holder, a);
  harness_->pass_time(seconds{101});
  EXPECT_EQ(candidate(b).holder, b);
  EXPECT_EQ(candidate(a).epoch, 2u);
}

TEST_P(StoreCluster, CoordinatorWhoComesLateAndBeforeOthersKeepsTheEpoch) {
  auto a = join("a");
  auto b = join("b");
  candidate(a);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(candidate(a).epoch, 1u);
  EXPECT_EQ(candidate(b).holder, a);
}

TEST_P(StoreCluster, CoordinatorWhoIsOverHasASuccessorAtOnce) {
  auto a = join("a");
  auto b = join("b");
  lead(a);
  get<ok>(msg::leave_cluster{a});
  EXPECT_EQ(lease("coordinator"), held("coordinator", {}, 2));
  lead(b);
  EXPECT_EQ(term_, 3u);
  lead(join("b", 2));
  EXPECT_EQ(term_, 5u);
  kill({"b", 2}); // by itself
  EXPECT_EQ(lease("coordinator"), held("coordinator", {}, 6));
  EXPECT_EQ(candidate(join("a", 2)).epoch, 7u);
}

// -- ends --------------------------------------------------------------------------

TEST_P(StoreCluster, DeclaredDeadIsDeadAndHoldsNothing) {
  auto c = join("c");
  auto a = join("a");
  lead(c);
  assign("zone/1", 0, a);
  assign("zone/2", 0, c);
  kill(a);
  EXPECT_EQ(state("a"), msg::node_state::dead);
  EXPECT_EQ(lease("zone/1"), held("zone/1", {}, 2));
  EXPECT_EQ(lease("zone/2"), held("zone/2", c, 1));
  kill(a);
  EXPECT_EQ(lease("zone/1"), held("zone/1", {}, 2));
}

TEST_P(StoreCluster, OnlyTheCoordinatorOfNowDeclaresDead) {
  auto a = join("a");
  EXPECT_EQ(refusal(ask<ok>(msg::declare_dead{a, 0})), text(errc::fenced)) << "there is none";
  auto c = join("c");
  lead(c);
  for (uint64_t term : {uint64_t{0}, term_ + 1, UINT64_MAX}) {
    EXPECT_EQ(refusal(ask<ok>(msg::declare_dead{a, term})), text(errc::fenced)) << term;
    EXPECT_EQ(refusal(ask<ok>(msg::declare_dead{{"x", 1}, term})), text(errc::fenced)) << term;
    EXPECT_EQ(refusal(ask<ok>(msg::declare_dead{{}, term})), text(errc::fenced)) << term;
  }
  beat(a);
}

TEST_P(StoreCluster, OtherLivesAreNotDeclaredDeadWithOne) {
  auto c = join("c");
  lead(c);
  auto a = join("a", 5);
  for (uint64_t incarnation : {4, 6})
    kill({"a", incarnation});
  kill({"x", 1});
  kill({});
  kill({std::string{"a\0", 2}, 5});
  kill({"a", UINT64_MAX});
  beat(a);
  get<ok>(msg::leave_cluster{a});
  kill(a);
  EXPECT_EQ(state("a"), msg::node_state::left) << "over already";
}

TEST_P(StoreCluster, NodeThatLeavesHoldsNothing) {
  auto c = join("c");
  auto a = join("a");
  lead(c);
  assign("zone/1", 0, a);
  for (int i = 0; i < 2; ++i) {
    get<ok>(msg::leave_cluster{a});
    EXPECT_EQ(state("a"), msg::node_state::left);
    EXPECT_EQ(lease("zone/1"), held("zone/1", {}, 2));
  }
  for (const auto& other : {msg::node_key{"c", 2}, msg::node_key{"x", 1}, msg::node_key{},
                            msg::node_key{"c", UINT64_MAX}, msg::node_key{std::string{"c\0", 2}, 1}})
    get<ok>(msg::leave_cluster{other});
  beat(c);
}

} // namespace
