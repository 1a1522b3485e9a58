#include "runtime/net/socket.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <array>
#include <cerrno>

namespace runtime::net {

TEST(Socket, AFreePortIsTakenAndTold) {
  std::string problem;
  auto fd = listen_tcp("127.0.0.1", 0, problem);
  ASSERT_GE(fd, 0) << problem;
  EXPECT_NE(local_port(fd), 0);
  EXPECT_TRUE(problem.empty());
  ::close(fd);
}

TEST(Socket, APortInUseIsAProblemWithItsName) {
  std::string problem;
  auto fd = listen_tcp("127.0.0.1", 0, problem);
  auto port = local_port(fd);
  EXPECT_EQ(listen_tcp("127.0.0.1", port, problem), -1);
  EXPECT_THAT(problem, testing::HasSubstr("127.0.0.1:" + std::to_string(port)));
  ::close(fd);
}

TEST(Socket, AHostMustBeAnAddress) {
  std::string problem;
  for (auto host : {"", "localhost", "256.1.1.1", "::1"}) {
    EXPECT_EQ(listen_tcp(host, 0, problem), -1) << host;
    EXPECT_FALSE(problem.empty());
  }
}

TEST(Socket, NobodyWaitingIsNoError) {
  std::string problem;
  auto fd = listen_tcp("127.0.0.1", 0, problem);
  auto next = accept_tcp(fd);
  EXPECT_EQ(next.fd, -1);
  EXPECT_EQ(next.error, EAGAIN);
  ::close(fd);
}

TEST(Socket, AnAcceptedConnectionKnowsItsClient) {
  std::string problem;
  auto listener = listen_tcp("127.0.0.1", 0, problem);
  auto client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(local_port(listener));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  auto next = accept_tcp(listener);
  ASSERT_GE(next.fd, 0);
  EXPECT_EQ(to_text(next.address), "127.0.0.1");
  for (auto fd : {next.fd, client, listener})
    ::close(fd);
}

TEST(Socket, TheSystemsCallsMoveBytesAndTellErrors) {
  auto calls = system_sockets();
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()), 0);
  std::array<uint8_t, 8> room{};
  auto nothing = calls.receive(ends[0], room);
  EXPECT_EQ(nothing.bytes, -1);
  EXPECT_EQ(nothing.error, EAGAIN);
  const std::array<uint8_t, 3> bytes{1, 2, 3};
  EXPECT_EQ(calls.send(ends[1], bytes).bytes, 3);
  EXPECT_EQ(calls.receive(ends[0], room).bytes, 3);
  EXPECT_EQ(room[2], 3);
  calls.end_output(ends[1]);
  EXPECT_EQ(calls.receive(ends[0], room).bytes, 0);
  calls.close(ends[1]);
  auto broken = calls.send(ends[0], bytes);
  EXPECT_EQ(broken.bytes, -1);
  EXPECT_EQ(broken.error, EPIPE) << "and no signal";
  calls.close(ends[0]);
  EXPECT_EQ(calls.accept(ends[0]).error, EBADF);
}

TEST(Socket, AddressesArePrintedDotted) {
  EXPECT_EQ(to_text(0x0A000102), "10.0.1.2");
  EXPECT_EQ(to_text(0xFFFFFFFF), "255.255.255.255");
}

} // namespace runtime::net
