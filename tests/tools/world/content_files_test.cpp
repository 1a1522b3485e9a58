// Reading a data directory, on a generated world that is then damaged.

#include "runtime/boot/content_files.hpp"

#include "tests/tools/world/temporary_directory.hpp"
#include "tools/world/generate.hpp"

#include <gmock/gmock.h>

namespace tools::test {

namespace {

namespace fs = std::filesystem;

using loaders::load_errc;
using loaders::load_mode;
using runtime::boot::load_world;
using runtime::boot::load_world_data;

class ContentFiles : public testing::Test {
protected:
  void SetUp() override {
    static const auto files = generate_world(1);
    for (const auto& [name, bytes] : files)
      write_file(at(name), bytes);
  }
  fs::path at(const std::string& name) const { return home_.path() / name; }
  loaders::load_issue strict_error() const {
    auto found = load_world(home_.path(), load_mode::strict);
    EXPECT_FALSE(found);
    return found ? loaders::load_issue{} : found.error();
  }

  temporary_directory home_;
};

TEST_F(ContentFiles, AGeneratedWorldLoadsStrictlyWithoutWarnings) {
  auto world = load_world(home_.path(), load_mode::strict);
  ASSERT_TRUE(world) << to_string(world.error());
  EXPECT_TRUE(world.warnings().empty());
  ASSERT_EQ(world->size(), 3u);
  const auto& larkmere = *world->at(1);
  EXPECT_EQ(larkmere.map.name, "Larkmere");
  EXPECT_EQ(larkmere.spawns.size(), 263u);
  EXPECT_EQ(larkmere.npcs.size(), 14u);
  EXPECT_EQ(larkmere.npcs.at(3).name.str(), "Thorn Boar");
}

TEST_F(ContentFiles, NamesAreHeldToTheEncodingOfTheDataSet) {
  auto path = "npc/3";
  auto npc = loaders::load_npc(path, 3, generate_world(1).at(path), load_mode::strict);
  npc->name = "\xB5\xCE"; // Korean
  write_file(at(path), save_npc(*npc));
  auto world = load_world(home_.path(), load_mode::strict);
  ASSERT_TRUE(world);
  ASSERT_EQ(world.warnings().size(), 1u);
  EXPECT_EQ(world.warnings()[0].code, load_errc::encoding);
  EXPECT_TRUE(load_world(home_.path(), {load_mode::strict, loaders::text_encoding::euc_kr}).warnings().empty());
}

TEST_F(ContentFiles, NamesAreFoundInAnyCase) {
  fs::rename(at("map/MapInfo.ini"), at("map/MAPINFO.INI"));
  fs::rename(at("map/1.n_ndt"), at("map/1.N_NDT"));
  fs::rename(at("npc"), at("NPC"));
  EXPECT_TRUE(load_world(home_.path(), load_mode::strict));
}

TEST_F(ContentFiles, OlderNamesOfSpawnListsAreRead) {
  fs::rename(at("map/1.n_ndt"), at("map/1.ndt"));
  auto world = load_world(home_.path(), load_mode::strict);
  ASSERT_TRUE(world) << to_string(world.error());
  EXPECT_EQ(world->at(1)->spawn_file, "map/1.ndt");
}

TEST_F(ContentFiles, OnlyEnabledMapsAreLoaded) {
  write_file(at("map/MapInfo.ini"), "[MapZone]\nMap1=0\nMap2=0\nMap7=0\nMap9=2\n");
  EXPECT_EQ(load_world(home_.path(), load_mode::strict)->size(), 3u);
}

TEST_F(ContentFiles, ADirectoryWithoutMapListIsRefused) {
  fs::remove(at("map/MapInfo.ini"));
  EXPECT_EQ(strict_error().code, load_errc::reference);
  EXPECT_EQ(strict_error().file, "map/MapInfo.ini");
  EXPECT_FALSE(load_world(at("nowhere"), load_mode::lenient));
}

TEST_F(ContentFiles, AListThatEnablesNothingIsRefused) {
  write_file(at("map/MapInfo.ini"), "[MapZone]\nMap1=2\n");
  EXPECT_EQ(strict_error().value, "without an enabled map");
}

TEST_F(ContentFiles, AMissingMapIsRefusedInBothModes) {
  fs::remove(at("map/7"));
  EXPECT_EQ(strict_error().file, "map/7");
  EXPECT_FALSE(load_world(home_.path(), load_mode::lenient));
}

TEST_F(ContentFiles, AMissingNpcIsRefusedInStrictModeOnly) {
  fs::remove(at("npc/5"));
  EXPECT_EQ(strict_error().file, "npc/5");
  auto world = load_world(home_.path(), load_mode::lenient);
  ASSERT_TRUE(world);
  EXPECT_FALSE(world->at(1)->npcs.contains(5));
  EXPECT_FALSE(world.warnings().empty());
}

TEST_F(ContentFiles, ADamagedNpcIsRefusedInBothModes) {
  fs::resize_file(at("npc/5"), 70);
  EXPECT_EQ(strict_error().code, load_errc::truncated);
  EXPECT_FALSE(load_world(home_.path(), load_mode::lenient));
}

TEST_F(ContentFiles, AWarpToAMapThatIsNotEnabledIsRefusedInStrictModeOnly) {
  write_file(at("map/MapInfo.ini"), "[MapZone]\nMap1=0\nMap2=0\n");
  EXPECT_EQ(strict_error().code, load_errc::reference);
  auto world = load_world(home_.path(), load_mode::lenient);
  ASSERT_TRUE(world);
  EXPECT_EQ(world->size(), 2u);
  EXPECT_EQ(world.warnings().size(), 2u) << "the warp and the teleport point";
}

TEST_F(ContentFiles, AFileAboveTheLimitIsRefusedBeforeItIsRead) {
  fs::resize_file(at("map/1"), loaders::file_size_max + 1);
  EXPECT_EQ(strict_error().code, load_errc::too_large);
  EXPECT_FALSE(load_world(home_.path(), load_mode::lenient));
}

TEST_F(ContentFiles, EveryTableIsRead) {
  auto loaded = load_world_data(home_.path(), load_mode::strict);
  ASSERT_TRUE(loaded.world);
  size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator{home_.path()})
    count += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(loaded.world->files.size(), count - 1) << "all but MANIFEST.json";
  EXPECT_EQ(loaded.world->content_hash.size(), 64u);
}

TEST_F(ContentFiles, ADirectoryOfMapsAndNpcsAloneIsServed) {
  for (const auto& entry : fs::directory_iterator{home_.path()})
    if (auto name = entry.path().filename(); name != "map" && name != "npc")
      fs::remove_all(entry.path());
  for (const auto& entry : fs::directory_iterator{at("npc")})
    if (entry.path().extension() == ".itm")
      fs::remove(entry.path());
  auto loaded = load_world_data(home_.path(), load_mode::strict);
  ASSERT_TRUE(loaded.world) << to_string(loaded.errors.front());
  EXPECT_EQ(loaded.world->zones.size(), 3u);
  EXPECT_EQ(loaded.world->items.size(), 0u);
}

TEST_F(ContentFiles, TheHashIsTheSameUnderOtherSpelling) {
  auto before = load_world_data(home_.path(), load_mode::strict);
  fs::rename(at("npc"), at("NPC"));
  fs::rename(at("Teleport.txt"), at("teleport.TXT"));
  auto after = load_world_data(home_.path(), load_mode::strict);
  ASSERT_TRUE(before.world && after.world);
  EXPECT_EQ(before.world->content_hash, after.world->content_hash);
}

TEST_F(ContentFiles, AllErrorsAreReportedAtOnce) {
  fs::resize_file(at("npc/5"), 70);
  fs::resize_file(at("map/2"), 1000);
  EXPECT_EQ(load_world_data(home_.path(), load_mode::strict).errors.size(), 2u);
}

TEST_F(ContentFiles, ADirectoryInPlaceOfAFileIsRefused) {
  fs::remove(at("map/1"));
  fs::create_directory(at("map/1"));
  EXPECT_EQ(strict_error().file, "map/1");
}

} // namespace

} // namespace tools::test
