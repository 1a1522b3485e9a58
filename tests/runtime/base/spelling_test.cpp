#include "runtime/base/spelling.hpp"

#include <gtest/gtest.h>

#include <array>

namespace runtime {

TEST(Spelling, DistanceCountsInsertionsReplacementsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
  EXPECT_EQ(edit_distance("abc", "abd"), 1u);
  EXPECT_EQ(edit_distance("abc", "acb"), 1u);
  EXPECT_EQ(edit_distance("abc", "ab"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
}

TEST(Spelling, NearestIsTheNearestOrNothing) {
  constexpr std::array<std::string_view, 3> words{"c2s_say", "s2c_say", "c2s_warp"};
  EXPECT_EQ(nearest(words, "c2s_sya"), "c2s_say");
  EXPECT_EQ(nearest(words, "c2s_wrap"), "c2s_warp");
  EXPECT_EQ(nearest(words, "elephant"), "");
}

} // namespace runtime
