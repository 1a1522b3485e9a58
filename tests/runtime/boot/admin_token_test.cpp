#include "runtime/boot/admin_token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace runtime::boot;
using testing::HasSubstr;

namespace {

class AdminToken : public testing::Test {
protected:
  void TearDown() override { std::filesystem::remove(path_); }
  admin_token read(std::string_view text, mode_t mode = 0600) {
    std::ofstream{path_} << text;
    ::chmod(path_.c_str(), mode);
    return read_admin_token(path_);
  }

  std::string path_ =
    (std::filesystem::path{testing::TempDir()} / ("zonehive-token-" + std::to_string(::getpid()))).string();
};

TEST_F(AdminToken, IsTheFirstLineOfTheFile) {
  auto token = read("0123456789abcdef0123456789abcdef\nand a remark\n");
  EXPECT_EQ(token.text, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(token.problem, "");
}

TEST_F(AdminToken, AFileThatOthersMayReadIsRefused) {
  for (mode_t mode : {0640, 0604, 0644}) {
    auto token = read("0123456789abcdef", mode);
    EXPECT_EQ(token.text, "") << mode;
    EXPECT_THAT(token.problem, HasSubstr("chmod 600")) << mode;
  }
}

TEST_F(AdminToken, ATokenThatCanBeGuessedOrNotSentIsRefused) {
  for (auto text : {"", "\n", "short", "0123456789abcde", "0123456789 abcdef", "0123456789abcde\xE4"})
    EXPECT_FALSE(read(text).problem.empty()) << text;
}

TEST_F(AdminToken, NoFileIsNoTokenAndAMissingOneIsAProblem) {
  EXPECT_EQ(read_admin_token("").problem, "");
  EXPECT_THAT(read_admin_token(path_).problem, HasSubstr(path_));
  EXPECT_THAT(read_admin_token(testing::TempDir()).problem, HasSubstr("is no file"));
}

} // namespace
