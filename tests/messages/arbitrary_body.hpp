// Bodies of any packet by its shape: valid ones, and damaged ones. Made without
// the codec, which is what they test.

#pragma once

#include "messages/wire/codec.hpp"
#include "runtime/base/prng.hpp"

namespace test {

namespace detail {

using msg::wire::byte_buffer;
using msg::wire::field_shape;
using msg::wire::shape_kind;
using msg::wire::type_shape;

inline void append(byte_buffer& out, const type_shape& type, runtime::prng& rng);

inline void append_text(byte_buffer& out, size_t field_size, runtime::prng& rng) {
  auto used = field_size == 0 ? 0 : rng.below(field_size);
  for (size_t i = 0; i < field_size; ++i)
    out.push_back(i < used ? static_cast<uint8_t>(1 + rng.below(255)) : uint8_t{0});
}

inline uint64_t arbitrary_value(const field_shape& f, runtime::prng& rng) {
  if (f.is_closed)
    return f.values->values[rng.below(f.values->values.size())].value;
  return f.most == msg::wire::no_limit ? rng() : rng.below(f.most + 1);
}

inline void append_element(byte_buffer& out, const field_shape& f, runtime::prng& rng) {
  if (f.kind == shape_kind::group)
    return append(out, *f.group, rng);
  if (f.kind == shape_kind::text)
    return append_text(out, f.size, rng);
  if (f.kind == shape_kind::open_text)
    return append_text(out, rng.below(3 * f.size), rng);
  auto value = arbitrary_value(f, rng);
  for (size_t i = 0; i < f.size; ++i)
    out.push_back(f.kind == shape_kind::opaque ? static_cast<uint8_t>(rng()) : static_cast<uint8_t>(value >> (8 * i)));
}

inline void append(byte_buffer& out, const type_shape& type, runtime::prng& rng) {
  size_t count = 0;
  for (const auto& f : type.fields) {
    if (f.is_count) {
      constexpr uint64_t tail_max = 30;
      const auto& tail = type.fields.back();
      count = rng.below((tail.repeat != 0 ? tail.repeat : tail_max) + 1);
      for (size_t i = 0; i < f.size; ++i)
        out.push_back(static_cast<uint8_t>(count >> (8 * i)));
      continue;
    }
    for (size_t i = 0; i < (f.is_tail ? count : f.repeat); ++i)
      append_element(out, f, rng);
  }
}

} // namespace detail

/// A valid body, as an encoder writes it.
inline msg::wire::byte_buffer arbitrary_body(const msg::wire::type_shape& type, runtime::prng& rng) {
  msg::wire::byte_buffer result;
  detail::append(result, type, rng);
  return result;
}

/// Changes the length, all bytes, or a few of them.
inline void damage(msg::wire::byte_buffer& bytes, runtime::prng& rng) {
  switch (rng.below(4)) {
  case 0:
    bytes.resize(rng.below(bytes.size() + 20));
    break;
  case 1:
    for (auto& x : bytes)
      x = static_cast<uint8_t>(rng());
    break;
  default:
    for (uint64_t i = 0; i < 1 + rng.below(4) && !bytes.empty(); ++i)
      bytes[rng.below(bytes.size())] = static_cast<uint8_t>(rng());
  }
}

} // namespace test
