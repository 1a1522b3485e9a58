// The codec against damage: whatever the bytes are, the answer is a value or
// the name of what is wrong with them.

#include "messages/wire/codec.hpp"

#include "messages/wire/arbitrary.hpp"
#include "runtime/base/prng.hpp"

#include <gtest/gtest.h>

namespace msg::wire {

namespace {

enum class mood : uint16_t { calm = 1, angry = 0x1234 };

struct inner {
  uint16_t a = 0;
  int32_t b = 0;

  static constexpr auto fields = wire::fields(field("a", &inner::a), field("b", &inner::b));
  friend bool operator==(const inner&, const inner&) = default;
};

struct outer {
  uint8_t first = 0;
  mood how = mood::calm;
  fixed_text<5> name;
  std::array<inner, 2> pair{};
  uint64_t last = 0;

  static constexpr auto fields =
    wire::fields(field("first", &outer::first), field("how", &outer::how), field("name", &outer::name),
                 field("pair", &outer::pair), field("last", &outer::last));
  friend bool operator==(const outer&, const outer&) = default;
};

struct listed {
  uint8_t before = 0;
  std::vector<inner> list;

  static constexpr auto fields =
    wire::fields(field("before", &listed::before), count<uint16_t>("n", &listed::list), tail("list", &listed::list));
  friend bool operator==(const listed&, const listed&) = default;
};

struct widely_listed {
  std::vector<inner> list;

  static constexpr auto fields =
    wire::fields(count<uint32_t>("n", &widely_listed::list), tail("list", &widely_listed::list));
};

struct spoken {
  uint8_t kind = 0;
  open_text<8> words;

  static constexpr auto fields = wire::fields(field("kind", &spoken::kind), field("words", &spoken::words));
  friend bool operator==(const spoken&, const spoken&) = default;
};

struct bounded {
  bounded_list<inner, 3> list;

  static constexpr auto fields = wire::fields(count<uint8_t>("n", &bounded::list), tail("list", &bounded::list));
  friend bool operator==(const bounded&, const bounded&) = default;
};

constexpr value_name known_values[] = {{1, "one"}, {7, "seven"}};
constexpr value_set known{"known", "Known values.", known_values};

struct limited {
  uint8_t open = 0;
  uint8_t closed = 1;
  uint8_t small = 0;

  static constexpr auto fields =
    wire::fields(field("open", &limited::open).named(known), field("closed", &limited::closed).only(known),
                 field("small", &limited::small).at_most(3));
  friend bool operator==(const limited&, const limited&) = default;
};

struct measured {
  real32 value;

  static constexpr auto fields = wire::fields(field("value", &measured::value));
  friend bool operator==(const measured&, const measured&) = default;
};

struct nothing {
  static constexpr auto fields = wire::fields();
  friend bool operator==(const nothing&, const nothing&) = default;
};

template <class T>
byte_buffer bytes_of(const T& x) {
  byte_buffer result;
  encode(result, x);
  return result;
}

byte_buffer text_bytes(std::string_view str) { return {str.begin(), str.end()}; }

outer sample() { return {7, mood::angry, fixed_text<5>{"abc"}, {{{0x0102, -2}, {0x0304, 5}}}, 0x1122334455667788}; }

} // namespace

TEST(Codec, NumbersAreLittleEndianAndFieldsAreNotPadded) {
  const byte_buffer expected{7,    0x34, 0x12, 'a', 'b', 'c', 0,    0,    0x02, 0x01, 0xFE, 0xFF, 0xFF, 0xFF,
                             0x04, 0x03, 5,    0,   0,   0,   0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11};
  EXPECT_EQ(bytes_of(sample()), expected);
  EXPECT_EQ(size_of<outer>(), expected.size());
}

TEST(Codec, WhatWasEncodedIsDecodedUnchanged) {
  outer found;
  ASSERT_TRUE(decode(bytes_of(sample()), found));
  EXPECT_EQ(found, sample());
}

TEST(Codec, EveryShorterInputIsTruncated) {
  const auto whole = bytes_of(sample());
  for (size_t n = 0; n < whole.size(); ++n) {
    outer found;
    auto result = decode(byte_view{whole}.first(n), found);
    EXPECT_EQ(result.code, decode_errc::truncated) << n;
    EXPECT_LE(result.offset, n);
  }
}

TEST(Codec, TheTruncatedFieldIsNamedWithItsOffset) {
  const auto whole = bytes_of(sample());
  outer found;
  auto in_name = decode(byte_view{whole}.first(6), found);
  EXPECT_EQ(in_name.field, "name");
  EXPECT_EQ(in_name.offset, 3u);
  auto in_second = decode(byte_view{whole}.first(17), found);
  EXPECT_EQ(in_second.field, "b");
  EXPECT_EQ(in_second.offset, 16u);
}

TEST(Codec, BytesBehindTheLastFieldAreRefused) {
  auto bytes = bytes_of(sample());
  bytes.push_back(0);
  outer found;
  auto result = decode(bytes, found);
  EXPECT_EQ(result.code, decode_errc::trailing_bytes);
  EXPECT_EQ(result.offset, bytes.size() - 1);
  nothing empty;
  EXPECT_TRUE(decode({}, empty));
  EXPECT_EQ(decode(byte_view{bytes}.first(1), empty).code, decode_errc::trailing_bytes);
}

TEST(Codec, ATextWithoutTerminatorIsRefused) {
  auto bytes = bytes_of(sample());
  for (size_t i = 3; i < 8; ++i)
    bytes[i] = 'x';
  outer found;
  auto result = decode(bytes, found);
  EXPECT_EQ(result.code, decode_errc::unterminated_text);
  EXPECT_EQ(result.field, "name");
}

TEST(Codec, WhatStandsBehindATerminatorIsDropped) {
  auto bytes = bytes_of(sample());
  bytes[6] = 0;
  bytes[7] = 'z';
  outer found;
  ASSERT_TRUE(decode(bytes, found));
  EXPECT_EQ(found.name.str(), "abc");
  EXPECT_EQ(bytes_of(found)[7], 0);
}

TEST(Codec, ATextIsCutToWhatItsFieldHolds) {
  EXPECT_EQ(fixed_text<5>{"abcdefgh"}.str(), "abcd");
  EXPECT_EQ(fixed_text<5>{std::string_view("a\0b", 3)}.str(), "a");
}

TEST(Codec, ATailHasExactlyAsManyElementsAsItsCountSays) {
  const listed value{9, {{1, 2}, {3, 4}, {5, 6}}};
  auto bytes = bytes_of(value);
  ASSERT_EQ(bytes.size(), 3u + 3 * 6);
  EXPECT_EQ(bytes[1], 3);
  listed found;
  ASSERT_TRUE(decode(bytes, found));
  EXPECT_EQ(found, value);
  for (uint8_t wrong : {0, 1, 2, 4, 255}) {
    bytes[1] = wrong;
    EXPECT_EQ(decode(bytes, found).code, decode_errc::bad_count) << int{wrong};
  }
}

TEST(Codec, ATailThatIsCutShortIsRefusedAtEveryLength) {
  const auto whole = bytes_of(listed{9, {{1, 2}, {3, 4}}});
  for (size_t n = 0; n < whole.size(); ++n) {
    listed found;
    EXPECT_EQ(decode(byte_view{whole}.first(n), found).code, n < 3 ? decode_errc::truncated : decode_errc::bad_count);
  }
}

TEST(Codec, AHugeCountAllocatesNothing) {
  const byte_buffer bytes{0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 2, 0, 0, 0};
  widely_listed found;
  EXPECT_EQ(decode(bytes, found).code, decode_errc::bad_count);
  EXPECT_EQ(found.list.capacity(), 0u);
}

TEST(Codec, AShortOpenTextIsPaddedToItsUsualSize) {
  EXPECT_EQ(bytes_of(spoken{1, open_text<8>{"hi"}}), text_bytes(std::string_view("\1hi\0\0\0\0\0\0", 9)));
}

TEST(Codec, ALongOpenTextIsTerminatedOnce) {
  EXPECT_EQ(bytes_of(spoken{1, open_text<8>{"12345678"}}), text_bytes(std::string_view("\00112345678\0", 10)));
  auto bytes = bytes_of(spoken{1, open_text<8>{"a longer text than usual"}});
  spoken found;
  ASSERT_TRUE(decode(bytes, found));
  EXPECT_EQ(found.words.str(), "a longer text than usual");
}

TEST(Codec, AnOpenTextNeedsNeitherPaddingNorTerminator) {
  spoken found;
  ASSERT_TRUE(decode(text_bytes("\1hi"), found));
  EXPECT_EQ(found.words.str(), "hi");
  ASSERT_TRUE(decode(text_bytes("\1"), found));
  EXPECT_EQ(found.words.str(), "");
  ASSERT_TRUE(decode(text_bytes(std::string_view("\1hi\0zz", 6)), found));
  EXPECT_EQ(found.words.str(), "hi");
}

TEST(Codec, AnOpenTextIsWrittenAsLargeAsItWasRead) {
  for (auto bytes :
       {text_bytes("\1hi"), text_bytes("\1"), text_bytes(std::string_view("\1hi\0\0\0\0\0\0\0\0\0", 12))}) {
    spoken found;
    ASSERT_TRUE(decode(bytes, found));
    EXPECT_EQ(bytes_of(found), bytes);
  }
}

TEST(Codec, AnOpenTextOfAnyLengthIsKept) {
  for (size_t n : {7u, 8u, 9u, 15u, 16u, 17u, 300u}) {
    spoken value{1, open_text<8>{std::string(n, 'w')}};
    spoken found;
    ASSERT_TRUE(decode(bytes_of(value), found));
    EXPECT_EQ(found, value) << n;
    EXPECT_EQ(found.words.str().size(), n);
  }
}

TEST(Codec, ABoundedListTakesNoMoreThanItsMaximum) {
  const bounded value{{{1, 2}, {3, 4}, {5, 6}}};
  auto bytes = bytes_of(value);
  bounded found;
  ASSERT_TRUE(decode(bytes, found));
  EXPECT_EQ(found, value);
  bytes[0] = 4;
  bytes.resize(bytes.size() + 6);
  EXPECT_EQ(decode(bytes, found).code, decode_errc::bad_count);
}

TEST(Codec, AValueOutsideAClosedSetIsRefusedWithItsPlace) {
  for (int value = 0; value < 256; ++value) {
    const byte_buffer bytes{9, static_cast<uint8_t>(value), 3};
    limited found;
    auto result = decode(bytes, found);
    if (value == 1 || value == 7) {
      EXPECT_TRUE(result) << value;
    } else {
      EXPECT_EQ(result.code, decode_errc::bad_value) << value;
      EXPECT_EQ(result.field, "closed");
      EXPECT_EQ(result.offset, 1u);
    }
  }
}

TEST(Codec, AValueAboveItsLimitIsRefusedWithItsPlace) {
  for (int value = 0; value < 256; ++value) {
    const byte_buffer bytes{9, 1, static_cast<uint8_t>(value)};
    limited found;
    auto result = decode(bytes, found);
    EXPECT_EQ(result.code, value <= 3 ? decode_errc::none : decode_errc::bad_value) << value;
    EXPECT_EQ(result.offset, value <= 3 ? 0u : 2u);
  }
}

TEST(Codec, EveryRealNumberKeepsItsBits) {
  for (uint32_t bits : {0u, 0x80000000u, 0x3F800000u, 0x7F800000u, 0x7FC00001u, 0xFFFFFFFFu, 1u}) {
    measured found;
    ASSERT_TRUE(decode(bytes_of(measured{{bits}}), found));
    EXPECT_EQ(found.value.bits, bits);
  }
}

TEST(Codec, ArbitraryValuesSurviveTheRoundTrip) {
  runtime::prng rng{1};
  for (int i = 0; i < 500; ++i) {
    auto a = arbitrary<outer>(rng);
    auto b = arbitrary<listed>(rng);
    auto c = arbitrary<spoken>(rng);
    outer found_a;
    listed found_b;
    spoken found_c;
    ASSERT_TRUE(decode(bytes_of(a), found_a));
    ASSERT_TRUE(decode(bytes_of(b), found_b));
    ASSERT_TRUE(decode(bytes_of(c), found_c));
    EXPECT_EQ(found_a, a);
    EXPECT_EQ(found_b, b);
    EXPECT_EQ(found_c, c);
  }
}

TEST(Codec, TheSameSeedGivesTheSameArbitraryValue) {
  runtime::prng one{42};
  runtime::prng two{42};
  EXPECT_EQ(arbitrary<outer>(one), arbitrary<outer>(two));
}

} // namespace msg::wire
