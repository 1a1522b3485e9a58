#include "tools/packet/recording.hpp"

namespace tools::packet {

using msg::wire::byte_view;
using msg::wire::direction;

namespace {

constexpr uint8_t flag_fin = 0x01;
constexpr uint8_t flag_syn = 0x02;
constexpr uint8_t flag_push = 0x08;
constexpr uint8_t flag_ack = 0x10;
constexpr size_t ip_head_size = 20;
constexpr size_t tcp_head_size = 20;
constexpr size_t segment_max = 16 * 1024; // bytes of payload
constexpr int snapshot_max = 65535;
constexpr uint8_t protocol_tcp = 6;

void put16(uint8_t* at, uint32_t value) {
  at[0] = static_cast<uint8_t>(value >> 8);
  at[1] = static_cast<uint8_t>(value);
}

void put32(uint8_t* at, uint32_t value) {
  put16(at, value >> 16);
  put16(at + 2, value & 0xFFFF);
}

/// The sum of RFC 1071, not yet folded.
uint32_t sum16(byte_view bytes, uint32_t sum = 0) {
  for (size_t i = 0; i < bytes.size(); i += 2)
    sum += uint32_t{bytes[i]} << 8 | (i + 1 < bytes.size() ? bytes[i + 1] : 0u);
  return sum;
}

uint16_t folded(uint32_t sum) {
  while (sum >> 16)
    sum = (sum & 0xFFFF) + (sum >> 16);
  return static_cast<uint16_t>(~sum);
}

} // namespace

bool recording::open(const std::string& path, std::string& problem) {
  kind_.reset(pcap_open_dead(DLT_RAW, snapshot_max));
  file_.reset(pcap_dump_open(kind_.get(), path.c_str()));
  if (!file_)
    problem = pcap_geterr(kind_.get());
  return file_ != nullptr;
}

void recording::begin(recorded_connection& x, wall_us now) {
  x.sequence[0] = x.sequence[1] = 0;
  segment(x, direction::c2s, flag_syn, {}, now);
  x.sequence[0] = 1;
  segment(x, direction::s2c, flag_syn | flag_ack, {}, now);
  x.sequence[1] = 1;
  segment(x, direction::c2s, flag_ack, {}, now);
}

void recording::data(recorded_connection& x, direction from, byte_view bytes, wall_us now) {
  while (!bytes.empty()) {
    auto piece = bytes.first(std::min(bytes.size(), segment_max));
    segment(x, from, flag_ack | flag_push, piece, now);
    x.sequence[static_cast<size_t>(from)] += static_cast<uint32_t>(piece.size());
    bytes = bytes.subspan(piece.size());
  }
}

void recording::end(recorded_connection& x, direction from, wall_us now) {
  segment(x, from, flag_ack | flag_fin, {}, now);
  ++x.sequence[static_cast<size_t>(from)];
}

bool recording::flush() { return !file_ || pcap_dump_flush(file_.get()) == 0; }

void recording::segment(const recorded_connection& x, direction from, uint8_t flags, byte_view bytes, wall_us now) {
  if (!file_)
    return;
  auto is_c2s = from == direction::c2s;
  const auto& source = is_c2s ? x.client : x.server;
  const auto& target = is_c2s ? x.server : x.client;
  scratch_.assign(ip_head_size + tcp_head_size, 0);
  scratch_.insert(scratch_.end(), bytes.begin(), bytes.end());
  auto* ip = scratch_.data();
  auto* tcp = ip + ip_head_size;
  ip[0] = 0x45;
  put16(ip + 2, static_cast<uint32_t>(scratch_.size()));
  ip[8] = 64;
  ip[9] = protocol_tcp;
  put32(ip + 12, source.address);
  put32(ip + 16, target.address);
  put16(ip + 10, folded(sum16(byte_view{scratch_}.first(ip_head_size))));
  put16(tcp, source.port);
  put16(tcp + 2, target.port);
  put32(tcp + 4, x.sequence[static_cast<size_t>(from)]);
  put32(tcp + 8, flags & flag_ack ? x.sequence[is_c2s ? 1 : 0] : 0);
  tcp[12] = 0x50;
  tcp[13] = flags;
  put16(tcp + 14, 0xFFFF);
  auto tcp_size = scratch_.size() - ip_head_size;
  auto pseudo = sum16(byte_view{scratch_}.subspan(12, 8)) + protocol_tcp + static_cast<uint32_t>(tcp_size);
  put16(tcp + 16, folded(sum16(byte_view{scratch_}.subspan(ip_head_size), pseudo)));
  pcap_pkthdr head{};
  head.ts.tv_sec = now / 1'000'000;
  head.ts.tv_usec = now % 1'000'000;
  head.caplen = head.len = static_cast<bpf_u_int32>(scratch_.size());
  pcap_dump(reinterpret_cast<u_char*>(file_.get()), &head, scratch_.data());
}

} // namespace tools::packet
