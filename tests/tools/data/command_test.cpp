#include "tools/data/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace tools::data {

namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

std::string golden(const std::string& file) {
  return std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/gamedata/" + file;
}

std::string bytes_in(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>{file}, {}};
}

class DataCommand : public testing::Test {
protected:
  void SetUp() override {
    dir_ = fs::path{testing::TempDir()} / ("zonehive-data-" + std::to_string(getpid()));
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  int dump(dump_options options) {
    out_.str("");
    err_.str("");
    return run_data_dump(options, {in_, out_, err_});
  }
  int build(build_options options) {
    err_.str("");
    return run_data_build(options, {in_, out_, err_});
  }

  fs::path dir_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(DataCommand, AGoodFileIsPrintedAndExitsWithZero) {
  EXPECT_EQ(dump({.format = "npc", .file = golden("npc/1"), .id = 1}), exit_ok);
  auto printed = json::parse(out_.str());
  EXPECT_EQ(printed["result"], "ok");
  EXPECT_EQ(printed["value"]["exp"], 120);
  EXPECT_FALSE(printed.contains("raw"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(DataCommand, TheInputIsDumpedLikeAFile) {
  ASSERT_EQ(dump({.format = "npc", .file = golden("npc/1"), .id = 1}), exit_ok);
  auto printed = out_.str();
  in_.str(bytes_in(golden("npc/1")));
  EXPECT_EQ(dump({.format = "npc", .file = "-", .id = 1}), exit_ok);
  EXPECT_EQ(out_.str(), printed);
  in_.clear();
  in_.str(std::string(loaders::file_size_max + 1, 'x'));
  EXPECT_EQ(dump({.format = "it0", .file = "-", .lenient = true}), exit_bad_usage);
  EXPECT_EQ(json::parse(out_.str())["error"], "ERR_TOO_LARGE");
}

TEST_F(DataCommand, ADamagedFileIsReportedInJsonAndExitsWithTwo) {
  EXPECT_EQ(dump({.format = "npc", .file = golden("npc/1"), .id = 2}), exit_bad_usage);
  auto printed = json::parse(out_.str());
  EXPECT_EQ(printed["error"], "ERR_ID_MISMATCH");
  EXPECT_THAT(printed["message"].get<std::string>(), HasSubstr("npc/1: ID_MISMATCH at byte 20: id is 1, expected 2"));
}

TEST_F(DataCommand, WarningsAreAlsoSentences) {
  EXPECT_EQ(dump({.format = "spawn", .file = golden("spawn/bad_13bytes.n_ndt"), .lenient = true}), exit_ok);
  EXPECT_EQ(json::parse(out_.str())["warnings"], json::array({"WARN_TRAILING"}));
  EXPECT_THAT(err_.str(), HasSubstr("TRAILING at byte 8: file size is 13 bytes, expected a multiple of 8 bytes."));
}

TEST_F(DataCommand, TheContextTellsWhatTheFileDoesNot) {
  dump_options options{
    .format = "map", .file = golden("map/901_warps"), .context = R"({"id": 902, "samples": [[51, 100]]})"};
  EXPECT_EQ(dump(options), exit_bad_usage);
  options.id = 901; // goes before the context's
  EXPECT_EQ(dump(options), exit_ok);
  EXPECT_EQ(json::parse(out_.str())["value"]["samples"][0]["monster_level"], 200);
  EXPECT_EQ(dump({.format = "it0ex", .file = golden("item/0ex"), .context = R"({"base_rows": [0]})"}), exit_bad_usage);
  EXPECT_EQ(json::parse(out_.str())["error"], "ERR_REFERENCE");
  EXPECT_EQ(dump({.format = "npc", .file = golden("npc/1"), .context = R"({"encoding": "big5", "else": 1})"}), exit_ok);
}

TEST_F(DataCommand, MisuseIsASentenceAndExitCodeTwo) {
  EXPECT_EQ(dump({.format = "it9", .file = golden("npc/1")}), exit_bad_usage);
  EXPECT_THAT(err_.str(), HasSubstr("no format is called \"it9\"; there are map, npc, "));
  EXPECT_EQ(dump({.format = "npc", .file = golden("npc/1"), .encoding = "latin"}), exit_bad_usage);
  EXPECT_THAT(err_.str(), HasSubstr("no encoding is called \"latin\"; there are ascii, utf-8, "));
  for (auto context : {"{", "[]", R"({"id": 70000})", R"({"samples": [[1]]})", R"({"base_rows": 1})"})
    EXPECT_EQ(dump({.format = "npc", .file = golden("npc/1"), .context = context}), exit_bad_usage) << context;
  EXPECT_EQ(out_.str(), "");
}

TEST_F(DataCommand, AFileThatIsNotThereIsExitCodeOne) {
  EXPECT_EQ(dump({.format = "npc", .file = dir_ / "nothing"}), exit_failed);
  EXPECT_THAT(err_.str(), HasSubstr("cannot read"));
  EXPECT_EQ(dump({.format = "npc", .file = dir_}), exit_failed);
  EXPECT_EQ(build({.format = "npc", .json_file = dir_ / "nothing", .file = dir_ / "out"}), exit_failed);
}

TEST_F(DataCommand, AFileThatIsTooLargeIsRefusedBeforeItIsRead) {
  auto path = dir_ / "large";
  std::ofstream{path} << "x";
  fs::resize_file(path, loaders::file_size_max + 1);
  EXPECT_EQ(dump({.format = "it0", .file = path, .lenient = true}), exit_bad_usage);
  EXPECT_EQ(json::parse(out_.str())["error"], "ERR_TOO_LARGE");
}

TEST_F(DataCommand, WhatWasDumpedIsBuiltAgain) {
  for (auto [format, file] : {std::pair{"map", "map/901_warps"},
                              {"it0", "item/0"},
                              {"quest", "quest/0013.dat"},
                              {"mapinfo", "text/MapInfo.ini"},
                              {"drop", "drop/1.itm"}}) {
    ASSERT_EQ(dump({.format = format, .file = golden(file), .raw = true}), exit_ok);
    std::ofstream{dir_ / "dump.json"} << out_.str();
    ASSERT_EQ(build({.format = format, .json_file = dir_ / "dump.json", .file = dir_ / "built"}), exit_ok)
      << err_.str();
    EXPECT_EQ(bytes_in(dir_ / "built"), bytes_in(golden(file))) << file;
    in_.str(out_.str());
    in_.clear();
    ASSERT_EQ(build({.format = format, .json_file = "-", .file = dir_ / "built2"}), exit_ok) << err_.str();
    EXPECT_EQ(bytes_in(dir_ / "built2"), bytes_in(golden(file))) << file;
  }
}

TEST_F(DataCommand, JsonThatIsNoFileLeavesTheOldFileAlone) {
  std::ofstream{dir_ / "file"} << "old";
  for (auto text : {std::string{"{"}, std::string{"{}"}, std::string{"[1]"}, std::string{R"({"rows": [{"index": 1}]})"},
                    std::string{R"({"rows": [{"index": 1e999}]})"}, std::string(1'000'000, '['),
                    "{\"rows\": " + std::string(1'000'000, '[') + std::string(1'000'000, ']') + "}"}) {
    std::ofstream{dir_ / "bad.json"} << text;
    EXPECT_EQ(build({.format = "favindex", .json_file = dir_ / "bad.json", .file = dir_ / "file"}), exit_bad_usage);
    EXPECT_THAT(err_.str(), HasSubstr("bad.json"));
  }
  EXPECT_EQ(bytes_in(dir_ / "file"), "old");
}

TEST_F(DataCommand, AFileThatCannotBeWrittenIsExitCodeOne) {
  std::ofstream{dir_ / "good.json"} << R"({"rows": []})";
  EXPECT_EQ(build({.format = "favindex", .json_file = dir_ / "good.json", .file = dir_ / "no" / "place"}), exit_failed);
  EXPECT_THAT(err_.str(), HasSubstr("cannot write"));
}

TEST_F(DataCommand, UllGoesBothWays) {
  EXPECT_EQ(run_data_ull({golden("client/MON.bin"), dir_ / "MON.ull", false}, out_, err_), exit_ok);
  EXPECT_NE(bytes_in(dir_ / "MON.ull"), bytes_in(golden("client/MON.bin")));
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(run_data_ull({dir_ / "MON.ull", {}, true}, out_, err_), exit_ok);
  EXPECT_EQ(out_.str(), bytes_in(golden("client/MON.bin")));
  EXPECT_EQ(run_data_ull({dir_ / "nothing", {}, true}, out_, err_), exit_failed);
}

} // namespace

} // namespace tools::data
