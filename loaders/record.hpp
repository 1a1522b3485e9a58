// What the loaders of binary files share: how names and opaque bytes are
// declared, reading declared records, and the checks every format makes.

#pragma once

#include "loaders/bits.hpp"
#include "loaders/result.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace loaders {

/// A name in exactly `N` bytes, ended by a NUL unless it fills them. What stands
/// behind the NUL means nothing, but is kept so that a file can be written back.
template <size_t N>
struct name_field {
  std::array<char, N> bytes{};

  constexpr name_field() = default;
  /// Cut to fit, padded with NUL.
  constexpr name_field(std::string_view str) { std::copy_n(str.begin(), std::min(str.size(), N), bytes.begin()); }
  constexpr name_field(const char* str) : name_field(std::string_view{str}) {}

  /// The bytes before the first NUL, in the encoding of the data set.
  std::string str() const { return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0')}; }

  static constexpr auto fields = msg::wire::fields(msg::wire::field("bytes", &name_field::bytes));
  friend bool operator==(const name_field&, const name_field&) = default;
};

template <class T>
inline constexpr bool is_name_field = false;
template <size_t N>
inline constexpr bool is_name_field<name_field<N>> = true;

/// Bytes nobody knows the meaning of, kept as they are.
template <size_t N>
using opaque = std::array<std::byte, N>;

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

/// In a list, a record of nothing but zeros is a slot that is not used.
template <class T>
bool is_empty_slot(const T& x) {
  return x == T{};
}

/// Which record of a list, and where it starts in the file.
struct record_place {
  size_t index = 0;
  size_t offset = 0;
};

/// Collects what is found in one file and knows what its mode forgives.
class inspection {
public:
  inspection(std::string_view file, load_options options) : file_(file), options_(options) {}

  load_issue issue(load_errc code, size_t offset, std::string field, std::string value, std::string expected) const;
  /// A warning in either mode.
  void warn(load_issue issue) { warnings_.push_back(std::move(issue)); }
  bool is_strict() const { return options_.mode == load_mode::strict; }
  /// An error in strict mode, a warning in lenient mode.
  std::optional<load_issue> refuse_if_strict(load_issue issue);
  /// Checks a file that holds exactly `size` bytes.
  std::optional<load_issue> check_size(byte_view in, size_t size, std::string_view what);
  /// Checks a file that holds records of `record_size` bytes and nothing else.
  std::optional<load_issue> check_records(byte_view in, size_t record_size);
  std::optional<load_issue> check_not_too_large(byte_view in) const;
  /// Without an expected id, which is the number in a file's name, every id is right.
  std::optional<load_issue> check_id(size_t offset, int64_t found, std::optional<uint16_t> expected);
  /// Warns when `bytes` are not text in the encoding of the data set.
  void check_text(size_t offset, std::string_view field, std::string_view bytes,
                  std::optional<size_t> record = std::nullopt);
  /// The same for every name of `x`, which starts at `offset`.
  template <msg::wire::has_fields T>
  void check_names(const T& x, size_t offset, std::optional<size_t> record = std::nullopt) {
    msg::wire::for_each_field<T>([&]<class F>(const F& f) {
      if constexpr (is_name_field<typename F::member_type>)
        check_text(offset, f.name, (x.*f.member).str(), record);
      offset += msg::wire::size_of<typename F::member_type>();
    });
  }

  std::vector<load_issue> take_warnings() { return std::move(warnings_); }

private:
  std::string file_;
  load_options options_;
  std::vector<load_issue> warnings_;
};

/// What the check of one record says: the issue that ends loading, or whether the record is kept.
struct record_verdict {
  std::optional<load_issue> issue;
  bool is_kept = true;
};

/// The check of formats that take every record as it is.
struct accept_every_record {
  template <class T>
  record_verdict operator()(const T&, record_place) const {
    return {};
  }
};

/// Reads whole records from `begin` to `end`, which are known to be inside `in`.
template <msg::wire::has_fields T, class Check = accept_every_record>
result<std::vector<T>> load_records(inspection& file, byte_view in, size_t begin, size_t end, Check check = {}) {
  constexpr auto size = msg::wire::size_of<T>();
  std::vector<T> records;
  records.reserve((end - begin) / size);
  T x;
  for (record_place at{0, begin}; at.offset + size <= end && read_at(in, at.offset, x); ++at.index, at.offset += size) {
    auto verdict = check(x, at);
    if (verdict.issue)
      return std::move(*verdict.issue).in_record(at.index);
    if (!verdict.is_kept)
      continue;
    file.check_names(x, at.offset, at.index);
    records.push_back(x);
  }
  return {std::move(records), file.take_warnings()};
}

/// A file that is a bare list of at most `count_max` records.
template <msg::wire::has_fields T, class Check = accept_every_record>
result<std::vector<T>> load_record_list(inspection& file, byte_view in, size_t count_max, Check check = {}) {
  constexpr auto size = msg::wire::size_of<T>();
  if (auto found = file.check_records(in, size))
    return *found;
  if (in.size() / size > count_max)
    return file.issue(load_errc::count, count_max * size, "records", std::to_string(in.size() / size),
                      "at most " + std::to_string(count_max));
  return load_records<T>(file, in, 0, in.size(), check);
}

/// For lists that may be as long as a file.
inline constexpr size_t any_count = file_size_max;

template <msg::wire::has_fields T>
byte_buffer save_record(const T& x) {
  byte_buffer out;
  out.reserve(msg::wire::size_of<T>());
  msg::wire::encode(out, x);
  return out;
}

template <msg::wire::has_fields T>
byte_buffer save_records(const std::vector<T>& xs) {
  byte_buffer out;
  out.reserve(xs.size() * msg::wire::size_of<T>());
  for (const auto& x : xs)
    msg::wire::encode(out, x);
  return out;
}

} // namespace loaders
