// Links that are cut, processes and machines that go down.

#include "tests/sim/client_network_fixture.hpp"

#include <cerrno>

namespace sim {

using ClientNetworkFaults = ClientNetwork;

TEST_F(ClientNetworkFaults, ACutHoldsBytesBothWaysUntilItHeals) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(3000));
  sockets.send(fd, numbered(4000));
  network.cut("a", true);
  told y;
  open(y);
  EXPECT_EQ(network.next_due(), UINT64_MAX);
  network.advance(now += 60 * second);
  network.send(x.id, numbered(1));
  EXPECT_TRUE(read_all(fd).empty());
  EXPECT_TRUE(x.bytes.empty());
  network.cut("a", false);
  run();
  auto expected = numbered(3000);
  expected.push_back(numbered(1)[0]);
  EXPECT_EQ(read_all(fd), expected);
  EXPECT_EQ(x.bytes, numbered(4000));
  EXPECT_TRUE(y.is_opened);
}

TEST_F(ClientNetworkFaults, WhoVanishesBehindACutSendsNothingAfterIt) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(5));
  network.cut("a", true);
  network.half_open(x.id);
  network.cut("a", false);
  run();
  EXPECT_TRUE(read_all(fd).empty());
}

TEST_F(ClientNetworkFaults, AKilledProcessResetsItsClientsAndMayListenAgain) {
  told x;
  told waiting;
  auto fd = connect(x);
  open(waiting);
  run();
  sockets.send(fd, numbered(3000));
  auto port = host.port_of(listener);
  network.host_down("a", host_loss::killed);
  EXPECT_FALSE(x.end) << "that takes a while";
  run();
  EXPECT_EQ(x.bytes, numbered(3000));
  EXPECT_EQ(x.end, client_end::reset);
  EXPECT_EQ(waiting.end, client_end::reset);
  EXPECT_EQ(network.open_connections("a"), 0u);
  EXPECT_EQ(network.remembered(), 0u);
  told refused;
  network.open("a", port, address, tell(refused));
  run();
  EXPECT_EQ(refused.end, client_end::refused);

  auto dead = listener;
  listener = host.listen(port);
  watch = host.watch(host.add_loop());
  EXPECT_TRUE(watch.watch(listener, 0, EPOLLIN));
  told again;
  EXPECT_NE(connect(again), fd);
  EXPECT_EQ(sockets.accept(dead).error, EBADF) << "what the dead process held is harmless";
  EXPECT_EQ(sockets.send(fd, numbered(1)).error, EBADF);
  sockets.close(fd);
  EXPECT_EQ(network.open_connections("a"), 1u);
}

TEST_F(ClientNetworkFaults, ALostMachineIsSilentUntilItListensAgain) {
  told x;
  connect(x);
  told idle;
  connect(idle);
  auto port = host.port_of(listener);
  network.host_down("a", host_loss::power_lost);
  network.send(x.id, numbered(5));
  told late;
  network.open("a", port, address, tell(late));
  run();
  network.advance(now += 60 * second);
  EXPECT_FALSE(x.end);
  EXPECT_FALSE(late.is_opened || late.end);
  listener = host.listen(port);
  run();
  EXPECT_EQ(x.end, client_end::reset) << "the new kernel does not know it";
  EXPECT_FALSE(idle.end) << "it has said nothing";
  EXPECT_TRUE(late.is_opened);
  network.close(idle.id, false);
  run();
  EXPECT_EQ(network.remembered(), 1u) << "the late one";
}

TEST_F(ClientNetworkFaults, AStoppedProcessLeavesItsKernelAtWork) {
  told x;
  auto fd = connect(x);
  network.host_paused("a", true);
  told y;
  open(y);
  network.send(x.id, numbered(window + 1));
  run();
  EXPECT_TRUE(y.is_opened);
  EXPECT_EQ(network.unsent(x.id), 1u);
  EXPECT_FALSE(host.is_ready());
  EXPECT_EQ(events_of(fd), 0u);
  network.host_paused("a", false);
  EXPECT_EQ(events_of(fd), EPOLLIN);
  EXPECT_EQ(events_of(listener), EPOLLIN);
  EXPECT_EQ(read_all(fd).size(), window);
}

TEST_F(ClientNetworkFaults, WithoutDescriptorsConnectionsWait) {
  told x;
  auto fd = connect(x);
  network.limit_descriptors("a", 2);
  told y;
  open(y);
  run();
  EXPECT_EQ(sockets.accept(listener).error, EMFILE);
  EXPECT_EQ(events_of(listener), EPOLLIN);
  sockets.close(fd);
  EXPECT_GT(sockets.accept(listener).fd, fd);
}

} // namespace sim
