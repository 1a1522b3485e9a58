#include "messages/audience.hpp"

#include "messages/client/chat.hpp"
#include "messages/client/move.hpp"

#include <gmock/gmock.h>

namespace msg {

namespace {

using client::s2c_fix_move;
using client::s2c_gesture;
using testing::ElementsAre;

receiver at(uint32_t edge, uint64_t connection) { return {edge, {connection}}; }

/// What each connection of one edge hears, in order.
std::map<uint64_t, std::vector<wire::byte_buffer>> heard(const outgoing_frames& x) {
  std::map<uint64_t, std::vector<wire::byte_buffer>> result;
  uint32_t frame = 0;
  uint32_t first = 0;
  EXPECT_EQ(x.frame_ends.size(), x.receiver_ends.size());
  for (size_t i = 0; i < x.frame_ends.size(); ++i) {
    for (auto k = first; k < x.receiver_ends[i]; ++k)
      result[x.receivers[k]].emplace_back(x.bytes.begin() + frame, x.bytes.begin() + x.frame_ends[i]);
    frame = x.frame_ends[i];
    first = x.receiver_ends[i];
  }
  EXPECT_EQ(frame, x.bytes.size());
  EXPECT_EQ(first, x.receivers.size());
  return result;
}

std::map<uint32_t, outgoing_frames> drained(audience& x) {
  std::map<uint32_t, outgoing_frames> result;
  x.drain([&](uint32_t edge, outgoing_frames frames) { result[edge] = std::move(frames); });
  return result;
}

} // namespace

TEST(Audience, EachReceiverHearsHisFramesInTheOrderTheyWereSaid) {
  audience all;
  all.to(at(0, 1), s2c_fix_move{10});
  std::vector both{at(0, 2), at(0, 1)};
  all.to(both, s2c_gesture{5, 6});
  all.to(at(0, 2), s2c_fix_move{11});
  auto frames = drained(all);
  ASSERT_EQ(frames.size(), 1u);
  auto by_connection = heard(frames[0]);
  EXPECT_THAT(by_connection[1],
              ElementsAre(client::encode_frame(s2c_fix_move{10}), client::encode_frame(s2c_gesture{5, 6})));
  EXPECT_THAT(by_connection[2],
              ElementsAre(client::encode_frame(s2c_gesture{5, 6}), client::encode_frame(s2c_fix_move{11})));
}

TEST(Audience, APacketForManyIsWrittenOncePerEdge) {
  audience all;
  std::vector everybody{at(0, 1), at(2, 7), at(0, 3), at(2, 8)};
  all.to(everybody, s2c_fix_move{1});
  auto frames = drained(all);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_THAT(frames[0].receivers, ElementsAre(1, 3));
  EXPECT_THAT(frames[2].receivers, ElementsAre(7, 8));
  EXPECT_EQ(frames[0].frame_ends.size(), 1u);
  EXPECT_EQ(frames[2].bytes, client::encode_frame(s2c_fix_move{1}));
}

TEST(Audience, AnEdgeWithoutReceiversOfAPacketDoesNotGetIt) {
  audience all;
  all.to(at(0, 1), s2c_fix_move{1});
  all.to(at(1, 2), s2c_fix_move{2});
  all.to(at(0, 1), s2c_fix_move{3});
  auto frames = drained(all);
  EXPECT_EQ(frames[0].frame_ends.size(), 2u);
  EXPECT_EQ(frames[1].frame_ends.size(), 1u);
}

TEST(Audience, APacketNobodyHearsIsForgotten) {
  audience all;
  all.begin(s2c_fix_move{1});
  all.commit();
  all.to(std::span<const receiver>{}, s2c_fix_move{2});
  EXPECT_TRUE(drained(all).empty());
  all.to(at(0, 1), s2c_fix_move{3});
  all.begin(s2c_fix_move{4});
  all.commit();
  EXPECT_EQ(drained(all)[0].frame_ends.size(), 1u);
}

TEST(Audience, WhatWasDrainedIsNotSaidAgain) {
  audience all;
  all.to(at(0, 1), s2c_fix_move{1});
  drained(all);
  EXPECT_TRUE(drained(all).empty());
  all.to(at(0, 2), s2c_fix_move{2});
  auto frames = drained(all);
  EXPECT_THAT(frames[0].receivers, ElementsAre(2));
}

TEST(Audience, AFrameThatIsEncodedAlreadyIsPassedOnUnchanged) {
  audience all;
  auto frame = client::encode_frame(s2c_gesture{1, 2});
  all.to(at(0, 1), wire::byte_view{frame});
  EXPECT_EQ(drained(all)[0].bytes, frame);
}

} // namespace msg
