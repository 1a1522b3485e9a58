// Many clients on one thread that log in, as far as the benchmark wants them.
//
//   login listener: c2ls_login -> say, server list -> c2ls_select_server -> ls2c_gate_info
//   game listener:  c2g_login -> s2c_char_list            (goal::character_list)
//                   [create] -> choose -> world login     (goal::in_world)
//
// Whoever is in the world is read and ignored, so that nobody counts as slow.

#pragma once

#include "messages/client/head.hpp"

#include <memory>
#include <string>
#include <vector>

namespace bench {

enum class goal : uint8_t { character_list, in_world };

class crowd {
public:
  /// `login_port` on this machine.
  crowd(uint16_t login_port, goal how_far);
  ~crowd();
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

  /// Client `who` starts; account and character follow from the number. It must not be connected.
  void begin(size_t who);
  /// Waits for sockets and deals with them; appends who reached the goal to `done`.
  void pump(int wait_ms, std::vector<size_t>& done);
  /// Closes the connection of `who`.
  void drop(size_t who);

  /// `begin` and `pump` for clients `first` .. `first + count - 1`, at most `at_once` under way.
  void log_in(size_t first, size_t count, size_t at_once);
  /// Reads until nobody has heard anything but keepalives for `quiet_ms`.
  void settle(int quiet_ms);

  /// When `who` began, to now, in microseconds.
  double age_us(size_t who) const;
  int socket_of(size_t who) const;
  /// Not empty: a login failed, and why.
  const std::string& problem() const { return problem_; }

private:
  enum class phase : uint8_t { idle, login, gate, list, create, choose, world, arrived };
  struct client {
    phase now = phase::idle;
    int fd = -1;
    uint64_t begun_ns = 0;
    uint32_t ticket = 0;
    std::string words;           // the last line of the login screen
    msg::wire::byte_buffer rest; // a frame that is not whole yet
  };

  void connect(size_t who, uint16_t port);
  void hear(size_t who, std::vector<size_t>& done);
  /// False when the connection was left or changed.
  bool take(size_t who, std::span<uint8_t> frame, std::vector<size_t>& done);
  bool take_gate_info(size_t who, msg::wire::byte_view body);
  void take_list(size_t who, msg::wire::byte_view body, std::vector<size_t>& done);
  void choose(size_t who);
  template <class T>
  void say(size_t who, const T& packet);
  void fail(size_t who, const std::string& why);

  uint16_t login_port_;
  goal goal_;
  int epoll_ = -1;
  std::vector<client> clients_;
  std::vector<uint8_t> input_;
  uint64_t heard_frames_ = 0; // of those who have arrived, without keepalives
  std::string problem_;
};

} // namespace bench
