#include "tools/bots/swarm.hpp"

#include "tools/bots/bot_name.hpp"

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

time_ms clock_ms() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<time_ms>(t.tv_sec) * 1000 + t.tv_nsec / 1'000'000;
}

oracle_options oracle_options_of(const bots_options& options) {
  oracle_options result;
  result.answer_ms = options.answer_deadline_ms;
  return result;
}

std::string tag_of(uint64_t run, bot_index i) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result;
  for (int shift = 20; shift >= 0; shift -= 4)
    result += digits[run >> shift & 15];
  return result + "." + std::to_string(i);
}

} // namespace

swarm::swarm(const bots_options& options, tcp::endpoint login, std::shared_ptr<const world_mesh> mesh,
             std::ostream& err)
    : options_(options), login_(login), err_(err), is_terminal_(&err == &std::cerr && ::isatty(STDERR_FILENO) != 0),
      names_(std::make_shared<std::vector<std::string>>()), mesh_(mesh),
      oracle_(oracle_options_of(options), std::move(mesh)), began_(clock_ms()) {
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = signal_event;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, signals_.fd(), &event);
  runtime::prng rng{options.seed};
  for (bot_index i = 0; i < options.count; ++i)
    add_bot(i, rng);
}

swarm::~swarm() { ::close(epoll_); }

void swarm::add_bot(bot_index i, runtime::prng& rng) {
  bot_profile profile;
  profile.account = account_name(options_.account_prefix, i);
  profile.password = options_.password;
  profile.class_id = static_cast<uint8_t>(i % 4);
  profile.nation = static_cast<uint8_t>(i % 2);
  profile.prefix = options_.account_prefix;
  profile.number = i;
  life_options life;
  life.tag = tag_of(runtime::prng{options_.seed}(), i);
  life.self = i;
  life.names = names_;
  names_->push_back(character_name(options_.account_prefix, i, 0));
  oracle_.add(profile.account);
  auto first = static_cast<time_ms>(uint64_t{i} * 1000 / options_.ramp_per_s);
  bots_.push_back(std::make_unique<bot>(bot_machine{std::move(profile), std::move(life), mesh_, rng.fork(), first}));
  bots_.back()->due = first;
  due_.insert({first, i});
}

time_ms swarm::now() const { return clock_ms() - began_; }

run_summary swarm::run() {
  while (finished_ < bots_.size() && !is_given_up_) {
    if (!leaving_since_ && wants_stop())
      begin_leaving();
    if (leaving_since_ && now() - *leaving_since_ > leave_ms_max)
      break;
    wake_due();
    if (now() >= judge_due_) {
      oracle_.tick(now());
      judge_due_ = now() + judge_ms;
    }
    tell(false);
    wait();
  }
  tell(true);
  run_summary result;
  result.bots = options_.count;
  result.seed = options_.seed;
  result.played_ms = leaving_since_.value_or(now());
  result.stragglers = static_cast<uint32_t>(bots_.size()) - finished_;
  result.refusal = refusal_;
  return result;
}

bool swarm::wants_stop() {
  return (options_.seconds > 0 && now() >= time_ms{options_.seconds} * 1000) || (options_.stop && *options_.stop);
}

void swarm::begin_leaving() {
  leaving_since_ = now();
  oracle_.finish();
  for (bot_index i = 0; i < bots_.size(); ++i) {
    std::vector<bot_action> actions;
    bots_[i]->machine.leave(now(), actions);
    apply(i, actions);
  }
}

void swarm::wake_due() {
  while (!due_.empty() && due_.begin()->first <= now()) {
    auto i = due_.begin()->second;
    due_.erase(due_.begin());
    bots_[i]->due = INT64_MAX;
    std::vector<bot_action> actions;
    bots_[i]->machine.wake(now(), actions);
    apply(i, actions);
  }
}

void swarm::apply(bot_index i, std::vector<bot_action>& actions) {
  for (auto& x : actions) {
    if (auto* where = std::get_if<connect_to>(&x))
      open(i, *where);
    else if (auto* packet = std::get_if<client_packet>(&x))
      send(i, *packet);
    else
      close(i, close_cause::bot, std::get<hang_up>(x).is_rough);
  }
  settle(i);
}

/// Takes over what the machine concluded: its next time, a refusal, its end.
void swarm::settle(bot_index i) {
  auto& x = *bots_[i];
  if (x.machine.refusals() != x.refusals_told) {
    x.refusals_told = x.machine.refusals();
    refusal_ = x.machine.refusal();
    oracle_.refused(i, refusal_, now());
  }
  auto was_finished = x.due == INT64_MIN;
  if (was_finished)
    return;
  due_.erase({x.due, i});
  if (x.machine.is_finished()) {
    x.due = INT64_MIN;
    ++finished_;
    return;
  }
  x.due = x.machine.due();
  due_.insert({x.due, i});
}

void swarm::open(bot_index i, const connect_to& where) {
  auto& x = *bots_[i];
  x.target = where.on;
  auto to = where.on == listener::login ? std::optional{login_} : tcp::endpoint_at(where.address, where.port, login_);
  ++x.generation;
  if (to && x.wire.open(*to))
    watch(i, true);
  else
    lost(i, close_cause::never_open);
}

void swarm::watch(bot_index i, bool is_new) {
  auto& x = *bots_[i];
  epoll_event event{};
  event.events = EPOLLIN | (x.wire.is_connecting() || x.wire.has_unsent() ? EPOLLOUT : 0u);
  event.data.u64 = uint64_t{x.generation} << 32 | i;
  ::epoll_ctl(epoll_, is_new ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, x.wire.fd(), &event);
}

void swarm::send(bot_index i, const client_packet& packet) {
  auto& x = *bots_[i];
  if (!x.wire.is_open())
    return;
  auto frame = frame_of(packet);
  oracle_.sent(i, packet, frame, now());
  if (oracle_.of(i).character != (*names_)[i] && !oracle_.of(i).character.empty())
    (*names_)[i] = oracle_.of(i).character;
  seal(frame, options_.key, options_.dialect_of(x.target));
  auto had_unsent = x.wire.has_unsent();
  if (x.wire.send(frame) && had_unsent != x.wire.has_unsent())
    watch(i, false);
  // A lost connection is noticed when it is read.
}

void swarm::close(bot_index i, close_cause cause, bool is_rough) {
  auto& x = *bots_[i];
  if (!x.wire.is_open())
    return;
  x.wire.close(is_rough);
  ++x.generation;
  if (x.link)
    oracle_.closed(i, cause, now());
  x.link.reset();
}

void swarm::lost(bot_index i, close_cause cause) {
  auto& x = *bots_[i];
  x.wire.close(false);
  ++x.generation;
  oracle_.closed(i, cause, now());
  x.link.reset();
  x.machine.closed(now());
}

void swarm::handle(bot_index i, uint32_t events) {
  auto& x = *bots_[i];
  std::vector<bot_action> actions;
  if (x.wire.is_connecting()) {
    if (!x.wire.finish_connecting()) {
      lost(i, close_cause::never_open);
      return settle(i);
    }
    x.link.emplace(x.target, options_.key, options_.dialect_of(x.target));
    oracle_.opened(i, x.target, now());
    watch(i, false);
    x.machine.connected(now(), actions);
    return apply(i, actions);
  }
  if ((events & EPOLLOUT) != 0 && x.wire.flush())
    watch(i, false);
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
    read(i);
}

void swarm::read(bot_index i) {
  auto& x = *bots_[i];
  auto result = x.wire.read(input_);
  if (result == tcp::connection::read_result::closed) {
    lost(i, close_cause::server);
    return settle(i);
  }
  if (result == tcp::connection::read_result::bytes) {
    x.link->feed(input_);
    drain_link(i);
  }
}

void swarm::drain_link(bot_index i) {
  auto& x = *bots_[i];
  auto generation = x.generation;
  // An action may close the connection and with it the link.
  while (x.generation == generation && x.link) {
    auto event = x.link->next();
    if (!event)
      return;
    if (auto* damage = std::get_if<link_damage>(&*event)) {
      oracle_.damaged(i, *damage, x.link->last_frame(), now());
      if (damage->is_fatal) {
        close(i, close_cause::bot, true);
        x.machine.closed(now());
        return settle(i);
      }
      continue;
    }
    const auto& packet = std::get<server_packet>(*event);
    oracle_.received(i, packet, x.link->last_frame(), now());
    std::vector<bot_action> actions;
    x.machine.received(packet, now(), actions);
    apply(i, actions);
  }
}

void swarm::wait() {
  auto until = std::min(judge_due_, due_.empty() ? judge_due_ : due_.begin()->first);
  auto timeout = std::clamp<time_ms>(until - now(), 0, wait_ms_max);
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
    auto i = static_cast<bot_index>(key);
    if (bots_[i]->generation == static_cast<uint32_t>(key >> 32) && bots_[i]->wire.is_open())
      handle(i, events[k].events);
  }
}

void swarm::tell(bool is_last) {
  auto every = is_terminal_ ? told_ms_terminal : told_ms_file;
  auto passed = now() - told_;
  if (passed < every && !is_last)
    return;
  auto moves = oracle_.counts().moves;
  auto moves_per_s = passed > 0 ? static_cast<double>(moves - moves_told_) * 1000 / static_cast<double>(passed) : 0;
  told_ += passed;
  moves_told_ = moves;
  auto line = status_line(options_.count, oracle_, moves_per_s);
  if (is_terminal_)
    err_ << "\r\033[K" << line << (is_last ? "\n" : "") << std::flush;
  else
    err_ << line << std::endl;
}

} // namespace tools::bots
