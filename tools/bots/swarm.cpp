#include "tools/bots/swarm.hpp"

#include <ctime>
#include <iostream>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace tools::bots {

using namespace msg;

namespace {

constexpr int events_max = 256;
constexpr time_ms wait_ms_max = 50;
constexpr time_ms told_ms_terminal = 1'000;
constexpr time_ms told_ms_file = 10'000;
constexpr uint64_t signal_event = ~uint64_t{0};
constexpr uint64_t orders_event = signal_event - 1;

time_ms clock_ms() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<time_ms>(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000;
}

group_options group_options_of(const bots_options& options) {
  group_options result;
  result.count = options.count;
  result.seed = options.seed;
  result.account_prefix = options.account_prefix;
  result.password = options.password;
  result.ramp_per_s = options.ramp_per_s;
  result.key = options.key;
  result.login_dialect = options.dialect_of(listener::login);
  result.game_dialect = options.dialect_of(listener::game);
  result.promises.answer_ms = options.answer_deadline_ms;
  result.promises.sever_ok = options.sever_ok;
  return result;
}

} // namespace

swarm::swarm(const bots_options& options, std::vector<tcp::endpoint> logins, int orders,
             std::shared_ptr<const world_mesh> mesh, std::ostream& err)
    : options_(options), logins_(std::move(logins)), severable_until_(logins_.size(), 0), orders_(orders), err_(err),
      is_terminal_(&err == &std::cerr && ::isatty(STDERR_FILENO) != 0),
      group_(group_options_of(options), std::move(mesh), wires()), lines_(options.count), began_(clock_ms()) {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = signal_event;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, signals_.fd(), &event);
  event.data.u64 = orders_event;
  if (orders_ >= 0)
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, orders_, &event);
  for (bot_index i = 0; i < group_.size(); ++i)
    lines_[i].login = i % logins_.size();
}

swarm::~swarm() {
  ::close(epoll_);
  if (orders_ >= 0)
    ::close(orders_);
}

transport swarm::wires() {
  return {[this](bot_index i, const connect_to& where) { return open(i, where); },
          [this](bot_index i, wire::byte_view sealed) { send(i, sealed); },
          [this](bot_index i, bool is_rough) { close(i, is_rough); }};
}

time_ms swarm::now() const { return clock_ms() - began_; }

run_summary swarm::run() {
  while (group_.finished() < group_.size() && !is_given_up_) {
    if (!leaving_since_ && wants_stop())
      begin_leaving();
    if (leaving_since_ && now() - *leaving_since_ > leave_ms_max)
      break;
    group_.wake(now());
    tell(false);
    wait();
  }
  tell(true);
  run_summary result;
  result.bots = options_.count;
  result.seed = options_.seed;
  result.played_ms = leaving_since_.value_or(now());
  result.stragglers = group_.size() - group_.finished();
  result.refusal = group_.last_refusal();
  return result;
}

bool swarm::wants_stop() {
  return (options_.seconds > 0 && now() >= time_ms{options_.seconds} * 1000) || (options_.stop && *options_.stop);
}

void swarm::begin_leaving() {
  leaving_since_ = now();
  group_.leave_all(now());
}

bool swarm::open(bot_index i, const connect_to& where) {
  auto& x = lines_[i];
  if (where.on == listener::login && x.refusals != group_.machine(i).refusals())
    go_elsewhere(i);
  const auto& login = logins_[x.login];
  auto to = where.on == listener::login ? std::optional{login} : tcp::endpoint_at(where.address, where.port, login);
  group_.judge().may_be_severed(i, severable_until_[x.login]);
  ++x.generation;
  if (!to || !x.wire.open(*to)) {
    x.wire.close(false);
    return false;
  }
  watch(i, true);
  return true;
}

void swarm::watch(bot_index i, bool is_new) {
  auto& x = lines_[i];
  epoll_event event{};
  event.events = EPOLLIN | (x.wire.is_connecting() || x.wire.has_unsent() ? EPOLLOUT : 0u);
  event.data.u64 = uint64_t{x.generation} << 32 | i;
  ::epoll_ctl(epoll_, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, x.wire.fd(), &event);
}

void swarm::send(bot_index i, wire::byte_view sealed) {
  auto& x = lines_[i];
  if (!x.wire.is_open())
    return;
  auto had_unsent = x.wire.has_unsent();
  if (x.wire.send(sealed) && had_unsent != x.wire.has_unsent())
    watch(i, false);
  // A lost connection is noticed when it is read.
}

void swarm::close(bot_index i, bool is_rough) {
  lines_[i].wire.close(is_rough);
  ++lines_[i].generation;
}

void swarm::lost(bot_index i, close_cause cause) {
  close(i, false);
  if (cause == close_cause::never_open || !judge().of(i).may_be_closed)
    go_elsewhere(i);
  group_.lost(i, cause, now());
}

void swarm::go_elsewhere(bot_index i) {
  auto& x = lines_[i];
  x.refusals = group_.machine(i).refusals();
  x.login = (x.login + 1) % logins_.size();
}

void swarm::read_orders() {
  char bytes[1024];
  for (auto n = ::read(orders_, bytes, sizeof(bytes)); n > 0; n = ::read(orders_, bytes, sizeof(bytes)))
    for (const auto& line : order_lines_.feed({bytes, static_cast<size_t>(n)})) {
      if (auto what = parse_order(line))
        std::visit([this](const auto& x) { obey(x); }, *what);
      else
        err_ << "bots run: '" << line << "' is no order" << std::endl;
    }
}

void swarm::obey(const order_mark& x) {
  group_.judge().mark(x.name, now());
  err_ << "marked " << x.name << std::endl;
}

void swarm::obey(const order_failover& x) {
  group_.judge().failing_over(now(), now() + time_ms{x.seconds} * 1000);
  err_ << "failover expected" << std::endl;
}

void swarm::obey(const order_sever& x) {
  auto found = std::find(options_.logins.begin(), options_.logins.end(), x.login);
  if (found == options_.logins.end()) {
    err_ << "bots run: nobody logs in at " << x.login << std::endl;
    return;
  }
  auto which = static_cast<size_t>(found - options_.logins.begin());
  severable_until_[which] = now() + time_ms{x.seconds} * 1000;
  for (bot_index i = 0; i < group_.size(); ++i)
    if (lines_[i].login == which)
      group_.judge().may_be_severed(i, severable_until_[which]);
  err_ << "loss expected at " << x.login << std::endl;
}

void swarm::obey(const order_tell&) { err_ << status_line(options_.count, judge(), 0) << std::endl; }

void swarm::handle(bot_index i, uint32_t events) {
  auto& x = lines_[i];
  if (x.wire.is_connecting()) {
    if (!x.wire.finish_connecting())
      return lost(i, close_cause::never_open);
    watch(i, false);
    return group_.opened(i, now());
  }
  if ((events & EPOLLOUT) != 0 && x.wire.flush())
    watch(i, false);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
    read(i);
}

void swarm::read(bot_index i) {
  auto result = lines_[i].wire.read(input_);
  if (result == tcp::connection::read_result::closed)
    lost(i, close_cause::server);
  else if (result == tcp::connection::read_result::bytes)
    group_.received(i, input_, now());
}

void swarm::wait() {
  auto timeout = std::clamp<time_ms>(group_.due() - now(), 0, wait_ms_max);
  epoll_event events[events_max];
  auto n = ::epoll_wait(epoll_, events, events_max, static_cast<int>(timeout));
  for (int k = 0; k < n; ++k) {
    auto key = events[k].data.u64;
    if (key == signal_event) {
      signalfd_siginfo ignored;
      while (::read(signals_.fd(), &ignored, sizeof(ignored)) > 0)
        is_given_up_ = leaving_since_.has_value(); // a second signal ends it at once
      if (!leaving_since_)
        begin_leaving();
      continue;
    }
    if (key == orders_event) {
      read_orders();
      continue;
    }
    auto i = static_cast<bot_index>(key);
    if (lines_[i].generation == static_cast<uint32_t>(key >> 32) && lines_[i].wire.is_open())
      handle(i, events[k].events);
  }
}

void swarm::tell(bool is_last) {
  auto every = is_terminal_ ? told_ms_terminal : told_ms_file;
  auto passed = now() - told_;
  if (passed < every && !is_last)
    return;
  auto moves = judge().counts().moves;
  auto moves_per_s = passed > 0 ? static_cast<double>(moves - moves_told_) * 1000 / static_cast<double>(passed) : 0;
  told_ += passed;
  moves_told_ = moves;
  auto line = status_line(options_.count, judge(), moves_per_s);
  if (is_terminal_)
    err_ << "\r\033[K" << line << (is_last ? "\n" : "") << std::flush;
  else
    err_ << line << std::endl;
}

} // namespace tools::bots
