// The real program `zonehive serve` as a child process, without the limits that
// keep a single client from asking too much.

#pragma once

#include "messages/client/cipher.hpp"

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace bench {

/// The cipher key of the server and of the clients here.
inline constexpr uint32_t cipher_key = msg::client::dynamic_key_562;

struct server_options {
  std::string program;
  std::filesystem::path world;
  std::string database;           // URL
  std::filesystem::path log;      // what the server prints goes here
  std::vector<std::string> extra; // more arguments
};

class server {
public:
  /// Starts it and waits until it listens; throws std::runtime_error with the end of its log when it does not.
  explicit server(const server_options& options);
  /// Stops it, cleanly if it can.
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  pid_t pid() const { return pid_; }
  uint16_t login_port() const { return login_port_; }
  /// Resident memory now, in bytes.
  size_t resident_bytes() const;

private:
  pid_t pid_ = -1;
  uint16_t login_port_ = 0;
  uint16_t game_port_ = 0;
};

/// Waits without doing anything.
void pause_ms(int ms);

} // namespace bench
