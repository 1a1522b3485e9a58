// What the fuzz targets of the two listeners share: a byte stream as a client or
// a server may send it, through everything that reads such streams.
//
// The first byte of the input chooses: bit 0 the direction, bit 1 the dialect,
// bit 2 whether the bodies are enciphered, bits 3 to 7 the size of the pieces in
// which the rest arrives.

#pragma once

#include "messages/wire/packet.hpp"

#include <cstddef>
#include <cstdint>

namespace test::fuzz {

/// Ends the process when the readers disagree or a packet does not survive its own encoding.
void read_stream(msg::wire::listener on, const uint8_t* data, size_t size);

} // namespace test::fuzz
