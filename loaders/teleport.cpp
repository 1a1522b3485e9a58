#include "loaders/teleport.hpp"

#include "loaders/record.hpp"
#include "loaders/text_lines.hpp"

#include <limits>

namespace loaders {

namespace {

std::optional<load_issue> read_point(const inspection& file, const text_line& line,
                                     std::vector<teleport_point>& points) {
  auto words = split_words(line.text);
  if (words.size() != 3 || !std::all_of(words.begin(), words.end(), is_decimal))
    return file.issue(load_errc::syntax, line.offset, "point", quoted(line.text), "map x y in decimal")
      .on_line(line.number);
  auto map = parse_decimal(words[0], std::numeric_limits<uint16_t>::max());
  auto x = parse_decimal(words[1], map_side - 1);
  auto y = parse_decimal(words[2], map_side - 1);
  if (!map || !x || !y)
    return file
      .issue(load_errc::range, line.offset, "point", quoted(line.text), "a map of 0 to 65535, x and y of 0 to 255")
      .on_line(line.number);
  points.push_back({static_cast<uint16_t>(*map), {static_cast<uint8_t>(*x), static_cast<uint8_t>(*y)}});
  return std::nullopt;
}

} // namespace

result<teleport_list> load_teleport_list(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  if (auto found = file.check_not_too_large(in))
    return *found;
  teleport_list list;
  list.source = source_of(in);
  std::optional<text_line> hole;
  for (const auto& line : split_lines(in)) {
    if (trim(line.text).empty()) {
      hole = hole.value_or(line);
      continue;
    }
    if (hole)
      return file
        .issue(load_errc::syntax, hole->offset, "point", "blank",
               "map x y, because a hole would renumber all points that follow")
        .on_line(hole->number);
    if (auto found = read_point(file, line, list.points))
      return *found;
  }
  return {std::move(list), file.take_warnings()};
}

byte_buffer save_teleport_list(const teleport_list& x) {
  if (x.source) {
    auto before = load_teleport_list({}, bytes_of(*x.source), load_mode::strict);
    if (before && before->points == x.points)
      return bytes_of(*x.source);
  }
  std::string text;
  for (const auto& point : x.points)
    text += std::to_string(point.map) + " " + std::to_string(point.at.x) + " " + std::to_string(point.at.y) + "\n";
  return bytes_of(text);
}

} // namespace loaders
