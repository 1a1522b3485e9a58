#include "runtime/base/entropy.hpp"
#include "runtime/base/password.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace {

constexpr std::array<uint8_t, 16> salt_a{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
constexpr std::array<uint8_t, 16> salt_b{9};

using runtime::hash_password;
using runtime::verify_password;

TEST(Password, IsVerifiedByItsOwnHashOnly) {
  auto hash = hash_password("sesame", 4, salt_a);
  EXPECT_TRUE(verify_password("sesame", hash));
  EXPECT_FALSE(verify_password("Sesame", hash));
  EXPECT_FALSE(verify_password("", hash));
  EXPECT_FALSE(verify_password("sesame ", hash));
}

TEST(Password, HashIsBcryptOfTheGivenCost) {
  EXPECT_EQ(hash_password("x", 4, salt_a).substr(0, 7), "$2b$04$");
  EXPECT_EQ(hash_password("x", 5, salt_a).substr(0, 7), "$2b$05$");
  EXPECT_EQ(hash_password("x", 4, salt_a).size(), 60u);
}

// Published test vector of bcrypt implementations (password "U*U", salt "CCCC...").
TEST(Password, KnownHashOfAnotherImplementationIsAccepted) {
  EXPECT_TRUE(verify_password("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
  EXPECT_FALSE(verify_password("U*V", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
}

TEST(Password, SaltsMakeEqualPasswordsDiffer) {
  EXPECT_NE(hash_password("x", 4, salt_a), hash_password("x", 4, salt_b));
  EXPECT_EQ(hash_password("x", 4, salt_a), hash_password("x", 4, salt_a));
}

TEST(Password, CostOutOfRangeGivesNoHash) {
  EXPECT_EQ(hash_password("x", 3, salt_a), "");
  EXPECT_EQ(hash_password("x", 32, salt_a), "");
}

TEST(Password, WhatBcryptWouldCutIsRefused) {
  EXPECT_NE(hash_password(std::string(72, 'a'), 4, salt_a), "");
  EXPECT_EQ(hash_password(std::string(73, 'a'), 4, salt_a), "");
  EXPECT_EQ(hash_password(std::string_view{"a\0b", 3}, 4, salt_a), "");
  auto hash = hash_password(std::string(72, 'a'), 4, salt_a);
  EXPECT_FALSE(verify_password(std::string(73, 'a'), hash));
  EXPECT_FALSE(verify_password(std::string_view{"a\0b", 3}, hash_password("a", 4, salt_a)));
}

TEST(Password, HashOfNothingIsNotMatchedByAPasswordThatCannotBe) {
  EXPECT_FALSE(verify_password(std::string(73, 'a'), hash_password("", 4, salt_a)));
}

TEST(Password, MissingOrBrokenHashNeverMatches) {
  EXPECT_FALSE(verify_password("", "", 4));
  EXPECT_FALSE(verify_password("x", "", 4));
  EXPECT_FALSE(verify_password("x", "*0"));
  EXPECT_FALSE(verify_password("x", "garbage"));
  EXPECT_FALSE(verify_password("x", "$2b$04$tooshort"));
}

TEST(Entropy, FillsEveryByteAndDoesNotRepeat) {
  std::array<uint8_t, 4096> bytes{};
  runtime::entropy_bytes(bytes);
  EXPECT_LT(std::count(bytes.begin(), bytes.end(), 0), 64);
  EXPECT_NE(runtime::entropy64(), runtime::entropy64());
  runtime::entropy_bytes({});
}

} // namespace
