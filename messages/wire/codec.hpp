// Encodes and decodes any declared type. Decoding never reads past the end,
// never allocates more than the input could fill, and says which field it
// stopped at.

#pragma once

#include "messages/wire/field.hpp"

#include <cstring>
#include <span>

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
  /// A count promises more elements than bytes follow, or fewer.
  bad_count,
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

struct writer {
  byte_buffer& out;

  template <class T>
  void put(const T& x) {
    if constexpr (scalar<T>) {
      auto bits = as_unsigned(x);
      for (size_t i = 0; i < sizeof(T); ++i)
        out.push_back(static_cast<uint8_t>(bits >> (8 * i)));
    } else if constexpr (is_fixed_text<T>) {
      auto str = x.str();
      out.insert(out.end(), str.begin(), str.end());
      out.insert(out.end(), sizeof(T) - str.size(), 0);
    } else if constexpr (is_open_text<T>) {
      auto str = x.str();
      out.insert(out.end(), str.begin(), str.end());
      out.insert(out.end(), str.size() < T::size_usual ? T::size_usual - str.size() : 1, 0);
    } else if constexpr (is_array<T>) {
      for (const auto& y : x)
        put(y);
    } else {
      for_each_field<T>([&](const auto& f) { put_field(x, f); });
    }
  }

  template <class T, class Field>
  void put_field(const T& x, const Field& f) {
    if constexpr (is_count<Field>) {
      put(static_cast<typename Field::member_type>((x.*f.list).size()));
    } else if constexpr (is_tail<Field>) {
      for (const auto& y : x.*f.list)
        put(y);
    } else {
      put(x.*f.member);
    }
  }
};

struct reader {
  byte_view in;
  size_t at = 0;
  size_t count = 0; // what the last count field promised
  decode_result result = {};

  void fail(decode_errc code, std::string_view field) {
    if (result.code == decode_errc::none)
      result = {code, field, at};
  }

  bool need(size_t n, std::string_view field) {
    if (in.size() - at >= n)
      return true;
    fail(decode_errc::truncated, field);
    return false;
  }

  template <class T>
  void get(T& x, std::string_view name) {
    if (result.code != decode_errc::none)
      return;
    if constexpr (scalar<T>) {
      get_scalar(x, name);
    } else if constexpr (is_fixed_text<T>) {
      get_text(x, sizeof(T), name);
    } else if constexpr (is_open_text<T>) {
      auto rest = as_text(in.size() - at);
      x = T{rest};
      at = in.size();
    } else if constexpr (is_array<T>) {
      for (auto& y : x)
        get(y, name);
    } else {
      for_each_field<T>([&](const auto& f) { get_field(x, f); });
    }
  }

  template <class T>
  void get_scalar(T& x, std::string_view name) {
    if (!need(sizeof(T), name))
      return;
    using bits_type = decltype(as_unsigned(x));
    bits_type bits = 0;
    for (size_t i = 0; i < sizeof(T); ++i)
      bits = static_cast<bits_type>(bits | static_cast<bits_type>(static_cast<bits_type>(in[at + i]) << (8 * i)));
    x = static_cast<T>(bits);
    at += sizeof(T);
  }

  template <class T>
  void get_text(T& x, size_t n, std::string_view name) {
    if (!need(n, name))
      return;
    auto str = as_text(n);
    if (str.find('\0') == std::string_view::npos)
      return fail(decode_errc::unterminated_text, name);
    x = T{str};
    at += n;
  }

  template <class T, class Field>
  void get_field(T& x, const Field& f) {
    if constexpr (is_count<Field>) {
      typename Field::member_type n = 0;
      get(n, f.name);
      count = n;
    } else if constexpr (is_tail<Field>) {
      get_tail(x.*f.list, f.name);
    } else {
      get(x.*f.member, f.name);
    }
  }

  template <class Element>
  void get_tail(std::vector<Element>& xs, std::string_view name) {
    if (result.code != decode_errc::none)
      return;
    if ((in.size() - at) != count * size_of<Element>())
      return fail(decode_errc::bad_count, name);
    xs.resize(count);
    for (auto& x : xs)
      get(x, name);
  }

  std::string_view as_text(size_t n) const { return {reinterpret_cast<const char*>(in.data()) + at, n}; }
};

} // namespace detail

/// Appends `x` to `out`.
template <has_fields T>
void encode(byte_buffer& out, const T& x) {
  detail::writer{out}.put(x);
}

/// Decodes exactly one `T` from all of `in`.
template <has_fields T>
[[nodiscard]] decode_result decode(byte_view in, T& x) {
  detail::reader source{in};
  source.get(x, {});
  if (source.result && source.at != in.size())
    source.fail(decode_errc::trailing_bytes, {});
  return source.result;
}

} // namespace msg::wire
