#include "tools/data/json_layout.hpp"

namespace tools::data {

namespace {

constexpr size_t columns_max = 110;

std::string compact(const json& value) {
  // Spaces behind colons and commas, which dump() leaves out.
  if (value.is_object()) {
    std::string text;
    for (const auto& [key, element] : value.items())
      text += (text.empty() ? "" : ", ") + json(key).dump() + ": " + compact(element);
    return "{" + text + "}";
  }
  if (value.is_array()) {
    std::string text;
    for (const auto& element : value)
      text += (text.empty() ? "" : ", ") + compact(element);
    return "[" + text + "]";
  }
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

void lay_out(std::string& out, const json& value, size_t indent, size_t used) {
  auto line = compact(value);
  auto is_top = indent == 0;
  if (value.empty() || !value.is_structured() || (!is_top && indent + used + line.size() < columns_max)) {
    out += line;
    return;
  }
  std::string blanks(indent + 2, ' ');
  out += value.is_object() ? "{" : "[";
  bool is_first = true;
  auto begin_element = [&] {
    out += is_first ? "\n" : ",\n";
    out += blanks;
    is_first = false;
  };
  if (value.is_object()) {
    for (const auto& [key, element] : value.items()) {
      begin_element();
      auto head = json(key).dump() + ": ";
      out += head;
      lay_out(out, element, indent + 2, head.size());
    }
  } else {
    for (const auto& element : value) {
      begin_element();
      lay_out(out, element, indent + 2, 0);
    }
  }
  out += "\n" + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

} // namespace

std::string laid_out(const json& value) {
  std::string out;
  lay_out(out, value, 0, 0);
  return out + "\n";
}

} // namespace tools::data
