// Damage in words: the place, what is there and what should be. The typed codec
// must refuse exactly the same bytes.

#include "messages/wire/check.hpp"

#include "messages/wire/arbitrary.hpp"
#include "runtime/base/prng.hpp"

#include <gtest/gtest.h>

namespace msg::wire {

namespace {

constexpr value_name color_values[] = {{0, "red"}, {2, "blue"}};
constexpr value_set colors{"color", "Colours.", color_values};

struct part {
  uint16_t number = 0;
  fixed_text<4> name;

  static constexpr auto fields = wire::fields(field("number", &part::number), field("name", &part::name));
  friend bool operator==(const part&, const part&) = default;
};

struct whole {
  uint8_t color = 0;
  std::array<part, 2> parts{};
  uint8_t rank = 0;
  bounded_list<part, 3> more;

  static constexpr auto fields = wire::fields(field("color", &whole::color).only(colors), field("parts", &whole::parts),
                                              field("rank", &whole::rank).at_most(5),
                                              count<uint8_t>("count", &whole::more), tail("tail", &whole::more));
  friend bool operator==(const whole&, const whole&) = default;
};

struct closed_end {
  uint32_t value = 0;
  static constexpr auto fields = wire::fields(field("value", &closed_end::value));
};

byte_buffer sample() {
  whole x{2, {{{1, fixed_text<4>{"a"}}, {2, fixed_text<4>{"bcd"}}}}, 5, {{3, fixed_text<4>{"e"}}}};
  byte_buffer result;
  encode(result, x);
  return result;
}

problem damage_of(byte_view body) {
  auto found = find_damage(shape_of<whole>(), body);
  return found.value_or(problem{});
}

} // namespace

TEST(Check, GoodBytesHaveNoDamage) {
  EXPECT_EQ(damage_of(sample()).code, decode_errc::none);
  EXPECT_TRUE(find_bad_values(shape_of<whole>(), sample()).empty());
}

TEST(Check, WhatIsTooShortNamesTheFieldInWhichItEnds) {
  auto found = damage_of(byte_view{sample()}.first(8));
  EXPECT_EQ(found.code, decode_errc::truncated);
  EXPECT_EQ(found.field, "number");
  EXPECT_EQ(found.offset, 7u);
  EXPECT_EQ(found.value, "8 bytes of body");
  EXPECT_EQ(found.expected, "at least 15 bytes");
}

TEST(Check, WhatIsTooLongSaysHowLongItShouldBe) {
  const byte_buffer bytes(5);
  auto found = find_damage(shape_of<closed_end>(), bytes);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->code, decode_errc::trailing_bytes);
  EXPECT_EQ(found->offset, 4u);
  EXPECT_EQ(found->value, "5 bytes of body");
  EXPECT_EQ(found->expected, "4 bytes");
}

TEST(Check, ATextWithoutEndIsShownWithItsPath) {
  auto bytes = sample();
  bytes[1 + 6 + 2 + 3] = 0xEE;
  auto found = damage_of(bytes);
  EXPECT_EQ(found.code, decode_errc::unterminated_text);
  EXPECT_EQ(found.field, "parts[1].name");
  EXPECT_EQ(found.offset, 9u);
  EXPECT_EQ(found.value, "626364ee");
  EXPECT_EQ(found.expected, "a NUL within its 4 bytes");
}

TEST(Check, ACountThatContradictsTheLengthIsRefused) {
  auto bytes = sample();
  bytes[14] = 2;
  auto found = damage_of(bytes);
  EXPECT_EQ(found.code, decode_errc::bad_count);
  EXPECT_EQ(found.field, "count");
  EXPECT_EQ(found.offset, 14u);
  EXPECT_EQ(found.value, "2, with 6 bytes behind it");
  EXPECT_EQ(found.expected, "12 bytes behind it (6 each)");
}

TEST(Check, ACountAboveTheMaximumIsRefusedWhateverTheLength) {
  auto bytes = sample();
  bytes[14] = 4;
  bytes.resize(15 + 4 * 6);
  auto found = damage_of(bytes);
  EXPECT_EQ(found.code, decode_errc::bad_count);
  EXPECT_EQ(found.expected, "at most 3");
}

TEST(Check, BadValuesAreAllFoundInOrder) {
  auto bytes = sample();
  bytes[0] = 1;
  bytes[13] = 6;
  auto found = find_bad_values(shape_of<whole>(), bytes);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].field, "color");
  EXPECT_EQ(found[0].value, "1");
  EXPECT_EQ(found[0].expected, "one of 0 (red), 2 (blue)");
  EXPECT_EQ(found[1].field, "rank");
  EXPECT_EQ(found[1].offset, 13u);
  EXPECT_EQ(found[1].expected, "at most 5");
}

TEST(Check, TheCodecRefusesTheSameBytesForTheSameReason) {
  runtime::prng rng{5};
  size_t refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto bytes = sample();
    bytes.resize(rng.below(2) ? bytes.size() : rng.below(45));
    for (uint64_t k = 0; k < rng.below(4) && !bytes.empty(); ++k)
      bytes[rng.below(bytes.size())] = static_cast<uint8_t>(rng.below(8));
    whole value;
    auto typed = decode(bytes, value);
    auto damage = find_damage(shape_of<whole>(), bytes);
    if (typed.code == decode_errc::bad_value) {
      // Values and texts are read in the order of the bytes, so a later text may be damaged, too.
      if (!damage) {
        EXPECT_EQ(find_bad_values(shape_of<whole>(), bytes).front().offset, typed.offset);
      }
    } else {
      ASSERT_EQ(damage ? damage->code : decode_errc::none, typed.code);
      EXPECT_TRUE(typed.code != decode_errc::none || find_bad_values(shape_of<whole>(), bytes).empty());
    }
    refused += typed ? 0 : 1;
  }
  EXPECT_GT(refused, 100u);
  EXPECT_LT(refused, 19'900u);
}

} // namespace msg::wire
