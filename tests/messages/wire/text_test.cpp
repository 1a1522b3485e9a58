#include "messages/wire/check.hpp"
#include "messages/wire/text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace msg::wire {

namespace {

struct word_bits {
  static constexpr bit_range low{"low", 0, 4};
  static constexpr bit_range high{"high", 4, 28};
  static constexpr bit_range all[] = {low, high};
};

struct ticket_bits {
  static constexpr bit_range number{"number", 0, 32};
  static constexpr bit_range all[] = {number};
};

constexpr word_view views[] = {{"word", word_bits::all}, {"ticket", ticket_bits::all}};
constexpr value_name kind_values[] = {{3, "loud"}};
constexpr value_set kinds{"kind", "Kinds.", kind_values};

struct inner {
  uint16_t a = 0;
  int32_t b = 0;

  static constexpr auto fields = wire::fields(field("a", &inner::a), field("b", &inner::b));
};

struct listed {
  uint8_t before = 0;
  std::vector<inner> list;

  static constexpr auto fields =
    wire::fields(field("before", &listed::before), count<uint16_t>("n", &listed::list), tail("list", &listed::list));
};

struct spoken {
  uint8_t kind = 0;
  open_text<8> words;

  static constexpr auto fields =
    wire::fields(field("kind", &spoken::kind).named(kinds), field("words", &spoken::words));
};

struct mixed {
  uint32_t word = 0;
  uint32_t either = 0;
  std::array<std::byte, 3> bytes{};
  std::array<uint8_t, 3> numbers{};
  std::array<fixed_text<3>, 2> names{};
  real32 real;
  int8_t sign = 0;

  static constexpr auto fields = wire::fields(
    field("word", &mixed::word).with_bits(word_bits::all), field("either", &mixed::either).with_views(views),
    field("bytes", &mixed::bytes), field("numbers", &mixed::numbers), field("names", &mixed::names),
    field("real", &mixed::real), field("sign", &mixed::sign));
};

struct nothing {
  static constexpr auto fields = wire::fields();
};

mixed sample() {
  return {
    0x123, 5, {std::byte{1}, std::byte{0xAB}, std::byte{0}}, {1, 2, 3}, {fixed_text<3>{"ab"}, {}}, real32::from(0.1F),
    -1};
}

template <class T>
std::string explained(const T& x) {
  byte_buffer body;
  encode(body, x);
  return to_json(shape_of<T>(), body, {.explains = true});
}

} // namespace

TEST(WireText, PrintsNamesInOrderListsAsListsAndOpaqueBytesAsDigits) {
  EXPECT_EQ(to_json(sample()), R"({"word":291,"either":5,"bytes":"01ab00","numbers":[1,2,3],"names":["ab",""],)"
                               R"("real":0.1,"sign":-1})");
}

TEST(WireText, PrintsTheCountBesideTheList) {
  EXPECT_EQ(to_json(listed{1, {{2, -3}, {4, 5}}}), R"({"before":1,"n":2,"list":[{"a":2,"b":-3},{"a":4,"b":5}]})");
  EXPECT_EQ(to_json(listed{}), R"({"before":0,"n":0,"list":[]})");
  EXPECT_EQ(to_json(nothing{}), "{}");
}

TEST(WireText, EscapesWhatJsonForbids) {
  EXPECT_EQ(to_json(spoken{3, open_text<8>{"a\"\\b"}}), R"({"kind":3,"words":"a\"\\b"})");
}

TEST(WireText, GivesTheBytesOfATextThatCannotBePrinted) {
  EXPECT_EQ(to_json(spoken{3, open_text<8>{"a\n\xE9"}}),
            R"({"kind":3,"words":{"text":"a\u000a\u00e9","hex":"610ae9"}})");
}

TEST(WireText, GivesTheSizeOfAnOpenTextThatIsNotTheUsualOne) {
  EXPECT_EQ(to_json(spoken{3, open_text<8>{"hi", 2}}), R"({"kind":3,"words":"hi","words_size":2})");
  EXPECT_EQ(to_json(spoken{3, open_text<8>{"hi", 8}}), R"({"kind":3,"words":"hi"})");
}

TEST(WireText, PrintsWhatIsNoNumberByItsBits) {
  auto x = sample();
  x.real.bits = 0x7FC00001;
  EXPECT_NE(to_json(x).find(R"("real":{"bits":2143289345})"), std::string::npos);
}

TEST(WireText, ExplainsWordsUnionsAndValuesWhenAsked) {
  EXPECT_EQ(explained(sample()),
            R"({"word":291,"word_bits":{"low":3,"high":18},"either":5,"either_as_word":{"low":5,"high":0},)"
            R"("either_as_ticket":{"number":5},"bytes":"01ab00","numbers":[1,2,3],"names":["ab",""],)"
            R"("real":0.1,"sign":-1})");
  EXPECT_EQ(explained(spoken{3, open_text<8>{"hi"}}), R"({"kind":3,"kind_is":"loud","words":"hi"})");
  EXPECT_EQ(explained(spoken{4, open_text<8>{"hi"}}), R"({"kind":4,"words":"hi"})");
}

TEST(WireText, IsJsonForEveryByteOfAText) {
  for (int c = 1; c < 256; ++c) {
    std::string word(1, static_cast<char>(c));
    auto parsed = nlohmann::json::parse(to_json(spoken{0, open_text<8>{word}}));
    if (c >= 0x20 && c < 0x7F)
      EXPECT_EQ(parsed.at("words"), word);
    else
      EXPECT_EQ(parsed.at("words").at("hex"), to_hex({reinterpret_cast<const uint8_t*>(word.data()), 1}));
  }
}

} // namespace msg::wire
