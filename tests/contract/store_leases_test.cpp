// What every store must do with leases, and with what zones write under them.

#include "tests/contract/cluster_contract.hpp"

namespace {

using msg::errc;
using std::chrono::seconds;
using test::held;
using test::refusal;
using test::shown;
using test::ten_minutes;
using test::text;
using strings = std::vector<std::string>;

const std::string zone = "zone/7";

/// Three nodes, the first of which is the coordinator, and a character on map 7.
class StoreLeases : public test::ClusterContract {
protected:
  void SetUp() override {
    c_ = join("c");
    a_ = join("a");
    b_ = join("b");
    lead(c_);
    account("alice");
    msg::character_record hero;
    hero.account = {1};
    hero.name = "Hero";
    hero.location = at(1, 10);
    get<msg::character_record>(msg::create_character{{1, 1}, hero});
  }
  static msg::character_location at(uint64_t revision, uint32_t cell) { return {{1}, {7}, cell, revision, {}}; }
  uint32_t cell() { return get<std::vector<msg::character_record>>(msg::list_characters{{1}}).front().location.cell; }
  void release(const std::string& name, const msg::node_key& holder, uint64_t epoch) {
    get<ok>(msg::release_lease{name, holder, epoch});
  }
  test::outcome<msg::lease> hand_over(uint64_t from_epoch, const msg::node_key& from, const msg::node_key& to,
                                      std::vector<msg::character_location> rows = {}) {
    return ask<msg::lease>(msg::hand_over{zone, from_epoch, from, to, ten_minutes, std::move(rows)});
  }
  std::string save(uint64_t epoch, std::vector<msg::character_location> rows) {
    return refusal(ask<ok>(msg::save_locations{std::move(rows), {{7}, epoch}}));
  }
  std::string now() { return shown(lease(zone)); }

  msg::node_key a_, b_, c_;
};

INSTANTIATE_STORE_CONTRACT(StoreLeases);

// -- assigned ----------------------------------------------------------------------

TEST_P(StoreLeases, FirstAssignmentHasEpochOne) {
  EXPECT_EQ(assign(zone, 0, a_), 1u);
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
  EXPECT_GT(left_ms(zone), ten_minutes / 2);
  EXPECT_LE(left_ms(zone), ten_minutes);
}

TEST_P(StoreLeases, RepeatedAssignmentGetsTheSameAnswer) {
  assign(zone, 0, a_);
  EXPECT_EQ(assign(zone, 0, a_), 1u);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(assign(zone, 1, b_), 2u);
  EXPECT_EQ(assign(zone, 1, b_), 2u);
  EXPECT_EQ(lease(zone), held(zone, b_, 2));
}

TEST_P(StoreLeases, HeldOneIsRefusedWhileItLasts) {
  assign(zone, 0, a_);
  EXPECT_EQ(refused(assignment(zone, 1, b_)), text(errc::lease_held));
  EXPECT_EQ(refused(assignment(zone, 1, a_)), text(errc::lease_held));
  harness_->pass_time(seconds{500});
  EXPECT_EQ(refused(assignment(zone, 1, b_)), text(errc::lease_held));
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
}

TEST_P(StoreLeases, ExpiredOneGetsAnyHolderWithTheNextEpoch) {
  assign(zone, 0, a_);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(left_ms(zone), 0u);
  EXPECT_EQ(assign(zone, 1, a_), 2u);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(assign(zone, 2, b_), 3u);
}

TEST_P(StoreLeases, AssignmentFromAnotherEpochIsRefused) {
  EXPECT_EQ(refused(assignment(zone, 1, a_)), text(errc::lease_held));
  assign(zone, 0, a_);
  harness_->pass_time(seconds{601});
  for (uint64_t epoch : {0, 2, 3})
    EXPECT_EQ(refused(assignment(zone, epoch, b_)), text(errc::lease_held)) << epoch;
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
}

TEST_P(StoreLeases, LeaseOfADeadHolderIsNobodysAndGetsANewOne) {
  assign(zone, 0, a_);
  kill(a_);
  EXPECT_EQ(lease(zone), held(zone, {}, 2));
  EXPECT_EQ(left_ms(zone), 0u);
  EXPECT_EQ(assign(zone, 2, b_), 3u);
}

TEST_P(StoreLeases, HolderMustBeAlive) {
  for (const auto& nobody : {msg::node_key{"x", 1}, msg::node_key{"a", 2}, msg::node_key{}, msg::node_key{"A", 1},
                             msg::node_key{std::string{"a\0", 2}, 1}, msg::node_key{"a", UINT64_MAX}})
    EXPECT_EQ(refused(assignment(zone, 0, nobody)), text(errc::node_unknown)) << to_string(nobody);
  kill(a_);
  get<ok>(msg::leave_cluster{b_});
  EXPECT_EQ(refused(assignment(zone, 0, a_)), text(errc::node_unknown));
  EXPECT_EQ(refused(assignment(zone, 0, b_)), text(errc::node_unknown));
  EXPECT_EQ(view().lease(zone), nullptr);
}

TEST_P(StoreLeases, OnlyTheCoordinatorOfNowAssigns) {
  auto what = assignment(zone, 0, a_);
  for (uint64_t term : {uint64_t{0}, term_ + 1, UINT64_MAX}) {
    what.coordinator_epoch = term;
    EXPECT_EQ(refused(what), text(errc::fenced)) << term;
  }
  const auto before = term_;
  get<ok>(msg::leave_cluster{c_});
  what.coordinator_epoch = before;
  EXPECT_EQ(refused(what), text(errc::fenced));
  lead(b_);
  EXPECT_EQ(refused(what), text(errc::fenced));
  EXPECT_EQ(view().lease(zone), nullptr);
  EXPECT_EQ(assign(zone, 0, a_), 1u);
}

TEST_P(StoreLeases, BadNamesAndATimeOfZeroAreRefused) {
  const std::string longest(64, '~');
  for (const auto& bad : strings{"", longest + "x", std::string{"game\0x", 6}, "ga me", "game\n", "\xC3\xA7", "\xFF"})
    EXPECT_EQ(refused(assignment(bad, 0, a_)), text(errc::name_invalid)) << bad;
  auto what = assignment(longest, 0, a_);
  what.lease_ms = 0;
  EXPECT_EQ(refused(what), text(errc::bad_request));
  what.lease_ms = 4294967295;
  what.from_epoch = UINT64_MAX;
  EXPECT_EQ(refused(what), text(errc::bad_request));
  what.from_epoch = 0;
  EXPECT_EQ(get<msg::lease>(what).epoch, 1u);
  EXPECT_GT(left_ms(longest), 4294967295u / 2);
}

TEST_P(StoreLeases, NamesAreIndependentAndDifferByCase) {
  EXPECT_EQ(assign("game", 0, a_), 1u);
  EXPECT_EQ(assign("Game", 0, b_), 1u);
  release("game", a_, 1);
  EXPECT_EQ(lease("game"), held("game", {}, 2));
  EXPECT_EQ(lease("Game"), held("Game", b_, 1));
}

// -- released ----------------------------------------------------------------------

TEST_P(StoreLeases, ReleasedOneIsNobodysUnderTheNextEpoch) {
  assign(zone, 0, a_);
  release(zone, a_, 1);
  EXPECT_EQ(lease(zone), held(zone, {}, 2));
  EXPECT_EQ(assign(zone, 2, a_), 3u);
}

TEST_P(StoreLeases, RepeatedReleaseChangesNothing) {
  assign(zone, 0, a_);
  release(zone, a_, 1);
  release(zone, a_, 1);
  EXPECT_EQ(lease(zone), held(zone, {}, 2));
  assign(zone, 2, a_);
  release(zone, a_, 1);
  EXPECT_EQ(lease(zone), held(zone, a_, 3));
}

TEST_P(StoreLeases, ReleaseMustFitNameHolderAndEpoch) {
  assign(zone, 0, a_);
  release(zone, b_, 1);
  release(zone, {"a", 2}, 1);
  release(zone, {}, 1);
  release(zone, a_, 2);
  release(zone, a_, UINT64_MAX);
  release("zone/8", a_, 1);
  release(std::string{"zone/7\0", 7}, a_, 1);
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
  EXPECT_EQ(view().lease("zone/8"), nullptr);
}

// -- handed over -------------------------------------------------------------------

TEST_P(StoreLeases, HandOverSavesAndChangesTheHolder) {
  assign(zone, 0, a_);
  EXPECT_EQ(refusal(hand_over(1, a_, b_, {at(2, 20)})), "not refused");
  EXPECT_EQ(lease(zone), held(zone, b_, 2));
  EXPECT_GT(left_ms(zone), ten_minutes / 2);
  EXPECT_EQ(cell(), 20u);
}

TEST_P(StoreLeases, RepeatedHandOverGetsTheSameAnswerAndSavesNothingMore) {
  assign(zone, 0, a_);
  hand_over(1, a_, b_, {at(2, 20)});
  EXPECT_EQ(save(2, {at(3, 30)}), "not refused");
  EXPECT_EQ(std::get<msg::lease>(hand_over(1, a_, b_, {at(2, 20)})).epoch, 2u);
  EXPECT_EQ(lease(zone), held(zone, b_, 2));
  EXPECT_EQ(cell(), 30u);
}

TEST_P(StoreLeases, HandOverSavesByTheRuleOfRevisions) {
  assign(zone, 0, a_);
  EXPECT_EQ(refusal(hand_over(1, a_, b_, {at(1, 20)})), "not refused");
  EXPECT_EQ(cell(), 10u);
  EXPECT_EQ(refusal(hand_over(2, b_, a_, {at(3, 30), at(4, 40), at(3, 50)})), "not refused");
  EXPECT_EQ(cell(), 40u);
}

TEST_P(StoreLeases, HandOverByAnybodyElseIsFencedAndSavesNothing) {
  EXPECT_EQ(refusal(hand_over(0, a_, b_, {at(2, 20)})), text(errc::fenced));
  EXPECT_EQ(refusal(hand_over(1, a_, b_, {at(2, 20)})), text(errc::fenced));
  assign(zone, 0, a_);
  EXPECT_EQ(refusal(hand_over(1, b_, c_, {at(2, 20)})), text(errc::fenced));
  EXPECT_EQ(refusal(hand_over(1, {"a", 2}, b_, {at(2, 20)})), text(errc::fenced));
  EXPECT_EQ(refusal(hand_over(2, a_, b_, {at(2, 20)})), text(errc::fenced));
  EXPECT_EQ(refusal(hand_over(0, a_, b_, {at(2, 20)})), text(errc::fenced));
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
  kill(a_);
  EXPECT_EQ(refusal(hand_over(1, a_, b_, {at(2, 20)})), text(errc::fenced));
  EXPECT_EQ(lease(zone), held(zone, {}, 2));
  EXPECT_EQ(cell(), 10u);
}

TEST_P(StoreLeases, HandOverToOneWhoIsNotAliveChangesNothing) {
  assign(zone, 0, a_);
  kill(b_);
  for (const auto& nobody : {b_, msg::node_key{"a", 2}, msg::node_key{"x", 1}, msg::node_key{}})
    EXPECT_EQ(refusal(hand_over(1, a_, nobody, {at(2, 20)})), text(errc::node_unknown)) << to_string(nobody);
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
  EXPECT_EQ(cell(), 10u);
}

TEST_P(StoreLeases, ExpiredOneCanStillBeHandedOver) {
  assign(zone, 0, a_);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(refusal(hand_over(1, a_, b_)), "not refused");
  EXPECT_EQ(lease(zone), held(zone, b_, 2));
  EXPECT_GT(left_ms(zone), 0u);
}

TEST_P(StoreLeases, HandOverOfNonsenseIsRefused) {
  assign(zone, 0, a_);
  msg::hand_over what{zone, 1, a_, b_, 0, {}};
  EXPECT_EQ(refusal(ask<msg::lease>(what)), text(errc::bad_request));
  what.lease_ms = ten_minutes;
  what.rows = {at(2, 65536)};
  EXPECT_EQ(refusal(ask<msg::lease>(what)), text(errc::bad_request));
  what.rows.clear();
  what.from = {};
  EXPECT_EQ(refusal(ask<msg::lease>(what)), text(errc::bad_request));
  what.name = "";
  EXPECT_EQ(refusal(ask<msg::lease>(what)), text(errc::name_invalid));
  EXPECT_EQ(lease(zone), held(zone, a_, 1));
}

// -- what is written under them ------------------------------------------------------

TEST_P(StoreLeases, ZoneThatWasNeverLeasedWritesUnderEpochZero) {
  EXPECT_EQ(save(1, {at(2, 20)}), text(errc::fenced));
  EXPECT_EQ(cell(), 10u);
  EXPECT_EQ(save(0, {at(2, 20)}), "not refused");
  EXPECT_EQ(cell(), 20u);
}

TEST_P(StoreLeases, WritesOfAnyOtherEpochAreFenced) {
  assign(zone, 0, a_);
  for (uint64_t epoch : {0, 2})
    EXPECT_EQ(save(epoch, {at(2, 20)}), text(errc::fenced)) << epoch;
  EXPECT_EQ(save(1, {at(2, 21)}), "not refused");
  hand_over(1, a_, b_);
  EXPECT_EQ(save(1, {at(3, 30)}), text(errc::fenced));
  EXPECT_EQ(cell(), 21u);
  EXPECT_EQ(save(2, {at(3, 31)}), "not refused");
  EXPECT_EQ(cell(), 31u);
}

TEST_P(StoreLeases, WritesAreFencedAsSoonAsTheLeaseIsNobodys) {
  assign(zone, 0, a_);
  release(zone, a_, 1);
  EXPECT_EQ(save(1, {at(2, 20)}), text(errc::fenced));
  assign(zone, 2, b_);
  kill(b_);
  EXPECT_EQ(save(3, {at(2, 20)}), text(errc::fenced));
  EXPECT_EQ(cell(), 10u);
}

TEST_P(StoreLeases, ExpiredLeaseFencesNobody) {
  assign(zone, 0, a_);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(save(1, {at(2, 20)}), "not refused");
  EXPECT_EQ(cell(), 20u);
}

TEST_P(StoreLeases, OtherZonesLeasesDoNotMatter) {
  assign("zone/8", 0, a_);
  EXPECT_EQ(save(0, {at(2, 20)}), "not refused");
  EXPECT_EQ(refusal(ask<ok>(msg::save_locations{{at(3, 30)}, {{8}, 0}})), text(errc::fenced));
  EXPECT_EQ(refusal(ask<ok>(msg::save_locations{{at(3, 30)}, {{8}, 1}})), "not refused");
  EXPECT_EQ(cell(), 30u);
}

TEST_P(StoreLeases, FencedWriteIsFencedAlsoWhenItsRowsAreOld) {
  assign(zone, 0, a_);
  EXPECT_EQ(save(7, {at(0, 20)}), text(errc::fenced));
  EXPECT_EQ(save(UINT64_MAX, {at(2, 20)}), text(errc::bad_request));
}

} // namespace
