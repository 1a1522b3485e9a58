// A thread with an epoll set on which actors can live: what such an actor does
// runs on this thread alone, between two waits, so that it may use sockets and
// its own state without a lock.
//
// An actor belongs to a loop when its `subtype` is io_actor and something on
// the loop wakes it; the owner of the sockets also routes its own mailbox here
// (see tcp_edge). Everything else goes to the scheduler as usual.
//
// A loop made with a manual_watch has neither thread nor epoll set: its owner
// says when sockets are ready and when a pass is over, on the one thread on
// which its scheduler runs the actors. That is for simulations.

#pragma once

#include "runtime/net/manual_watch.hpp"

#include <caf/all.hpp>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace runtime::net {

class io_loop final : public caf::execution_unit {
public:
  struct callbacks {
    /// A socket is ready: the token given with it, and epoll's event bits.
    std::function<void(uint64_t token, uint32_t events)> on_ready;
    /// All that was ready is dealt with and every actor has run: write now.
    std::function<void()> on_pass;
    /// About every `sweep_interval`.
    std::function<void()> on_sweep;
  };
  static constexpr std::chrono::milliseconds sweep_interval{50};

  explicit io_loop(caf::actor_system& system);
  /// Driven by its owner; its actors become jobs of the system's scheduler.
  io_loop(caf::actor_system& system, manual_watch sockets);
  ~io_loop() override;
  io_loop(const io_loop&) = delete;
  io_loop& operator=(const io_loop&) = delete;

  /// Call once; `callbacks` run on the loop's thread, or within the calls of who drives it.
  void start(callbacks cbs);
  /// Ends the thread. Actors that are due will not run any more. Driving a stopped loop does nothing.
  void stop();

  // Any thread.
  void exec_later(caf::resumable* job) override;

  // The loop's thread, or before `start`.
  bool watch(int fd, uint64_t token, uint32_t events);
  void change(int fd, uint64_t token, uint32_t events);
  void forget(int fd);
  bool is_own_thread() const { return is_manual() || std::this_thread::get_id() == thread_.get_id(); }

  // Who drives a manual loop; nothing before `start` or on a loop with a thread.
  bool is_manual() const { return static_cast<bool>(manual_.watch); }
  void drive_ready(uint64_t token, uint32_t events);
  /// Due after every `drive_ready`, and after the loop's actors have run: they write in a pass.
  void drive_pass();
  /// Due every `sweep_interval`, after the pass.
  void drive_sweep();

private:
  bool may_drive() const { return is_manual() && callbacks_.on_ready && !is_stopping_; }
  void run();
  void run_jobs();
  int wait_ms() const;

  manual_watch manual_; // empty with a thread
  callbacks callbacks_;
  int epoll_ = -1;
  int wake_ = -1;
  std::thread thread_;
  std::atomic<bool> is_stopping_{false};
  std::vector<caf::resumable*> ready_; // loop's thread only
  std::vector<caf::resumable*> batch_;
  std::mutex mutex_; // guards posted_ and is_woken_
  std::vector<caf::resumable*> posted_;
  bool is_woken_ = false;
};

} // namespace runtime::net
