#include "messages/wire/text.hpp"

#include "messages/wire/check.hpp"

#include <charconv>
#include <cmath>
#include <utility>

namespace msg::wire {

namespace {

bool is_printable(std::string_view str) {
  return std::ranges::all_of(str, [](char c) { return c >= 0x20 && c < 0x7F; });
}

/// Members of an object, with the commas between them.
class members {
public:
  explicit members(std::string& out) : out_(out) { out_ += '{'; }
  members(const members&) = delete;
  members& operator=(const members&) = delete;
  ~members() { out_ += '}'; }

  std::string& next(std::string_view name, std::string_view ending = {}, std::string_view rest = {}) {
    if (!std::exchange(is_first_, false))
      out_ += ',';
    print_text(out_, std::string{name}.append(ending).append(rest));
    out_ += ':';
    return out_;
  }

private:
  std::string& out_;
  bool is_first_ = true;
};

void print_bits(std::string& out, std::span<const bit_range> bits, uint32_t word) {
  members all{out};
  for (const auto& x : bits)
    all.next(x.name) += std::to_string(x.get(word));
}

int64_t sign_extended(uint64_t bits, size_t size) {
  auto unused = 64 - 8 * size;
  return static_cast<int64_t>(bits << unused) >> unused;
}

/// The shortest digits that are read as the same number; what is no number is printed by its bits.
void print_real(std::string& out, uint32_t bits) {
  auto value = real32{bits}.value();
  if (!std::isfinite(value)) {
    out += "{\"bits\":" + std::to_string(bits) + "}";
    return;
  }
  char digits[32];
  auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  out.append(digits, end);
  if (value == 0 && std::signbit(value))
    out += ".0"; // as a whole number it would lose its sign
}

class printer {
public:
  printer(std::string& out, byte_view body, json_style style) : out_(out), body_(body), style_(style) {}

  void print(const type_shape& type, size_t begin, size_t tail_count) {
    members all{out_};
    for (const auto& f : type.fields) {
      all.next(f.name);
      auto at = begin + f.offset;
      print_elements(f, at, f.is_tail ? tail_count : f.repeat);
      if (f.kind == shape_kind::open_text)
        print_size(all, f, body_.subspan(at));
      if (style_.explains && !f.is_array && f.kind == shape_kind::natural)
        explain(all, f, number_at(body_, at, f.size));
    }
  }

private:
  void print_elements(const field_shape& f, size_t at, size_t n) {
    if (!f.is_array)
      return print_element(f, at);
    out_ += '[';
    for (size_t i = 0; i < n; ++i) {
      if (i > 0)
        out_ += ',';
      print_element(f, at + i * f.size);
    }
    out_ += ']';
  }

  void print_element(const field_shape& f, size_t at) {
    switch (f.kind) {
    case shape_kind::natural:
      out_ += std::to_string(number_at(body_, at, f.size));
      break;
    case shape_kind::integer:
      out_ += std::to_string(sign_extended(number_at(body_, at, f.size), f.size));
      break;
    case shape_kind::real:
      print_real(out_, static_cast<uint32_t>(number_at(body_, at, f.size)));
      break;
    case shape_kind::text:
      print_string(body_.subspan(at, f.size));
      break;
    case shape_kind::open_text:
      print_string(body_.subspan(at));
      break;
    case shape_kind::opaque:
      print_text(out_, to_hex(body_.subspan(at, f.size)));
      break;
    case shape_kind::group:
      print(*f.group, at, 0);
      break;
    }
  }

  static std::string_view text_of(byte_view field) {
    std::string_view str{reinterpret_cast<const char*>(field.data()), field.size()};
    return str.substr(0, str.find('\0'));
  }

  /// A plain string if that says all; else an object with the exact bytes, too.
  void print_string(byte_view field) {
    auto str = text_of(field);
    if (is_printable(str))
      return print_text(out_, str);
    members all{out_};
    print_text(all.next("text"), str);
    print_text(all.next("hex"), to_hex(field.first(str.size())));
  }

  static void print_size(members& all, const field_shape& f, byte_view field) {
    if (field.size() != std::max<size_t>(f.size, text_of(field).size() + 1))
      all.next(f.name, "_size") += std::to_string(field.size());
  }

  void explain(members& all, const field_shape& f, uint64_t value) {
    if (!f.bits.empty())
      print_bits(all.next(f.name, "_bits"), f.bits, static_cast<uint32_t>(value));
    for (const auto& view : f.views)
      print_bits(all.next(f.name, "_as_", view.name), view.bits, static_cast<uint32_t>(value));
    if (f.values)
      if (auto name = f.values->name_of(value); !name.empty())
        print_text(all.next(f.name, "_is"), name);
  }

  std::string& out_;
  byte_view body_;
  json_style style_;
};

} // namespace

void print_text(std::string& out, std::string_view str) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '"';
  for (auto c : str) {
    auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7F) {
      out += "\\u00";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

std::string to_json(const type_shape& type, byte_view body, json_style style) {
  std::string result;
  printer{result, body, style}.print(type, 0, tail_size(type, body));
  return result;
}

} // namespace msg::wire
