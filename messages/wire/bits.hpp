// Named bits of a word, and the values a field may have: what people need to
// read a number.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace msg::wire {

/// `count` bits (1 to 32) of a word, the lowest of them bit `first`.
struct bit_range {
  std::string_view name;
  uint8_t first = 0;
  uint8_t count = 1;

  constexpr uint32_t value_max() const { return static_cast<uint32_t>((uint64_t{1} << count) - 1); }
  constexpr uint32_t get(uint32_t word) const { return (word >> first) & value_max(); }
  /// `word` with these bits replaced; bits of `value` that do not fit are dropped.
  [[nodiscard]] constexpr uint32_t put(uint32_t word, uint32_t value) const {
    return (word & ~(value_max() << first)) | ((value & value_max()) << first);
  }
};

/// One of several ways to read the same word.
struct word_view {
  std::string_view name;
  std::span<const bit_range> bits;
};

struct value_name {
  uint32_t value = 0;
  std::string_view name;
};

/// The known values of a field, by ascending value.
struct value_set {
  std::string_view name;
  std::string_view doc;
  std::span<const value_name> values;

  constexpr std::string_view name_of(uint64_t value) const {
    for (const auto& x : values)
      if (x.value == value)
        return x.name;
    return {};
  }
  constexpr bool contains(uint64_t value) const {
    return std::ranges::any_of(values, [&](const value_name& x) { return x.value == value; });
  }
};

} // namespace msg::wire
