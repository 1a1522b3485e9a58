// Every declared packet against the protocol table: number, channel, direction,
// size, and the name, type and offset of each field down to the last scalar.

#include "messages/catalog.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace msg {

namespace {

using nlohmann::json;

const json& table() {
  static const json result = [] {
    std::ifstream in{std::string{ZONEHIVE_SOURCE_DIR} + "/tests/golden/protocol/packets.json"};
    return json::parse(in);
  }();
  return result;
}

/// Lines like "12 slots[0].name char[21]".
using layout = std::vector<std::string>;

void add_leaf(layout& out, size_t at, const std::string& path, const std::string& type) {
  out.push_back(std::to_string(at) + " " + path + " " + type);
}

// -- as the table says ------------------------------------------------------------

void flatten(layout& out, const std::string& path, const std::string& type, size_t at);

size_t size_of_type(const std::string& type) {
  if (type.starts_with("struct "))
    return table().at("structs").at(type.substr(7)).at("size").get<size_t>();
  if (type.ends_with("8"))
    return 1;
  return type.ends_with("16") ? 2 : 4;
}

void flatten_struct(layout& out, const std::string& path, const std::string& name, size_t at) {
  for (const auto& field : table().at("structs").at(name).at("fields"))
    flatten(out, path + "." + field.at("name").get<std::string>(), field.at("type"),
            at + field.at("offset").get<size_t>());
}

void flatten(layout& out, const std::string& path, const std::string& type, size_t at) {
  auto bracket = type.find('[');
  if (type.starts_with("bytes[") || type.starts_with("array ")) {
    auto element = type.starts_with("bytes[") ? "u8" : type.substr(6, bracket - 6);
    if (!element.starts_with("u") && !element.starts_with("i"))
      element = "struct " + element;
    if (table().at("structs").contains(element))
      element = "struct " + element;
    auto n = std::stoul(type.substr(bracket + 1));
    for (size_t i = 0; i < n; ++i)
      flatten(out, path + "[" + std::to_string(i) + "]", element, at + i * size_of_type(element));
  } else if (type.starts_with("struct ")) {
    flatten_struct(out, path, type.substr(7), at);
  } else {
    add_leaf(out, at, path, type);
  }
}

layout layout_of(const json& packet) {
  layout result;
  for (const auto& field : packet.at("fields"))
    flatten(result, field.at("name"), field.at("type"), field.at("offset"));
  if (packet.contains("tail"))
    flatten_struct(result, "tail", packet.at("tail").at("struct"), packet.at("fixed_part"));
  return result;
}

// -- as we declare it --------------------------------------------------------------

template <class T>
std::string scalar_name() {
  return (std::is_signed_v<T> ? "i" : "u") + std::to_string(8 * sizeof(T));
}

template <class T>
void declared(layout& out, const std::string& path, size_t at) {
  if constexpr (wire::scalar<T>) {
    add_leaf(out, at, path, scalar_name<T>());
  } else if constexpr (wire::is_fixed_text<T>) {
    add_leaf(out, at, path, "char[" + std::to_string(sizeof(T)) + "]");
  } else if constexpr (wire::is_open_text<T>) {
    add_leaf(out, at, path, "char[" + std::to_string(T::size_usual) + "]");
  } else if constexpr (wire::is_array<T>) {
    for (size_t i = 0; i < std::tuple_size_v<T>; ++i)
      declared<typename T::value_type>(out, path + "[" + std::to_string(i) + "]",
                                       at + i * wire::size_of<typename T::value_type>());
  } else {
    wire::for_each_field<T>([&]<class F>(const F& f) {
      auto name = path.empty() ? std::string{f.name} : path + "." + std::string{f.name};
      if constexpr (wire::is_tail<F>) {
        declared<typename F::member_type::value_type>(out, "tail", at);
      } else {
        declared<typename F::member_type>(out, name, at);
        at += wire::size_of<typename F::member_type>();
      }
    });
  }
}

template <class T>
constexpr size_t head_size() {
  return T::info.select.ctrl == wire::ctrl_game ? client::game_head_size : client::link_head_size;
}

/// What an open text usually adds to the size.
template <class T>
constexpr size_t usual_extra() {
  size_t result = 0;
  wire::for_each_field<T>([&]<class F>(const F&) {
    if constexpr (wire::is_open_text<typename F::member_type>)
      result += F::member_type::size_usual;
  });
  return result;
}

unsigned long number(const json& x) { return std::stoul(x.get<std::string>(), nullptr, 16); }

template <class T>
void expect_as_in_table() {
  SCOPED_TRACE(std::string{T::info.name});
  std::vector<const json*> found;
  for (const auto& x : table().at("messages"))
    if (x.at("name") == std::string{T::info.name})
      found.push_back(&x);
  ASSERT_EQ(found.size(), 1u);
  const auto& packet = *found.front();
  constexpr std::string_view channels[] = {"login", "gate", "account", "zone"};
  EXPECT_EQ(packet.at("channel"), std::string{channels[static_cast<size_t>(T::info.on)]});
  EXPECT_EQ(packet.at("direction"), T::info.to == wire::direction::c2s ? "c2s" : "s2c");
  const auto& select = packet.at("select");
  constexpr auto is_game = T::info.select.ctrl == wire::ctrl_game;
  EXPECT_EQ(number(select.at("ctrl")), T::info.select.ctrl);
  EXPECT_EQ(number(select.at(is_game ? "protocol" : "cmd")), T::info.select.number);
  EXPECT_EQ(packet.at("head").get<size_t>(), head_size<T>());
  layout ours;
  declared<T>(ours, {}, head_size<T>());
  EXPECT_EQ(ours, layout_of(packet));
  if (packet.contains("tail"))
    EXPECT_EQ(packet.at("fixed_part").get<size_t>(), head_size<T>() + wire::size_of<T>());
  else
    EXPECT_EQ(packet.at("size").get<size_t>(), head_size<T>() + wire::size_of<T>() + usual_extra<T>());
  EXPECT_EQ(packet.contains("tail") || packet.contains("open_ended_field"), wire::is_open_ended<T>());
}

template <class... Ts>
void expect_all_as_in_table(wire::type_list<Ts...>) {
  (expect_as_in_table<Ts>(), ...);
}

} // namespace

TEST(Protocol, LoginRequestsAreAsInTheTable) { expect_all_as_in_table(login_requests{}); }
TEST(Protocol, LoginAnswersAreAsInTheTable) { expect_all_as_in_table(login_answers{}); }
TEST(Protocol, GameRequestsAreAsInTheTable) { expect_all_as_in_table(game_requests{}); }
TEST(Protocol, GameAnswersAreAsInTheTable) { expect_all_as_in_table(game_answers{}); }

} // namespace msg
