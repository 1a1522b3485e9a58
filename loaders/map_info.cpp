#include "loaders/map_info.hpp"

#include "loaders/record.hpp"
#include "loaders/text_lines.hpp"

#include <limits>

namespace loaders {

namespace {

constexpr std::string_view section = "[mapzone]";
constexpr std::string_view key_prefix = "map";

std::optional<load_issue> read_entry(const inspection& file, const text_line& line, map_info& x) {
  auto equals = line.text.find('=');
  auto key = to_lower(trim(line.text.substr(0, equals)));
  auto value = equals == std::string_view::npos ? std::string_view{} : trim(line.text.substr(equals + 1));
  auto number = std::string_view{key}.substr(std::min(key.size(), key_prefix.size()));
  if (!key.starts_with(key_prefix) || !is_decimal(number) || !is_decimal(value))
    return file.issue(load_errc::syntax, line.offset, "entry", quoted(line.text), "Map<id>=<number>")
      .on_line(line.number);
  auto id = parse_decimal(number, std::numeric_limits<uint16_t>::max());
  if (!id)
    return file.issue(load_errc::range, line.offset, "entry", quoted(line.text), "a map id of 0 to 65535")
      .on_line(line.number);
  auto use = parse_decimal(value, std::numeric_limits<uint32_t>::max());
  if (!use)
    return file.issue(load_errc::range, line.offset, "entry", quoted(line.text), "a value below 4294967296")
      .on_line(line.number);
  if (!x.map_zone.emplace(static_cast<uint16_t>(*id), *use).second)
    return file.issue(load_errc::duplicate, line.offset, "entry", quoted(line.text), "each map only once")
      .on_line(line.number);
  return std::nullopt;
}

} // namespace

result<map_info> load_map_info(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_not_too_large(in))
    return *found;
  map_info x;
  x.source = source_of(in);
  bool inside = false;
  for (auto line : split_lines(in)) {
    line.text = trim(line.text);
    if (line.text.empty() || line.text.front() == ';' || line.text.front() == '#')
      continue;
    if (line.text.front() == '[') {
      if (line.text.back() != ']')
        return file.issue(load_errc::syntax, line.offset, "section", quoted(line.text), "a name in brackets")
          .on_line(line.number);
      inside = to_lower(line.text) == section;
    } else if (inside) {
      if (auto found = read_entry(file, line, x))
        return *found;
    }
  }
  return {std::move(x), file.take_warnings()};
}

byte_buffer save_map_info(const map_info& x) {
  if (x.source) {
    auto before = load_map_info({}, bytes_of(*x.source), load_mode::strict);
    if (before && before->map_zone == x.map_zone)
      return bytes_of(*x.source);
  }
  std::string text = "[MapZone]\n";
  for (auto [id, use] : x.map_zone)
    text += "Map" + std::to_string(id) + "=" + std::to_string(use) + "\n";
  return bytes_of(text);
}

} // namespace loaders
