// A TCP address: from "HOST:PORT", and from the text of a packet.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace tools::tcp {

struct endpoint {
  sockaddr_storage address{};
  socklen_t size = 0;
};

/// Asks the resolver; nothing when the text or the name is wrong. "[::1]:3550" is understood.
std::optional<endpoint> resolve(std::string_view host_and_port);

/// `numeric` as the server sent it; an empty or unspecified address is that of `fallback`.
std::optional<endpoint> endpoint_at(std::string_view numeric, uint16_t port, const endpoint& fallback);

} // namespace tools::tcp
