#include "tools/packet/script.hpp"

#include "messages/client/cipher.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/login.hpp"
#include "messages/client/move.hpp"

#include <gtest/gtest.h>

namespace tools::packet {

namespace {

using namespace msg;
using namespace msg::client;
using wire::fixed_text;

tcp_flow flow(size_t number) {
  tcp_flow result;
  result.number = number;
  return result;
}

} // namespace

TEST(Script, HasTheFramesOfTheClientWithTheirPausesAndAnswers) {
  script_writer writer{dialect::a3, std::nullopt};
  writer.data(flow(1), 0, encode_frame(c2ls_login{fixed_text<21>{"player"}, {}, {}}), 1'000'000);
  writer.data(flow(1), 1, encode_frame(ls2c_say{}), 1'400'000);
  writer.data(flow(1), 0, encode_frame(c2ls_select_server{1}), 1'500'000);
  auto found = writer.take();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].on, wire::listener::login);
  EXPECT_EQ(found[0].account, "player");
  ASSERT_EQ(found[0].steps.size(), 2u);
  EXPECT_EQ(found[0].steps[0].name, "c2ls_login");
  EXPECT_FALSE(found[0].steps[0].waits_for_answer);
  EXPECT_EQ(found[0].steps[1].name, "c2ls_select_server");
  EXPECT_TRUE(found[0].steps[1].waits_for_answer);
  EXPECT_EQ(found[0].steps[1].after_us, 500'000);
}

TEST(Script, LeavesOutKeepalivesAndForeignConnections) {
  script_writer writer{dialect::a3, std::nullopt};
  writer.data(flow(1), 0, encode_frame(c2g_login{5, fixed_text<21>{"player"}, {}}), 0);
  writer.data(flow(1), 0, encode_frame(c2g_time_tick{1, 2, 3}), 1);
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  writer.data(flow(2), 0, wire::byte_buffer(request.begin(), request.end()), 2);
  auto found = writer.take();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].steps.size(), 1u);
  EXPECT_EQ(found[0].account, "player");
}

TEST(Script, ConnectionsAreInTheOrderInWhichTheyBegan) {
  script_writer writer{dialect::a3, std::nullopt};
  writer.data(flow(7), 0, encode_frame(c2g_login{}), 5'000);
  writer.data(flow(3), 0, encode_frame(c2g_login{}), 9'000);
  auto found = writer.take();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].number, 7u);
  EXPECT_EQ(found[0].begin_us, 0);
  EXPECT_EQ(found[1].number, 3u);
  EXPECT_EQ(found[1].begin_us, 4'000);
}

} // namespace tools::packet
