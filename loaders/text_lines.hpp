// Cuts text files into lines and words, for the loaders of settings and lists.

#pragma once

#include "loaders/result.hpp"

#include <optional>

namespace loaders {

struct text_line {
  size_t number = 1; // as editors count
  size_t offset = 0; // bytes from the start of the file
  std::string_view text;
};

/// Lines end with LF or CR LF; they point into `in`. An end of line at the end of the file begins no further line.
std::vector<text_line> split_lines(byte_view in);

/// Without the blanks and tabs at both ends.
std::string_view trim(std::string_view str);

/// Separated by runs of blanks and tabs.
std::vector<std::string_view> split_words(std::string_view str);

/// Decimal digits only, at most `value_max`; nothing for any other text.
std::optional<uint32_t> parse_decimal(std::string_view str, uint32_t value_max);

bool is_decimal(std::string_view str);

/// A text file as it is, for those that write it back.
std::string source_of(byte_view in);
byte_buffer bytes_of(std::string_view text);

/// ASCII letters in lower case, other bytes as they are.
std::string to_lower(std::string_view str);

/// `str` between quotes for a report: cut after 40 bytes, unprintable bytes as "?".
std::string quoted(std::string_view str);

} // namespace loaders
