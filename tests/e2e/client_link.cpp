#include "tests/e2e/client_link.hpp"

#include "messages/client/cipher.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace test::e2e {

using namespace msg;

client_link::client_link(listener on, uint16_t port) : wire_(on, client::dynamic_key_562) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
    ::close(fd_);
    throw not_seen{"nobody listens on port " + std::to_string(port)};
  }
  int on_flag = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on_flag, sizeof(on_flag));
}

client_link::~client_link() { ::close(fd_); }

bool client_link::send(const client_packet& packet) {
  auto frame = tools::bots::frame_of(packet);
  tools::bots::seal(frame, client::dynamic_key_562);
  wire::byte_view rest{frame};
  while (piece_size > 0 && rest.size() > piece_size) {
    if (!send_raw(rest.first(piece_size)))
      return false;
    rest = rest.subspan(piece_size);
  }
  return send_raw(rest);
}

bool client_link::send_raw(wire::byte_view bytes) {
  while (!bytes.empty()) {
    auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0)
      return false;
    bytes = bytes.subspan(static_cast<size_t>(n));
  }
  return true;
}

bool client_link::read_some(deadline until) {
  if (is_closed_)
    return false;
  pollfd ready{fd_, POLLIN, 0};
  if (::poll(&ready, 1, left_ms(until)) <= 0)
    return false;
  std::array<uint8_t, 16384> chunk{};
  auto n = ::recv(fd_, chunk.data(), chunk.size(), 0);
  if (n <= 0) {
    is_closed_ = true;
    return false;
  }
  wire_.feed(wire::byte_view{chunk.data(), static_cast<size_t>(n)});
  drain();
  return true;
}

void client_link::read_pending() {
  while (read_some(wall::now())) {
  }
}

void client_link::drain() {
  while (auto event = wire_.next()) {
    if (auto* what = std::get_if<tools::bots::link_damage>(&*event)) {
      damage_ += what->what + "\n";
      continue;
    }
    auto& packet = std::get<server_packet>(*event);
    note(packet);
    if (on_packet)
      on_packet(packet);
    arrived_.push_back(std::move(packet));
  }
}

bool client_link::wait_for_close(deadline until) {
  while (!is_closed_ && (read_some(until) || left_ms(until) > 0)) {
  }
  return is_closed_;
}

void client_link::reset() {
  linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  ::close(fd_);
  fd_ = -1;
  is_closed_ = true;
}

void client_link::note(const server_packet& packet) {
  constexpr size_t lines_max = 25;
  constexpr size_t columns_max = 200;
  last_.push_back(std::visit([](const auto& group) { return describe(group); }, packet).substr(0, columns_max));
  if (last_.size() > lines_max)
    last_.pop_front();
}

std::string client_link::history() const {
  std::string result;
  for (const auto& line : last_)
    result += "  " + line + "\n";
  return result + (is_closed_ ? "  (closed by the server)\n" : "");
}

} // namespace test::e2e
