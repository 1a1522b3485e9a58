#include "tools/packet/tcp_flows.hpp"

#include <utility>

namespace tools::packet {

using msg::wire::byte_view;

namespace {

constexpr uint8_t protocol_tcp = 6;
constexpr size_t ipv4_head_min = 20;
constexpr size_t ipv6_head_size = 40;
constexpr size_t tcp_head_min = 20;

uint16_t get16(byte_view bytes, size_t at) { return static_cast<uint16_t>(bytes[at] << 8 | bytes[at + 1]); }
uint32_t get32(byte_view bytes, size_t at) { return uint32_t{get16(bytes, at)} << 16 | get16(bytes, at + 2); }

void copy_address(flow_end& to, byte_view bytes) { std::copy(bytes.begin(), bytes.end(), to.address.begin()); }

/// Takes the IP head off; empty when there is no whole TCP segment behind it.
byte_view inside_ip(byte_view packet, tcp_segment& out) {
  auto version = packet.empty() ? 0 : packet[0] >> 4;
  if (version == 4 && packet.size() >= ipv4_head_min) {
    auto head = (size_t{packet[0]} & 15) * 4;
    auto size = std::min<size_t>(get16(packet, 2), packet.size());
    auto is_fragment = (get16(packet, 6) & 0x3FFF) != 0;
    if (packet[9] != protocol_tcp || is_fragment || head < ipv4_head_min || size < head)
      return {};
    copy_address(out.source, packet.subspan(12, 4));
    copy_address(out.target, packet.subspan(16, 4));
    return packet.subspan(head, size - head);
  }
  if (version == 6 && packet.size() >= ipv6_head_size) {
    auto size = std::min<size_t>(get16(packet, 4), packet.size() - ipv6_head_size);
    if (packet[6] != protocol_tcp)
      return {};
    copy_address(out.source, packet.subspan(8, 16));
    copy_address(out.target, packet.subspan(24, 16));
    return packet.subspan(ipv6_head_size, size);
  }
  return {};
}

} // namespace

bool read_segment(byte_view packet, tcp_segment& out) {
  auto tcp = inside_ip(packet, out);
  if (tcp.size() < tcp_head_min)
    return false;
  auto head = (size_t{tcp[12]} >> 4) * 4;
  if (head < tcp_head_min || tcp.size() < head)
    return false;
  out.source.port = get16(tcp, 0);
  out.target.port = get16(tcp, 2);
  out.sequence = get32(tcp, 4);
  out.is_syn = (tcp[13] & 0x02) != 0;
  out.is_ack = (tcp[13] & 0x10) != 0;
  out.bytes = tcp.subspan(head);
  return true;
}

tcp_flows::entry* tcp_flows::find(const tcp_segment& x, int& from) {
  auto key = std::minmax(x.source, x.target);
  auto found = flows_.find({key.first, key.second});
  auto starts_anew = x.is_syn && !x.is_ack;
  if (found != flows_.end() && starts_anew && found->second.streams[0].next != x.sequence + 1) {
    flows_.erase(found); // the ports are used again
    found = flows_.end();
  }
  if (found == flows_.end()) {
    if (flows_.size() >= flows_max) {
      ++left_out_;
      return nullptr;
    }
    entry e;
    auto source_is_client = x.is_syn ? !x.is_ack : x.source.port >= x.target.port;
    e.flow = {
      next_number_++, {source_is_client ? x.source : x.target, source_is_client ? x.target : x.source}, x.is_syn};
    found = flows_.emplace(std::pair{key.first, key.second}, std::move(e)).first;
  }
  from = found->second.flow.ends[0] == x.source ? 0 : 1;
  return &found->second;
}

void tcp_flows::feed(const tcp_segment& x) {
  auto from = 0;
  if (auto* e = find(x, from))
    take(*e, from, x);
}

void tcp_flows::take(entry& e, int from, const tcp_segment& x) {
  auto& s = e.streams[from];
  if (x.is_syn) {
    s.is_known = true;
    s.next = s.base = x.sequence + 1;
    return;
  }
  if (x.bytes.empty() || s.is_broken)
    return;
  if (!std::exchange(s.is_known, true))
    s.next = s.base = x.sequence; // the capture began in mid-connection
  auto ahead = static_cast<int32_t>(x.sequence - s.next);
  auto bytes = x.bytes;
  if (ahead < 0) {
    auto known = static_cast<size_t>(-static_cast<int64_t>(ahead));
    if (known >= bytes.size())
      return; // sent again
    bytes = bytes.subspan(known);
    ahead = 0;
  }
  if (ahead > 0) {
    auto& place = s.waits[x.sequence - s.base];
    if (place.size() < bytes.size()) {
      s.waiting += bytes.size() - place.size();
      place.assign(bytes.begin(), bytes.end());
    }
    if (s.waiting > waiting_max)
      break_off(e, from);
    return;
  }
  s.next += static_cast<uint32_t>(bytes.size());
  handle_.data(e.flow, from, bytes, x.at_us);
  drain(e, from, x.at_us);
}

void tcp_flows::drain(entry& e, int from, int64_t at_us) {
  auto& s = e.streams[from];
  while (!s.waits.empty()) {
    auto first = s.waits.begin();
    auto ahead = static_cast<int32_t>(first->first - (s.next - s.base));
    if (ahead > 0)
      return;
    auto known = static_cast<size_t>(-static_cast<int64_t>(ahead));
    auto bytes = std::move(first->second);
    s.waits.erase(first);
    s.waiting -= bytes.size();
    if (known >= bytes.size())
      continue;
    auto rest = byte_view{bytes}.subspan(known);
    s.next += static_cast<uint32_t>(rest.size());
    handle_.data(e.flow, from, rest, at_us);
  }
}

void tcp_flows::break_off(entry& e, int from) {
  auto& s = e.streams[from];
  s.is_broken = true;
  auto missing = s.waits.empty() ? 0 : s.waits.begin()->first - (s.next - s.base);
  s.waits.clear();
  s.waiting = 0;
  handle_.gap(e.flow, from, missing);
}

void tcp_flows::finish() {
  for (auto& [key, e] : flows_)
    for (int from : {0, 1})
      if (!e.streams[from].waits.empty())
        break_off(e, from);
}

} // namespace tools::packet
