// Reads the example files in tests/golden/gamedata.

#pragma once

#include "loaders/formats.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace loaders::test {

inline std::string golden_path(const std::string& file) {
  return std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/gamedata/" + file;
}

inline byte_buffer read_golden(const std::string& file) {
  std::ifstream in{golden_path(file), std::ios::binary};
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

/// The list called `key` of a JSON file.
inline nlohmann::json read_golden_list(const std::string& file, const std::string& key) {
  auto bytes = read_golden(file);
  return nlohmann::json::parse(bytes.begin(), bytes.end()).at(key);
}

/// Loads and saves an example; what its loader has to know is in its context.
inline result<byte_buffer> rewrite(const nlohmann::json& vector, byte_view in, load_mode mode) {
  auto format = find_file_format(vector.at("format").get<std::string>());
  if (!format)
    throw std::runtime_error{"no loader for " + vector.at("format").dump()};
  file_context context{vector.at("file"), mode};
  const auto& known = vector.at("context");
  if (known.contains("id"))
    context.id = known.at("id").get<uint16_t>();
  if (known.contains("base_rows"))
    context.base_rows = known.at("base_rows").get<std::set<uint16_t>>();
  return format->rewrite(context, in);
}

inline std::string to_hex(byte_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result;
  for (auto byte : bytes) {
    result += digits[byte >> 4];
    result += digits[byte & 15];
  }
  return result;
}

inline std::string to_hex(std::string_view str) {
  return to_hex(byte_view{reinterpret_cast<const uint8_t*>(str.data()), str.size()});
}

inline std::string sha256(byte_view bytes) {
  byte_buffer digest(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  digest.resize(size);
  return to_hex(byte_view{digest});
}

} // namespace loaders::test
