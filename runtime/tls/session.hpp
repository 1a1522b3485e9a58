// TLS on one connection, in the terms of CAF's streams. Lives on CAF's I/O thread.
//
// Three rules that CAF's own module does not keep. The library's errors are
// forgotten before each call: they belong to the thread, and one connection's
// refusal would be taken for the failure of the next one that is looked at. While
// the handshake waits for the other end, nobody asks to be told when the socket
// can be written to: it always can, which would keep a core busy. And whoever
// begins a handshake and does not go on loses his connection, after a time or
// when too many others begin one.

#pragma once

#include "runtime/tls/credentials.hpp"

#include <caf/io/network/native_socket.hpp>
#include <caf/io/network/rw_state.hpp>

#include <atomic>
#include <functional>
#include <mutex>

namespace runtime::tls {

enum class tls_end { dials, accepts };

class session {
public:
  /// `count` is told once how the handshake went, in one word:
  ///   done      for this end. Who dials a node that refuses him learns it only when he reads (TLS 1.3)
  ///   stranger  no certificate, or one that is not good
  ///   broken    what the other end said is no TLS, or not ours
  ///   ended     the connection did
  ///   late      given up by end_unfinished
  session(const context_ptr& context, caf::io::network::native_socket fd, tls_end end,
          std::function<void(std::string_view)> count);

  /// The handshake is over: data can be written.
  bool is_open() const { return is_open_; }
  /// Goes on with the handshake; false when it has failed.
  bool shake_hands();

  caf::io::network::rw_state read_some(size_t& count, void* to, size_t size);
  caf::io::network::rw_state write_some(size_t& count, const void* from, size_t size);
  /// Bytes that were taken from the socket already.
  size_t pending() const { return static_cast<size_t>(SSL_pending(ssl_.get())); }

  /// Ends the connection when the handshake is not over; `why` is for the log. From any thread.
  void end_unfinished(const char* why);
  /// The socket is about to be closed.
  void let_go();

private:
  bool is_waiting(int result) const;
  void tell(std::string_view outcome);
  void tell_refusal();

  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  std::function<void(std::string_view)> count_; // empty once it was told
  std::mutex mutex_;                            // guards fd_, which may be shut down from another thread
  caf::io::network::native_socket fd_;
  std::atomic<bool> is_open_ = false;
  std::atomic<const char*> why_late_ = nullptr;
};

} // namespace runtime::tls
