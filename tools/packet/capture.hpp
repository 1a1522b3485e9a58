// Reads a capture file and hands out its connections as byte streams.

#pragma once

#include "tools/packet/tcp_flows.hpp"

#include <string>

namespace tools::packet {

struct capture_summary {
  size_t packets = 0;     // of the link layer
  size_t segments = 0;    // of TCP
  size_t connections = 0; // of TCP
  size_t left_out = 0;    // connections beyond what is followed at once
};

/// Reads pcap or pcapng, or standard input when `path` is "-". Empty, or why it cannot be read.
std::string read_capture(const std::string& path, tcp_flows::handlers handle, capture_summary& out);

} // namespace tools::packet
