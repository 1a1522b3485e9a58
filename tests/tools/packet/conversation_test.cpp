#include "tools/packet/conversation.hpp"

#include "messages/client/cipher.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/login.hpp"
#include "messages/client/move.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tools::packet {

namespace {

using namespace msg;
using namespace msg::client;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using wire::direction;
using wire::fixed_text;

struct fixture {
  explicit fixture(conversation_options options = {}) : talk(options) {}

  template <class T>
  void say(const T& packet) {
    auto frame = encode_frame(packet);
    if (T::info.is_game() && key)
      encipher(std::span{frame}.subspan(game_head_size), *key);
    feed(T::info.to, frame);
  }
  void feed(direction from, wire::byte_view bytes) {
    talk.feed(from, bytes, [this](direction to, const decoded_packet& packet) {
      heard.push_back(std::string{to_string(to)} + " " + std::string{packet.name()});
      lines.push_back(line_of("\"n\":1", packet, {}));
    });
  }

  std::optional<uint32_t> key;
  conversation talk;
  std::vector<std::string> heard;
  std::vector<std::string> lines;
};

} // namespace

TEST(Conversation, KnowsTheLoginByItsFirstPacket) {
  fixture x;
  x.say(c2ls_login{});
  x.say(ls2c_say{});
  EXPECT_EQ(x.talk.on(), wire::listener::login);
  EXPECT_THAT(x.heard, ElementsAre("c2s c2ls_login", "s2c ls2c_say"));
}

TEST(Conversation, KnowsTheGameByItsFirstPacket) {
  fixture x;
  x.say(c2g_login{});
  EXPECT_EQ(x.talk.on(), wire::listener::game);
  EXPECT_THAT(x.heard, ElementsAre("c2s c2g_login"));
}

TEST(Conversation, WhatTheServerSaysFirstWaits) {
  fixture x;
  x.say(s2c_fix_move{1});
  EXPECT_TRUE(x.heard.empty());
  x.say(c2s_pc_move{1, 1});
  EXPECT_THAT(x.heard, ElementsAre("c2s c2s_pc_move", "s2c s2c_fix_move"));
}

TEST(Conversation, OneByteAtATimeIsRecognisedToo) {
  fixture x;
  for (auto byte : encode_frame(c2g_login{}))
    x.feed(direction::c2s, {&byte, 1});
  EXPECT_THAT(x.heard, ElementsAre("c2s c2g_login"));
}

TEST(Conversation, OtherProtocolsAreForeign) {
  fixture x;
  const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  x.feed(direction::c2s, {reinterpret_cast<const uint8_t*>(request.data()), request.size()});
  EXPECT_TRUE(x.talk.is_foreign());
  x.say(c2g_login{});
  EXPECT_TRUE(x.heard.empty());
}

TEST(Conversation, HidesPasswordsAndTicketsUnlessAsked) {
  const c2g_login login{0xABCDEF, fixed_text<21>{"player"}, fixed_text<21>{"secret"}};
  fixture hiding;
  hiding.say(login);
  EXPECT_THAT(hiding.lines.front(), HasSubstr(R"json("pcid":0,"account":"player","password":"(hidden)")json"));
  fixture showing{{.shows_secrets = true}};
  showing.say(login);
  EXPECT_THAT(showing.lines.front(), HasSubstr(R"("pcid":11259375,"account":"player","password":"secret")"));
}

TEST(Conversation, HidesThePasswordOfADamagedLogin) {
  fixture x;
  auto frame = encode_frame(c2ls_login{fixed_text<21>{"player"}, fixed_text<21>{"secret"}, {}});
  frame.resize(52);
  frame[0] = 52;
  x.feed(direction::c2s, frame);
  ASSERT_EQ(x.lines.size(), 1u);
  EXPECT_THAT(x.lines.front(), HasSubstr(R"("name":"c2ls_login","error":"c2ls_login: not as its layout says; hidden)"));
  EXPECT_THAT(x.lines.front(), HasSubstr(R"("body":"")"));
}

TEST(Conversation, HidesPasswordsInsideStructs) {
  const auto& entry = *find_packet("c2b_ask_create_room");
  decoded_packet packet;
  packet.entry = &entry;
  packet.body.assign(entry.shape->size, 'x');
  hide_secrets(packet);
  EXPECT_THAT(to_json(packet), HasSubstr(R"json("password":"(hidden","map_index")json"));
}

TEST(Conversation, AnUndecodablePacketIsALineWithItsBytes) {
  fixture x;
  x.say(c2g_login{});
  x.feed(direction::c2s, wire::byte_buffer{13, 0, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0x77, 0x77, 0xAA});
  EXPECT_THAT(x.lines.back(), HasSubstr(R"("name":"unknown","error":"offset 10, field protocol is 0x7777)"));
  EXPECT_THAT(x.lines.back(), HasSubstr(R"("body":"aa")"));
}

} // namespace tools::packet
