// One non-blocking client socket: connects, buffers what cannot be written
// yet, reads what is there.

#pragma once

#include "messages/wire/codec.hpp"
#include "tools/tcp/endpoint.hpp"

namespace tools::tcp {

class connection {
public:
  connection() = default;
  ~connection() { close(false); }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// False when the system refuses at once; else the socket becomes writable when it stands or has failed.
  bool open(const endpoint& to);
  /// Takes over a connected, non-blocking socket.
  void adopt(int fd);
  /// A rough close resets the connection.
  void close(bool is_rough);
  bool is_open() const { return fd_ >= 0; }
  int fd() const { return fd_; }

  bool is_connecting() const { return is_connecting_; }
  /// Of a socket that became writable while connecting: whether it stands.
  bool finish_connecting();

  /// Takes `bytes` and writes what it can; false when the connection is lost.
  bool send(msg::wire::byte_view bytes);
  /// Writes what was left; false when the connection is lost.
  bool flush();
  bool has_unsent() const { return !unsent_.empty(); }
  size_t unsent() const { return unsent_.size(); }
  /// Nothing more will be sent; the other side reads the end behind what it was sent.
  void finish_sending();

  enum class read_result : uint8_t { nothing, bytes, closed };
  /// One read of at most 64 KiB; `out` is what came.
  read_result read(msg::wire::byte_buffer& out);

private:
  int fd_ = -1;
  bool is_connecting_ = false;
  msg::wire::byte_buffer unsent_;
};

} // namespace tools::tcp
