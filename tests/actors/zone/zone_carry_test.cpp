// A world that is carried over to another node behaves as the one it was: for
// random stories, the one that is carried over again and again, to clocks that
// show another time, sends the same frames as its twin that stays.

#include "runtime/base/prng.hpp"
#include "tests/actors/zone/world_fixture.hpp"

namespace actors {

namespace {

using namespace msg::client;
using loaders::cell;
using test::index_of;

constexpr uint8_t side = 40;
constexpr uint32_t players_max = 12;
constexpr cell doors[] = {{10, 10}, {20, 20}, {11, 30}};

loaders::zone_content arena(runtime::prng& rng) {
  auto content = test::open_map(1);
  for (int i = 0; i < 120; ++i)
    test::set_walkable(content, {static_cast<uint8_t>(rng.below(side)), static_cast<uint8_t>(rng.below(side))}, false);
  for (auto at : doors) {
    test::set_walkable(content, at, true);
    test::add_warp(content, at, {7, {50, 60}});
  }
  test::add_npc(content, 3, {12, 12});
  return content;
}

/// One world with its clock, which need not show what others do.
struct side_of_story {
  std::unique_ptr<zone_world> world;
  uint64_t ahead_ms = 0;
  msg::audience out;
};

class story {
public:
  explicit story(uint64_t seed) : rng_(seed), content_(test::share(arena(rng_))) {
    rules_.pace.violations_max = 4;
    rules_.pace.violations_gap_ms = 100;
    for (auto* x : {&stays_, &moves_})
      x->world = std::make_unique<zone_world>(content_, rules_);
  }

  /// Something happens in both; false when they differ.
  void act() {
    now_ms_ += rng_.below(200);
    msg::character_id who{1 + static_cast<uint32_t>(rng_.below(players_max))};
    const auto* record = stays_.world->find(who);
    if (!record)
      return enter(who);
    if (rng_.chance(1, 60))
      return leave(who);
    if (stays_.world->departure_of(who) && rng_.chance(1, 8)) {
      ++resumed;
      for (auto* x : {&stays_, &moves_})
        x->world->resume(who, x->out);
      return;
    }
    apply(who, request_of(cell::from_index(record->location.cell)));
  }

  /// Everybody goes on in a new world, and nobody hears of it.
  void carry() {
    auto next = std::make_unique<zone_world>(content_, rules_);
    auto there_ms = rng_.chance(1, 2) ? moves_.ahead_ms + rng_.below(1'000'000) : rng_.below(100'000);
    for (uint32_t id = 1; id <= players_max; ++id) {
      const auto* record = moves_.world->find({id});
      if (!record)
        continue;
      auto state = moves_.world->state_of({id}, now_ms_ + moves_.ahead_ms);
      walking += state.is_walking;
      violators += !state.violations_ago_ms.empty();
      frozen += state.is_frozen;
      granted += state.has_grant;
      ASSERT_TRUE(next->place(*record, receiver_of({id}), state, now_ms_ + there_ms)) << id;
      ASSERT_FALSE(next->place(*record, receiver_of({id}), state, now_ms_ + there_ms)) << "he is there already";
      ASSERT_EQ(next->state_of({id}, now_ms_ + there_ms), state) << id;
    }
    moves_.world = std::move(next);
    moves_.ahead_ms = there_ms;
  }

  /// What has happened since the last call was the same for everybody.
  void check() {
    ASSERT_EQ(said_by(stays_), said_by(moves_));
    ASSERT_EQ(stays_.world->players(), moves_.world->players());
    for (uint32_t id = 1; id <= players_max; ++id) {
      const auto* one = stays_.world->find({id});
      const auto* other = moves_.world->find({id});
      ASSERT_EQ(one == nullptr, other == nullptr) << id;
      if (one) {
        ASSERT_EQ(*one, *other) << id;
      }
    }
  }

  // How often there was something to carry.
  size_t walking = 0;
  size_t violators = 0;
  size_t frozen = 0;
  size_t granted = 0;
  size_t resumed = 0;
  size_t expelled = 0;

private:
  static msg::receiver receiver_of(msg::character_id who) { return {who.value % 2, {who.value}}; }

  cell anywhere() { return {static_cast<uint8_t>(rng_.below(side)), static_cast<uint8_t>(rng_.below(side))}; }

  cell near(cell at) {
    auto far = rng_.chance(1, 6) ? 2 : 1;
    auto move = [&](uint8_t x) {
      return static_cast<uint8_t>(std::clamp<int>(x + static_cast<int>(rng_.below(3) * far) - far, 0, side - 1));
    };
    return {move(at.x), move(at.y)};
  }

  msg::zone_request request_of(cell at) {
    switch (rng_.below(8)) {
    case 0:
      return c2s_ask_move{index_of(anywhere()), 1};
    case 1:
      return c2s_gesture{static_cast<uint8_t>(rng_.below(9))};
    case 2:
      return c2s_chat_window_opt{{static_cast<uint16_t>(rng_.below(9)), 2, 3}};
    case 3:
      return c2s_pc_move{index_of(anywhere()), 1}; // most of the time a violation
    case 4:
    case 5:
      if (content_->map.warp_at(at))
        return c2s_warp{7};
      [[fallthrough]];
    default:
      return c2s_pc_move{index_of(near(at)), 1};
    }
  }

  void enter(msg::character_id who) {
    auto at = rng_.chance(1, 3) ? doors[rng_.below(std::size(doors))] : anywhere();
    auto how = rng_.chance(1, 2) ? arrival::login : arrival::warp;
    for (auto* x : {&stays_, &moves_})
      x->world->enter(test::make_character(who.value, at), receiver_of(who), how, {12, 34}, x->out);
  }

  void leave(msg::character_id who) {
    auto one = stays_.world->leave(who, stays_.out);
    auto other = moves_.world->leave(who, moves_.out);
    ASSERT_EQ(one, other);
  }

  void apply(msg::character_id who, const msg::zone_request& what) {
    auto one = stays_.world->apply(who, what, now_ms_ + stays_.ahead_ms, stays_.out);
    auto other = moves_.world->apply(who, what, now_ms_ + moves_.ahead_ms, moves_.out);
    ASSERT_EQ(one.what, other.what);
    expelled += one.what == zone_outcome::kind::expelled;
  }

  /// In the order of a conversation with each edge. Who stands in one block may be listed in another order: the
  /// grid has its players in the order of their coming.
  static std::map<uint64_t, std::vector<std::vector<uint8_t>>> said_by(side_of_story& x) {
    std::map<uint64_t, std::vector<std::vector<uint8_t>>> result;
    x.out.drain([&](uint32_t edge, const msg::outgoing_frames& said) {
      size_t begin = 0;
      size_t first = 0;
      for (size_t i = 0; i < said.frame_ends.size(); ++i) {
        for (; first < said.receiver_ends[i]; ++first)
          result[uint64_t{edge} << 32 | said.receivers[first]].emplace_back(
            said.bytes.begin() + static_cast<ptrdiff_t>(begin),
            said.bytes.begin() + static_cast<ptrdiff_t>(said.frame_ends[i]));
        begin = said.frame_ends[i];
      }
    });
    for (auto& [who, frames] : result)
      std::ranges::sort(frames);
    return result;
  }

  runtime::prng rng_;
  std::shared_ptr<const loaders::zone_content> content_;
  zone_rules rules_;
  side_of_story stays_;
  side_of_story moves_;
  uint64_t now_ms_ = 10'000'000;
};

} // namespace

TEST(ZoneCarry, AWorldThatIsCarriedOverBehavesAsTheOneItWas) {
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    story told{seed};
    for (int i = 0; i < 3'000; ++i) {
      ASSERT_NO_FATAL_FAILURE(told.act()) << i;
      if (i % 7 == 0) {
        ASSERT_NO_FATAL_FAILURE(told.carry()) << i;
      }
      ASSERT_NO_FATAL_FAILURE(told.check()) << i;
    }
    for (auto often : {told.walking, told.violators, told.frozen, told.granted, told.resumed, told.expelled})
      EXPECT_GT(often, 0u) << "the story is too tame";
  }
}

TEST(ZoneCarry, ManyShortStoriesEndAlikeHoweverOftenTheyAreCarried) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    story told{seed};
    for (int i = 0; i < 150; ++i) {
      ASSERT_NO_FATAL_FAILURE(told.act()) << i;
      if (i % 2 == 0) {
        ASSERT_NO_FATAL_FAILURE(told.carry()) << i;
      }
      ASSERT_NO_FATAL_FAILURE(told.check()) << i;
    }
  }
}

TEST(ZoneCarry, NobodyIsPlacedWhereNobodyCanStand) {
  auto content = test::open_map(1);
  test::set_walkable(content, {5, 5}, false);
  test::world_fixture x{std::move(content)};
  auto who = test::make_character(1, {5, 5});
  EXPECT_FALSE(x.world.place(who, {}, {}, x.now_ms));
  who.location.cell = loaders::cell_count;
  EXPECT_FALSE(x.world.place(who, {}, {}, x.now_ms));
  who = test::make_character(1, {6, 6}, 2);
  EXPECT_FALSE(x.world.place(who, {}, {}, x.now_ms)) << "another map";
  who.location.map = {1};
  EXPECT_TRUE(x.world.place(who, {}, {}, x.now_ms));
  EXPECT_TRUE(x.heard().empty());
  EXPECT_TRUE(x.world.take_changed().empty());
}

TEST(ZoneCarry, WhoGoesOnViolatingAfterHisExpulsionCanStillBePlaced) {
  test::world_fixture x{test::open_map(1)};
  x.enter(1, {10, 10});
  for (int i = 0; i < 30; ++i) {
    x.step(1, {200, 200});
    x.now_ms += 600;
  }
  auto state = x.world.state_of({1}, x.now_ms);
  test::world_fixture y{test::open_map(1)};
  EXPECT_TRUE(y.world.place(*x.world.find({1}), {}, state, y.now_ms));
  EXPECT_EQ(y.step(1, {200, 200}).what, zone_outcome::kind::expelled);
}

} // namespace actors
