// Where the state of a character lands in the bytes that clients read; the
// offsets are those of the protocol table.

#include "actors/zone/rules/appearance.hpp"

#include "messages/client/head.hpp"

#include <gtest/gtest.h>

namespace actors {

namespace {

using msg::wire::byte_buffer;

msg::character_record sample() {
  msg::character_record x;
  x.location = {{0x01020304}, {7}, 0x8765, 3, {}};
  x.name = "Somebody";
  x.class_id = 3;
  x.nation = 1;
  x.level = 0x0203;
  x.experience = 0x11121314;
  x.woonz = 0x21222324;
  x.lore = 0x31323334;
  x.stats = {1, 30, 2, 16, 26, 24, 75, 37, 100, 50};
  x.items = {{501, 3677, 1 | 2 << 4, msg::item_container::worn, 3}, {502, 1110, 5, msg::item_container::worn, 1},
             {503, 17518, 200, msg::item_container::worn, 0},       {504, 42, 43, msg::item_container::bag, 29},
             {505, 44, 45, msg::item_container::bag, 30},           {506, 46, 47, msg::item_container::worn, 10}};
  return x;
}

uint32_t number(const byte_buffer& bytes, size_t at, size_t size) {
  uint32_t result = 0;
  for (size_t i = 0; i < size; ++i)
    result |= uint32_t{bytes.at(at + i)} << (8 * i);
  return result;
}
uint32_t u8(const byte_buffer& x, size_t at) { return number(x, at, 1); }
uint32_t u16(const byte_buffer& x, size_t at) { return number(x, at, 2); }
uint32_t u32(const byte_buffer& x, size_t at) { return number(x, at, 4); }

std::string text(const byte_buffer& x, size_t at) {
  return {x.begin() + static_cast<ptrdiff_t>(at), std::find(x.begin() + static_cast<ptrdiff_t>(at), x.end(), 0)};
}

} // namespace

TEST(Appearance, TheWorldLoginHas1068Bytes) {
  EXPECT_EQ(msg::client::encode_frame(make_world_login(sample())).size(), 1068u);
}

TEST(Appearance, TheWorldLoginTellsWhoAndWhereHeIs) {
  auto bytes = msg::client::encode_frame(make_world_login(sample()));
  EXPECT_EQ(text(bytes, 12), "Somebody");
  EXPECT_EQ(u8(bytes, 33), 3u);
  EXPECT_EQ(u16(bytes, 34), 0x0203u);
  EXPECT_EQ(u32(bytes, 36), 0x11121314u);
  EXPECT_EQ(u16(bytes, 40), 7u);
  EXPECT_EQ(u32(bytes, 44), 0x8765u);
  EXPECT_EQ(u32(bytes, 76), 1u) << "nation";
  EXPECT_EQ(u32(bytes, 80), 0x21222324u);
  EXPECT_EQ(u32(bytes, 84), 100u);
  EXPECT_EQ(u32(bytes, 88), 50u);
  EXPECT_EQ(u32(bytes, 92), 0x31323334u);
}

TEST(Appearance, TheWorldLoginTellsHisStats) {
  auto bytes = msg::client::encode_frame(make_world_login(sample()));
  const uint32_t expected[] = {1, 30, 2, 16, 26, 24};
  for (size_t i = 0; i < 6; ++i)
    EXPECT_EQ(u16(bytes, 96 + 2 * i), expected[i]) << i;
  EXPECT_EQ(u32(bytes, 108), 20u * 78);
  EXPECT_EQ(u32(bytes, 112), 20u * 36);
  EXPECT_EQ(u16(bytes, 116), 75u);
  EXPECT_EQ(u16(bytes, 118), 37u);
  EXPECT_EQ(u16(bytes, 138), 78u) << "an archer's maximum health is three times his vitality";
  EXPECT_EQ(u16(bytes, 140), 36u);
}

TEST(Appearance, ItemsLieInTheirNumberedPlaces) {
  auto bytes = msg::client::encode_frame(make_world_login(sample()));
  for (size_t slot = 0; slot < 10; ++slot)
    EXPECT_EQ(u32(bytes, 148 + 20 * slot + 16), slot) << "padding is zero";
  for (size_t slot = 0; slot < 30; ++slot)
    EXPECT_EQ(u32(bytes, 348 + 20 * slot + 16), slot);
  EXPECT_EQ(u32(bytes, 148 + 3 * 20), 501u);
  EXPECT_EQ(u32(bytes, 148 + 3 * 20 + 4), 3677u);
  EXPECT_EQ(u32(bytes, 148 + 3 * 20 + 8), 33u);
  EXPECT_EQ(u32(bytes, 148 + 2 * 20), 0u);
  EXPECT_EQ(u32(bytes, 348 + 29 * 20), 504u);
  EXPECT_EQ(u32(bytes, 348 + 29 * 20 + 8), 43u);
  for (size_t at = 948; at < 1068; ++at)
    EXPECT_EQ(bytes[at], 0) << "no pets";
}

TEST(Appearance, TheWarpLoginRepeatsTheItems) {
  auto login = msg::client::encode_frame(make_world_login(sample()));
  auto warp = msg::client::encode_frame(make_warp_login(sample()));
  ASSERT_EQ(warp.size(), 936u);
  EXPECT_EQ(u32(warp, 12), 0x8765u);
  EXPECT_EQ(byte_buffer(warp.begin() + 16, warp.end()), byte_buffer(login.begin() + 148, login.end()));
}

TEST(Appearance, OthersSeeWhoHeIsAndWhatHeWears) {
  auto bytes = msg::client::encode_frame(make_pc_appear(sample()));
  ASSERT_EQ(bytes.size(), 153u);
  EXPECT_EQ(u32(bytes, 12), 0x01020304u);
  EXPECT_EQ(text(bytes, 16), "Somebody");
  EXPECT_EQ(u8(bytes, 37), 3u);
  EXPECT_EQ(u32(bytes, 40), 0x8765u);
  EXPECT_EQ(u32(bytes, 44), 1u);
  EXPECT_EQ(u32(bytes, 48), 3677u | 3u << 14 | 1u << 18) << "helm: code, slot, level";
  EXPECT_EQ(u32(bytes, 52), 0u) << "no armour";
  EXPECT_EQ(u32(bytes, 68), 1134u | 8u << 18) << "left: without the flag of the item word";
  EXPECT_EQ(u32(bytes, 72), 1110u | 1u << 14 | 5u << 18) << "right";
  for (size_t i = 0; i < 10; ++i)
    EXPECT_EQ(u8(bytes, 80 + 3 * i), 0xFFu) << "no effects";
}

TEST(Appearance, AWeaponForTwoHandsComesBeforeOneForOne) {
  auto who = sample();
  who.items.push_back({507, 1024, 1, msg::item_container::worn, 2});
  auto bytes = msg::client::encode_frame(make_pc_appear(who));
  EXPECT_EQ(u32(bytes, 72) & 0x3FFF, 1024u);
}

} // namespace actors
