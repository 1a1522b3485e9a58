// The swarm on real sockets, against a scripted server on a free port.

#include "messages/handled.hpp"
#include "tools/bots/command.hpp"

#include <arpa/inet.h>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace tools {

using namespace msg;

namespace {

/// Listens on a free port of the loopback.
class port {
public:
  port() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    ::listen(fd_, 8);
    socklen_t size = sizeof(address);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    number_ = ntohs(address.sin_port);
  }
  ~port() { ::close(fd_); }
  port(const port&) = delete;
  port& operator=(const port&) = delete;
  uint16_t number() const { return number_; }
  int accept() const { return ::accept(fd_, nullptr, nullptr); }
  void refuse_from_now_on() { ::shutdown(fd_, SHUT_RDWR); }

private:
  int fd_;
  uint16_t number_ = 0;
};

/// The server's end of one connection; blocking, for a thread of its own.
class peer {
public:
  explicit peer(int fd) : fd_(fd) {}
  ~peer() { ::close(fd_); }
  peer(const peer&) = delete;
  peer& operator=(const peer&) = delete;

  /// The selector of the next packet; ctrl 0 when the client is gone.
  wire::selector next() {
    std::array<uint8_t, 4096> bytes{};
    if (::recv(fd_, bytes.data(), 4, MSG_WAITALL) != 4)
      return {};
    auto size = static_cast<size_t>(bytes[0] | bytes[1] << 8);
    if (size < 10 || size > bytes.size()
        || ::recv(fd_, bytes.data() + 4, size - 4, MSG_WAITALL) != static_cast<ssize_t>(size - 4))
      return {};
    return client::read_head(bytes).select;
  }

  template <class T>
  bool expect() {
    return next() == T::info.select;
  }

  template <class T>
  void send(const T& x) {
    auto bytes = client::encode_frame(x);
    if constexpr (T::info.select.ctrl == wire::ctrl_game)
      client::encipher(std::span{bytes}.subspan(client::game_head_size), client::dynamic_key_562);
    ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

private:
  int fd_;
};

std::string address_of(const port& x) { return "127.0.0.1:" + std::to_string(x.number()); }

bots_options options_for(const port& login) {
  bots_options result;
  result.count = 1;
  result.seconds = 60;
  result.logins = {address_of(login)};
  return result;
}

/// One bot from the login to its logout; false when it did not say what it should.
bool serve_one(port& login, port& game, std::atomic<bool>& stop) {
  {
    peer bot{login.accept()};
    if (!bot.expect<client::c2ls_login>())
      return false;
    bot.send(client::ls2c_say{});
    bot.send(client::ls2c_server_list{{{1, {}, {}}}});
    if (!bot.expect<client::c2ls_select_server>())
      return false;
    bot.send(client::ls2c_gate_info{7, wire::fixed_text<16>{"127.0.0.1"}, game.number()});
    bot.next(); // it leaves
  }
  peer bot{game.accept()};
  if (!bot.expect<client::c2g_login>())
    return false;
  client::s2c_char_list list;
  list.slots[0].name = wire::fixed_text<21>{"bot0"};
  bot.send(list);
  if (!bot.expect<client::c2s_char_login>())
    return false;
  bot.send(client::s2c_char_login_ok{wire::fixed_text<21>{"bot0"}, 5, 1});
  if (!bot.expect<client::c2s_world_login>())
    return false;
  client::s2c_world_login world;
  world.character.map_index = 1;
  world.character.cell = 0x8A71;
  bot.send(world);
  bot.send(client::s2c_pskill_list{});
  bot.send(client::s2c_skill_slot_info{});
  bot.send(client::s2c_chat_window_opt{});
  bot.send(client::s2c_svr_time{});
  bot.next(); // its first act in the world
  stop = true;
  for (auto which = bot.next(); which.ctrl != 0; which = bot.next()) {
    if (which == client::c2s_char_logout::info.select) {
      bot.send(client::s2c_char_logout{});
      return true;
    }
  }
  return false;
}

} // namespace

TEST(Swarm, ABotGoesInAndLogsOutWhenItIsStopped) {
  port login;
  port game;
  std::atomic<bool> stop = false;
  auto options = options_for(login);
  options.stop = &stop;
  options.output = "json";
  bool is_served = false;
  std::thread server{[&] { is_served = serve_one(login, game, stop); }};
  std::ostringstream out;
  std::ostringstream err;
  auto code = run_bots(options, out, err);
  server.join();
  EXPECT_TRUE(is_served);
  EXPECT_EQ(code, 0) << out.str();
  EXPECT_NE(out.str().find("\"logins\": 1"), std::string::npos) << out.str();
  EXPECT_NE(err.str().find("violations 0"), std::string::npos) << err.str();
}

TEST(Swarm, NobodyLetInIsAFailure) {
  port login;
  login.refuse_from_now_on();
  auto options = options_for(login);
  std::atomic<bool> stop = true;
  options.stop = &stop;
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_bots(options, out, err), 1);
}

TEST(Swarm, ABotThatIsNotLetInTriesTheNextListener) {
  port gone;
  gone.refuse_from_now_on();
  port login;
  port game;
  std::atomic<bool> stop = false;
  auto options = options_for(login);
  options.logins = {address_of(gone), address_of(login)};
  options.stop = &stop;
  bool is_served = false;
  std::thread server{[&] { is_served = serve_one(login, game, stop); }};
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_bots(options, out, err), 0) << out.str();
  server.join();
  EXPECT_TRUE(is_served);
}

TEST(Swarm, OrdersComeThroughAPipe) {
  auto folder = (std::filesystem::temp_directory_path() / "zonehive-orders-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  port login;
  login.refuse_from_now_on();
  auto options = options_for(login);
  options.orders = folder + "/orders";
  ASSERT_EQ(::mkfifo(options.orders.c_str(), 0600), 0);
  options.seconds = 1;
  options.output = "json";
  std::ostringstream out;
  std::ostringstream err;
  auto pipe = ::open(options.orders.c_str(), O_RDWR | O_CLOEXEC);
  auto words = "mark move-1\nfailover 5\nsever " + options.logins[0] + "\nsever 127.0.0.1:1\nnonsense\n";
  ASSERT_EQ(::write(pipe, words.data(), words.size()), static_cast<ssize_t>(words.size()));
  run_bots(options, out, err);
  ::close(pipe);
  std::filesystem::remove_all(folder);
  EXPECT_NE(out.str().find("move-1"), std::string::npos) << out.str();
  for (auto heard : {"marked move-1", "failover expected", "loss expected at 127.0.0.1",
                     "nobody logs in at 127.0.0.1:1", "'nonsense' is no order"})
    EXPECT_NE(err.str().find(heard), std::string::npos) << heard << " in " << err.str();
}

TEST(Swarm, WrongOptionsAreSaidSo) {
  std::ostringstream out;
  std::ostringstream err;
  auto code = [&](auto change) {
    bots_options options;
    change(options);
    return run_bots(options, out, err);
  };
  EXPECT_EQ(code([](auto& x) { x.count = 0; }), 2);
  EXPECT_EQ(code([](auto& x) { x.logins = {"nowhere"}; }), 2);
  EXPECT_EQ(code([](auto& x) { x.logins = {"127.0.0.1:1", "nowhere"}; }), 2);
  EXPECT_EQ(code([](auto& x) { x.logins.clear(); }), 2);
  EXPECT_EQ(code([](auto& x) { x.orders = "/nonexistent"; }), 2);
  EXPECT_EQ(code([](auto& x) { x.orders = "/dev/null"; }), 2);
  EXPECT_EQ(code([](auto& x) { x.output = "xml"; }), 2);
  EXPECT_EQ(code([](auto& x) { x.account_prefix = "9bot"; }), 2);
  EXPECT_EQ(code([](auto& x) { x.password.clear(); }), 2);
  EXPECT_EQ(code([](auto& x) { x.ramp_per_s = 0; }), 2);
  EXPECT_EQ(code([](auto& x) { x.data_dir = "/nonexistent"; }), 2);
  EXPECT_TRUE(out.str().empty());
}

} // namespace tools
