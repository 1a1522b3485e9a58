// The fast version works on many blocks at once. Of the state only bits 8 to 15
// are ever used, and they depend on its low 16 bits alone, so 16-bit arithmetic
// is enough: a block becomes two 16-bit words, of bytes 0 and 1 and of bytes 2
// and 3, each in a lane of a vector of its own.

#include "messages/client/cipher.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

namespace msg::client {

namespace {

constexpr uint32_t multiplier = 0x241AE7;
constexpr uint32_t increment = 0x15DCB2;
constexpr size_t block_size = 4;

constexpr uint32_t next(uint32_t state, uint8_t cipher_byte) { return (cipher_byte + state) * multiplier + increment; }

template <bool Enciphers>
void transform_plainly(std::span<uint8_t> body, uint32_t key) {
  for (size_t block = 0; block + block_size <= body.size(); block += block_size) {
    auto state = key;
    for (size_t i = block; i < block + block_size; ++i) {
      auto read = body[i];
      body[i] = static_cast<uint8_t>(read ^ (state >> 8));
      state = next(state, Enciphers ? body[i] : read);
    }
  }
}

template <size_t Bytes>
struct vectors {
  using words [[gnu::vector_size(Bytes)]] = uint16_t;
  using blocks [[gnu::vector_size(Bytes)]] = uint32_t;
};

/// Transforms as many pairs of vectors as `size` holds and returns their bytes.
template <bool Enciphers, size_t Bytes>
[[gnu::always_inline]] inline size_t transform_vectors(uint8_t* bytes, size_t size, uint32_t key) {
  using words = typename vectors<Bytes>::words;
  using blocks = typename vectors<Bytes>::blocks;
  constexpr auto factor = static_cast<uint16_t>(multiplier);
  constexpr auto addend = static_cast<uint16_t>(increment);
  const auto first_state = static_cast<uint16_t>(key);
  const auto first_mask = static_cast<uint16_t>(first_state >> 8);
  size_t at = 0;
  for (; at + 2 * Bytes <= size; at += 2 * Bytes) {
    blocks a;
    blocks b;
    std::memcpy(&a, bytes + at, Bytes);
    std::memcpy(&b, bytes + at + Bytes, Bytes);
    auto first = (words)((a & 0xFFFFu) | (b << 16));
    auto second = (words)((a >> 16) | (b & 0xFFFF0000u));
    auto out_first = first ^ first_mask;
    auto out_second = second;
    auto state = (((Enciphers ? out_first : first) & 0xFF) + first_state) * factor + addend;
    out_first ^= state & 0xFF00;
    state = (((Enciphers ? out_first : first) >> 8) + state) * factor + addend;
    out_second ^= state >> 8;
    state = (((Enciphers ? out_second : second) & 0xFF) + state) * factor + addend;
    out_second ^= state & 0xFF00;
    a = ((blocks)out_first & 0xFFFFu) | ((blocks)out_second << 16);
    b = ((blocks)out_first >> 16) | ((blocks)out_second & 0xFFFF0000u);
    std::memcpy(bytes + at, &a, Bytes);
    std::memcpy(bytes + at + Bytes, &b, Bytes);
  }
  return at;
}

template <bool Enciphers>
size_t transform_16(uint8_t* bytes, size_t size, uint32_t key) {
  return transform_vectors<Enciphers, 16>(bytes, size, key);
}

#if defined(__x86_64__)
template <bool Enciphers>
[[gnu::target("avx2")]] size_t transform_32(uint8_t* bytes, size_t size, uint32_t key) {
  return transform_vectors<Enciphers, 32>(bytes, size, key);
}

bool has_avx2() {
  static const bool result = __builtin_cpu_supports("avx2");
  return result;
}
#endif

template <bool Enciphers>
void transform(std::span<uint8_t> body, uint32_t key) {
  size_t done = 0;
  if constexpr (std::endian::native == std::endian::little) {
#if defined(__x86_64__)
    constexpr size_t worth_wide = 64;
    if (body.size() >= worth_wide && has_avx2())
      done = transform_32<Enciphers>(body.data(), body.size(), key);
#endif
    done += transform_16<Enciphers>(body.data() + done, body.size() - done, key);
  }
  transform_plainly<Enciphers>(body.subspan(done), key);
}

} // namespace

void encipher(std::span<uint8_t> body, uint32_t key) { transform<true>(body, key); }
void decipher(std::span<uint8_t> body, uint32_t key) { transform<false>(body, key); }

void encipher_plainly(std::span<uint8_t> body, uint32_t key) { transform_plainly<true>(body, key); }
void decipher_plainly(std::span<uint8_t> body, uint32_t key) { transform_plainly<false>(body, key); }

} // namespace msg::client
