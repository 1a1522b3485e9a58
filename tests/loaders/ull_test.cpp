// The known answers of ull/ull_kat.json.

#include "loaders/ull.hpp"

#include "tests/loaders/vectors.hpp"

#include <random>

namespace loaders::test {

namespace {

byte_buffer from_hex(const std::string& hex) {
  byte_buffer bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

TEST(Ull, KnownAnswersAreGiven) {
  auto answers = read_golden_list("ull/ull_kat.json", "kat");
  EXPECT_GE(answers.size(), 10u);
  size_t with_bytes = 0;
  for (const auto& answer : answers) {
    if (!answer.contains("plain_hex"))
      continue;
    ++with_bytes;
    auto plain = from_hex(answer.at("plain_hex"));
    auto encoded = ull_encode(plain);
    ASSERT_EQ(plain.size(), answer.at("size"));
    EXPECT_EQ(sha256(encoded), answer.at("encoded_sha256")) << answer.at("name");
    EXPECT_EQ(to_hex(byte_view{encoded}), answer.at("encoded_hex")) << answer.at("name");
    EXPECT_EQ(sha256(ull_decode(plain)), answer.at("decode_of_plain_sha256")) << answer.at("name");
    EXPECT_EQ(ull_decode(encoded), plain) << answer.at("name");
  }
  EXPECT_GT(with_bytes, 8u);
}

TEST(Ull, DecodingUndoesEncodingAndTheOtherWayRound) {
  std::mt19937_64 rng{5};
  for (int round = 0; round < 200; ++round) {
    byte_buffer bytes(rng() % 1200);
    for (auto& byte : bytes)
      byte = static_cast<uint8_t>(rng());
    EXPECT_EQ(ull_decode(ull_encode(bytes)), bytes);
    EXPECT_EQ(ull_encode(ull_decode(bytes)), bytes);
  }
}

} // namespace

} // namespace loaders::test
