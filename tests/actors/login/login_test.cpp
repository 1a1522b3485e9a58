// A client on the login listener, with the real account and directory actors.

#include "tests/actors/simulated_node.hpp"

#include <gmock/gmock.h>

namespace actors {

namespace {

using namespace msg::client;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

class Login : public testing::Test {
protected:
  Login() { tester = node.create_account("Tester"); }

  template <class T>
  std::vector<T> take(uint64_t connection) {
    std::vector<T> result;
    for (const auto& frame : std::exchange(node.at(connection).frames, {})) {
      auto head = read_head(frame);
      msg::login_answer packet;
      EXPECT_TRUE(msg::decode(head.select, msg::wire::byte_view{frame}.subspan(head.head_size()), packet));
      if (auto* found = std::get_if<T>(&packet))
        result.push_back(*found);
    }
    return result;
  }

  std::string said(uint64_t connection) {
    auto lines = take<ls2c_say>(connection);
    EXPECT_THAT(lines, SizeIs(1));
    return lines.empty() ? "" : std::string{lines[0].words.str()};
  }

  static c2ls_login packet(std::string_view name, std::string_view password = "right") {
    return {msg::wire::fixed_text<21>{name}, msg::wire::fixed_text<21>{password}, {}};
  }
  void log_in(uint64_t connection, std::string_view name = "Tester", std::string_view password = "right") {
    node.say(connection, packet(name, password));
    node.sim.settle();
  }

  /// The same frame, longer or shorter.
  void send_login_of_size(uint64_t connection, uint32_t size) {
    msg::client_frames frames;
    encode_frame(frames.bytes, packet("Tester"));
    frames.bytes.resize(size);
    frames.bytes[0] = static_cast<uint8_t>(size);
    frames.count = 1;
    caf::anon_send(caf::actor_cast<msg::connection_actor>(node.owners.at(connection)), std::move(frames));
    node.sim.settle();
  }

  test::simulated_node node{1};
  msg::account_id tester;
};

} // namespace

TEST_F(Login, LeadsToTheGameListenerWithATicketThatIsGood) {
  auto id = node.connect_login();
  log_in(id);
  EXPECT_THAT(take<ls2c_server_list>(id), SizeIs(1));
  node.say(id, c2ls_select_server{1});
  node.sim.settle();
  auto ways = take<ls2c_gate_info>(id);
  ASSERT_THAT(ways, SizeIs(1));
  EXPECT_EQ(ways[0].gate_port, 9860u);
  auto game = node.connect_game();
  node.say(game, test::simulated_node::login_packet(ways[0].pcid, "Tester"));
  node.sim.settle();
  EXPECT_THAT(test::only<s2c_char_list>(node.take(game)), SizeIs(1));
}

TEST_F(Login, AWrongPasswordLeavesTheConnectionOpenUntilTheFifth) {
  auto id = node.connect_login();
  for (int i = 1; i <= 5; ++i) {
    EXPECT_FALSE(node.at(id).is_closed) << i;
    log_in(id, "Tester", "wrong");
    EXPECT_THAT(said(id), HasSubstr("Wrong"));
  }
  EXPECT_TRUE(node.at(id).is_closed);
}

TEST_F(Login, AnUnknownAccountLooksLikeAWrongPassword) {
  auto id = node.connect_login();
  log_in(id, "Nobody");
  auto unknown = said(id);
  log_in(id, "Tester", "wrong");
  EXPECT_EQ(said(id), unknown);
}

TEST_F(Login, ALoginWithoutItsTrailerOrWithALongerOneIsAccepted) {
  for (uint32_t size : {52u, 54u, 56u, 70u}) {
    auto id = node.connect_login();
    send_login_of_size(id, size);
    EXPECT_THAT(take<ls2c_server_list>(id), SizeIs(1)) << size;
  }
  auto id = node.connect_login();
  send_login_of_size(id, 51);
  EXPECT_THAT(take<ls2c_server_list>(id), SizeIs(0)) << "cut inside the password";
}

TEST_F(Login, AnAccountThatPlaysIsRefused) {
  node.create_character(tester, "Alpha");
  node.enter(tester, "Tester", "Alpha");
  auto id = node.connect_login();
  log_in(id);
  EXPECT_THAT(said(id), HasSubstr("already logged in"));
  EXPECT_FALSE(node.at(id).is_closed);
}

TEST_F(Login, AClusterThatIsNotReadySaysSo) {
  node.table->services = {};
  auto id = node.connect_login();
  log_in(id);
  EXPECT_THAT(said(id), HasSubstr("right now"));
  EXPECT_FALSE(node.at(id).is_closed);
}

TEST_F(Login, FramesWaitWhileAnAnswerIsUnderWayAndAreConsumedInOrder) {
  auto id = node.connect_login();
  node.say(id, packet("Tester"), c2ls_select_server{1});
  node.sim.settle();
  EXPECT_THAT(take<ls2c_gate_info>(id), SizeIs(1));
  EXPECT_EQ(node.at(id).consumed, 2u);
}

TEST_F(Login, AClientThatLeavesEndsItsActor) {
  auto id = node.connect_login();
  auto running = node.sim.system().registry().running();
  node.say(id, packet("Tester"));
  node.lose(id);
  node.sim.settle();
  EXPECT_EQ(node.sim.system().registry().running(), running - 1);
}

} // namespace actors
