// The vocabulary for declaring a wire format once: a plain struct plus a
// constexpr list of its fields in wire order. Size, codec, text dump, arbitrary
// values and the transport between nodes are all derived from that list.

#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
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

/// One field: its name, where it lives, and a sentence where the name is not enough.
template <class Owner, class Member>
struct field_t {
  using member_type = Member;
  std::string_view name;
  Member Owner::*member;
  std::string_view doc;
};

/// The number of elements of a `tail` field, sent as a `Count`. It has no
/// member of its own, so it cannot disagree with the list.
template <class Count, class Owner, class Element>
struct count_t {
  using member_type = Count;
  std::string_view name;
  std::vector<Element> Owner::*list;
  std::string_view doc;
};

/// The elements that follow the fixed part; must come after its `count`.
template <class Owner, class Element>
struct tail_t {
  using member_type = std::vector<Element>;
  std::string_view name;
  std::vector<Element> Owner::*list;
  std::string_view doc;
};

template <class Owner, class Member>
constexpr auto field(std::string_view name, Member Owner::*member, std::string_view doc = {}) {
  return field_t<Owner, Member>{name, member, doc};
}

template <std::unsigned_integral Count, class Owner, class Element>
constexpr auto count(std::string_view name, std::vector<Element> Owner::*list, std::string_view doc = {}) {
  return count_t<Count, Owner, Element>{name, list, doc};
}

template <class Owner, class Element>
constexpr auto tail(std::string_view name, std::vector<Element> Owner::*list, std::string_view doc = {}) {
  return tail_t<Owner, Element>{name, list, doc};
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
  friend constexpr bool operator==(const fixed_text&, const fixed_text&) = default;

private:
  std::array<char, N> bytes_{};
};

/// Text in the last field of a packet: `N` bytes when short, as many as needed
/// when longer; the size in the head decides.
template <size_t N>
class open_text {
public:
  static constexpr size_t size_usual = N;

  open_text() = default;
  explicit open_text(std::string_view str) : str_(str.substr(0, str.find('\0'))) {}
  std::string_view str() const { return str_; }
  friend bool operator==(const open_text&, const open_text&) = default;

private:
  std::string str_;
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
template <class C, class O, class E>
inline constexpr bool is_count<count_t<C, O, E>> = true;

template <class T>
inline constexpr bool is_tail = false;
template <class O, class E>
inline constexpr bool is_tail<tail_t<O, E>> = true;

template <class T>
concept scalar = std::is_enum_v<T> || std::is_integral_v<T>;

template <class T, class Fn>
constexpr void for_each_field(Fn&& fn) {
  std::apply([&](const auto&... xs) { (fn(xs), ...); }, T::fields);
}

/// Bytes that `T` takes on the wire; for a packet with an open end, its fixed part.
template <class T>
constexpr size_t size_of() {
  if constexpr (scalar<T> || is_fixed_text<T>) {
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
