#include "tests/bench/server.hpp"

#include <csignal>
#include <fstream>
#include <stdexcept>

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {

namespace {

sockaddr_in loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Free at this moment. The server tells clients the port it was given, so it cannot pick one itself.
uint16_t free_port() {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(0);
  socklen_t size = sizeof(address);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), size) != 0
      || ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error{"no free port"};
  ::close(fd);
  return ntohs(address.sin_port);
}

bool accepts(uint16_t port) {
  auto fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = loopback(port);
  auto is_good = ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  ::close(fd);
  return is_good;
}

[[noreturn]] void become(std::vector<std::string> words, const std::string& log) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  auto out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

std::string end_of(const std::filesystem::path& log) {
  std::ifstream in{log};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  constexpr size_t size_max = 2000;
  return text.size() > size_max ? text.substr(text.size() - size_max) : text;
}

} // namespace

void pause_ms(int ms) { ::poll(nullptr, 0, ms); }

server::server(const server_options& options) : login_port_(free_port()), game_port_(free_port()) {
  std::vector<std::string> words{options.program, "serve"};
  auto set = [&](const char* key, std::string value) {
    words.emplace_back("--" + std::string{key});
    words.push_back(std::move(value));
  };
  set("data.dir", options.world.string());
  set("database.url", options.database);
  set("login.host", "127.0.0.1");
  set("login.port", std::to_string(login_port_));
  set("game.host", "127.0.0.1");
  set("game.port", std::to_string(game_port_));
  set("game.advertise", "127.0.0.1");
  set("cluster.port", "0");
  set("account.auto_create", "true");
  set("login.bcrypt_cost", "4");
  set("login.tries_per_connection", "100");
  set("edge.frames_per_s", "0");
  set("edge.move_frames_per_s", "0");
  set("edge.chat_frames_per_s", "0");
  set("edge.connections_per_address", "0");
  set("edge.inflight_max", "4096");
  set("edge.idle_timeout_s", "86400"); // clients that wait for their turn say nothing
  set("session.silent_s", "86400");
  set("log.level", "warn");
  words.insert(words.end(), options.extra.begin(), options.extra.end());
  pid_ = ::fork();
  if (pid_ == 0)
    become(std::move(words), options.log.string());
  constexpr int tries = 600;
  constexpr int pause = 50;
  for (int i = 0; i < tries; ++i) {
    if (accepts(login_port_) && accepts(game_port_))
      return;
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      break;
    }
    pause_ms(pause);
  }
  if (pid_ > 0)
    ::kill(pid_, SIGKILL);
  throw std::runtime_error{"the server does not start:\n" + end_of(options.log)};
}

server::~server() {
  if (pid_ <= 0)
    return;
  ::kill(pid_, SIGTERM);
  constexpr int tries = 400;
  constexpr int pause = 50;
  for (int i = 0; i < tries; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_)
      return;
    pause_ms(pause);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

size_t server::resident_bytes() const {
  std::ifstream in{"/proc/" + std::to_string(pid_) + "/statm"};
  size_t total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace bench
