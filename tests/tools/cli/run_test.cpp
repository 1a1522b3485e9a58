#include "tests/tools/cli/calling.hpp"

#include "runtime/boot/options.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace tools;
using namespace tools::cli;
using test::call;
using test::called;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

std::string value_of(const called& shown, std::string_view key) {
  for (auto& entry : nlohmann::json::parse(shown.out))
    if (entry["key"] == key)
      return entry["value"].get<std::string>() + " from " + entry["source"].get<std::string>();
  return "nothing";
}

/// A settings file that lives as long as the test.
class SettingsFile : public testing::Test {
protected:
  void SetUp() override {
    path_ = (std::filesystem::path{testing::TempDir()} / ("zonehive-" + std::to_string(getpid()) + ".toml")).string();
  }
  void TearDown() override { std::filesystem::remove(path_); }
  void write(std::string_view text) { std::ofstream{path_} << text; }

  std::string path_;
};

} // namespace

// -- the command line ------------------------------------------------------------

TEST(CommandLine, HelpIsThereForEveryCommand) {
  for (auto& words : std::vector<std::vector<std::string>>{{},
                                                           {"serve"},
                                                           {"cluster"},
                                                           {"cluster", "restart"},
                                                           {"node"},
                                                           {"zone"},
                                                           {"top"},
                                                           {"config"},
                                                           {"config", "show"},
                                                           {"config", "explain"},
                                                           {"db"},
                                                           {"db", "migrate"},
                                                           {"db", "status"},
                                                           {"account"},
                                                           {"account", "create"},
                                                           {"account", "set-password"},
                                                           {"account", "ban"},
                                                           {"account", "unban"},
                                                           {"account", "ls"},
                                                           {"cert"},
                                                           {"cert", "init"},
                                                           {"cert", "issue"},
                                                           {"cert", "ls"},
                                                           {"world"},
                                                           {"world", "generate"},
                                                           {"data"},
                                                           {"data", "dump"},
                                                           {"data", "build"},
                                                           {"data", "ull"},
                                                           {"data", "ull", "encode"},
                                                           {"data", "ull", "decode"},
                                                           {"bots"},
                                                           {"bots", "run"},
                                                           {"sim"},
                                                           {"sim", "run"},
                                                           {"sim", "trace"},
                                                           {"sim", "shrink"},
                                                           {"sim", "soak"},
                                                           {"version"}}) {
    auto arguments = words;
    arguments.push_back("--help");
    auto result = call(arguments);
    EXPECT_EQ(result.code, exit_ok) << testing::PrintToString(words);
    EXPECT_THAT(result.out, HasSubstr("--help")) << testing::PrintToString(words);
  }
}

TEST(CommandLine, MisuseIsExitCodeTwo) {
  EXPECT_EQ(call({}).code, exit_bad_usage);
  EXPECT_EQ(call({"fly"}).code, exit_bad_usage);
  EXPECT_EQ(call({"config"}).code, exit_bad_usage);
  EXPECT_EQ(call({"config", "explain"}).code, exit_bad_usage);
  EXPECT_EQ(call({"config", "show", "-o", "xml"}).code, exit_bad_usage);
  EXPECT_EQ(call({"version", "--loud"}).code, exit_bad_usage);
  EXPECT_EQ(call({"world", "generate", "--out", "/dev/null/world", "--profile", "server"}).code, exit_bad_usage);
  for (std::string seed :
       {"-1", "+1", "abc", "1.5", "0x10", "1e3", " 1", "1 ", "", "18446744073709551616", "99999999999999999999999"}) {
    auto refused = call({"world", "generate", "--out", "/dev/null/world", "--seed=" + seed});
    EXPECT_EQ(refused.code, exit_bad_usage) << seed;
    EXPECT_THAT(refused.err, testing::StartsWith("--seed wants a whole number from 0 to 18446744073709551615, not '"
                                                 + seed + "'\n"));
  }
  // These get as far as the folder.
  for (auto seed : {"0", "010", "18446744073709551615"})
    EXPECT_EQ(call({"world", "generate", "--out", "/dev/null/world", "--seed", seed}).code, exit_failed) << seed;
  EXPECT_EQ(call({"data"}).code, exit_bad_usage);
  EXPECT_EQ(call({"data", "dump", "--format", "npc"}).code, exit_bad_usage);
  EXPECT_EQ(call({"data", "dump", "--format", "np", "npc/1"}).code, exit_bad_usage);
  EXPECT_EQ(call({"data", "dump", "--format", "npc", "--id", "70000", "npc/1"}).code, exit_bad_usage);
  EXPECT_EQ(call({"data", "ull", "scramble", "x"}).code, exit_bad_usage);
  EXPECT_EQ(call({"cert"}).code, exit_bad_usage);
  EXPECT_EQ(call({"cert", "init", "--dir", "/dev/null/ca"}).code, exit_bad_usage);
  EXPECT_EQ(call({"cert", "init", "--dir", "/dev/null/ca", "--cluster", "No Name"}).code, exit_bad_usage);
  for (const auto* days : {"0", "3651", "soon"})
    EXPECT_EQ(call({"cert", "issue", "--dir", "/dev/null/ca", "--node", "a", "--days", days}).code, exit_bad_usage);
  EXPECT_EQ(call({"sim"}).code, exit_bad_usage);
  EXPECT_EQ(call({"sim", "soak"}).code, exit_bad_usage);
  EXPECT_EQ(call({"sim", "run", "-o", "xml"}).code, exit_bad_usage);
}

TEST(CommandLine, TheSimulatorRefusesWhatItDoesNotKnow) {
  auto misspelt = call({"sim", "run", "--seed", "1", "--faults", "partiton"});
  EXPECT_EQ(misspelt.code, exit_bad_usage);
  EXPECT_EQ(misspelt.err, "sim run: --faults: 'partiton' is no fault; did you mean partition?\n");
  EXPECT_THAT(call({"sim", "run", "--seed=010x"}).err, HasSubstr("--seed wants a whole number"));
  EXPECT_THAT(call({"sim", "run", "--seed", "1", "--jobs", "0"}).err, HasSubstr("--jobs wants a whole number from 1"));
  EXPECT_THAT(call({"sim", "trace", "--seed", "1", "--to", "noon"}).err, HasSubstr("--to wants a time"));
  EXPECT_THAT(call({"sim", "soak", "--hours", "0"}).err, HasSubstr("--hours wants a number above 0"));
  EXPECT_THAT(call({"sim", "shrink", "--scenario", "/dev/null/none"}).err, HasSubstr("cannot be read"));
  EXPECT_THAT(call({"sim", "run", "--help"}).out, HasSubstr("store.fail_after_commit"));
}

TEST(CommandLine, TheProfileOfAWorldIsWritten) {
  auto home = std::filesystem::path{testing::TempDir()} / ("zonehive-world-" + std::to_string(getpid()));
  for (std::string profile : {"headless", "client"}) {
    auto done = call({"world", "generate", "--out", (home / profile).string(), "--profile", profile});
    EXPECT_EQ(done.code, exit_ok) << done.err;
    std::ifstream manifest{home / profile / "MANIFEST.json"};
    EXPECT_EQ(nlohmann::json::parse(manifest)["profile"], profile);
  }
  std::filesystem::remove_all(home);
}

TEST(CommandLine, ServeHelpShowsEveryOptionWithItsFacts) {
  auto help = call({"serve", "--help"}).out;
  for (auto& spec : runtime::boot::serve_specs())
    EXPECT_THAT(help, HasSubstr("--" + std::string{spec.key}));
  EXPECT_THAT(help, HasSubstr("[default 5000 ms; 100 .. 5000]"));
  EXPECT_THAT(help, HasSubstr("\nlogin:\n"));
}

TEST(CommandLine, ServeRefusesWrongSettingsBeforeItStarts) {
  auto result = call({"serve", "--login.port", "70000", "--zone.tick_hzz=3", "stray"});
  EXPECT_EQ(result.code, exit_bad_usage);
  EXPECT_THAT(result.err, HasSubstr("--login.port: login.port must be a whole number from 0 to 65535, not \"70000\""));
  EXPECT_THAT(result.err, HasSubstr("unknown setting \"zone.tick_hzz\"; did you mean zone.tick_hz?"));
  EXPECT_THAT(result.err, HasSubstr("unexpected argument \"stray\""));
}

// -- config show and explain -----------------------------------------------------

TEST_F(SettingsFile, FlagsBeatVariablesBeatTheFile) {
  write("[login]\nport = 1001\nlock_s = 77\n[zone]\nmaps = [1, 7]\ntick_hz = 10\n");
  auto shown = call({"config", "show", "-o", "json", "--config", path_, "--login.port", "1003"},
                    {{"ZONEHIVE_LOGIN_PORT", "1002"}, {"ZONEHIVE_ZONE_TICK_HZ", "30"}});
  EXPECT_EQ(shown.code, exit_ok) << shown.err;
  EXPECT_EQ(value_of(shown, "login.port"), "1003 from --login.port");
  EXPECT_EQ(value_of(shown, "zone.tick_hz"), "30 from ZONEHIVE_ZONE_TICK_HZ");
  EXPECT_EQ(value_of(shown, "login.lock_s"), "77 from " + path_ + ":3");
  EXPECT_EQ(value_of(shown, "zone.maps"), "1,7 from " + path_ + ":5");
  EXPECT_EQ(value_of(shown, "game.port"), "9860 from default");
}

TEST_F(SettingsFile, ErrorsNameFileAndLine) {
  write("[login]\nport = 1001\nprot = 5\n[zone]\ntick_hz = 101\noops\n");
  auto shown = call({"config", "show"}, {{"ZONEHIVE_CONFIG", path_}});
  EXPECT_EQ(shown.code, exit_bad_usage);
  EXPECT_THAT(shown.err, HasSubstr(path_ + ":3: unknown setting \"login.prot\"; did you mean login.port?"));
  EXPECT_THAT(shown.err, HasSubstr(path_ + ":5: zone.tick_hz must be a whole number from 1 to 100, not \"101\""));
  EXPECT_THAT(shown.err, HasSubstr(path_ + ":6: a setting looks like key = value"));
}

TEST(ConfigCommand, AFileThatIsNotThereIsAnError) {
  auto shown = call({"config", "show", "--config", "/nowhere/z.toml"});
  EXPECT_EQ(shown.code, exit_bad_usage);
  EXPECT_THAT(shown.err, HasSubstr("/nowhere/z.toml: the settings file cannot be read"));
}

TEST(ConfigCommand, BooleansAliasesAndEmptyTextsAreUnderstood) {
  auto shown =
    call({"config", "show", "-o", "json", "--auto-create", "--login.maintenance=false", "--log.dir=", "--roles",
          "zone,service", "--edge.dynamic_key", "0x1", "--cluster.port", "9870", "--cluster.plain"});
  EXPECT_EQ(shown.code, exit_ok) << shown.err;
  EXPECT_EQ(value_of(shown, "account.auto_create"), "true from --account.auto_create");
  EXPECT_EQ(value_of(shown, "login.maintenance"), "false from --login.maintenance");
  EXPECT_EQ(value_of(shown, "log.dir"), " from --log.dir");
  EXPECT_EQ(value_of(shown, "node.roles"), "zone,service from --node.roles");
  EXPECT_EQ(value_of(shown, "edge.dynamic_key"), "0x00000001 from --edge.dynamic_key");
}

TEST(ConfigCommand, PasswordsAreMaskedEverywhere) {
  for (auto& words : std::vector<std::vector<std::string>>{{"config", "show"},
                                                           {"config", "show", "-o", "json"},
                                                           {"config", "explain", "database.url"},
                                                           {"config", "explain", "database.url", "-o", "json"},
                                                           {"serve", "--help"}}) {
    auto result = call(words, {{"ZONEHIVE_DATABASE_URL", "postgresql://u:hunter2@h/d"}});
    EXPECT_THAT(result.out + result.err, Not(HasSubstr("hunter2")));
  }
}

TEST_F(SettingsFile, ExplainTellsWhoWonAndWhoLost) {
  write("login.port = 1001\n");
  auto text = call({"config", "explain", "login.port", "--config", path_}, {{"ZONEHIVE_LOGIN_PORT", "1002"}});
  EXPECT_EQ(text.code, exit_ok);
  EXPECT_THAT(text.out, HasSubstr("ZONEHIVE_LOGIN_PORT"));
  auto told = nlohmann::json::parse(
    call({"config", "explain", "login.port", "-o", "json", "--config", path_}, {{"ZONEHIVE_LOGIN_PORT", "1002"}}).out);
  EXPECT_EQ(told["value"], "1002");
  EXPECT_EQ(told["from"], "ZONEHIVE_LOGIN_PORT");
  EXPECT_EQ(told["default"], "3550");
  EXPECT_EQ(told["overruled"], nlohmann::json::array({"1001 from " + path_ + ":1"}));
}

TEST(ConfigCommand, ExplainSuggestsAKey) {
  auto told = call({"config", "explain", "login.prt"});
  EXPECT_EQ(told.code, exit_bad_usage);
  EXPECT_THAT(told.err, HasSubstr("did you mean login.port?"));
  EXPECT_THAT(told.out, IsEmpty());
}

TEST(ConfigCommand, BytesThatAreNoUtf8DoNotEndTheProgram) {
  auto shown = call({"config", "show", "-o", "json", "--data.dir", "\xFF\xFE"});
  EXPECT_EQ(shown.code, exit_ok);
  EXPECT_TRUE(nlohmann::json::accept(shown.out));
}

// -- data ------------------------------------------------------------------------

TEST(DataCommandLine, AFileIsDumpedWithEveryOption) {
  auto file = std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/gamedata/npc/1";
  auto result = call({"data", "dump", "--format", "npc", "--id", "1", "--encoding", "EUC-KR", "--lenient", "--raw",
                      "--context", R"({"id": 2})", file});
  EXPECT_EQ(result.code, exit_ok) << result.err;
  EXPECT_EQ(nlohmann::json::parse(result.out)["value"]["name"]["text"], "Mud Rat");
  result = call({"data", "dump", "--format", "npc", "--id", "2", file});
  EXPECT_EQ(result.code, exit_bad_usage);
  EXPECT_EQ(nlohmann::json::parse(result.out)["error"], "ERR_ID_MISMATCH");
}

TEST(DataCommandLine, HelpListsTheFormats) {
  for (auto verb : {"dump", "build"}) {
    auto help = call({"data", verb, "--help"}).out;
    EXPECT_THAT(help, HasSubstr("client_wl     WL of the client"));
    EXPECT_THAT(help, HasSubstr("shift-jis"));
  }
}
