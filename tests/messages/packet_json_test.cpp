// JSON to bytes: the way back of wire::to_json for every packet, and one clear
// sentence for whatever is wrong with it.

#include "messages/packet_json.hpp"

#include "messages/catalog.hpp"
#include "messages/wire/text.hpp"
#include "tests/messages/arbitrary_body.hpp"

#include <gtest/gtest.h>

namespace msg {

namespace {

const wire::type_shape& shape_of(std::string_view name) { return *find_packet(name)->shape; }

std::string error_of(std::string_view name, std::string_view fields) {
  auto made = from_json(shape_of(name), fields);
  EXPECT_TRUE(made.error.empty() || made.body.empty());
  return made.error;
}

wire::byte_buffer body_of(std::string_view name, std::string_view fields) {
  auto made = from_json(shape_of(name), fields);
  EXPECT_EQ(made.error, "");
  return made.body;
}

void expect_round_trips(wire::json_style style) {
  runtime::prng rng{17};
  for (const auto& entry : catalog()) {
    for (int i = 0; entry.shape && i < 20; ++i) {
      auto body = test::arbitrary_body(*entry.shape, rng);
      auto text = wire::to_json(*entry.shape, body, style);
      auto made = from_json(*entry.shape, text);
      ASSERT_EQ(made.error, "") << entry.info.name << " " << text;
      ASSERT_EQ(made.body, body) << entry.info.name << " " << text;
    }
  }
}

} // namespace

TEST(PacketJson, IsTheWayBackForEveryPacket) { expect_round_trips({}); }

TEST(PacketJson, IsTheWayBackOfTheStyleThatExplains) { expect_round_trips({.explains = true}); }

TEST(PacketJson, MissingFieldsAreZero) {
  for (const auto& entry : catalog()) {
    if (!entry.shape)
      continue;
    auto made = from_json(*entry.shape, "{}");
    ASSERT_EQ(made.error, "") << entry.info.name;
    ASSERT_EQ(made.body, wire::byte_buffer(entry.usual_size() - entry.head_size())) << entry.info.name;
  }
}

TEST(PacketJson, AWordMayBeGivenByItsBits) {
  const wire::byte_buffer expected{7, 0, 0, 0, 0x6E, 0x44, 0, 0, 0};
  EXPECT_EQ(body_of("c2s_learn_skill", R"({"scroll_id":{"unique_id":7,"code":17518}})"), expected);
  EXPECT_EQ(body_of("c2s_learn_skill", R"({"scroll_id":{"unique_id":7,"code":{"item_code":1134,"is_default":1}}})"),
            expected);
  EXPECT_EQ(
    body_of("c2s_learn_skill", R"({"scroll_id":{"unique_id":7,"code_bits":{"item_code":1134,"is_default":1}}})"),
    expected);
}

TEST(PacketJson, AUnionMayBeGivenByOneOfItsReadings) {
  auto body = body_of("s2c_item_appear", R"({"item_info":{"info_as_stack":{"quantity_or_money":513}}})");
  EXPECT_EQ(body[8], 1);
  EXPECT_EQ(body[9], 2);
}

TEST(PacketJson, ContradictionsAreRefused) {
  EXPECT_EQ(error_of("c2s_option", R"({"options":{"flags":1,"flags_bits":{"deal":0}}})"),
            "fields options.flags and flags_bits differ: 1 and 0; expected one of them, or the same in both");
}

TEST(PacketJson, OpaqueBytesMayBeDigitsOrNumbers) {
  const wire::byte_buffer expected{1, 2, 0xAB, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  EXPECT_EQ(body_of("c2s_skill_slot_info", R"({"slots":"0102ab"})"), expected);
  EXPECT_EQ(body_of("c2s_skill_slot_info", R"({"slots":[1,2,171]})"), expected);
  EXPECT_EQ(body_of("c2s_skill_slot_info", R"({"slots":{"hex":"01 02 AB"}})"), expected);
}

TEST(PacketJson, ATextIsBytesOfTheClientsCodePage) {
  auto body = body_of("c2s_world_login", "{\"player_name\":\"\xC3\xA9z\"}");
  EXPECT_EQ(body[0], 0xE9);
  EXPECT_EQ(body[1], 'z');
  EXPECT_EQ(body_of("c2s_world_login", R"({"player_name":{"hex":"e97a"}})"), body);
  EXPECT_EQ(error_of("c2s_world_login", "{\"player_name\":\"\xE2\x82\xAC\"}"),
            "field player_name has a character above U+00FF; expected one byte a character, or {\"hex\": \"...\"}");
}

TEST(PacketJson, ErrorsNameTheFieldTheValueAndWhatWasExpected) {
  EXPECT_EQ(error_of("c2s_ask_move", R"({"destination_cell":-1})"),
            "field destination_cell is -1; expected a number from 0 to 4294967295");
  EXPECT_EQ(error_of("c2s_ask_move", R"({"move_speed":256})"),
            "field move_speed is 256; expected a number from 0 to 255");
  EXPECT_EQ(error_of("c2s_ask_move", R"({"move_speed":1.5})"),
            "field move_speed is 1.5; expected a number from 0 to 255");
  EXPECT_EQ(error_of("c2s_ask_move", R"({"speed":1})"),
            "field speed does not exist; c2s_ask_move has destination_cell, move_speed");
  EXPECT_EQ(error_of("c2s_payinfo", R"({"a":1})"), "field a does not exist; c2s_payinfo has no fields");
  EXPECT_EQ(error_of("c2s_world_login", R"({"player_name":"abcdefghijklmnopqrstu"})"),
            "field player_name is \"abcdefghijklmnopqrstu\"; expected at most 20 bytes of text");
  EXPECT_EQ(error_of("c2s_world_login", R"({"player_name":"a\u0000b"})"),
            "field player_name is \"a\\u0000b\"; expected a text without NUL");
  EXPECT_EQ(error_of("c2s_chat_window_opt", R"({"tab_masks":[1,2,3,4]})"),
            "field tab_masks is \"4 elements\"; expected a list of at most 3");
  EXPECT_EQ(error_of("s2c_char_list", R"({"slots":[{},{"level":"x"}]})"),
            "field slots[1].level is \"x\"; expected a number from 0 to 4294967295");
  EXPECT_EQ(error_of("c2s_ask_move", R"({"move_speed":1e999})"),
            "the JSON has a number that no field can hold; expected at most 18446744073709551615");
  EXPECT_EQ(error_of("c2s_ask_move", "[1]"), "field fields is [1]; expected an object");
  EXPECT_EQ(error_of("c2s_ask_move", "{"), "no JSON at byte 2: expected an object such as {\"pc_id\":0,\"fields\":{}}");
}

TEST(PacketJson, ATailKeepsItsMaximumAndItsCount) {
  EXPECT_EQ(body_of("s2c_see_skill", R"({"tail":[{"target_id":1},{}]})").size(), 12u + 2 * 10);
  EXPECT_EQ(body_of("s2c_see_skill", R"({"target_count":1,"tail":[{"target_id":1}]})")[11], 1);
  EXPECT_EQ(error_of("s2c_see_skill", R"({"target_count":2,"tail":[{"target_id":1}]})"),
            "field target_count is 2; expected 1, the elements of tail");
  std::string many = R"({"tail":[{})";
  for (int i = 0; i < 25; ++i)
    many += ",{}";
  EXPECT_EQ(error_of("s2c_see_skill", many + "]}"), "field tail has 26 elements; expected at most 25");
}

TEST(PacketJson, RealNumbersKeepTheirBits) {
  auto body = body_of("s2c_derby_exchange", R"({"earning_ratio":0.1})");
  EXPECT_EQ(body[4], 0xCD);
  EXPECT_EQ(body_of("s2c_derby_exchange", R"({"earning_ratio":{"bits":1036831949}})"), body);
  EXPECT_NE(error_of("s2c_derby_exchange", R"({"earning_ratio":1e39})"), "");
}

TEST(PacketJson, EveryKindOfRealNumberIsReadAsItWasPrinted) {
  for (uint32_t bits : {0u, 0x80000000u, 1u, 0x80000001u, 0x007FFFFFu, 0x3F800000u, 0x7F7FFFFFu, 0x7F800000u,
                        0xFF800000u, 0x7FC00001u, 0xFFFFFFFFu}) {
    wire::byte_buffer body(13);
    for (size_t i = 0; i < 4; ++i)
      body[4 + i] = static_cast<uint8_t>(bits >> (8 * i));
    auto text = wire::to_json(shape_of("s2c_derby_exchange"), body);
    EXPECT_EQ(body_of("s2c_derby_exchange", text), body) << text;
  }
}

TEST(PacketJson, AnOpenTextMayHaveAnySizeItFitsInto) {
  EXPECT_EQ(body_of("c2s_say", R"({"words":"hi"})").size(), 22u + 64);
  EXPECT_EQ(body_of("c2s_say", R"({"words":"hi","words_size":2})").size(), 22u + 2);
  EXPECT_NE(error_of("c2s_say", R"({"words":"hi","words_size":1})"), "");
  EXPECT_NE(error_of("c2s_say", R"({"words":"hi","words_size":70000})"), "");
}

TEST(PacketJson, AWholePacketHasAnIdAndFields) {
  auto made =
    packet_from_json(*find_packet("c2s_gesture"), R"({"name":"c2s_gesture","pc_id":9,"fields":{"gesture_type":3}})");
  EXPECT_EQ(made.made.error, "");
  EXPECT_EQ(made.pc_id, 9u);
  EXPECT_EQ(made.made.body, wire::byte_buffer{3});
  EXPECT_EQ(packet_from_json(*find_packet("c2s_gesture"), "{}").made.body, wire::byte_buffer{0});
  EXPECT_EQ(packet_from_json(*find_packet("c2s_gesture"), R"({"gesture_type":3})").made.error,
            "member gesture_type does not belong here; expected pc_id and fields");
  EXPECT_EQ(packet_from_json(*find_packet("c2s_gesture"), R"({"name":"c2s_say"})").made.error,
            "field name is \"c2s_say\"; expected \"c2s_gesture\"");
  EXPECT_EQ(packet_from_json(*find_packet("c2s_gesture"), R"({"pc_id":-1})").made.error,
            "field pc_id is -1; expected a number from 0 to 4294967295");
}

TEST(PacketJson, APacketKnownByNameHasABodyOfBytes) {
  const auto& entry = *find_packet("c2s_keep_alive");
  EXPECT_EQ(packet_from_json(entry, R"({"fields":{"body":"0102"}})").made.body, (wire::byte_buffer{1, 2}));
  EXPECT_EQ(packet_from_json(entry, R"({"fields":{"body":[1,2]}})").made.body, (wire::byte_buffer{1, 2}));
  EXPECT_EQ(packet_from_json(entry, "{}").made.body, wire::byte_buffer{});
  EXPECT_EQ(packet_from_json(entry, R"({"fields":{"time":1}})").made.error,
            "field time does not exist; a packet that is known by name only has body");
}

TEST(PacketJson, DeepAndLargeInputIsRefusedBeforeItIsBuilt) {
  std::string deep(100'000, '[');
  EXPECT_NE(error_of("c2s_gesture", deep), "");
  EXPECT_NE(error_of("c2s_gesture", std::string(json_size_max + 1, ' ')), "");
  EXPECT_EQ(error_of("c2s_gesture", R"({"gesture_type":"[[[[[[[[[[[[[[[[[[[[\"[["})"),
            "field gesture_type is \"[[[[[[[[[[[[[[[[[[[[\\\"[[\"; expected a number from 0 to 255")
    << "brackets inside a text do not count";
}

TEST(PacketJson, HexMayHaveBlanksAndAPrefix) {
  const wire::byte_buffer expected{0x0C, 0xFF};
  for (std::string_view text : {"0cff", "0C FF", "0x0cff", " 0c:ff\n"}) {
    auto read = from_hex(text);
    EXPECT_EQ(read.error, "") << text;
    EXPECT_EQ(read.bytes, expected) << text;
  }
  EXPECT_EQ(from_hex("0cfg").error, "character 4 is 'g'; expected a hexadecimal digit");
  EXPECT_EQ(from_hex("0cf").error, "an odd number of hexadecimal digits; expected two for each byte");
}

} // namespace msg
