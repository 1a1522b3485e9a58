// Recordings of connections are pcap files, so that every network tool reads
// them. What a proxy saw of a TCP stream is written as IPv4 segments that carry
// the same bytes; sequence numbers, addresses and times are true, retransmission
// and windows are not shown.

#pragma once

#include "messages/wire/codec.hpp"
#include "messages/wire/packet.hpp"

#include <pcap/pcap.h>

#include <memory>
#include <string>

namespace tools::packet {

/// Microseconds since 1970.
using wall_us = int64_t;

/// An IPv4 address and port in the order of this machine.
struct ipv4_end {
  uint32_t address = 0;
  uint16_t port = 0;
};

/// One connection of a recording: who it is between, and how many bytes each side has said.
struct recorded_connection {
  ipv4_end client;
  ipv4_end server;
  uint32_t sequence[2] = {1, 1}; // of the next byte, by direction
};

class recording {
public:
  /// Makes the file; `problem` says why not.
  bool open(const std::string& path, std::string& problem);
  bool is_open() const { return file_ != nullptr; }

  /// The connection stands.
  void begin(recorded_connection& x, wall_us now);
  /// One side said `bytes`.
  void data(recorded_connection& x, msg::wire::direction from, msg::wire::byte_view bytes, wall_us now);
  /// One side closed.
  void end(recorded_connection& x, msg::wire::direction from, wall_us now);
  /// Everything so far reaches the file; false when the disk refuses.
  bool flush();

private:
  void segment(const recorded_connection& x, msg::wire::direction from, uint8_t flags, msg::wire::byte_view bytes,
               wall_us now);

  struct closer {
    void operator()(pcap_t* x) const { pcap_close(x); }
    void operator()(pcap_dumper_t* x) const { pcap_dump_close(x); }
  };
  std::unique_ptr<pcap_t, closer> kind_;
  std::unique_ptr<pcap_dumper_t, closer> file_;
  msg::wire::byte_buffer scratch_;
};

} // namespace tools::packet
