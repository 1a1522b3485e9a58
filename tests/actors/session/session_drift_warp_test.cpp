// What becomes of a session whose zones move, or are lost, while it is between
// two of them.

#include "runtime/base/probes.hpp"
#include "tests/actors/session/drift_fixture.hpp"

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using msg::close_reason;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class SessionDriftWarp : public drift_fixture {
protected:
  SessionDriftWarp() { next = begin(7, 1); }

  /// His zone lets him go to map 7.
  void depart() {
    node.sim.get<caf::ok_atom>(node.table->zones.at(1), msg::zone_stop{});
    node.sim.settle();
  }

  script next;
};

} // namespace

TEST_F(SessionDriftWarp, AnUndisturbedOne) {
  gesture(2);
  depart();
  EXPECT_THAT(first->stays, IsEmpty());
  EXPECT_EQ(next->activations, 1u);
  EXPECT_EQ(session->map(), msg::map_id{7});
  gesture(2);
  EXPECT_EQ(next->numbers, up_to(2)) << "from 1 again";
}

TEST_F(SessionDriftWarp, TheNextZoneMovesWhileAPlaceIsHeldThere) {
  first->is_silent = true; // lets him go late
  depart();
  ASSERT_THAT(next->enters, SizeIs(1));
  auto there = move(next, 7, 2);
  serve(7, 2);
  first->is_silent = false;
  node.sim.advance(6s, 50ms);
  EXPECT_EQ(there->activations, 1u);
  EXPECT_EQ(next->activations, 0u);
  EXPECT_EQ(session->zone_epoch(), 2u);
}

TEST_F(SessionDriftWarp, TheNextZoneIsOnTheMoveWhenItIsAsked) {
  next->is_moved = true;
  depart();
  node.sim.advance(1s, 50ms);
  EXPECT_EQ(next->activations, 0u);
  auto there = begin(7, 2);
  node.sim.advance(200ms, 50ms);
  EXPECT_EQ(there->activations, 1u);
  EXPECT_THAT(told(), IsEmpty());
  EXPECT_REACHED(warp_target_moves);
}

TEST_F(SessionDriftWarp, TheLastZoneMovesBeforeHeHasLeftIt) {
  auto stays = first->stays;
  first->is_silent = true;
  depart();
  auto there = move(first, 1, 2);
  there->stays = stays;
  serve(1, 2);
  EXPECT_THAT(there->leaves, SizeIs(1)) << "asked at once, not when the old one has been waited for";
  EXPECT_FALSE(there->leaves[0].save);
  EXPECT_EQ(next->activations, 1u);
}

TEST_F(SessionDriftWarp, TheLastZoneIsLostBeforeHeHasLeftIt) {
  first->is_silent = true;
  depart();
  kill(1);
  begin(1, 2);
  node.sim.advance(1s, 50ms);
  EXPECT_EQ(next->activations, 1u) << "his place is held: he need not go back";
  EXPECT_EQ(session->map(), msg::map_id{7});
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(SessionDriftWarp, TheNextZoneIsStartedAnewBeforeHeIsShown) {
  first->is_silent = true;
  depart();
  kill(7);
  auto there = begin(7, 2);
  first->is_silent = false;
  node.sim.advance(7s, 50ms);
  EXPECT_EQ(there->activations, 0u);
  EXPECT_THAT(told(), ElementsAre(HasSubstr("skipped a beat")));
  EXPECT_EQ(session->map(), msg::map_id{1}) << "where he was saved last";
  EXPECT_EQ(first->activations, 1u);
}

TEST_F(SessionDriftWarp, BothAreLost) {
  first->is_silent = true;
  next->is_silent = true;
  depart();
  kill(1);
  kill(7);
  node.sim.advance(7s, 50ms);
  auto there = begin(1, 2);
  node.sim.advance(2s, 50ms);
  EXPECT_EQ(there->activations, 1u);
  EXPECT_FALSE(node.at(id).is_closed);
  gesture();
  EXPECT_EQ(there->numbers, up_to(1));
}

} // namespace actors
