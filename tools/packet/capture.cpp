#include "tools/packet/capture.hpp"

#include <pcap/pcap.h>

#include <memory>
#include <optional>

namespace tools::packet {

using msg::wire::byte_view;

namespace {

/// Bytes in front of the IP head, by the kind of link; nothing when this packet has none.
std::optional<size_t> link_size(int kind, byte_view packet) {
  constexpr size_t ethernet = 14;
  constexpr size_t vlan_tag = 4;
  constexpr size_t cooked = 16;
  constexpr size_t cooked_v2 = 20;
  switch (kind) {
  case DLT_EN10MB: {
    auto size = ethernet;
    while (packet.size() >= size && packet[size - 2] == 0x81 && packet[size - 1] == 0x00)
      size += vlan_tag;
    return size;
  }
  case DLT_LINUX_SLL:
    return cooked;
  case DLT_LINUX_SLL2:
    return cooked_v2;
  case DLT_NULL:
  case DLT_LOOP:
    return 4;
  case DLT_RAW:
  case DLT_IPV4:
  case DLT_IPV6:
    return 0;
  default:
    return std::nullopt;
  }
}

} // namespace

std::string read_capture(const std::string& path, tcp_flows::handlers handle, capture_summary& out) {
  char problem[PCAP_ERRBUF_SIZE] = {};
  std::unique_ptr<pcap_t, decltype(&pcap_close)> file{pcap_open_offline(path.c_str(), problem), &pcap_close};
  if (!file) {
    std::string why{problem};
    return why.starts_with(path) ? why : path + ": " + why;
  }
  auto kind = pcap_datalink(file.get());
  if (!link_size(kind, {})) {
    const auto* name = pcap_datalink_val_to_name(kind);
    return path + ": packets of link type " + (name ? name : std::to_string(kind).c_str())
           + "; expected Ethernet, Linux cooked, loopback or raw IP";
  }
  tcp_flows flows{std::move(handle)};
  pcap_pkthdr* head = nullptr;
  const u_char* bytes = nullptr;
  auto result = 0;
  while ((result = pcap_next_ex(file.get(), &head, &bytes)) == 1) {
    ++out.packets;
    byte_view packet{bytes, head->caplen};
    auto skip = link_size(kind, packet).value_or(0);
    tcp_segment segment;
    segment.at_us = int64_t{head->ts.tv_sec} * 1'000'000 + head->ts.tv_usec;
    if (packet.size() < skip || !read_segment(packet.subspan(skip), segment))
      continue;
    ++out.segments;
    flows.feed(segment);
  }
  flows.finish();
  out.connections = flows.count();
  out.left_out = flows.left_out();
  if (result == PCAP_ERROR)
    return path + ": " + pcap_geterr(file.get()) + " after " + std::to_string(out.packets) + " packets";
  return {};
}

} // namespace tools::packet
