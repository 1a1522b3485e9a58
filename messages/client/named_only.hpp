// A packet that is known by its number and not by its layout. All of them are
// game packets of the zone, and low in confidence.

#pragma once

#include "messages/wire/packet.hpp"

namespace msg::client {

struct named_only {
  uint16_t protocol = 0;
  std::string_view name; // as in the protocol table
  std::string_view doc;
  std::string_view notes = {};

  constexpr wire::packet_info info(wire::direction to) const {
    return wire::game_packet(name, wire::channel::zone, to, protocol, doc, wire::confidence::low, notes)
      .without_layout();
  }
};

} // namespace msg::client
