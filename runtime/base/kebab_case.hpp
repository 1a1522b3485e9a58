// Names of table entries as people read them, made when compiling.

#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace runtime {

/// An identifier with `-` for every `_`; at most 47 characters.
struct kebab_case {
  std::array<char, 48> text{};
  size_t size = 0;

  consteval explicit kebab_case(std::string_view identifier) : size(identifier.size()) {
    for (size_t i = 0; i < size; ++i)
      text.at(i) = identifier[i] == '_' ? '-' : identifier[i];
  }
  constexpr std::string_view view() const { return {text.data(), size}; }
};

} // namespace runtime
