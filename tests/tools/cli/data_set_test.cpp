// `zonehive data convert|lint|diff|map` from the command line to the exit code.

#include "tests/tools/world/temporary_directory.hpp"

#include "tools/cli/run.hpp"
#include "tools/world/generate.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace tools::cli {

namespace {

using testing::HasSubstr;

class DataSetCommands : public testing::Test {
protected:
  void SetUp() override {
    for (const auto& [path, bytes] : generate_world(1))
      test::write_file(home_.path() / "world" / path, bytes);
  }
  int call(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    std::istringstream in;
    arguments.insert(arguments.begin(), "data");
    return run(arguments, {{in, out_, err_}, {}});
  }
  std::string path(const std::string& name) const { return (home_.path() / name).string(); }

  test::temporary_directory home_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(DataSetCommands, AWorldIsConvertedCheckedAndCompared) {
  EXPECT_EQ(call({"convert", "to-text", path("world"), path("text")}), exit_ok) << err_.str();
  EXPECT_EQ(call({"lint", path("text"), "-o", "json"}), exit_ok) << out_.str();
  EXPECT_EQ(nlohmann::json::parse(out_.str())["findings"], nlohmann::json::array());
  EXPECT_EQ(call({"convert", "to-binary", path("text"), path("again")}), exit_ok) << err_.str();
  EXPECT_EQ(call({"diff", path("world"), path("again")}), exit_ok);
  auto npc = generate_world(1).at("npc/1");
  npc[64] = static_cast<uint8_t>(npc[64] + 1); // its life
  test::write_file(home_.path() / "again" / "npc" / "1", npc);
  EXPECT_EQ(call({"diff", path("world"), path("again")}), exit_failed);
  EXPECT_THAT(out_.str(), HasSubstr("Mud Rat (1): hp "));
  EXPECT_EQ(call({"diff", "-o", "json", path("world"), path("again")}), exit_failed);
  EXPECT_EQ(nlohmann::json::parse(out_.str())["changes"].size(), 1u);
}

TEST_F(DataSetCommands, AFindingIsExitCodeOneUntilItIsAccepted) {
  std::filesystem::remove(home_.path() / "world" / "npc" / "1");
  EXPECT_EQ(call({"lint", path("world")}), exit_failed);
  EXPECT_THAT(out_.str(), HasSubstr("[spawn-npc]"));
  EXPECT_EQ(call({"lint", path("world"), "--write-baseline", path("known.json")}), exit_ok);
  EXPECT_EQ(call({"lint", path("world"), "--baseline", path("known.json")}), exit_ok);
}

TEST_F(DataSetCommands, AMapIsDrawn) {
  EXPECT_EQ(call({"map", path("world/map/1"), "--spawns", path("world/map/1.n_ndt"), "--npcs", path("world/npc"), "-o",
                  path("map.png"), "--layer", "level"}),
            exit_ok)
    << err_.str();
  EXPECT_GT(std::filesystem::file_size(path("map.png")), 5000u);
  EXPECT_EQ(call({"map", path("world/map/1")}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr("Larkmere, map 1\n"));
}

TEST_F(DataSetCommands, MisuseIsExitCodeTwo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"lint"},
                                             {"lint", path("nothing")},
                                             {"lint", path("world"), "-o", "yaml"},
                                             {"diff", path("world")},
                                             {"map"},
                                             {"map", path("world/map/1"), "--layer", "clouds"},
                                             {"convert", path("world"), path("text")},
                                             {"convert", "to-text", path("world"), path("text"), "--prune"}})
    EXPECT_EQ(call(arguments), exit_bad_usage) << arguments[0] << " " << arguments.size();
  EXPECT_EQ(call({"lint", "--list-rules"}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr("spawn-unreachable\n"));
}

} // namespace

} // namespace tools::cli
