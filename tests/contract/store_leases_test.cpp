// What every store must do with leases.

#include "tests/contract/store_harness.hpp"

namespace {

using msg::errc;
using std::chrono::seconds;
using test::refusal;
using test::text;

/// Far longer than a test takes by the clock of a real database.
constexpr uint32_t ten_minutes = 600'000;

class StoreLeases : public test::StoreContract {
protected:
  uint64_t take(const std::string& name, const std::string& holder, uint32_t ttl_ms = ten_minutes) {
    return get<msg::lease>(msg::take_lease{name, holder, ttl_ms}).epoch;
  }
  std::string refused(const std::string& name, const std::string& holder, uint32_t ttl_ms = ten_minutes) {
    return refusal(ask<msg::lease>(msg::take_lease{name, holder, ttl_ms}));
  }
  void release(const std::string& name, const std::string& holder) {
    get<caf::ok_atom>(msg::release_lease{name, holder});
  }
};

INSTANTIATE_STORE_CONTRACT(StoreLeases);

using strings = std::vector<std::string>;

const std::string longest(64, '~');

/// Names that no lease and no holder can have; the third is "game" up to its zero byte.
const strings bad_names{"",         longest + "x", std::string{"game\0x", 6}, "ga me", "game\n",
                        "\xC3\xA7", "\xFF",        std::string(5000, 'a')};

TEST_P(StoreLeases, FirstTakingHasEpochOne) { EXPECT_EQ(take("game", "a"), 1u); }

TEST_P(StoreLeases, AnotherHolderIsRefusedWhileItLasts) {
  take("game", "a");
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
  EXPECT_EQ(refused("game", "A"), text(errc::lease_held));
  harness_->pass_time(seconds{500});
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
}

TEST_P(StoreLeases, RefusedTakingChangesNothing) {
  take("game", "a");
  EXPECT_EQ(refused("game", "b", 4294967295), text(errc::lease_held));
  EXPECT_EQ(take("game", "a"), 1u);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(take("game", "c"), 2u);
}

TEST_P(StoreLeases, TakingAgainKeepsTheEpochAndProlongs) {
  take("game", "a");
  harness_->pass_time(seconds{400});
  EXPECT_EQ(take("game", "a"), 1u);
  harness_->pass_time(seconds{400});
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
  EXPECT_EQ(take("game", "a"), 1u);
}

TEST_P(StoreLeases, TimeOfTheLastTakingCountsAlsoWhenItIsShorter) {
  take("game", "a", 3 * ten_minutes);
  take("game", "a", ten_minutes);
  harness_->pass_time(seconds{601});
  EXPECT_EQ(take("game", "b"), 2u);
}

TEST_P(StoreLeases, ExpiredOneGoesToAnotherWithTheNextEpoch) {
  take("game", "a");
  harness_->pass_time(seconds{601});
  EXPECT_EQ(take("game", "b"), 2u);
  EXPECT_EQ(refused("game", "a"), text(errc::lease_held));
  harness_->pass_time(seconds{601});
  EXPECT_EQ(take("game", "a"), 3u);
}

TEST_P(StoreLeases, HolderWhoComesLateAndBeforeOthersKeepsTheEpoch) {
  take("game", "a");
  harness_->pass_time(seconds{601});
  EXPECT_EQ(take("game", "a"), 1u);
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
}

TEST_P(StoreLeases, ReleasedOneGoesToAnotherAtOnceWithTheNextEpoch) {
  take("game", "a");
  release("game", "a");
  EXPECT_EQ(take("game", "b"), 2u);
  EXPECT_EQ(refused("game", "a"), text(errc::lease_held));
}

TEST_P(StoreLeases, EpochGrowsAlsoForTheOneWhoReleased) {
  take("game", "a");
  release("game", "a");
  EXPECT_EQ(take("game", "a"), 2u);
}

TEST_P(StoreLeases, RepeatedReleaseIsDoneAndTakesNothingFromTheNextHolder) {
  take("game", "a");
  release("game", "a");
  release("game", "a");
  take("game", "b");
  release("game", "a");
  EXPECT_EQ(refused("game", "a"), text(errc::lease_held));
  EXPECT_EQ(take("game", "b"), 2u);
}

TEST_P(StoreLeases, ReleaseByAStrangerChangesNothing) {
  take("game", "a");
  release("game", "b");
  release("game", "A");
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
  EXPECT_EQ(take("game", "a"), 1u);
}

TEST_P(StoreLeases, ReleaseOfWhatNobodyHoldsIsDoneAndLeavesNoTrace) {
  release("game", "a");
  EXPECT_EQ(take("game", "a"), 1u);
}

TEST_P(StoreLeases, ReleaseWithABadNameIsDoneAndChangesNothing) {
  take("game", "game");
  for (const auto& bad : bad_names) {
    release(bad, "game");
    release("game", bad);
  }
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
  EXPECT_EQ(take("game", "game"), 1u);
}

TEST_P(StoreLeases, BadNamesAreRefused) {
  for (const auto& bad : bad_names) {
    EXPECT_EQ(refused(bad, "a"), text(errc::name_invalid)) << bad;
    EXPECT_EQ(refused("game", bad), text(errc::name_invalid)) << bad;
  }
  EXPECT_EQ(take("game", "a"), 1u);
}

TEST_P(StoreLeases, LongestNamesAndTheLongestTimeAreTaken) {
  EXPECT_EQ(take(longest, longest, 4294967295), 1u);
  harness_->pass_time(seconds{4'294'000});
  EXPECT_EQ(refused(longest, "b"), text(errc::lease_held));
  harness_->pass_time(seconds{968});
  EXPECT_EQ(take(longest, "b"), 2u);
}

TEST_P(StoreLeases, TimeOfZeroIsRefusedAlsoForTheHolder) {
  EXPECT_EQ(refused("game", "a", 0), text(errc::bad_request));
  take("game", "a");
  EXPECT_EQ(refused("game", "a", 0), text(errc::bad_request));
  EXPECT_EQ(refused("game", "b"), text(errc::lease_held));
}

TEST_P(StoreLeases, NamesAreIndependentAndDifferByCase) {
  EXPECT_EQ(take("game", "a"), 1u);
  EXPECT_EQ(take("Game", "b"), 1u);
  release("game", "a");
  EXPECT_EQ(take("game", "c"), 2u);
  EXPECT_EQ(refused("Game", "c"), text(errc::lease_held));
  EXPECT_EQ(take("Game", "b"), 1u);
}

} // namespace
