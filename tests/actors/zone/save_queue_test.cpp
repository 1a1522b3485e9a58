#include "actors/zone/save_queue.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

msg::character_location row(uint32_t id, uint64_t revision) { return {{id}, {1}, 0, revision, {}}; }

} // namespace

TEST(SaveQueue, ABatchHasTheNewestRowOfEachCharacter) {
  save_queue<int> queue;
  queue.add(row(2, 5));
  queue.add(row(1, 1));
  queue.add(row(2, 7));
  queue.add(row(2, 6));
  EXPECT_THAT(queue.begin(), ElementsAre(row(1, 1), row(2, 7)));
}

TEST(SaveQueue, OneBatchIsUnderWayAtATime) {
  save_queue<int> queue;
  EXPECT_THAT(queue.begin(), IsEmpty());
  EXPECT_FALSE(queue.is_saving());
  queue.add(row(1, 1));
  queue.begin();
  EXPECT_TRUE(queue.is_saving());
  queue.add(row(2, 1));
  EXPECT_THAT(queue.begin(), IsEmpty());
  queue.succeed();
  EXPECT_THAT(queue.begin(), ElementsAre(row(2, 1)));
}

TEST(SaveQueue, AWaiterIsToldWhenHisCharacterIsCommitted) {
  save_queue<int> queue;
  queue.add(row(1, 1));
  queue.add(row(2, 1));
  queue.wait_for({1}, 100);
  queue.wait_for({1}, 101);
  queue.begin();
  queue.wait_for({2}, 200);
  EXPECT_THAT(queue.succeed(), UnorderedElementsAre(100, 101, 200));
  EXPECT_TRUE(queue.empty());
  queue.add(row(1, 2));
  queue.begin();
  EXPECT_THAT(queue.succeed(), IsEmpty()) << "told once";
}

TEST(SaveQueue, AWaiterWaitsForANewerRowToo) {
  save_queue<int> queue;
  queue.add(row(1, 1));
  queue.begin();
  queue.add(row(1, 2));
  queue.wait_for({1}, 100);
  EXPECT_THAT(queue.succeed(), IsEmpty());
  EXPECT_THAT(queue.begin(), ElementsAre(row(1, 2)));
  EXPECT_THAT(queue.succeed(), ElementsAre(100));
}

TEST(SaveQueue, AFailedBatchIsSavedAgainUnlessThereIsANewerRow) {
  save_queue<int> queue;
  queue.add(row(1, 1));
  queue.add(row(2, 1));
  queue.wait_for({1}, 100);
  queue.begin();
  queue.add(row(2, 2));
  queue.fail();
  EXPECT_FALSE(queue.is_saving());
  EXPECT_FALSE(queue.empty());
  EXPECT_THAT(queue.begin(), ElementsAre(row(1, 1), row(2, 2)));
  EXPECT_THAT(queue.succeed(), ElementsAre(100));
}

TEST(SaveQueue, AFailureIsRememberedUntilABatchIsCommitted) {
  save_queue<int> queue;
  EXPECT_FALSE(queue.has_failed());
  queue.add(row(1, 1));
  queue.begin();
  queue.fail();
  queue.begin();
  EXPECT_TRUE(queue.has_failed());
  queue.succeed();
  EXPECT_FALSE(queue.has_failed());
}

TEST(SaveQueue, ContainsWhatIsNotYetCommitted) {
  save_queue<int> queue;
  EXPECT_FALSE(queue.contains({1}));
  queue.add(row(1, 1));
  EXPECT_TRUE(queue.contains({1}));
  queue.begin();
  EXPECT_TRUE(queue.contains({1}));
  EXPECT_FALSE(queue.empty());
  queue.succeed();
  EXPECT_FALSE(queue.contains({1}));
}

} // namespace actors
