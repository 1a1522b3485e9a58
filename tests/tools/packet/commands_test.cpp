// The commands as somebody types them: what is printed, what is refused and why.

#include "tools/packet/commands.hpp"

#include "messages/client/cipher.hpp"
#include "runtime/base/prng.hpp"
#include "tests/messages/arbitrary_body.hpp"
#include "tests/tools/packet/call.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace tools::packet {

namespace {

using nlohmann::json;
using test::call;
using test::outcome;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto key = msg::client::dynamic_key_562;
const packet_filter zone_c2s{"zone", "c2s"};

outcome decode(decode_options options, const std::string& input = {}) {
  return call([&](const console& io) { return decode_packets(options, io); }, input);
}

outcome decode(const std::string& hex, packet_filter from = zone_c2s) {
  decode_options options;
  options.from = std::move(from);
  options.hex = hex;
  return decode(options);
}

outcome encode(encode_options options, const std::string& input = {}) {
  return call([&](const console& io) { return encode_packet(options, io); }, input);
}

outcome encode(const std::string& name, const std::string& fields) {
  encode_options options;
  options.name = name;
  options.json = fields;
  return encode(options);
}

std::string whole(const msg::catalog_entry& entry, msg::wire::byte_view body, std::optional<uint32_t> cipher_key,
                  msg::client::dialect heads) {
  msg::wire::byte_buffer frame;
  msg::client::append_head(frame, entry.info.select, body.size(), 7, heads);
  auto begin = frame.size();
  frame.insert(frame.end(), body.begin(), body.end());
  if (cipher_key && entry.is_enciphered())
    msg::client::encipher(std::span{frame}.subspan(begin), *cipher_key);
  return msg::wire::to_hex(frame);
}

} // namespace

TEST(PacketCommands, DecodePrintsALineForEachPacket) {
  auto done = decode("110000000000000003ff0012718a0000040d0000000900000003ff001803");
  EXPECT_EQ(done.code, exit_bad_usage);
  done = decode("110000000000000003ff0012718a000004 0d0000000900000003ff011803");
  EXPECT_EQ(done.code, exit_ok);
  EXPECT_EQ(done.out, R"({"name":"c2s_ask_move","pc_id":0,"fields":{"destination_cell":35441,"move_speed":4}})"
                      "\n"
                      R"({"name":"c2s_gesture","pc_id":9,"fields":{"gesture_type":3}})"
                      "\n");
  EXPECT_EQ(done.err, "");
}

TEST(PacketCommands, DecodeDeciphersWithAKeyOnly) {
  decode_options options{.from = zone_c2s, .key = key, .hex = "110000000000000003ff0012097983e604"};
  EXPECT_THAT(decode(options).out, HasSubstr("\"destination_cell\":35441"));
  options.key.reset();
  EXPECT_THAT(decode(options).out, HasSubstr("\"destination_cell\":3867375881"));
}

TEST(PacketCommands, DecodeReadsTheInput) {
  decode_options options{.from = zone_c2s, .hex = "-"};
  EXPECT_THAT(decode(options, "0d000000 00000000 03ff0118 03\n").out, HasSubstr("c2s_gesture"));
}

TEST(PacketCommands, DecodeSpeaksBothDialects) {
  decode_options options{.from = zone_c2s, .dialect = "compact", .hex = "0b00 0118 03 ff 09000000 03"};
  EXPECT_EQ(decode(options).out, "{\"name\":\"c2s_gesture\",\"pc_id\":9,\"fields\":{\"gesture_type\":3}}\n");
}

TEST(PacketCommands, AnErrorNamesOffsetFieldValueAndExpectation) {
  struct damage {
    std::string hex;
    std::string sentence;
  };
  const std::vector<damage> table{
    {"0c0000000000000003ff",
     "packet 1 (byte 0): offset 0, field size is 12; expected at most 10, the bytes that are there"},
    {"0d0000", "packet 1 (byte 0): offset 3: the head ends after 3 bytes; expected at least 10"},
    {"", "packet 1 (byte 0): offset 0: the head ends after 0 bytes; expected at least 10"},
    {"090000000000000003ff0118", "packet 1 (byte 0): offset 0, field size is 9; expected 12 to 65536"},
    {"ffffffff0000000003ff0118", "packet 1 (byte 0): offset 0, field size is 4294967295; expected 12 to 65536"},
    {"0c0000000000000003ff0118", "packet 1 (byte 0): c2s_gesture: offset 12, field gesture_type: the packet ends after "
                                 "12 bytes; expected 13 bytes"},
    {"0e0000000000000003ff01180102",
     "packet 1 (byte 0): c2s_gesture: offset 13: the packet has 14 bytes; expected 13 bytes"},
    {"0c0000000000000003ff7777",
     "packet 1 (byte 0): offset 10, field protocol is 0x7777; expected the number of a packet "
     "of the game listener, direction c2s (zonehive packet ls)"},
    {"0a000000000000000155",
     "packet 1 (byte 0): offset 9, field cmd is 0x55; expected the number of a packet of the game "
     "listener, direction c2s (zonehive packet ls)"},
    {"0a000000000000000755", "packet 1 (byte 0): offset 8, field ctrl is 0x07; expected 0x01, 0x03 or 0xFE"},
    {"210000000000000003ff0711" + std::string(42, '4'),
     "packet 1 (byte 0): c2s_world_login: offset 12, field player_name is " + std::string(42, '4')
       + "; expected a NUL within its 21 bytes"},
    {"0d0000000000000003ff0118030d", "packet 2 (byte 13): offset 1: the head ends after 1 bytes; expected at least 10"},
    {"0dzz", "character 3 is 'z'; expected a hexadecimal digit"},
  };
  for (const auto& x : table) {
    auto done = decode(x.hex);
    EXPECT_EQ(done.code, exit_bad_usage);
    EXPECT_EQ(done.err, "packet decode: " + x.sentence + "\n") << x.hex;
  }
}

TEST(PacketCommands, ValuesThatMayNotBeAreWarningsUnlessStrict) {
  decode_options options{.from = zone_c2s, .hex = "220000000000000003ff001802" + std::string(42, '0')};
  auto done = decode(options);
  EXPECT_EQ(done.code, exit_ok);
  EXPECT_THAT(done.out, HasSubstr("\"say_type\":2"));
  EXPECT_THAT(done.err,
              HasSubstr("warning: packet 1 (byte 0): c2s_say: offset 12, field say_type is 2; expected one of "
                        "0 (system line), 1 (general"));
  options.is_strict = true;
  done = decode(options);
  EXPECT_EQ(done.code, exit_bad_usage);
  EXPECT_EQ(done.out, "");
}

TEST(PacketCommands, EncodingUndoesDecodingForEveryPacketInBothDialects) {
  runtime::prng rng{23};
  for (const auto& entry : msg::catalog()) {
    for (auto heads : {msg::client::dialect::a3, msg::client::dialect::compact})
      for (auto cipher_key : {std::optional<uint32_t>{}, std::optional<uint32_t>{0x1234}}) {
        msg::wire::byte_buffer body(rng.below(30));
        if (entry.shape)
          body = test::arbitrary_body(*entry.shape, rng);
        const auto hex = whole(entry, body, cipher_key, heads);
        packet_filter where{std::string{to_string(entry.info.on)}, std::string{to_string(entry.info.to)}};
        decode_options reading{where, std::string{to_string(heads)}, cipher_key, {}, false, true, hex};
        if (!entry.info.has_number)
          reading.as = entry.info.name;
        auto text = decode(reading);
        ASSERT_EQ(text.code, exit_ok) << entry.info.name << " " << text.err;
        encode_options writing{where, std::string{to_string(heads)}, cipher_key,
                               {},    std::string{entry.info.name},  text.out};
        auto again = encode(writing);
        ASSERT_EQ(again.code, exit_ok) << again.err << text.out;
        ASSERT_EQ(again.out, hex + "\n") << text.out;
      }
  }
}

TEST(PacketCommands, EncodeFillsInWhatIsMissing) {
  EXPECT_EQ(encode("c2s_gesture", "{}").out, "0d0000000000000003ff011800\n");
  EXPECT_EQ(encode("c2s_char_logout", R"({"pc_id":1})").out, "0c0000000100000003ff0811\n");
}

TEST(PacketCommands, EncodeRefusesWhatItDoesNotKnow) {
  EXPECT_EQ(encode("c2s_sya", "{}").err, "packet encode: no packet is named c2s_sya; did you mean c2s_say?\n");
  EXPECT_EQ(encode("c2s_gesture", R"({"fields":{"gesture_type":256}})").err,
            "packet encode: c2s_gesture: field gesture_type is 256; expected a number from 0 to 255\n");
  encode_options elsewhere{.to = {"login", "c2s"}, .name = "c2s_gesture", .json = "{}"};
  EXPECT_EQ(encode(elsewhere).err, "packet encode: c2s_gesture belongs to channel zone, direction c2s\n");
  elsewhere.to = {"zone", "s2c"};
  EXPECT_EQ(encode(elsewhere).code, exit_bad_usage);
}

TEST(PacketCommands, EncodeRefusesWhatNoFrameCanHold) {
  std::string many = R"({"fields":{"tail":[{})";
  for (int i = 1; i < 662; ++i)
    many += ",{}";
  encode_options options{.name = "ls2c_server_list", .json = many + "]}}"};
  EXPECT_EQ(encode(options).err,
            "packet encode: ls2c_server_list: the packet would have 65550 bytes; expected at most 65536\n");
  options.dialect = "compact";
  EXPECT_EQ(encode(options).code, exit_bad_usage);
}

TEST(PacketCommands, EncodeWarnsOfValuesThatMayNotBe) {
  auto done = encode("c2s_say", R"({"fields":{"say_type":2}})");
  EXPECT_EQ(done.code, exit_ok);
  EXPECT_THAT(done.err, HasSubstr("warning: c2s_say: field say_type is 2; expected one of 0 (system line)"));
}

TEST(PacketCommands, AnotherCmdThanTheUsualOneIsAWarning) {
  auto done = decode("0d000000000000000312011803");
  EXPECT_EQ(done.code, exit_ok);
  EXPECT_THAT(done.err, HasSubstr("offset 9, field cmd is 0x12; expected 0xFF"));
}

TEST(PacketCommands, AsMustBeOfTheSameKindOfHead) {
  decode_options options{.from = zone_c2s, .as = "c2ls_login", .hex = "0d0000000000000003ff011803"};
  EXPECT_THAT(decode(options).err, HasSubstr("c2ls_login: offset 8, field ctrl is 0x03; expected 0x01"));
}

TEST(PacketCommands, ALongListTakesNoLongerThanItsBytes) {
  // Quadratic time would take minutes here; the limit of the test program is what fails then.
  std::string many = R"({"fields":{"tail":[{})";
  for (int i = 1; i < 200'000; ++i)
    many += ",{}";
  EXPECT_EQ(encode("s2c_see_skill", many + "]}}").err,
            "packet encode: s2c_see_skill: field tail has 200000 elements; expected at most 25\n");
}

TEST(PacketCommands, APacketWithoutANumberIsWrittenWithAWarningOrWithTheGivenOne) {
  auto done = encode("c2b_readyok_battle", R"({"fields":{"is_ready":1}})");
  EXPECT_EQ(done.out, "0d0000000000000003ff000001\n");
  EXPECT_THAT(done.err, HasSubstr("nobody knows the number of c2b_readyok_battle"));
  encode_options options{.number = 0x4321, .name = "c2b_readyok_battle", .json = "{}"};
  EXPECT_EQ(encode(options).out, "0d0000000000000003ff214300\n");
  decode_options reading{.from = {"battle", "c2s"}, .as = "c2b_readyok_battle", .hex = "0d0000000000000003ff000001"};
  EXPECT_THAT(decode(reading).out, HasSubstr("\"is_ready\":1"));
}

TEST(PacketCommands, CipherGivesTheKnownAnswersBothWays) {
  auto cipher = [](bool encrypts, uint32_t with, const std::string& hex) {
    return call([&](const console& io) { return cipher_body(encrypts, with, hex, io); }).out;
  };
  EXPECT_EQ(cipher(true, key, "0001020304"), "789ce41004\n");
  EXPECT_EQ(cipher(false, key, "789ce41004"), "0001020304\n");
  EXPECT_EQ(cipher(true, 0x12345678, "000102030405060708090a0b0c0d0e0f"), "561db81252b5c77f5efaddc95a8594e9\n");
}

TEST(PacketCommands, ListHasEveryPacketOfTheTableWithItsNumbers) {
  std::ifstream in{std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/protocol/packets.json"};
  auto table = json::parse(in);
  auto listed = json::parse(call([](const console& io) { return list_packets({}, true, io); }).out);
  ASSERT_EQ(listed.size(), table.at("messages").size());
  std::map<std::string, json> by_name;
  for (const auto& x : listed)
    by_name[x.at("name")] = x;
  for (const auto& x : table.at("messages")) {
    const auto& ours = by_name.at(x.at("name"));
    for (const auto* member : {"channel", "direction", "head", "size", "enciphered", "confidence", "layout"})
      EXPECT_EQ(ours.at(member), x.at(member)) << x.at("name") << " " << member;
    for (const auto* member : {"ctrl", "cmd", "protocol"})
      EXPECT_EQ(ours.at(member), x.at("select").at(member)) << x.at("name") << " " << member;
  }
}

TEST(PacketCommands, ListKeepsToAChannelAndADirection) {
  auto count = [](packet_filter which) {
    return json::parse(call([&](const console& io) { return list_packets(which, true, io); }).out).size();
  };
  EXPECT_EQ(count({"login", ""}), 8u);
  EXPECT_EQ(count({"login", "c2s"}), 2u);
  EXPECT_EQ(count({"battle", ""}), 40u);
  EXPECT_EQ(count({"game", ""}), 554u);
  EXPECT_EQ(count({"", "c2s"}) + count({"", "s2c"}), 562u);
}

TEST(PacketCommands, ShowHasOffsetsTypesAndMeanings) {
  auto done = call([](const console& io) { return show_packet("s2c_item_appear", false, io); });
  EXPECT_EQ(done.code, exit_ok);
  EXPECT_THAT(done.out, StartsWith("s2c_item_appear: An item lies on a cell in view"));
  EXPECT_THAT(done.out, HasSubstr("29      cell          u32"));
  EXPECT_THAT(done.out, HasSubstr("+4        code        u32"));
  EXPECT_THAT(done.out, HasSubstr("bits item_code 0-13"));
  auto unknown = call([](const console& io) { return show_packet("nothing_like_it_at_all", false, io); });
  EXPECT_EQ(unknown.code, exit_bad_usage);
  EXPECT_THAT(unknown.err, HasSubstr("`zonehive packet ls` lists all of them"));
}

TEST(PacketCommands, ShowAsJsonIsLikeTheTable) {
  std::ifstream in{std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/protocol/packets.json"};
  for (const auto& x : json::parse(in).at("messages")) {
    auto shown = json::parse(call([&](const console& io) { return show_packet(x.at("name"), true, io); }).out);
    EXPECT_EQ(shown.at("meaning"), x.at("meaning"));
    for (const auto& field : x.at("fields")) {
      auto is_it = [&](const json& ours) { return ours.at("name") == field.at("name"); };
      auto ours = std::ranges::find_if(shown.at("fields"), is_it);
      ASSERT_NE(ours, shown.at("fields").end());
      EXPECT_EQ(ours->at("type"), field.at("type"));
      EXPECT_EQ(ours->at("offset"), field.at("offset"));
    }
  }
}

} // namespace tools::packet
