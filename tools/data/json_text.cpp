#include "tools/data/json_text.hpp"

namespace tools::data {

namespace {

int digit_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

std::string encoded(const json_source& from, text_encoding encoding) {
  auto bytes = loaders::from_utf8(from.text(), encoding);
  if (!bytes)
    from.fail("has characters that " + std::string{to_string(encoding)} + " lacks");
  return *bytes;
}

} // namespace

json parsed_json(const std::string& text) {
  constexpr int depth_max = 64; // no format needs ten; JSON is copied and printed by recursion
  auto check_depth = [](int depth, json::parse_event_t, json&) {
    if (depth > depth_max)
      throw build_error{"is nested deeper than " + std::to_string(depth_max) + " levels"};
    return true;
  };
  try {
    return json::parse(text, check_depth);
  } catch (const json::parse_error& err) {
    throw build_error{"is no JSON at byte " + std::to_string(err.byte)};
  } catch (const json::exception&) { // a number no computer has room for
    throw build_error{"is no JSON: a number is too large"};
  }
}

std::string to_hex(std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result;
  result.reserve(2 * bytes.size());
  for (auto c : bytes) {
    auto byte = static_cast<uint8_t>(c);
    result += digits[byte >> 4];
    result += digits[byte & 15];
  }
  return result;
}

std::string from_hex(const json_source& from) {
  const auto& text = from.text();
  std::string result;
  for (size_t i = 0; i < text.size(); i += 2) {
    auto high = digit_value(text[i]);
    auto low = i + 1 < text.size() ? digit_value(text[i + 1]) : -1;
    if (high < 0 || low < 0)
      from.fail("is no row of pairs of hexadecimal digits");
    result += static_cast<char>(high << 4 | low);
  }
  return result;
}

std::string hex_word(uint32_t word) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes += static_cast<char>(word >> shift);
  return "0x" + to_hex(bytes);
}

json name_json(std::string_view bytes, const json_style& style) {
  auto name = bytes.substr(0, bytes.find('\0'));
  json result;
  result["hex"] = to_hex(name);
  auto text = loaders::to_utf8(name, style.encoding);
  result["text"] = text ? json(*text) : json();
  auto rest = bytes.substr(std::min(bytes.size(), name.size() + 1));
  rest = rest.substr(0, rest.find_last_not_of('\0') + 1);
  if (style.raw && !rest.empty())
    result["rest"] = to_hex(rest);
  return result;
}

std::string name_from(const json_source& from, size_t size_max, const json_style& style) {
  auto hex = from.find("hex");
  auto result = hex ? from_hex(*hex) : encoded(from.at("text"), style.encoding);
  if (result.find('\0') != result.npos)
    from.fail("has a NUL inside");
  if (auto rest = from.find("rest"))
    result += '\0' + from_hex(*rest);
  if (result.size() > size_max)
    from.fail("takes " + std::to_string(result.size()) + " bytes; at most " + std::to_string(size_max) + " fit");
  return result;
}

json source_json(std::string_view bytes) {
  if (auto text = loaders::to_utf8(bytes, text_encoding::utf_8))
    return *text;
  return {{"hex", to_hex(bytes)}};
}

std::string source_from(const json_source& from) {
  return from.value().is_object() ? from_hex(from.at("hex")) : from.text();
}

} // namespace tools::data
