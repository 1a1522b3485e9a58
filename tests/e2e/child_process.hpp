// A program as a child: its output is read all the time and can be waited for.
// The child dies with the test program, however that ends.

#pragma once

#include "tests/e2e/waiting.hpp"

#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace test::e2e {

class child_process {
public:
  /// `arguments[0]` is the program's path. Standard output and standard error are one stream.
  explicit child_process(const std::vector<std::string>& arguments);
  /// Kills it when it still runs.
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  /// True once the output holds `text`; false when it ended without or the time is over.
  bool wait_for_text(const std::string& text, deadline until = within());
  /// The exit code, 128 + the signal that killed it, or nothing when it still runs at the deadline.
  std::optional<int> wait_for_exit(deadline until = within());
  /// Nothing happens once it has been waited for.
  void signal(int number) const;

  pid_t pid() const { return pid_; }
  std::string output() const;

private:
  void read_all(int fd);

  pid_t pid_ = -1;
  int alive_ = -1; // pidfd: readable once the child has ended
  std::optional<int> code_;
  mutable std::mutex mutex_;
  std::condition_variable grown_;
  std::string output_;
  bool is_closed_ = false;
  std::thread reader_;
};

/// Runs a program to its end; throws `not_seen` with its output when that takes too long.
struct finished {
  int code = 0;
  std::string output;
};
finished run_to_end(const std::vector<std::string>& arguments, deadline until = within());

/// A TCP port that nobody used a moment ago.
uint16_t free_port();

} // namespace test::e2e
