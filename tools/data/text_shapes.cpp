// Formats of lines and sentences.

#include "loaders/text_lines.hpp"
#include "tools/data/json_record.hpp"
#include "tools/data/shapes.hpp"

namespace tools::data {

namespace {

void add_source(json& into, const std::optional<std::string>& source, const json_style& style) {
  if (style.raw && source)
    into["source"] = source_json(*source);
}

std::optional<std::string> find_source(const json_source& from) {
  auto source = from.find("source");
  return source ? std::optional{source_from(*source)} : std::nullopt;
}

json message_json(const loaders::message& x, const json_style& style) {
  auto text = loaders::to_utf8(std::string_view{x.text}.substr(0, x.text.find('\0')), style.encoding);
  json row{{"index", x.index}, {"max", x.size_max}, {"text", text ? json(*text) : json()}};
  if (style.raw && (!text || loaders::from_utf8(*text, style.encoding) != x.text))
    row["hex"] = to_hex(x.text);
  return row;
}

std::string message_text_from(const json_source& from, const json_style& style) {
  if (auto hex = from.find("hex"))
    return from_hex(*hex);
  auto text = from.at("text");
  auto bytes = loaders::from_utf8(text.text(), style.encoding);
  if (!bytes)
    text.fail("has characters that " + std::string{to_string(style.encoding)} + " lacks");
  return *bytes;
}

} // namespace

json messages_json(const std::vector<loaders::message>& xs, const json_style& style) {
  auto rows = json::array();
  for (const auto& x : xs)
    rows.push_back(message_json(x, style));
  return {{"messages", std::move(rows)}};
}

std::vector<loaders::message> messages_from(const json_source& from, const json_style& style) {
  auto rows = from.at("messages");
  if (rows.size() > loaders::message_count_max)
    rows.fail("has more than 400 elements");
  std::vector<loaders::message> xs;
  for (size_t i = 0; i < rows.size(); ++i) {
    auto row = rows.at(i);
    xs.push_back({row.at("index").number<uint16_t>(), row.at("max").number<uint16_t>(), message_text_from(row, style)});
    if (xs.back().text.size() > loaders::message_size_max)
      row.fail("has a text of more than 60 bytes");
  }
  return xs;
}

json shop_json(const loaders::shop& x, const json_style& style) {
  json result{{"items", x.items}};
  add_source(result, x.source, style);
  return result;
}

loaders::shop shop_from(const json_source& from) {
  loaders::shop x;
  auto items = from.at("items");
  for (size_t i = 0; i < items.size(); ++i)
    x.items.push_back(items.at(i).number<uint16_t>());
  x.source = find_source(from);
  return x;
}

json teleports_json(const loaders::teleport_list& x, const json_style& style) {
  auto points = json::array();
  for (const auto& point : x.points)
    points.push_back({{"index", points.size()}, {"map", point.map}, {"x", point.at.x}, {"y", point.at.y}});
  json result{{"points", std::move(points)}};
  add_source(result, x.source, style);
  return result;
}

loaders::teleport_list teleports_from(const json_source& from) {
  loaders::teleport_list x;
  auto points = from.at("points");
  for (size_t i = 0; i < points.size(); ++i) {
    auto point = points.at(i);
    x.points.push_back(
      {point.at("map").number<uint16_t>(), {point.at("x").number<uint8_t>(), point.at("y").number<uint8_t>()}});
  }
  x.source = find_source(from);
  return x;
}

json map_info_json(const loaders::map_info& x, const json_style& style) {
  auto entries = json::object();
  for (auto [id, use] : x.map_zone)
    entries[std::to_string(id)] = use;
  json result{{"map_zone", std::move(entries)}};
  add_source(result, x.source, style);
  return result;
}

loaders::map_info map_info_from(const json_source& from) {
  loaders::map_info x;
  auto entries = from.at("map_zone");
  if (!entries.value().is_object())
    entries.fail("is no object");
  for (const auto& [key, value] : entries.value().items()) {
    auto id = loaders::parse_decimal(key, std::numeric_limits<uint16_t>::max());
    if (!id)
      entries.fail("has the key \"" + key + "\", which is no map id");
    x.map_zone[static_cast<uint16_t>(*id)] = json_source{value, entries.path() + "." + key}.number<uint32_t>();
  }
  x.source = find_source(from);
  return x;
}

} // namespace tools::data
