// One piece of work in a child process that writes as it goes on: what it has
// written is here even when it dies.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tools::simulator {

/// Writes to the parent, at once. False when nobody reads any more.
using child_writer = std::function<bool(std::string_view)>;

enum class child_end : uint8_t { done, interrupted, died };

struct child_result {
  child_end how = child_end::done;
  std::string death; // how it died
};

/// Runs `work` in the child and gives what it writes to `take`, until it is through or `stop_fd` is readable. The
/// program must have one thread.
child_result stream_from_child(const std::function<void(const child_writer&)>& work,
                               const std::function<void(std::string_view)>& take, int stop_fd);

/// "the process died of SIGSEGV", of what waitpid says.
std::string how_it_died(int status);

} // namespace tools::simulator
