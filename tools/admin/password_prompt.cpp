#include "tools/admin/password_prompt.hpp"

#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace tools {

namespace {

class without_echo {
public:
  without_echo() {
    known_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (known_)
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~without_echo() {
    if (known_)
      ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  without_echo(const without_echo&) = delete;
  without_echo& operator=(const without_echo&) = delete;

private:
  termios before_{};
  bool known_ = false;
};

std::optional<std::string> read_line(const console& io) {
  std::string line;
  if (!std::getline(io.in, line))
    return std::nullopt;
  if (!line.empty() && line.back() == '\r')
    line.pop_back();
  return line;
}

} // namespace

std::optional<std::string> prompt_password(const console& io) {
  if (&io.in != &std::cin || ::isatty(STDIN_FILENO) == 0)
    return read_line(io);
  without_echo silence;
  io.err << "Password: " << std::flush;
  auto first = read_line(io);
  io.err << "\nAgain: " << std::flush;
  auto second = read_line(io);
  io.err << '\n';
  return first == second ? first : std::nullopt;
}

} // namespace tools
