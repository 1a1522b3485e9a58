// Segments as networks deliver them: twice, late, cut, and not at all.

#include "tools/packet/tcp_flows.hpp"

#include "runtime/base/prng.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace tools::packet {

namespace {

using msg::wire::byte_buffer;
using msg::wire::byte_view;

flow_end end_at(uint8_t last, uint16_t port) {
  flow_end result;
  result.address = {192, 0, 2, last};
  result.port = port;
  return result;
}

struct fixture {
  void feed(int from, uint32_t sequence, byte_view bytes, bool is_syn = false) {
    tcp_segment x;
    x.source = from == 0 ? client : server;
    x.target = from == 0 ? server : client;
    x.sequence = sequence;
    x.is_syn = is_syn;
    x.is_ack = from == 1;
    x.bytes = bytes;
    flows.feed(x);
  }
  void open(uint32_t sequence = 1000) {
    feed(0, sequence, {}, true);
    feed(1, 5000, {}, true);
  }

  flow_end client = end_at(1, 40000);
  flow_end server = end_at(2, 3550);
  byte_buffer heard[2];
  size_t gaps = 0;
  size_t missing = 0;
  std::vector<size_t> numbers;
  tcp_flows flows{{[this](const tcp_flow& flow, int from, byte_view bytes, int64_t) {
                     heard[from].insert(heard[from].end(), bytes.begin(), bytes.end());
                     numbers.push_back(flow.number);
                   },
                   [this](const tcp_flow&, int, size_t bytes) {
                     ++gaps;
                     missing = bytes;
                   }}};
};

byte_buffer counting(size_t n) {
  byte_buffer result(n);
  std::iota(result.begin(), result.end(), uint8_t{0});
  return result;
}

} // namespace

TEST(TcpFlows, SegmentsInOrderAreTheStream) {
  fixture x;
  x.open();
  x.feed(0, 1001, byte_buffer{1, 2});
  x.feed(1, 5001, byte_buffer{9});
  x.feed(0, 1003, byte_buffer{3});
  EXPECT_EQ(x.heard[0], (byte_buffer{1, 2, 3}));
  EXPECT_EQ(x.heard[1], byte_buffer{9});
  EXPECT_EQ(x.flows.count(), 1u);
}

TEST(TcpFlows, AnyOrderWithRepetitionsGivesTheSameStream) {
  const auto stream = counting(200);
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    runtime::prng rng{seed};
    fixture x;
    auto first = static_cast<uint32_t>(rng());
    x.open(first - 1);
    std::vector<std::pair<size_t, size_t>> pieces;
    for (size_t at = 0; at < stream.size();) {
      auto n = std::min<size_t>(1 + rng.below(20), stream.size() - at);
      pieces.emplace_back(at, n);
      at += n;
    }
    for (int i = 0; i < 10; ++i) {
      auto at = rng.below(stream.size());
      pieces.emplace_back(at, std::min<size_t>(1 + rng.below(30), stream.size() - at));
    }
    for (size_t i = pieces.size(); i > 1; --i)
      std::swap(pieces[i - 1], pieces[rng.below(i)]);
    for (auto [at, n] : pieces)
      x.feed(0, first + static_cast<uint32_t>(at), byte_view{stream}.subspan(at, n));
    x.flows.finish();
    ASSERT_EQ(x.heard[0], stream) << seed;
    ASSERT_EQ(x.gaps, 0u) << seed;
  }
}

TEST(TcpFlows, ALostSegmentIsAGap) {
  fixture x;
  x.open();
  x.feed(0, 1001, byte_buffer{1});
  x.feed(0, 1005, byte_buffer{5});
  EXPECT_EQ(x.heard[0], byte_buffer{1});
  x.flows.finish();
  EXPECT_EQ(x.gaps, 1u);
  EXPECT_EQ(x.missing, 3u);
}

TEST(TcpFlows, WhatWaitsForALostSegmentIsBounded) {
  fixture x;
  x.open();
  const byte_buffer piece(10'000, 7);
  for (uint32_t i = 0; i < 200; ++i)
    x.feed(0, 1002 + i * 10'000, piece);
  EXPECT_EQ(x.gaps, 1u);
  EXPECT_TRUE(x.heard[0].empty());
}

TEST(TcpFlows, ACaptureMayBeginInMidConnection) {
  fixture x;
  x.feed(1, 77, byte_buffer{1});
  x.feed(0, 99, byte_buffer{2});
  EXPECT_EQ(x.heard[1], byte_buffer{1}) << "the end with the larger port is the client";
  EXPECT_EQ(x.heard[0], byte_buffer{2});
}

TEST(TcpFlows, ANewConnectionOnTheSamePortsIsAnother) {
  fixture x;
  x.open(1000);
  x.feed(0, 1001, byte_buffer{1});
  x.open(900'000);
  x.feed(0, 900'001, byte_buffer{2});
  EXPECT_EQ(x.numbers, (std::vector<size_t>{1, 2}));
}

TEST(TcpFlows, SegmentsAreReadFromIpv4AndIpv6AndNothingElse) {
  byte_buffer v4{0x45, 0, 0, 42, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2};
  const byte_buffer tcp{0x9C, 0x40, 0x0D, 0xDE, 0, 0, 3, 0xE9, 0, 0, 0, 0, 0x50, 0x18, 0, 0, 0, 0, 0, 0, 0xAA, 0xBB};
  v4.insert(v4.end(), tcp.begin(), tcp.end());
  tcp_segment found;
  ASSERT_TRUE(read_segment(v4, found));
  EXPECT_EQ(found.source, end_at(1, 40000));
  EXPECT_EQ(found.target, end_at(2, 3550));
  EXPECT_EQ(found.sequence, 1001u);
  EXPECT_TRUE(std::ranges::equal(found.bytes, byte_buffer{0xAA, 0xBB}));
  byte_buffer v6(40);
  v6[0] = 0x60;
  v6[5] = static_cast<uint8_t>(tcp.size());
  v6[6] = 6;
  v6[23] = 1;
  v6[39] = 2;
  v6.insert(v6.end(), tcp.begin(), tcp.end());
  ASSERT_TRUE(read_segment(v6, found));
  EXPECT_EQ(found.source.address[15], 1);
  for (size_t n = 0; n < v4.size(); ++n) {
    auto cut = byte_view{v4}.first(n);
    EXPECT_EQ(read_segment(cut, found), n >= 40) << n;
  }
  v4[9] = 17;
  EXPECT_FALSE(read_segment(v4, found)) << "UDP";
}

TEST(TcpFlows, NoBytesWhateverBringItDown) {
  runtime::prng rng{3};
  fixture x;
  for (int i = 0; i < 20'000; ++i) {
    byte_buffer packet(rng.below(80));
    for (auto& byte : packet)
      byte = static_cast<uint8_t>(rng());
    if (!packet.empty() && rng.below(2))
      packet[0] = 0x45;
    tcp_segment found;
    if (read_segment(packet, found))
      x.flows.feed(found);
  }
  x.flows.finish();
}

} // namespace tools::packet
