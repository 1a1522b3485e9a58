#include "messages/packet_json.hpp"

#include "messages/wire/check.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <optional>

namespace msg {

namespace {

using json = nlohmann::json;
using wire::field_shape;
using wire::shape_kind;
using wire::type_shape;

constexpr size_t shown_max = 60;
constexpr int depth_max = 16;

/// What stopped the reading. Thrown deep inside a nested value and caught at the top of this file; no caller sees it.
struct refused {
  std::string sentence;
};

std::string shown(const json& x) {
  auto text = x.dump(-1, ' ', true, json::error_handler_t::replace);
  return text.size() > shown_max ? text.substr(0, shown_max) + "..." : text;
}

[[noreturn]] void refuse(const std::string& path, const json& found, const std::string& expected) {
  throw refused{"field " + path + " is " + shown(found) + "; expected " + expected};
}

std::string path_of(const std::string& owner, std::string_view name) {
  return owner.empty() ? std::string{name} : owner + "." + std::string{name};
}

bool ends_in(std::string_view name, const field_shape& f, std::string_view ending) {
  return name.size() == f.name.size() + ending.size() && name.starts_with(f.name) && name.ends_with(ending);
}

/// What may stand beside a field.
struct companion {
  const field_shape* field = nullptr;
  std::span<const wire::bit_range> bits; // empty: a name, which is not read, or the size of an open text
};

std::optional<companion> find_companion(const type_shape& type, std::string_view name) {
  for (const auto& f : type.fields) {
    if (f.values && ends_in(name, f, "_is"))
      return companion{&f, {}};
    if (f.kind == shape_kind::open_text && ends_in(name, f, "_size"))
      return companion{&f, {}};
    if (!f.bits.empty() && ends_in(name, f, "_bits"))
      return companion{&f, f.bits};
    for (const auto& view : f.views)
      if (ends_in(name, f, "_as_" + std::string{view.name}))
        return companion{&f, view.bits};
  }
  return std::nullopt;
}

class maker {
public:
  /// Appends a `type` made of `object`.
  void make(const type_shape& type, const json& object, const std::string& owner) {
    if (!object.is_object())
      refuse(owner.empty() ? "fields" : owner, object, "an object");
    check_names(type, object, owner);
    auto begin = out_.size();
    out_.resize(begin + type.size);
    for (const auto& f : type.fields) {
      auto path = path_of(owner, f.name);
      auto found = object.find(std::string{f.name});
      if (f.is_count)
        put_count(type, f, object, begin, path);
      else if (f.is_tail)
        put_tail(f, found == object.end() ? json::array() : *found, path);
      else if (f.kind == shape_kind::open_text)
        put_open_text(f, object, path);
      else if (found != object.end() || (f.kind == shape_kind::natural && !f.is_array))
        put_field(f, object, begin + f.offset, path);
    }
  }

  wire::byte_buffer take() { return std::move(out_); }

  static wire::byte_buffer opaque(const field_shape& f, const json& x, const std::string& path);

private:
  static void check_names(const type_shape& type, const json& object, const std::string& owner) {
    for (const auto& [name, value] : object.items()) {
      auto is_field = [&, &wanted = name](const field_shape& f) { return f.name == wanted; };
      if (std::ranges::any_of(type.fields, is_field) || find_companion(type, name))
        continue;
      std::string known;
      for (const auto& f : type.fields)
        known += (known.empty() ? "" : ", ") + std::string{f.name};
      throw refused{"field " + path_of(owner, name) + " does not exist; " + std::string{type.name} + " has "
                    + (known.empty() ? "no fields" : known)};
    }
  }

  void put_number(size_t at, size_t size, uint64_t value) {
    for (size_t i = 0; i < size; ++i)
      out_[at + i] = static_cast<uint8_t>(value >> (8 * i));
  }

  void put_count(const type_shape& type, const field_shape& f, const json& object, size_t begin,
                 const std::string& path) {
    const auto& tail = type.fields.back();
    auto list = object.find(std::string{tail.name});
    auto n = list == object.end() ? 0 : list->size();
    auto most = std::min<uint64_t>(tail.repeat != 0 ? tail.repeat : wire::no_limit, max_of(f));
    if (n > most)
      throw refused{"field " + std::string{tail.name} + " has " + std::to_string(n) + " elements; expected at most "
                    + std::to_string(most)};
    if (auto found = object.find(std::string{f.name}); found != object.end())
      if (auto given = natural(f, *found, path); given != n)
        refuse(path, *found, std::to_string(n) + ", the elements of " + std::string{tail.name});
    put_number(begin + f.offset, f.size, n);
  }

  void put_tail(const field_shape& f, const json& list, const std::string& path) {
    if (!list.is_array())
      refuse(path, list, "a list");
    for (size_t i = 0; i < list.size(); ++i)
      make(*f.group, list[i], path + "[" + std::to_string(i) + "]");
  }

  void put_field(const field_shape& f, const json& object, size_t at, const std::string& path) {
    auto found = object.find(std::string{f.name});
    if (!f.is_array && f.kind == shape_kind::natural)
      return put_number(at, f.size, word(f, object, path));
    if (!f.is_array)
      return put_element(f, *found, at, path);
    if (!found->is_array() || found->size() > f.repeat)
      refuse(path, found->is_array() ? json(std::to_string(found->size()) + " elements") : *found,
             "a list of at most " + std::to_string(f.repeat));
    for (size_t i = 0; i < found->size(); ++i)
      put_element(f, (*found)[i], at + i * f.size, path + "[" + std::to_string(i) + "]");
  }

  void put_element(const field_shape& f, const json& x, size_t at, const std::string& path) {
    switch (f.kind) {
    case shape_kind::natural:
      return put_number(at, f.size, natural(f, x, path));
    case shape_kind::integer:
      return put_number(at, f.size, static_cast<uint64_t>(integer(f, x, path)));
    case shape_kind::real:
      return put_number(at, f.size, real(x, path));
    case shape_kind::text:
      return put_bytes(text(f.size - 1, x, path), at);
    case shape_kind::opaque:
      return put_bytes(opaque(f, x, path), at);
    case shape_kind::group:
      return put_group(*f.group, x, at, path);
    case shape_kind::open_text:
      break; // has no place of its own among the fixed fields
    }
  }

  void put_group(const type_shape& type, const json& x, size_t at, const std::string& path) {
    maker inner;
    inner.make(type, x, path);
    put_bytes(inner.out_, at);
  }

  void put_bytes(wire::byte_view bytes, size_t at) {
    std::copy(bytes.begin(), bytes.end(), out_.begin() + static_cast<ptrdiff_t>(at));
  }

  void put_open_text(const field_shape& f, const json& object, const std::string& path) {
    auto found = object.find(std::string{f.name});
    auto str = text(wire::size_of_field_max, found == object.end() ? json("") : *found, path);
    auto size = std::max<size_t>(f.size, str.size() + 1);
    if (auto given = object.find(std::string{f.name} + "_size"); given != object.end()) {
      if (!given->is_number_unsigned() || given->get<uint64_t>() < str.size()
          || given->get<uint64_t>() > wire::size_of_field_max)
        refuse(path + "_size", *given,
               std::to_string(str.size()) + " to " + std::to_string(wire::size_of_field_max) + " bytes");
      size = given->get<size_t>();
    }
    auto begin = out_.size();
    out_.resize(begin + size);
    put_bytes(str, begin);
  }

  static uint64_t max_of(const field_shape& f) {
    return f.size >= sizeof(uint64_t) ? wire::no_limit : (uint64_t{1} << (8 * f.size)) - 1;
  }

  /// A word by its number, its bits, or what explains it; they must agree.
  static uint64_t word(const field_shape& f, const json& object, const std::string& path) {
    std::optional<uint64_t> result;
    if (auto found = object.find(std::string{f.name}); found != object.end())
      result = found->is_object() && !f.bits.empty() ? from_bits(f.bits, *found, path) : natural(f, *found, path);
    auto agree = [&](const std::string& name, std::span<const wire::bit_range> bits) {
      auto found = object.find(name);
      if (found == object.end())
        return;
      auto value = from_bits(bits, *found, path_of(path, name));
      if (result && *result != value)
        throw refused{"fields " + path + " and " + name + " differ: " + std::to_string(*result) + " and "
                      + std::to_string(value) + "; expected one of them, or the same in both"};
      result = value;
    };
    if (!f.bits.empty())
      agree(std::string{f.name} + "_bits", f.bits);
    for (const auto& view : f.views)
      agree(std::string{f.name} + "_as_" + std::string{view.name}, view.bits);
    return result.value_or(0);
  }

  static uint64_t from_bits(std::span<const wire::bit_range> bits, const json& object, const std::string& path) {
    if (!object.is_object())
      refuse(path, object, "an object of bits");
    uint32_t result = 0;
    for (const auto& [name, value] : object.items()) {
      auto found = std::ranges::find(bits, std::string_view{name}, &wire::bit_range::name);
      if (found == bits.end())
        throw refused{"field " + path + " has no bits named " + name};
      if (!value.is_number_unsigned() || value.get<uint64_t>() > found->value_max())
        refuse(path_of(path, name), value, "a number from 0 to " + std::to_string(found->value_max()));
      result = found->put(result, value.get<uint32_t>());
    }
    return result;
  }

  static uint64_t natural(const field_shape& f, const json& x, const std::string& path) {
    if (!x.is_number_unsigned() || x.get<uint64_t>() > max_of(f))
      refuse(path, x, "a number from 0 to " + std::to_string(max_of(f)));
    return x.get<uint64_t>();
  }

  static int64_t integer(const field_shape& f, const json& x, const std::string& path) {
    auto most = static_cast<int64_t>(max_of(f) >> 1);
    auto is_too_large = x.is_number_unsigned() && x.get<uint64_t>() > static_cast<uint64_t>(most);
    if (!x.is_number_integer() || is_too_large || (!x.is_number_unsigned() && x.get<int64_t>() < -most - 1))
      refuse(path, x, "a number from " + std::to_string(-most - 1) + " to " + std::to_string(most));
    return x.get<int64_t>();
  }

  static uint64_t real(const json& x, const std::string& path) {
    if (x.is_object() && x.size() == 1 && x.contains("bits") && x["bits"].is_number_unsigned()
        && x["bits"].get<uint64_t>() <= std::numeric_limits<uint32_t>::max())
      return x["bits"].get<uint64_t>();
    // The least that would be rounded to infinity.
    constexpr auto too_large = 0x1.ffffffp127;
    constexpr auto largest = double{std::numeric_limits<float>::max()};
    if (!x.is_number() || std::abs(x.get<double>()) >= too_large)
      refuse(path, x, "a number of single precision, or {\"bits\": N}");
    return wire::real32::from(static_cast<float>(std::clamp(x.get<double>(), -largest, largest))).bits;
  }

  /// The bytes of a text of at most `size_max` without its terminator.
  static wire::byte_buffer text(size_t size_max, const json& x, const std::string& path) {
    wire::byte_buffer result;
    if (x.is_object() && x.contains("hex") && x["hex"].is_string()) {
      auto read = from_hex(x["hex"].get_ref<const std::string&>());
      if (!read.error.empty())
        throw refused{"field " + path + ".hex: " + read.error};
      result = std::move(read.bytes);
    } else if (x.is_object() && x.contains("text") && x["text"].is_string()) {
      result = single_bytes(x["text"].get_ref<const std::string&>(), path);
    } else if (x.is_string()) {
      result = single_bytes(x.get_ref<const std::string&>(), path);
    } else {
      refuse(path, x, "a text, or {\"hex\": \"...\"}");
    }
    if (result.size() > size_max)
      refuse(path, x, "at most " + std::to_string(size_max) + " bytes of text");
    if (std::ranges::find(result, 0) != result.end())
      refuse(path, x, "a text without NUL");
    return result;
  }

  /// The characters of a JSON text are bytes of the client's code page, so U+0000 to U+00FF only.
  static wire::byte_buffer single_bytes(const std::string& utf8, const std::string& path) {
    wire::byte_buffer result;
    for (size_t i = 0; i < utf8.size(); ++i) {
      auto byte = static_cast<uint8_t>(utf8[i]);
      constexpr uint8_t lead_of_latin = 0xC2; // and 0xC3
      if (byte < 0x80) {
        result.push_back(byte);
      } else if ((byte & 0xFE) == lead_of_latin && i + 1 < utf8.size()) {
        result.push_back(static_cast<uint8_t>((byte & 3) << 6 | (static_cast<uint8_t>(utf8[++i]) & 0x3F)));
      } else {
        throw refused{"field " + path
                      + " has a character above U+00FF; expected one byte a character, or {\"hex\": \"...\"}"};
      }
    }
    return result;
  }

  wire::byte_buffer out_;
};

wire::byte_buffer maker::opaque(const field_shape& f, const json& x, const std::string& path) {
  wire::byte_buffer result;
  auto expected = "at most " + std::to_string(f.size) + " bytes as hexadecimal digits or as a list of numbers";
  const auto* hex = x.is_string() ? &x : x.is_object() && x.contains("hex") ? &x["hex"] : nullptr;
  if (hex && hex->is_string()) {
    auto read = from_hex(hex->get_ref<const std::string&>());
    if (!read.error.empty())
      throw refused{"field " + path + ": " + read.error};
    result = std::move(read.bytes);
  } else if (x.is_array() && x.size() <= f.size) {
    field_shape byte{.name = f.name, .doc = {}, .size = 1};
    for (size_t i = 0; i < x.size(); ++i)
      result.push_back(static_cast<uint8_t>(natural(byte, x[i], path + "[" + std::to_string(i) + "]")));
  } else {
    refuse(path, x.is_array() ? json(std::to_string(x.size()) + " elements") : x, expected);
  }
  if (result.size() > f.size)
    refuse(path, x, expected);
  return result;
}

/// The deepest nesting of lists and objects. Counted on the text, because a parser that asks on the way takes
/// quadratic time.
int depth_of(std::string_view text) {
  auto deepest = 0;
  auto depth = 0;
  auto is_quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    auto c = text[i];
    if (is_quoted) {
      i += c == '\\' ? 1 : 0;
      is_quoted = c != '"';
    } else if (c == '"') {
      is_quoted = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

/// Parses without building what is larger or nested deeper than any packet.
json parse(std::string_view text) {
  if (text.size() > json_size_max)
    throw refused{"the JSON has " + std::to_string(text.size()) + " bytes; expected at most "
                  + std::to_string(json_size_max)};
  if (auto depth = depth_of(text); depth > depth_max)
    throw refused{"the JSON is nested " + std::to_string(depth) + " levels deep; expected at most "
                  + std::to_string(depth_max)};
  try {
    return json::parse(text);
  } catch (const json::parse_error& err) {
    throw refused{"no JSON at byte " + std::to_string(err.byte)
                  + ": expected an object such as {\"pc_id\":0,\"fields\":{}}"};
  } catch (const json::out_of_range&) {
    throw refused{"the JSON has a number that no field can hold; expected at most 18446744073709551615"};
  }
}

json_body make_body(const type_shape& type, const json& fields) {
  maker result;
  result.make(type, fields, {});
  return {result.take(), {}};
}

/// The only field of a packet that is known by name only.
constexpr field_shape raw_body{.name = "body", .doc = {}, .kind = shape_kind::opaque, .size = wire::size_of_field_max};

json_body make_raw_body(const json& fields) {
  if (!fields.is_object())
    refuse("fields", fields, "an object");
  for (const auto& [name, value] : fields.items())
    if (name != raw_body.name)
      throw refused{"field " + name + " does not exist; a packet that is known by name only has body"};
  if (!fields.contains("body"))
    return {};
  return {maker::opaque(raw_body, fields["body"], "body"), {}};
}

} // namespace

json_body from_json(const type_shape& type, std::string_view text) {
  try {
    return make_body(type, parse(text));
  } catch (refused& why) {
    return {{}, std::move(why.sentence)};
  }
}

json_packet packet_from_json(const catalog_entry& entry, std::string_view text) {
  json_packet result;
  try {
    auto whole = parse(text);
    if (!whole.is_object())
      refuse("packet", whole, "an object such as {\"pc_id\":0,\"fields\":{}}");
    for (const auto& [name, value] : whole.items()) {
      if (name == "pc_id") {
        if (!value.is_number_unsigned() || value.get<uint64_t>() > std::numeric_limits<uint32_t>::max())
          refuse(name, value, "a number from 0 to " + std::to_string(std::numeric_limits<uint32_t>::max()));
        result.pc_id = value.get<uint32_t>();
      } else if (name == "name") {
        if (value != std::string{entry.info.name})
          refuse(name, value, "\"" + std::string{entry.info.name} + "\"");
      } else if (name != "fields") {
        throw refused{"member " + name + " does not belong here; expected pc_id and fields"};
      }
    }
    auto fields = whole.contains("fields") ? whole["fields"] : json::object();
    result.made = entry.shape ? make_body(*entry.shape, fields) : make_raw_body(fields);
  } catch (refused& why) {
    result.made.error = std::move(why.sentence);
  }
  return result;
}

hex_bytes from_hex(std::string_view text) {
  auto digit = [](char c) {
    if (c >= '0' && c <= '9')
      return c - '0';
    c = static_cast<char>(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  hex_bytes result;
  auto is_half = false;
  auto start = text.find_first_not_of(" \t\r\n");
  size_t i = start != text.npos && text.substr(start).starts_with("0x") ? start + 2 : 0;
  for (; i < text.size(); ++i) {
    if (std::string_view{" \t\r\n:"}.find(text[i]) != std::string_view::npos)
      continue;
    auto value = digit(text[i]);
    if (value < 0)
      return {{},
              "character " + std::to_string(i + 1) + " is '" + std::string(1, text[i])
                + "'; expected a hexadecimal digit"};
    if (is_half)
      result.bytes.back() = static_cast<uint8_t>(result.bytes.back() << 4 | value);
    else
      result.bytes.push_back(static_cast<uint8_t>(value));
    is_half = !is_half;
  }
  if (is_half)
    return {{}, "an odd number of hexadecimal digits; expected two for each byte"};
  return result;
}

} // namespace msg
