// The client of the nodes' admin interface against scripted nodes.

#include "tools/admin/client/drain.hpp"
#include "tools/admin/client/rolling_restart.hpp"
#include "tools/admin/client/top.hpp"

#include "tests/tools/admin/client/scripted_node.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace {

using namespace tools;
using namespace tools::admin;
using nlohmann::json;
using test::asked;
using test::dead_port;
using test::refusal_reply;
using test::scripted_node;
using test::scripted_reply;
using test::table_reply;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct seat {
  /// Waits take no time; from the wait with this number on whoever sits there wants to stop.
  explicit seat(int waits_max = 1'000'000) : waits_left(waits_max) {}
  operator screen() {
    return {.io = {in, out, err},
            .wait = [this](std::chrono::milliseconds) { return --waits_left < 0 ? wake::stop : wake::time; }};
  }

  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  int waits_left;
};

node_link link_to(std::vector<node_address> nodes, std::string token = "") {
  return node_link{std::move(nodes), std::move(token), "ada@desk"};
}
node_link link_to(const scripted_node& node) { return link_to({{"127.0.0.1", node.port()}}); }

// -- the link ---------------------------------------------------------------------------

TEST(NodeLink, AddressesAreParsedExactly) {
  EXPECT_EQ(parse_node_address("h:1"), (node_address{"h", 1}));
  EXPECT_EQ(parse_node_address("[::1]:9880"), (node_address{"::1", 9880}));
  for (auto bad : {"", "h", "h:", ":1", "h:0", "h:65536", "h:1x", "::1:5", "http://h:1", "h/x:1"})
    EXPECT_EQ(parse_node_address(bad), std::nullopt) << bad;
}

TEST(NodeLink, ARequestCarriesTokenArgumentsAndWhoAsks) {
  scripted_node node{[](const asked&) { return scripted_reply{}; }};
  auto link = link_to({{"127.0.0.1", node.port()}}, "secret");
  auto got = link.ask("zone", "move", {{"map", 7}}, true);
  EXPECT_TRUE(got.is_ok());
  auto request = node.requests().at(0);
  EXPECT_EQ(request.path, "zone/move");
  EXPECT_EQ(request.body, (json{{"map", 7}}));
  EXPECT_EQ(request.authorization, "Bearer secret");
  EXPECT_EQ(request.who, "ada@desk");
}

TEST(NodeLink, NodesAreTriedOneAfterTheOtherAndTheOneThatAnsweredIsAskedFirstThen) {
  scripted_node node{[](const asked&) { return scripted_reply{}; }};
  auto dead = dead_port();
  auto link = link_to({{"127.0.0.1", dead}, {"127.0.0.1", node.port()}});
  EXPECT_TRUE(link.ask("node", "stop", json::object(), true).is_ok())
    << "what nobody heard may be sent to the next one";
  auto nobody = link_to({{"127.0.0.1", dead}}).ask("node", "ls", json::object(), false);
  EXPECT_EQ(nobody.status, 0);
  EXPECT_EQ(exit_code_of(nobody), exit_unreachable);
  EXPECT_THAT(nobody.error(), HasSubstr("127.0.0.1:" + std::to_string(dead)));
}

TEST(NodeLink, ANodeThatNamesAnotherOneIsFollowed) {
  scripted_node right{[](const asked&) { return scripted_reply{}; }};
  scripted_node wrong{[&](const asked&) {
    auto told = refusal_reply(421, "wrong_node", "ask b");
    told.body["admin"] = right.address();
    return told;
  }};
  EXPECT_TRUE(link_to(wrong).ask("node", "stop", {{"node", "b"}}, true).is_ok());
  EXPECT_THAT(right.paths(), ElementsAre("node/stop"));
}

TEST(NodeLink, AnAnswerThatIsNoneOfOursIsAnError) {
  scripted_node node{[](const asked&) { return scripted_reply{200, json::array({1, 2})}; }};
  auto got = link_to(node).ask("node", "ls", json::object(), false);
  EXPECT_FALSE(got.is_ok());
  EXPECT_EQ(exit_code_of(got), exit_failed);
}

TEST(Screen, ExitCodesFollowTheAnswer) {
  auto code = [](int status, bool is_good = true) { return exit_code_of({status, {{"good", is_good}}, ""}); };
  EXPECT_EQ(code(200), 0);
  EXPECT_EQ(code(200, false), 4);
  EXPECT_EQ(code(400), 2);
  EXPECT_EQ(code(401), 1);
  EXPECT_EQ(code(404), 1);
  EXPECT_EQ(code(409), 1);
  EXPECT_EQ(code(503), 4);
  EXPECT_EQ(code(0), 3);
}

TEST(Screen, WhatPlayersAreCalledCannotMoveTheCursor) {
  auto told = table_reply("players", {"name"}, json::array({json::array({"a\x1b[2Jb"})}));
  seat here;
  print({200, told.body, ""}, here);
  EXPECT_EQ(here.out.str(), "name\na?[2Jb\n");
}

// -- drains -----------------------------------------------------------------------------

scripted_reply drain_reply(bool is_draining, bool is_done, int moved, const std::string& sentence) {
  auto rows = json::array();
  for (int i = 0; i < moved; ++i)
    rows.push_back(json::array({i + 1, i == 1 ? "no" : "yes", 10, 2000, 41'400, i == 1 ? "no room" : ""}));
  auto result =
    table_reply("drain", {"node", "draining", "done"}, {{"b", is_draining ? "yes" : "no", is_done ? "yes" : "no"}});
  result.body["tables"].push_back(
    {{"title", "moved"}, {"columns", {"map", "done", "players", "bytes", "pause_us", "problem"}}, {"rows", rows}});
  result.body["sentence"] = sentence;
  result.body["good"] = is_draining && is_done;
  return result;
}

TEST(Drain, IsWatchedWithOneLineAZoneUntilItIsDone) {
  int looks = 0;
  scripted_node node{[&](const asked& what) {
    if (what.path == "node/drain")
      return scripted_reply{};
    ++looks;
    if (looks == 1)
      return drain_reply(false, false, 0, ""); // the order is on its way
    if (looks == 3)
      return refusal_reply(503, "not_ready", "no node coordinates");
    return drain_reply(true, looks == 5, looks - 2, looks == 5 ? "drained: 3 zones" : "");
  }};
  auto link = link_to(node);
  seat here;
  EXPECT_EQ(drain_node(link, {{"node", "b"}}, true, here), exit_ok);
  EXPECT_EQ(here.out.str(), "zone 1 moved: 10 players, 2000 bytes, pause 41 ms\n"
                            "zone 2 stays for now: no room\n"
                            "zone 3 moved: 10 players, 2000 bytes, pause 41 ms\n"
                            "drained: 3 zones\n");
  EXPECT_EQ(here.err.str(), "Waiting: no node coordinates\n");
}

TEST(Drain, BeingInterruptedEndsOnlyTheWatching) {
  scripted_node node{
    [](const asked& what) { return what.path == "node/drain" ? scripted_reply{} : drain_reply(true, false, 0, ""); }};
  auto link = link_to(node);
  seat here{3};
  EXPECT_EQ(drain_node(link, {{"node", "b"}}, true, here), exit_interrupted);
  EXPECT_THAT(here.err.str(), HasSubstr("the drain of node b goes on"));
  EXPECT_THAT(here.err.str(), HasSubstr("undo: zonehive node undrain b"));
  EXPECT_THAT(node.paths(), Not(testing::Contains("node/undrain")));
}

TEST(Drain, ThatIsCancelledByAnotherOneFails) {
  int looks = 0;
  scripted_node node{[&](const asked&) { return drain_reply(++looks < 3, false, 0, ""); }};
  auto link = link_to(node);
  seat here;
  EXPECT_EQ(watch_drain(link, "b", here), exit_failed);
  EXPECT_THAT(here.err.str(), HasSubstr("was cancelled"));
}

TEST(Drain, ThatIsRefusedIsNotWatched) {
  scripted_node node{[](const asked&) { return refusal_reply(409, "refused", "b is the last one"); }};
  auto link = link_to(node);
  seat here;
  EXPECT_EQ(drain_node(link, {{"node", "b"}}, true, here), exit_failed);
  EXPECT_EQ(here.err.str(), "zonehive: b is the last one\n");
  EXPECT_THAT(node.paths(), ElementsAre("node/drain"));
}

// -- rolling restarts ---------------------------------------------------------------------

/// A cluster of three behind one scripted listener: nodes come back one look after they stopped. Node a coordinates
/// until it is drained.
struct scripted_cluster {
  struct life {
    uint64_t incarnation = 1;
    bool is_draining = false;
    bool is_away = false;
  };
  std::map<std::string, life> nodes{{"a", {}}, {"b", {}}, {"c", {}}};
  std::string coordinator = "a";
  bool comes_back = true;
  std::string refuses_drain; // of this node
  std::vector<std::string> orders;

  scripted_reply list() {
    auto rows = json::array();
    for (auto& [name, x] : nodes) {
      rows.push_back(json::array(
        {name, x.incarnation, x.is_away ? "left" : "alive", name == coordinator ? "coordinator,services" : "", ""}));
      if (x.is_away && comes_back) {
        x.is_away = false;
        ++x.incarnation;
      }
    }
    return table_reply("nodes", {"name", "incarnation", "state", "duties", "admin"}, rows);
  }

  scripted_reply answer(const asked& what) {
    auto name = what.body.value("node", "");
    if (what.path == "node/ls")
      return list();
    if (what.path == "cluster/status")
      return scripted_reply{};
    if (what.path == "node/drain-status")
      return drain_reply(nodes[name].is_draining, true, 0, "drained " + name);
    if (what.path == "node/drain" && name == refuses_drain)
      return refusal_reply(409, "refused", name + " is the last one");
    orders.push_back(what.path.substr(5) + " " + name);
    if (what.path == "node/drain" && name == coordinator)
      coordinator = "b";
    nodes[name].is_draining = what.path != "node/undrain";
    nodes[name].is_away = what.path == "node/stop";
    return {};
  }
};

class RollingRestart : public testing::Test {
protected:
  int run(rolling_options options = {}, int waits_max = 1'000'000) {
    here.waits_left = waits_max;
    options.timeout = timeout;
    auto link = link_to(node);
    return restart_rolling(link, options, here);
  }

  scripted_cluster cluster;
  scripted_node node{[this](const asked& what) { return cluster.answer(what); }};
  seat here;
  std::chrono::seconds timeout{60};
};

TEST_F(RollingRestart, TakesOneNodeAfterTheOtherAndTheCoordinatorLast) {
  EXPECT_EQ(run(), exit_ok) << here.err.str();
  EXPECT_THAT(cluster.orders, ElementsAre("drain b", "stop b", "undrain b", "drain c", "stop c", "undrain c", "drain a",
                                          "stop a", "undrain a"));
  EXPECT_THAT(here.out.str(), HasSubstr("node b (1 of 3): drain\ndrained b\n"));
  EXPECT_THAT(here.out.str(), testing::EndsWith("restarted: 3 nodes\n"));
}

TEST_F(RollingRestart, GoesOnWhereItWasStopped) {
  EXPECT_EQ(run({.except = {"b", "c"}}), exit_ok);
  EXPECT_THAT(cluster.orders, ElementsAre("drain a", "stop a", "undrain a"));
}

TEST_F(RollingRestart, ANodeThatDoesNotComeBackEndsItAndSaysHowToGoOn) {
  cluster.comes_back = false;
  timeout = std::chrono::seconds{0};
  EXPECT_EQ(run({.except = {"c"}}), exit_failed);
  EXPECT_THAT(cluster.orders, ElementsAre("drain b", "stop b"));
  EXPECT_THAT(here.err.str(), HasSubstr("node b has not come back"));
  EXPECT_THAT(here.err.str(), HasSubstr("restarted so far: c\nleft: a b\n"));
  EXPECT_THAT(here.err.str(), HasSubstr("zonehive cluster restart --rolling --except c\n"));
}

TEST_F(RollingRestart, BeingInterruptedLeavesTheRestAlone) {
  cluster.comes_back = false;
  EXPECT_EQ(run({}, 2), exit_interrupted);
  EXPECT_THAT(cluster.orders, ElementsAre("drain b", "stop b"));
  EXPECT_THAT(here.err.str(), HasSubstr("Stopped.\nrestarted so far: none\nleft: a b c\n"));
}

TEST_F(RollingRestart, ADrainThatIsRefusedEndsIt) {
  cluster.refuses_drain = "b";
  EXPECT_EQ(run(), exit_failed);
  EXPECT_TRUE(cluster.orders.empty());
  EXPECT_THAT(here.err.str(), HasSubstr("b is the last one"));
}

TEST_F(RollingRestart, ARehearsalOnlySaysTheOrder) {
  EXPECT_EQ(run({.is_dry_run = true}), exit_ok);
  EXPECT_EQ(here.out.str(), "would restart node b\nwould restart node c\nwould restart node a, which coordinates\n");
  EXPECT_TRUE(cluster.orders.empty());
}

// -- top ------------------------------------------------------------------------------------

TEST(Top, DrawsNodesAndZonesUntilItIsEnded) {
  scripted_node node{[](const asked& what) {
    if (what.path == "node/ls")
      return table_reply("nodes", {"name", "state", "sessions"}, json::array({json::array({"a", "alive", 3})}));
    if (what.path == "zone/ls")
      return table_reply("zones", {"map", "tick_p50_us"}, json::array({json::array({7, 310})}));
    if (what.path == "lease/ls")
      return table_reply("leases", {"lease", "node"}, json::array({json::array({"zone/7", "a"})}));
    return scripted_reply{.body = {{"tables", json::array()}, {"sentence", "all is well"}}};
  }};
  auto link = link_to(node);
  seat here{1};
  EXPECT_EQ(run_top(link, std::chrono::milliseconds{1}, here), exit_ok);
  EXPECT_THAT(here.out.str(), HasSubstr("all is well\n1 leases held"));
  EXPECT_THAT(here.out.str(), HasSubstr("310"));
  EXPECT_THAT(here.out.str(), Not(HasSubstr("\x1b"))) << "this is no terminal";
  seat lines{2};
  screen to = lines;
  to.is_json = true;
  EXPECT_EQ(run_top(link, std::chrono::milliseconds{1}, to), exit_ok);
  std::istringstream printed{lines.out.str()};
  int count = 0;
  for (std::string line; std::getline(printed, line); ++count)
    EXPECT_EQ(json::parse(line)["zones"][0]["map"], 7);
  EXPECT_EQ(count, 3);
}

TEST(Top, AWrongAddressEndsIt) {
  auto link = link_to({{"127.0.0.1", dead_port()}});
  seat here;
  EXPECT_EQ(run_top(link, std::chrono::milliseconds{1}, here), exit_unreachable);
}

} // namespace
