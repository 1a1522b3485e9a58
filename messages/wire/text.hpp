// Prints the bytes of any packet as one line of JSON: for people, logs and
// failing tests. messages/packet_json reads it back.

#pragma once

#include "messages/wire/codec.hpp"

namespace msg::wire {

struct json_style {
  /// Beside a word its bits and beside a number its name, under keys that end in
  /// _bits, _as_<view> and _is.
  bool explains = false;
};

/// `body` must be without damage (messages/wire/check.hpp). A text that cannot be printed is an object with its bytes.
/// Where an open text has another size than it would be written with, that size stands beside it, under a key that ends
/// in _size.
std::string to_json(const type_shape& type, byte_view body, json_style style = {});

/// Appends a JSON string. Bytes that are no printable ASCII become \u00XX.
void print_text(std::string& out, std::string_view str);

template <has_fields T>
std::string to_json(const T& x) {
  byte_buffer body;
  encode(body, x);
  return to_json(shape_of<T>(), body);
}

} // namespace msg::wire
