// Cipher of client 562 (protocol guide, section 4). It hides, it does not
// protect: every four-byte block starts again from the same key.

#pragma once

#include <cstdint>
#include <span>

namespace msg::client {

/// Compiled into the client.
inline constexpr uint32_t dynamic_key_562 = 0x04C478BD;

/// In place. `body` is what follows the head; its last one to three bytes that
/// fill no block stay plain. Only the low half of `key` matters.
void encipher(std::span<uint8_t> body, uint32_t key);
void decipher(std::span<uint8_t> body, uint32_t key);

/// The same byte by byte, as the guide describes it: what the fast version is tested and measured against.
void encipher_plainly(std::span<uint8_t> body, uint32_t key);
void decipher_plainly(std::span<uint8_t> body, uint32_t key);

} // namespace msg::client
