#include "actors/zone/block_grid.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using loaders::cell;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<block> around(block center) {
  std::vector<block> result;
  for_each_block_around(center, [&](block b) { result.push_back(b); });
  return result;
}

std::vector<int> seen_from(const block_grid<int>& grid, block center) {
  std::vector<int> result;
  grid.for_each_around(center, [&](int x) { result.push_back(x); });
  return result;
}

} // namespace

TEST(BlockGrid, ABlockIsTwelveCellsWide) {
  EXPECT_EQ(block::of(cell{0, 0}), (block{0, 0}));
  EXPECT_EQ(block::of(cell{11, 12}), (block{0, 1}));
  EXPECT_EQ(block::of(cell{255, 255}), (block{21, 21})) << "the last column is narrower";
}

TEST(BlockGrid, SightReachesOneBlockInEveryDirection) {
  EXPECT_TRUE(in_sight(block{5, 5}, block{5, 5}));
  EXPECT_TRUE(in_sight(block{5, 5}, block{6, 4}));
  EXPECT_TRUE(in_sight(block{6, 4}, block{5, 5}));
  EXPECT_FALSE(in_sight(block{5, 5}, block{7, 5}));
  EXPECT_FALSE(in_sight(block{5, 5}, block{5, 3}));
  EXPECT_FALSE(in_sight(block{0, 0}, block{21, 0})) << "maps do not wrap";
  EXPECT_TRUE(in_sight(cell{11, 0}, cell{12, 23}));
  EXPECT_FALSE(in_sight(cell{11, 0}, cell{24, 0}));
}

TEST(BlockGrid, NeighboursOutsideTheMapAreLeftOut) {
  EXPECT_EQ(around({5, 5}).size(), 9u);
  EXPECT_EQ(around({0, 5}).size(), 6u);
  EXPECT_EQ(around({0, 0}).size(), 4u);
  EXPECT_EQ(around({21, 21}).size(), 4u);
}

TEST(BlockGrid, NeighboursAreExactlyTheBlocksInSight) {
  for (uint8_t y = 0; y < grid_side_blocks; ++y) {
    for (uint8_t x = 0; x < grid_side_blocks; ++x) {
      std::vector<block> expected;
      for (uint8_t v = 0; v < grid_side_blocks; ++v)
        for (uint8_t u = 0; u < grid_side_blocks; ++u)
          if (in_sight(block{x, y}, block{u, v}))
            expected.push_back({u, v});
      ASSERT_EQ(around({x, y}), expected);
    }
  }
}

TEST(BlockGrid, OnlyWhoStandsAroundIsVisited) {
  block_grid<int> grid;
  grid.insert({5, 5}, 1);
  grid.insert({6, 6}, 2);
  grid.insert({7, 7}, 3);
  EXPECT_THAT(seen_from(grid, {5, 5}), UnorderedElementsAre(1, 2));
  EXPECT_THAT(seen_from(grid, {6, 6}), UnorderedElementsAre(1, 2, 3));
  EXPECT_THAT(seen_from(grid, {0, 0}), IsEmpty());
}

TEST(BlockGrid, WhoLeftIsNotVisitedAndErasingAStrangerDoesNothing) {
  block_grid<int> grid;
  for (int i : {1, 2, 3})
    grid.insert({5, 5}, i);
  grid.erase({5, 5}, 1);
  grid.erase({5, 5}, 9);
  grid.erase({4, 4}, 2);
  EXPECT_THAT(grid.at({5, 5}), ElementsAre(3, 2));
}

} // namespace actors
