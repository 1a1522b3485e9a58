#include "tests/bench/crowd.hpp"

#include "messages/client/character.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/login.hpp"
#include "messages/client/world.hpp"
#include "tests/bench/server.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

using namespace msg::client;
namespace wire = msg::wire;

namespace {

constexpr size_t read_size = 64 * 1024;
constexpr uint8_t class_id = 0;
constexpr uint8_t server_id = 1; // the default of the server
constexpr std::string_view password = "benchmark";

uint64_t now_ns() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

/// Good for accounts and for characters, which share no names with each other.
std::string name_of(size_t who) { return "Bench" + std::to_string(who); }

template <class T>
constexpr bool is(const head& of) {
  return of.select.ctrl == T::info.select.ctrl && of.select.number == T::info.select.number;
}

} // namespace

crowd::crowd(uint16_t login_port, goal how_far)
    : login_port_(login_port), goal_(how_far), epoll_(::epoll_create1(EPOLL_CLOEXEC)), input_(read_size) {}

crowd::~crowd() {
  for (size_t i = 0; i < clients_.size(); ++i)
    drop(i);
  ::close(epoll_);
}

void crowd::begin(size_t who) {
  if (who >= clients_.size())
    clients_.resize(who + 1);
  auto& me = clients_[who];
  me.begun_ns = now_ns();
  me.now = phase::login;
  connect(who, login_port_);
  c2ls_login packet;
  packet.account = wire::fixed_text<21>{name_of(who)};
  packet.password = wire::fixed_text<21>{password};
  say(who, packet);
}

/// Blocks until the connection stands, which on the loopback is at once.
void crowd::connect(size_t who, uint16_t port) {
  auto& me = clients_[who];
  me.rest.clear();
  me.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (me.fd < 0 || ::connect(me.fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0)
    return fail(who, "cannot connect");
  int one = 1;
  ::setsockopt(me.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  ::fcntl(me.fd, F_SETFL, O_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = who;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, me.fd, &event);
}

void crowd::drop(size_t who) {
  auto& me = clients_[who];
  if (me.fd >= 0)
    ::close(std::exchange(me.fd, -1));
  me.now = phase::idle;
}

void crowd::fail(size_t who, const std::string& why) {
  if (problem_.empty())
    problem_ = name_of(who) + ": " + why;
}

template <class T>
void crowd::say(size_t who, const T& packet) {
  auto frame = encode_frame(packet);
  if constexpr (T::info.select.ctrl == wire::ctrl_game)
    encipher(std::span{frame}.subspan(game_head_size), cipher_key);
  if (::send(clients_[who].fd, frame.data(), frame.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(frame.size()))
    fail(who, "cannot write");
}

void crowd::pump(int wait_ms, std::vector<size_t>& done) {
  std::array<epoll_event, 256> events;
  auto n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms);
  for (int i = 0; i < n; ++i)
    hear(events[static_cast<size_t>(i)].data.u64, done);
}

void crowd::hear(size_t who, std::vector<size_t>& done) {
  auto& me = clients_[who];
  if (me.fd < 0)
    return;
  auto n = ::recv(me.fd, input_.data(), input_.size(), 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (n <= 0) {
    fail(who, "the server closed the connection");
    return drop(who);
  }
  auto bytes = std::move(me.rest);
  me.rest = {};
  bytes.insert(bytes.end(), input_.begin(), input_.begin() + n);
  size_t at = 0;
  while (bytes.size() - at >= game_head_size) { // no packet of the server is shorter
    auto size = read_head(wire::byte_view{bytes}.subspan(at)).size;
    if (size < link_head_size || size > bytes.size() - at)
      break;
    if (!take(who, std::span{bytes}.subspan(at, size), done))
      return;
    at += size;
  }
  me.rest.assign(bytes.begin() + static_cast<ptrdiff_t>(at), bytes.end());
  // The list comes in one write with the welcome; a line alone is a refusal.
  if (me.now == phase::login && me.rest.empty())
    fail(who, me.words);
}

bool crowd::take(size_t who, std::span<uint8_t> frame, std::vector<size_t>& done) {
  auto& me = clients_[who];
  auto head = read_head(frame);
  if (me.now == phase::arrived) {
    heard_frames_ += is<g2c_time_tick>(head) ? 0 : 1;
    return true;
  }
  auto body = frame.subspan(head.head_size());
  if (head.select.ctrl == wire::ctrl_game)
    decipher(body, cipher_key);
  if (is<s2c_error>(head)) {
    s2c_error error;
    static_cast<void>(wire::decode(body, error));
    fail(who, "refused: " + std::string{error.error_text.str()});
  } else if (me.now == phase::login && is<ls2c_say>(head)) {
    ls2c_say line;
    static_cast<void>(wire::decode(body, line));
    me.words = line.words.str();
  } else if (me.now == phase::login && is<ls2c_server_list>(head)) {
    me.now = phase::gate;
    say(who, c2ls_select_server{server_id});
  } else if (me.now == phase::gate && is<ls2c_gate_info>(head)) {
    return take_gate_info(who, body);
  } else if (me.now == phase::list && is<s2c_char_list>(head)) {
    take_list(who, body, done);
  } else if (me.now == phase::create && is<s2c_ans_create_player>(head)) {
    choose(who);
  } else if (me.now == phase::choose && is<s2c_char_login_ok>(head)) {
    me.now = phase::world;
    say(who, c2s_world_login{wire::fixed_text<21>{name_of(who)}});
  } else if (me.now == phase::world && is<s2c_world_login>(head)) {
    me.now = phase::arrived;
    done.push_back(who);
  }
  return true;
}

bool crowd::take_gate_info(size_t who, wire::byte_view body) {
  ls2c_gate_info info;
  static_cast<void>(wire::decode(body, info));
  ::close(std::exchange(clients_[who].fd, -1));
  clients_[who].now = phase::list;
  connect(who, static_cast<uint16_t>(info.gate_port));
  c2g_login packet;
  packet.pcid = info.pcid;
  packet.account = wire::fixed_text<21>{name_of(who)};
  packet.password = wire::fixed_text<21>{password};
  say(who, packet);
  return false;
}

void crowd::take_list(size_t who, wire::byte_view body, std::vector<size_t>& done) {
  if (goal_ == goal::character_list) {
    clients_[who].now = phase::arrived;
    done.push_back(who);
    return;
  }
  s2c_char_list list;
  if (!wire::decode(body, list))
    return fail(who, "cannot read the character list");
  if (list.slots[0].is_used != 0)
    return choose(who);
  clients_[who].now = phase::create;
  say(who, c2s_ask_create_player{class_id, 0, wire::fixed_text<21>{name_of(who)}});
}

void crowd::choose(size_t who) {
  clients_[who].now = phase::choose;
  constexpr uint32_t version = 562;
  say(who, c2s_char_login{wire::fixed_text<21>{name_of(who)}, version});
}

void crowd::log_in(size_t first, size_t count, size_t at_once) {
  constexpr int wait_ms = 1000;
  constexpr uint64_t patience_ns = 30'000'000'000;
  std::vector<size_t> done;
  size_t begun = 0;
  auto progress_ns = now_ns();
  while (done.size() < count && problem_.empty()) {
    while (begun < count && begun - done.size() < at_once)
      begin(first + begun++);
    auto before = done.size();
    pump(wait_ms, done);
    if (done.size() > before)
      progress_ns = now_ns();
    else if (now_ns() > progress_ns + patience_ns)
      problem_ = "nobody logs in any more";
  }
  if (!problem_.empty())
    throw std::runtime_error{"logging in: " + problem_};
}

void crowd::settle(int quiet_ms) {
  std::vector<size_t> ignored;
  auto quiet_ns = static_cast<uint64_t>(quiet_ms) * 1'000'000;
  auto frames = heard_frames_;
  for (auto since = now_ns(); now_ns() - since < quiet_ns;) {
    pump(quiet_ms, ignored);
    if (std::exchange(frames, heard_frames_) != heard_frames_)
      since = now_ns();
  }
}

double crowd::age_us(size_t who) const { return static_cast<double>(now_ns() - clients_[who].begun_ns) / 1e3; }

int crowd::socket_of(size_t who) const { return clients_[who].fd; }

} // namespace bench
