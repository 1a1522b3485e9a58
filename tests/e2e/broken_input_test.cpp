// Goal: no bytes of one client disturb another. Method: a table of damaged
// frames on both listeners and in every state, beside a bystander who plays on.

#include "messages/client/cipher.hpp"
#include "runtime/base/prng.hpp"
#include "tests/e2e/stage.hpp"

using namespace msg::client;
using msg::wire::byte_buffer;
using msg::wire::fixed_text;

namespace test::e2e {

namespace {

constexpr uint8_t link = msg::wire::ctrl_link;
constexpr uint8_t game = msg::wire::ctrl_game;

/// A head that promises `size` bytes, and what follows it.
byte_buffer frame(uint32_t size, uint8_t ctrl, uint8_t cmd, const byte_buffer& rest = {}) {
  byte_buffer result;
  append_head(result, {link, cmd}, 0, 0);
  for (size_t i = 0; i < sizeof(size); ++i)
    result[i] = static_cast<uint8_t>(size >> (8 * i));
  result[8] = ctrl;
  result.insert(result.end(), rest.begin(), rest.end());
  return result;
}

/// A game packet of this number whose body is enciphered as it should be.
byte_buffer game_frame(uint16_t number, byte_buffer body) {
  encipher(body, dynamic_key_562);
  body.insert(body.begin(), {static_cast<uint8_t>(number), static_cast<uint8_t>(number >> 8)});
  return frame(static_cast<uint32_t>(link_head_size + body.size()), game, msg::wire::cmd_game, body);
}

byte_buffer link_frame(uint8_t cmd, const byte_buffer& body) {
  return frame(static_cast<uint32_t>(link_head_size + body.size()), link, cmd, body);
}

byte_buffer garbage(uint64_t seed) {
  runtime::prng rng{seed};
  byte_buffer result(10'000);
  for (auto& x : result)
    x = static_cast<uint8_t>(rng());
  return result;
}

template <class T>
byte_buffer game_packet(const T& x) {
  auto result = encode_frame(x);
  encipher(std::span{result}.subspan(game_head_size), dynamic_key_562);
  return result;
}

enum class outcome : uint8_t { closed, open, either };

struct damage {
  std::string what;
  byte_buffer bytes;
  outcome then = outcome::open;
};

/// Wrong anywhere.
std::vector<damage> damaged_heads() {
  std::vector<damage> result;
  for (uint32_t size = 0; size < link_head_size; ++size)
    result.push_back({"size " + std::to_string(size), frame(size, link, 0xE0), outcome::closed});
  for (uint32_t size : {0u, 10u, 11u})
    result.push_back({"game head of size " + std::to_string(size), frame(size, game, 0xFF, {0, 0}), outcome::closed});
  for (uint32_t size : {65'537u, 0x7FFFFFFFu, 0xFFFFFFFFu}) {
    result.push_back({"size " + std::to_string(size), frame(size, link, 0xE0), outcome::closed});
    result.push_back({"game size " + std::to_string(size), frame(size, game, 0xFF, {0, 0}), outcome::closed});
  }
  for (uint8_t ctrl : {0x00, 0x02, 0x04, 0x7F, 0xFF})
    result.push_back({"ctrl " + std::to_string(ctrl), frame(10, ctrl, 0xE0), outcome::closed});
  result.push_back({"unknown cmd", link_frame(0x55, {1, 2, 3})});
  result.push_back({"an empty body", link_frame(0xE2, {})});
  result.push_back({"unknown protocol number", game_frame(0x7777, {1, 2, 3, 4, 5})});
  result.push_back({"a frame without a body", game_frame(0x1800, {})});
  result.push_back({"game frame of zeros", game_frame(0, byte_buffer(100, 0))});
  for (uint64_t seed = 1; seed <= 3; ++seed)
    result.push_back({"garbage " + std::to_string(seed), garbage(seed), outcome::either});
  auto hidden = garbage(4);
  hidden.resize(2000);
  result.push_back({"garbage in a good game frame", game_frame(0x1800, hidden)});
  return result;
}

std::vector<damage> damaged_on_login() {
  auto result = damaged_heads();
  result.push_back({"size over the limit before login", frame(4097, link, 0xE0), outcome::closed});
  result.push_back({"names without terminator", link_frame(0xE0, byte_buffer(46, 'A'))});
  result.push_back({"truncated login", link_frame(0xE0, byte_buffer(41, 0))});
  result.push_back({"server chosen before login", encode_frame(c2ls_select_server{1})});
  result.push_back({"truncated choice", link_frame(0xE1, {})});
  result.push_back({"choice with trailing bytes", link_frame(0xE1, {1, 2, 3})});
  result.push_back({"packet of the game listener", game_packet(c2s_ask_move{1, 1})});
  return result;
}

std::vector<damage> damaged_before_game_login() {
  auto result = damaged_heads();
  result.push_back({"size over the limit before login", frame(4097, game, 0xFF, {0, 0}), outcome::closed});
  result.push_back({"names without terminator", link_frame(0xE2, byte_buffer(46, 'A'))});
  result.push_back({"truncated login", link_frame(0xE2, byte_buffer(45, 0))});
  result.push_back({"login with trailing bytes", link_frame(0xE2, byte_buffer(47, 0))});
  result.push_back({"tick before login", encode_frame(c2g_time_tick{1, 2, 3})});
  result.push_back({"move before login", game_packet(c2s_ask_move{1, 1})});
  result.push_back({"say before login", game_packet(c2s_say{})});
  result.push_back({"world login before login", game_packet(c2s_world_login{fixed_text<21>{"Nobody"}})});
  result.push_back({"logout before login", game_packet(c2s_char_logout{})});
  return result;
}

std::vector<damage> damaged_in_choice() {
  std::vector<damage> result;
  result.push_back({"login again", encode_frame(c2g_login{1, {}, {}})});
  result.push_back({"move in the character screen", game_packet(c2s_ask_move{1, 1})});
  result.push_back({"world login without a choice", game_packet(c2s_world_login{fixed_text<21>{"Nobody"}})});
  result.push_back({"creation without terminator", game_frame(0xA001, byte_buffer(23, 'A'))});
  result.push_back({"truncated creation", game_frame(0xA001, byte_buffer(22, 0))});
  result.push_back({"deletion with trailing bytes", game_frame(0xA002, byte_buffer(22, 0))});
  result.push_back({"warp in the character screen", game_packet(c2s_warp{2})});
  return result;
}

std::vector<damage> damaged_in_world() {
  auto result = damaged_heads();
  result.push_back({"size over the limit", frame(16'385, game, 0xFF, {0, 0}), outcome::closed});
  result.push_back({"login in the world", encode_frame(c2g_login{1, {}, {}})});
  result.push_back({"world login in the world", game_packet(c2s_world_login{fixed_text<21>{"Nobody"}})});
  result.push_back({"creation in the world", game_packet(c2s_ask_create_player{0, 0, fixed_text<21>{"Newname"}})});
  result.push_back({"truncated move", game_frame(0x1200, {1, 2, 3})});
  result.push_back({"move with trailing bytes", game_frame(0x1200, byte_buffer(6, 0))});
  result.push_back({"step off the map", game_packet(c2s_pc_move{0xFFFFFFFF, 255})});
  result.push_back({"move off the map", game_packet(c2s_ask_move{0x00010000, 255})});
  result.push_back({"whisper to a name without terminator", game_frame(0x1800, byte_buffer(90, 'A'))});
  auto words = byte_buffer(22, 0);
  words[0] = 1;
  words.insert(words.end(), 5000, 'w');
  result.push_back({"words of 5000 bytes without terminator", game_frame(0x1800, words)});
  result.push_back({"kind of chat that does not exist", game_packet(c2s_say{0x77, {}, {}})});
  result.push_back({"gesture 255", game_packet(c2s_gesture{255})});
  result.push_back({"warp to map 65535", game_packet(c2s_warp{0xFFFF})});
  result.push_back({"tick that was never sent", encode_frame(c2g_time_tick{9, 9, 9})});
  return result;
}

class E2eBrokenInput : public one_node {
protected:
  static void SetUpTestSuite() {
    one_node::SetUpTestSuite();
    bystander = player();
  }
  static void TearDownTestSuite() {
    bystander.reset();
    one_node::TearDownTestSuite();
  }

  /// After everything: the server is up and the bystander walks and is answered.
  void TearDown() override {
    ASSERT_TRUE(server().is_running());
    bystander->walk_to(231, bystander->at().cell == cell_at(231, 130) ? 129 : 130);
    EXPECT_TRUE(bystander->is_served());
    EXPECT_EQ(bystander->link().damage(), "");
  }

  static void expect_closed(client_link& hurt) { EXPECT_TRUE(hurt.wait_for_close()) << hurt.history(); }

  static inline std::unique_ptr<game_client> bystander;
};

TEST_F(E2eBrokenInput, OnTheLoginListenerClosesOrIsIgnored) {
  for (const auto& x : damaged_on_login()) {
    SCOPED_TRACE(x.what);
    game_client who{server().where(), fresh_name("acc")};
    auto& hurt = who.connect_login();
    hurt.send_raw(x.bytes);
    if (x.then == outcome::closed)
      expect_closed(hurt);
    if (x.then == outcome::open) {
      EXPECT_EQ(who.ask_login(), "Welcome to Zonehive.") << x.what;
    }
  }
}

TEST_F(E2eBrokenInput, OnTheGameListenerBeforeLoginClosesOrIsIgnored) {
  game_client who{server().where(), fresh_name("acc")};
  for (const auto& x : damaged_before_game_login()) {
    SCOPED_TRACE(x.what);
    who.ask_login();
    auto ticket = who.select_server().pcid;
    auto& hurt = who.connect_game();
    hurt.send_raw(x.bytes);
    if (x.then == outcome::closed)
      expect_closed(hurt);
    if (x.then != outcome::open)
      continue;
    who.send(msg::game_request{c2g_login{ticket, fixed_text<21>{who.account()}, {}}});
    who.get<s2c_char_list>();
    who.log_out();
  }
}

TEST_F(E2eBrokenInput, InTheCharacterScreenIsIgnored) {
  game_client who{server().where(), fresh_name("acc")};
  who.log_in();
  for (const auto& x : damaged_in_choice()) {
    SCOPED_TRACE(x.what);
    who.link().send_raw(x.bytes);
    who.send(msg::game_request{c2s_payinfo{}});
    who.hear(say_kind::system, "There is nothing to pay here.");
  }
  who.enter(fresh_name());
  EXPECT_TRUE(who.is_served());
}

TEST_F(E2eBrokenInput, InTheWorldClosesOrIsIgnored) {
  auto who = player();
  for (const auto& x : damaged_in_world()) {
    SCOPED_TRACE(x.what);
    bystander->see_appear(*who);
    who->link().send_raw(x.bytes);
    if (x.then == outcome::open) {
      EXPECT_TRUE(who->is_served()) << who->link().history();
      continue;
    }
    if (x.then == outcome::closed)
      expect_closed(who->link());
    else
      who->link().reset();
    bystander->see_disappear(*who);
    who = again(*who);
  }
}

TEST_F(E2eBrokenInput, AFrameInTwoPartsIsOneFrame) {
  auto who = player();
  auto whole = game_packet(c2s_ask_move{who->at().cell, 1});
  for (size_t cut = 1; cut < whole.size(); ++cut) {
    who->link().send_raw(std::span{whole}.first(cut));
    EXPECT_FALSE(who->link().has<s2c_ans_move>({}));
    who->link().send_raw(std::span{whole}.subspan(cut));
    who->get<s2c_ans_move>();
  }
}

TEST_F(E2eBrokenInput, AWholeLoginAByteAtATimeWorks) {
  game_client who{server().where(), fresh_name("acc")};
  who.cut_into_pieces(1);
  who.play(fresh_name());
  who.walk_to(231, 129);
  EXPECT_TRUE(who.is_served());
  who.log_out();
}

TEST_F(E2eBrokenInput, SeveralFramesInOneSegmentAreAllAnswered) {
  auto who = player();
  byte_buffer all;
  for (int i = 0; i < 5; ++i) {
    auto one = game_packet(c2s_gesture{static_cast<uint8_t>(i)});
    all.insert(all.end(), one.begin(), one.end());
  }
  who->link().send_raw(all);
  for (uint8_t i = 0; i < 5; ++i)
    EXPECT_EQ(who->get<s2c_gesture>().gesture_type, i);
}

TEST_F(E2eBrokenInput, ALoginAndAChoiceInOneSegmentAreBothAnswered) {
  game_client who{server().where(), fresh_name("acc")};
  auto& wire = who.connect_login();
  auto both = encode_frame(c2ls_login{fixed_text<21>{who.account()}, fixed_text<21>{"secret"}, {}});
  encode_frame(both, c2ls_select_server{1});
  wire.send_raw(both);
  EXPECT_TRUE(wire.wait_for<ls2c_server_list>({}, within()));
  EXPECT_TRUE(wire.wait_for<ls2c_gate_info>({}, within()));
}

TEST_F(E2eBrokenInput, AFloodIsSlowedDownAndHurtsNobodyElse) {
  auto who = player();
  auto one = game_packet(c2s_ask_move{who->at().cell, 1});
  byte_buffer all;
  for (int i = 0; i < 2000; ++i)
    all.insert(all.end(), one.begin(), one.end());
  who->link().send_raw(all);
  who->get<s2c_ans_move>();
  EXPECT_TRUE(bystander->is_served(seconds{5}));
  who->link().reset();
  bystander->see_disappear(*who);
}

TEST_F(E2eBrokenInput, AConnectionLostInTheMiddleOfAFrameFreesTheAccount) {
  auto who = player();
  bystander->see_appear(*who);
  auto whole = game_packet(c2s_ask_move{who->at().cell, 1});
  who->link().send_raw(std::span{whole}.first(7));
  who->link().reset();
  bystander->see_disappear(*who);
  EXPECT_TRUE(again(*who)->is_served());
}

} // namespace

} // namespace test::e2e
