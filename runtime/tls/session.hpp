// TLS on one connection, in the terms of CAF's streams. Lives on CAF's I/O thread.
//
// Two rules that CAF's own module does not keep. The library's errors are
// forgotten before each call: they belong to the thread, and one connection's
// refusal would be taken for the failure of the next one that is looked at. And
// while the handshake waits for the other end, nobody asks to be told when the
// socket can be written to: it always can, which would keep a core busy.

#pragma once

#include "runtime/tls/credentials.hpp"

#include <caf/io/network/native_socket.hpp>
#include <caf/io/network/rw_state.hpp>

namespace runtime::tls {

enum class tls_end { dials, accepts };

class session {
public:
  session(const context_ptr& context, caf::io::network::native_socket fd, tls_end end);

  /// The handshake is over: data can be written.
  bool is_open() const { return is_open_; }
  /// Goes on with the handshake; false when it has failed.
  bool shake_hands();

  caf::io::network::rw_state read_some(size_t& count, void* to, size_t size);
  caf::io::network::rw_state write_some(size_t& count, const void* from, size_t size);
  /// Bytes that were taken from the socket already.
  size_t pending() const { return static_cast<size_t>(SSL_pending(ssl_.get())); }

private:
  bool is_waiting(int result) const;
  void tell_refusal() const;

  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool is_open_ = false;
};

} // namespace runtime::tls
