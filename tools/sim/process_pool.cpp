#include "tools/sim/process_pool.hpp"

#include "tools/sim/child_stream.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tools::simulator {

namespace {

using wall_clock = std::chrono::steady_clock;

constexpr size_t last_words_max = 2'000;
/// What a process gathers in its memory must not slow down a night.
constexpr uint64_t tasks_per_process = 2'000;

bool write_all(int fd, const void* data, size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    auto done = ::send(fd, at, size, MSG_NOSIGNAL);
    if (done <= 0)
      return false;
    at += done;
    size -= static_cast<size_t>(done);
  }
  return true;
}

bool read_all(int fd, void* data, size_t size) {
  auto* at = static_cast<char*>(data);
  while (size > 0) {
    auto done = ::read(fd, at, size);
    if (done <= 0)
      return false;
    at += done;
    size -= static_cast<size_t>(done);
  }
  return true;
}

bool write_text(int fd, const std::string& text) {
  uint64_t size = text.size();
  return write_all(fd, &size, sizeof size) && write_all(fd, text.data(), text.size());
}

} // namespace

struct process_pool::worker {
  pid_t pid = 0; // 0: none
  int fd = -1;
  int said = -1; // what it says on standard error
  run_mark* where = nullptr;
  uint64_t tasks = 0;
  std::optional<uint64_t> id; // of the task it works on
  std::string received;
  wall_clock::time_point late_at;
  bool is_late = false;
  bool is_dead = false;
};

process_pool::process_pool(uint32_t workers, std::chrono::seconds limit, pool_work work)
    : work_(std::move(work)), limit_(limit) {
  for (uint32_t i = 0; i < workers; ++i) {
    auto& x = *workers_.emplace_back(std::make_unique<worker>());
    auto* memory = ::mmap(nullptr, sizeof(run_mark), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    x.said = ::memfd_create("stderr", MFD_CLOEXEC);
    if (memory == MAP_FAILED || x.said < 0)
      throw std::runtime_error("no memory for a child process");
    x.where = static_cast<run_mark*>(memory);
  }
}

process_pool::~process_pool() {
  for (auto& x : workers_) {
    bury(*x, true);
    ::close(x->said);
    ::munmap(x->where, sizeof(run_mark));
  }
}

bool process_pool::is_full() const {
  return std::ranges::all_of(workers_, [](const auto& x) { return x->id.has_value(); });
}

bool process_pool::is_idle() const {
  return std::ranges::none_of(workers_, [](const auto& x) { return x->id.has_value(); });
}

void process_pool::spawn(worker& x) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error("no socket for a child process");
  auto parent = ::getpid();
  x.pid = ::fork();
  if (x.pid < 0)
    throw std::runtime_error("no child process can be made");
  if (x.pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent)
      ::_exit(0);
    ::close(ends[0]);
    for (auto& other : workers_)
      if (other->fd >= 0)
        ::close(other->fd);
    ::dup2(x.said, STDERR_FILENO);
    serve(x, ends[1]);
    ::_exit(0); // what the parent has buffered is the parent's to write
  }
  ::close(ends[1]);
  x.fd = ends[0];
  x.tasks = 0;
}

void process_pool::serve(worker& x, int fd) {
  for (;;) {
    uint64_t size = 0;
    if (!read_all(fd, &size, sizeof size))
      return;
    std::string task(size, '\0');
    if (!read_all(fd, task.data(), size) || !write_text(fd, work_(task, *x.where)))
      return;
  }
}

void process_pool::start(uint64_t id, std::string task) {
  auto found = std::ranges::find_if(workers_, [](const auto& x) { return !x->id; });
  auto& x = **found;
  if (x.pid != 0 && x.tasks >= tasks_per_process)
    bury(x, false);
  *x.where = {};
  if (::ftruncate(x.said, 0) == 0)
    ::lseek(x.said, 0, SEEK_SET);
  if (x.pid == 0)
    spawn(x);
  ++x.tasks;
  x.id = id;
  x.received.clear();
  x.is_late = x.is_dead = false;
  x.late_at = wall_clock::now() + limit_;
  x.is_dead = !write_text(x.fd, task);
}

bool process_pool::receive(worker& x) {
  char bytes[16 * 1024];
  auto got = ::recv(x.fd, bytes, sizeof bytes, MSG_DONTWAIT);
  if (got > 0)
    x.received.append(bytes, static_cast<size_t>(got));
  else if (got == 0 || (errno != EAGAIN && errno != EINTR))
    x.is_dead = true;
  if (x.is_dead)
    return true;
  uint64_t size = 0;
  if (x.received.size() < sizeof size)
    return false;
  std::memcpy(&size, x.received.data(), sizeof size);
  return x.received.size() == sizeof size + size;
}

pool_result process_pool::take(worker& x) {
  pool_result result;
  result.id = *x.id;
  result.where = *x.where;
  result.is_late = x.is_late;
  x.id.reset();
  if (!x.is_dead && !x.is_late) {
    result.answer = x.received.substr(sizeof(uint64_t));
    return result;
  }
  if (x.is_late)
    ::kill(x.pid, SIGKILL);
  int status = 0;
  ::waitpid(x.pid, &status, 0);
  result.death = x.is_late ? "no end within " + std::to_string(limit_.count()) + " s" : how_it_died(status);
  if (auto words = last_words(x); !words.empty())
    result.death += "; it said: " + words;
  ::close(x.fd);
  x.fd = -1;
  x.pid = 0;
  return result;
}

std::vector<pool_result> process_pool::wait(std::chrono::milliseconds time, int watched_fd) {
  std::vector<pollfd> list;
  std::vector<worker*> who;
  auto until = wall_clock::now() + time;
  for (auto& x : workers_)
    if (x->id) {
      list.push_back({x->fd, POLLIN, 0});
      who.push_back(x.get());
      until = std::min(until, x->late_at);
    }
  if (watched_fd >= 0)
    list.push_back({watched_fd, POLLIN, 0});
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - wall_clock::now()).count();
  ::poll(list.data(), list.size(), static_cast<int>(std::max<int64_t>(left, 0)) + 1);
  std::vector<pool_result> result;
  for (size_t i = 0; i < who.size(); ++i) {
    auto& x = *who[i];
    auto is_done = list[i].revents != 0 && receive(x);
    x.is_late = !is_done && wall_clock::now() >= x.late_at;
    if (is_done || x.is_late)
      result.push_back(take(x));
  }
  return result;
}

std::optional<pool_result> process_pool::ask(std::string task, int watched_fd) {
  start(0, std::move(task));
  for (;;) {
    for (auto& x : wait(std::chrono::seconds{1}, watched_fd))
      return std::move(x);
    pollfd watched{watched_fd, POLLIN, 0};
    if (watched_fd >= 0 && ::poll(&watched, 1, 0) > 0)
      return std::nullopt;
  }
}

/// One that is not killed ends by itself, as nobody is at the other end any more.
void process_pool::bury(worker& x, bool is_killed) {
  if (x.pid == 0)
    return;
  ::shutdown(x.fd, SHUT_RDWR); // whoever was forked later may have it open, too
  ::close(x.fd);
  if (is_killed)
    ::kill(x.pid, SIGKILL);
  ::waitpid(x.pid, nullptr, 0);
  x.fd = -1;
  x.pid = 0;
  x.id.reset();
}

std::string process_pool::last_words(const worker& x) const {
  auto size = ::lseek(x.said, 0, SEEK_END);
  auto count = std::min<size_t>(size > 0 ? static_cast<size_t>(size) : 0, last_words_max);
  std::string result(count, '\0');
  auto got = ::pread(x.said, result.data(), count, size - static_cast<off_t>(count));
  result.resize(got > 0 ? static_cast<size_t>(got) : 0);
  while (!result.empty() && result.back() == '\n')
    result.pop_back();
  return result;
}

} // namespace tools::simulator
