#include "loaders/content.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

// Two maps whose warps lead to each other, one monster on the first.
std::map<uint16_t, zone_content> sample_world() {
  std::map<uint16_t, zone_content> world;
  for (uint16_t id : {1, 2}) {
    auto& zone = world[id];
    zone.map.id = id;
    zone.map_file = "map/" + std::to_string(id);
    zone.spawn_file = zone.map_file + ".n_ndt";
    zone.map.set_walkable({10, 10}, true);
    zone.map.set_walkable({20, 10}, true);
    zone.map.set_warp({20, 10}, 0);
    zone.map.warps = {{static_cast<uint16_t>(3 - id), {10, 10}}};
  }
  world[1].spawns = {{5, {10, 10}, 0, 4}};
  world[1].npcs[5].id = 5;
  return world;
}

TEST(References, AWorldThatFitsTogetherHasNoIssues) { EXPECT_TRUE(check_references(sample_world()).empty()); }

TEST(References, AWarpToAMapThatIsNotLoadedIsFound) {
  auto world = sample_world();
  world[2].map.warps[0].map = 9;
  auto issues = check_references(world);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(to_string(issues[0]),
            "map/2: REFERENCE at byte 23: target of warp 0 is map 9 (10,10), expected a map that is loaded.");
}

TEST(References, AWarpToABlockedCellIsFound) {
  auto world = sample_world();
  world[1].map.warps[0].at = {11, 10};
  auto issues = check_references(world);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].expected, "a walkable cell");
}

TEST(References, AWarpOntoAWarpIsFound) {
  auto world = sample_world();
  world[1].map.warps[0].at = {20, 10};
  auto issues = check_references(world);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].expected, "a cell that is no warp itself");
}

TEST(References, ASpawnOfAnUnknownNpcIsFound) {
  auto world = sample_world();
  world[1].npcs.clear();
  auto issues = check_references(world);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].field, "npc");
  EXPECT_EQ(issues[0].record, 0u);
  EXPECT_EQ(issues[0].file, "map/1.n_ndt");
}

TEST(References, ASpawnInAWallIsFound) {
  auto world = sample_world();
  world[1].spawns.push_back({5, {0, 0}, 0, 0});
  auto issues = check_references(world);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].field, "cell");
  EXPECT_EQ(issues[0].record, 1u);
  EXPECT_EQ(issues[0].offset, 8u);
}

} // namespace

} // namespace loaders
