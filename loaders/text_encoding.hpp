// The bytes of names and messages as text. Legacy files say nothing about their
// encoding: it is a property of the data set (format notes, section 0.3).

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loaders {

/// The East Asian ones are read as the code pages of the Windows machines that
/// wrote the files, which contain the standards they are named after.
enum class text_encoding : uint8_t { ascii, utf_8, euc_kr, gbk, big5, shift_jis };

/// As users write it: "euc-kr".
std::string_view to_string(text_encoding encoding);

/// In any case, with "-", "_" or neither; nothing for a name that is none.
std::optional<text_encoding> parse_text_encoding(std::string_view name);

/// In order of declaration.
std::span<const text_encoding> text_encodings();

/// Nothing when `bytes` are not valid in that encoding.
std::optional<std::string> to_utf8(std::string_view bytes, text_encoding encoding);

/// Nothing when `text` is not valid UTF-8 or has characters the encoding lacks.
std::optional<std::string> from_utf8(std::string_view text, text_encoding encoding);

} // namespace loaders
