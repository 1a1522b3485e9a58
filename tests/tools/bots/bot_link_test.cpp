// The link of a bot against bytes cut at every place.

#include "messages/client/cipher.hpp"
#include "tools/bots/bot_link.hpp"

#include <gtest/gtest.h>

namespace tools::bots {

using namespace msg;

namespace {

constexpr uint32_t key = client::dynamic_key_562;

wire::byte_buffer sealed(const auto& packet) {
  auto result = client::encode_frame(packet);
  seal(result, key);
  return result;
}

wire::byte_buffer joined(std::initializer_list<wire::byte_buffer> frames) {
  wire::byte_buffer result;
  for (const auto& x : frames)
    result.insert(result.end(), x.begin(), x.end());
  return result;
}

template <class T>
const T* game_packet_in(const std::optional<link_event>& event) {
  auto* packet = event ? std::get_if<server_packet>(&*event) : nullptr;
  auto* answer = packet ? std::get_if<game_answer>(packet) : nullptr;
  return answer ? std::get_if<T>(answer) : nullptr;
}

} // namespace

TEST(BotLink, SeveralPacketsOfOneReadComeInOrder) {
  bot_link link{listener::game, key};
  link.feed(joined(
    {sealed(client::s2c_fix_move{35441}), sealed(client::g2c_time_tick{7, 8, 9}), sealed(client::s2c_char_logout{})}));
  auto first = link.next();
  ASSERT_TRUE(game_packet_in<client::s2c_fix_move>(first));
  EXPECT_EQ(game_packet_in<client::s2c_fix_move>(first)->fixed_cell, 35441u);
  auto second = link.next();
  ASSERT_TRUE(game_packet_in<client::g2c_time_tick>(second));
  EXPECT_EQ(game_packet_in<client::g2c_time_tick>(second)->server_tick, 8u);
  EXPECT_TRUE(game_packet_in<client::s2c_char_logout>(link.next()));
  EXPECT_FALSE(link.next());
}

TEST(BotLink, BytesOneAtATimeGiveTheSamePackets) {
  bot_link link{listener::game, key};
  client::s2c_say line{1, 5, wire::fixed_text<21>{"Anna"}, wire::open_text<64>{std::string(90, 'x')}};
  auto bytes = joined({sealed(client::s2c_char_list{}), sealed(line), sealed(client::s2c_warp{1})});
  std::vector<link_event> events;
  for (auto byte : bytes) {
    link.feed(std::span{&byte, 1});
    while (auto event = link.next())
      events.push_back(*event);
  }
  ASSERT_EQ(events.size(), 3u);
  EXPECT_TRUE(game_packet_in<client::s2c_char_list>(events[0]));
  ASSERT_TRUE(game_packet_in<client::s2c_say>(events[1]));
  EXPECT_EQ(*game_packet_in<client::s2c_say>(events[1]), line);
  EXPECT_TRUE(game_packet_in<client::s2c_warp>(events[2]));
}

TEST(BotLink, GamePacketsAreEncipheredAsTheGuideSays) {
  auto bytes = frame_of(game_request{client::c2s_ask_move{0x8A71, 4}});
  seal(bytes, key);
  const wire::byte_buffer body(bytes.begin() + 12, bytes.end());
  EXPECT_EQ(body, (wire::byte_buffer{0x09, 0x79, 0x83, 0xE6, 0x04})); // known answer of the guide
}

TEST(BotLink, LinkPacketsStayPlain) {
  auto clear = frame_of(login_request{client::c2ls_select_server{3}});
  auto bytes = clear;
  seal(bytes, key);
  EXPECT_EQ(bytes, clear);
  EXPECT_EQ(bytes, (wire::byte_buffer{11, 0, 0, 0, 0, 0, 0, 0, 1, 0xE1, 3}));
}

TEST(BotLink, AnUnknownPacketIsDamageAndTheNextOneIsRead) {
  bot_link link{listener::game, key};
  auto strange = client::encode_frame(client::s2c_warp{1});
  strange[10] = 0xEE;
  strange[11] = 0xEE;
  link.feed(joined({strange, sealed(client::s2c_char_logout{})}));
  auto event = link.next();
  ASSERT_TRUE(event && std::holds_alternative<link_damage>(*event));
  EXPECT_FALSE(std::get<link_damage>(*event).is_fatal);
  EXPECT_TRUE(game_packet_in<client::s2c_char_logout>(link.next()));
}

TEST(BotLink, APacketThatIsTooLongForItsKindIsDamage) {
  bot_link link{listener::game, key};
  auto bytes = sealed(client::s2c_warp{1});
  bytes.push_back(0);
  bytes[0] = static_cast<uint8_t>(bytes.size());
  link.feed(bytes);
  auto event = link.next();
  ASSERT_TRUE(event && std::holds_alternative<link_damage>(*event));
  EXPECT_NE(std::get<link_damage>(*event).what.find("trailing-bytes"), std::string::npos);
}

TEST(BotLink, AnImpossibleSizeEndsTheStream) {
  for (uint32_t size : {0u, 9u, 11u, 0x10000u, 0xFFFFFFFFu}) {
    bot_link link{listener::game, key};
    auto bytes = sealed(client::s2c_warp{1});
    for (size_t i = 0; i < 4; ++i)
      bytes[i] = static_cast<uint8_t>(size >> (8 * i));
    link.feed(bytes);
    auto event = link.next();
    ASSERT_TRUE(event && std::holds_alternative<link_damage>(*event)) << size;
    EXPECT_TRUE(std::get<link_damage>(*event).is_fatal);
    link.feed(sealed(client::s2c_char_logout{}));
    EXPECT_FALSE(link.next());
  }
}

TEST(BotLink, ALoginPacketIsNotReadAsOneOfTheGame) {
  bot_link link{listener::game, key};
  link.feed(sealed(client::ls2c_gate_info{1, wire::fixed_text<16>{"127.0.0.1"}, 9860}));
  auto event = link.next();
  ASSERT_TRUE(event && std::holds_alternative<link_damage>(*event));
}

TEST(BotLink, SpeaksCompactHeadsBothWays) {
  auto frame = frame_of(client_packet{game_request{client::c2s_gesture{3}}});
  seal(frame, key, dialect::compact);
  ASSERT_EQ(frame.size(), 11u);
  EXPECT_EQ(client::read_head(frame, dialect::compact).select, client::c2s_gesture::info.select);
  wire::byte_buffer answer;
  client::append_translated(answer, client::encode_frame(client::s2c_gesture{5, 3}), dialect::a3, dialect::compact);
  client::encipher(std::span{answer}.subspan(client::compact_head_size), key);
  bot_link link{listener::game, key, dialect::compact};
  link.feed(answer);
  auto event = link.next();
  ASSERT_TRUE(event && std::holds_alternative<server_packet>(*event));
  EXPECT_EQ(std::get<client::s2c_gesture>(std::get<game_answer>(std::get<server_packet>(*event))),
            (client::s2c_gesture{5, 3}));
  EXPECT_EQ(wire::byte_buffer(link.last_frame().begin(), link.last_frame().end()),
            client::encode_frame(client::s2c_gesture{5, 3}));
}

} // namespace tools::bots
