// Puts the segments of a capture back into byte streams: in order, without what
// was sent twice. Pure: segments in, bytes out.

#pragma once

#include "messages/wire/codec.hpp"

#include <array>
#include <compare>
#include <functional>
#include <map>
#include <string>

namespace tools::packet {

/// 16 bytes of IPv6, or 4 of IPv4 in front of zeros, as they stand in the packet.
struct flow_end {
  std::array<uint8_t, 16> address{};
  uint16_t port = 0;
  friend auto operator<=>(const flow_end&, const flow_end&) = default;
};

struct tcp_segment {
  flow_end source;
  flow_end target;
  uint32_t sequence = 0;
  bool is_syn = false;
  bool is_ack = false;
  msg::wire::byte_view bytes;
  int64_t at_us = 0;
};

/// Reads the TCP segment in a packet whose link layer is taken off: IPv4 or IPv6. False for anything else, for
/// fragments, and for what is cut short.
bool read_segment(msg::wire::byte_view packet, tcp_segment& out);

/// One connection. `ends[0]` is the client.
struct tcp_flow {
  size_t number = 0; // from 1, by the first segment seen
  flow_end ends[2];
  bool is_client_known = false; // by its SYN; else it is the end with the larger port
};

class tcp_flows {
public:
  /// Bytes of one direction that may wait for a segment the capture lacks.
  static constexpr size_t waiting_max = 1024 * 1024;
  /// Connections that are followed at the same time; further ones are counted and left out.
  static constexpr size_t flows_max = 65536;

  struct handlers {
    /// Bytes of one direction (0 from the client), in order.
    std::function<void(const tcp_flow&, int from, msg::wire::byte_view, int64_t at_us)> data;
    /// Segments are missing: the stream of that direction ends here.
    std::function<void(const tcp_flow&, int from, size_t bytes_missing)> gap;
  };

  explicit tcp_flows(handlers handle) : handle_(std::move(handle)) {}

  void feed(const tcp_segment& x);
  /// The capture is over: tells the gaps that are left.
  void finish();
  size_t count() const { return next_number_ - 1; }
  size_t left_out() const { return left_out_; }

private:
  struct stream {
    bool is_known = false;
    bool is_broken = false;
    uint32_t next = 0;                                // sequence number
    std::map<uint32_t, msg::wire::byte_buffer> waits; // by distance from `base`, which never moves
    uint32_t base = 0;
    size_t waiting = 0;
  };
  struct entry {
    tcp_flow flow;
    stream streams[2];
  };

  entry* find(const tcp_segment& x, int& from);
  void take(entry& e, int from, const tcp_segment& x);
  void drain(entry& e, int from, int64_t at_us);
  void break_off(entry& e, int from);

  handlers handle_;
  std::map<std::pair<flow_end, flow_end>, entry> flows_; // by the smaller end
  size_t next_number_ = 1;
  size_t left_out_ = 0;
};

} // namespace tools::packet
