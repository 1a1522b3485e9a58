// Names are unique and looked up without regard to case.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace msg::client {

/// ASCII letters in lower case, all else as it is.
inline std::string fold_name(std::string_view name) {
  std::string result{name};
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return result;
}

} // namespace msg::client
