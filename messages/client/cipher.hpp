// Cipher of client 562 (protocol guide, section 4). It hides, it does not
// protect: every four-byte block starts again from the same key.

#pragma once

#include <cstdint>
#include <span>

namespace msg::client {

/// Compiled into the client.
inline constexpr uint32_t dynamic_key_562 = 0x04C478BD;

/// In place. `body` is what follows the 12-byte head; its last one to three
/// bytes that fill no block stay plain.
void encipher(std::span<uint8_t> body, uint32_t key);
void decipher(std::span<uint8_t> body, uint32_t key);

} // namespace msg::client
