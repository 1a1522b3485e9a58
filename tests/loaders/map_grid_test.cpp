#include "loaders/map_grid.hpp"

#include <gtest/gtest.h>

#include <random>

namespace loaders {

namespace {

// Every bit of every cell from dice.
map noise(uint64_t seed) {
  std::mt19937_64 rng{seed};
  map x;
  x.id = 7;
  x.name = "Noise";
  x.warps = {{1, {2, 3}}, {4, {5, 6}}};
  for (auto& word : x.cells)
    word = static_cast<uint32_t>(rng());
  return x;
}

// Bands of levels round a town, as real maps have them.
map bands() {
  map x;
  for (size_t i = 0; i < cell_count; ++i) {
    auto level = static_cast<uint32_t>(distance(cell::from_index(i), {113, 138}) / 12);
    x.cells[i] = cell_bits::monster_level.put(cell_bits::walkable.put(blank_cell, 1), level);
  }
  return x;
}

void expect_same_answers(const map& x, const map_grid& grid) {
  for (size_t i = 0; i < cell_count; ++i) {
    auto at = cell::from_index(i);
    ASSERT_EQ(grid.walkable(at), x.walkable(at)) << i;
    ASSERT_EQ(grid.warp_at(at), x.warp_at(at)) << i;
    ASSERT_EQ(grid.pk_level(at), x.pk_level(at)) << i;
    ASSERT_EQ(grid.monster_level(at), x.monster_level(at)) << i;
  }
}

TEST(MapGrid, AnswersAreThoseOfTheFile) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    auto x = noise(seed);
    map_grid grid{x};
    EXPECT_EQ(grid.id, 7);
    EXPECT_EQ(grid.name, "Noise");
    EXPECT_EQ(grid.warps, x.warps);
    expect_same_answers(x, grid);
  }
  expect_same_answers(bands(), map_grid{bands()});
}

TEST(MapGrid, WarpsNumberedFromOneAreFound) {
  auto x = noise(4);
  x.warp_none = 0;
  expect_same_answers(x, map_grid{x});
}

TEST(MapGrid, ABlankOneIsBlockedEverywhere) { expect_same_answers(map{}, map_grid{}); }

TEST(MapGrid, AMapOfBandsTakesLessThanAHundredKibibytes) {
  EXPECT_LT(map_grid{bands()}.memory(), 100u * 1024);
  EXPECT_LT(map_grid{map{}}.memory(), 32u * 1024);
}

TEST(MapGrid, EvenNoiseWithoutWarpsTakesLessThanAHundredKibibytes) {
  auto x = noise(5);
  for (auto& word : x.cells)
    word = cell_bits::warp.put(word, warp_index_none);
  EXPECT_LT(map_grid{x}.memory(), 100u * 1024);
}

TEST(MapGrid, CellsCanBeChanged) {
  map_grid grid;
  grid.warps = {{1, {2, 3}}, {4, {5, 6}}};
  grid.set_walkable({9, 9}, true);
  grid.set_warp({9, 9}, 0);
  grid.set_warp({3, 9}, 0);
  grid.set_warp({9, 9}, 1);
  EXPECT_TRUE(grid.walkable({9, 9}));
  EXPECT_EQ(grid.warp_at({9, 9}), 1u);
  EXPECT_EQ(grid.warp_at({3, 9}), 0u);
  grid.set_walkable({9, 9}, false);
  EXPECT_FALSE(grid.walkable({9, 9}));
}

} // namespace

} // namespace loaders
