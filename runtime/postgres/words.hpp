// Lists of names in one column: names have no blanks.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace runtime::postgres {

inline std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    auto end = std::min(text.find(' '), text.size());
    if (end != 0)
      result.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

inline std::string text_of(const std::vector<std::string>& words) {
  std::string result;
  for (const auto& x : words)
    result += (result.empty() ? "" : " ") + x;
  return result;
}

} // namespace runtime::postgres
