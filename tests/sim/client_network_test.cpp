// The simulated TCP, seen from both ends. Times are virtual.

#include "tests/sim/client_network_fixture.hpp"

#include <cerrno>
#include <set>
#include <stdexcept>

namespace sim {

// -- opening ----------------------------------------------------------------------

TEST_F(ClientNetwork, AConnectionTakesItsWayThroughTheListener) {
  told x;
  open(x);
  EXPECT_EQ(sockets.accept(listener).error, EAGAIN);
  EXPECT_FALSE(host.is_ready());
  run();
  EXPECT_TRUE(x.is_opened);
  EXPECT_EQ(events_of(listener), EPOLLIN);
  auto next = sockets.accept(listener);
  EXPECT_GT(next.fd, listener);
  EXPECT_EQ(next.address, address);
  EXPECT_FALSE(host.is_ready());
  EXPECT_EQ(network.open_connections("a"), 1u);
  EXPECT_EQ(network.counters().connections, 1u);
}

TEST_F(ClientNetwork, WhereNobodyListensAConnectionIsRefused) {
  told x;
  network.open("a", 7, address, tell(x));
  run();
  EXPECT_FALSE(x.is_opened);
  EXPECT_EQ(x.end, client_end::refused);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, AListenerThatClosesResetsWhoWaits) {
  told x;
  open(x);
  run();
  sockets.close(listener);
  run();
  EXPECT_EQ(x.end, client_end::reset);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, APortIsTakenOnceAndFreeAgainAfterClosing) {
  auto port = host.port_of(listener);
  EXPECT_NE(port, 0);
  EXPECT_EQ(host.listen(port), -1);
  EXPECT_NE(host.port_of(host.listen(0)), port);
  sockets.close(listener);
  EXPECT_GT(host.listen(port), listener);
}

// -- bytes ------------------------------------------------------------------------

TEST_F(ClientNetwork, BytesArriveInOrderCutAtRandomPlaces) {
  told x;
  auto fd = connect(x);
  auto sent = numbered(50'000);
  network.send(x.id, sent);
  std::vector<uint8_t> got;
  std::set<size_t> sizes;
  while (network.next_due() != UINT64_MAX) {
    network.advance(network.next_due());
    auto piece = read_all(fd);
    sizes.insert(piece.size());
    got.insert(got.end(), piece.begin(), piece.end());
  }
  EXPECT_EQ(got, sent);
  EXPECT_GT(sizes.size(), 10u);

  ASSERT_EQ(sockets.send(fd, sent).bytes, 50'000);
  run();
  EXPECT_EQ(x.bytes, sent);
  EXPECT_GT(std::set<size_t>(x.pieces.begin(), x.pieces.end()).size(), 10u);
  EXPECT_EQ(network.counters().bytes_to_servers, 50'000u);
  EXPECT_EQ(network.counters().bytes_to_clients, 50'000u);
}

TEST_F(ClientNetwork, WhatIsSentBeforeTheHandshakeArrivesAfterIt) {
  told x;
  open(x);
  network.send(x.id, numbered(5));
  EXPECT_EQ(network.unsent(x.id), 5u);
  run();
  EXPECT_EQ(read_all(sockets.accept(listener).fd), numbered(5));
}

TEST_F(ClientNetwork, ASlowClientSendsByteByByte) {
  told x;
  auto fd = connect(x);
  network.one_byte_at_a_time(x.id, true);
  network.send(x.id, numbered(100));
  size_t times = 0;
  while (network.next_due() != UINT64_MAX) {
    network.advance(network.next_due());
    EXPECT_EQ(read_all(fd).size(), 1u);
    ++times;
  }
  EXPECT_EQ(times, 100u);
}

TEST_F(ClientNetwork, AClientThatDoesNotReadStopsTheServerUntilItReads) {
  told x;
  auto fd = connect(x);
  network.stop_reading(x.id, true);
  auto sent = numbered(window + 1000);
  EXPECT_EQ(sockets.send(fd, std::span{sent}.first(window - 10)).bytes, static_cast<ssize_t>(window - 10));
  EXPECT_EQ(sockets.send(fd, std::span{sent}.subspan(window - 10)).bytes, 10) << "a part of it";
  auto full = sockets.send(fd, std::span{sent}.last(1000));
  EXPECT_EQ(full.bytes, -1);
  EXPECT_EQ(full.error, EAGAIN);
  watch.change(fd, static_cast<uint64_t>(fd), EPOLLOUT);
  run();
  EXPECT_EQ(events_of(fd), 0u);
  EXPECT_TRUE(x.bytes.empty());
  network.stop_reading(x.id, false);
  run();
  EXPECT_EQ(events_of(fd), EPOLLOUT);
  EXPECT_EQ(sockets.send(fd, std::span{sent}.last(1000)).bytes, 1000);
  run();
  EXPECT_EQ(x.bytes, sent);
}

TEST_F(ClientNetwork, AServerThatDoesNotReadKeepsTheClientsBytesBack) {
  told x;
  auto fd = connect(x);
  auto sent = numbered(window + 5000);
  network.send(x.id, sent);
  run();
  EXPECT_EQ(network.unsent(x.id), 5000u);
  auto got = read_all(fd);
  EXPECT_EQ(got.size(), window);
  run();
  auto rest = read_all(fd);
  got.insert(got.end(), rest.begin(), rest.end());
  EXPECT_EQ(got, sent);
}

TEST_F(ClientNetwork, OnlyWhatIsAskedForIsReported) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(5));
  run();
  auto token = static_cast<uint64_t>(fd);
  EXPECT_EQ(events_of(fd), EPOLLIN);
  EXPECT_EQ(events_of(fd), EPOLLIN) << "level-triggered";
  watch.change(fd, token, 0);
  EXPECT_FALSE(host.is_ready());
  watch.change(fd, token, EPOLLIN | EPOLLOUT);
  EXPECT_EQ(events_of(fd), EPOLLIN | EPOLLOUT);
  EXPECT_FALSE(watch.watch(fd, token, EPOLLIN)) << "watched already";
  watch.forget(fd);
  EXPECT_FALSE(host.is_ready());
  EXPECT_FALSE(watch.watch(fd + 100, token, EPOLLIN)) << "no socket";
  EXPECT_TRUE(watch.watch(fd, token, EPOLLIN));
  EXPECT_EQ(events_of(fd), EPOLLIN);
}

// -- ends -------------------------------------------------------------------------

TEST_F(ClientNetwork, AClientThatClosesIsReadToTheEnd) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(3000));
  network.close(x.id, false);
  run();
  EXPECT_EQ(events_of(fd), EPOLLIN | EPOLLRDHUP);
  EXPECT_EQ(read_all(fd), numbered(3000));
  EXPECT_EQ(sockets.receive(fd, room).bytes, 0);
  sockets.close(fd);
  run();
  EXPECT_FALSE(x.end) << "it closed itself";
  EXPECT_EQ(network.open_connections("a"), 0u);
  EXPECT_EQ(network.counters().resets, 0u);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, AServerThatClosesIsReadToTheEnd) {
  told x;
  auto fd = connect(x);
  sockets.send(fd, numbered(3000));
  sockets.close(fd);
  EXPECT_EQ(sockets.receive(fd, room).error, EBADF);
  run();
  EXPECT_EQ(x.bytes, numbered(3000));
  EXPECT_EQ(x.end, client_end::by_server);
  EXPECT_EQ(network.counters().resets, 0u);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, AfterTheEndOfTheOutputTheClientsEndIsAHangUp) {
  told x;
  auto fd = connect(x);
  sockets.end_output(fd);
  EXPECT_EQ(sockets.send(fd, numbered(1)).error, EPIPE);
  watch.change(fd, static_cast<uint64_t>(fd), 0);
  EXPECT_FALSE(host.is_ready());
  run();
  EXPECT_EQ(x.end, client_end::by_server);
  EXPECT_EQ(events_of(fd), EPOLLHUP) << "though nothing is asked for";
  EXPECT_EQ(sockets.receive(fd, room).bytes, 0);
  sockets.close(fd);
  run();
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, ClosingWithUnreadBytesResetsTheClient) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(5));
  run();
  sockets.close(fd);
  run();
  EXPECT_EQ(x.end, client_end::reset);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, BytesForAServerThatHasClosedResetTheClient) {
  told x;
  auto fd = connect(x);
  network.stop_reading(x.id, true);
  sockets.close(fd);
  run();
  network.send(x.id, numbered(5));
  run();
  EXPECT_FALSE(x.end) << "it has not looked yet";
  network.stop_reading(x.id, false);
  run();
  EXPECT_TRUE(x.end);
  EXPECT_EQ(network.counters().resets, 1u);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, ARoughCloseIsAnErrorAfterTheBytes) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(5));
  network.close(x.id, true);
  run();
  EXPECT_EQ(events_of(fd), EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR);
  EXPECT_EQ(sockets.receive(fd, room).bytes, 5);
  EXPECT_EQ(sockets.receive(fd, room).error, ECONNRESET);
  EXPECT_EQ(sockets.receive(fd, room).bytes, 0) << "an error is told once";
  EXPECT_EQ(sockets.send(fd, numbered(1)).error, EPIPE);
  sockets.close(fd);
  run();
  EXPECT_EQ(network.counters().resets, 1u);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, WritingToAClientThatHasClosedIsAnErrorLater) {
  told x;
  auto fd = connect(x);
  network.close(x.id, false);
  run();
  EXPECT_EQ(sockets.send(fd, numbered(5)).bytes, 5);
  run();
  EXPECT_EQ(sockets.send(fd, numbered(5)).error, EPIPE);
  EXPECT_TRUE(x.bytes.empty());
}

TEST_F(ClientNetwork, AVanishedClientIsSilent) {
  told x;
  auto fd = connect(x);
  network.send(x.id, numbered(5));
  network.half_open(x.id);
  run();
  EXPECT_EQ(read_all(fd), numbered(5)) << "it was on its way";
  sockets.send(fd, numbered(window));
  network.send(x.id, numbered(5));
  run();
  EXPECT_EQ(sockets.send(fd, numbered(1)).error, EAGAIN) << "nobody acknowledges";
  EXPECT_EQ(sockets.receive(fd, room).error, EAGAIN);
  EXPECT_TRUE(x.bytes.empty());
  sockets.close(fd);
  run();
  EXPECT_FALSE(x.end);
  EXPECT_EQ(network.remembered(), 0u);
}

TEST_F(ClientNetwork, AClientMayActWithinItsCalls) {
  told second_one;
  auto port = host.port_of(listener);
  client_id first = network.open("a", port, address,
                                 {.opened =
                                    [&](client_id id) {
                                      network.send(id, numbered(5));
                                      network.close(id, false);
                                      second_one.id = network.open("a", port, address, tell(second_one));
                                      EXPECT_THROW(network.advance(now + second), std::invalid_argument);
                                    },
                                  .received = {},
                                  .closed = {}});
  run();
  EXPECT_NE(second_one.id, first);
  EXPECT_TRUE(second_one.is_opened);
  EXPECT_EQ(read_all(sockets.accept(listener).fd), numbered(5));
}

// -- settings ---------------------------------------------------------------------

TEST_F(ClientNetwork, LatencyIsWithinItsRange) {
  network.set_latency("a", 5 * second, 6 * second);
  told x;
  open(x);
  EXPECT_GE(network.next_due(), 5 * second);
  EXPECT_LE(network.next_due(), 6 * second);
  EXPECT_THROW(network.set_latency("a", 2, 1), std::invalid_argument);
}

TEST_F(ClientNetwork, WhatDoesNotExistIsRefused) {
  EXPECT_THROW(network.open("b", 1, address, {}), std::invalid_argument);
  EXPECT_THROW(network.add_host("a"), std::invalid_argument);
  EXPECT_THROW(network.send(1, {}), std::invalid_argument);
  EXPECT_THROW(network.cut("b", true), std::invalid_argument);
  network.advance(second);
  EXPECT_THROW(network.advance(second - 1), std::invalid_argument);
  told x;
  network.open("a", 7, address, tell(x));
  run();
  network.send(1, numbered(1)); // over, so harmless
  network.close(1, true);
}

} // namespace sim
