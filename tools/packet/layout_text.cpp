#include "tools/packet/layout_text.hpp"

#include <cstdio>

namespace tools::packet {

using namespace msg;
using wire::field_shape;
using wire::shape_kind;

namespace {

std::string element_text(const field_shape& f) {
  switch (f.kind) {
  case shape_kind::natural:
    return "u" + std::to_string(8 * f.size);
  case shape_kind::integer:
    return "i" + std::to_string(8 * f.size);
  case shape_kind::real:
    return "f32";
  case shape_kind::text:
  case shape_kind::open_text:
    return "char[" + std::to_string(f.size) + "]";
  case shape_kind::opaque:
    return "bytes[" + std::to_string(f.size) + "]";
  case shape_kind::group:
    return std::string{f.group->name};
  }
  return {};
}

std::string bits_text(std::span<const wire::bit_range> bits) {
  std::string result;
  for (const auto& x : bits) {
    result += (result.empty() ? "" : ", ") + std::string{x.name} + " " + std::to_string(x.first);
    if (x.count > 1)
      result += "-" + std::to_string(x.first + x.count - 1);
  }
  return result;
}

void append_rows(std::vector<layout_row>& out, const wire::type_shape& type, size_t begin, size_t level,
                 bool with_structs) {
  for (const auto& f : type.fields) {
    auto offset = std::to_string(begin + f.offset);
    out.push_back({level == 0 ? offset : "+" + offset, std::string(2 * level, ' ') + std::string{f.name}, type_text(f),
                   meaning_text(f)});
    if (with_structs && f.kind == shape_kind::group)
      append_rows(out, *f.group, 0, level + 1, with_structs);
  }
}

} // namespace

std::string hex_text(uint32_t value, int digits) {
  char text[16];
  std::snprintf(text, sizeof(text), "0x%0*X", digits, value);
  return text;
}

std::string type_text(const field_shape& f) {
  auto element = element_text(f);
  if (f.is_tail)
    return element + (f.repeat != 0 ? ", at most " + std::to_string(f.repeat) : " each");
  if (f.is_array)
    return "array " + element + "[" + std::to_string(f.repeat) + "]";
  return f.kind == shape_kind::group ? "struct " + element : element;
}

std::string meaning_text(const field_shape& f) {
  std::string result{f.doc};
  auto add = [&](const std::string& text) { result += (result.empty() ? "" : "; ") + text; };
  if (f.is_count)
    add("elements of the tail");
  if (f.kind == shape_kind::open_text)
    add("to the end of the packet, usually " + std::to_string(f.size) + " bytes");
  if (!f.bits.empty())
    add("bits " + bits_text(f.bits));
  for (const auto& view : f.views)
    add("as " + std::string{view.name} + ": bits " + bits_text(view.bits));
  if (f.values) {
    std::string values = f.is_closed ? "only " : "";
    for (const auto& x : f.values->values)
      values += (&x == f.values->values.data() ? "" : ", ") + std::to_string(x.value) + " " + std::string{x.name};
    add(values);
  }
  if (f.most != wire::no_limit)
    add("at most " + std::to_string(f.most));
  return result;
}

std::vector<layout_row> layout_rows(const wire::type_shape& type, size_t head_size, bool with_structs) {
  std::vector<layout_row> result;
  append_rows(result, type, head_size, 0, with_structs);
  return result;
}

std::string size_text(const catalog_entry& entry) {
  if (!entry.shape)
    return "not known";
  if (auto size = entry.size())
    return std::to_string(*size);
  const auto& last = entry.shape->fields.back();
  if (last.is_tail)
    return std::to_string(entry.usual_size()) + " + " + std::to_string(last.size) + " each";
  return std::to_string(entry.usual_size()) + ", or as long as " + std::string{last.name};
}

std::string select_text(const catalog_entry& entry) {
  auto ctrl = hex_text(entry.info.select.ctrl, 2);
  if (!entry.info.is_game())
    return ctrl + " " + hex_text(entry.info.select.number, 2);
  return ctrl + " " + hex_text(wire::cmd_game, 2) + " "
         + (entry.info.has_number ? hex_text(entry.info.select.number, 4) : "number not known");
}

} // namespace tools::packet
