// Who used the processors between two moments: the processes under test, and
// everybody else on the machine, whose share says how far a figure is disturbed.

#pragma once

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace bench {

/// Processor time of a process so far, in seconds; 0 when there is none. `pid` 0 is this process.
double cpu_seconds(pid_t pid);

class cpu_meter {
public:
  /// Starts to measure; `processes` are ours besides this one.
  explicit cpu_meter(std::vector<pid_t> processes);

  /// Seconds since the start.
  double elapsed() const;
  /// Processor seconds of `pid` (one of the constructor's, or 0) since the start.
  double of(pid_t pid) const;
  /// Processor seconds of everybody who was not named.
  double of_others() const;
  /// The same as a share of the whole machine, in percent.
  double others_percent() const;

private:
  std::vector<pid_t> processes_; // 0 first
  std::vector<double> used_;
  double busy_ = 0;
  double start_ = 0;
};

} // namespace bench
