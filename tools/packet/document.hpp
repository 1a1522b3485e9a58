// What is generated from the catalogue: the protocol document and the Wireshark dissector.

#pragma once

#include <cstdint>
#include <string>

namespace tools::packet {

/// The protocol as Markdown: every packet, struct and set of values.
std::string protocol_document();

struct dissector_options {
  uint16_t login_port = 3550;
  uint16_t game_port = 9860;
};

/// A dissector in Lua for Wireshark 3 and later. Ports, dialect and key are preferences of it; these are their
/// defaults.
std::string dissector(const dissector_options& options);

} // namespace tools::packet
