#include "loaders/world_data.hpp"

#include "runtime/base/sha256.hpp"
#include "tests/loaders/world_files.hpp"

#include <gmock/gmock.h>

namespace loaders::test {

namespace {

using testing::HasSubstr;

std::string hash_of(const world_files& files) {
  auto found = assemble(files, load_mode::strict);
  EXPECT_TRUE(found.world) << text_of(found.errors);
  return found.world ? found.world->content_hash : "";
}

void rename(world_files& files, const std::string& from, const std::string& to) {
  files[to] = files.at(from);
  files.erase(from);
}

/// Only what zones need.
world_files bare_files() {
  auto files = sample_files();
  std::erase_if(
    files, [](const auto& x) { return !x.first.starts_with("map/") && x.first != "npc/5" && x.first != "npc/1001"; });
  return files;
}

TEST(WorldData, HoldsEveryTable) {
  auto found = assemble(sample_files(), load_mode::strict);
  ASSERT_TRUE(found.world) << text_of(found.errors);
  const auto& world = *found.world;
  ASSERT_EQ(world.zones.size(), 2u);
  EXPECT_EQ(world.zones.at(1)->spawns.size(), 2u);
  EXPECT_EQ(world.zones.at(1)->npcs.size(), 2u);
  EXPECT_EQ(world.zones.at(2)->npcs.size(), 0u);
  EXPECT_EQ(world.npcs.size(), 2u);
  EXPECT_EQ(world.items.size(), 28u);
  EXPECT_TRUE(world.items.contains(6145));
  EXPECT_FALSE(world.items.contains(6146));
  EXPECT_EQ(world.drops.at(5).size(), 3u);
  EXPECT_EQ(world.recipes.size(), 1u);
  EXPECT_THAT(world.shops.at(1001).items, testing::ElementsAre(1024, 6144));
  EXPECT_EQ(world.quests.at(1).next[0], 2);
  EXPECT_EQ(world.teleports.size(), 2u);
  EXPECT_EQ(world.levels.experience_needed.size(), 2u);
  EXPECT_EQ(world.roles.at(1001), npc_role::armory);
  EXPECT_EQ(world.files.size(), sample_files().size());
}

TEST(WorldData, MapsAndTheirPeopleAreEnough) {
  for (auto mode : {load_mode::strict, load_mode::lenient}) {
    auto found = assemble(bare_files(), mode);
    ASSERT_TRUE(found.world) << text_of(found.errors);
    EXPECT_EQ(text_of(found.warnings), "");
    EXPECT_EQ(found.world->zones.size(), 2u);
    EXPECT_EQ(found.world->items.size(), 0u);
  }
}

TEST(WorldData, FilesThatAreNoPartOfAWorldAreNotRead) {
  auto files = sample_files();
  auto before = hash_of(files);
  for (auto name : {"README", "MANIFEST.json", "map/3", "map/3.n_ndt", "map/1.ndt", "quest/old/0001.dat"})
    files[name] = bytes_of("nonsense");
  EXPECT_EQ(hash_of(files), before);
}

TEST(WorldData, TheHashIsThatOfTheDocumentation) {
  auto files = bare_files();
  byte_buffer all;
  auto add = [&](const std::string& name, const byte_buffer& bytes) {
    auto head = bytes_of(to_lower(name));
    head.push_back(0);
    for (size_t shift = 0; shift < 64; shift += 8)
      head.push_back(static_cast<uint8_t>(bytes.size() >> shift));
    all.insert(all.end(), head.begin(), head.end());
    all.insert(all.end(), bytes.begin(), bytes.end());
  };
  for (auto name : {"map/MapInfo.ini", "map/1", "map/1.n_ndt", "map/2", "map/2.n_ndt", "npc/1001", "npc/5"})
    add(name, files.at(name));
  EXPECT_EQ(hash_of(files), runtime::sha256_hex(all));
}

TEST(WorldData, TheHashChangesWithEveryFileAndNotWithSpelling) {
  auto before = hash_of(sample_files());
  auto spelled = sample_files();
  rename(spelled, "item/0", "Item/0");
  rename(spelled, "Teleport.txt", "TELEPORT.TXT");
  rename(spelled, "map/1.n_ndt", "map/1.N_NDT");
  EXPECT_EQ(hash_of(spelled), before);
  auto changed = sample_files();
  changed["levels.json"].push_back('\n');
  EXPECT_NE(hash_of(changed), before);
  auto renamed = sample_files();
  rename(renamed, "quest/0002.dat", "quest/2.dat");
  EXPECT_NE(hash_of(renamed), before);
}

TEST(WorldData, TwoSpellingsOfOneNameAreAWarningAndTheFirstWins) {
  auto files = sample_files();
  files["Shop/1001.txt"] = bytes_of("6145\n");
  auto found = assemble(files, load_mode::strict);
  ASSERT_TRUE(found.world);
  EXPECT_THAT(found.world->shops.at(1001).items, testing::ElementsAre(6145));
  EXPECT_THAT(text_of(found.warnings), HasSubstr("shop/1001.txt: DUPLICATE"));
}

TEST(WorldData, TwoFilesOfOneNumberAreFound) {
  auto files = sample_files();
  files["quest/1.dat"] = files["quest/0001.dat"];
  EXPECT_THAT(text_of(assemble(files, load_mode::strict).errors), HasSubstr("quest/1.dat: DUPLICATE"));
  auto lenient = assemble(files, load_mode::lenient);
  EXPECT_TRUE(lenient.world);
  EXPECT_THAT(text_of(lenient.warnings), HasSubstr("quest/1.dat: DUPLICATE"));
}

TEST(WorldData, ACodeOfIt2IsRefusedInIt3) {
  auto files = sample_files();
  files["item/3"] = it2_table(0);
  EXPECT_THAT(text_of(assemble(files, load_mode::strict).errors),
              HasSubstr("item/3: DUPLICATE at byte 0, record 0: item code is 6144"));
  EXPECT_TRUE(assemble(files, load_mode::lenient).world);
}

TEST(WorldData, RowsOfIt0exAreThoseOfIt0) {
  auto files = sample_files();
  it0ex_item known;
  known.row = 24;
  it0ex_item unknown;
  unknown.row = 25;
  files["item/0ex"] = save_records(std::vector{known});
  EXPECT_TRUE(assemble(files, load_mode::strict).world->items.it0ex.contains(24));
  files["item/0ex"] = save_records(std::vector{known, unknown});
  EXPECT_THAT(text_of(assemble(files, load_mode::strict).errors), HasSubstr("item/0ex: REFERENCE at byte 92"));
}

TEST(WorldData, DamageNoZoneNeedsIsAWarningInLenientMode) {
  for (auto name : {"npc/5.itm", "npc_roles.json", "item/0", "item/2", "item/ItemCombinationData", "shop/1001.txt",
                    "quest/0001.dat", "Teleport.txt", "levels.json"}) {
    auto files = sample_files();
    files[name] = bytes_of("?");
    auto strict = assemble(files, load_mode::strict);
    EXPECT_FALSE(strict.world) << name;
    EXPECT_EQ(strict.errors.size(), 1u) << text_of(strict.errors);
    auto lenient = assemble(files, load_mode::lenient);
    EXPECT_TRUE(lenient.world) << name;
    EXPECT_THAT(text_of(lenient.warnings), HasSubstr(name));
  }
}

TEST(WorldData, DamageAZoneNeedsIsAnErrorInBothModes) {
  for (auto name : {"map/MapInfo.ini", "map/1", "npc/5"})
    for (auto mode : {load_mode::strict, load_mode::lenient}) {
      auto files = sample_files();
      files[name] = bytes_of(std::string_view{name} == "map/MapInfo.ini" ? "[MapZone]\nMapOne=0\n" : "?");
      auto found = assemble(files, mode);
      EXPECT_FALSE(found.world) << name;
      ASSERT_EQ(found.errors.size(), 1u) << text_of(found.errors);
      EXPECT_EQ(found.errors[0].file, name);
    }
}

TEST(WorldData, AnNpcThatNoSpawnNamesMayBeDamagedInLenientMode) {
  auto files = sample_files();
  files["npc/77"] = bytes_of("?");
  EXPECT_FALSE(assemble(files, load_mode::strict).world);
  auto lenient = assemble(files, load_mode::lenient);
  ASSERT_TRUE(lenient.world);
  EXPECT_FALSE(lenient.world->npcs.contains(77));
}

TEST(WorldData, MissingFilesAreReportedByName) {
  struct example {
    const char* name;
    bool lenient_is_fine;
  };
  for (const auto& x :
       {example{"map/MapInfo.ini", false}, example{"map/2", false}, example{"map/2.n_ndt", true}, {"npc/5", true}}) {
    auto files = sample_files();
    files.erase(x.name);
    auto strict = assemble(files, load_mode::strict);
    ASSERT_FALSE(strict.errors.empty()) << x.name;
    EXPECT_EQ(strict.errors[0].file, x.name);
    EXPECT_EQ(strict.errors[0].value, "missing");
    EXPECT_EQ(assemble(files, load_mode::lenient).world.has_value(), x.lenient_is_fine) << x.name;
  }
}

TEST(WorldData, AListThatEnablesNothingIsRefused) {
  auto files = sample_files();
  files["map/MapInfo.ini"] = bytes_of("[MapZone]\nMap1=2\n");
  EXPECT_THAT(text_of(assemble(files, load_mode::lenient).errors), HasSubstr("without an enabled map"));
}

// Whatever stands in a file: there is a world, or the reason why there is none.
TEST(WorldData, AnyByteMayBeDamagedInLenientMode) {
  constexpr size_t stride = 37;
  size_t damaged = 0, refused = 0;
  for (const auto& [name, bytes] : sample_files()) {
    if (bytes.size() > 100'000)
      continue; // meshes have tests of their own
    for (size_t at = 0; at < bytes.size(); at += stride) {
      auto files = sample_files();
      files[name][at] = 0xFF;
      auto found = assemble(files, load_mode::lenient);
      EXPECT_NE(found.world.has_value(), !found.errors.empty()) << name << " at " << at;
      ++damaged;
      refused += found.world ? 0 : 1;
    }
  }
  EXPECT_GT(damaged, 200u);
  EXPECT_LT(refused, damaged / 10) << "zones need few of these bytes";
}

TEST(WorldData, AFileThatCannotBeReadIsReported) {
  auto files = sample_files();
  auto source = source_of(files);
  source.read = [&files](const std::string& name) -> result<byte_view> {
    if (name == "map/2")
      return load_issue{load_errc::reference, name, 0, "file", "unreadable", "a regular file"};
    return byte_view{files.at(name)};
  };
  auto found = assemble_world(source, load_mode::lenient);
  ASSERT_EQ(found.errors.size(), 1u) << text_of(found.errors);
  EXPECT_EQ(found.errors[0].value, "unreadable");
}

} // namespace

} // namespace loaders::test
