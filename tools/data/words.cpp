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

} // namespace tools::data
