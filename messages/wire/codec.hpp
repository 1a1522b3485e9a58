// Encodes and decodes any declared type. Decoding never reads past the end,
// never allocates more than the input could fill, and says which field it
// stopped at.

#pragma once

#include "messages/wire/shape.hpp"

#include <cassert>
#include <cstring>
#include <span>
#include <string_view>

namespace msg::wire {

using byte_buffer = std::vector<uint8_t>;
using byte_view = std::span<const uint8_t>;

enum class decode_errc : uint8_t {
  none,
  /// The packet ends inside its fixed part.
  truncated,
  /// Bytes are left over behind the last field.
  trailing_bytes,
  /// A text fills its field without a terminator.
  unterminated_text,
  /// A count promises more elements than bytes follow, or fewer, or more than the format allows.
  bad_count,
  /// A value that the field may not have.
  bad_value,
  /// No packet has this number in this direction.
  unknown_packet,
};

constexpr std::string_view to_string(decode_errc code) {
  switch (code) {
  case decode_errc::none:
    return "none";
  case decode_errc::truncated:
    return "truncated";
  case decode_errc::trailing_bytes:
    return "trailing-bytes";
  case decode_errc::unterminated_text:
    return "unterminated-text";
  case decode_errc::bad_count:
    return "bad-count";
  case decode_errc::bad_value:
    return "bad-value";
  case decode_errc::unknown_packet:
    return "unknown-packet";
  }
  return "invalid";
}

/// How decoding ended; `field` and `offset` (from the first byte of the body)
/// name the place of the damage.
struct decode_result {
  decode_errc code = decode_errc::none;
  std::string_view field = {};
  size_t offset = 0;

  constexpr explicit operator bool() const { return code == decode_errc::none; }
};

namespace detail {

template <scalar T>
constexpr auto as_unsigned(T x) {
  if constexpr (std::is_enum_v<T>)
    return static_cast<std::make_unsigned_t<std::underlying_type_t<T>>>(x);
  else if constexpr (std::is_same_v<T, bool>)
    return static_cast<uint8_t>(x);
  else
    return static_cast<std::make_unsigned_t<T>>(x);
}

/// Little-endian in memory, whatever this machine is; compilers make one instruction of it.
template <std::unsigned_integral T>
void store(uint8_t* at, T bits) {
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(at, &bits, sizeof(T));
  else
    for (size_t i = 0; i < sizeof(T); ++i)
      at[i] = static_cast<uint8_t>(bits >> (8 * i));
}

template <std::unsigned_integral T>
T load(const uint8_t* at) {
  T bits = 0;
  if constexpr (std::endian::native == std::endian::little)
    std::memcpy(&bits, at, sizeof(T));
  else
    for (size_t i = 0; i < sizeof(T); ++i)
      bits = static_cast<T>(bits | static_cast<T>(static_cast<T>(at[i]) << (8 * i)));
  return bits;
}

/// Bytes behind the fixed part.
template <class T>
size_t size_of_rest(const T& x) {
  size_t result = 0;
  for_each_field<T>([&]<class F>(const F& f) {
    if constexpr (is_tail<F>)
      result += (x.*f.list).size() * size_of<typename F::member_type::value_type>();
    else if constexpr (!is_count<F>)
      if constexpr (is_open_text<typename F::member_type>)
        result += (x.*f.member).field_size();
  });
  return result;
}

/// Writes where there is room already; every member leaves `at` behind what it wrote.
struct writer {
  uint8_t* at;

  template <class T>
  void put(const T& x) {
    if constexpr (scalar<T>) {
      store(at, as_unsigned(x));
      at += sizeof(T);
    } else if constexpr (std::is_same_v<T, real32>) {
      put(x.bits);
    } else if constexpr (is_fixed_text<T>) {
      std::memcpy(at, x.data(), sizeof(T));
      at += sizeof(T);
    } else if constexpr (is_open_text<T>) {
      put_text(x.str(), x.field_size());
    } else if constexpr (is_array<T>) {
      for (const auto& y : x)
        put(y);
    } else {
      for_each_field<T>([&](const auto& f) { put_field(x, f); });
    }
  }

  void put_text(std::string_view str, size_t size) {
    std::memcpy(at, str.data(), str.size());
    std::memset(at + str.size(), 0, size - str.size());
    at += size;
  }

  template <class T, class Field>
  void put_field(const T& x, const Field& f) {
    if constexpr (is_count<Field>) {
      assert((x.*f.list).size() <= std::numeric_limits<typename Field::member_type>::max());
      put(static_cast<typename Field::member_type>((x.*f.list).size()));
    } else if constexpr (is_tail<Field>) {
      for (const auto& y : x.*f.list)
        put(y);
    } else {
      put(x.*f.member);
    }
  }
};

/// Reads a type whose fixed part is known to be there. Every member returns
/// false, with `result` set, at the first thing that may not be.
struct reader {
  const uint8_t* begin;
  const uint8_t* at;
  const uint8_t* end;
  size_t count = 0; // what the last count field promised
  decode_result result = {};

  bool fail(decode_errc code, std::string_view field, const uint8_t* where) {
    result = {code, field, static_cast<size_t>(where - begin)};
    return false;
  }

  template <class T>
  bool get(T& x, std::string_view name) {
    if constexpr (scalar<T>) {
      x = static_cast<T>(load<decltype(as_unsigned(x))>(at));
      at += sizeof(T);
      return true;
    } else if constexpr (std::is_same_v<T, real32>) {
      return get(x.bits, name);
    } else if constexpr (is_fixed_text<T>) {
      return get_text(x, name);
    } else if constexpr (is_open_text<T>) {
      x.read(as_text(static_cast<size_t>(end - at)));
      at = end;
      return true;
    } else if constexpr (is_array<T>) {
      return std::ranges::all_of(x, [&](auto& y) { return get(y, name); });
    } else {
      return get_fields(x, std::make_index_sequence<field_count<T>>{});
    }
  }

  template <class T, size_t... I>
  bool get_fields(T& x, std::index_sequence<I...>) {
    return (get_field<T, I>(x) && ...);
  }

  template <class T>
  bool get_text(T& x, std::string_view name) {
    if (!x.read(as_text(sizeof(T)).data()))
      return fail(decode_errc::unterminated_text, name, at);
    at += sizeof(T);
    return true;
  }

  template <class T, size_t I>
  bool get_field(T& x) {
    static constexpr const auto& f = std::get<I>(T::fields);
    using field_type = std::decay_t<decltype(f)>;
    if constexpr (is_count<field_type>) {
      typename field_type::member_type n = 0;
      get(n, f.name);
      count = n;
      return true;
    } else if constexpr (is_tail<field_type>) {
      return get_tail(x.*f.list, f.name);
    } else if constexpr (f.is_closed || f.most != no_limit) {
      const auto* where = at;
      get(x.*f.member, f.name);
      auto value = static_cast<uint64_t>(as_unsigned(x.*f.member));
      auto is_good = value <= f.most;
      if constexpr (f.is_closed)
        is_good = is_good && f.values->contains(value);
      return is_good || fail(decode_errc::bad_value, f.name, where);
    } else {
      return get(x.*f.member, f.name);
    }
  }

  template <class List>
  bool get_tail(List& xs, std::string_view name) {
    if (static_cast<size_t>(end - at) != count * size_of<typename List::value_type>())
      return fail(decode_errc::bad_count, name, at);
    if constexpr (requires { List::size_max; })
      if (count > List::size_max)
        return fail(decode_errc::bad_count, name, at);
    xs.resize(count);
    return std::ranges::all_of(xs, [&](auto& x) { return get(x, name); });
  }

  std::string_view as_text(size_t n) const { return {reinterpret_cast<const char*>(at), n}; }
};

} // namespace detail

/// Appends `x` to `out`.
template <has_fields T>
void encode(byte_buffer& out, const T& x) {
  auto begin = out.size();
  auto size = size_of<T>();
  if constexpr (is_open_ended<T>())
    size += detail::size_of_rest(x);
  out.resize(begin + size);
  detail::writer{out.data() + begin}.put(x);
}

/// Decodes exactly one `T` from all of `in`.
template <has_fields T>
[[nodiscard]] decode_result decode(byte_view in, T& x) {
  constexpr auto size = size_of<T>();
  if (in.size() < size) {
    auto where = find_end(shape_of<T>(), in.size());
    return {decode_errc::truncated, where.name, where.offset};
  }
  if constexpr (!is_open_ended<T>())
    if (in.size() > size)
      return {decode_errc::trailing_bytes, {}, size};
  detail::reader source{in.data(), in.data(), in.data() + in.size()};
  source.get(x, {});
  return source.result;
}

} // namespace msg::wire
