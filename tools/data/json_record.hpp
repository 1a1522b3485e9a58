// Any declared record as JSON and back, from its one list of fields. Words of
// bit fields become one key per bit field beside the others.

#pragma once

#include "loaders/record.hpp"
#include "tools/data/json_text.hpp"

namespace tools::data {

/// What the JSON of a `T` says besides its fields: values that follow from
/// them. A specialisation has `head` (before the fields), `tail` (behind them)
/// or both: static void (json&, const T&).
template <class T>
struct derived {};

template <class T>
inline constexpr bool is_opaque = false;
template <size_t N>
inline constexpr bool is_opaque<loaders::opaque<N>> = true;

template <class T>
json to_json(const T& x, const json_style& style);

template <class T>
json object_json(const T& x, const json_style& style) {
  auto result = json::object();
  if constexpr (requires { derived<T>::head(result, x); })
    derived<T>::head(result, x);
  msg::wire::for_each_field<T>([&]<class F>(const F& f) {
    using member = typename F::member_type;
    if constexpr (loaders::is_packed<member>) {
      for (const auto& bits : member::bits::list)
        result[std::string{bits.name}] = bits.range.get((x.*f.member).word);
    } else {
      result[std::string{f.name}] = to_json(x.*f.member, style);
    }
  });
  if constexpr (requires { derived<T>::tail(result, x); })
    derived<T>::tail(result, x);
  return result;
}

template <class T>
json to_json(const T& x, const json_style& style) {
  if constexpr (std::integral<T>) {
    return x;
  } else if constexpr (loaders::is_name_field<T>) {
    return name_json({x.bytes.data(), x.bytes.size()}, style);
  } else if constexpr (is_opaque<T>) {
    std::string bytes;
    for (auto byte : x)
      bytes += static_cast<char>(byte);
    return to_hex(bytes);
  } else if constexpr (msg::wire::is_array<T>) {
    auto result = json::array();
    for (const auto& y : x)
      result.push_back(to_json(y, style));
    return result;
  } else {
    return object_json(x, style);
  }
}

template <class T>
void from_json(const json_source& from, T& x, const json_style& style);

template <class T>
void object_from(const json_source& from, T& x, const json_style& style) {
  msg::wire::for_each_field<T>([&]<class F>(const F& f) {
    using member = typename F::member_type;
    if constexpr (loaders::is_packed<member>) {
      uint32_t word = 0;
      for (const auto& bits : member::bits::list)
        word = bits.range.put(word, from.at(bits.name).template number<uint32_t>(bits.range.value_max()));
      (x.*f.member).word = static_cast<decltype(member::word)>(word);
    } else {
      from_json(from.at(f.name), x.*f.member, style);
    }
  });
}

template <class T>
void from_json(const json_source& from, T& x, const json_style& style) {
  if constexpr (std::integral<T>) {
    x = from.number<T>();
  } else if constexpr (loaders::is_name_field<T>) {
    x = std::string_view{name_from(from, x.bytes.size(), style)};
  } else if constexpr (is_opaque<T>) {
    auto bytes = from_hex(from);
    if (bytes.size() != x.size())
      from.fail("has " + std::to_string(bytes.size()) + " bytes instead of " + std::to_string(x.size()));
    std::transform(bytes.begin(), bytes.end(), x.begin(), [](char c) { return static_cast<std::byte>(c); });
  } else if constexpr (msg::wire::is_array<T>) {
    from.expect_size(x.size());
    for (size_t i = 0; i < x.size(); ++i)
      from_json(from.at(i), x[i], style);
  } else {
    object_from(from, x, style);
  }
}

/// {key: [...]}: every record.
template <class T>
json rows_json(std::string_view key, const std::vector<T>& xs, const json_style& style) {
  auto rows = json::array();
  for (const auto& x : xs)
    rows.push_back(to_json(x, style));
  return {{std::string{key}, std::move(rows)}};
}

template <class T>
std::vector<T> rows_from(const json_source& from, std::string_view key, const json_style& style) {
  auto rows = from.at(key);
  std::vector<T> xs(rows.size());
  for (size_t i = 0; i < xs.size(); ++i)
    from_json(rows.at(i), xs[i], style);
  return xs;
}

/// The same without empty slots, which are shown raw only: {"empty": true}.
template <class T>
json slots_json(std::string_view key, const std::vector<T>& xs, const json_style& style) {
  auto rows = json::array();
  for (const auto& x : xs)
    if (!loaders::is_empty_slot(x))
      rows.push_back(to_json(x, style));
    else if (style.raw)
      rows.push_back({{"empty", true}});
  return {{std::string{key}, std::move(rows)}};
}

template <class T>
std::vector<T> slots_from(const json_source& from, std::string_view key, const json_style& style) {
  auto rows = from.at(key);
  std::vector<T> xs(rows.size());
  for (size_t i = 0; i < xs.size(); ++i)
    if (auto row = rows.at(i); !row.flag("empty"))
      from_json(row, xs[i], style);
  return xs;
}

} // namespace tools::data
