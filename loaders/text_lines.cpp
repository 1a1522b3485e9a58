#include "loaders/text_lines.hpp"

#include <algorithm>

namespace loaders {

namespace {

constexpr std::string_view blanks = " \t";

} // namespace

std::vector<text_line> split_lines(byte_view in) {
  std::string_view rest{reinterpret_cast<const char*>(in.data()), in.size()};
  std::vector<text_line> result;
  size_t offset = 0;
  while (offset < rest.size()) {
    auto end = std::min(rest.find('\n', offset), rest.size());
    auto text = rest.substr(offset, end - offset);
    if (text.ends_with('\r'))
      text.remove_suffix(1);
    result.push_back({result.size() + 1, offset, text});
    offset = end + 1;
  }
  return result;
}

std::string_view trim(std::string_view str) {
  auto first = str.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return str.substr(first, str.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split_words(std::string_view str) {
  std::vector<std::string_view> result;
  for (str = trim(str); !str.empty(); str = trim(str)) {
    auto end = std::min(str.find_first_of(blanks), str.size());
    result.push_back(str.substr(0, end));
    str.remove_prefix(end);
  }
  return result;
}

bool is_decimal(std::string_view str) {
  return !str.empty() && std::all_of(str.begin(), str.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<uint32_t> parse_decimal(std::string_view str, uint32_t value_max) {
  if (!is_decimal(str))
    return std::nullopt;
  uint64_t value = 0;
  for (auto c : str) {
    value = value * 10 + static_cast<uint64_t>(c - '0');
    if (value > value_max)
      return std::nullopt;
  }
  return static_cast<uint32_t>(value);
}

std::string source_of(byte_view in) { return {in.begin(), in.end()}; }

byte_buffer bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::string to_lower(std::string_view str) {
  std::string result{str};
  for (auto& c : result)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return result;
}

std::string quoted(std::string_view str) {
  constexpr size_t shown_max = 40;
  std::string result = "\"";
  for (auto c : str.substr(0, shown_max))
    result += c >= 0x20 && c < 0x7F ? c : '?';
  return result + (str.size() > shown_max ? "...\"" : "\"");
}

} // namespace loaders
