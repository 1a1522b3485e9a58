#include "tools/world/generate.hpp"

#include "loaders/map.hpp"
#include "loaders/npc.hpp"
#include "loaders/spawn.hpp"
#include "runtime/base/sha256.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace tools {

namespace {

using loaders::load_mode;

loaders::map load_map(const std::map<std::string, std::vector<uint8_t>>& files, uint16_t id) {
  auto path = "map/" + std::to_string(id);
  auto found = loaders::load_map(path, id, files.at(path), load_mode::strict);
  EXPECT_TRUE(found);
  return *found;
}

loaders::npc load_npc(const std::map<std::string, std::vector<uint8_t>>& files, uint16_t id) {
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
  for (const auto& [path, bytes] : one) {
    auto is_ground = path.starts_with("map/") && path != "map/MapInfo.ini";
    EXPECT_EQ(bytes == two.at(path), !is_ground && path != "MANIFEST.json") << path;
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
  EXPECT_EQ(manifest.at("profile"), "headless");
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

TEST(GenerateWorld, ProfilesDifferInWallsAndNothingElse) {
  auto headless = generate_world(1);
  auto client = generate_world(1, world_profile::client);
  ASSERT_EQ(headless.size(), client.size());
  for (const auto& [path, bytes] : headless) {
    auto is_mesh = path == "map/1" || path == "map/2" || path == "map/7";
    EXPECT_EQ(bytes != client.at(path), is_mesh || path == "MANIFEST.json") << path;
  }
}

TEST(GenerateWorld, ClientsWalkEverywhereButOnTheRim) {
  auto files = generate_world(7, world_profile::client);
  for (uint16_t id : {1, 2, 7}) {
    auto map = load_map(files, id);
    for_each_cell({0, 0, 255, 255}, [&](loaders::cell at) {
      auto is_rim = at.x == 0 || at.y == 0 || at.x == 255 || at.y == 255;
      ASSERT_EQ(map.walkable(at), !is_rim) << id;
    });
    EXPECT_EQ(map.warps, load_map(generate_world(7), id).warps);
  }
}

TEST(GenerateWorld, EveryMapIsWalkableToThirtyPercent) {
  for (uint64_t seed = 1; seed <= 20; ++seed)
    for (const auto& plan : make_maps(seed)) {
      auto walkable = std::count_if(plan.map.cells.begin(), plan.map.cells.end(),
                                    [](uint32_t word) { return loaders::cell_bits::walkable.get(word) != 0; });
      EXPECT_GE(walkable * 100, 30 * 65536) << plan.map.name.str() << " of seed " << seed;
    }
}

TEST(GenerateWorld, EveryFileOfTheSpecificationIsThere) {
  std::set<std::string> expected{"map/MapInfo.ini",
                                 "npc_roles.json",
                                 "levels.json",
                                 "Teleport.txt",
                                 "MANIFEST.json",
                                 "item/0",
                                 "item/0ex",
                                 "item/1",
                                 "item/2",
                                 "item/3",
                                 "item/ItemCombinationData",
                                 "skill/SkillDelay.dat"};
  for (auto id : {"1", "2", "7"})
    expected.insert({"map/" + std::string{id}, "map/" + std::string{id} + ".n_ndt"});
  for (int id = 1; id <= 10; ++id)
    expected.insert({"npc/" + std::to_string(id), "npc/" + std::to_string(id) + ".itm"});
  for (int id = 1001; id <= 1008; ++id)
    expected.insert("npc/" + std::to_string(id));
  for (auto id : {"0", "1", "2", "3"})
    expected.insert({"pc/" + std::string{id}, "skill/" + std::string{id}});
  for (auto id : {"1001", "1002", "1003", "1005"})
    expected.insert("shop/" + std::string{id} + ".txt");
  for (int id = 1; id <= 5; ++id)
    expected.insert("quest/000" + std::to_string(id) + ".dat");
  std::set<std::string> found;
  for (const auto& [path, bytes] : generate_world(1))
    found.insert(path);
  EXPECT_EQ(found, expected);
}

// Says nothing about right or wrong, but that all compilers and machines agree. Whoever changes the demo world on
// purpose changes these numbers.
TEST(GenerateWorld, TheBytesAreTheSameOnEveryMachine) {
  EXPECT_EQ(runtime::sha256_hex(generate_world(1).at("MANIFEST.json")),
            "1ad2805f6a85cae3d4ca1321c63d56be71a7479b076dd057ba2504549ef9d896");
  EXPECT_EQ(runtime::sha256_hex(generate_world(1, world_profile::client).at("MANIFEST.json")),
            "509353cc6b7e264d49ded40ef37940db418e59b33cfaebaa50a36bd796a64857");
}

TEST(GenerateWorld, TextFilesEndTheirLinesWithLineFeeds) {
  for (const auto& [path, bytes] : generate_world(1))
    if (path.ends_with(".txt") || path.ends_with(".json") || path.ends_with(".ini")) {
      EXPECT_EQ(std::count(bytes.begin(), bytes.end(), '\r'), 0) << path;
      EXPECT_EQ(bytes.back(), '\n') << path;
    }
}

} // namespace

} // namespace tools
