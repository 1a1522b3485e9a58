// One test for each mistake that earlier readers of these files made (format
// notes, section 16), named after its number there.

#include "loaders/client_tables.hpp"
#include "loaders/drop.hpp"
#include "loaders/item_tables.hpp"
#include "loaders/map_grid.hpp"
#include "loaders/npc.hpp"
#include "loaders/quest.hpp"
#include "loaders/shop.hpp"
#include "loaders/spawn.hpp"
#include "loaders/teleport.hpp"
#include "loaders/text_lines.hpp"
#include "loaders/ull.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

constexpr uint32_t open_cell = cell_bits::walkable.put(blank_cell, 1);
constexpr auto strict = load_mode::strict;
constexpr auto lenient = load_mode::lenient;

void put16(byte_buffer& bytes, size_t at, uint16_t value) {
  bytes.at(at) = static_cast<uint8_t>(value);
  bytes.at(at + 1) = static_cast<uint8_t>(value >> 8);
}

void put32(byte_buffer& bytes, size_t at, uint32_t value) {
  put16(bytes, at, static_cast<uint16_t>(value));
  put16(bytes, at + 2, static_cast<uint16_t>(value >> 16));
}

void put_text(byte_buffer& bytes, size_t at, std::string_view text) {
  std::copy(text.begin(), text.end(), bytes.begin() + static_cast<ptrdiff_t>(at));
}

// A map file written by hand: one open cell at (10,20).
byte_buffer map_bytes() {
  byte_buffer bytes(23 + 4 * 65536);
  put16(bytes, 0, 5);
  put_text(bytes, 2, "Field");
  for (size_t i = 0; i < 65536; ++i)
    put32(bytes, 23 + 4 * i, blank_cell);
  put32(bytes, 23 + 4 * (20 * 256 + 10), open_cell);
  return bytes;
}

// The published monster of level 3.
byte_buffer npc_bytes() {
  byte_buffer bytes(78);
  put_text(bytes, 0, "Mud Rat");
  put16(bytes, 20, 1);
  put16(bytes, 22, 20);
  put32(bytes, 24, 0x401E3631);
  put32(bytes, 28, 0x11);
  put16(bytes, 32, 22);
  put16(bytes, 34, 4);
  put32(bytes, 36, 0x11);
  put16(bytes, 40, 21);
  put16(bytes, 42, 5);
  put16(bytes, 52, 3000);
  put16(bytes, 54, 3000);
  put16(bytes, 56, 800);
  put32(bytes, 60, 0x0000F003);
  put32(bytes, 64, 200);
  for (size_t i = 0; i < 6; ++i)
    bytes[70 + i] = static_cast<uint8_t>(i + 1);
  put16(bytes, 76, 25);
  return bytes;
}

// One IT0 record: group 1, row 200, every level block with its own values.
byte_buffer it0_bytes(uint16_t group, uint16_t row) {
  byte_buffer bytes(242);
  put16(bytes, 0, group);
  put16(bytes, 2, row);
  put_text(bytes, 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345");
  for (size_t i = 0; i < 10 * 9; ++i)
    put16(bytes, 62 + 2 * i, static_cast<uint16_t>(100 + i));
  return bytes;
}

byte_buffer operator+(byte_buffer a, const byte_buffer& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Quirks, Q01AMapIs256By256RowByRow) {
  auto found = load_map("map/5", 5, map_bytes(), strict);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->walkable({10, 20}));
  EXPECT_FALSE(found->walkable({20, 10}));
  EXPECT_TRUE(map_grid{*found}.walkable({10, 20}));
  EXPECT_FALSE(map_grid{*found}.walkable({20, 10}));
  for (auto mode : {strict, lenient}) {
    auto short_one = load_map("map/5", 5, byte_view{map_bytes()}.first(23 + 4 * 255 * 255), mode);
    ASSERT_FALSE(short_one);
    EXPECT_EQ(short_one.error().code, load_errc::truncated);
  }
}

TEST(Quirks, Q02OnlyBitZeroMakesACellWalkable) {
  auto bytes = map_bytes();
  put32(bytes, 23, 0x000078FE);
  put32(bytes, 27, 0x00007F01);
  auto found = load_map("map/5", 5, bytes, strict);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->walkable({0, 0}));
  EXPECT_TRUE(found->walkable({1, 0}));
  EXPECT_FALSE(map_grid{*found}.walkable({0, 0}));
}

TEST(Quirks, Q03AMapsNameIsTwentyBytesBehindItsId) {
  auto bytes = map_bytes();
  put_text(bytes, 2, "ABCDEFGHIJKLMNOPQRST");
  EXPECT_EQ(load_map("map/5", 5, bytes, strict)->name.str(), "ABCDEFGHIJKLMNOPQRST");
}

TEST(Quirks, Q04AMultibyteNameDoesNotShiftTheMesh) {
  auto bytes = map_bytes();
  put_text(bytes, 2, "\xB5\xCE\xB4\xF5\xC1\xF6\xB5\xCE\xB4\xF5\xC1\xF6\xB5\xCE\xB4\xF5\xC1\xF6\xC1\xF6"); // full
  auto found = load_map("map/5", 5, bytes, {strict, text_encoding::euc_kr});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found.warnings().empty());
  EXPECT_EQ(found->name.str().size(), 20u);
  EXPECT_TRUE(found->walkable({10, 20}));
  EXPECT_EQ(save_map(*found), bytes);
}

TEST(Quirks, Q05AWarpCountAboveFourteenIsRefused) {
  for (auto count : {15, 255}) {
    auto bytes = map_bytes();
    bytes[22] = static_cast<uint8_t>(count);
    bytes.resize(bytes.size() + 6 * static_cast<size_t>(count));
    for (auto mode : {strict, lenient}) {
      auto found = load_map("map/5", 5, bytes, mode);
      ASSERT_FALSE(found);
      EXPECT_EQ(found.error().code, load_errc::count);
      EXPECT_EQ(found.error().offset, 22u);
    }
  }
}

TEST(Quirks, Q06AnNpcHas78BytesAndAttacksOfEight) {
  auto found = load_npc("npc/1", 1, npc_bytes(), strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->attacks[1].base, 21);
  EXPECT_EQ(found->attacks[1].opt, 5);
  EXPECT_EQ(found->attacks[1].range_max(), 1);
  EXPECT_EQ(found->move_ms, 800);
  EXPECT_EQ(load_npc("npc/1", 1, byte_view{npc_bytes()}.first(68), lenient).error().code, load_errc::truncated);
}

TEST(Quirks, Q07ElementsStartAtByteSeventy) {
  auto found = load_npc("npc/1", 1, npc_bytes(), strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->element(npc_element::fire_attack), 1);
  EXPECT_EQ(found->element(npc_element::light_defense), 6);
  EXPECT_EQ(found->mercenary_experience, 25);
}

TEST(Quirks, Q08LevelAndExperienceAreABitField) {
  auto bytes = npc_bytes();
  auto found = load_npc("npc/1", 1, bytes, strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->level(), 3);
  EXPECT_EQ(found->experience(), 120);
  EXPECT_EQ(found->experience_by_bytes(), 240);
  put32(bytes, 60, 300 | 65535u << 9); // a level that has no room in a byte
  found = load_npc("npc/1", 1, bytes, strict);
  EXPECT_EQ(found->level(), 300);
  EXPECT_EQ(found->experience(), 65535);
}

TEST(Quirks, Q09DefenseIsABitFieldNotTwoBytes) {
  auto found = load_npc("npc/1", 1, npc_bytes(), strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->defense(), 15); // byte 26 is 0x1E, byte 27 0x40
  EXPECT_EQ(found->attack_count(), 2);
  EXPECT_FALSE(found->changes_target());
  auto bytes = npc_bytes();
  put32(bytes, 24, npc_behaviour_bits::defense.put(0x00013631, 4095));
  found = load_npc("npc/1", 1, bytes, strict);
  EXPECT_EQ(found->defense(), 4095);
  EXPECT_TRUE(found->changes_target());
  EXPECT_EQ(found->attack_count(), 0);
}

TEST(Quirks, Q10NoSpawnRecordIsATerminator) {
  byte_buffer bytes{0x9F, 0x01, 128, 128, 0, 0, 2, 0x6A, 1, 0, 3, 4, 0, 0, 0, 4};
  auto found = load_spawns("map/1.n_ndt", bytes, strict);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ(found->at(0), (spawn{415, {128, 128}, 2, 0x6A}));
}

TEST(Quirks, Q11APartialRecordIsReported) {
  byte_buffer bytes{1, 0, 3, 4, 0, 0, 0, 4, 9, 9};
  EXPECT_EQ(load_spawns("map/1.n_ndt", bytes, strict).error().code, load_errc::misaligned);
  auto found = load_spawns("map/1.n_ndt", bytes, lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 1u);
  ASSERT_EQ(found.warnings().size(), 1u);
  EXPECT_EQ(found.warnings()[0].code, load_errc::trailing);
  EXPECT_EQ(found.warnings()[0].offset, 8u);
}

TEST(Quirks, Q12SparseRowsInAnyOrderAreGood) {
  auto found = load_it0("item/0", it0_bytes(3, 1023) + it0_bytes(1, 0) + it0_bytes(2, 200), strict);
  ASSERT_TRUE(found) << to_string(found.error());
  ASSERT_EQ(found->size(), 3u);
  EXPECT_EQ(found->at(0).row, 1023);
  EXPECT_EQ(found->at(2).row, 200);
}

TEST(Quirks, Q13TheBlueOptionOfEveryLevelIsRead) {
  auto found = load_it0("item/0", it0_bytes(1, 0), strict);
  ASSERT_TRUE(found);
  for (size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(found->at(0).levels[i].ice, 100 + 9 * i + 6);
    EXPECT_EQ(found->at(0).levels[i].fire, 100 + 9 * i + 7);
    EXPECT_EQ(found->at(0).levels[i].light, 100 + 9 * i + 8);
  }
}

TEST(Quirks, Q14HigherLevelsAreElevenToFifteen) {
  it0ex_item x;
  for (uint16_t i = 0; i < 5; ++i)
    x.levels[i].base = static_cast<uint16_t>(70 + i);
  EXPECT_EQ(x.at_level(10), nullptr);
  ASSERT_NE(x.at_level(11), nullptr);
  EXPECT_EQ(x.at_level(11)->base, 70);
  EXPECT_EQ(x.at_level(15)->base, 74);
  EXPECT_EQ(x.at_level(16), nullptr);
  EXPECT_EQ(x.at_level(0), nullptr);
}

TEST(Quirks, Q15GroupsAndRowsThatWouldOverflowAreRefused) {
  for (auto [group, row] : {std::pair{1, 1024}, {65, 0}, {64 + 1, 5}, {1, 65535}, {0, 5}})
    for (auto mode : {strict, lenient}) {
      auto bytes = it0_bytes(static_cast<uint16_t>(group), static_cast<uint16_t>(row));
      auto found = load_it0("item/0", bytes, mode);
      ASSERT_FALSE(found) << group << " " << row;
      EXPECT_EQ(found.error().code, load_errc::range);
    }
}

TEST(Quirks, Q16HigherLevelsOfAnItemThatDoesNotExistAreReported) {
  std::set<uint16_t> rows{0};
  byte_buffer bytes(2 * 92);
  put16(bytes, 2, 1);       // row 0
  put16(bytes, 92 + 0, 77); // a row IT0 lacks
  auto refused = load_it0ex("item/0ex", &rows, bytes, strict);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, load_errc::reference);
  EXPECT_EQ(refused.error().record, 1u);
  auto found = load_it0ex("item/0ex", &rows, bytes, lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 1u);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::reference);
}

TEST(Quirks, Q17ItemNamesAreThirtyTwoBytes) {
  EXPECT_EQ(load_it0("item/0", it0_bytes(1, 0), strict)->at(0).name.str(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345");
  byte_buffer ring(52);
  put16(ring, 0, 5);
  put_text(ring, 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345");
  put32(ring, 36, 900);
  auto found = load_it1("item/1", ring, strict);
  EXPECT_EQ(found->at(0).name.str(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345");
  EXPECT_EQ(found->at(0).price, 900u);
}

TEST(Quirks, Q18ItemCodesAreReadNotCounted) {
  auto found = load_it0("item/0", it0_bytes(1, 7) + it0_bytes(3, 200), strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at(0).code(), 1031);
  EXPECT_EQ(found->at(1).code(), 3272);
}

TEST(Quirks, Q19TrailingBytesOfRealFilesAreForgivenInLenientMode) {
  auto map = map_bytes() + byte_buffer{1, 2, 3};
  EXPECT_EQ(load_map("map/5", 5, map, strict).error().code, load_errc::trailing);
  EXPECT_EQ(load_map("map/5", 5, map, lenient).warnings().at(0).code, load_errc::trailing);
  auto items = it0_bytes(1, 0) + byte_buffer(7);
  EXPECT_EQ(load_it0("item/0", items, strict).error().code, load_errc::misaligned);
  auto found = load_it0("item/0", items, lenient);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 1u);
  EXPECT_EQ(found.warnings().at(0).code, load_errc::trailing);
}

// A quest whose first content has two texts, written by hand.
byte_buffer quest_bytes(std::string_view first, std::string_view second) {
  byte_buffer bytes(16 + 28 + 52);
  put32(bytes, 0, 12);
  for (size_t i = 0; i < 7; ++i) {
    bytes.resize(bytes.size() + 92);
    for (auto text : i == 0 ? std::array{first, second} : std::array<std::string_view, 2>{}) {
      auto at = bytes.size();
      bytes.resize(at + 2 + text.size());
      put16(bytes, at, static_cast<uint16_t>(text.size()));
      put_text(bytes, at + 2, text);
    }
  }
  bytes.resize(bytes.size() + 12);
  return bytes;
}

TEST(Quirks, Q20QuestTextsHaveTwoLengthsOfTwoBytes) {
  auto found = load_quest("quest/0012.dat", 12, quest_bytes("wet leaf", "Bring me the leaf"), strict);
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(found->contents[0].first_text, "wet leaf");
  EXPECT_EQ(found->contents[0].second_text, "Bring me the leaf");
  EXPECT_EQ(found->contents[1].first_text, "");
}

TEST(Quirks, Q21AnIndexOfMinusOneDisablesAQuestAndEndsTheFile) {
  byte_buffer bytes(16);
  put32(bytes, 0, 0xFFFFFFFF);
  auto found = load_quest("quest/0016.dat", 16, bytes, strict);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->is_disabled());
  EXPECT_EQ(save_quest(*found), bytes);
}

TEST(Quirks, Q22QuestsOfAnySizeAreReadToTheirNextQuests) {
  for (auto text : {"", "18 bytes of a text", "another length"}) {
    auto bytes = quest_bytes(text, "");
    put32(bytes, bytes.size() - 12, 13);
    auto found = load_quest("quest/0012.dat", 12, bytes, strict);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->next[0], 13) << bytes.size();
  }
}

TEST(Quirks, Q23ADropRateIsOneNumberOf32Bits) {
  byte_buffer bytes{0x00, 0x04, 0x01, 0x00, 0x02, 0x00};
  EXPECT_EQ(load_drops("npc/1.itm", bytes, strict)->at(0).rate, 131073u);
}

TEST(Quirks, Q24DropCodesForNothingAndMoneyAreNoItems) {
  std::vector<drop_slot> slots{{0xFFFF, 5}, {0, 5}, {0x4400, 5}, {0xFFFE, 5}};
  auto found = load_drops("npc/1.itm", save_records(slots), strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at(0).kind(), drop_kind::empty);
  EXPECT_EQ(found->at(1).kind(), drop_kind::money);
  EXPECT_EQ(found->at(2).kind(), drop_kind::item);
  EXPECT_EQ(found->at(2).item_code(), 1024);
  EXPECT_EQ(found->at(2).flags(), 1);
  EXPECT_EQ(found->at(3).kind(), drop_kind::item);
}

TEST(Quirks, Q25AHugeCountIsComparedWithTheSizeBeforeAnythingIsAllocated) {
  byte_buffer bytes{0xFF, 0xFF, 0xFF, 0xFF};
  for (auto mode : {strict, lenient}) {
    EXPECT_EQ(load_client_monsters("MON.bin", bytes, mode).error().code, load_errc::truncated);
    EXPECT_EQ(load_client_warps("WL.bin", bytes, mode).error().code, load_errc::truncated);
  }
  bytes.resize(4 + 96); // enough for one
  EXPECT_EQ(load_client_monsters("MON.bin", bytes, strict).error().expected,
            "412316860324 bytes (a count of 4294967295 records)");
}

TEST(Quirks, Q26AMonsterOfTheClientIs96Bytes) {
  byte_buffer bytes(4 + 2 * 96);
  put32(bytes, 0, 2);
  put32(bytes, 4 + 96, 1001);
  put_text(bytes, 4 + 96 + 4, "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM");
  bytes[4 + 96 + 35] = 0xAA;
  auto found = load_client_monsters("MON.bin", bytes, strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at(1).id, 1001u);
  EXPECT_EQ(found->at(1).name.str().size(), 31u);
  EXPECT_EQ(found->at(1).tail[0], std::byte{0xAA});
}

// The quirk is a loop of old readers that misses the last row, seen with text lists of the client. We read none of
// those; the same is claimed here of the text lists that we do read.
TEST(Quirks, Q27TheLastRowOfATextListIsRead) {
  for (auto end : {"", "\n", "\r\n"}) {
    auto shop = load_shop("shop/1001.txt", bytes_of(std::string{"1024\r\n3272"} + end), strict);
    ASSERT_TRUE(shop);
    EXPECT_EQ(shop->items, (std::vector<uint16_t>{1024, 3272}));
    EXPECT_EQ(load_teleport_list("Teleport.txt", bytes_of(std::string{"1 1 1\n2 2 2"} + end), strict)->points.size(),
              2u);
  }
}

TEST(Quirks, Q28AHoleInTheTeleportListIsRefused) {
  for (auto mode : {strict, lenient}) {
    auto found = load_teleport_list("Teleport.txt", bytes_of("1 1 1\n\n2 2 2\n"), mode);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, load_errc::syntax);
    EXPECT_EQ(found.error().line, 2u);
  }
  EXPECT_EQ(load_teleport_list("Teleport.txt", bytes_of("1 1 1\n\n\n"), strict)->points.size(), 1u);
}

TEST(Quirks, Q29UllEncodingIsNotDecoding) {
  byte_buffer plain{0x61, 0x62, 0x63};
  EXPECT_EQ(ull_encode(plain), (byte_buffer{0x61, 0x0C, 0x0E}));
  EXPECT_NE(ull_decode(plain), ull_encode(plain));
  EXPECT_EQ(ull_decode(ull_encode(plain)), plain);
}

TEST(Quirks, Q30GarbageBehindANameIsIgnoredAndKept) {
  auto bytes = npc_bytes();
  put_text(bytes, 8, "\xFFgarbage\xFE");
  auto found = load_npc("npc/1", 1, bytes, strict);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found.warnings().empty());
  EXPECT_EQ(found->name.str(), "Mud Rat");
  EXPECT_EQ(save_npc(*found), bytes);
}

TEST(Quirks, Q31FlagsOfAnItemWordAreTakenOffByMasks) {
  EXPECT_EQ(item_id_bits::down_option.get(0x10000), 1u);
  EXPECT_EQ(item_id_bits::down_option.get(0x100000), 0u);
  EXPECT_EQ(item_id_bits::code.get(0x4000), 0u); // the flag alone: ">" would leave it on
  EXPECT_EQ(item_id_bits::code.get(0x4000 | 1134), 1134u);
  EXPECT_EQ(item_id_bits::code.get(0xFFFFFFFF), 0x3FFFu);
}

} // namespace

} // namespace loaders
