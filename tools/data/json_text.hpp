// Bytes, names and texts as JSON.

#pragma once

#include "loaders/text_encoding.hpp"
#include "messages/wire/codec.hpp"
#include "tools/data/json_source.hpp"

namespace tools::data {

using loaders::text_encoding;
using msg::wire::byte_view;

/// How values are shown and understood.
struct json_style {
  text_encoding encoding = text_encoding::ascii;
  /// Shows every byte of a file, also those that mean nothing.
  bool raw = false;
};

/// Throws a build_error that goes on from the name of what is read: "is no JSON at byte 7".
json parsed_json(const std::string& text);

/// Two lower-case digits a byte.
std::string to_hex(std::string_view bytes);
std::string from_hex(const json_source& from);

/// "0x" and eight digits.
std::string hex_word(uint32_t word);

/// {"hex": the bytes before the first NUL, "text": them decoded, or null}; raw with "rest": what stands behind the NUL.
json name_json(std::string_view bytes, const json_style& style);

/// The other way; "hex" goes before "text" when both are there. At most `size_max` bytes.
std::string name_from(const json_source& from, size_t size_max, const json_style& style);

/// The text of a whole file: a text when it is UTF-8, otherwise {"hex": ...}.
json source_json(std::string_view bytes);
std::string source_from(const json_source& from);

} // namespace tools::data
