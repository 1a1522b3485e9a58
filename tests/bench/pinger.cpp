#include "tests/bench/pinger.hpp"

#include "messages/client/head.hpp"
#include "messages/client/world.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/server.hpp"

#include <array>
#include <cerrno>
#include <chrono>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

namespace {

constexpr size_t read_size = 64 * 1024;

uint64_t now_ns() {
  auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

msg::wire::byte_buffer sealed_request() {
  auto frame = msg::client::encode_frame(msg::client::c2s_option{});
  msg::client::encipher(std::span{frame}.subspan(msg::client::game_head_size), cipher_key);
  return frame;
}

} // namespace

pinger::pinger(const std::vector<int>& sockets) : input_(read_size), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  lines_.resize(sockets.size());
  for (size_t i = 0; i < sockets.size(); ++i) {
    lines_[i].fd = sockets[i];
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, sockets[i], &event);
  }
}

pinger::~pinger() { ::close(epoll_); }

ping_result pinger::run(double seconds, size_t depth) {
  auto one = sealed_request();
  request_size_ = one.size();
  request_.clear();
  for (size_t i = 0; i < depth; ++i)
    request_.insert(request_.end(), one.begin(), one.end());
  times_ns_.clear();
  under_way_ = 0;
  is_over_ = false;
  auto begin = now_ns();
  auto end = begin + static_cast<uint64_t>(seconds * 1e9);
  for (auto& who : lines_) {
    who.sent_ns.assign(depth, 0);
    who.next = who.under_way = 0;
    ask(who, depth, now_ns());
  }
  while (problem_.empty() && now_ns() < end)
    pass();
  auto measured_s = static_cast<double>(now_ns() - begin) / 1e9;
  auto answers = times_ns_.size();
  is_over_ = true;
  constexpr uint64_t patience_ns = 5'000'000'000;
  for (auto limit = now_ns() + patience_ns; problem_.empty() && under_way_ > 0;) {
    pass();
    if (now_ns() > limit)
      problem_ = std::to_string(under_way_) + " answers are missing";
  }
  return {static_cast<double>(answers) / measured_s, quantile(times_ns_, 500) / 1e3, quantile(times_ns_, 990) / 1e3,
          problem_};
}

void pinger::pass() {
  std::array<epoll_event, 512> events;
  constexpr int wait_ms = 100;
  auto n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms);
  for (int i = 0; i < n && problem_.empty(); ++i)
    hear(lines_[events[static_cast<size_t>(i)].data.u64]);
}

bool pinger::ask(line& who, size_t count, uint64_t now_ns) {
  auto size = count * request_size_;
  if (::send(who.fd, request_.data(), size, MSG_NOSIGNAL) != static_cast<ssize_t>(size)) {
    problem_ = "a request could not be written";
    return false;
  }
  for (size_t i = 0; i < count; ++i)
    who.sent_ns[(who.next + who.under_way + i) % who.sent_ns.size()] = now_ns;
  who.under_way += count;
  under_way_ += count;
  return true;
}

void pinger::hear(line& who) {
  auto n = ::recv(who.fd, input_.data(), input_.size(), 0);
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return;
  if (n <= 0) {
    problem_ = "a connection was closed";
    return;
  }
  auto answers = count_answers(who, {input_.data(), static_cast<size_t>(n)});
  if (answers > who.under_way) {
    problem_ = "more answers than requests";
    return;
  }
  auto now = now_ns();
  for (size_t i = 0; i < answers; ++i) {
    times_ns_.push_back(static_cast<uint32_t>(std::min<uint64_t>(now - who.sent_ns[who.next], UINT32_MAX)));
    who.next = (who.next + 1) % who.sent_ns.size();
  }
  who.under_way -= answers;
  under_way_ -= answers;
  if (answers > 0 && !is_over_)
    ask(who, answers, now);
}

size_t pinger::count_answers(line& who, msg::wire::byte_view bytes) {
  constexpr auto wanted = msg::client::s2c_option::info.select;
  if (!who.rest.empty()) {
    who.rest.insert(who.rest.end(), bytes.begin(), bytes.end());
    bytes = who.rest;
  }
  size_t answers = 0;
  size_t at = 0;
  while (bytes.size() - at >= msg::client::game_head_size) {
    auto head = msg::client::read_head(bytes.subspan(at));
    if (head.size > bytes.size() - at)
      break;
    answers += head.select.ctrl == wanted.ctrl && head.select.number == wanted.number ? 1 : 0;
    at += head.size;
  }
  if (who.rest.empty())
    who.rest.assign(bytes.begin() + static_cast<ptrdiff_t>(at), bytes.end());
  else
    who.rest.erase(who.rest.begin(), who.rest.begin() + static_cast<ptrdiff_t>(at));
  return answers;
}

} // namespace bench
