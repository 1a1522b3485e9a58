#include "tools/world/command.hpp"

#include "tests/tools/world/temporary_directory.hpp"
#include "tools/world/generate.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tools::test {

namespace {

namespace fs = std::filesystem;

class WorldGenerate : public testing::Test {
protected:
  int run(const fs::path& out, bool force = false, world_profile profile = world_profile::headless) {
    out_.str("");
    err_.str("");
    return run_world_generate({.seed = 1, .profile = profile, .out = out, .force = force}, out_, err_);
  }
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const auto& entry : fs::directory_iterator{home_.path()})
      result.push_back(entry.path().filename().string());
    return result;
  }

  temporary_directory home_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(WorldGenerate, EveryFileIsWrittenAndNothingElse) {
  auto directory = home_.path() / "deep" / "world";
  ASSERT_EQ(run(directory), 0) << err_.str();
  auto expected = generate_world(1);
  for (const auto& [name, bytes] : expected)
    EXPECT_EQ(read_file(directory / name), bytes) << name;
  size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator{directory})
    count += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(count, expected.size());
  EXPECT_EQ(std::distance(fs::directory_iterator{home_.path() / "deep"}, fs::directory_iterator{}), 1);
}

TEST_F(WorldGenerate, TheProfileForClientsIsWritten) {
  ASSERT_EQ(run(home_.path() / "world", false, world_profile::client), 0) << err_.str();
  EXPECT_EQ(read_file(home_.path() / "world" / "map" / "2"), generate_world(1, world_profile::client).at("map/2"));
}

TEST_F(WorldGenerate, TheSummaryCountsMapsAndMonsters) {
  ASSERT_EQ(run(home_.path() / "world/"), 0) << err_.str();
  EXPECT_THAT(out_.str(), testing::HasSubstr("map 1  Larkmere: 262179 bytes"));
  EXPECT_THAT(out_.str(), testing::HasSubstr("255 monsters, 8 town people"));
  EXPECT_THAT(out_.str(), testing::HasSubstr("86 monsters, 0 town people"));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(WorldGenerate, ADirectoryInUseIsRefusedAndLeftAlone) {
  write_file(home_.path() / "world" / "mine", "precious");
  EXPECT_EQ(run(home_.path() / "world"), 1);
  EXPECT_THAT(err_.str(), testing::HasSubstr("the directory is not empty"));
  EXPECT_EQ(std::distance(fs::directory_iterator{home_.path() / "world"}, fs::directory_iterator{}), 1);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(WorldGenerate, AnEmptyDirectoryIsFilled) {
  fs::create_directory(home_.path() / "world");
  EXPECT_EQ(run(home_.path() / "world"), 0) << err_.str();
  EXPECT_TRUE(fs::exists(home_.path() / "world" / "map" / "1"));
}

TEST_F(WorldGenerate, ForceMovesWhatWasThereAside) {
  write_file(home_.path() / "world" / "mine", "precious");
  ASSERT_EQ(run(home_.path() / "world", true), 0) << err_.str();
  ASSERT_EQ(run(home_.path() / "world", true), 0) << err_.str();
  EXPECT_THAT(names(), testing::UnorderedElementsAre("world", "world.old1", "world.old2"));
  EXPECT_TRUE(fs::exists(home_.path() / "world.old1" / "mine"));
  EXPECT_FALSE(fs::exists(home_.path() / "world" / "mine"));
  EXPECT_THAT(out_.str(), testing::HasSubstr("world.old2"));
}

TEST_F(WorldGenerate, AFileIsNeverReplaced) {
  write_file(home_.path() / "world", "precious");
  EXPECT_EQ(run(home_.path() / "world", true), 1);
  EXPECT_THAT(err_.str(), testing::HasSubstr("is no directory"));
}

TEST_F(WorldGenerate, NothingIsLeftBehindWhenWritingFails) {
  write_file(home_.path() / "file", "no directory");
  EXPECT_EQ(run(home_.path() / "file" / "world"), 1);
  EXPECT_NE(err_.str(), "");
  EXPECT_THAT(names(), testing::ElementsAre("file"));
}

} // namespace

} // namespace tools::test
