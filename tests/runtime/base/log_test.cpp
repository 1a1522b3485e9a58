#include "runtime/base/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace runtime;
using testing::HasSubstr;
using testing::Not;

namespace {

class LogFile : public testing::Test {
protected:
  void SetUp() override {
    directory_ = std::filesystem::path{testing::TempDir()} / ("zonehive-log-" + std::to_string(getpid()));
    std::filesystem::remove_all(directory_);
    opts_.directory = directory_.string();
    opts_.console = false;
  }

  void TearDown() override {
    log::stop();
    std::filesystem::remove_all(directory_);
  }

  /// Stops the log, so that everything is written.
  std::vector<std::string> lines() {
    log::stop();
    std::vector<std::string> result;
    std::ifstream in{directory_ / "zonehive.log"};
    for (std::string line; std::getline(in, line);)
      result.push_back(line);
    return result;
  }

  std::filesystem::path directory_;
  log::options opts_;
};

std::string every_byte() {
  std::string result;
  for (int i = 0; i < 256; ++i)
    result += static_cast<char>(i);
  return result;
}

} // namespace

TEST(Log, NothingIsEnabledBeforeStart) {
  EXPECT_FALSE(log::enabled(log::component::edge, log::level::error));
  log::error(log::component::edge, "not-shown", "nobody sees {}", 1);
  log::stop();
}

TEST(Log, NamesOfComponentsAndLevelsReadBack) {
  EXPECT_EQ(log::component_of("zone"), log::component::zone);
  EXPECT_EQ(log::component_of("bots"), log::component::bots);
  EXPECT_EQ(log::component_of("zones"), std::nullopt);
  EXPECT_EQ(log::level_of("warn"), log::level::warn);
  EXPECT_EQ(log::level_of("warning"), std::nullopt);
}

TEST_F(LogFile, AJsonLineIsValidJsonWhateverTheTextHolds) {
  opts_.json = true;
  ASSERT_EQ(log::start(opts_), "");
  log::warn(log::component::session, "odd-name", "the player is called {}", every_byte());
  log::info(log::component::zone, "utf8", "{}", "\xEC\x95\x88 \xF0\x9F\x90\x9D \xED\xA0\x80 \xC0\xAF \"q\"");
  auto written = lines();
  ASSERT_EQ(written.size(), 2u);
  auto first = nlohmann::json::parse(written[0]);
  EXPECT_EQ(first["level"], "warning");
  EXPECT_EQ(first["component"], "session");
  EXPECT_EQ(first["event"], "odd-name");
  EXPECT_THAT(first["ts"].get<std::string>(), testing::MatchesRegex("....-..-..T..:..:...*Z"));
  auto second = nlohmann::json::parse(written[1]);
  EXPECT_THAT(second["text"].get<std::string>(), HasSubstr("\xEC\x95\x88 \xF0\x9F\x90\x9D \xEF\xBF\xBD"));
  EXPECT_THAT(second["text"].get<std::string>(), HasSubstr("\"q\""));
}

TEST_F(LogFile, ATextCannotForgeALine) {
  ASSERT_EQ(log::start(opts_), "");
  log::info(log::component::session, "chat", "{}", "hello\n2026-01-01 error boot fake: gone\x1B[2J");
  auto written = lines();
  ASSERT_EQ(written.size(), 1u);
  EXPECT_THAT(written[0], HasSubstr("info session chat: hello\\u000a2026"));
  EXPECT_THAT(written[0], Not(HasSubstr("\x1B")));
}

TEST_F(LogFile, AComponentMayHaveItsOwnLevel) {
  opts_.least = log::level::warn;
  opts_.per_component[static_cast<size_t>(log::component::zone)] = log::level::debug;
  ASSERT_EQ(log::start(opts_), "");
  log::debug(log::component::zone, "shown", "a");
  log::info(log::component::edge, "hidden", "b");
  log::warn(log::component::edge, "shown", "c");
  EXPECT_EQ(lines().size(), 2u);
  EXPECT_FALSE(log::enabled(log::component::zone, log::level::error));
}

TEST_F(LogFile, StopWritesEverythingThatWasQueued) {
  opts_.queue_lines = 4096;
  ASSERT_EQ(log::start(opts_), "");
  auto dropped_before = log::dropped();
  for (int i = 0; i < 1000; ++i)
    log::info(log::component::boot, "line", "number {}", i);
  auto written = lines();
  ASSERT_EQ(written.size(), 1000u);
  EXPECT_THAT(written.back(), HasSubstr("number 999"));
  EXPECT_EQ(log::dropped(), dropped_before);
}

TEST_F(LogFile, WhatAFullQueueLosesIsCounted) {
  opts_.queue_lines = 2;
  ASSERT_EQ(log::start(opts_), "");
  auto dropped_before = log::dropped();
  for (int i = 0; i < 5000; ++i)
    log::info(log::component::boot, "line", "number {}", i);
  auto written = lines().size();
  EXPECT_GE(written + (log::dropped() - dropped_before), 5000u);
}

TEST_F(LogFile, FilesAreRotatedBySize) {
  opts_.rotation_bytes = 1000;
  opts_.rotation_count = 2;
  ASSERT_EQ(log::start(opts_), "");
  for (int i = 0; i < 200; ++i)
    log::info(log::component::boot, "line", "number {}", i);
  log::stop();
  EXPECT_TRUE(std::filesystem::exists(directory_ / "zonehive.1.log"));
  EXPECT_TRUE(std::filesystem::exists(directory_ / "zonehive.2.log"));
  EXPECT_FALSE(std::filesystem::exists(directory_ / "zonehive.3.log"));
}

TEST_F(LogFile, AFolderThatCannotBeIsAnErrorAndNotAnException) {
  opts_.directory = "/dev/null/logs";
  EXPECT_NE(log::start(opts_), "");
  EXPECT_FALSE(log::enabled(log::component::boot, log::level::error));
}
