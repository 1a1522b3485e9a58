#include "tools/sim/child_stream.hpp"

#include <csignal>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tools::simulator {

namespace {

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    auto done = ::write(fd, text.data(), text.size());
    if (done <= 0)
      return false;
    text.remove_prefix(static_cast<size_t>(done));
  }
  return true;
}

} // namespace

child_result stream_from_child(const std::function<void(const child_writer&)>& work,
                               const std::function<void(std::string_view)>& take, int stop_fd) {
  int ends[2];
  if (::pipe(ends) != 0)
    throw std::runtime_error("no pipe for a child process");
  auto pid = ::fork();
  if (pid < 0)
    throw std::runtime_error("no child process can be made");
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    work([fd = ends[1]](std::string_view text) { return write_all(fd, text); });
    ::_exit(0); // what the parent has buffered is the parent's to write
  }
  ::close(ends[1]);
  child_result result;
  char bytes[64 * 1024];
  for (;;) {
    pollfd watched[] = {{ends[0], POLLIN, 0}, {stop_fd, POLLIN, 0}};
    ::poll(watched, stop_fd >= 0 ? 2 : 1, -1);
    if (stop_fd >= 0 && watched[1].revents != 0) {
      ::kill(pid, SIGKILL);
      result.how = child_end::interrupted;
      break;
    }
    auto got = ::read(ends[0], bytes, sizeof bytes);
    if (got <= 0)
      break;
    take({bytes, static_cast<size_t>(got)});
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (result.how == child_end::done && status != 0) {
    result.how = child_end::died;
    result.death = how_it_died(status);
  }
  return result;
}

std::string how_it_died(int status) {
  if (WIFSIGNALED(status)) {
    const auto* name = ::sigabbrev_np(WTERMSIG(status));
    return "the process died of SIG" + std::string{name ? name : std::to_string(WTERMSIG(status))};
  }
  return "the process ended with exit code " + std::to_string(WEXITSTATUS(status));
}

} // namespace tools::simulator
