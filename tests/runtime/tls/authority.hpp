// An authority and certificates of it, for tests: time is a number, and files have a folder of their own.

#pragma once

#include "runtime/tls/files.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

namespace runtime::tls::test {

/// 2026-01-01 00:00:00 UTC.
inline constexpr int64_t new_year = 1'767'225'600;

inline pem_pair authority_of(const std::string& cluster, int64_t now_s = new_year) {
  std::string problem;
  auto made = make_authority({cluster, now_s}, problem);
  EXPECT_TRUE(made) << problem;
  return made.value_or(pem_pair{});
}

inline pem_pair issued(const pem_pair& authority, const node_order& order) {
  std::string problem;
  auto made = issue(authority, order, problem);
  EXPECT_TRUE(made) << problem;
  return made.value_or(pem_pair{});
}

inline certificate_facts facts_of(const std::string& certificate) {
  std::string problem;
  auto facts = read_certificate(certificate, problem);
  EXPECT_TRUE(facts) << problem;
  return facts.value_or(certificate_facts{});
}

/// What the other ends of real connections go by.
inline int64_t real_now_s() {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

/// Gone with all its files when the test ends.
class folder {
public:
  folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "zonehive-tls-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

  void write(const std::string& name, const std::string& text, file_kind kind = file_kind::certificate) const {
    EXPECT_EQ(replace_file(*this / name, text, kind), "");
  }

  /// Three files whose names begin with `name`.
  tls_files write(const std::string& name, const pem_pair& node, const std::string& authority) const {
    write(name + ".crt", node.certificate);
    write(name + ".key", node.key, file_kind::key);
    write(name + ".ca", authority);
    return {*this / (name + ".crt"), *this / (name + ".key"), *this / (name + ".ca")};
  }

private:
  std::filesystem::path path_;
};

} // namespace runtime::tls::test
