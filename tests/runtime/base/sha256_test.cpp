#include "runtime/base/sha256.hpp"

#include <gtest/gtest.h>

#include <array>

namespace runtime {

namespace {

TEST(Sha256, GivesThePublishedDigests) {
  EXPECT_EQ(sha256_hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  std::array<uint8_t, 3> abc{'a', 'b', 'c'};
  EXPECT_EQ(sha256_hex(abc), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, PiecesGiveTheDigestOfTheWhole) {
  std::array<uint8_t, 3> abc{'a', 'b', 'c'};
  sha256 digest;
  digest.update(std::span{abc}.first(1));
  digest.update({});
  EXPECT_EQ(digest.hex(), sha256_hex(std::span{abc}.first(1)));
  digest.update(std::span{abc}.subspan(1));
  EXPECT_EQ(digest.hex(), sha256_hex(abc));
}

} // namespace

} // namespace runtime
