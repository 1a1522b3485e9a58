#include "messages/claims_tally.hpp"

#include <gtest/gtest.h>

namespace msg {

TEST(ClaimsTally, CountsWhoHasAnAccountOfAnEarlierDirectory) {
  claims_tally tally;
  EXPECT_EQ(tally.older_than(7), 0u);
  tally.note(1, 7);
  tally.note(2, 7);
  tally.note(3, 8);
  EXPECT_EQ(tally.older_than(7), 0u);
  EXPECT_EQ(tally.older_than(8), 2u);
  EXPECT_EQ(tally.older_than(9), 3u);
  EXPECT_EQ(tally.size(), 3u);
}

TEST(ClaimsTally, ASessionThatClaimsAgainOrEndsIsNotWaitedFor) {
  claims_tally tally;
  tally.note(1, 7);
  tally.note(2, 7);
  EXPECT_EQ(tally.older_than(8), 2u);
  EXPECT_TRUE(tally.note(1, 8));
  EXPECT_EQ(tally.older_than(8), 1u);
  tally.forget(2);
  tally.forget(2);
  EXPECT_EQ(tally.older_than(8), 0u);
  EXPECT_EQ(tally.size(), 1u);
}

TEST(ClaimsTally, NobodyClaimsOfADirectoryThatHasBeenFollowed) {
  claims_tally tally;
  EXPECT_EQ(tally.older_than(8), 0u); // from here on that one grants
  EXPECT_FALSE(tally.note(1, 7));
  EXPECT_EQ(tally.size(), 0u);
  EXPECT_TRUE(tally.note(1, 8));
  EXPECT_EQ(tally.newest(), 8u);
}

TEST(ClaimsTally, ARefusedNoteLeavesTheEarlierOne) {
  claims_tally tally;
  tally.note(1, 7);
  EXPECT_EQ(tally.older_than(9), 1u);
  EXPECT_FALSE(tally.note(1, 8));
  EXPECT_EQ(tally.older_than(9), 1u);
}

TEST(ClaimsTally, WhoHasLostHisDirectoryIsCountedEvenForOneOfTheSameEpoch) {
  claims_tally tally;
  tally.note(1, 7);
  tally.lose_directory(1);
  EXPECT_EQ(tally.older_than(7), 1u);
  tally.lose_directory(2);
  EXPECT_EQ(tally.size(), 1u) << "and only those who have one";
}

} // namespace msg
