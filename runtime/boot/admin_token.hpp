// The token that operators' commands must carry.

#pragma once

#include <string>

namespace runtime::boot {

inline constexpr size_t admin_token_min = 16;
inline constexpr size_t admin_token_max = 512;

struct admin_token {
  std::string text;    // empty when there is a problem, or no file is wanted
  std::string problem; // a sentence
};

/// The first line of the file, which only its owner may read. An empty `path` is no token.
admin_token read_admin_token(const std::string& path);

} // namespace runtime::boot
