// `zonehive NOUN VERB` against a scripted node.

#include "tests/tools/admin/client/scripted_node.hpp"

#include "runtime/admin/command_list.hpp"
#include "tests/tools/cli/calling.hpp"
#include "tools/admin/client/screen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace tools;
using nlohmann::json;
using test::asked;
using test::call;
using test::called;
using test::refusal_reply;
using test::scripted_node;
using test::scripted_reply;
using test::table_reply;
using testing::ElementsAre;
using testing::HasSubstr;

std::string dead() { return "127.0.0.1:" + std::to_string(test::dead_port()); }

class OperatorCommands : public testing::Test {
protected:
  called call_node(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--node", node.address()});
    return call(arguments);
  }
  json last_body() { return node.requests().back().body; }

  scripted_reply told;
  scripted_node node{[this](const asked&) { return told; }};
};

TEST_F(OperatorCommands, EveryCommandHasHelpWithEachArgumentAndTheExitCodes) {
  for (auto what : runtime::admin::all_commands) {
    auto help = call({std::string{what->noun}, std::string{what->verb}, "--help"});
    EXPECT_EQ(help.code, exit_ok) << what->name();
    EXPECT_THAT(help.out, HasSubstr("Exit codes: 0 done")) << what->name();
    for (const auto& x : what->arguments)
      EXPECT_THAT(help.out, HasSubstr(std::string{x.doc.substr(0, 12)})) << what->name();
    EXPECT_THAT(help.out, HasSubstr(what->is_write ? "--dry-run" : "--watch")) << what->name();
  }
  EXPECT_THAT(call({"cluster", "restart", "--help"}).out, HasSubstr("--except"));
  EXPECT_THAT(call({"top", "--help"}).out, HasSubstr("--every"));
}

TEST_F(OperatorCommands, ArgumentsBecomeJson) {
  EXPECT_EQ(call_node({"zone", "move", "7", "b", "--dry-run"}).code, exit_ok);
  EXPECT_EQ(last_body(), (json{{"map", 7}, {"node", "b"}, {"dry_run", true}}));
  EXPECT_EQ(call_node({"zone", "move", "7"}).code, exit_ok);
  EXPECT_EQ(last_body(), (json{{"map", 7}}));
  EXPECT_EQ(call_node({"zone", "pin", "7", "--none"}).code, exit_ok);
  EXPECT_EQ(last_body(), (json{{"map", 7}, {"none", true}}));
  EXPECT_EQ(call_node({"player", "ls", "--filter", "12", "--limit", "5"}).code, exit_ok);
  EXPECT_EQ(last_body(), (json{{"filter", "12"}, {"limit", 5}})) << "a name of digits stays a name";
  EXPECT_THAT(node.requests().back().who, HasSubstr("@"));
}

TEST_F(OperatorCommands, MisuseIsExitCodeTwoAndReachesNobody) {
  EXPECT_EQ(call_node({"zone", "move"}).code, exit_bad_usage);
  auto wrong = call_node({"zone", "move", "seven"});
  EXPECT_EQ(wrong.code, exit_bad_usage);
  EXPECT_THAT(wrong.err, HasSubstr("\"map\" is \"seven\"; expected the number of a map"));
  EXPECT_EQ(call_node({"node", "ls", "--dry-run"}).code, exit_bad_usage);
  EXPECT_EQ(call_node({"node", "ls", "--watch=0"}).code, exit_bad_usage);
  EXPECT_EQ(call_node({"node", "ls", "--watch=soon"}).code, exit_bad_usage);
  EXPECT_EQ(call({"node", "ls", "--node", "here"}).code, exit_bad_usage);
  EXPECT_EQ(call({"cluster", "restart"}).code, exit_bad_usage);
  EXPECT_TRUE(node.paths().empty());
}

TEST_F(OperatorCommands, AWritePrintsItsUndo) {
  told.body["sentence"] = "zone 7 has moved";
  told.body["undo"] = "zone move 7 a";
  EXPECT_EQ(call_node({"zone", "move", "7", "b"}).out, "zone 7 has moved\nundo: zonehive zone move 7 a\n");
}

TEST_F(OperatorCommands, TablesAreAlignedOrJson) {
  told = table_reply("nodes", {"name", "zones"}, json::array({json::array({"node-1", 3}), json::array({"b", 12})}));
  EXPECT_EQ(call_node({"node", "ls"}).out, "name    zones\nnode-1  3\nb       12\n");
  EXPECT_EQ(json::parse(call_node({"node", "ls", "-o", "json"}).out)["tables"][0]["rows"][1][1], 12);
}

TEST_F(OperatorCommands, ExitCodesAreStable) {
  told.body["good"] = false;
  EXPECT_EQ(call_node({"cluster", "status"}).code, admin::exit_not_ready);
  told = refusal_reply(404, "zone_unknown", "no node can run map 9");
  auto refused = call_node({"zone", "show", "9"});
  EXPECT_EQ(refused.code, exit_failed);
  EXPECT_EQ(refused.err, "zonehive: no node can run map 9\n");
  told = refusal_reply(503, "not_ready", "starting");
  EXPECT_EQ(call_node({"zone", "ls"}).code, admin::exit_not_ready);
  EXPECT_EQ(call({"node", "ls", "--node", dead()}).code, admin::exit_unreachable);
}

TEST_F(OperatorCommands, NodesComeFromTheVariableAndAreTriedInTurn) {
  EXPECT_EQ(call({"node", "ls"}, {{"ZONEHIVE_NODE", dead() + "," + node.address()}}).code, exit_ok);
  EXPECT_EQ(call({"node", "ls", "--node", dead(), "--node", node.address()}).code, exit_ok);
  EXPECT_EQ(node.paths().size(), 2u);
}

TEST_F(OperatorCommands, TheTokenComesFromItsFile) {
  auto path =
    (std::filesystem::path{testing::TempDir()} / ("zonehive-cli-token-" + std::to_string(::getpid()))).string();
  std::ofstream{path} << "0123456789abcdef\n";
  call_node({"node", "ls", "--token-file", path});
  EXPECT_EQ(node.requests().back().authorization, "Bearer 0123456789abcdef");
  call({"node", "ls", "--node", node.address()}, {{"ZONEHIVE_ADMIN_TOKEN_FILE", path}});
  EXPECT_EQ(node.requests().back().authorization, "Bearer 0123456789abcdef");
  std::filesystem::remove(path);
  EXPECT_EQ(call_node({"node", "ls", "--token-file", path}).code, exit_bad_usage);
}

TEST_F(OperatorCommands, ADrainThatIsNotWatchedIsOnlyOrdered) {
  told.body["undo"] = "node undrain b";
  EXPECT_EQ(call_node({"node", "drain", "b", "--no-wait"}).out, "undo: zonehive node undrain b\n");
  EXPECT_THAT(node.paths(), ElementsAre("node/drain"));
}

} // namespace
