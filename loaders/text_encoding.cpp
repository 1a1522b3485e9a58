#include "loaders/text_encoding.hpp"

#include <algorithm>
#include <array>

#include <iconv.h>

namespace loaders {

namespace {

struct encoding_entry {
  text_encoding encoding;
  std::string_view name;
  const char* iconv_name;
};

constexpr std::array<text_encoding, 6> all{text_encoding::ascii, text_encoding::utf_8, text_encoding::euc_kr,
                                           text_encoding::gbk,   text_encoding::big5,  text_encoding::shift_jis};

constexpr std::array<encoding_entry, all.size()> entries{{{text_encoding::ascii, "ascii", "US-ASCII"},
                                                          {text_encoding::utf_8, "utf-8", "UTF-8"},
                                                          {text_encoding::euc_kr, "euc-kr", "CP949"},
                                                          {text_encoding::gbk, "gbk", "CP936"},
                                                          {text_encoding::big5, "big5", "CP950"},
                                                          {text_encoding::shift_jis, "shift-jis", "CP932"}}};

const encoding_entry& entry_of(text_encoding encoding) { return entries[static_cast<size_t>(encoding)]; }

// In lower case, without the separators nobody agrees on.
std::string plain_name(std::string_view name) {
  std::string result;
  for (auto c : name)
    if (c != '-' && c != '_')
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

// Code pages turn stray bytes into the controls U+0080 to U+009F, which no name has.
bool has_c1_control(std::string_view utf8) {
  for (size_t i = 0; i + 1 < utf8.size(); ++i)
    if (utf8[i] == '\xC2' && static_cast<unsigned char>(utf8[i + 1]) < 0xA0)
      return true;
  return false;
}

bool is_ascii(std::string_view str) {
  return std::all_of(str.begin(), str.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// One conversion; iconv keeps state, so nothing is shared.
class converter {
public:
  converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  ~converter() {
    if (is_open())
      iconv_close(handle_);
  }
  converter(const converter&) = delete;
  converter& operator=(const converter&) = delete;

  std::optional<std::string> convert(std::string_view in) {
    if (!is_open())
      return std::nullopt;
    // No character of these encodings takes more than four bytes in another one.
    std::string source{in};
    std::string result(4 * in.size(), '\0');
    auto from = source.data();
    auto from_left = source.size();
    auto to = result.data();
    auto to_left = result.size();
    auto irreversible = iconv(handle_, &from, &from_left, &to, &to_left);
    if (irreversible != 0 || from_left != 0) // including -1: invalid or cut off
      return std::nullopt;
    result.resize(result.size() - to_left);
    return result;
  }

private:
  bool is_open() const { return handle_ != (iconv_t)-1; } // the spelling of iconv's manual

  iconv_t handle_;
};

} // namespace

std::string_view to_string(text_encoding encoding) { return entry_of(encoding).name; }

std::optional<text_encoding> parse_text_encoding(std::string_view name) {
  auto plain = plain_name(name);
  for (const auto& entry : entries)
    if (plain == plain_name(entry.name))
      return entry.encoding;
  return std::nullopt;
}

std::span<const text_encoding> text_encodings() { return all; }

std::optional<std::string> to_utf8(std::string_view bytes, text_encoding encoding) {
  if (is_ascii(bytes))
    return std::string{bytes};
  auto text = converter{"UTF-8", entry_of(encoding).iconv_name}.convert(bytes);
  return text && encoding != text_encoding::utf_8 && has_c1_control(*text) ? std::nullopt : text;
}

std::optional<std::string> from_utf8(std::string_view text, text_encoding encoding) {
  if (is_ascii(text))
    return std::string{text};
  return converter{entry_of(encoding).iconv_name, "UTF-8"}.convert(text);
}

} // namespace loaders
