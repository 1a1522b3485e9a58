// The cipher against the published vectors, and its edges.

#include "messages/client/cipher.hpp"

#include "messages/client/head.hpp"
#include "runtime/base/prng.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

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
