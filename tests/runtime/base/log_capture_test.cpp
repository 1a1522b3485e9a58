#include "runtime/base/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

using namespace runtime;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

/// Collects `component level event: sentence`.
class LogCapture : public testing::Test {
protected:
  using lines = std::vector<std::string>;

  static log::capture::handler into(lines& out) {
    return [&out](log::component who, log::level lvl, std::string_view event, std::string_view sentence) {
      out.push_back(std::string{log::component_names[static_cast<size_t>(who)]} + " "
                    + std::string{log::level_names[static_cast<size_t>(lvl)]} + " " + std::string{event} + ": "
                    + std::string{sentence});
    };
  }

  ~LogCapture() override { log::stop(); }
};

} // namespace

TEST_F(LogCapture, ALineIsThereWhenTheCallReturns) {
  lines got;
  log::capture guard{into(got)};
  log::warn(log::component::zone, "checkpoint-failed", "zone {} could not save", 7);
  EXPECT_THAT(got, ElementsAre("zone warn checkpoint-failed: zone 7 could not save"));
}

TEST_F(LogCapture, TheCallIsMadeByTheThreadThatLogs) {
  std::thread::id caller;
  log::capture guard{[&](auto, auto, auto, auto) { caller = std::this_thread::get_id(); }};
  log::error(log::component::edge, "accept-failed", "no descriptors");
  EXPECT_EQ(caller, std::this_thread::get_id());
}

TEST_F(LogCapture, LinesBelowTheLevelAreNotMade) {
  lines got;
  log::capture guard{into(got), log::level::warn};
  EXPECT_FALSE(log::enabled(log::component::zone, log::level::info));
  log::info(log::component::zone, "zone-started", "not seen");
  log::error(log::component::zone, "bad", "seen");
  EXPECT_THAT(got, ElementsAre("zone error bad: seen"));
}

TEST_F(LogCapture, NothingIsCapturedOnceItEnded) {
  lines got;
  { log::capture guard{into(got)}; }
  EXPECT_FALSE(log::enabled(log::component::zone, log::level::error));
  log::error(log::component::zone, "bad", "not seen");
  EXPECT_THAT(got, IsEmpty());
}

TEST_F(LogCapture, TheInnermostOneGetsTheLinesAndThenTheOuterOneAgain) {
  lines outer;
  lines inner;
  log::capture a{into(outer), log::level::info};
  {
    log::capture b{into(inner), log::level::error};
    log::warn(log::component::boot, "one", "below the level of the inner one");
    log::error(log::component::boot, "two", "inner");
  }
  log::info(log::component::boot, "three", "outer");
  EXPECT_THAT(inner, ElementsAre("boot error two: inner"));
  EXPECT_THAT(outer, ElementsAre("boot info three: outer"));
}

TEST_F(LogCapture, TheHandlerMayLogAndEndsWhenItDoesNot) {
  lines got;
  log::capture outer{into(got)};
  bool is_inside = false;
  log::capture guard{[&](log::component who, log::level lvl, std::string_view event, std::string_view sentence) {
    into(got)(who, lvl, event, sentence);
    if (!std::exchange(is_inside, true))
      log::info(log::component::bots, "second", "from the handler");
  }};
  log::info(log::component::bots, "first", "from outside");
  EXPECT_THAT(got, ElementsAre("bots info first: from outside", "bots info second: from the handler"));
}

TEST_F(LogCapture, TheWriterGetsNothingMeanwhileAndEverythingAfterwards) {
  auto directory = std::filesystem::path{testing::TempDir()} / ("zonehive-capture-" + std::to_string(getpid()));
  std::filesystem::remove_all(directory);
  log::options opts;
  opts.console = false;
  lines got;
  {
    log::capture guard{into(got), log::level::error};
    opts.directory = directory.string();
    opts.per_component[static_cast<size_t>(log::component::zone)] = log::level::debug;
    ASSERT_EQ(log::start(opts), "");
    EXPECT_FALSE(log::enabled(log::component::zone, log::level::debug)) << "the capture's level counts";
    log::error(log::component::zone, "captured", "not written");
  }
  log::debug(log::component::zone, "written", "by the writer");
  log::stop();
  std::ifstream in{directory / "zonehive.log"};
  std::string written{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_THAT(written, testing::HasSubstr("zone written: by the writer"));
  EXPECT_THAT(written, testing::Not(testing::HasSubstr("captured")));
  EXPECT_THAT(got, ElementsAre("zone error captured: not written"));
  std::filesystem::remove_all(directory);
}
