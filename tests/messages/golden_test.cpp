// Bytes that were not made by our own encoder: written down here by hand from
// the protocol guide's examples, captures and sizes.

#include "messages/catalog.hpp"
#include "messages/client/chat.hpp"
#include "messages/client/cipher.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/growth.hpp"
#include "messages/client/head.hpp"
#include "messages/client/login.hpp"
#include "messages/client/move.hpp"
#include "messages/client/npc.hpp"
#include "messages/client/warp.hpp"
#include "messages/client/world.hpp"
#include "messages/packet_json.hpp"
#include "messages/wire/text.hpp"

#include <gtest/gtest.h>

namespace msg {

namespace {

using namespace client;
using wire::byte_buffer;

byte_buffer bytes(std::string_view hex) {
  auto read = from_hex(hex);
  EXPECT_EQ(read.error, "");
  return read.bytes;
}

byte_buffer text_field(std::string_view str, size_t size) {
  byte_buffer result(str.begin(), str.end());
  result.resize(size);
  return result;
}

byte_buffer operator+(byte_buffer a, const byte_buffer& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// The frame is the packet, and the packet is the frame.
template <class T>
void expect_same(const byte_buffer& frame, const T& packet, uint32_t pc_id = 0) {
  EXPECT_EQ(encode_frame(packet, pc_id), frame);
  auto head = read_head(frame);
  EXPECT_EQ(head.size, frame.size());
  EXPECT_EQ(head.pc_id, pc_id);
  EXPECT_EQ(head.select, T::info.select);
  T found;
  EXPECT_TRUE(wire::decode(wire::byte_view{frame}.subspan(head.head_size()), found));
  EXPECT_EQ(found, packet);
}

} // namespace

TEST(Golden, LoginOfClient562) {
  expect_same(bytes("38000000 00000000 01 e0") + text_field("player", 21) + text_field("secret", 21)
                + bytes("01020304"),
              c2ls_login{wire::fixed_text<21>{"player"},
                         wire::fixed_text<21>{"secret"},
                         {std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}}});
}

TEST(Golden, ServerListOfOneServerHas111Bytes) {
  auto frame = bytes("6f000000 00000000 01 e1 0100 01") + text_field("Temoz", 17) + text_field("ONLINE", 81);
  ASSERT_EQ(frame.size(), 111u);
  expect_same(frame, ls2c_server_list{{{1, wire::fixed_text<17>{"Temoz"}, wire::fixed_text<81>{"ONLINE"}}}});
}

TEST(Golden, GateInfoHas34Bytes) {
  expect_same(bytes("22000000 00000000 01 e2 78563412") + text_field("127.0.0.1", 16) + bytes("84260000"),
              ls2c_gate_info{0x12345678, wire::fixed_text<16>{"127.0.0.1"}, 9860});
}

TEST(Golden, TimeTick) {
  expect_same(bytes("16000000 07000000 01 f0 01000000 e8030000 d0070000"), g2c_time_tick{1, 1000, 2000}, 7);
}

TEST(Golden, AskMoveToCell113x138AndItsCipher) {
  auto frame = bytes("11000000 00000000 03 ff 0012 718a000004");
  expect_same(frame, c2s_ask_move{113 + 138 * 256, 4});
  encipher(std::span{frame}.subspan(game_head_size), dynamic_key_562);
  EXPECT_EQ(frame, bytes("11000000 00000000 03 ff 0012 097983e604"));
}

TEST(Golden, WarpReadyHas14BytesAndWarp16) {
  expect_same(bytes("0e000000 00000000 03 ff 1011 0700"), s2c_warp_ready{7});
  expect_same(bytes("10000000 00000000 03 ff 1111 7f680000"), s2c_warp{26751});
}

TEST(Golden, MoneyAfterAPaidTeleportIsASignedChange) {
  expect_same(bytes("11000000 00000000 03 ff 0816 06ffffff 00"), s2c_update_money{-250, 0});
}

TEST(Golden, DerivedValuesAfterHealing) {
  derived_stat values;
  values.hit_attack = 356;
  values.defense = 37;
  values.hit_addition = 3;
  expect_same(bytes("27000000 00000000 03 ff ff17 6401 0000 2500 00000000 00000000 00000000 00000000 0300 0000 00"),
              s2c_set_pc2stat{values, 0});
}

TEST(Golden, ANoticeOf110BytesHasAFieldOf72) {
  auto frame = bytes("6e000000 00000000 03 ff 0018 0c ffffffff") + text_field("NOTICE", 21) + text_field("Welcome", 72);
  ASSERT_EQ(frame.size(), 110u);
  s2c_say notice;
  notice.say_type = static_cast<uint8_t>(say_kind::notice);
  notice.speaking_player_id = nobody;
  notice.speaker_name = wire::fixed_text<21>{"NOTICE"};
  notice.words = wire::open_text<64>{"Welcome", 72};
  expect_same(frame, notice);
}

TEST(Golden, RubbishBehindATextIsDropped) {
  auto body = text_field("Alpha", 21);
  for (size_t i = 6; i < body.size(); ++i)
    body[i] = i % 2 ? 0xCC : 0xCD;
  c2s_world_login found;
  ASSERT_TRUE(wire::decode(body, found));
  EXPECT_EQ(found, c2s_world_login{wire::fixed_text<21>{"Alpha"}});
}

TEST(Golden, AMonsterMoveOfTwoCellsLeavesSixUnused) {
  s2c_npc_move walk;
  walk.npc_id = 1;
  walk.start_cell = 0x0101;
  walk.path_cells = {0x0102, 0x0103, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
  expect_same(bytes("34000000 00000000 03 ff 0113 01000000 01010000 02010000 03010000 ffffffff ffffffff ffffffff "
                    "ffffffff ffffffff ffffffff"),
              walk);
}

TEST(Golden, SizesOfWholePackets) {
  EXPECT_EQ(encode_frame(s2c_world_login{}).size(), 1068u);
  EXPECT_EQ(encode_frame(s2c_pc_appear{}).size(), 153u);
  EXPECT_EQ(encode_frame(s2c_npc_appear{}).size(), 76u);
  EXPECT_EQ(encode_frame(s2c_warp_login{}).size(), 936u);
  EXPECT_EQ(encode_frame(s2c_pskill_list{}).size(), 37u);
  EXPECT_EQ(encode_frame(s2c_skill_slot_info{}).size(), 25u);
  EXPECT_EQ(encode_frame(s2c_chat_window_opt{}).size(), 18u);
}

TEST(Golden, StarterItemsReadAsTheTableSays) {
  using bits = item_info_equipment_bits;
  constexpr uint32_t sword = 2145; // 0x861
  EXPECT_EQ(bits::level.get(sword), 1u);
  EXPECT_EQ(bits::is_confirmed.get(sword), 1u);
  EXPECT_EQ(bits::subtype.get(sword), 1u);
  EXPECT_EQ(bits::wear_index.get(sword), 2u);
  EXPECT_EQ(bits::wear_index.put(sword, 9), (sword & ~(15u << 10)) | 9u << 10);
}

} // namespace msg
