#include "runtime/tls/session.hpp"

#include "runtime/base/log.hpp"
#include "runtime/tls/openssl_values.hpp"

#include <caf/io/network/default_multiplexer.hpp>
#include <openssl/err.h>

#include <sys/socket.h>

#include <limits>
#include <utility>

namespace runtime::tls {

using caf::io::network::rw_state;

namespace {

int int_size(size_t size) {
  return static_cast<int>(std::min(size, static_cast<size_t>(std::numeric_limits<int>::max())));
}

/// The other parts of the library, and the system, have the same numbers for other reasons.
bool is_reason(unsigned long error, int reason) {
  return ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == reason;
}

} // namespace

session::session(const context_ptr& context, caf::io::network::native_socket fd, tls_end end,
                 std::function<void(std::string_view)> count)
    : ssl_(SSL_new(context.get()), SSL_free), count_(std::move(count)), fd_(fd) {
  if (!ssl_)
    return;
  SSL_set_fd(ssl_.get(), fd);
  if (end == tls_end::dials)
    SSL_set_connect_state(ssl_.get());
  else
    SSL_set_accept_state(ssl_.get());
}

bool session::shake_hands() {
  if (is_open_ || !ssl_)
    return is_open_;
  ERR_clear_error();
  auto result = SSL_do_handshake(ssl_.get());
  is_open_ = result == 1;
  if (is_open_)
    tell("done");
  if (is_open_ || is_waiting(result))
    return true;
  tell_refusal();
  return false;
}

rw_state session::read_some(size_t& count, void* to, size_t size) {
  count = 0;
  if (!shake_hands())
    return rw_state::failure;
  if (!is_open_ || size == 0)
    return rw_state::success;
  ERR_clear_error();
  auto n = SSL_read(ssl_.get(), to, int_size(size));
  if (n > 0)
    count = static_cast<size_t>(n);
  return n > 0 || is_waiting(n) ? rw_state::success : rw_state::failure;
}

rw_state session::write_some(size_t& count, const void* from, size_t size) {
  count = 0;
  if (!is_open_)
    return rw_state::failure; // nothing is flushed before
  if (size == 0)
    return rw_state::indeterminate;
  ERR_clear_error();
  auto n = SSL_write(ssl_.get(), from, int_size(size));
  if (n > 0)
    count = static_cast<size_t>(n);
  return n > 0 || is_waiting(n) ? rw_state::success : rw_state::failure;
}

bool session::is_waiting(int result) const {
  auto why = SSL_get_error(ssl_.get(), result);
  return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
}

void session::end_unfinished(const char* why) {
  std::lock_guard guard{mutex_};
  if (is_open_ || fd_ == caf::io::network::invalid_native_socket)
    return;
  why_late_ = why;
  ::shutdown(fd_, SHUT_RDWR); // the stream sees that it has ended
}

void session::let_go() {
  tell("ended"); // when nobody looked at it any more
  std::lock_guard guard{mutex_};
  fd_ = caf::io::network::invalid_native_socket;
}

void session::tell(std::string_view outcome) {
  if (auto count = std::exchange(count_, nullptr))
    count(outcome);
}

void session::tell_refusal() {
  auto peer = caf::io::network::remote_addr_of_fd(SSL_get_fd(ssl_.get()));
  auto verified = SSL_get_verify_result(ssl_.get());
  auto error = ERR_peek_last_error();
  std::string why;
  if (const auto* late = why_late_.load()) {
    tell("late");
    why = late;
  } else if (verified != X509_V_OK) {
    tell("stranger");
    why = X509_verify_cert_error_string(verified);
  } else if (is_reason(error, SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE)) {
    tell("stranger");
    why = openssl_error();
  } else if (error != 0 && !is_reason(error, SSL_R_UNEXPECTED_EOF_WHILE_READING)) {
    tell("broken");
    why = openssl_error();
  } else {
    tell("ended");
    why = "the connection ended";
  }
  log::warn(log::component::cluster, "tls-refused", "the handshake with {} failed: {}", peer ? *peer : "somebody", why);
}

} // namespace runtime::tls
