// What the loaders of binary files share: reading declared records at an offset
// and the checks on sizes and ids that every format makes.

#pragma once

#include "loaders/result.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace loaders {

/// Where the field called `name` starts inside `T`, in bytes.
template <msg::wire::has_fields T>
constexpr size_t offset_of(std::string_view name) {
  size_t result = 0;
  bool found = false;
  msg::wire::for_each_field<T>([&]<class F>(const F& f) {
    found = found || f.name == name;
    if (!found)
      result += msg::wire::size_of<typename F::member_type>();
  });
  return result;
}

/// Reads a `T` of fixed size; false, leaving `x` unspecified, when `in` ends too early.
template <msg::wire::has_fields T>
[[nodiscard]] bool read_at(byte_view in, size_t offset, T& x) {
  constexpr auto size = msg::wire::size_of<T>();
  if (offset > in.size() || in.size() - offset < size)
    return false;
  return static_cast<bool>(msg::wire::decode(in.subspan(offset, size), x));
}

/// The bytes of a name before its first NUL; a name may fill its field.
template <size_t N>
std::string text_of(const std::array<char, N>& bytes) {
  return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0')};
}

/// `str` cut to fit and padded with NUL.
template <size_t N>
constexpr std::array<char, N> text_bytes(std::string_view str) {
  std::array<char, N> result{};
  std::copy_n(str.begin(), std::min(str.size(), N), result.begin());
  return result;
}

/// Collects what is found in one file and knows what its mode forgives.
class inspection {
public:
  inspection(std::string_view file, load_mode mode) : file_(file), mode_(mode) {}

  load_issue issue(load_errc code, size_t offset, std::string field, std::string value, std::string expected) const;
  /// A warning in either mode.
  void warn(load_issue issue) { warnings_.push_back(std::move(issue)); }
  /// An error in strict mode, a warning in lenient mode.
  std::optional<load_issue> refuse_if_strict(load_issue issue);
  /// Checks a file that holds exactly `size` bytes.
  std::optional<load_issue> check_size(byte_view in, size_t size, std::string_view what);
  /// Checks a file that holds records of `record_size` bytes and nothing else.
  std::optional<load_issue> check_records(byte_view in, size_t record_size);
  std::optional<load_issue> check_not_too_large(byte_view in) const;
  std::optional<load_issue> check_id(size_t offset, uint16_t found, uint16_t expected);

  std::vector<load_issue> take_warnings() { return std::move(warnings_); }

private:
  std::string file_;
  load_mode mode_;
  std::vector<load_issue> warnings_;
};

} // namespace loaders
