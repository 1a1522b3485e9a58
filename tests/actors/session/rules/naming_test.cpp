#include "actors/session/rules/naming.hpp"

#include <gtest/gtest.h>

namespace actors {

TEST(Naming, FourToTwelveLettersAndDigitsAreAllowed) {
  for (auto name : {"Abcd", "abcdefghijkl", "A123", "Zz9Zz9"})
    EXPECT_TRUE(is_allowed_name(name)) << name;
}

TEST(Naming, TooShortAndTooLongAreNot) {
  for (auto name : {"", "a", "abc", "abcdefghijklm"})
    EXPECT_FALSE(is_allowed_name(name)) << name;
}

TEST(Naming, ALetterComesFirst) { EXPECT_FALSE(is_allowed_name("1abc")); }

TEST(Naming, NothingButLettersAndDigits) {
  for (auto name : {"ab cd", "ab_cd", "ab-cd", "abcd ", "abc\xE4", "abc\n", "[GM]x"})
    EXPECT_FALSE(is_allowed_name(name)) << name;
  EXPECT_FALSE(is_allowed_name(std::string_view{"abc\0d", 5}));
}

TEST(Naming, NamesOfTheServerAreReservedInAnyCase) {
  for (auto name : {"admin", "Admin", "SYSTEM", "GameMaster", "zonehive", "Server", "notice", "moderator"})
    EXPECT_FALSE(is_allowed_name(name)) << name;
  EXPECT_TRUE(is_allowed_name("Admins"));
}

} // namespace actors
