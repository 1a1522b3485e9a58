#include "tests/bench/cpu_meter.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace bench {

namespace {

double ticks_to_seconds(double ticks) { return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK)); }

/// Of the whole machine, in seconds.
double busy_seconds() {
  std::ifstream in{"/proc/stat"};
  std::string name;
  double user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0;
  in >> name >> user >> nice >> system >> idle >> wait >> irq >> softirq;
  return ticks_to_seconds(user + nice + system + irq + softirq);
}

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

double cpu_seconds(pid_t pid) {
  std::ifstream in{"/proc/" + (pid == 0 ? "self" : std::to_string(pid)) + "/stat"};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto end_of_name = text.rfind(')'); // the name may hold anything
  if (end_of_name == std::string::npos)
    return 0;
  std::istringstream rest{text.substr(end_of_name + 1)};
  std::string skipped;
  constexpr int fields_before_times = 11;
  for (int i = 0; i < fields_before_times; ++i)
    rest >> skipped;
  double user = 0, system = 0;
  rest >> user >> system;
  return ticks_to_seconds(user + system);
}

cpu_meter::cpu_meter(std::vector<pid_t> processes) : processes_(std::move(processes)) {
  processes_.insert(processes_.begin(), 0);
  for (auto pid : processes_)
    used_.push_back(cpu_seconds(pid));
  busy_ = busy_seconds();
  start_ = seconds_now();
}

double cpu_meter::elapsed() const { return seconds_now() - start_; }

double cpu_meter::of(pid_t pid) const {
  for (size_t i = 0; i < processes_.size(); ++i)
    if (processes_[i] == pid)
      return cpu_seconds(pid) - used_[i];
  return 0;
}

double cpu_meter::of_others() const {
  auto others = busy_seconds() - busy_;
  for (auto pid : processes_)
    others -= of(pid);
  return std::max(others, 0.0);
}

double cpu_meter::others_percent() const {
  return 100 * of_others() / (elapsed() * static_cast<double>(::sysconf(_SC_NPROCESSORS_ONLN)));
}

} // namespace bench
