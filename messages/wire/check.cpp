#include "messages/wire/check.hpp"

namespace msg::wire {

namespace {

constexpr size_t shown_bytes_max = 32;

std::string bytes_text(size_t n) { return std::to_string(n) + (n == 1 ? " byte" : " bytes"); }

/// A long field is cut.
std::string shown(byte_view bytes) {
  auto result = to_hex(bytes.first(std::min(bytes.size(), shown_bytes_max)));
  return bytes.size() > shown_bytes_max ? result + "..." : result;
}

const field_shape* find_tail(const type_shape& type) {
  return !type.fields.empty() && type.fields.back().is_tail ? &type.fields.back() : nullptr;
}

std::string path_of(const std::string& owner, const field_shape& f, size_t element) {
  auto result = owner.empty() ? std::string{f.name} : owner + "." + std::string{f.name};
  if (f.is_array)
    result += "[" + std::to_string(element) + "]";
  return result;
}

/// Calls `fn(field, path, offset)` for every element of every field that is no group; stops when it returns false.
template <class Fn>
bool walk(const type_shape& type, size_t begin, size_t elements_of_tail, const std::string& owner, Fn&& fn) {
  for (const auto& f : type.fields) {
    auto n = f.is_tail ? elements_of_tail : f.repeat;
    for (size_t i = 0; i < n; ++i) {
      auto at = begin + f.offset + i * f.size;
      auto path = path_of(owner, f, i);
      if (f.kind == shape_kind::group ? !walk(*f.group, at, 0, path, fn) : !fn(f, path, at))
        return false;
    }
  }
  return true;
}

std::string expected_values(const field_shape& f) {
  std::string result = "one of";
  for (const auto& x : f.values->values)
    result += (&x == f.values->values.data() ? " " : ", ") + std::to_string(x.value) + " (" + std::string{x.name} + ")";
  return result;
}

std::optional<problem> damage_of_size(const type_shape& type, byte_view body) {
  if (body.size() < type.size) {
    auto where = find_end(type, body.size());
    return problem{decode_errc::truncated, std::string{where.name}, where.offset, bytes_text(body.size()) + " of body",
                   (type.is_open_ended ? "at least " : "") + bytes_text(type.size)};
  }
  if (!type.is_open_ended && body.size() > type.size)
    return problem{
      decode_errc::trailing_bytes, {}, type.size, bytes_text(body.size()) + " of body", bytes_text(type.size)};
  return std::nullopt;
}

std::optional<problem> damage_of_tail(const type_shape& type, byte_view body) {
  auto* tail = find_tail(type);
  if (!tail)
    return std::nullopt;
  auto count = tail_size(type, body);
  const auto& counter = type.fields[type.fields.size() - 2];
  if (tail->repeat != 0 && count > tail->repeat)
    return problem{decode_errc::bad_count, std::string{counter.name}, counter.offset, std::to_string(count),
                   "at most " + std::to_string(tail->repeat)};
  if (auto rest = body.size() - type.size; rest != count * tail->size)
    return problem{decode_errc::bad_count, std::string{counter.name}, counter.offset,
                   std::to_string(count) + ", with " + bytes_text(rest) + " behind it",
                   bytes_text(count * tail->size) + " behind it (" + std::to_string(tail->size) + " each)"};
  return std::nullopt;
}

std::optional<problem> damage_of_texts(const type_shape& type, byte_view body, size_t elements_of_tail) {
  std::optional<problem> result;
  walk(type, 0, elements_of_tail, {}, [&](const field_shape& f, const std::string& path, size_t at) {
    if (f.kind != shape_kind::text)
      return true;
    auto bytes = body.subspan(at, f.size);
    if (std::ranges::find(bytes, 0) != bytes.end())
      return true;
    result = problem{decode_errc::unterminated_text, path, at, shown(bytes), "a NUL within its " + bytes_text(f.size)};
    return false;
  });
  return result;
}

} // namespace

uint64_t number_at(byte_view body, size_t at, size_t size) {
  uint64_t result = 0;
  for (size_t i = 0; i < size; ++i)
    result |= uint64_t{body[at + i]} << (8 * i);
  return result;
}

std::string to_hex(byte_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string result;
  result.reserve(2 * bytes.size());
  for (auto x : bytes) {
    result += digits[x >> 4];
    result += digits[x & 15];
  }
  return result;
}

size_t tail_size(const type_shape& type, byte_view body) {
  for (const auto& f : type.fields)
    if (f.is_count)
      return number_at(body, f.offset, f.size);
  return 0;
}

std::optional<problem> find_damage(const type_shape& type, byte_view body) {
  if (auto found = damage_of_size(type, body))
    return found;
  if (auto found = damage_of_texts(type, body, 0))
    return found;
  if (auto found = damage_of_tail(type, body))
    return found;
  return damage_of_texts(type, body, tail_size(type, body));
}

std::vector<problem> find_bad_values(const type_shape& type, byte_view body) {
  std::vector<problem> result;
  walk(type, 0, tail_size(type, body), {}, [&](const field_shape& f, const std::string& path, size_t at) {
    if (f.is_count || (!f.is_closed && f.most == no_limit))
      return true;
    auto value = number_at(body, at, f.size);
    if (value > f.most)
      result.push_back({decode_errc::bad_value, path, at, std::to_string(value), "at most " + std::to_string(f.most)});
    else if (f.is_closed && !f.values->contains(value))
      result.push_back({decode_errc::bad_value, path, at, std::to_string(value), expected_values(f)});
    return true;
  });
  return result;
}

} // namespace msg::wire
