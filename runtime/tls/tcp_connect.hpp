// A TCP connection that is made within a time, or not at all. CAF's own waits as
// long as the kernel does, two minutes for a machine that is gone, and all other
// connections that are to be made wait behind it.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace runtime::tls {

/// Waits. Returns a socket that does not block, or -1 and the problem. Once connected, it fails when bytes that were
/// sent are not taken for `limit_unanswered`.
int tcp_connect(const std::string& host, uint16_t port, std::chrono::milliseconds limit,
                std::chrono::milliseconds limit_unanswered, std::string& problem);

} // namespace runtime::tls
