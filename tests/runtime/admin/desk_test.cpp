// The desk among stand-ins: what commands ask and answer, what is noted in the
// audit table, and what happens when somebody does not answer.

#include "runtime/admin/cluster_facts.hpp"
#include "runtime/admin/command_list.hpp"
#include "runtime/base/metrics_table.hpp"
#include "tests/runtime/admin/stand_in_cluster.hpp"

#include <gmock/gmock.h>

namespace {

using namespace runtime::admin;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

msg::node_record make_node(const std::string& name, std::vector<uint16_t> maps) {
  msg::node_record result;
  result.key = {name, 5};
  result.host = "10.0.0.1";
  result.port = 9870;
  result.admin = "10.0.0.1:9880";
  result.roles = {"edge", "zone"};
  result.maps = std::move(maps);
  result.sessions = 3;
  return result;
}

/// Node a, which is asked and coordinates, runs zone 1; node b runs zone 7.
class Desk : public testing::Test {
protected:
  Desk() {
    auto& view = table->status.view;
    table->status.self = {"a", 5};
    table->status.has_database = true;
    view.cluster = "test";
    view.nodes = {make_node("a", {1, 7}), make_node("b", {1, 7})};
    view.leases = {{"coordinator", {"a", 5}, 9, 2000, 0, 0},
                   {"services", {"b", 5}, 4, 9000, 0, 0},
                   {"zone/1", {"a", 5}, 3, 9000, 2, 100},
                   {"zone/7", {"b", 5}, 6, 9000, 8, 900}};
    auto coordinator =
      sim.own(caf::actor_cast<msg::coordinator_actor>(sim.system().spawn<test::stand_in_coordinator>(table)));
    table->peers = {{{"a", 5}, true, {}, coordinator}, {{"b", 5}, true, {}, {}}};
    table->directory = test::spawn_directory(sim, table);
    table->players = {{{1}, {11}, "ada", {7}, "a"}, {{2}, {12}, "adam", {1}, "b"}};
    serve(1, 3, {{1}, 3, 2, 40, 1000, 210, 900, 130});
    serve(7, 6, {{7}, 6, 8, 60, 1000, 310, 1900, 930});
    desk_options options{"a",
                         test::spawn_member(sim, table),
                         test::spawn_peers(sim, table),
                         test::spawn_audit_store(sim, table),
                         metrics,
                         [this](const std::string& why) { stops = why; }};
    desk = sim.own(caf::actor_cast<desk_actor>(sim.system().spawn<class desk>(options)));
  }
  ~Desk() override {
    table->peers.clear();
    table->zones.clear();
    table->directory = nullptr;
  }

  void serve(uint16_t map, uint64_t epoch, msg::zone_status status) {
    table->zones.push_back({{map}, epoch, test::spawn_zone_status(sim, status)});
  }
  msg::lease_record& lease(std::string_view name) {
    auto& all = table->status.view.leases;
    return *std::find_if(all.begin(), all.end(), [&](const auto& x) { return x.name == name; });
  }

  answer call(const command& what, const arguments& with = {}) {
    return sim.get<command_answer>(desk, run_command{&what, with, "ada@desk from 127.0.0.1"}).what;
  }
  outcome done(const command& what, const arguments& with = {}) {
    auto told = call(what, with);
    auto refused = std::get_if<refusal>(&told);
    EXPECT_FALSE(refused) << refused->sentence;
    return refused ? outcome{} : std::get<outcome>(told);
  }
  refusal refused(const command& what, const arguments& with = {}) {
    auto told = call(what, with);
    EXPECT_TRUE(std::holds_alternative<refusal>(told)) << std::get<outcome>(told).sentence;
    return std::holds_alternative<refusal>(told) ? std::get<refusal>(told) : refusal{};
  }

  static arguments zone(uint64_t map) {
    arguments result;
    result.set("map", map);
    return result;
  }
  static arguments with(std::string_view name, const std::string& value) {
    arguments result;
    result.set(name, value);
    return result;
  }
  static std::string text(const cell& x) {
    auto number = std::get_if<int64_t>(&x);
    return number ? std::to_string(*number) : std::get<std::string>(x);
  }
  /// Of the first table.
  static std::string at(const outcome& x, size_t row, std::string_view column) {
    const auto& first = x.tables.at(0);
    auto i = std::find(first.columns.begin(), first.columns.end(), column) - first.columns.begin();
    return text(first.rows.at(row).at(static_cast<size_t>(i)));
  }
  static std::string value(const outcome& x, std::string_view what) {
    for (const auto& row : x.tables.at(0).rows)
      if (text(row[0]) == what)
        return text(row[1]);
    return "nothing";
  }

  sim::sim_system sim{7};
  test::stand_in_ptr table = std::make_shared<test::stand_in_cluster>();
  std::shared_ptr<runtime::metrics> metrics = std::make_shared<runtime::metrics>();
  std::string stops;
  desk_actor desk;
};

// -- reading --------------------------------------------------------------------------

TEST_F(Desk, TheClusterIsWellWhenEverythingIsServed) {
  auto told = done(cluster_status);
  EXPECT_TRUE(told.is_good);
  EXPECT_EQ(told.sentence, "all is well: 2 nodes, 2 zones, 6 sessions");
  EXPECT_EQ(value(told, "coordinator"), "a");
  EXPECT_EQ(value(told, "zones serving"), "2");
}

TEST_F(Desk, WhatIsNotWellIsNamed) {
  auto& view = table->status.view;
  view.nodes[0].unseen = {"b"};
  lease("zone/7").holder = {};
  table->zones.pop_back();
  auto told = done(cluster_status);
  EXPECT_FALSE(told.is_good);
  EXPECT_EQ(told.sentence, "not well: 1 node suspect (b); 1 zone unowned (7)");
  view.orders = {{{7}, true, ""}};
  EXPECT_EQ(done(cluster_status).sentence, "not well: 1 node suspect (b)") << "a zone that was stopped is no trouble";
  lease("zone/1").epoch = 4;
  EXPECT_THAT(done(cluster_status).sentence, HasSubstr("1 zone not served yet (1)"));
  lease("coordinator").holder = {"a", 4};
  EXPECT_THAT(done(cluster_status).sentence, HasSubstr("nobody coordinates"));
  table->status.has_database = false;
  EXPECT_THAT(done(cluster_status).sentence, HasSubstr("does not reach the database"));
}

TEST_F(Desk, ADeadNodeIsNamedButNothingIsWrongWhenOthersServeItsZones) {
  table->status.view.nodes.push_back(make_node("c", {1, 7}));
  table->status.view.nodes.back().state = msg::node_state::dead;
  auto told = done(cluster_status);
  EXPECT_TRUE(told.is_good);
  EXPECT_EQ(told.sentence, "all is well: 2 nodes, 2 zones, 6 sessions; dead: c");
}

TEST_F(Desk, AnAdminListenerOnEveryAddressIsReachedAtTheAddressOfItsNode) {
  auto node = make_node("a", {});
  EXPECT_EQ(admin_address(node), "10.0.0.1:9880");
  node.host = "10.0.0.7";
  node.admin = "0.0.0.0:9881";
  EXPECT_EQ(admin_address(node), "10.0.0.7:9881");
  node.admin = "";
  EXPECT_EQ(admin_address(node), "");
}

TEST_F(Desk, ANodeIsSuspectWhenItIsSilentOrOutOfReach) {
  auto& nodes = table->status.view.nodes;
  EXPECT_EQ(at(done(node_ls), 1, "state"), "alive");
  nodes[1].silent_ms = 2001;
  EXPECT_EQ(at(done(node_ls), 1, "state"), "suspect");
  nodes[1].silent_ms = 2000;
  EXPECT_EQ(at(done(node_ls), 1, "state"), "alive");
  nodes[0].unseen = {"b"};
  EXPECT_EQ(at(done(node_ls), 1, "state"), "suspect");
  nodes[0].state = msg::node_state::dead;
  EXPECT_EQ(at(done(node_ls), 1, "state"), "alive") << "what a dead node saw is over";
}

TEST_F(Desk, NodesAreListedWithWhatTheyHold) {
  auto told = done(node_ls);
  EXPECT_EQ(at(told, 0, "duties"), "coordinator");
  EXPECT_EQ(at(told, 1, "duties"), "services");
  EXPECT_EQ(at(told, 1, "players"), "8");
  EXPECT_EQ(at(told, 1, "incarnation"), "5");
  auto shown = done(node_show, with("node", "b"));
  EXPECT_EQ(value(shown, "sessions"), "3");
  EXPECT_EQ(text(shown.tables.at(1).rows.at(0).at(0)), "7");
  EXPECT_EQ(refused(node_show, with("node", "z")).code, "node_unknown");
}

TEST_F(Desk, ZonesAreListedWithTheirTicks) {
  auto told = done(zone_ls);
  EXPECT_EQ(at(told, 1, "map"), "7");
  EXPECT_EQ(at(told, 1, "state"), "serving");
  EXPECT_EQ(at(told, 1, "node"), "b");
  EXPECT_EQ(at(told, 1, "tick_p50_us"), "310");
  EXPECT_EQ(value(done(zone_show, zone(1)), "tick_max_us"), "900");
  EXPECT_EQ(refused(zone_show, zone(99)).code, "zone_unknown");
}

TEST_F(Desk, AZoneThatDoesNotAnswerIsListedAllTheSame) {
  caf::anon_send_exit(caf::actor_cast<caf::actor>(table->zones[1].zone), caf::exit_reason::kill);
  sim.settle();
  auto told = done(zone_ls);
  EXPECT_EQ(at(told, 1, "tick_p50_us"), "");
  EXPECT_EQ(at(told, 1, "players"), "8") << "as its lease has it";
}

TEST_F(Desk, ServicesAreReachableOrNot) {
  EXPECT_TRUE(done(service_ls).is_good);
  table->peers[1].is_reachable = false;
  auto told = done(service_ls);
  EXPECT_FALSE(told.is_good);
  EXPECT_EQ(at(told, 1, "reachable"), "no");
  EXPECT_EQ(at(done(lease_ls), 3, "lease"), "zone/7");
}

TEST_F(Desk, PlayersAreListedFoundAndKicked) {
  EXPECT_EQ(done(player_ls).tables[0].rows.size(), 2u);
  auto found = done(player_find, with("name", "ADA"));
  ASSERT_EQ(found.tables[0].rows.size(), 1u) << "who has exactly this name comes before whose name contains it";
  EXPECT_EQ(at(found, 0, "map"), "7");
  EXPECT_EQ(done(player_find, with("name", "da")).tables[0].rows.size(), 2u);
  EXPECT_EQ(refused(player_find, with("name", "eve")).code, "not_online");
  EXPECT_EQ(refused(player_kick, with("name", "eve")).code, "not_online");
  done(player_kick, with("name", "Ada"));
  EXPECT_THAT(table->kicked, ElementsAre("ada"));
}

TEST_F(Desk, APageOfPlayersSaysHowToGoOn) {
  arguments one;
  one.set("limit", uint64_t{1});
  EXPECT_THAT(done(player_ls, one).sentence, HasSubstr("--after ada"));
  one.set("after", std::string{"ada"});
  EXPECT_EQ(at(done(player_ls, one), 0, "name"), "adam");
}

// -- orders ---------------------------------------------------------------------------

TEST_F(Desk, AMoveIsOrderedAndCanBeTakenBack) {
  table->move = {{7}, 7, true, "", 8, 4000, 41'400};
  auto order = zone(7);
  order.set("node", std::string{"a"});
  auto told = done(zone_move, order);
  EXPECT_EQ(told.sentence, "zone 7 has moved to node a: 8 players, 4000 bytes, a pause of 41 ms");
  EXPECT_EQ(told.undo, "zone move 7 b");
  ASSERT_EQ(table->moves.size(), 1u);
  EXPECT_EQ(table->moves[0].to, "a");
  EXPECT_FALSE(table->moves[0].is_dry_run);
}

TEST_F(Desk, AMoveThatFailedIsARefusalWithItsReason) {
  table->move = {{7}, 6, false, "node a has not its content", 0, 0, 0};
  auto told = refused(zone_move, zone(7));
  EXPECT_EQ(told.code, "refused");
  EXPECT_EQ(told.sentence, "zone 7 did not move: node a has not its content");
}

TEST_F(Desk, AnOrderChangesOnlyItsOwnHalf) {
  table->status.view.orders = {{{7}, false, "b"}};
  done(zone_stop, zone(7));
  auto pin = zone(7);
  pin.set("none", uint64_t{1});
  done(zone_pin, pin);
  ASSERT_EQ(table->orders.size(), 2u);
  EXPECT_EQ(table->orders[0].order, (msg::zone_order{{7}, true, "b"}));
  EXPECT_EQ(table->orders[1].order, (msg::zone_order{{7}, false, ""}));
  EXPECT_EQ(refused(zone_pin, zone(7)).code, "bad_request") << "neither a node nor none";
}

TEST_F(Desk, ADrainAnswersAtOnceAndIsWatched) {
  auto told = done(node_drain, with("node", "b"));
  EXPECT_EQ(told.undo, "node undrain b");
  table->drain = {"b", true, false, {{{7}, 7, true, "", 8, 4000, 41'000}}, {{9}}, ""};
  auto watched = done(node_drain_status, with("node", "b"));
  EXPECT_FALSE(watched.is_good);
  EXPECT_EQ(watched.tables.at(1).rows.size(), 1u);
  table->drain = {"b", true, true, {}, {}, "drained: 6 zones"};
  EXPECT_EQ(done(node_drain_status, with("node", "b")).sentence, "drained: 6 zones");
}

TEST_F(Desk, ANodeStopsOnlyItself) {
  auto elsewhere = refused(node_stop, with("node", "b"));
  EXPECT_EQ(elsewhere.code, "wrong_node");
  EXPECT_EQ(elsewhere.admin, "10.0.0.1:9880");
  EXPECT_EQ(refused(node_stop, with("node", "z")).code, "node_unknown");
  auto rehearsal = with("node", "a");
  rehearsal.set("dry_run", uint64_t{1});
  done(node_stop, rehearsal);
  sim.advance(1s);
  EXPECT_EQ(stops, "");
  done(node_stop, with("node", "a"));
  EXPECT_EQ(stops, "") << "the answer goes first";
  sim.advance(1s);
  EXPECT_EQ(stops, "ordered by an operator");
}

// -- the audit table --------------------------------------------------------------------

TEST_F(Desk, WhatChangesSomethingIsNotedBeforeAndAfter) {
  done(node_drain, with("node", "b"));
  ASSERT_EQ(table->audit.size(), 2u);
  EXPECT_EQ(table->audit[0].outcome, "begun");
  const auto& after = table->audit[1];
  EXPECT_EQ(after.outcome, "done #1: node b is drained");
  EXPECT_EQ(after.who, "ada@desk from 127.0.0.1");
  EXPECT_EQ(after.node, "a");
  EXPECT_EQ(after.command, "node drain");
  EXPECT_EQ(after.arguments, R"({"node":"b"})");
  EXPECT_EQ(after.undo, "node undrain b");
  auto shown = done(audit_ls);
  ASSERT_EQ(shown.tables[0].rows.size(), 1u) << "one row a command";
  EXPECT_EQ(at(shown, 0, "outcome"), "done #1: node b is drained");
}

TEST_F(Desk, WhatWasRefusedIsNotedToo) {
  table->coordinator_refuses = make_error(msg::errc::bad_request, "node b is the last one that can run zone 7");
  auto told = refused(node_drain, with("node", "b"));
  EXPECT_EQ(told.code, "refused");
  EXPECT_THAT(told.sentence, HasSubstr("is the last one that can run zone 7"));
  ASSERT_EQ(table->audit.size(), 2u);
  EXPECT_THAT(table->audit[1].outcome, testing::StartsWith("refused #1: "));
}

TEST_F(Desk, WhatCannotBeNotedIsNotDone) {
  table->audit_failures = 1;
  auto told = refused(node_drain, with("node", "b"));
  EXPECT_EQ(told.code, "store_unavailable");
  EXPECT_THAT(told.sentence, HasSubstr("nothing was done"));
  EXPECT_TRUE(table->drains.empty());
  table->audit_failures = 1;
  done(node_ls); // a read needs no note
}

TEST_F(Desk, WhatWasDoneIsAnsweredThoughItsOutcomeCannotBeNoted) {
  table->audit_good_before = 1;
  table->audit_failures = 1;
  done(node_drain, with("node", "b"));
  EXPECT_EQ(table->drains.size(), 1u);
  EXPECT_THAT(metrics->render_prometheus(), HasSubstr("zonehive_admin_audit_lost_total 1"));
  EXPECT_EQ(at(done(audit_ls), 0, "outcome"), "begun") << "what remains in the table";
}

TEST_F(Desk, ARehearsalIsNotNoted) {
  auto order = with("node", "b");
  order.set("dry_run", uint64_t{1});
  table->audit_failures = 1;
  done(node_drain, order);
  ASSERT_EQ(table->drains.size(), 1u);
  EXPECT_TRUE(table->drains[0].is_dry_run);
  EXPECT_TRUE(table->audit.empty());
}

// -- who does not answer ------------------------------------------------------------------

TEST_F(Desk, WithoutACoordinatorOrdersAreNotReady) {
  lease("coordinator").holder = {};
  EXPECT_EQ(refused(zone_explain, zone(7)).code, "not_ready");
  lease("coordinator").holder = {"c", 1};
  EXPECT_THAT(refused(zone_explain, zone(7)).sentence, HasSubstr("cannot reach node c"));
  lease("coordinator").holder = {"a", 5};
  EXPECT_EQ(done(zone_explain, zone(7)).sentence, "best where it is");
}

TEST_F(Desk, ACoordinatorThatIsSilentIsATimeoutWhoseEffectIsUnknown) {
  table->is_coordinator_silent = true;
  auto told = refused(node_drain, with("node", "b"));
  EXPECT_EQ(told.code, "timeout");
  EXPECT_THAT(told.sentence, HasSubstr("what it did is unknown"));
  EXPECT_THAT(table->audit.back().outcome, HasSubstr("what it did is unknown"));
}

TEST_F(Desk, BeforeTheNodeHasJoinedNothingIsReady) {
  table->has_joined = false;
  EXPECT_EQ(refused(cluster_status).code, "not_ready");
  table->has_joined = true;
  table->directory = nullptr;
  EXPECT_EQ(refused(player_ls).code, "not_ready");
}

TEST_F(Desk, WhoeverWaitsIsAnsweredWhenTheDeskEnds) {
  table->is_coordinator_silent = true;
  auto waiting = sim.ask<command_answer>(desk, run_command{&node_drain, with("node", "b"), "ada"});
  EXPECT_FALSE(waiting->is_done());
  caf::anon_send_exit(caf::actor_cast<caf::actor>(desk), caf::exit_reason::user_shutdown);
  sim.settle();
  ASSERT_TRUE(waiting->value);
  EXPECT_EQ(std::get<refusal>(waiting->value->what).code, "timeout");
}

TEST_F(Desk, TooManyCommandsAtATimeAreRefusedAndPlacesBecomeFreeAgain) {
  table->is_coordinator_silent = true;
  std::vector<std::shared_ptr<sim::answer<command_answer>>> waiting;
  for (int i = 0; i < 33; ++i)
    waiting.push_back(sim.ask<command_answer>(desk, run_command{&zone_explain, zone(7), "ada"}));
  ASSERT_TRUE(waiting.back()->value);
  EXPECT_EQ(std::get<refusal>(waiting.back()->value->what).code, "overloaded");
  EXPECT_FALSE(waiting.front()->is_done());
  sim.advance(30s);
  for (const auto& x : waiting)
    EXPECT_TRUE(x->is_done());
  done(node_ls);
}

} // namespace
