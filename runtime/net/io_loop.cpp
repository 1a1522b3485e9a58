#include "runtime/net/io_loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace runtime::net {

namespace {

constexpr uint64_t wake_token = ~uint64_t{0};
constexpr size_t throughput = 50; // messages of one actor before the next gets its turn
constexpr int rounds_max = 8;     // of actors before the sockets get theirs

} // namespace

io_loop::io_loop(caf::actor_system& system)
    : caf::execution_unit(&system), epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  watch(wake_, wake_token, EPOLLIN);
}

io_loop::io_loop(caf::actor_system& system, manual_watch sockets)
    : caf::execution_unit(&system), manual_(std::move(sockets)) {}

io_loop::~io_loop() {
  stop();
  if (is_manual())
    return;
  for (auto* job : ready_)
    caf::intrusive_ptr_release(job);
  for (auto* job : posted_)
    caf::intrusive_ptr_release(job);
  ::close(epoll_);
  ::close(wake_);
}

void io_loop::start(callbacks cbs) {
  callbacks_ = std::move(cbs);
  if (is_manual())
    return;
  thread_ = std::thread{[this] { run(); }};
}

void io_loop::stop() {
  if (is_manual() && callbacks_.on_ready)
    is_stopping_ = true;
  if (!thread_.joinable())
    return;
  is_stopping_ = true;
  uint64_t one = 1;
  static_cast<void>(::write(wake_, &one, sizeof one) == 0);
  thread_.join();
}

void io_loop::exec_later(caf::resumable* job) {
  if (job->subtype() != caf::resumable::io_actor || is_manual()) {
    system().scheduler().enqueue(job);
    return;
  }
  if (is_own_thread()) {
    ready_.push_back(job);
    return;
  }
  std::lock_guard guard{mutex_};
  posted_.push_back(job);
  if (!std::exchange(is_woken_, true)) {
    uint64_t one = 1;
    static_cast<void>(::write(wake_, &one, sizeof one) == 0);
  }
}

bool io_loop::watch(int fd, uint64_t token, uint32_t events) {
  if (is_manual())
    return manual_.watch(fd, token, events);
  epoll_event event{};
  event.events = events;
  event.data.u64 = token;
  return ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) == 0;
}

void io_loop::change(int fd, uint64_t token, uint32_t events) {
  if (is_manual())
    return manual_.change(fd, token, events);
  epoll_event event{};
  event.events = events;
  event.data.u64 = token;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void io_loop::forget(int fd) {
  if (is_manual())
    return manual_.forget(fd);
  ::epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
}

void io_loop::drive_ready(uint64_t token, uint32_t events) {
  if (may_drive())
    callbacks_.on_ready(token, events);
}

void io_loop::drive_pass() {
  if (may_drive())
    callbacks_.on_pass();
}

void io_loop::drive_sweep() {
  if (may_drive())
    callbacks_.on_sweep();
}

int io_loop::wait_ms() const { return ready_.empty() ? static_cast<int>(sweep_interval.count()) : 0; }

void io_loop::run() {
  system().thread_started();
  // Few at a time: the first answers are on their way while the rest is read.
  std::array<epoll_event, 64> events;
  auto sweep_at = std::chrono::steady_clock::now() + sweep_interval;
  while (!is_stopping_) {
    auto n = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait_ms());
    for (int i = 0; i < n; ++i) {
      auto token = events[static_cast<size_t>(i)].data.u64;
      if (token != wake_token)
        callbacks_.on_ready(token, events[static_cast<size_t>(i)].events);
    }
    run_jobs();
    callbacks_.on_pass();
    if (auto now = std::chrono::steady_clock::now(); now >= sweep_at) {
      sweep_at = now + sweep_interval;
      callbacks_.on_sweep();
    }
  }
  system().thread_terminates();
}

void io_loop::run_jobs() {
  {
    std::lock_guard guard{mutex_};
    if (is_woken_) {
      uint64_t count = 0;
      static_cast<void>(::read(wake_, &count, sizeof count) == 0);
      is_woken_ = false;
    }
    ready_.insert(ready_.end(), posted_.begin(), posted_.end());
    posted_.clear();
  }
  for (int round = 0; round < rounds_max && !ready_.empty(); ++round) {
    batch_.swap(ready_);
    for (auto* job : batch_) {
      switch (job->resume(this, throughput)) {
      case caf::resumable::resume_later:
        ready_.push_back(job);
        break;
      case caf::resumable::done:
      case caf::resumable::awaiting_message:
        caf::intrusive_ptr_release(job);
        break;
      case caf::resumable::shutdown_execution_unit:
        break;
      }
    }
    batch_.clear();
  }
}

} // namespace runtime::net
