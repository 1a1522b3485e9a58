#include "tests/e2e/child_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace test::e2e {

namespace {

[[noreturn]] void become(const std::vector<char*>& arguments, int output, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent)
    ::_exit(127);
  auto input = ::open("/dev/null", O_RDONLY);
  ::dup2(input, 0);
  ::dup2(output, 1);
  ::dup2(output, 2);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

} // namespace

child_process::child_process(const std::vector<std::string>& arguments) {
  std::vector<char*> raw;
  for (const auto& x : arguments)
    raw.push_back(const_cast<char*>(x.c_str()));
  raw.push_back(nullptr);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0)
    throw std::runtime_error{"no pipe"};
  auto parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0)
    become(raw, pipe[1], parent);
  ::close(pipe[1]);
  if (pid_ < 0)
    throw std::runtime_error{"no child process"};
  alive_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  reader_ = std::thread{[this, fd = pipe[0]] { read_all(fd); }};
}

child_process::~child_process() {
  signal(SIGKILL);
  wait_for_exit();
  reader_.join();
  ::close(alive_);
}

void child_process::read_all(int fd) {
  std::array<char, 4096> chunk{};
  for (;;) {
    auto n = ::read(fd, chunk.data(), chunk.size());
    std::lock_guard guard{mutex_};
    if (n > 0)
      output_.append(chunk.data(), static_cast<size_t>(n));
    else
      is_closed_ = true;
    grown_.notify_all();
    if (n <= 0)
      break;
  }
  ::close(fd);
}

bool child_process::wait_for_text(const std::string& text, deadline until) {
  std::unique_lock guard{mutex_};
  auto is_there = [&] { return output_.find(text) != std::string::npos; };
  grown_.wait_until(guard, until, [&] { return is_closed_ || is_there(); });
  return is_there();
}

std::optional<int> child_process::wait_for_exit(deadline until) {
  if (code_)
    return code_;
  pollfd ended{alive_, POLLIN, 0};
  if (::poll(&ended, 1, left_ms(until)) <= 0)
    return std::nullopt;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::unique_lock guard{mutex_};
  grown_.wait_until(guard, until, [this] { return is_closed_; });
  return code_;
}

void child_process::signal(int number) const {
  if (!code_)
    ::kill(pid_, number);
}

std::string child_process::output() const {
  std::lock_guard guard{mutex_};
  return output_;
}

finished run_to_end(const std::vector<std::string>& arguments, deadline until) {
  child_process child{arguments};
  auto code = child.wait_for_exit(until);
  if (!code)
    throw not_seen{arguments[0] + " " + arguments[1] + " did not end in time; it printed:\n" + child.output()};
  return {*code, child.output()};
}

uint16_t free_port() {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0
      || ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error{"no free port"};
  ::close(fd);
  return ntohs(address.sin_port);
}

} // namespace test::e2e
