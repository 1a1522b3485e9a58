#include "tools/data/text_form.hpp"

#include "loaders/text_lines.hpp"
#include "tools/data/convert.hpp"
#include "tools/data/json_layout.hpp"
#include "tools/data/map_picture.hpp"

namespace tools::data {

namespace {

constexpr std::string_view suffix = ".json";
constexpr std::string_view table_part = "table";
// What a damaged file holds besides what its loader reads.
constexpr std::string_view behind_key = "bytes_behind";
constexpr std::string_view damage_key = "damage";

bool is_text_already(const json_format& format) {
  return format.name == "shop" || format.name == "teleport" || format.name == "mapinfo";
}

bool is_item_table(const json_format& format) {
  for (auto name : {"it0", "it0ex", "it1", "it2", "it3", "pet"})
    if (format.name == name)
      return true;
  return false;
}

/// What names a row of an item table among the others.
std::string_view row_key(const json_format& format) { return format.name == "it0ex" ? "row" : "code"; }

/// The key of the list in the JSON of a table.
std::string_view list_key(const json_format& format) {
  return format.name == "it0ex" ? "rows" : format.name == "pet" ? "pets" : "items";
}

/// Leaves out the bytes of texts that say the same.
void drop_known_bytes(json& value, text_encoding encoding) {
  if (value.is_object() && value.contains("hex") && value.contains("text") && value["text"].is_string()
      && value["hex"].is_string()) {
    auto bytes = loaders::from_utf8(value["text"].get_ref<const std::string&>(), encoding);
    if (bytes && to_hex(*bytes) == value["hex"])
      value.erase("hex");
  }
  if (value.is_structured())
    for (auto& element : value)
      drop_known_bytes(element, encoding);
}

/// Leaves out what follows from the rest, so that one edit is enough.
void drop_derived(json& value, const json_format& format) {
  auto drop = [](json& from, std::initializer_list<const char*> keys) {
    for (auto key : keys)
      from.erase(key);
  };
  if (format.name == "npc")
    drop(value, {"level_word", "legacy_exp_u16_at_61"});
  if (format.name == "spawn")
    for (auto& row : value["spawns"])
      drop(row, {"cell", "monster"});
  if (format.name == "drop")
    for (auto& row : value["drops"])
      drop(row, {"raw"});
  if (format.name == "it1")
    for (auto& row : value["items"])
      drop(row, {"slot"});
}

} // namespace

std::optional<json> readable_value(const json_format& format, const byte_buffer& bytes, text_encoding encoding) {
  json_style style{encoding, true};
  loaders::load_options options{loaders::load_mode::lenient, encoding};
  json value;
  if (format.name == "map") {
    auto loaded = load_map({}, {}, bytes, options);
    if (!loaded)
      return std::nullopt;
    value = map_picture_json(*loaded, style);
  } else {
    auto loaded = format.dump({{{}, options}, style}, bytes);
    if (!loaded)
      return std::nullopt;
    value = std::move(*loaded);
    drop_derived(value, format);
  }
  drop_known_bytes(value, encoding);
  return value;
}

std::optional<std::pair<std::string_view, std::string_view>> item_table_keys(const json_format& format) {
  if (!is_item_table(format))
    return std::nullopt;
  return std::pair{list_key(format), row_key(format)};
}

namespace {

byte_buffer built_map(const json& value, text_encoding encoding) {
  auto bytes = save_map(map_picture_from({value, "value"}, {encoding, true}));
  auto again = loaders::load_map("the result", {}, bytes, {loaders::load_mode::lenient, encoding});
  if (!again)
    throw build_error{to_string(again.error())};
  return bytes;
}

byte_buffer built(const json_format& format, const json& value, text_encoding encoding) {
  if (format.name == "map")
    return built_map(value, encoding);
  auto outcome = build_file(format, value, encoding);
  if (outcome.error)
    throw build_error{*outcome.error};
  return std::move(outcome.bytes);
}

std::string hex_of(byte_view bytes) { return to_hex(loaders::source_of(bytes)); }

/// Says in `value` how `whole` differs from `made`, which is what the loader understood of it.
void note_damage(json& value, const byte_buffer& made, const byte_buffer& whole) {
  if (made == whole)
    return;
  auto first = std::mismatch(made.begin(), made.end(), whole.begin(), whole.end());
  auto at = static_cast<size_t>(first.first - made.begin());
  if (at == made.size()) {
    value[std::string{behind_key}] = hex_of(byte_view{whole}.subspan(at));
    return;
  }
  auto last = std::mismatch(made.rbegin(), made.rend() - static_cast<ptrdiff_t>(at), whole.rbegin(),
                            whole.rend() - static_cast<ptrdiff_t>(at));
  auto same = static_cast<size_t>(last.first - made.rbegin());
  value[std::string{damage_key}] = {{"size", made.size()},
                                    {"at", at},
                                    {"instead_of", made.size() - at - same},
                                    {"hex", hex_of(byte_view{whole}.subspan(at, whole.size() - at - same))}};
}

void repeat_damage(const json& value, byte_buffer& bytes) {
  json_source from{value, "value"};
  if (auto behind = from.find(behind_key)) {
    auto more = loaders::bytes_of(from_hex(*behind));
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  auto damage = from.find(damage_key);
  if (!damage)
    return;
  if (damage->at("size").number<size_t>() != bytes.size())
    damage->fail("was noted for a file of another size; remove it to mend the file");
  auto at = damage->at("at").number<size_t>(bytes.size());
  auto removed = damage->at("instead_of").number<size_t>(bytes.size() - at);
  auto more = loaders::bytes_of(from_hex(damage->at("hex")));
  auto begin = bytes.begin() + static_cast<ptrdiff_t>(at);
  begin = bytes.erase(begin, begin + static_cast<ptrdiff_t>(removed));
  bytes.insert(begin, more.begin(), more.end());
}

byte_buffer bytes_of_text(const json& value) { return loaders::bytes_of(laid_out(value)); }

std::string part_path(const std::string& path, const json_format& format, const std::string& part) {
  return path + (part.empty() ? "" : "/" + part) + "." + std::string{format.name} + std::string{suffix};
}

/// An item table as a file per item, and one for their order when it is not that of their codes.
file_tree split_table(const std::string& path, const json_format& format, json& value) {
  file_tree files;
  auto order = json::array();
  auto is_sorted = true;
  uint32_t last = 0;
  for (auto& row : value[std::string{list_key(format)}]) {
    if (row.contains("empty")) {
      is_sorted = false;
      if (!order.empty() && order.back().is_object())
        order.back()["empty"] = order.back()["empty"].get<size_t>() + 1;
      else
        order.push_back({{"empty", 1}});
      continue;
    }
    auto key = row[std::string{row_key(format)}].get<uint32_t>();
    is_sorted = is_sorted && (order.empty() || key > last);
    last = key;
    order.push_back(key);
    files.emplace(part_path(path, format, std::to_string(key)), bytes_of_text(row));
  }
  json table{{"rows", std::move(order)}};
  for (auto key : {behind_key, damage_key})
    if (auto found = value.find(std::string{key}); found != value.end())
      table[std::string{key}] = *found;
  if (!is_sorted || table.size() > 1 || files.empty())
    files.emplace(part_path(path, format, std::string{table_part}), bytes_of_text(table));
  return files;
}

/// By row key; each a row of a table.
std::map<uint32_t, json> rows_in(const json_format& format, const std::map<std::string, std::string>& parts) {
  std::map<uint32_t, json> rows;
  for (const auto& [part, text] : parts) {
    if (part == table_part)
      continue;
    try {
      auto row = parsed_json(text);
      auto key = json_source{row, "value"}.at(row_key(format)).number<uint32_t>();
      if (std::to_string(key) != part)
        throw build_error{"has " + std::string{row_key(format)} + " " + std::to_string(key) + ", but its name says "
                          + part};
      rows.emplace(key, std::move(row));
    } catch (const build_error& err) {
      throw build_error{part + "." + std::string{format.name} + std::string{suffix} + ": " + err.what()};
    }
  }
  return rows;
}

json joined_table(const json_format& format, const std::map<std::string, std::string>& parts) {
  auto rows = rows_in(format, parts);
  auto list = json::array();
  json value;
  if (auto found = parts.find(std::string{table_part}); found != parts.end()) {
    auto table = parsed_json(found->second);
    json_source from{table, "table"};
    auto order = from.at("rows");
    for (size_t i = 0; i < order.size(); ++i) {
      auto entry = order.at(i);
      if (entry.value().is_object()) {
        for (auto left = entry.at("empty").number<size_t>(loaders::file_size_max); left > 0; --left)
          list.push_back({{"empty", true}});
        continue;
      }
      auto row = rows.extract(entry.number<uint32_t>());
      if (row.empty())
        entry.fail("names an item without a file; it is listed twice, or its file was removed");
      list.push_back(std::move(row.mapped()));
    }
    for (auto key : {behind_key, damage_key})
      if (auto note = table.find(std::string{key}); note != table.end())
        value[std::string{key}] = *note;
  }
  // Items that somebody added without touching the table.
  for (auto& [key, row] : rows)
    list.push_back(std::move(row));
  value[std::string{list_key(format)}] = std::move(list);
  return value;
}

} // namespace

std::optional<file_tree> text_form(const std::string& path, const file_kind& kind, const byte_buffer& bytes,
                                   text_encoding encoding) {
  const auto& format = *kind.format;
  if (is_text_already(format))
    return std::nullopt;
  try {
    auto value = readable_value(format, bytes, encoding);
    if (!value)
      return std::nullopt;
    note_damage(*value, built(format, *value, encoding), bytes);
    auto files = is_item_table(format) ? split_table(path, format, *value)
                                       : file_tree{{part_path(path, format, {}), bytes_of_text(*value)}};
    std::map<std::string, std::string> parts;
    for (const auto& [name, text] : files)
      parts.emplace(text_place_of(name)->part, loaders::source_of(text));
    if (data_form({path, &format}, parts, encoding) == bytes)
      return files;
  } catch (const build_error&) { // what cannot be built again is carried
  }
  return std::nullopt;
}

std::optional<text_place> text_place_of(const std::string& path) {
  for (const auto& format : json_formats()) {
    auto end = "." + std::string{format.name} + std::string{suffix};
    if (is_text_already(format) || !path.ends_with(end) || path.size() == end.size())
      continue;
    auto stem = path.substr(0, path.size() - end.size());
    if (!is_item_table(format))
      return text_place{stem, &format};
    auto slash = stem.rfind('/');
    if (slash == stem.npos || slash + 1 == stem.size())
      return std::nullopt;
    return text_place{stem.substr(0, slash), &format, stem.substr(slash + 1)};
  }
  return std::nullopt;
}

byte_buffer data_form(const text_place& place, const std::map<std::string, std::string>& parts,
                      text_encoding encoding) {
  const auto& format = *place.format;
  auto value = is_item_table(format) ? joined_table(format, parts) : parsed_json(parts.at({}));
  if (!value.is_object())
    throw build_error{"is no JSON object"};
  auto content = value;
  content.erase(std::string{behind_key});
  content.erase(std::string{damage_key});
  auto bytes = built(format, content, encoding);
  repeat_damage(value, bytes);
  return bytes;
}

} // namespace tools::data
