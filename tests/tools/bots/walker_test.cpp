// Ways with and without a map.

#include "tools/bots/walker.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

namespace {

/// Walkable but for a wall at x = 50 with a door at y = 200.
std::shared_ptr<world_mesh> walled() {
  auto result = std::make_shared<world_mesh>();
  auto& mesh = (*result)[1];
  mesh.walkable.set();
  for (int y = 0; y < map_edge; ++y)
    mesh.walkable[cell_at(50, y)] = y == 200;
  mesh.targets = {{2, cell_at(1, 1)}, {3, cell_at(2, 2)}};
  mesh.warps[cell_at(40, 40)] = 0;
  mesh.warps[cell_at(90, 90)] = 1;
  return result;
}

/// Every step of the way, asking as often as needed.
std::vector<uint32_t> walk(walker& legs, runtime::prng& rng) {
  std::vector<uint32_t> result;
  time_ms now = 0;
  while (legs.has_way()) {
    EXPECT_LE(distance(legs.cell(), legs.leg_destination()), 20);
    auto asked = legs.leg_destination();
    legs.grant(now);
    while (legs.is_granted()) {
      now = legs.step_due();
      result.push_back(legs.step(now, rng));
    }
    EXPECT_EQ(legs.cell(), asked);
  }
  return result;
}

} // namespace

TEST(Mesh, AWayGoesThroughTheDoor) {
  auto mesh = walled();
  auto way = shortest_way((*mesh)[1], cell_at(45, 190), [](uint32_t cell) { return cell == cell_at(55, 190); }, 100);
  ASSERT_FALSE(way.empty());
  EXPECT_EQ(way.back(), cell_at(55, 190));
  auto last = cell_at(45, 190);
  bool used_door = false;
  for (auto cell : way) {
    EXPECT_EQ(distance(last, cell), 1);
    EXPECT_TRUE((*mesh)[1].is_walkable(cell));
    used_door = used_door || cell == cell_at(50, 200);
    last = cell;
  }
  EXPECT_TRUE(used_door);
}

TEST(Mesh, AWayLongerThanAllowedIsNone) {
  auto mesh = walled();
  auto way = shortest_way((*mesh)[1], cell_at(45, 10), [](uint32_t cell) { return cell == cell_at(55, 10); }, 40);
  EXPECT_TRUE(way.empty());
}

TEST(Mesh, AStraightWayEndsAtItsGoal) {
  auto way = straight_way(cell_at(10, 10), cell_at(13, 20));
  ASSERT_EQ(way.size(), 10u);
  EXPECT_EQ(way.back(), cell_at(13, 20));
  EXPECT_TRUE(straight_way(cell_at(1, 1), cell_at(1, 1)).empty());
}

TEST(Walker, WithAMeshItNeverStepsOnAWall) {
  walker legs{walled()};
  runtime::prng rng{3};
  legs.place(1, cell_at(48, 195));
  for (int i = 0; i < 300; ++i) {
    if (legs.wander(rng)) {
      for (auto cell : walk(legs, rng)) {
        EXPECT_TRUE(x_of(cell) != 50 || y_of(cell) == 200);
      }
    }
  }
}

TEST(Walker, ItFindsTheNearestWarpOrAChosenOne) {
  std::set<uint16_t> reached;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    walker legs{walled()};
    runtime::prng rng{seed};
    legs.place(1, cell_at(30, 30));
    ASSERT_TRUE(legs.seek_warp(rng));
    walk(legs, rng);
    ASSERT_TRUE(legs.warp_under());
    reached.insert(*legs.warp_under());
  }
  EXPECT_EQ(reached, (std::set<uint16_t>{2, 3}));
}

TEST(Walker, WithoutAMeshItLearnsWallsFromCorrections) {
  walker legs{nullptr};
  runtime::prng rng{4};
  legs.place(1, cell_at(49, 100));
  std::set<uint32_t> bumped;
  for (int i = 0; i < 500; ++i) {
    if (!legs.wander(rng))
      continue;
    legs.grant(0);
    while (legs.is_granted()) {
      auto before = legs.cell();
      auto cell = legs.step(0, rng);
      if (x_of(cell) == 50) {
        EXPECT_TRUE(bumped.insert(cell).second); // never twice into the same wall
        legs.put_back(before);
      }
    }
    legs.halt();
  }
  EXPECT_FALSE(bumped.empty());
}

TEST(Walker, ARefusedDestinationIsNotChosenAgain) {
  walker legs{nullptr};
  runtime::prng rng{5};
  legs.place(1, cell_at(100, 100));
  std::set<uint32_t> refused;
  for (int i = 0; i < 500; ++i) {
    if (!legs.wander(rng))
      continue;
    EXPECT_TRUE(refused.insert(legs.leg_destination()).second);
    legs.refuse();
    EXPECT_FALSE(legs.has_way());
  }
}

} // namespace tools::bots
