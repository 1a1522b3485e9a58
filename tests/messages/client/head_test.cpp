#include "messages/client/head.hpp"

#include "messages/client/character.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/move.hpp"
#include "messages/client/names.hpp"

#include <gtest/gtest.h>

namespace msg::client {

TEST(Head, OfAGamePacketHasTwelveBytesAndItsNumber) {
  const wire::byte_buffer expected{17, 0, 0, 0, 4, 3, 2, 1, 0x03, 0xFF, 0x02, 0x12, 0x39, 0x30, 0, 0, 9};
  EXPECT_EQ(encode_frame(c2s_pc_move{12345, 9}, 0x01020304), expected);
  auto found = read_head(expected);
  EXPECT_EQ(found.size, 17u);
  EXPECT_EQ(found.pc_id, 0x01020304u);
  EXPECT_EQ(found.select, c2s_pc_move::info.select);
  EXPECT_EQ(found.head_size(), game_head_size);
}

TEST(Head, OfALinkPacketHasTenBytesAndItsCommand) {
  const wire::byte_buffer expected{22, 0, 0, 0, 0, 0, 0, 0, 0x01, 0xF0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0};
  EXPECT_EQ(encode_frame(g2c_time_tick{1, 2, 3}), expected);
  auto found = read_head(expected);
  EXPECT_EQ(found.size, 22u);
  EXPECT_EQ(found.select, g2c_time_tick::info.select);
  EXPECT_EQ(found.head_size(), link_head_size);
}

TEST(Head, CtrlFEIsReadAsAGameHead) {
  wire::byte_buffer bytes = encode_frame(c2s_payinfo{});
  bytes[8] = 0xFE;
  EXPECT_TRUE(is_game_ctrl(0xFE));
  EXPECT_EQ(read_head(bytes).select, c2s_payinfo::info.select);
  EXPECT_EQ(read_head(bytes).head_size(), game_head_size);
  EXPECT_FALSE(is_game_ctrl(0x01));
}

TEST(Head, ALinkHeadIsReadFromTenBytesAlone) {
  wire::byte_buffer bytes = encode_frame(c2g_time_tick{});
  bytes.resize(link_head_size);
  EXPECT_EQ(read_head(bytes).select.number, 0xF0);
}

TEST(Head, FramesAreAppendedAndCountTheirOwnBytesOnly) {
  wire::byte_buffer bytes{1, 2, 3};
  encode_frame(bytes, c2s_payinfo{});
  encode_frame(bytes, s2c_char_list{});
  EXPECT_EQ(read_head(wire::byte_view{bytes}.subspan(3)).size, 12u);
  EXPECT_EQ(read_head(wire::byte_view{bytes}.subspan(15)).size, 952u);
  EXPECT_EQ(bytes.size(), 3u + 12 + 952);
}

// -- the compact dialect --------------------------------------------------------------

TEST(CompactHead, OfAGamePacketHasTheOrderOfTheDesignNotes) {
  const wire::byte_buffer expected{15, 0, 0x02, 0x12, 0x03, 0xFF, 4, 3, 2, 1, 0x39, 0x30, 0, 0, 9};
  wire::byte_buffer found;
  append_translated(found, encode_frame(c2s_pc_move{12345, 9}, 0x01020304), dialect::a3, dialect::compact);
  EXPECT_EQ(found, expected);
  auto head = read_head(expected, dialect::compact);
  EXPECT_EQ(head.size, 15u);
  EXPECT_EQ(head.pc_id, 0x01020304u);
  EXPECT_EQ(head.select, c2s_pc_move::info.select);
  EXPECT_EQ(head.head_size(), compact_head_size);
}

TEST(CompactHead, OfALinkPacketHasNoProtocol) {
  const wire::byte_buffer expected{22, 0, 0, 0, 0x01, 0xF0, 9, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0};
  wire::byte_buffer found;
  append_translated(found, encode_frame(g2c_time_tick{1, 2, 3}, 9), dialect::a3, dialect::compact);
  EXPECT_EQ(found, expected);
  EXPECT_EQ(read_head(expected, dialect::compact).select, g2c_time_tick::info.select);
}

TEST(CompactHead, TranslatesBackToTheSameFrame) {
  for (const auto& frame : {encode_frame(s2c_char_list{}, 7), encode_frame(c2g_time_tick{4, 5, 6}, 8),
                            encode_frame(c2s_payinfo{}, 0xFFFFFFFF)}) {
    wire::byte_buffer compact;
    wire::byte_buffer back;
    append_translated(compact, frame, dialect::a3, dialect::compact);
    append_translated(back, compact, dialect::compact, dialect::a3);
    EXPECT_EQ(back, frame);
  }
}

TEST(CompactHead, KeepsCtrlFE) {
  auto frame = encode_frame(c2s_payinfo{});
  frame[8] = 0xFE;
  wire::byte_buffer compact;
  append_translated(compact, frame, dialect::a3, dialect::compact);
  EXPECT_EQ(ctrl_at(compact, dialect::compact), 0xFE);
  EXPECT_EQ(read_head(compact, dialect::compact).select, c2s_payinfo::info.select);
}

TEST(Dialect, IsFoundByItsName) {
  EXPECT_EQ(dialect_of("a3"), dialect::a3);
  EXPECT_EQ(dialect_of("compact"), dialect::compact);
  EXPECT_EQ(dialect_of("A3"), std::nullopt);
}

TEST(Names, AreFoldedInAsciiOnly) {
  EXPECT_EQ(fold_name("AbZ09_[\xC4"), "abz09_[\xC4");
  EXPECT_EQ(fold_name(""), "");
}

} // namespace msg::client
