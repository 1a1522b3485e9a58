// Records as rows, derived from their field lists: the columns of a record are
// its scalar fields by name, those of nested records in place; a list is not
// part of the row.

#pragma once

#include "messages/records.hpp"
#include "runtime/postgres/connection.hpp"

#include <charconv>

namespace runtime::postgres {

template <class T>
inline constexpr bool is_strong_id = false;
template <class Tag, class Rep>
inline constexpr bool is_strong_id<msg::strong_id<Tag, Rep>> = true;

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;

/// The number at the front of `text`, which loses it and what separates it; 0 when there is none.
template <class T>
T take_number(std::string_view& text) {
  constexpr std::string_view digits = "-0123456789";
  text.remove_prefix(std::min(text.find_first_of(digits), text.size()));
  T number = 0;
  auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<size_t>(parsed.ptr - text.data()));
  return number;
}

template <class T>
void from_text(std::string_view text, T& out) {
  if constexpr (std::is_same_v<T, std::string>) {
    out = text;
  } else if constexpr (is_strong_id<T>) {
    from_text(text, out.value);
  } else if constexpr (std::is_enum_v<T>) {
    out = static_cast<T>(take_number<std::underlying_type_t<T>>(text));
  } else if constexpr (msg::wire::is_array<T>) {
    for (auto& element : out)
      element = take_number<typename T::value_type>(text);
  } else {
    out = take_number<T>(text);
  }
}

template <class T>
std::string to_text(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value;
  } else if constexpr (is_strong_id<T>) {
    return to_text(value.value);
  } else if constexpr (std::is_enum_v<T>) {
    return std::to_string(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (msg::wire::is_array<T> || is_list<T>) {
    std::string text = "{";
    for (const auto& element : value)
      text += (text.size() > 1 ? "," : "") + to_text(element);
    return text + "}";
  } else {
    return std::to_string(value);
  }
}

/// Calls `fn(name, member)` for each column of `record`, which may be const.
template <class T, class Fn>
void for_each_column(T& record, Fn&& fn) {
  msg::wire::for_each_field<std::remove_const_t<T>>([&]<class F>(const F& field) {
    using member_type = typename F::member_type;
    auto& member = record.*field.member;
    if constexpr (msg::wire::has_fields<member_type> && !is_strong_id<member_type>)
      for_each_column(member, fn);
    else if constexpr (!is_list<member_type>)
      fn(field.name, member);
  });
}

/// "id, map, cell, ..." in the order in which `read_row` expects them.
template <class T>
std::string columns_of() {
  std::string text;
  T record;
  for_each_column(record, [&](std::string_view name, const auto&) {
    text += text.empty() ? "" : ", ";
    text += name;
  });
  return text;
}

template <class T>
std::vector<std::string> values_of(const T& record) {
  std::vector<std::string> values;
  for_each_column(record, [&](std::string_view, const auto& member) { values.push_back(to_text(member)); });
  return values;
}

/// Reads a row selected by `columns_of<T>()`, from the first column on.
template <class T>
T read_row(const result& rows, int row) {
  T record;
  int column = 0;
  for_each_column(record, [&](std::string_view, auto& member) { from_text(rows.text(row, column++), member); });
  return record;
}

} // namespace runtime::postgres
