// Goal: only nodes of the cluster's authority connect, whatever else knocks at the port, and certificates can be
// renewed under running nodes. Method: whole actor systems in this process, over real sockets, on the port the system
// gives.

#include "runtime/tls/node_tls.hpp"
#include "tests/runtime/tls/authority.hpp"

#include <caf/all.hpp>
#include <caf/io/all.hpp>
#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <csignal>
#include <ctime>
#include <deque>
#include <map>
#include <mutex>
#include <sys/socket.h>
#include <unistd.h>

using namespace runtime::tls;
using namespace runtime::tls::test;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

namespace {

constexpr auto deadline = 10s;
constexpr auto host = "127.0.0.1";

caf::behavior add(caf::event_based_actor*, int summand) {
  return {[summand](int x) { return x + summand; }, [](const std::string& x) { return x; }};
}

/// How a node talks.
struct speech {
  bool is_tls = false;
  tls_files files;
  std::chrono::milliseconds handshake_limit{5'000};
  size_t unfinished_max = 64;
  std::function<void(std::string_view)> count{};
};

class node_config : public caf::actor_system_config {
public:
  explicit node_config(const speech& how) {
    load<caf::io::middleman>();
    set("scheduler.max-threads", size_t{1});
    set("middleman.workers", size_t{0});
    if (how.is_tls)
      configure(*this, {how.files, how.handshake_limit, how.unfinished_max, how.count});
  }
};

/// A node with an actor that adds 1.
class node {
public:
  explicit node(const speech& how)
      : config_(how), system_(config_), dialler_(dialler_of(system_, how.is_tls)), adder_(system_.spawn(add, 1)) {}
  ~node() { caf::anon_send_exit(adder_, caf::exit_reason::kill); }

  /// The port on which others are awaited.
  uint16_t listen() {
    uint16_t port = 0;
    caf::scoped_actor self{system_};
    self
      ->request(dialler_, deadline, caf::publish_atom::value, uint16_t{0},
                caf::actor_cast<caf::strong_actor_ptr>(adder_), std::set<std::string>{}, std::string{host}, true)
      .receive([&](uint16_t x) { port = x; }, [&](const caf::error& why) { ADD_FAILURE() << system_.render(why); });
    return port;
  }

  /// The other node's actor; nothing when it did not want this one.
  caf::actor dial(uint16_t port, std::chrono::seconds patience = deadline) {
    caf::actor result;
    caf::scoped_actor self{system_};
    self->request(dialler_, patience, caf::connect_atom::value, std::string{host}, port)
      .receive([&](const caf::node_id&, const caf::strong_actor_ptr& peer,
                   const std::set<std::string>&) { result = caf::actor_cast<caf::actor>(peer); },
               [&](const caf::error&) {});
    return result;
  }

  /// What the other node's actor makes of `x`; 0 when there is no answer.
  int ask(const caf::actor& peer, int x) {
    int result = 0;
    if (!peer)
      return result;
    caf::scoped_actor self{system_};
    self->request(peer, deadline, x).receive([&](int y) { result = y; }, [&](const caf::error&) {});
    return result;
  }

  /// How much of `x` comes back.
  size_t echo(const caf::actor& peer, const std::string& x) {
    size_t result = 0;
    caf::scoped_actor self{system_};
    self->request(peer, deadline, x)
      .receive([&](const std::string& y) { result = y.size(); }, [&](const caf::error&) {});
    return result;
  }

private:
  node_config config_;
  caf::actor_system system_;
  caf::io::middleman_actor dialler_;
  caf::actor adder_;
};

class socket_to {
public:
  explicit socket_to(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &to.sin_addr);
    timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    EXPECT_EQ(::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0);
  }
  ~socket_to() { ::close(fd_); }
  socket_to(const socket_to&) = delete;
  socket_to& operator=(const socket_to&) = delete;

  int fd() const { return fd_; }
  void send(std::string_view bytes) { ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  /// Whether the other side ends the connection, in whatever way.
  bool is_ended() {
    std::array<char, 512> bytes{};
    for (;;) {
      auto n = ::recv(fd_, bytes.data(), bytes.size(), 0);
      if (n <= 0)
        return n == 0 || errno == ECONNRESET;
    }
  }

private:
  int fd_;
};

/// Speaks TLS, and has no certificate.
class tls_client {
public:
  explicit tls_client(uint16_t port) : socket_(port) {
    SSL_set_fd(ssl_.get(), socket_.fd());
    SSL_connect(ssl_.get());
  }

  /// With TLS 1.3 this is only seen when one reads.
  bool is_refused() {
    char byte = 0;
    return SSL_read(ssl_.get(), &byte, 1) <= 0 && SSL_get_error(ssl_.get(), 0) != SSL_ERROR_WANT_READ;
  }

  /// The fingerprint of the certificate that the other end shows.
  std::string shown() const {
    std::unique_ptr<X509, decltype(&X509_free)> shown{SSL_get1_peer_certificate(ssl_.get()), X509_free};
    std::unique_ptr<BIO, decltype(&BIO_free_all)> text{BIO_new(BIO_s_mem()), BIO_free_all};
    if (!shown || PEM_write_bio_X509(text.get(), shown.get()) != 1)
      return "nothing";
    char* bytes = nullptr;
    auto size = BIO_get_mem_data(text.get(), &bytes);
    return facts_of(std::string{bytes, static_cast<size_t>(size)}).fingerprint;
  }

private:
  socket_to socket_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> ctx_{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{SSL_new(ctx_.get()), SSL_free};
};

std::string shown_at(uint16_t port) { return tls_client{port}.shown(); }

/// Takes connections and says nothing.
class silent_port {
public:
  silent_port() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    at_.sin_family = AF_INET;
    ::inet_pton(AF_INET, host, &at_.sin_addr);
    socklen_t size = sizeof(at_);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&at_), size), 0);
    EXPECT_EQ(::listen(fd_, 8), 0);
    EXPECT_EQ(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at_), &size), 0);
  }
  ~silent_port() { ::close(fd_); }
  silent_port(const silent_port&) = delete;
  silent_port& operator=(const silent_port&) = delete;

  uint16_t port() const { return ntohs(at_.sin_port); }

private:
  int fd_;
  sockaddr_in at_{};
};

/// How the handshakes of a node went.
class tally {
public:
  std::function<void(std::string_view)> counter() {
    return [this](std::string_view outcome) {
      std::lock_guard guard{mutex_};
      ++all_[std::string{outcome}];
    };
  }
  std::map<std::string, int> all() const {
    std::lock_guard guard{mutex_};
    return all_;
  }

private:
  mutable std::mutex mutex_;
  std::map<std::string, int> all_;
};

/// Time that the processor spent on this process.
std::chrono::milliseconds busy() { return std::chrono::milliseconds{std::clock() * 1000 / CLOCKS_PER_SEC}; }

class NodeTls : public testing::Test {
protected:
  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); } // as a node does

  speech member(const std::string& name) { return {true, files_of(name, authority_, now_)}; }
  tls_files files_of(const std::string& name, const pem_pair& by, int64_t now_s) {
    return home_.write(name, issued(by, {name, {host}, 90, "", now_s}), authority_.certificate);
  }
  /// As a stranger who dials a node is treated; and that the node serves on, those who are in and those who come.
  void expect_refused(const speech& how) {
    node a{member("a")};
    node b{member("b")};
    auto port = a.listen();
    auto peer = b.dial(port);
    EXPECT_EQ(b.ask(peer, 1), 2);
    {
      node stranger{how};
      EXPECT_FALSE(stranger.dial(port, 3s));
    }
    EXPECT_EQ(b.ask(peer, 1), 2);
    expect_served(port);
  }
  void expect_served(uint16_t port) {
    node good{member("good")};
    EXPECT_EQ(good.ask(good.dial(port), 41), 42);
  }

  folder home_;
  int64_t now_ = real_now_s();
  pem_pair authority_ = authority_of("prod", now_ - 365 * day_s);
};

} // namespace

TEST_F(NodeTls, NodesOfOneAuthorityConnect) {
  node a{member("a")};
  node b{member("b")};
  auto port = a.listen();
  auto peer = b.dial(port);
  for (int i = 1; i < 100; ++i)
    ASSERT_EQ(b.ask(peer, i), i + 1);
  node c{member("c")};
  EXPECT_EQ(c.ask(c.dial(port), 1), 2);
}

TEST_F(NodeTls, ANodeOfAnotherAuthorityIsRefused) {
  auto theirs = authority_of("prod", now_ - day_s);
  auto files = files_of("stranger", theirs, now_);
  EXPECT_NE(check_files(files, "stranger", now_).problem, "");
  expect_refused({true, files});
  // Whom the stranger believes makes no difference.
  expect_refused({true, home_.write("evil", issued(theirs, {"evil", {}, 90, "", now_}),
                                    theirs.certificate + authority_.certificate)});
}

TEST_F(NodeTls, AnExpiredCertificateIsRefused) {
  expect_refused({true, files_of("late", authority_, now_ - 91 * day_s)});
}

TEST_F(NodeTls, TlsWithoutACertificateIsRefused) {
  node a{member("a")};
  auto port = a.listen();
  tls_client stranger{port};
  EXPECT_TRUE(stranger.is_refused());
  expect_served(port);
}

TEST_F(NodeTls, ANodeThatTalksPlainlyIsRefused) { expect_refused({}); }

TEST_F(NodeTls, AListenerOfAnotherAuthorityOrWithoutTlsIsNotBelieved) {
  auto theirs = authority_of("prod", now_ - day_s);
  node stranger{speech{true, home_.write("evil", issued(theirs, {"a", {}, 90, "", now_}), theirs.certificate)}};
  node naked{speech{}};
  node b{member("b")};
  EXPECT_FALSE(b.dial(stranger.listen(), 3s));
  EXPECT_FALSE(b.dial(naked.listen(), 3s));
}

TEST_F(NodeTls, BytesThatAreNoTlsEndTheConnectionAndNothingElse) {
  node a{member("a")};
  node b{member("b")};
  auto port = a.listen();
  auto peer = b.dial(port);
  for (auto bytes : {std::string(100'000, '\xA5'), std::string{"GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
                     std::string{"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", 10}, std::string(64, '\0')}) {
    socket_to knock{port};
    knock.send(bytes);
    ::shutdown(knock.fd(), SHUT_WR);
    EXPECT_TRUE(knock.is_ended());
    EXPECT_EQ(b.ask(peer, 1), 2);
  }
  expect_served(port);
}

TEST_F(NodeTls, ACertificateIsRenewedUnderARunningNode) {
  auto how = member("a");
  std::string problem;
  auto key = read_file(how.files.key, problem);
  auto old = facts_of(*read_file(how.files.certificate, problem));
  node a{how};
  node b{member("b")};
  auto port = a.listen();
  auto peer = b.dial(port);
  EXPECT_EQ(shown_at(port), old.fingerprint);
  auto renewed = issued(authority_, {"a", {host}, 90, *key, now_ + day_s / 288});
  home_.write("a.crt", renewed.certificate);
  EXPECT_EQ(b.ask(peer, 1), 2) << "over the old connection";
  EXPECT_EQ(shown_at(port), facts_of(renewed.certificate).fingerprint);
  EXPECT_NE(shown_at(port), old.fingerprint);
  expect_served(port);
  // It is the files that count: with one that has expired nobody else comes in, and who is in stays in.
  home_.write("a.crt", issued(authority_, {"a", {host}, 90, *key, now_ - 91 * day_s}).certificate);
  node c{member("c")};
  EXPECT_FALSE(c.dial(port, 3s));
  EXPECT_EQ(b.ask(peer, 2), 3);
  home_.write("a.crt", renewed.certificate);
  EXPECT_EQ(c.ask(c.dial(port), 3), 4);
}

TEST_F(NodeTls, FilesThatAreNotThereOrDoNotFitChangeNothing) {
  auto how = member("a");
  node a{how};
  auto port = a.listen();
  auto before = shown_at(port);
  ASSERT_NE(before, "nothing");
  for (const auto& path : {how.files.certificate, how.files.key, how.files.authority}) {
    std::filesystem::rename(path, path + ".away");
    EXPECT_EQ(shown_at(port), before) << path;
    expect_served(port);
    std::filesystem::rename(path + ".away", path);
  }
  // Halfway between one pair and the next.
  auto next = issued(authority_, {"a", {host}, 90, "", now_});
  home_.write("a.key", next.key, file_kind::key);
  EXPECT_EQ(shown_at(port), before);
  home_.write("a.crt", next.certificate);
  EXPECT_EQ(shown_at(port), facts_of(next.certificate).fingerprint);
  expect_served(port);
}

TEST_F(NodeTls, WhoSaysNothingKeepsNobodyBusy) {
  node a{member("a")};
  node b{member("b")};
  auto port = a.listen();
  auto peer = b.dial(port);
  socket_to silent{port};
  socket_to half{port};
  half.send(std::string_view{"\x16\x03\x01\x02", 4});
  ASSERT_EQ(b.ask(peer, 1), 2);
  auto begin = busy();
  timeval second{1, 0};
  ::setsockopt(silent.fd(), SOL_SOCKET, SO_RCVTIMEO, &second, sizeof(second));
  EXPECT_FALSE(silent.is_ended());
  EXPECT_LT(busy() - begin, 200ms) << "in a second";
  EXPECT_EQ(b.ask(peer, 1), 2);
}

TEST_F(NodeTls, WhoDoesNotFinishHisHandshakeLosesHisConnection) {
  tally counts;
  auto how = member("a");
  how.handshake_limit = 500ms; // enough for those who do, on a busy machine
  how.count = counts.counter();
  {
    node a{how};
    node b{member("b")};
    auto port = a.listen();
    auto peer = b.dial(port);
    ASSERT_EQ(b.ask(peer, 1), 2);
    socket_to silent{port};
    socket_to half{port};
    half.send(std::string_view{"\x16\x03\x01\x02", 4});
    EXPECT_TRUE(silent.is_ended());
    EXPECT_TRUE(half.is_ended());
    EXPECT_EQ(b.ask(peer, 1), 2) << "whose handshake was in time";
    expect_served(port);
  }
  EXPECT_THAT(counts.all(), ElementsAre(Pair("done", 2), Pair("late", 2)));
}

TEST_F(NodeTls, WhoIsDialledAndDoesNotAnswerIsGivenUp) {
  tally counts;
  auto how = member("b");
  how.handshake_limit = 100ms;
  how.count = counts.counter();
  silent_port nobody;
  {
    node b{how};
    EXPECT_FALSE(b.dial(nobody.port()));
    EXPECT_THAT(counts.all(), ElementsAre(Pair("late", 1))) << "it is what made the answer come";
  }
}

TEST_F(NodeTls, ThoseWhoDoNotFinishKeepNobodyElseOut) {
  tally counts;
  auto how = member("a");
  how.handshake_limit = 1h; // it is their number that counts
  how.unfinished_max = 4;
  how.count = counts.counter();
  {
    node a{how};
    auto port = a.listen();
    std::deque<socket_to> silent;
    for (int i = 0; i < 20; ++i)
      silent.emplace_back(port);
    for (int i = 0; i < 16; ++i)
      ASSERT_TRUE(silent[static_cast<size_t>(i)].is_ended()) << i;
    expect_served(port); // in the place of one more
    EXPECT_TRUE(silent[16].is_ended());
  }
  EXPECT_THAT(counts.all(), ElementsAre(Pair("done", 1), Pair("ended", 3), Pair("late", 17)));
}

TEST_F(NodeTls, EveryoneWhoKnocksIsCountedOnce) {
  tally counts;
  auto how = member("a");
  how.count = counts.counter();
  {
    node a{how};
    auto port = a.listen();
    {
      node stranger{speech{true, files_of("stranger", authority_of("prod", now_ - day_s), now_)}};
      EXPECT_FALSE(stranger.dial(port, 3s));
    }
    for (int i = 0; i < 50; ++i) {
      socket_to babble{port};
      babble.send(std::string(64, '\xA5'));
      EXPECT_TRUE(babble.is_ended());
      EXPECT_TRUE(tls_client{port}.is_refused()) << "has no certificate";
      socket_to gone{port};
    }
    expect_served(port);
  }
  EXPECT_THAT(counts.all(), ElementsAre(Pair("broken", 50), Pair("done", 1), Pair("ended", 50), Pair("stranger", 51)));
}

TEST_F(NodeTls, ManyAndLargeMessagesArrive) {
  node a{member("a")};
  node b{member("b")};
  auto peer = b.dial(a.listen());
  EXPECT_EQ(b.echo(peer, std::string(5'000'000, 'x')), 5'000'000u);
  for (size_t size = 1; size < 40'000; size += 997)
    ASSERT_EQ(b.echo(peer, std::string(size, 'y')), size);
  EXPECT_EQ(b.ask(peer, 1), 2);
}

TEST_F(NodeTls, AMachineThatDoesNotAnswerHoldsUpNobodyElse) {
  // A port whose queue is full: the kernel drops whatever comes.
  auto full = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  ::inet_pton(AF_INET, host, &at.sin_addr);
  socklen_t size = sizeof(at);
  ASSERT_EQ(::bind(full, reinterpret_cast<const sockaddr*>(&at), size), 0);
  ASSERT_EQ(::listen(full, 0), 0);
  ASSERT_EQ(::getsockname(full, reinterpret_cast<sockaddr*>(&at), &size), 0);
  socket_to queued{ntohs(at.sin_port)};
  node a{member("a")};
  node b{member("b")};
  EXPECT_FALSE(b.dial(ntohs(at.sin_port), 1s));
  EXPECT_EQ(b.ask(b.dial(a.listen(), 5s), 1), 2);
  ::close(full);
}

TEST_F(NodeTls, NobodyThereIsAnAnswerAtOnce) {
  node b{member("b")};
  uint16_t closed = 0;
  {
    node a{member("a")};
    closed = a.listen();
  }
  auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(b.dial(closed));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
}
