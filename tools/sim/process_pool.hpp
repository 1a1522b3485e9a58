// Work in child processes: a task and its answer are bytes, and a task that
// brings its process down is told from one that is answered. The program must
// have one thread when the pool is made and whenever a task is started, because
// it forks.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tools::simulator {

/// Memory that a child and its parent share: where a run was when it ended.
struct run_mark {
  uint64_t step = 0;
  uint64_t at = 0; // ns since the cluster began
};

/// Runs in the child.
using pool_work = std::function<std::string(const std::string& task, volatile run_mark& where)>;

struct pool_result {
  uint64_t id = 0; // as given to `start`
  /// Nothing when the process died or took too long.
  std::optional<std::string> answer;
  std::string death; // how, and the last it said on standard error
  bool is_late = false;
  run_mark where; // the last it told
};

class process_pool {
public:
  /// `limit` is what a task may take by the wall clock.
  process_pool(uint32_t workers, std::chrono::seconds limit, pool_work work);
  /// Ends the children and whatever they do.
  ~process_pool();
  process_pool(const process_pool&) = delete;
  process_pool& operator=(const process_pool&) = delete;

  bool is_full() const;
  bool is_idle() const;
  /// Not when it is full.
  void start(uint64_t id, std::string task);
  /// What has ended, once something has or `watched_fd` is readable or the time is over. -1 is no descriptor.
  std::vector<pool_result> wait(std::chrono::milliseconds time, int watched_fd = -1);
  /// One task alone; nothing when `watched_fd` became readable before.
  std::optional<pool_result> ask(std::string task, int watched_fd = -1);

private:
  struct worker;

  void spawn(worker& x);
  void serve(worker& x, int fd);
  /// Reads what has come; true when the answer is whole or the process is gone.
  bool receive(worker& x);
  pool_result take(worker& x);
  void bury(worker& x, bool is_killed);
  std::string last_words(const worker& x) const;

  pool_work work_;
  std::chrono::seconds limit_;
  std::vector<std::unique_ptr<worker>> workers_;
};

} // namespace tools::simulator
