#include "tools/world/generate.hpp"

#include "loaders/map.hpp"
#include "loaders/npc.hpp"
#include "loaders/spawn.hpp"
#include "runtime/base/sha256.hpp"
#include "tools/world/accept.hpp"
#include "tools/world/population.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace tools {

namespace {

using loaders::load_mode;

loaders::map load_map(const world_files& files, uint16_t id) {
  auto path = "map/" + std::to_string(id);
  auto found = loaders::load_map(path, id, files.at(path), load_mode::strict);
  EXPECT_TRUE(found);
  return *found;
}

loaders::npc load_npc(const world_files& files, uint16_t id) {
  auto path = "npc/" + std::to_string(id);
  auto found = loaders::load_npc(path, id, files.at(path), load_mode::strict);
  EXPECT_TRUE(found);
  return *found;
}

std::string text_of(const std::vector<uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

TEST(GenerateWorld, TheSameSeedGivesTheSameBytes) { EXPECT_EQ(generate_world(1), generate_world(1)); }

TEST(GenerateWorld, AnotherSeedGivesOtherGroundAndTheSameTables) {
  auto one = generate_world(1);
  auto two = generate_world(2);
  for (auto path : {"map/1", "map/2", "map/7", "map/1.n_ndt", "map/2.n_ndt", "map/7.n_ndt"})
    EXPECT_NE(one.at(path), two.at(path)) << path;
  for (const auto& [path, bytes] : one) {
    if (path.starts_with("npc/") || path.starts_with("pc/")) {
      EXPECT_EQ(bytes, two.at(path)) << path;
    }
  }
}

TEST(GenerateWorld, EverySeedGivesAPlayableWorld) {
  for (uint64_t seed : {0ull, 2ull, 3ull, 42ull, 1ull << 63, ~0ull})
    EXPECT_NO_THROW(generate_world(seed)) << seed;
}

TEST(GenerateWorld, TheManifestListsEveryOtherFile) {
  auto files = generate_world(1);
  auto manifest = nlohmann::json::parse(text_of(files.at("MANIFEST.json")));
  EXPECT_EQ(manifest.at("seed"), 1);
  EXPECT_EQ(manifest.at("files").size(), files.size() - 1);
  for (const auto& entry : manifest.at("files")) {
    const auto& bytes = files.at(entry.at("path"));
    EXPECT_EQ(entry.at("size"), bytes.size());
    EXPECT_EQ(entry.at("sha256"), runtime::sha256_hex(bytes));
  }
}

TEST(GenerateWorld, WarpsJoinTheMapsBothWays) {
  auto files = generate_world(1);
  EXPECT_THAT(load_map(files, 1).warps,
              testing::ElementsAre(loaders::warp{2, {20, 128}}, loaders::warp{7, {232, 100}}));
  EXPECT_THAT(load_map(files, 2).warps, testing::ElementsAre(loaders::warp{1, {232, 128}}));
  EXPECT_THAT(load_map(files, 7).warps, testing::ElementsAre(loaders::warp{1, {23, 200}}));
  for (uint8_t x : {236, 237, 238})
    EXPECT_EQ(load_map(files, 1).warp_at({x, 128}), 0u);
  EXPECT_EQ(load_map(files, 1).warp_at({235, 128}), std::nullopt);
}

TEST(GenerateWorld, TownsAreSafeAndTheMeadowGrowsDangerous) {
  auto map = load_map(generate_world(1), 1);
  EXPECT_EQ(map.pk_level({113, 138}), 0);
  EXPECT_EQ(map.monster_level({113, 138}), 0);
  EXPECT_EQ(map.pk_level({90, 138}), 1);
  EXPECT_EQ(map.monster_level({94, 138}), 1);
  EXPECT_EQ(map.monster_level({239, 239}), 10);
}

TEST(GenerateWorld, TeleportPointsAreTheNumbersClientsKnow) {
  EXPECT_EQ(text_of(generate_world(1).at("Teleport.txt")), "1 113 138\n7 127 104\n2 20 128\n");
}

TEST(GenerateWorld, MonstersFollowThePublishedCurve) {
  auto boar = load_npc(generate_world(1), 3);
  EXPECT_EQ(boar.name.str(), "Thorn Boar");
  EXPECT_EQ(boar.level(), 3);
  EXPECT_EQ(boar.hp_max, 198u);
  EXPECT_EQ(boar.defense(), 16);
  EXPECT_EQ(boar.attacks[0].base, 21);
  EXPECT_EQ(boar.attacks[0].opt, 4);
  EXPECT_EQ(boar.experience(), 120);
  EXPECT_EQ(boar.mood(), loaders::npc_mood::aggressive);
}

TEST(GenerateWorld, TheBarrowKingIsAloneInHisRoom) {
  auto files = generate_world(1);
  auto king = load_npc(files, 10);
  EXPECT_EQ(king.hp_max, 15000u);
  EXPECT_EQ(king.attack_count(), 3);
  EXPECT_EQ(king.respawn_s, 1800);
  auto spawns = loaders::load_spawns("map/2.n_ndt", files.at("map/2.n_ndt"), load_mode::strict);
  std::vector<uint16_t> inside;
  for (const auto& spawn : *spawns)
    if (area{200, 200, 230, 230}.contains(spawn.at))
      inside.push_back(spawn.npc);
  EXPECT_THAT(inside, testing::ElementsAre(10));
}

TEST(GenerateWorld, BothTownsHaveAllTheirPeople) {
  auto files = generate_world(1);
  for (auto path : {"map/1.n_ndt", "map/7.n_ndt"}) {
    std::set<uint16_t> people;
    for (const auto& spawn : *loaders::load_spawns(path, files.at(path), load_mode::strict))
      if (!spawn.is_monster())
        people.insert(spawn.npc);
    EXPECT_THAT(people, testing::ElementsAre(1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008));
  }
}

TEST(GenerateWorld, SpawnsKeepThreeCellsApart) {
  auto files = generate_world(1);
  for (auto path : {"map/1.n_ndt", "map/2.n_ndt", "map/7.n_ndt"}) {
    auto spawns = *loaders::load_spawns(path, files.at(path), load_mode::strict);
    for (size_t i = 0; i < spawns.size(); ++i)
      for (size_t j = 0; j < i; ++j)
        ASSERT_GE(distance(spawns[i].at, spawns[j].at), 3) << path;
  }
}

// What a planted fault must lead to, so that the acceptance checks are known to fire.
class Acceptance : public testing::Test {
protected:
  void plant(const std::string& path, std::vector<uint8_t> bytes) { files_[path] = std::move(bytes); }
  std::string faults() const {
    std::string result;
    for (const auto& fault : find_faults(files_, plans_))
      result += fault + "\n";
    return result;
  }

  world_files files_ = generate_world(1);
  std::vector<map_plan> plans_ = make_maps(1);
};

TEST_F(Acceptance, AGeneratedWorldHasNoFaults) { EXPECT_EQ(faults(), ""); }

TEST_F(Acceptance, AWarpBehindAWallIsFound) {
  auto map = load_map(files_, 1);
  set_bits(map, area{230, 120, 240, 140}, loaders::cell_bits::walkable, 0);
  set_bits(map, area{236, 128, 238, 128}, loaders::cell_bits::walkable, 1);
  plant("map/1", save_map(map));
  EXPECT_THAT(faults(), testing::HasSubstr("The warp at Larkmere (236,128) cannot be reached"));
}

TEST_F(Acceptance, AMonsterBehindAWallIsFound) {
  auto map = load_map(files_, 1);
  set_bits(map, loaders::cell{250, 250}, loaders::cell_bits::walkable, 1);
  plant("map/1", save_map(map));
  auto spawns = *loaders::load_spawns("map/1.n_ndt", files_.at("map/1.n_ndt"), load_mode::strict);
  spawns.back().at = {250, 250};
  plant("map/1.n_ndt", save_spawns(spawns));
  EXPECT_THAT(faults(), testing::HasSubstr("The spawn at Larkmere (250,250) cannot be reached"));
}

TEST_F(Acceptance, AMapThatIsMostlyRockIsFound) {
  auto map = load_map(files_, 7);
  set_bits(map, area{0, 125, 255, 255}, loaders::cell_bits::walkable, 0);
  set_bits(map, area{16, 16, 80, 124}, loaders::cell_bits::walkable, 0);
  plant("map/7", save_map(map));
  EXPECT_THAT(faults(), testing::HasSubstr("cells of Quillport can be walked on"));
}

TEST_F(Acceptance, MissingMonstersAreFound) {
  auto spawns = *loaders::load_spawns("map/2.n_ndt", files_.at("map/2.n_ndt"), load_mode::strict);
  spawns.pop_back();
  plant("map/2.n_ndt", save_spawns(spawns));
  EXPECT_THAT(faults(), testing::HasSubstr("Hollow Barrow has room for 85 monsters only"));
}

TEST_F(Acceptance, AMissingFileIsFound) {
  files_.erase("npc/3");
  EXPECT_THAT(faults(), testing::HasSubstr("npc/3 is missing"));
}

TEST_F(Acceptance, WarningsCountAsFaults) {
  auto boar = load_npc(files_, 3);
  boar.hp_max = 0;
  plant("npc/3", save_npc(boar));
  EXPECT_THAT(faults(), testing::HasSubstr("npc/3: RANGE at byte 64: hp_max is 0"));
}

} // namespace

} // namespace tools
