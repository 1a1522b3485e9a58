// The vocabulary for declaring a wire format once: a plain struct plus a
// constexpr list of its fields in wire order. Size, codec, text dump, arbitrary
// values and the transport between nodes are all derived from that list.

#pragma once

#include "messages/wire/bits.hpp"
#include "messages/wire/bounded_list.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace msg::wire {

template <class... Ts>
struct type_list {
  static constexpr size_t size = sizeof...(Ts);
};

template <class... As, class... Bs>
constexpr auto operator+(type_list<As...>, type_list<Bs...>) {
  return type_list<As..., Bs...>{};
}

/// The largest text that a head can make room for, whatever its dialect, in bytes.
inline constexpr size_t size_of_field_max = 0xFFFF - 64;

/// What `field_t::most` is when any value of the type is allowed.
inline constexpr uint64_t no_limit = std::numeric_limits<uint64_t>::max();

/// One field: its name, where it lives, a sentence where the name is not
/// enough, and what is known about its values.
template <class Owner, class Member>
struct field_t {
  using member_type = Member;
  std::string_view name;
  Member Owner::*member;
  std::string_view doc;
  std::span<const bit_range> bits{};
  std::span<const word_view> views{};
  const value_set* values = nullptr;
  bool is_closed = false; // no value but those of `values` is allowed
  uint64_t most = no_limit;

  /// The word is made of these bits.
  constexpr field_t with_bits(std::span<const bit_range> xs) const {
    auto result = *this;
    result.bits = xs;
    return result;
  }
  /// The word is a union: what kind of thing it belongs to decides which of these applies.
  constexpr field_t with_views(std::span<const word_view> xs) const {
    auto result = *this;
    result.views = xs;
    return result;
  }
  /// These values have names; others may occur.
  constexpr field_t named(const value_set& xs) const {
    auto result = *this;
    result.values = &xs;
    return result;
  }
  /// Any other value is refused.
  constexpr field_t only(const value_set& xs) const {
    auto result = named(xs);
    result.is_closed = true;
    return result;
  }
  /// A larger value is refused.
  constexpr field_t at_most(uint64_t value) const {
    auto result = *this;
    result.most = value;
    return result;
  }
};

/// The number of elements of a `tail` field, sent as a `Count`. It has no
/// member of its own, so it cannot disagree with the list.
template <class Count, class Owner, class List>
struct count_t {
  using member_type = Count;
  std::string_view name;
  List Owner::*list;
  std::string_view doc;
};

/// The elements that follow the fixed part; must come after its `count`. The
/// list is a std::vector, or a bounded_list where the format has a maximum.
template <class Owner, class List>
struct tail_t {
  using member_type = List;
  std::string_view name;
  List Owner::*list;
  std::string_view doc;
};

template <class Owner, class Member>
constexpr auto field(std::string_view name, Member Owner::*member, std::string_view doc = {}) {
  return field_t<Owner, Member>{name, member, doc};
}

template <std::unsigned_integral Count, class Owner, class List>
constexpr auto count(std::string_view name, List Owner::*list, std::string_view doc = {}) {
  return count_t<Count, Owner, List>{name, list, doc};
}

template <class Owner, class List>
constexpr auto tail(std::string_view name, List Owner::*list, std::string_view doc = {}) {
  return tail_t<Owner, List>{name, list, doc};
}

template <class... Fields>
constexpr auto fields(Fields... xs) {
  return std::make_tuple(xs...);
}

template <class T>
concept has_fields = requires {
  std::tuple_size<std::decay_t<decltype(T::fields)>>::value;
};

/// Text in exactly `N` bytes, terminated and zero-padded. What a client left
/// behind the terminator is dropped when read, zero when written.
template <size_t N>
class fixed_text {
public:
  static constexpr size_t size_max = N - 1;

  constexpr fixed_text() = default;
  /// Keeps at most N - 1 bytes of `str`, up to its first NUL.
  constexpr explicit fixed_text(std::string_view str) {
    str = str.substr(0, str.find('\0'));
    std::copy_n(str.begin(), std::min(str.size(), size_max), bytes_.begin());
  }
  constexpr std::string_view str() const {
    return {bytes_.data(), static_cast<size_t>(std::find(bytes_.begin(), bytes_.end(), '\0') - bytes_.begin())};
  }
  /// The whole field as it is sent: zeros behind the text.
  const char* data() const { return bytes_.data(); }
  /// Takes a whole field of N bytes; false, leaving rubbish, when it has no terminator.
  bool read(const char* field) {
    std::memcpy(bytes_.data(), field, N);
    // Eight bytes at a time: most of decoding a packet with a name is looking for the end of the name.
    size_t i = 0;
    if constexpr (std::endian::native == std::endian::little)
      for (; i + sizeof(uint64_t) <= N; i += sizeof(uint64_t))
        if (auto kept = clear_from_nul(i); kept < sizeof(uint64_t)) {
          clear_from(i + sizeof(uint64_t));
          return true;
        }
    for (; i < N; ++i)
      if (bytes_[i] == 0) {
        clear_from(i);
        return true;
      }
    return false;
  }
  friend constexpr bool operator==(const fixed_text&, const fixed_text&) = default;

private:
  /// Of the eight bytes at `i`: how many stand before the first NUL; those behind it become zero.
  size_t clear_from_nul(size_t i) {
    constexpr uint64_t ones = 0x0101010101010101;
    constexpr uint64_t tops = 0x8080808080808080;
    uint64_t word = 0;
    std::memcpy(&word, bytes_.data() + i, sizeof(word));
    auto nuls = (word - ones) & ~word & tops; // the lowest set bit is right, those above it may not be
    if (nuls == 0)
      return sizeof(word);
    auto kept = static_cast<size_t>(std::countr_zero(nuls)) / 8;
    word &= (uint64_t{1} << (8 * kept)) - 1;
    std::memcpy(bytes_.data() + i, &word, sizeof(word));
    return kept;
  }
  void clear_from(size_t i) {
    for (; i + sizeof(uint64_t) <= N; i += sizeof(uint64_t))
      std::memset(bytes_.data() + i, 0, sizeof(uint64_t));
    for (; i < N; ++i)
      bytes_[i] = 0;
  }

  std::array<char, N> bytes_{};
};

/// Text in the last field of a packet: `N` bytes when short, as many as needed
/// when longer; the size in the head decides. The size of a field that was read
/// is kept, so that it is written as it came. Up to 2N bytes need no heap.
template <size_t N>
class open_text {
public:
  static constexpr size_t size_usual = N;

  open_text() = default;
  /// Up to the first NUL of `str`; the field is as large as usual, or one byte larger than the text.
  explicit open_text(std::string_view str) { assign(str, std::max(N, str.substr(0, str.find('\0')).size() + 1)); }
  /// What a field of `field_size` bytes said; `str` is cut to fit.
  open_text(std::string_view str, size_t field_size) { assign(str, field_size); }

  std::string_view str() const { return long_.empty() ? std::string_view{short_.data(), size_} : long_; }
  /// Bytes of the whole field.
  size_t field_size() const { return field_size_; }
  /// Takes a whole field.
  void read(std::string_view field) { assign(field, field.size()); }
  friend bool operator==(const open_text& a, const open_text& b) {
    return a.field_size_ == b.field_size_ && a.str() == b.str();
  }

private:
  void assign(std::string_view str, size_t field_size) {
    str = str.substr(0, std::min(str.find('\0'), field_size));
    field_size_ = static_cast<uint32_t>(field_size);
    if (str.size() > short_.size()) {
      long_ = str;
    } else {
      long_.clear();
      size_ = static_cast<uint32_t>(str.size());
      std::copy(str.begin(), str.end(), short_.begin());
    }
  }

  std::array<char, 2 * N> short_{}; // the first `size_` bytes count
  std::string long_;                // instead of `short_`, when longer
  uint32_t size_ = 0;
  uint32_t field_size_ = N;
};

/// A 32-bit IEEE 754 number by its bits, so that every one of them, NaN too, is compared and carried exactly.
struct real32 {
  uint32_t bits = 0;

  constexpr float value() const { return std::bit_cast<float>(bits); }
  static constexpr real32 from(float x) { return {std::bit_cast<uint32_t>(x)}; }
  friend constexpr bool operator==(const real32&, const real32&) = default;
};

template <class T>
inline constexpr bool is_fixed_text = false;
template <size_t N>
inline constexpr bool is_fixed_text<fixed_text<N>> = true;

template <class T>
inline constexpr bool is_open_text = false;
template <size_t N>
inline constexpr bool is_open_text<open_text<N>> = true;

template <class T>
inline constexpr bool is_array = false;
template <class T, size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;

template <class T>
inline constexpr bool is_count = false;
template <class C, class O, class L>
inline constexpr bool is_count<count_t<C, O, L>> = true;

template <class T>
inline constexpr bool is_tail = false;
template <class O, class L>
inline constexpr bool is_tail<tail_t<O, L>> = true;

template <class T>
concept scalar = std::is_enum_v<T> || std::is_integral_v<T>;

/// Bytes without a meaning of their own; an array of numbers is an array of integers instead.
template <class T>
inline constexpr bool is_opaque = false;
template <size_t N>
inline constexpr bool is_opaque<std::array<std::byte, N>> = true;

template <class T, class Fn>
constexpr void for_each_field(Fn&& fn) {
  std::apply([&](const auto&... xs) { (fn(xs), ...); }, T::fields);
}

template <class T>
inline constexpr size_t field_count = std::tuple_size_v<std::decay_t<decltype(T::fields)>>;

/// Bytes that `T` takes on the wire; for a packet with an open end, its fixed part.
template <class T>
constexpr size_t size_of() {
  if constexpr (scalar<T> || is_fixed_text<T> || std::is_same_v<T, real32>) {
    return sizeof(T);
  } else if constexpr (is_open_text<T>) {
    return 0;
  } else if constexpr (is_array<T>) {
    return std::tuple_size_v<T> * size_of<typename T::value_type>();
  } else {
    static_assert(has_fields<T>, "declare `static constexpr auto fields` in wire order");
    size_t result = 0;
    for_each_field<T>([&]<class F>(const F&) {
      if constexpr (!is_tail<F>)
        result += size_of<typename F::member_type>();
    });
    return result;
  }
}

/// Whether the size in the head decides how long `T` is.
template <class T>
constexpr bool is_open_ended() {
  bool result = false;
  for_each_field<T>([&]<class F>(const F&) { result |= is_tail<F> || is_open_text<typename F::member_type>; });
  return result;
}

} // namespace msg::wire
