#include "tools/data/words.hpp"

namespace tools::data {

std::string counted(size_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string{number == 1 ? one : many};
}

std::string shown_cell(loaders::cell at) { return "(" + std::to_string(at.x) + "," + std::to_string(at.y) + ")"; }

std::string shown_text(std::string_view bytes, loaders::text_encoding encoding) {
  if (auto text = loaders::to_utf8(bytes, encoding))
    return *text;
  std::string text;
  for (auto c : bytes)
    text += c >= ' ' && c <= '~' ? c : '?';
  return text;
}

std::string for_terminal(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr unsigned char delete_character = 0x7F;
  std::string shown;
  for (auto c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte != delete_character)
      shown += c;
    else
      shown += {'\\', 'x', digits[byte >> 4], digits[byte & 0xF]};
  }
  return shown;
}

} // namespace tools::data
