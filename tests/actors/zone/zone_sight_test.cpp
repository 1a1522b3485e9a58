// Who sees whom, against a model that knows nothing of blocks but their width.
// Fifty players walk at random, come and go; after every request each of them
// must have on his screen exactly those who stand in the 3 x 3 blocks around
// him. Clients are followed from the frames they get.

#include "runtime/base/prng.hpp"
#include "tests/actors/zone/world_fixture.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

using loaders::cell;

/// Six blocks by six at a corner of the map, with walls.
constexpr int arena_side = 72;

loaders::zone_content arena(runtime::prng& rng) {
  auto content = test::open_map(1);
  for (int i = 0; i < 300; ++i)
    test::set_walkable(
      content, {static_cast<uint8_t>(rng.below(arena_side)), static_cast<uint8_t>(rng.below(arena_side))}, false);
  for (int i = 0; i < 40; ++i)
    test::add_npc(content, static_cast<uint16_t>(1 + rng.below(5)),
                  {static_cast<uint8_t>(rng.below(arena_side)), static_cast<uint8_t>(rng.below(arena_side))});
  return content;
}

bool near(int p, int q) { return std::abs(p / 12 - q / 12) <= 1; }
bool sees(cell a, cell b) { return near(a.x, b.x) && near(a.y, b.y); }

class crowd {
public:
  static constexpr uint32_t size = 50;

  explicit crowd(uint64_t seed) : rng_(seed), content_(arena(rng_)), x_(content_, rules()) {
    for (uint32_t i = 0; i < content_.spawns.size(); ++i)
      npcs_[0x40000000 + (1u << 16) + i] = content_.spawns[i].at;
  }

  void act() {
    auto id = static_cast<uint32_t>(1 + rng_.below(size));
    if (!x_.world.contains({id})) {
      screens_[id] = {};
      x_.enter(id, random_cell(), rng_.chance(1, 2) ? arrival::login : arrival::warp);
    } else if (rng_.chance(1, 60)) {
      x_.leave(id);
      screens_.erase(id);
    } else {
      walk(id);
    }
  }

  void check() {
    for (const auto& [id, told] : x_.heard())
      if (auto i = screens_.find(static_cast<uint32_t>(id)); i != screens_.end())
        i->second.take(told);
    for (const auto& [id, screen] : screens_) {
      std::set<uint32_t> players;
      std::set<uint32_t> npcs;
      for (const auto& [other, unused] : screens_)
        if (other != id && sees(x_.where(id), x_.where(other)))
          players.insert(other);
      for (const auto& [npc, at] : npcs_)
        if (sees(x_.where(id), at))
          npcs.insert(npc);
      ASSERT_EQ(screen.players, players) << "player " << id;
      ASSERT_EQ(screen.npcs, npcs) << "player " << id;
    }
  }

  size_t seen_in_total() const {
    size_t result = 0;
    for (const auto& [id, screen] : screens_)
      result += screen.players.size();
    return result;
  }

private:
  static zone_rules rules() {
    zone_rules result;
    result.pace.step_ms = 0;
    return result;
  }

  cell random_cell() {
    return {static_cast<uint8_t>(rng_.below(arena_side)), static_cast<uint8_t>(rng_.below(arena_side))};
  }

  /// Keeps to a direction for a while, so that blocks are crossed.
  void walk(uint32_t id) {
    auto& [dx, dy] = directions_[id];
    if (rng_.chance(1, 10) || (dx == 0 && dy == 0)) {
      dx = static_cast<int>(rng_.below(3)) - 1;
      dy = static_cast<int>(rng_.below(3)) - 1;
    }
    auto at = x_.where(id);
    auto nx = at.x + dx;
    auto ny = at.y + dy;
    cell to{static_cast<uint8_t>(nx), static_cast<uint8_t>(ny)};
    if (nx < 0 || ny < 0 || nx >= arena_side || ny >= arena_side || !content_.map.walkable(to)) {
      dx = dy = 0;
      return;
    }
    x_.step(id, to);
    ASSERT_EQ(x_.where(id), to);
  }

  runtime::prng rng_;
  loaders::zone_content content_;
  test::world_fixture x_;
  std::map<uint32_t, test::screen> screens_;
  std::map<uint32_t, std::pair<int, int>> directions_;
  std::map<uint32_t, cell> npcs_;
};

/// A fixed story on two worlds: the bytes each edge is sent.
std::vector<msg::wire::byte_buffer> story(uint64_t seed) {
  runtime::prng rng{seed};
  test::world_fixture x{arena(rng)};
  std::vector<msg::wire::byte_buffer> result;
  for (int i = 0; i < 2'000; ++i) {
    auto id = static_cast<uint32_t>(1 + rng.below(20));
    auto to = cell{static_cast<uint8_t>(rng.below(arena_side)), static_cast<uint8_t>(rng.below(arena_side))};
    if (!x.world.contains({id}))
      x.enter(id, to);
    else if (rng.chance(1, 30))
      x.leave(id);
    else if (rng.chance(1, 2))
      x.ask(id, to);
    else
      x.step(id, {static_cast<uint8_t>(x.where(id).x + 1), x.where(id).y});
    x.now_ms += rng.below(100);
    x.out.drain([&](uint32_t, const msg::outgoing_frames& frames) {
      result.push_back(frames.bytes);
      for (auto who : frames.receivers)
        result.back().push_back(static_cast<uint8_t>(who));
    });
  }
  return result;
}

} // namespace

TEST(ZoneSight, EverybodySeesExactlyWhoStandsAroundHim) {
  for (uint64_t seed : {1, 2, 3}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    crowd all{seed};
    for (int i = 0; i < 2'500; ++i) {
      ASSERT_NO_FATAL_FAILURE(all.act());
      ASSERT_NO_FATAL_FAILURE(all.check()) << "after request " << i;
    }
    EXPECT_GT(all.seen_in_total(), 0u);
  }
}

TEST(ZoneSight, TheSameInputsGiveTheSameBytes) {
  for (uint64_t seed : {1, 2})
    EXPECT_EQ(story(seed), story(seed));
}

} // namespace actors
