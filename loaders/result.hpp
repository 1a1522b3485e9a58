// How loading ends: a value with warnings, or one issue that names the place of
// the damage. Error classes are those of the format notes (section 0.4).

#pragma once

#include "loaders/text_encoding.hpp"
#include "messages/wire/codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace loaders {

using msg::wire::byte_buffer;
using msg::wire::byte_view;

/// No file of a data set is larger; checked before a file is read, in bytes.
inline constexpr size_t file_size_max = 8 * 1024 * 1024;

enum class load_errc : uint8_t {
  /// The file ends before a fixed part, or before the bytes its own counts demand.
  truncated,
  /// Bytes remain behind the last field.
  trailing,
  /// A bare list of records whose size is not a multiple of the record.
  misaligned,
  /// More records than the format allows.
  count,
  /// A value outside its domain.
  range,
  /// The same key twice.
  duplicate,
  /// Something is referred to that does not exist.
  reference,
  /// The id inside the file differs from the one in its name.
  id_mismatch,
  /// A line of text that cannot be understood.
  syntax,
  /// Larger than `file_size_max`.
  too_large,
  /// Text that is not valid in the encoding of the data set; only ever a warning.
  encoding,
};

/// The name of a class as data sets' reports use it, without prefix: "TRUNCATED".
std::string_view to_string(load_errc code);

/// What is wrong, where, and what should be there instead.
struct load_issue {
  load_errc code = load_errc::syntax;
  std::string file;                  // relative to the data directory
  size_t offset = 0;                 // bytes from the start of the file
  std::string field;                 // its name
  std::string value;                 // what was found
  std::string expected;              // what would have been right
  std::optional<size_t> record = {}; // from 0, in files that are lists
  std::optional<size_t> line = {};   // from 1, in text files

  load_issue in_record(size_t index) && {
    record = index;
    return std::move(*this);
  }
  load_issue on_line(size_t number) && {
    line = number;
    return std::move(*this);
  }
  friend bool operator==(const load_issue&, const load_issue&) = default;
};

/// One sentence with file, offset or line, record, field, value and expectation.
std::string to_string(const load_issue& issue);

/// Our own data is held to every rule; imported data may carry the damage that
/// real files carry, which becomes warnings.
enum class load_mode : uint8_t { strict, lenient };

/// What a loader has to know about the data set a file belongs to.
struct load_options {
  load_mode mode;
  text_encoding encoding;

  constexpr load_options(load_mode how = load_mode::strict, text_encoding names = text_encoding::ascii)
      : mode(how), encoding(names) {}
};

/// A `T` with the warnings met on the way, or the issue that made one impossible.
template <class T>
class [[nodiscard]] result {
public:
  result(T value, std::vector<load_issue> warnings = {})
      : content_(std::in_place_index<0>, std::move(value)), warnings_(std::move(warnings)) {}
  result(load_issue issue) : content_(std::in_place_index<1>, std::move(issue)) {}

  explicit operator bool() const { return content_.index() == 0; }
  /// Only when there is one.
  T& value() & { return std::get<0>(content_); }
  const T& value() const& { return std::get<0>(content_); }
  // By value, so that `for (x : *load(...))` holds on to what it walks over.
  T value() && { return std::get<0>(std::move(content_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  /// Only when there is no value.
  const load_issue& error() const { return std::get<1>(content_); }
  /// Empty when there is no value, and always in strict mode unless the format notes say "warn".
  const std::vector<load_issue>& warnings() const { return warnings_; }

private:
  std::variant<T, load_issue> content_;
  std::vector<load_issue> warnings_;
};

} // namespace loaders
