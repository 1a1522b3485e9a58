#include "runtime/net/socket.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

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

TEST(Socket, AddressesArePrintedDotted) {
  EXPECT_EQ(to_text(0x0A000102), "10.0.1.2");
  EXPECT_EQ(to_text(0xFFFFFFFF), "255.255.255.255");
}

} // namespace runtime::net
