#include "tools/admin/client/terminal.hpp"

#include <iostream>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace tools::admin {

/// Keys arrive as they are struck, and are not shown.
struct terminal::key_mode {
  key_mode() {
    ::tcgetattr(STDIN_FILENO, &before);
    auto raw = before;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  }
  ~key_mode() { ::tcsetattr(STDIN_FILENO, TCSANOW, &before); }
  key_mode(const key_mode&) = delete;
  key_mode& operator=(const key_mode&) = delete;

  termios before{};
};

terminal::terminal(bool has_keys)
    : keys_(has_keys && ::isatty(STDIN_FILENO) == 1 ? std::make_unique<key_mode>() : nullptr) {}

terminal::~terminal() = default;

wake terminal::wait(std::chrono::milliseconds time) {
  auto end = std::chrono::steady_clock::now() + time;
  for (;;) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() < 0)
      return wake::time;
    pollfd watched[2] = {{signals_.fd(), POLLIN, 0}, {keys_ ? STDIN_FILENO : -1, POLLIN, 0}};
    if (::poll(watched, 2, static_cast<int>(left.count())) <= 0)
      continue;
    if (watched[0].revents != 0)
      return wake::stop;
    char key = 0;
    if (::read(STDIN_FILENO, &key, 1) <= 0 || key == 'q')
      return wake::stop;
  }
}

bool is_drawable(const std::ostream& out) { return &out == &std::cout && ::isatty(STDOUT_FILENO) == 1; }

} // namespace tools::admin
