// The cipher against the published vectors, and its edges.

#include "messages/client/cipher.hpp"

#include "messages/client/head.hpp"
#include "runtime/base/prng.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

namespace msg::client {

namespace {

nlohmann::json vectors() {
  std::ifstream in{std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/protocol/cipher_vectors.json"};
  return nlohmann::json::parse(in);
}

wire::byte_buffer from_hex(const std::string& text) {
  wire::byte_buffer result;
  for (size_t i = 0; i + 1 < text.size(); i += 2)
    result.push_back(static_cast<uint8_t>(std::stoul(text.substr(i, 2), nullptr, 16)));
  return result;
}

std::span<uint8_t> body(wire::byte_buffer& packet) { return std::span{packet}.subspan(game_head_size); }

} // namespace

TEST(Cipher, AgreesWithEveryPublishedVectorBothWays) {
  const auto golden = vectors();
  ASSERT_GE(golden.at("vectors").size(), 10u);
  EXPECT_EQ(std::stoul(golden.at("default_key").get<std::string>(), nullptr, 16), dynamic_key_562);
  for (const auto& x : golden.at("vectors")) {
    SCOPED_TRACE(x.at("case").get<std::string>());
    auto key = static_cast<uint32_t>(std::stoul(x.at("key").get<std::string>(), nullptr, 16));
    const auto plain = from_hex(x.at("plain"));
    const auto enciphered = from_hex(x.at("enciphered"));
    auto bytes = plain;
    encipher(body(bytes), key);
    EXPECT_EQ(bytes, enciphered);
    decipher(body(bytes), key);
    EXPECT_EQ(bytes, plain);
  }
}

TEST(Cipher, AgreesWithTheKnownAnswersOfTheGuide) {
  struct answer {
    uint32_t key;
    std::string plain;
    std::string enciphered;
  };
  const std::vector<answer> answers{
    {0x04C478BD, "00000000", "789d01f5"},
    {0x04C478BD, "0001020304", "789ce41004"},
    {0x04C478BD, "000102030405060708090a0b0c0d0e0f", "789ce4107c0cb0ab70cf5457743cd030"},
    {0x04C478BD, "718a000004", "097983e604"},
    {0x04C478BD, "ffffffffffffffff", "87cecdcd87cecdcd"},
    {0x04C478BD, "010203", "010203"},
    {0x00000000, "0001020304", "00dd4ce104"},
    {0x00000001, "000102030405060708090a0b0c0d0e0f", "00f6a99104667d0408c794ef0c376071"},
    {0x12345678, "000102030405060708090a0b0c0d0e0f", "561db81252b5c77f5efaddc95a8594e9"},
    {0x7FFFFFFF, "00000000", "ff8dde45"},
    {0xFFFFFFFF, "00000000", "ff8dde45"}};
  for (const auto& x : answers) {
    auto bytes = from_hex(x.plain);
    encipher(bytes, x.key);
    EXPECT_EQ(bytes, from_hex(x.enciphered)) << x.plain;
    bytes = from_hex(x.plain);
    encipher_plainly(bytes, x.key);
    EXPECT_EQ(bytes, from_hex(x.enciphered)) << x.plain;
    decipher(bytes, x.key);
    EXPECT_EQ(bytes, from_hex(x.plain));
  }
}

TEST(Cipher, ManyBlocksAtOnceGiveTheSameAsOneByteAtATime) {
  runtime::prng rng{19};
  for (size_t n = 0; n < 600; ++n) {
    wire::byte_buffer plain(n + 1);
    for (auto& x : plain)
      x = static_cast<uint8_t>(rng());
    auto key = static_cast<uint32_t>(rng());
    // From an odd address, too: nothing may ask for alignment.
    auto fast = plain;
    auto slow = plain;
    encipher(std::span{fast}.subspan(1), key);
    encipher_plainly(std::span{slow}.subspan(1), key);
    ASSERT_EQ(fast, slow) << n;
    decipher(std::span{fast}.subspan(1), key);
    decipher_plainly(std::span{slow}.subspan(1), key);
    ASSERT_EQ(fast, plain) << n;
    ASSERT_EQ(slow, plain) << n;
  }
}

TEST(Cipher, OnlyTheLowHalfOfTheKeyMatters) {
  std::set<wire::byte_buffer> results;
  for (uint32_t key = 0; key <= 0xFFFF; ++key) {
    wire::byte_buffer low(4);
    auto high = low;
    encipher(low, key);
    encipher(high, key | 0xABCD0000);
    ASSERT_EQ(low, high) << key;
    results.insert(low);
  }
  EXPECT_EQ(results.size(), 65536u);
}

TEST(Cipher, DecipheringUndoesEncipheringForEveryLength) {
  runtime::prng rng{3};
  for (size_t n = 0; n < 70; ++n) {
    wire::byte_buffer plain(n);
    for (auto& x : plain)
      x = static_cast<uint8_t>(rng());
    auto key = static_cast<uint32_t>(rng());
    auto bytes = plain;
    encipher(bytes, key);
    for (size_t i = n - n % 4; i < n; ++i)
      EXPECT_EQ(bytes[i], plain[i]) << "the bytes of an unfilled block stay plain";
    decipher(bytes, key);
    EXPECT_EQ(bytes, plain);
  }
}

} // namespace msg::client
