// Every entry of the catalogue against the protocol table: number, channel,
// direction, kind of head, size, confidence, and the name, type, offset, bits,
// readings and remark of each field, down into the shared structs.

#include "messages/catalog.hpp"
#include "messages/client/head.hpp"
#include "messages/client/values.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace msg {

namespace {

using nlohmann::json;
using wire::field_shape;
using wire::shape_kind;
using wire::type_shape;

const json& table() {
  static const json result = [] {
    std::ifstream in{std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/protocol/packets.json"};
    return json::parse(in);
  }();
  return result;
}

const json* find_message(std::string_view name) {
  for (const auto& x : table().at("messages"))
    if (x.at("name") == name)
      return &x;
  return nullptr;
}

unsigned long number(const json& x) { return std::stoul(x.get<std::string>(), nullptr, 16); }

/// The type of a field in the words of the table.
std::string type_of(const field_shape& f) {
  std::string element;
  switch (f.kind) {
  case shape_kind::natural:
    element = "u" + std::to_string(8 * f.size);
    break;
  case shape_kind::integer:
    element = "i" + std::to_string(8 * f.size);
    break;
  case shape_kind::real:
    element = "f32";
    break;
  case shape_kind::text:
  case shape_kind::open_text:
    element = "char[" + std::to_string(f.size) + "]";
    break;
  case shape_kind::opaque:
    return "bytes[" + std::to_string(f.size) + "]";
  case shape_kind::group:
    element = f.group->name;
    break;
  }
  if (f.is_array)
    return "array " + element + "[" + std::to_string(f.repeat) + "]";
  return f.kind == shape_kind::group ? "struct " + element : element;
}

void expect_bits(const json& listed, std::span<const wire::bit_range> ours) {
  ASSERT_EQ(listed.size(), ours.size());
  for (size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(listed[i].at("name"), std::string{ours[i].name});
    EXPECT_EQ(listed[i].at("shift"), ours[i].first);
    EXPECT_EQ(listed[i].at("width"), ours[i].count);
  }
}

/// `begin` is what the table's offsets count from.
void expect_field(const json& listed, const field_shape& ours, size_t begin) {
  SCOPED_TRACE(std::string{ours.name});
  EXPECT_EQ(listed.at("name"), std::string{ours.name});
  EXPECT_EQ(listed.at("offset"), begin + ours.offset);
  EXPECT_EQ(listed.at("type"), type_of(ours));
  EXPECT_EQ(listed.value("note", ""), std::string{ours.doc});
  expect_bits(listed.value("bits", json::array()), ours.bits);
  auto readings = listed.value("variants", json::object());
  ASSERT_EQ(readings.size(), ours.views.size());
  for (const auto& view : ours.views)
    expect_bits(readings.at(std::string{view.name}), view.bits);
}

void expect_tail(const json& message, const type_shape& shape) {
  const auto& tail = shape.fields.back();
  const auto& counter = shape.fields[shape.fields.size() - 2];
  const auto& listed = message.at("tail");
  EXPECT_EQ(listed.at("count_field"), std::string{counter.name});
  EXPECT_TRUE(counter.is_count);
  EXPECT_EQ(listed.at("struct"), std::string{tail.group->name});
  EXPECT_EQ(listed.at("maximum").is_null() ? 0 : listed.at("maximum").get<size_t>(), tail.repeat);
  EXPECT_EQ(message.at("fixed_part"), message.at("head").get<size_t>() + shape.size);
}

void expect_layout(const json& message, const catalog_entry& entry) {
  auto head = message.at("head").get<size_t>();
  const auto& fields = message.at("fields");
  auto has_tail = message.contains("tail");
  ASSERT_EQ(entry.shape->fields.size(), fields.size() + (has_tail ? 1 : 0));
  for (size_t i = 0; i < fields.size(); ++i)
    expect_field(fields[i], entry.shape->fields[i], head);
  if (has_tail)
    expect_tail(message, *entry.shape);
  else
    EXPECT_EQ(message.at("size"), entry.usual_size());
  auto open_field = message.value("open_ended_field", "");
  for (const auto& f : entry.shape->fields)
    EXPECT_EQ(f.kind == shape_kind::open_text, f.name == open_field);
  EXPECT_EQ(entry.shape->is_open_ended, has_tail || !open_field.empty());
  EXPECT_EQ(entry.size().has_value(), !entry.shape->is_open_ended);
}

void expect_as_in_table(const json& message, const catalog_entry& entry) {
  const auto& info = entry.info;
  EXPECT_EQ(message.at("channel"), std::string{to_string(info.on)});
  EXPECT_EQ(message.at("direction"), std::string{to_string(info.to)});
  EXPECT_EQ(message.at("confidence"), std::string{to_string(info.sure)});
  EXPECT_EQ(message.at("layout"), std::string{to_string(info.known)});
  EXPECT_EQ(message.at("meaning"), std::string{info.doc});
  EXPECT_EQ(message.at("enciphered"), entry.is_enciphered());
  EXPECT_EQ(message.at("head"), entry.head_size());
  const auto& select = message.at("select");
  EXPECT_EQ(number(select.at("ctrl")), info.select.ctrl);
  EXPECT_EQ(number(select.at("cmd")), info.is_game() ? wire::cmd_game : info.select.number);
  EXPECT_EQ(info.has_number, !info.is_game() || !select.at("protocol").is_null());
  if (!select.at("protocol").is_null()) {
    EXPECT_EQ(number(select.at("protocol")), info.select.number);
  }
  EXPECT_EQ(entry.shape == nullptr, message.at("layout") == "unknown");
  if (entry.shape)
    expect_layout(message, entry);
}

/// Every struct that a packet reaches.
void collect_groups(const type_shape& type, std::map<std::string_view, const type_shape*>& found) {
  for (const auto& f : type.fields)
    if (f.kind == shape_kind::group && found.emplace(f.group->name, f.group).second)
      collect_groups(*f.group, found);
}

} // namespace

TEST(Protocol, EveryEntryIsAsInTheTable) {
  size_t typed = 0;
  for (const auto& entry : catalog()) {
    SCOPED_TRACE(std::string{entry.info.name});
    const auto* message = find_message(entry.info.name);
    ASSERT_TRUE(message);
    expect_as_in_table(*message, entry);
    typed += entry.shape ? 1 : 0;
  }
  EXPECT_EQ(typed, 339u);
}

TEST(Protocol, EveryMessageOfTheTableIsInTheCatalogue) {
  EXPECT_EQ(table().at("messages").size(), catalog().size());
  for (const auto& message : table().at("messages"))
    EXPECT_TRUE(find_packet(message.at("name").get<std::string>())) << message.at("name");
}

TEST(Protocol, EverySharedStructIsAsInTheTable) {
  std::map<std::string_view, const type_shape*> found;
  for (const auto& entry : catalog())
    if (entry.shape)
      collect_groups(*entry.shape, found);
  EXPECT_EQ(found.size(), table().at("structs").size());
  for (const auto& [name, shape] : found) {
    SCOPED_TRACE(std::string{name});
    const auto& listed = table().at("structs").at(std::string{name});
    EXPECT_EQ(listed.at("size"), shape->size);
    EXPECT_TRUE(shape->doc.starts_with(listed.at("meaning").get<std::string>()));
    const auto& fields = listed.at("fields");
    ASSERT_EQ(fields.size(), shape->fields.size());
    for (size_t i = 0; i < fields.size(); ++i)
      expect_field(fields[i], shape->fields[i], 0);
  }
}

TEST(Protocol, TheNamesOfValuesAreAsInTheTable) {
  for (const auto* ours : {&client::character_classes, &client::nations, &client::wear_places, &client::say_kinds,
                           &client::npc_states, &client::error_codes, &client::login_message_types}) {
    SCOPED_TRACE(std::string{ours->name});
    const auto& listed = table().at("enums").at(std::string{ours->name}).at("values");
    EXPECT_EQ(listed.size(), ours->values.size());
    for (const auto& [value, meaning] : listed.items())
      EXPECT_EQ(ours->name_of(std::stoul(value, nullptr, 0)), meaning.get<std::string>()) << value;
  }
}

TEST(Protocol, TheHeadsAreAsInTheTable) {
  EXPECT_EQ(table().at("heads").at("head_12").at("size"), client::game_head_size);
  EXPECT_EQ(table().at("heads").at("head_10").at("size"), client::link_head_size);
}

} // namespace msg
