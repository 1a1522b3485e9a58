#include "loaders/level_table.hpp"

#include "loaders/json_file.hpp"
#include "loaders/text_lines.hpp"

#include <limits>

namespace loaders {

namespace {

constexpr auto key = "experience_needed";
constexpr int64_t experience_max = std::numeric_limits<int32_t>::max();

std::optional<int32_t> read_experience(const nlohmann::json& value) {
  if (!value.is_number_integer() || value < 1 || value > experience_max)
    return std::nullopt;
  return value.get<int32_t>();
}

} // namespace

result<level_table> load_level_table(std::string_view name, byte_view in, load_options options) {
  inspection file{name, options};
  auto parsed = parse_json_object(file, in);
  if (!parsed)
    return parsed.error();
  auto found = parsed->find(key);
  if (found == parsed->end() || !found->is_array() || parsed->size() != 1)
    return file.issue(load_errc::syntax, 0, "file", "an object with other keys", "an array experience_needed, no more");
  if (found->empty() || found->size() > level_count_max)
    return file.issue(load_errc::count, 0, key, std::to_string(found->size()) + " levels",
                      "1 to " + std::to_string(level_count_max));
  level_table x;
  for (const auto& value : *found) {
    auto experience = read_experience(value);
    if (!experience)
      return file.issue(load_errc::range, 0, key, shown(value), "1 to " + std::to_string(experience_max))
        .in_record(x.experience_needed.size());
    x.experience_needed.push_back(*experience);
  }
  return {std::move(x), file.take_warnings()};
}

byte_buffer save_level_table(const level_table& x) {
  std::string text = "{\n  \"experience_needed\": [";
  constexpr size_t in_line = 10;
  for (size_t i = 0; i < x.experience_needed.size(); ++i) {
    text += i == 0 ? "\n    " : i % in_line == 0 ? ",\n    " : ", ";
    text += std::to_string(x.experience_needed[i]);
  }
  return bytes_of(text + "\n  ]\n}\n");
}

} // namespace loaders
