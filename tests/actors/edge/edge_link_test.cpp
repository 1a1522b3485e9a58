// The link against every way bytes may arrive: in pieces, in heaps, damaged,
// too large, too fast.

#include "actors/edge/edge_link.hpp"

#include "messages/client/chat.hpp"
#include "messages/client/cipher.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/move.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using msg::wire::byte_buffer;
using msg::wire::byte_view;

constexpr uint32_t key = dynamic_key_562;

byte_buffer operator+(byte_buffer a, const byte_buffer& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// As the client sends it.
template <class T>
byte_buffer sealed(const T& packet) {
  auto result = encode_frame(packet);
  seal(result, 0, key);
  return result;
}

byte_buffer step(uint32_t cell) { return encode_frame(c2s_pc_move{cell, 1}); }
byte_buffer sealed_step(uint32_t cell) { return sealed(c2s_pc_move{cell, 1}); }

byte_buffer head_of(uint32_t size, uint8_t ctrl, size_t bytes) {
  byte_buffer result(bytes);
  for (size_t i = 0; i < 4; ++i)
    result[i] = static_cast<uint8_t>(size >> (8 * i));
  result[8] = ctrl;
  return result;
}

/// A link with the limits of the tests and a clock.
struct fixture {
  edge_link link;
  link_limits limits{.total = {}};
  uint64_t now_ms = 1'000;
  byte_buffer out;

  link_result feed(byte_view bytes) { return link.feed(bytes, now_ms, key, limits, out); }
  link_result later(uint64_t ms) {
    now_ms += ms;
    return feed({});
  }
};

} // namespace

TEST(EdgeLink, AWholeFrameComesOutInTheClear) {
  fixture x;
  auto result = x.feed(sealed_step(77));
  EXPECT_EQ(result.frames, 1u);
  EXPECT_EQ(result.error, link_errc::none);
  EXPECT_EQ(x.out, step(77));
  EXPECT_FALSE(x.link.has_partial_frame());
}

TEST(EdgeLink, ALinkFrameIsNotDeciphered) {
  fixture x;
  auto frame = encode_frame(c2g_time_tick{1, 2, 3});
  x.feed(frame);
  EXPECT_EQ(x.out, frame);
}

TEST(EdgeLink, OneByteAtATimeGivesTheSameFrames) {
  fixture x;
  const auto bytes = sealed_step(1) + encode_frame(c2g_time_tick{1, 2, 3}) + sealed(c2s_payinfo{}) + sealed_step(2);
  uint32_t frames = 0;
  for (auto byte : bytes)
    frames += x.feed({&byte, 1}).frames;
  EXPECT_EQ(frames, 4u);
  EXPECT_EQ(x.out, step(1) + encode_frame(c2g_time_tick{1, 2, 3}) + encode_frame(c2s_payinfo{}) + step(2));
  EXPECT_FALSE(x.link.has_partial_frame());
}

TEST(EdgeLink, ASegmentMayBeCutAnywhere) {
  const auto bytes = sealed_step(1) + sealed(c2s_payinfo{}) + sealed_step(2);
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    fixture x;
    auto frames = x.feed(byte_view{bytes}.first(cut)).frames;
    frames += x.feed(byte_view{bytes}.subspan(cut)).frames;
    EXPECT_EQ(frames, 3u) << cut;
    EXPECT_EQ(x.out, step(1) + encode_frame(c2s_payinfo{}) + step(2)) << cut;
  }
}

TEST(EdgeLink, APartialFrameWaits) {
  fixture x;
  auto bytes = sealed_step(1) + sealed_step(2);
  bytes.pop_back();
  EXPECT_EQ(x.feed(bytes).frames, 1u);
  EXPECT_TRUE(x.link.has_partial_frame());
  EXPECT_EQ(x.out, step(1));
}

TEST(EdgeLink, SizesBelowAHeadAreRefused) {
  for (uint32_t size = 0; size < 12; ++size) {
    fixture game;
    EXPECT_EQ(game.feed(head_of(size, 0x03, 12)).error, link_errc::bad_size) << size;
    fixture link;
    EXPECT_EQ(link.feed(head_of(size, 0x01, 10)).error, size < 10 ? link_errc::bad_size : link_errc::none) << size;
  }
}

TEST(EdgeLink, ASizeIsJudgedBeforeTheRestArrives) {
  for (uint32_t size : {4097u, 16385u, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFFFu}) {
    fixture x;
    EXPECT_EQ(x.feed(head_of(size, 0x03, 10)).error, link_errc::bad_size) << size;
    EXPECT_TRUE(x.out.empty());
  }
}

TEST(EdgeLink, TheLimitGrowsWithTheLogin) {
  fixture x;
  EXPECT_EQ(x.feed(head_of(4096, 0x03, 4096)).frames, 1u);
  x.link.authenticate();
  EXPECT_EQ(x.feed(head_of(16384, 0x03, 16384)).frames, 1u);
  EXPECT_EQ(x.feed(head_of(16385, 0x03, 12)).error, link_errc::bad_size);
}

TEST(EdgeLink, OnlyThreeCtrlBytesAreKnown) {
  for (int ctrl = 0; ctrl < 256; ++ctrl) {
    fixture x;
    auto is_known = ctrl == 0x01 || ctrl == 0x03 || ctrl == 0xFE;
    auto result = x.feed(head_of(12, static_cast<uint8_t>(ctrl), 12));
    EXPECT_EQ(result.error, is_known ? link_errc::none : link_errc::bad_head) << ctrl;
  }
}

TEST(EdgeLink, FramesBeforeTheDamageAreHandedOutAndNothingAfterIt) {
  fixture x;
  auto result = x.feed(sealed_step(1) + head_of(3, 0x03, 12) + sealed_step(2));
  EXPECT_EQ(result.frames, 1u);
  EXPECT_EQ(result.error, link_errc::bad_size);
  EXPECT_EQ(x.feed(sealed_step(3)).error, link_errc::bad_size);
  EXPECT_EQ(x.out, step(1));
}

TEST(EdgeLink, ARateLetsTheBurstPassAndThenOneFrameAtATime) {
  fixture x;
  x.limits.total = {10, 3};
  byte_buffer bytes;
  byte_buffer expected;
  for (uint32_t i = 0; i < 6; ++i) {
    bytes = bytes + sealed_step(i);
    expected = expected + step(i);
  }
  auto first = x.feed(bytes);
  EXPECT_EQ(first.frames, 3u);
  EXPECT_TRUE(first.is_throttled);
  EXPECT_EQ(x.later(99).frames, 0u);
  EXPECT_EQ(x.later(1).frames, 1u);
  auto last = x.later(200);
  EXPECT_EQ(last.frames, 2u);
  EXPECT_FALSE(last.is_throttled);
  EXPECT_EQ(x.out, expected);
  EXPECT_FALSE(x.link.has_partial_frame());
}

TEST(EdgeLink, UnusedTokensDoNotGrowBeyondTheBurst) {
  fixture x;
  x.limits.total = {10, 2};
  x.feed(sealed_step(0));
  x.now_ms += 1'000'000;
  byte_buffer bytes;
  for (uint32_t i = 0; i < 5; ++i)
    bytes = bytes + sealed_step(i);
  EXPECT_EQ(x.feed(bytes).frames, 2u);
}

TEST(EdgeLink, EachClassHasItsOwnRateAndHoldsUpWhatFollows) {
  fixture x;
  x.limits.per_class[static_cast<size_t>(frame_class::chat)] = {1, 1};
  const auto talk = c2s_gesture{1};
  auto result = x.feed(sealed(talk) + sealed_step(1) + sealed(talk) + sealed_step(2));
  EXPECT_EQ(result.frames, 2u);
  EXPECT_TRUE(result.is_throttled);
  EXPECT_EQ(x.later(1'000).frames, 2u);
  EXPECT_EQ(x.out, encode_frame(talk) + step(1) + encode_frame(talk) + step(2)) << "in the order they came";
}

TEST(EdgeLink, UnconsumedFramesHoldUpTheRest) {
  fixture x;
  x.limits.inflight_max = 2;
  auto result = x.feed(sealed_step(1) + sealed_step(2) + sealed_step(3));
  EXPECT_EQ(result.frames, 2u);
  EXPECT_TRUE(result.is_throttled);
  EXPECT_EQ(x.later(10'000).frames, 0u);
  x.link.consumed(1);
  EXPECT_EQ(x.later(0).frames, 1u);
  x.link.consumed(100);
  EXPECT_EQ(x.feed(sealed_step(4) + sealed_step(5)).frames, 2u);
  EXPECT_EQ(x.out, step(1) + step(2) + step(3) + step(4) + step(5));
}

TEST(EdgeLink, ThrottledBytesKeepTheirPlaceBeforeNewOnes) {
  fixture x;
  x.limits.inflight_max = 1;
  x.feed(sealed_step(1) + sealed_step(2));
  EXPECT_TRUE(x.feed(sealed_step(3)).is_throttled);
  for (int i = 0; i < 2; ++i) {
    x.link.consumed(1);
    x.feed({});
  }
  EXPECT_EQ(x.out, step(1) + step(2) + step(3));
}

TEST(EdgeLink, ClassesFollowTheNumberInTheHead) {
  EXPECT_EQ(class_of(c2s_pc_move::info.select), frame_class::move);
  EXPECT_EQ(class_of(c2s_say::info.select), frame_class::chat);
  EXPECT_EQ(class_of(c2s_payinfo::info.select), frame_class::other);
  EXPECT_EQ(class_of({msg::wire::ctrl_link, 0x1200}), frame_class::other);
}

// -- the compact dialect --------------------------------------------------------------

namespace {

constexpr link_wire compact{key, dialect::compact};

/// As a client with compact heads sends it.
template <class T>
byte_buffer compact_sealed(const T& packet, uint32_t pc_id = 0) {
  byte_buffer result;
  append_in_dialect(result, encode_frame(packet), dialect::compact);
  seal(result, pc_id, compact);
  return result;
}

} // namespace

TEST(CompactEdgeLink, FramesComeOutWithA3HeadsInTheClear) {
  edge_link link;
  link_limits limits{.total = {}};
  byte_buffer out;
  const auto bytes = compact_sealed(c2s_pc_move{77, 1}) + compact_sealed(c2g_time_tick{1, 2, 3})
                     + compact_sealed(c2s_payinfo{}) + compact_sealed(c2s_pc_move{78, 1});
  uint32_t frames = 0;
  for (auto byte : bytes)
    frames += link.feed({&byte, 1}, 1'000, compact, limits, out).frames;
  EXPECT_EQ(frames, 4u);
  EXPECT_EQ(out, step(77) + encode_frame(c2g_time_tick{1, 2, 3}) + encode_frame(c2s_payinfo{}) + step(78));
}

TEST(CompactEdgeLink, SizesAndHeadsAreJudgedTheSameWay) {
  link_limits limits{.total = {}};
  for (uint32_t size = 0; size < 16; ++size)
    for (int ctrl = 0; ctrl < 256; ++ctrl) {
      edge_link link;
      byte_buffer out;
      byte_buffer bytes(16);
      bytes[0] = static_cast<uint8_t>(size);
      bytes[4] = static_cast<uint8_t>(ctrl);
      auto is_known = ctrl == 0x01 || ctrl == 0x03 || ctrl == 0xFE;
      auto expected = !is_known ? link_errc::bad_head : size < 10 ? link_errc::bad_size : link_errc::none;
      auto found = link.feed(byte_view{bytes}.first(std::max<size_t>(size, 10)), 1'000, compact, limits, out).error;
      EXPECT_EQ(found, expected) << size << " " << ctrl;
    }
  edge_link link;
  byte_buffer out;
  const byte_buffer large{0x01, 0x10, 0, 0, 3, 0xFF, 0, 0, 0, 0};
  EXPECT_EQ(link.feed(large, 1'000, compact, limits, out).error, link_errc::bad_size) << "4097 bytes before the login";
}

TEST(CompactEdgeLink, RatesKnowTheClassOfACompactFrame) {
  edge_link link;
  link_limits limits{.total = {}};
  limits.per_class[static_cast<size_t>(frame_class::move)] = {1, 1};
  byte_buffer out;
  auto result =
    link.feed(compact_sealed(c2s_pc_move{1, 1}) + compact_sealed(c2s_pc_move{2, 1}), 1'000, compact, limits, out);
  EXPECT_EQ(result.frames, 1u);
  EXPECT_TRUE(result.is_throttled);
}

TEST(CompactSeal, NumbersAndEnciphersBehindTheShorterHead) {
  auto frame = compact_sealed(s2c_fix_move{0x01020304}, 0x0A0B0C0D);
  ASSERT_EQ(frame.size(), 14u);
  auto head = read_head(frame, dialect::compact);
  EXPECT_EQ(head.pc_id, 0x0A0B0C0Du);
  EXPECT_EQ(head.size, 14u);
  EXPECT_EQ(head.select, s2c_fix_move::info.select);
  byte_buffer body{0x04, 0x03, 0x02, 0x01};
  encipher(body, key);
  EXPECT_EQ(byte_buffer(frame.begin() + 10, frame.end()), body);
}

TEST(CompactSeal, TranslatesSeveralFramesInARow) {
  byte_buffer found;
  append_in_dialect(found, encode_frame(s2c_fix_move{1}) + encode_frame(g2c_time_tick{1, 2, 3}), dialect::compact);
  EXPECT_EQ(found.size(), 14u + 22u);
  EXPECT_EQ(size_at(found, dialect::compact), 14u);
  EXPECT_EQ(size_at(byte_view{found}.subspan(14), dialect::compact), 22u);
}

TEST(CompactSeal, StopsAtBytesThatAreNoFrame) {
  byte_buffer found;
  append_in_dialect(found, encode_frame(s2c_fix_move{1}) + byte_buffer(12, 0), dialect::compact);
  EXPECT_EQ(found.size(), 14u);
}

TEST(Seal, PutsTheNumberOfTheConnectionIntoTheHeadAndEnciphersTheBody) {
  const auto plain = encode_frame(s2c_fix_move{0x01020304});
  auto frame = plain;
  seal(frame, 0x0A0B0C0D, key);
  EXPECT_EQ(read_head(frame).pc_id, 0x0A0B0C0Du);
  EXPECT_EQ(read_head(frame).select, s2c_fix_move::info.select);
  auto body = byte_buffer(plain.begin() + 12, plain.end());
  encipher(body, key);
  EXPECT_EQ(byte_buffer(frame.begin() + 12, frame.end()), body);
}

TEST(Seal, LeavesTheBodyOfALinkFrameAlone) {
  auto frame = encode_frame(g2c_time_tick{1, 2, 3});
  seal(frame, 9, key);
  EXPECT_EQ(frame, encode_frame(g2c_time_tick{1, 2, 3}, 9));
}

TEST(Seal, InTwoStepsGivesTheSameForEveryReceiver) {
  const auto plain = encode_frame(s2c_gesture{1, 2});
  auto shared = plain;
  encipher_frame(shared, key);
  for (uint32_t id : {1u, 2u, 0xFFFFFFFFu}) {
    auto own = plain;
    seal(own, id, key);
    stamp_frame(shared, id, key);
    EXPECT_EQ(shared, own);
  }
}

} // namespace actors
