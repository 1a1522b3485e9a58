// Prints any declared type as one line of JSON, for logs and test failures.

#pragma once

#include "messages/wire/codec.hpp"

namespace msg::wire {

namespace detail {

inline void print_text(std::string& out, std::string_view str) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (auto c : str) {
    auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += "\\u00";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

template <class T>
void print(std::string& out, const T& x) {
  if constexpr (scalar<T>) {
    if constexpr (std::is_signed_v<T>)
      out += std::to_string(x);
    else
      out += std::to_string(as_unsigned(x));
  } else if constexpr (is_fixed_text<T> || is_open_text<T>) {
    print_text(out, x.str());
  } else if constexpr (has_fields<T>) {
    auto separator = '{';
    for_each_field<T>([&]<class F>(const F& f) {
      if constexpr (!is_count<F>) {
        out += separator;
        print_text(out, f.name);
        out += ':';
        if constexpr (is_tail<F>)
          print(out, x.*f.list);
        else
          print(out, x.*f.member);
        separator = ',';
      }
    });
    out += separator == '{' ? "{}" : "}";
  } else {
    out += '[';
    for (size_t i = 0; i < x.size(); ++i) {
      if (i > 0)
        out += ',';
      print(out, x[i]);
    }
    out += ']';
  }
}

} // namespace detail

template <has_fields T>
std::string to_json(const T& x) {
  std::string result;
  detail::print(result, x);
  return result;
}

} // namespace msg::wire
