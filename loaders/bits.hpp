// Bit fields inside the words of legacy records.

#pragma once

#include "messages/wire/field.hpp"

#include <cstdint>
#include <string_view>

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

/// A bit field with the name people know it by.
struct named_bits {
  std::string_view name;
  bit_range range;
};

/// A word of bit fields in a record. `Bits::list` names them all, in order, so
/// that nothing of the word is lost when it is written as text.
template <class Word, class Bits>
struct packed {
  using bits = Bits;

  Word word = 0;

  constexpr packed() = default;
  constexpr packed(Word x) : word(x) {}
  constexpr operator Word() const { return word; }

  static constexpr auto fields = msg::wire::fields(msg::wire::field("word", &packed::word));
  friend bool operator==(const packed&, const packed&) = default;
};

template <class T>
inline constexpr bool is_packed = false;
template <class Word, class Bits>
inline constexpr bool is_packed<packed<Word, Bits>> = true;

} // namespace loaders
