// Whole directories as text and back: no byte may change, whatever the files are.

#include "tests/loaders/vectors.hpp"
#include "tests/tools/world/temporary_directory.hpp"

#include "loaders/item_tables.hpp"
#include "loaders/map.hpp"
#include "loaders/text_lines.hpp"
#include "tools/data/convert_command.hpp"
#include "tools/data/file_kind.hpp"
#include "tools/data/text_tree.hpp"
#include "tools/world/generate.hpp"

#include <gmock/gmock.h>

#include <random>
#include <sstream>

namespace tools::data {

namespace {

namespace fs = std::filesystem;

using loaders::bytes_of;
using loaders::source_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

to_text_outcome as_text(const file_tree& data, text_encoding encoding = text_encoding::ascii) {
  progress silent;
  return to_text(data, encoding, silent);
}

to_data_outcome as_data(const file_tree& text) {
  progress silent;
  return to_data(text, silent);
}

void expect_same_again(const file_tree& data, text_encoding encoding = text_encoding::ascii) {
  auto back = as_data(as_text(data, encoding).files);
  EXPECT_THAT(back.errors, IsEmpty());
  ASSERT_EQ(back.files.size(), data.size());
  for (const auto& [path, bytes] : data)
    EXPECT_TRUE(back.files.contains(path) && back.files.at(path) == bytes) << path;
}

/// Where a file of a format lies in a data set, with `number` in its name.
std::string place_of(const std::string& format, uint16_t number) {
  auto n = std::to_string(number);
  static const std::map<std::string, std::string> fixed{{"it0", "item/0"},
                                                        {"it0ex", "item/0ex"},
                                                        {"it1", "item/1"},
                                                        {"it2", "item/2"},
                                                        {"it3", "item/3"},
                                                        {"pet", "item/pet"},
                                                        {"teleport", "Teleport.txt"},
                                                        {"combination", "item/ItemCombinationData"},
                                                        {"shue", "item/ShueCombinationData"},
                                                        {"cashitem", "shop/CashItemTbl.dat"},
                                                        {"skilldelay", "skill/SkillDelay.dat"},
                                                        {"psvskill", "skill/PsvSkill.dat"},
                                                        {"npcskill", "npc/NPCSkill"},
                                                        {"favindex", "npc/FavIndex.dat"},
                                                        {"setitem", "item/SIT0"},
                                                        {"presentset", "item/PresentItemSet.dat"},
                                                        {"message", "A3Msg_Zone_0.dat"},
                                                        {"client_mon", "client/MON.bin"},
                                                        {"client_mc", "client/MC.bin"},
                                                        {"client_npc", "client/NPC.bin"},
                                                        {"client_wl", "client/WL.bin"},
                                                        {"mapinfo", "map/MapInfo.ini"}};
  static const std::map<std::string, std::pair<std::string, std::string>> numbered{
    {"map", {"map/", ""}},      {"spawn", {"map/", ".n_ndt"}}, {"npc", {"npc/", ""}},
    {"drop", {"npc/", ".itm"}}, {"shop", {"shop/", ".txt"}},   {"quest", {"quest/", ".dat"}},
    {"pc", {"pc/", ""}},        {"skill", {"skill/", ""}},     {"hsst", {"skill/HSST", ""}}};
  if (auto found = fixed.find(format); found != fixed.end())
    return found->second;
  const auto& [before, after] = numbered.at(format);
  return before + n + after;
}

/// Every example, each in a folder of its own.
file_tree golden_tree() {
  file_tree data;
  for (const auto& vector : loaders::test::read_golden_list("expected.json", "vectors"))
    data.emplace(std::to_string(data.size()) + "/" + place_of(vector.at("format"), 1),
                 loaders::test::read_golden(vector.at("file")));
  return data;
}

TEST(FileKind, EveryFormatIsFoundByItsPath) {
  for (const auto& format : json_formats()) {
    std::string name{format.name};
    auto kind = kind_of("ZoneData/" + place_of(name, 7));
    ASSERT_TRUE(kind) << name;
    EXPECT_EQ(kind->format, &format) << name;
  }
}

TEST(FileKind, NamesAreTakenInAnyCaseAndNumbersMustFit) {
  EXPECT_EQ(kind_of("ITEM/ITEMCOMBINATIONDATA")->format->name, "combination");
  EXPECT_EQ(kind_of("Map/7.N_NDT")->format->name, "spawn");
  EXPECT_EQ(kind_of("quest/0012.dat")->id, 12);
  for (auto path : {"map/70000", "map/", "npc/1.bak", "quest/12", "levels.json", "0", "7/1", ".itm", "MANIFEST.json"})
    EXPECT_FALSE(kind_of(path)) << path;
}

TEST(TextTree, EveryGoldenFileComesBackByteForByte) {
  auto data = golden_tree();
  EXPECT_EQ(data.size(), 57u);
  expect_same_again(data);
}

TEST(TextTree, EveryGoldenFileThatLenientModeTakesBecomesText) {
  size_t expected = 0;
  for (const auto& vector : loaders::test::read_golden_list("expected.json", "vectors")) {
    auto format = vector.at("format").get<std::string>();
    auto is_text = format == "shop" || format == "teleport" || format == "mapinfo";
    expected += vector.at("lenient").at("result") == "ok" && !is_text ? 1 : 0;
  }
  EXPECT_GE(expected, 30u);
  EXPECT_EQ(as_text(golden_tree()).converted, expected);
}

TEST(TextTree, AGeneratedWorldComesBackByteForByte) {
  auto data = generate_world(3);
  auto text = as_text(data);
  EXPECT_GE(text.converted, 20u);
  EXPECT_THAT(text.kept, IsEmpty());
  expect_same_again(data);
}

TEST(TextTree, DiceUnderEveryNameComeBackByteForByte) {
  std::mt19937_64 rng{21};
  file_tree data;
  for (const auto& format : loaders::file_formats())
    for (int round = 0; round < 12; ++round) {
      byte_buffer bytes(round == 0 ? 0 : rng() % 400);
      for (auto& byte : bytes)
        byte = rng() % 2 == 0 ? 0 : static_cast<uint8_t>(rng());
      data.emplace(std::to_string(round) + "/" + place_of(std::string{format.name}, 3), std::move(bytes));
    }
  expect_same_again(data);
  expect_same_again(data, text_encoding::euc_kr);
}

TEST(TextTree, FilesThatLookLikeTextOfOursAreCarriedAllTheSame) {
  expect_same_again({{"npc/1.npc.json", bytes_of("not ours")},
                     {"zonehive-text.json", bytes_of("{}")},
                     {"item/0/7.it0.json", bytes_of("x")},
                     {"a.original", bytes_of("y")},
                     {"a.original.original", bytes_of("z")},
                     {".gitignore", bytes_of("*")},
                     {"levels.json", bytes_of("{}")},
                     {"empty", {}}});
}

loaders::it1_item ring(uint16_t row, std::string_view name) {
  loaders::it1_item x;
  x.group = 5;
  x.row = row;
  x.name = name;
  return x;
}

TEST(TextTree, AnItemTableIsAFilePerItem) {
  file_tree sorted{{"item/1", loaders::save_records(std::vector{ring(1, "Ring"), ring(2, "Band")})}};
  auto text = as_text(sorted).files;
  EXPECT_TRUE(text.contains("item/1/5121.it1.json"));
  EXPECT_TRUE(text.contains("item/1/5122.it1.json"));
  EXPECT_FALSE(text.contains("item/1/table.it1.json"));
  EXPECT_THAT(source_of(text.at("item/1/5121.it1.json")), HasSubstr(R"("name": {"text": "Ring"})"));
  file_tree gaps{{"item/1", loaders::save_records(std::vector{ring(9, "Ring"), {}, {}, ring(2, "Band")})}};
  EXPECT_EQ(source_of(as_text(gaps).files.at("item/1/table.it1.json")),
            "{\n  \"rows\": [5129, {\"empty\": 2}, 5122]\n}\n");
  expect_same_again(sorted);
  expect_same_again(gaps);
}

TEST(TextTree, DamagedTablesKeepTheirDamage) {
  auto bytes = loaders::save_records(std::vector{ring(1, "Ring"), ring(1, "Twin"), ring(2, "Band")});
  bytes.push_back(7);
  file_tree data{{"item/1", bytes}, {"npc/1.itm", byte_buffer(63 * 6 + 1, 1)}, {"pc/0", byte_buffer(40, 3)}};
  for (size_t i = 5; i < 63 * 6; i += 6)
    data["npc/1.itm"][i] = 0; // rates that are possible
  EXPECT_EQ(as_text(data).converted, 3u);
  expect_same_again(data);
}

TEST(TextTree, AnItemIsAddedByAddingAFile) {
  auto text = as_text({{"item/1", loaders::save_records(std::vector{ring(1, "Ring"), ring(2, "Band")})}}).files;
  auto third = as_text({{"item/1", loaders::save_records(std::vector{ring(3, "Loop")})}}).files;
  text.emplace("item/1/5123.it1.json", third.at("item/1/5123.it1.json"));
  EXPECT_EQ(as_data(text).files.at("item/1"),
            loaders::save_records(std::vector{ring(1, "Ring"), ring(2, "Band"), ring(3, "Loop")}));
}

TEST(TextTree, OneEditedCellIsOneChangedWord) {
  auto data = generate_world(1);
  auto text = as_text(data).files;
  auto json_of_map = json::parse(text.at("map/1.map.json"));
  auto& row = json_of_map["picture"][10].get_ref<std::string&>();
  ASSERT_EQ(row.size(), 256u);
  ASSERT_EQ(row[5], '#');
  row[5] = '.';
  text["map/1.map.json"] = bytes_of(json_of_map.dump());
  auto before = loaders::load_map("", 1, data.at("map/1"), loaders::load_mode::strict);
  auto after = loaders::load_map("", 1, as_data(text).files.at("map/1"), loaders::load_mode::strict);
  ASSERT_TRUE(before && after);
  before->cells[10 * 256 + 5] |= 1;
  EXPECT_EQ(*before, *after);
}

TEST(TextTree, MapsAreAPictureThatPeopleCanRead) {
  auto text = source_of(as_text(generate_world(1)).files.at("map/1.map.json"));
  EXPECT_THAT(text, HasSubstr("\"name\": {\"text\": \"Larkmere\"},\n"));
  EXPECT_THAT(text, HasSubstr("    \"" + std::string(256, '#') + "\",\n"));
  EXPECT_THAT(text, HasSubstr("\n  \"reserved\": 0\n}\n"));
}

TEST(TextTree, MapsOfDiceComeBack) {
  std::mt19937_64 rng{5};
  loaders::map x;
  x.name = std::string_view{"Town\0\0rubbish", 13};
  x.warps = {{7, {1, 2}}};
  for (auto& word : x.cells)
    word = static_cast<uint32_t>(rng());
  expect_same_again({{"map/0", save_map(x)}});
  for (auto& word : x.cells)
    word = loaders::cell_bits::warp.put(word, 0) | 1; // numbered from 1
  expect_same_again({{"map/0", save_map(x)}});
}

struct bad_edit {
  std::string path;
  std::string pointer; // into the JSON
  json value;
  std::string reason;
};

TEST(TextTree, EditsThatAreNoFileAreRefusedWithTheirPlace) {
  file_tree data{{"npc/1", generate_world(1).at("npc/1")},
                 {"map/1", save_map(loaders::map{})},
                 {"item/1", loaders::save_records(std::vector{ring(2, "Ring"), ring(1, "Band")})}};
  auto text = as_text(data).files;
  for (const auto& edit :
       {bad_edit{"npc/1.npc.json", "/hp", -1, "npc/1.npc.json: value.hp is -1, not a whole number"},
        bad_edit{"npc/1.npc.json", "/hitpoints", 5, "value.hitpoints means nothing"},
        bad_edit{"map/1.map.json", "/picture/3", "..", "value.picture[3] has 2 characters"},
        bad_edit{"map/1.map.json", "/picture/3", std::string(256, '?'), "has \"?\" at 0; cells are"},
        bad_edit{"map/1.map.json", "/pk", 4, "value.pk is 4, not a whole number from 0 to 3"},
        bad_edit{"map/1.map.json", "/view", json::array({"0*256"}), "value.view has 1 elements"},
        bad_edit{"item/1/5121.it1.json", "/code", 5122, "5121.it1.json: has code 5122, but its name"},
        bad_edit{"item/1/table.it1.json", "/rows/0", 7, "table.rows[0] names an item without a file"},
        bad_edit{"zonehive-text.json", "/version", 9, "this program knows version 1"}}) {
    auto edited = text;
    auto value = json::parse(edited.at(edit.path));
    value[json::json_pointer{edit.pointer}] = edit.value;
    edited[edit.path] = bytes_of(value.dump());
    EXPECT_THAT(as_data(edited).errors, ElementsAre(HasSubstr(edit.reason))) << edit.pointer;
  }
  auto huge = text;
  huge["npc/1.npc.json"] = bytes_of("{\"hp\": 1e999}");
  EXPECT_THAT(as_data(huge).errors, ElementsAre(HasSubstr("a number is too large")));
  text.erase("zonehive-text.json");
  EXPECT_THAT(as_data(text).errors, ElementsAre(HasSubstr("is missing")));
}

class ConvertCommand : public testing::Test {
protected:
  int convert(const fs::path& from, const fs::path& to, bool to_binary, write_options how = {}) {
    out_.str("");
    err_.str("");
    progress silent;
    return run_data_convert({home_.path() / from, home_.path() / to, {}, to_binary, how}, out_, err_, silent);
  }
  void write_world(const fs::path& into) {
    for (const auto& [path, bytes] : generate_world(1))
      test::write_file(home_.path() / into / path, bytes);
  }

  test::temporary_directory home_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ConvertCommand, ADirectoryGoesThereAndBack) {
  write_world("world");
  ASSERT_EQ(convert("world", "text", false), exit_ok) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("files are text now"));
  ASSERT_EQ(convert("text", "again", true), exit_ok) << err_.str();
  for (const auto& [path, bytes] : generate_world(1))
    EXPECT_EQ(test::read_file(home_.path() / "again" / path), bytes) << path;
}

TEST_F(ConvertCommand, NothingIsOverwrittenWithoutForce) {
  write_world("world");
  test::write_file(home_.path() / "text" / "mine", "precious");
  EXPECT_EQ(convert("world", "text", false), exit_failed);
  EXPECT_THAT(err_.str(), HasSubstr("--force"));
  EXPECT_EQ(std::distance(fs::directory_iterator{home_.path() / "text"}, fs::directory_iterator{}), 1);
  EXPECT_EQ(convert("world", "text", false, {.force = true}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr("  mine\n"));
  EXPECT_TRUE(fs::exists(home_.path() / "text" / "mine"));
  test::write_file(home_.path() / "text" / ".git" / "config", "x");
  EXPECT_EQ(convert("world", "text", false, {.force = true, .prune = true}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr(": 0 files written, "));
  EXPECT_THAT(out_.str(), HasSubstr("1 removed"));
  EXPECT_TRUE(fs::exists(home_.path() / "text" / ".git" / "config"));
}

TEST_F(ConvertCommand, ABadTextLeavesTheOldDataAlone) {
  write_world("world");
  ASSERT_EQ(convert("world", "text", false), exit_ok);
  test::write_file(home_.path() / "text" / "npc" / "1.npc.json", "{");
  EXPECT_EQ(convert("text", "world", true, {.force = true}), exit_failed);
  EXPECT_THAT(err_.str(), HasSubstr("npc/1.npc.json: is no JSON"));
  EXPECT_EQ(test::read_file(home_.path() / "world" / "npc" / "1"), generate_world(1).at("npc/1"));
}

TEST_F(ConvertCommand, MisuseIsRefused) {
  write_world("world");
  EXPECT_EQ(convert("world", "world/text", false), exit_bad_usage);
  EXPECT_EQ(convert("nothing", "text", false), exit_failed);
  EXPECT_THAT(err_.str(), HasSubstr("is no directory"));
}

} // namespace

} // namespace tools::data
