// JSON that somebody may have edited: every access says what is missing or
// wrong, and where.

#pragma once

#include <nlohmann/json.hpp>

#include <concepts>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>

namespace tools::data {

/// Keys stay in the order in which they were set.
using json = nlohmann::ordered_json;

/// The JSON cannot become a file; the text names the place and the reason.
class build_error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A value and its place. It points into the JSON, which must live longer.
class json_source {
public:
  json_source(const json& value, std::string path) : value_(value), path_(std::move(path)) {}

  const json& value() const { return value_; }
  const std::string& path() const { return path_; }

  [[noreturn]] void fail(const std::string& reason) const { throw build_error{path_ + " " + reason}; }

  std::optional<json_source> find(std::string_view key) const {
    if (!value_.is_object())
      fail("is no object");
    auto found = value_.find(std::string{key});
    if (found == value_.end())
      return std::nullopt;
    return json_source{*found, path_ + "." + std::string{key}};
  }

  json_source at(std::string_view key) const {
    if (auto found = find(key))
      return *found;
    fail("lacks the key \"" + std::string{key} + "\"");
  }

  size_t size() const {
    if (!value_.is_array())
      fail("is no list");
    return value_.size();
  }

  json_source at(size_t index) const {
    if (index >= size())
      fail("has fewer than " + std::to_string(index + 1) + " elements");
    return {value_[index], path_ + "[" + std::to_string(index) + "]"};
  }

  /// Exactly `count` elements.
  void expect_size(size_t count) const {
    if (size() != count)
      fail("has " + std::to_string(size()) + " elements instead of " + std::to_string(count));
  }

  template <std::integral T>
  T number(uint64_t value_max = static_cast<uint64_t>(std::numeric_limits<T>::max())) const {
    auto complain = [&] {
      fail("is " + value_.dump() + ", not a whole number from " + std::to_string(std::numeric_limits<T>::min()) + " to "
           + std::to_string(value_max));
    };
    if (!value_.is_number_integer())
      complain();
    // A number above the signed range is kept unsigned.
    auto is_negative = !value_.is_number_unsigned() && value_.get<int64_t>() < 0;
    if (is_negative && value_.get<int64_t>() < static_cast<int64_t>(std::numeric_limits<T>::min()))
      complain();
    if (!is_negative && value_.get<uint64_t>() > value_max)
      complain();
    return value_.get<T>();
  }

  bool flag(std::string_view key) const {
    auto found = find(key);
    return found && found->value_.is_boolean() && found->value_.get<bool>();
  }

  const std::string& text() const {
    if (!value_.is_string())
      fail("is no text");
    return value_.get_ref<const std::string&>();
  }

private:
  const json& value_;
  std::string path_;
};

} // namespace tools::data
