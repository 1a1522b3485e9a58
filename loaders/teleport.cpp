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
    return file.issue(load_errc::syntax, line.offset, line.place(), quoted(line.text), "map x y in decimal");
  auto map = parse_decimal(words[0], std::numeric_limits<uint16_t>::max());
  auto x = parse_decimal(words[1], map_side - 1);
  auto y = parse_decimal(words[2], map_side - 1);
  if (!map || !x || !y)
    return file.issue(load_errc::range, line.offset, line.place(), quoted(line.text),
                      "a map of 0 to 65535, x and y of 0 to 255");
  points.push_back({static_cast<uint16_t>(*map), {static_cast<uint8_t>(*x), static_cast<uint8_t>(*y)}});
  return std::nullopt;
}

} // namespace

result<std::vector<teleport_point>> load_teleport_points(std::string_view name, byte_view in, load_mode mode) {
  inspection file{name, mode};
  if (auto found = file.check_not_too_large(in))
    return *found;
  std::vector<teleport_point> points;
  std::optional<text_line> hole;
  for (const auto& line : split_lines(in)) {
    if (trim(line.text).empty()) {
      hole = hole.value_or(line);
      continue;
    }
    if (hole)
      return file.issue(load_errc::syntax, hole->offset, hole->place(), "blank",
                        "a point, because a hole would renumber all that follow");
    if (auto found = read_point(file, line, points))
      return *found;
  }
  return {std::move(points), file.take_warnings()};
}

byte_buffer save_teleport_points(const std::vector<teleport_point>& xs) {
  std::string text;
  for (const auto& point : xs)
    text += std::to_string(point.map) + " " + std::to_string(point.at.x) + " " + std::to_string(point.at.y) + "\n";
  return {text.begin(), text.end()};
}

} // namespace loaders
