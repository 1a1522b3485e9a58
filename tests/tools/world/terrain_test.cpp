#include "tools/world/terrain.hpp"

#include <gtest/gtest.h>

namespace tools {

namespace {

using loaders::cell;
using loaders::cell_bits;

TEST(Splitmix, GivesThePublishedSequence) {
  splitmix dice{1234567};
  EXPECT_EQ(dice.next(), 6457827717110365317u);
  EXPECT_EQ(dice.next(), 3203168211198807973u);
  EXPECT_EQ(dice.next(), 9817491932198370423u);
}

TEST(Splitmix, StreamsOfOneSeedDifferByName) {
  EXPECT_NE((splitmix{1, "a"}.next()), (splitmix{1, "b"}.next()));
  EXPECT_EQ((splitmix{1, "a"}.next()), (splitmix{1, "a"}.next()));
}

TEST(Splitmix, BetweenReachesBothEndsAndNothingElse) {
  splitmix dice{5};
  std::array<int, 3> seen{};
  for (int i = 0; i < 300; ++i)
    ++seen.at(static_cast<size_t>(dice.between(-1, 1) + 1));
  EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](int n) { return n > 50; }));
}

TEST(Terrain, WhatSticksOutOfTheMapIsCutOff) {
  loaders::map x;
  set_bits(x, area{-5, -5, 1, 0}, cell_bits::walkable, 1);
  EXPECT_EQ(std::count_if(x.cells.begin(), x.cells.end(), [](uint32_t word) { return (word & 1) != 0; }), 2);
}

TEST(Terrain, ReachIncludesDiagonalsButNoGaps) {
  loaders::map x;
  for (cell at : {cell{5, 5}, cell{6, 6}, cell{8, 6}})
    set_bits(x, at, cell_bits::walkable, 1);
  auto seen = reachable_from(x, {5, 5});
  EXPECT_EQ((seen[cell{6, 6}.index()]), 1);
  EXPECT_EQ((seen[cell{8, 6}.index()]), 0);
  block_unreachable(x, {5, 5});
  EXPECT_FALSE(x.walkable({8, 6}));
  EXPECT_TRUE(x.walkable({6, 6}));
}

TEST(Terrain, NothingIsReachedFromABlockedCell) {
  auto seen = reachable_from(loaders::map{}, {5, 5});
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 1), 0);
}

TEST(Terrain, PatchesSpareWhatIsToBeKept) {
  loaders::map x;
  set_bits(x, area{0, 0, 255, 255}, cell_bits::walkable, 1);
  splitmix dice{1};
  block_patch(x, dice, {100, 100}, 12, {area{98, 98, 102, 102}});
  EXPECT_TRUE(x.walkable({100, 100}));
  EXPECT_FALSE(x.walkable({100, 104}));
}

} // namespace

} // namespace tools
