#include "loaders/item_tables.hpp"
#include "loaders/map.hpp"
#include "loaders/message_table.hpp"
#include "loaders/npc.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

struct sample {
  text_encoding encoding;
  std::string_view bytes;
  std::string_view text;
};

// The same words as an editor of the region would have stored them.
constexpr sample samples[] = {
  {text_encoding::ascii, "Mud Rat", "Mud Rat"},
  {text_encoding::utf_8, "\xC3\xA4", "\xC3\xA4"},
  {text_encoding::euc_kr, "\xB5\xCE\xB4\xF5\xC1\xF6", "두더지"},
  {text_encoding::gbk, "\xCA\xF3", "鼠"},
  {text_encoding::big5, "\xB9\xAB", "鼠"},
  {text_encoding::shift_jis, "\x83\x6C\x83\x59\x83\x7E", "ネズミ"},
};

TEST(TextEncoding, BytesBecomeTextAndBack) {
  for (const auto& x : samples) {
    EXPECT_EQ(to_utf8(x.bytes, x.encoding), x.text) << to_string(x.encoding);
    EXPECT_EQ(from_utf8(x.text, x.encoding), x.bytes) << to_string(x.encoding);
  }
}

TEST(TextEncoding, BytesThatAreNoTextAreNothing) {
  for (auto encoding : text_encodings()) {
    EXPECT_EQ(to_utf8("a\xFF\xFF", encoding), std::nullopt) << to_string(encoding);
    if (encoding != text_encoding::ascii) {
      EXPECT_EQ(to_utf8("a\xC5", encoding).has_value(), encoding == text_encoding::shift_jis) << to_string(encoding);
    }
  }
  for (auto encoding : {text_encoding::ascii, text_encoding::utf_8, text_encoding::euc_kr, text_encoding::big5}) {
    EXPECT_EQ(to_utf8("\x80", encoding), std::nullopt) << to_string(encoding);
  }
  EXPECT_EQ(to_utf8("\x83", text_encoding::shift_jis), std::nullopt);
}

TEST(TextEncoding, AnEncodingThatLacksACharacterIsNotUsedForIt) {
  EXPECT_EQ(from_utf8("두", text_encoding::ascii), std::nullopt);
  EXPECT_EQ(from_utf8("😀", text_encoding::gbk), std::nullopt);
  EXPECT_EQ(from_utf8("\xFF", text_encoding::utf_8), std::nullopt);
}

TEST(TextEncoding, NamesAreUnderstoodInAnyCase) {
  for (auto encoding : text_encodings())
    EXPECT_EQ(parse_text_encoding(to_string(encoding)), encoding);
  EXPECT_EQ(parse_text_encoding("EUC_KR"), text_encoding::euc_kr);
  EXPECT_EQ(parse_text_encoding("UTF8"), text_encoding::utf_8);
  for (auto text : {"", "latin-1", "euc", "gbk2"})
    EXPECT_EQ(parse_text_encoding(text), std::nullopt) << text;
}

TEST(TextEncoding, ANameThatIsNoTextIsAWarningInStrictModeToo) {
  npc x;
  x.name = "\xB5\xCE";
  x.hp_max = 1;
  x.growth = npc_growth_bits::level.put(0, 1);
  auto found = load_npc("npc/0", 0, save_npc(x), load_mode::strict);
  ASSERT_TRUE(found);
  ASSERT_EQ(found.warnings().size(), 1u);
  EXPECT_EQ(to_string(found.warnings()[0]), "npc/0: ENCODING at byte 0: name is \"??\", expected text in ascii.");
  EXPECT_TRUE(load_npc("npc/0", 0, save_npc(x), {load_mode::strict, text_encoding::euc_kr}).warnings().empty());
}

TEST(TextEncoding, TheWarningNamesTheRecordAndItsOffset) {
  std::vector<it1_item> items{{4, 0, "Ring"}, {4, 1, "\xFF"}};
  auto found = load_it1("item/1", save_records(items), load_mode::strict);
  ASSERT_TRUE(found);
  ASSERT_EQ(found.warnings().size(), 1u);
  EXPECT_EQ(found.warnings()[0].record, 1u);
  EXPECT_EQ(found.warnings()[0].offset, 52u + 4u);
}

TEST(TextEncoding, BytesBehindTheEndOfANameNeedNotBeText) {
  map x;
  x.name = std::string_view{"Town\0\xFF\xFE", 7};
  EXPECT_TRUE(load_map("map/0", 0, save_map(x), load_mode::strict).warnings().empty());
  std::vector<message> messages{{0, 60, std::string{"Hi\0\xFF", 4}}, {1, 60, "\xFF"}};
  auto found = load_messages("A3Msg.dat", save_messages(messages), load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, messages);
  ASSERT_EQ(found.warnings().size(), 1u);
  EXPECT_EQ(found.warnings()[0].record, 1u);
}

} // namespace

} // namespace loaders
