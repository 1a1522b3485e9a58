#include "runtime/base/probes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

using namespace runtime;

namespace {

class Probes : public testing::Test {
protected:
  Probes() { probes::reset(); }
  ~Probes() override { probes::reset(); }

  static uint64_t times(std::string_view name) {
    for (const auto& one : probes::hits())
      if (one.name == name)
        return one.times;
    ADD_FAILURE() << "no probe " << name;
    return 0;
  }
};

} // namespace

TEST_F(Probes, AHitIsCountedUnderItsOwnNameOnly) {
  SOMETIMES(inbox_full);
  SOMETIMES(inbox_full);
  SOMETIMES(zone_lost_under_session);
  EXPECT_EQ(times("inbox-full"), 2u);
  EXPECT_EQ(times("zone-lost-under-session"), 1u);
  uint64_t all = 0;
  for (const auto& one : probes::hits())
    all += one.times;
  EXPECT_EQ(all, 3u);
}

TEST_F(Probes, AProbeThatWasNeverHitIsListedToo) {
  ASSERT_EQ(probes::hits().size(), probes::count);
  EXPECT_EQ(probes::hits().front().name, "commit-lost-its-reply");
  EXPECT_EQ(probes::hits().front().times, 0u);
  EXPECT_EQ(probes::hits().back().name, "zone-is-an-old-copy");
}

TEST_F(Probes, ResetForgetsAllHits) {
  SOMETIMES(node_lost);
  probes::reset();
  EXPECT_EQ(times("node-lost"), 0u);
}

TEST_F(Probes, EveryProbeHasANameOfItsOwnInKebabCaseAndASentence) {
  std::set<std::string_view> names;
  for (const auto& one : probes::hits()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_THAT(std::string{one.name}, testing::MatchesRegex("[a-z]+(-[a-z]+)*"));
    EXPECT_TRUE(one.why.ends_with('.')) << one.name;
  }
}
