// One TCP connection of a client: what comes is kept until a test takes it.

#pragma once

#include "tests/e2e/waiting.hpp"
#include "tools/bots/bot_link.hpp"

#include <deque>
#include <functional>

namespace test::e2e {

using tools::bots::client_packet;
using tools::bots::listener;
using tools::bots::server_packet;

class client_link {
public:
  /// Connects at once; throws `not_seen` when nobody listens.
  client_link(listener on, uint16_t port);
  ~client_link();
  client_link(const client_link&) = delete;
  client_link& operator=(const client_link&) = delete;

  /// Enciphers and sends; false when the connection is gone.
  bool send(const client_packet& packet);
  bool send_raw(msg::wire::byte_view bytes);

  /// Reads once, waiting for at most until the deadline; false when nothing came.
  bool read_some(deadline until);
  /// Reads what has arrived already.
  void read_pending();
  /// Waits for a packet of this kind that `is_it` accepts and takes it out; nothing at the deadline or the end.
  template <class T>
  std::optional<T> wait_for(const std::function<bool(const T&)>& is_it, deadline until);
  /// Whether such a packet has arrived; it stays.
  template <class T>
  bool has(const std::function<bool(const T&)>& is_it);
  /// True when the server closes within the time.
  bool wait_for_close(deadline until = within());
  bool is_closed() const { return is_closed_; }

  /// No farewell: the connection is reset, as by a kill -9 of the client's machine.
  void reset();

  /// Bytes per segment that `send` cuts into; 0 = all at once.
  size_t piece_size = 0;
  /// Called for every packet as it arrives.
  std::function<void(const server_packet&)> on_packet;
  /// The last packets, one a line.
  std::string history() const;
  /// Bytes that were no packet of the catalogue; empty when there were none.
  const std::string& damage() const { return damage_; }

private:
  template <class T>
  static const T* as(const server_packet& packet);
  void drain();
  void note(const server_packet& packet);

  int fd_ = -1;
  bool is_closed_ = false;
  tools::bots::bot_link wire_;
  std::deque<server_packet> arrived_;
  std::deque<std::string> last_;
  std::string damage_;
};

template <class T>
const T* client_link::as(const server_packet& packet) {
  auto self = []<class X>(const X& x) -> const T* {
    if constexpr (std::is_same_v<X, T>)
      return &x;
    else
      return nullptr;
  };
  return std::visit([&](const auto& group) { return std::visit(self, group); }, packet);
}

template <class T>
std::optional<T> client_link::wait_for(const std::function<bool(const T&)>& is_it, deadline until) {
  for (size_t i = 0;;) {
    for (; i < arrived_.size(); ++i) {
      auto* found = as<T>(arrived_[i]);
      if (found == nullptr || (is_it && !is_it(*found)))
        continue;
      auto result = *found;
      arrived_.erase(arrived_.begin() + static_cast<ptrdiff_t>(i));
      return result;
    }
    if (is_closed_ || (!read_some(until) && left_ms(until) == 0))
      return std::nullopt;
  }
}

template <class T>
bool client_link::has(const std::function<bool(const T&)>& is_it) {
  read_pending();
  for (const auto& packet : arrived_)
    if (auto* found = as<T>(packet); found != nullptr && (!is_it || is_it(*found)))
      return true;
  return false;
}

} // namespace test::e2e
