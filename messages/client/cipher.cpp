#include "messages/client/cipher.hpp"

namespace msg::client {

namespace {

constexpr uint32_t multiplier = 0x241AE7;
constexpr uint32_t increment = 0x15DCB2;
constexpr size_t block_size = 4;

constexpr uint32_t next(uint32_t state, uint8_t cipher_byte) { return (cipher_byte + state) * multiplier + increment; }

} // namespace

void encipher(std::span<uint8_t> body, uint32_t key) {
  for (size_t block = 0; block + block_size <= body.size(); block += block_size) {
    auto state = key;
    for (size_t i = block; i < block + block_size; ++i) {
      body[i] = static_cast<uint8_t>(body[i] ^ (state >> 8));
      state = next(state, body[i]);
    }
  }
}

void decipher(std::span<uint8_t> body, uint32_t key) {
  for (size_t block = 0; block + block_size <= body.size(); block += block_size) {
    auto state = key;
    for (size_t i = block; i < block + block_size; ++i) {
      auto cipher_byte = body[i];
      body[i] = static_cast<uint8_t>(cipher_byte ^ (state >> 8));
      state = next(state, cipher_byte);
    }
  }
}

} // namespace msg::client
