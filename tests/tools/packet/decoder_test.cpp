#include "tools/packet/decoder.hpp"

#include "messages/client/chat.hpp"
#include "messages/client/cipher.hpp"
#include "messages/client/move.hpp"

#include <gtest/gtest.h>

namespace tools::packet {

namespace {

using namespace msg;

constexpr uint32_t key = 0x1234;

wire::byte_buffer sealed_step(uint32_t cell) {
  auto frame = client::encode_frame(client::c2s_pc_move{cell, 1});
  client::encipher(std::span{frame}.subspan(client::game_head_size), key);
  return frame;
}

} // namespace

TEST(FrameCutter, GivesTheSameFramesHoweverBytesArrive) {
  wire::byte_buffer bytes;
  for (uint32_t i = 0; i < 4; ++i) {
    auto frame = sealed_step(i);
    bytes.insert(bytes.end(), frame.begin(), frame.end());
  }
  for (size_t piece = 1; piece <= bytes.size(); ++piece) {
    frame_cutter frames{client::dialect::a3};
    size_t found = 0;
    for (size_t at = 0; at < bytes.size(); at += piece) {
      frames.feed(wire::byte_view{bytes}.subspan(at, std::min(piece, bytes.size() - at)));
      while (auto frame = frames.next()) {
        auto expected = sealed_step(static_cast<uint32_t>(found++));
        ASSERT_TRUE(std::ranges::equal(*frame, expected));
      }
    }
    ASSERT_EQ(found, 4u) << piece;
    ASSERT_EQ(frames.waiting(), 0u);
  }
}

TEST(FrameCutter, StopsAtASizeThatCannotBe) {
  frame_cutter frames{client::dialect::a3};
  auto bytes = sealed_step(1);
  bytes.resize(bytes.size() + client::game_head_size);
  frames.feed(bytes);
  EXPECT_TRUE(frames.next());
  EXPECT_FALSE(frames.next());
  EXPECT_EQ(frames.broken(), "offset 0, field size is 0; expected 10 to 65536");
  frames.feed(sealed_step(2));
  EXPECT_FALSE(frames.next());
}

TEST(FrameCutter, ReadsCompactSizes) {
  wire::byte_buffer bytes;
  client::append_translated(bytes, sealed_step(1), client::dialect::a3, client::dialect::compact);
  frame_cutter frames{client::dialect::compact};
  frames.feed(bytes);
  auto frame = frames.next();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->size(), 15u);
}

TEST(Decoder, DeciphersNamesAndChecksAPacket) {
  auto found = decode_frame({wire::listener::game, wire::direction::c2s, client::dialect::a3, key}, sealed_step(77));
  EXPECT_EQ(found.error, "");
  EXPECT_EQ(found.name(), "c2s_pc_move");
  EXPECT_EQ(to_json(found), R"({"name":"c2s_pc_move","pc_id":0,"fields":{"next_cell":77,"move_speed":1}})");
}

TEST(Decoder, TheSameBytesMeanOtherPacketsTheOtherWay) {
  auto frame = sealed_step(77);
  auto found = decode_frame({wire::listener::game, wire::direction::s2c, client::dialect::a3, key}, frame);
  EXPECT_EQ(found.name(), "unknown");
  EXPECT_NE(found.error, "");
}

TEST(Decoder, APacketKnownByNameShowsItsBytes) {
  wire::byte_buffer frame;
  client::append_head(frame, {wire::ctrl_game, 0x0FF2}, 2, 1);
  frame.insert(frame.end(), {0xAB, 0xCD});
  auto found = decode_frame({}, frame);
  EXPECT_EQ(to_json(found), R"({"name":"c2s_keep_alive","pc_id":1,"fields":{"body":"abcd"}})");
}

} // namespace tools::packet
