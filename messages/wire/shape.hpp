// The layout of a declared type as data, made when compiling from its field
// list. Whatever works on bytes of any packet (checks, JSON, documents, the
// dissector) reads this; only the codec of a type that is used as a value is
// instantiated for that type.

#pragma once

#include "messages/wire/field.hpp"
#include "messages/wire/packet.hpp"

namespace msg::wire {

enum class shape_kind : uint8_t {
  natural, // unsigned, 1 to 8 bytes
  integer, // signed
  real,    // IEEE 754, 4 bytes
  text,    // terminated, `size` bytes
  open_text,
  opaque,
  group,
};

struct type_shape;

/// One field; all sizes and offsets in bytes.
struct field_shape {
  std::string_view name;
  std::string_view doc;
  shape_kind kind = shape_kind::natural;
  bool is_array = false;
  bool is_count = false; // of the tail
  bool is_tail = false;  // as many elements as the count says
  bool is_closed = false;
  uint32_t offset = 0; // from the start of the type
  uint32_t size = 0;   // of one element; of an open text what is usual
  uint32_t repeat = 1; // elements; of a tail the maximum, 0 when there is none
  uint64_t most = no_limit;
  const type_shape* group = nullptr;
  std::span<const bit_range> bits{};
  std::span<const word_view> views{};
  const value_set* values = nullptr;
};

struct type_shape {
  std::string_view name; // empty when the type declares none
  std::string_view doc;
  std::span<const field_shape> fields;
  uint32_t size = 0; // without tail and open text
  bool is_open_ended = false;
};

template <has_fields T>
constexpr const type_shape& shape_of();

namespace detail {

template <class T>
constexpr field_shape element_shape() {
  field_shape result;
  if constexpr (std::is_same_v<T, real32>) {
    result.kind = shape_kind::real;
  } else if constexpr (scalar<T>) {
    result.kind = std::is_signed_v<T> ? shape_kind::integer : shape_kind::natural;
  } else if constexpr (is_fixed_text<T>) {
    result.kind = shape_kind::text;
  } else if constexpr (is_open_text<T>) {
    result.kind = shape_kind::open_text;
  } else {
    result.kind = shape_kind::group;
    result.group = &shape_of<T>();
  }
  if constexpr (is_open_text<T>)
    result.size = T::size_usual;
  else
    result.size = size_of<T>();
  return result;
}

template <class T>
constexpr field_shape member_shape() {
  if constexpr (is_opaque<T>) {
    field_shape result;
    result.kind = shape_kind::opaque;
    result.size = std::tuple_size_v<T>;
    return result;
  } else if constexpr (is_array<T>) {
    // An array of arrays is one long array here.
    auto result = member_shape<typename T::value_type>();
    result.is_array = true;
    result.repeat *= std::tuple_size_v<T>;
    return result;
  } else {
    return element_shape<T>();
  }
}

template <class List>
constexpr uint32_t tail_max() {
  if constexpr (requires { List::size_max; })
    return List::size_max;
  else
    return 0;
}

template <class F>
constexpr field_shape shape_of_field(const F& f) {
  field_shape result;
  if constexpr (is_tail<F>) {
    result = element_shape<typename F::member_type::value_type>();
    result.is_tail = true;
    result.is_array = true;
    result.repeat = tail_max<typename F::member_type>();
  } else {
    result = member_shape<typename F::member_type>();
  }
  if constexpr (is_count<F>) {
    result.is_count = true;
  } else if constexpr (!is_tail<F>) {
    result.bits = f.bits;
    result.views = f.views;
    result.values = f.values;
    result.is_closed = f.is_closed;
    result.most = f.most;
  }
  result.name = f.name;
  result.doc = f.doc;
  return result;
}

template <class T>
constexpr auto shapes_of_fields() {
  std::array<field_shape, field_count<T>> result{};
  size_t i = 0;
  uint32_t at = 0;
  for_each_field<T>([&]<class F>(const F& f) {
    result[i] = shape_of_field(f);
    result[i].offset = at;
    if constexpr (!is_tail<F>)
      at += size_of<typename F::member_type>();
    ++i;
  });
  return result;
}

template <class T>
inline constexpr auto field_shapes = shapes_of_fields<T>();

template <class T>
constexpr type_shape make_shape() {
  type_shape result;
  if constexpr (packet<T>) {
    result.name = T::info.name;
    result.doc = T::info.doc;
  } else if constexpr (requires { T::about.name; }) {
    result.name = T::about.name;
    result.doc = T::about.doc;
  }
  result.fields = field_shapes<T>;
  result.size = size_of<T>();
  result.is_open_ended = is_open_ended<T>();
  return result;
}

template <class T>
inline constexpr type_shape shape = make_shape<T>();

} // namespace detail

template <has_fields T>
constexpr const type_shape& shape_of() {
  return detail::shape<T>;
}

/// Where the field lies in which the first `have` bytes of a type end.
struct broken_field {
  std::string_view name;
  size_t offset = 0;
};
broken_field find_end(const type_shape& type, size_t have);

} // namespace msg::wire
