// Arbitrary values of any declared type, for round-trip tests and fuzzing.

#pragma once

#include "messages/wire/codec.hpp"

namespace msg::wire {

namespace detail {

template <class Rng>
std::string arbitrary_text(Rng& rng, size_t size_max) {
  std::string result(rng() % (size_max + 1), ' ');
  for (auto& c : result)
    c = static_cast<char>(1 + rng() % 255);
  return result;
}

/// Makes `x` one of the values its field may have.
template <class Rng, scalar T>
void keep_within(Rng& rng, T& x, const value_set* values, bool is_closed, uint64_t most) {
  if (is_closed)
    x = static_cast<T>(values->values[rng() % values->values.size()].value);
  else if (most != no_limit)
    x = static_cast<T>(static_cast<uint64_t>(as_unsigned(x)) % (most + 1));
}

template <class Rng, class T>
void randomize(Rng& rng, T& x) {
  if constexpr (scalar<T>) {
    x = static_cast<T>(rng());
  } else if constexpr (std::is_same_v<T, real32>) {
    x.bits = static_cast<uint32_t>(rng());
  } else if constexpr (is_fixed_text<T>) {
    x = T{arbitrary_text(rng, T::size_max)};
  } else if constexpr (is_open_text<T>) {
    auto str = arbitrary_text(rng, 3 * T::size_usual);
    x = rng() % 2 ? T{str} : T{str, static_cast<size_t>(rng() % (3 * T::size_usual))};
  } else if constexpr (is_array<T>) {
    for (auto& y : x)
      randomize(rng, y);
  } else {
    for_each_field<T>([&]<class F>(const F& f) {
      if constexpr (is_tail<F>) {
        (x.*f.list).resize(rng() % 5);
        for (auto& y : x.*f.list)
          randomize(rng, y);
      } else if constexpr (!is_count<F>) {
        randomize(rng, x.*f.member);
        if constexpr (scalar<typename F::member_type>)
          keep_within(rng, x.*f.member, f.values, f.is_closed, f.most);
      }
    });
  }
}

} // namespace detail

/// `rng` is any generator of 64-bit numbers; the same state gives the same value.
template <has_fields T, class Rng>
T arbitrary(Rng& rng) {
  T result;
  detail::randomize(rng, result);
  return result;
}

} // namespace msg::wire
