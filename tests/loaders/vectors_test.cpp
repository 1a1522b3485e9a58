// Every example file, in both modes, against what the format notes say a
// correct loader makes of it: each value becomes JSON of the same shape.

#include "tests/loaders/vectors.hpp"

#include "loaders/class_data.hpp"
#include "loaders/map.hpp"
#include "loaders/map_info.hpp"
#include "loaders/npc.hpp"
#include "loaders/record.hpp"
#include "loaders/spawn.hpp"
#include "loaders/teleport.hpp"

#include <cstdio>

namespace loaders::test {

namespace {

using nlohmann::json;

std::string hex_word(uint32_t word) {
  char text[11];
  std::snprintf(text, sizeof text, "0x%08x", word);
  return text;
}

json name_json(const std::string& name) { return {{"hex", to_hex(name)}, {"text", name}}; }

json sample_json(const map& x, cell at) {
  auto word = x.cells[at.index()];
  auto index = cell_bits::warp.get(word);
  return {{"x", at.x},
          {"y", at.y},
          {"raw", hex_word(word)},
          {"move", x.walkable(at) ? 1 : 0},
          {"block", cell_bits::block.get(word)},
          {"warp", index == x.warp_none ? json() : json(index)},
          {"pk", x.pk_level(at)},
          {"coll", cell_bits::collision_level.get(word)},
          {"skill", cell_bits::skill.get(word)},
          {"monster_level", x.monster_level(at)},
          {"view", cell_bits::view_point.get(word)},
          {"reserved", word >> 29}};
}

json to_json(const map& x, const json& context) {
  byte_buffer grid;
  for (size_t i = 0; i < cell_count; ++i)
    grid.push_back(x.walkable(cell::from_index(i)) ? 1 : 0);
  auto file = save_map(x);
  json warps = json::array();
  for (const auto& y : x.warps)
    warps.push_back({{"map", y.map}, {"cell", y.at.index()}, {"x", y.at.x}, {"y", y.at.y}});
  json samples = json::array();
  for (const auto& at : context.at("samples"))
    samples.push_back(sample_json(x, {at[0].get<uint8_t>(), at[1].get<uint8_t>()}));
  return {{"id", x.id},
          {"name", name_json(x.name)},
          {"warps", warps},
          {"movable", std::count(grid.begin(), grid.end(), 1)},
          {"grid_sha256", sha256(grid)},
          {"cells_sha256", sha256(byte_view{file}.last(4 * cell_count))},
          {"samples", samples}};
}

json to_json(const npc& x, const json&) {
  json attacks = json::array();
  for (const auto& y : x.attacks)
    attacks.push_back({{"range_min", y.range_min()},
                       {"range_max", y.range_max()},
                       {"area", y.area()},
                       {"reserved", npc_reach_bits::reserved.get(y.reach)},
                       {"base", y.base},
                       {"opt", y.opt}});
  return {{"name", name_json(x.name())},
          {"id", x.id},
          {"respawn_s", x.respawn_s},
          {"race", static_cast<int>(x.race())},
          {"ai", static_cast<int>(x.mood())},
          {"vision", x.vision()},
          {"target", static_cast<int>(x.target())},
          {"change_target", x.changes_target() ? 1 : 0},
          {"defense", x.defense()},
          {"attack_count", x.attack_count()},
          {"attacks", attacks},
          {"attack_speed_low_ms", x.attack_low_ms},
          {"attack_speed_high_ms", x.attack_high_ms},
          {"move_ms", x.move_ms},
          {"pad58", x.unused},
          {"level", x.level()},
          {"exp", x.experience()},
          {"body", static_cast<int>(x.body())},
          {"skin", x.skin()},
          {"level_word", hex_word(x.growth)},
          {"legacy_exp_u16_at_61", x.experience_by_bytes()},
          {"hp", x.hp_max},
          {"recall_type", x.recall_type()},
          {"recall_family", x.recall_family()},
          {"random_type", x.random_type()},
          {"elements", {x.fire_attack, x.fire_defense, x.ice_attack, x.ice_defense, x.light_attack, x.light_defense}},
          {"merc_exp", x.mercenary_experience}};
}

json to_json(const std::vector<spawn>& xs, const json&) {
  json spawns = json::array();
  for (const auto& x : xs)
    spawns.push_back({{"npc", x.npc},
                      {"cell", x.at.index()},
                      {"x", x.at.x},
                      {"y", x.at.y},
                      {"dir", x.direction},
                      {"step", x.step},
                      {"monster", x.is_monster()}});
  return {{"spawns", spawns}};
}

json to_json(const class_data& x, const json&) {
  return {{"str", x.strength},
          {"magic", x.magic},
          {"dex", x.dexterity},
          {"vit", x.vitality},
          {"mana", x.mana},
          {"bonus_point", x.points_per_level},
          {"attack", x.attack},
          {"defense", x.defense},
          {"magic_attack", x.magic_attack},
          {"hp", x.hp},
          {"mp", x.mp},
          {"hit_probability", x.hit_probability},
          {"damage_ratio", x.damage_ratio},
          {"finish_ratio", x.finish_ratio}};
}

json to_json(const map_info& x, const json&) {
  json entries = json::object();
  for (auto [id, use] : x.map_zone)
    entries[std::to_string(id)] = use;
  return {{"map_zone", entries}};
}

json to_json(const std::vector<teleport_point>& xs, const json&) {
  json points = json::array();
  for (const auto& x : xs)
    points.push_back({{"index", points.size()}, {"map", x.map}, {"x", x.at.x}, {"y", x.at.y}});
  return {{"points", points}};
}

template <class T>
json outcome(const result<T>& found, const json& context) {
  if (!found)
    return {{"result", "error"}, {"error", "ERR_" + std::string{to_string(found.error().code)}}};
  json warnings = json::array();
  for (const auto& issue : found.warnings())
    warnings.push_back("WARN_" + std::string{to_string(issue.code)});
  return {{"result", "ok"}, {"value", to_json(*found, context)}, {"warnings", warnings}};
}

json load(const json& vector, load_mode mode) {
  std::string file = vector.at("file");
  std::string format = vector.at("format");
  const auto& context = vector.at("context");
  auto bytes = read_golden(file);
  if (format == "map")
    return outcome(load_map(file, context.at("id"), bytes, mode), context);
  if (format == "npc")
    return outcome(load_npc(file, context.at("id"), bytes, mode), context);
  if (format == "spawn")
    return outcome(load_spawns(file, bytes, mode), context);
  if (format == "pc")
    return outcome(load_class_data(file, bytes, mode), context);
  if (format == "mapinfo")
    return outcome(load_map_info(file, bytes, mode), context);
  if (format == "teleport")
    return outcome(load_teleport_points(file, bytes, mode), context);
  return "no loader for " + format;
}

TEST(Vectors, StrictResultsAreThoseOfTheFormatNotes) {
  auto vectors = read_golden_list("expected.json", "vectors");
  EXPECT_EQ(vectors.size(), 14u);
  for (const auto& vector : vectors)
    EXPECT_EQ(load(vector, load_mode::strict), vector.at("strict")) << vector.at("file");
}

TEST(Vectors, LenientResultsAreThoseOfTheFormatNotes) {
  for (const auto& vector : read_golden_list("expected.json", "vectors"))
    EXPECT_EQ(load(vector, load_mode::lenient), vector.at("lenient")) << vector.at("file");
}

TEST(Vectors, FilesAreTheOnesTheNotesDescribe) {
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    auto bytes = read_golden(vector.at("file"));
    EXPECT_EQ(bytes.size(), vector.at("size")) << vector.at("file");
    EXPECT_EQ(sha256(bytes), vector.at("sha256")) << vector.at("file");
  }
}

// Empty for the text formats, which may be written in several ways.
byte_buffer load_and_save(const std::string& format, const json& context, byte_view in) {
  if (format == "map")
    return save_map(*load_map("map", context.at("id"), in, load_mode::strict));
  if (format == "npc")
    return save_npc(*load_npc("npc", context.at("id"), in, load_mode::strict));
  if (format == "spawn")
    return save_spawns(*load_spawns("spawn", in, load_mode::strict));
  if (format == "pc")
    return save_class_data(*load_class_data("pc", in, load_mode::strict));
  return {};
}

TEST(Vectors, GoodBinaryFilesAreWrittenBackByteForByte) {
  size_t compared = 0;
  for (const auto& vector : read_golden_list("expected.json", "vectors")) {
    if (vector.at("strict").at("result") != "ok")
      continue;
    auto bytes = read_golden(vector.at("file"));
    auto written = load_and_save(vector.at("format"), vector.at("context"), bytes);
    if (written.empty())
      continue;
    EXPECT_EQ(written, bytes) << vector.at("file");
    ++compared;
  }
  EXPECT_EQ(compared, 5u);
}

} // namespace

} // namespace loaders::test
