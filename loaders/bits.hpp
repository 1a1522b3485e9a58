// Bit fields inside the words of legacy records.

#pragma once

#include <cstdint>

namespace loaders {

/// `count` bits (1 to 31) of a word, starting at bit `first`.
struct bit_range {
  unsigned first = 0;
  unsigned count = 1;

  constexpr uint32_t value_max() const { return (uint32_t{1} << count) - 1; }
  constexpr uint32_t get(uint32_t word) const { return (word >> first) & value_max(); }
  /// `word` with these bits replaced; bits of `value` that do not fit are dropped.
  [[nodiscard]] constexpr uint32_t put(uint32_t word, uint32_t value) const {
    return (word & ~(value_max() << first)) | ((value & value_max()) << first);
  }
};

} // namespace loaders
