// Every rule of lint finds the fault that was planted for it, and a clean set has none.

#include "tests/tools/data/lint_world.hpp"

#include "loaders/world_data.hpp"
#include "tools/data/lint_checks.hpp"
#include "tools/world/generate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace tools::data {

namespace {

using namespace test;
using testing::IsEmpty;

std::vector<finding> found_in(const file_tree& files, const lint_options& options = {}) {
  progress silent;
  return lint(load_set(files, options, silent));
}

// -- the rules ----------------------------------------------------------------------

struct fault {
  std::string rule;
  std::function<void(world&)> plant;
  std::string file;
  /// Byte or line; nothing when the whole file is meant.
  std::optional<size_t> at;
  std::string sentence;
};

std::vector<fault> file_faults() {
  return {
    {"file-truncated", [](world& x) { x.files["npc/5"] = byte_buffer(68); }, "npc/5", 68, "File size is 68 bytes"},
    {"file-trailing", [](world& x) { x.files["pc/0"] = byte_buffer(30); }, "pc/0", 28, "File size is 30 bytes"},
    {"file-misaligned", [](world& x) { x.files["npc/FavIndex.dat"] = byte_buffer(9); }, "npc/FavIndex.dat", 8,
     "a multiple of 8 bytes"},
    {"file-count", [](world& x) { x.files["npc/3.itm"] = byte_buffer(63 * 6, 0); }, "npc/3.itm", 372, "at most 62"},
    {"file-range", [](world& x) { x.npcs[3].hp_max = 0; }, "npc/3", 64, ""},
    {"file-duplicate", [](world& x) { x.it1.push_back(x.it1[0]); }, "item/1", 52, "Item code is 4096"},
    {"file-reference", [](world& x) { x.maps[1].cells[5] = cell_bits::warp.put(1, 9); }, "map/1", 29 + 20,
     "Warp index of cell (5,0) is 9"},
    {"file-id-mismatch", [](world& x) { x.npcs[3].id = 4; }, "npc/3", 20, "Id is 4, expected 3"},
    {"file-syntax", [](world& x) { x.shop = "1024\nsword\n"; }, "shop/1001.txt", 2, "Item is \"sword\""},
    {"file-too-large", [](world& x) { x.files["pc/0"] = byte_buffer(loaders::file_size_max + 1); }, "pc/0", 0,
     "at most 8388608"},
    {"duplicate-id", [](world& x) { x.it3.push_back(x.it2[0]); }, "item/3", {}, "Item 6144 is also in item/2"},
    {"duplicate-id",
     [](world& x) { x.files["old/map/1"] = save_map(plain_map(1, 7)); },
     "old/map/1",
     {},
     "map 1 is also defined by map/1"},
    {"text-decode", [](world& x) { x.npcs[3].name = "\xB5"; }, "npc/3", 0, "Name is"},
    {"text-full", [](world& x) { x.npcs[3].name = "Twenty bytes of name"; }, "npc/3", 0, "\"Twenty bytes of name\""},
    {"text-full", [](world& x) { x.maps[1].name = "Twenty bytes of name"; }, "map/1", 2, "fills all 20 bytes"},
    {"class-missing", [](world& x) { x.remove("pc/2"); }, "pc/2", {}, "Class 2 has no file."},
  };
}

std::vector<fault> way_faults() {
  return {
    {"map-missing", [](world& x) { x.map_list += "Map9=0\n"; }, "map/MapInfo.ini", 4, "Map 9 is listed"},
    {"map-unlisted", [](world& x) { x.map_list = "[MapZone]\nMap1=0\n"; }, "map/7", {}, "map 7 (Cave)"},
    {"map-unreachable",
     [](world& x) {
       x.maps[4] = plain_map(4, 4);
       x.maps[4].warps.clear();
       x.maps[4].cells[cell{101, 101}.index()] = 1 | loaders::blank_cell;
       x.map_list += "Map4=0\n";
       x.spawns[4] = {};
     },
     "map/4",
     {},
     "leads to map 4 (Cave)"},
    {"start-blocked",
     [](world& x) {
       x.block(1, {113, 138});
       x.teleports = "1 114 138\n";
     },
     "map/1",
     {},
     "start at (113,138) on map 1 (Meadow), which is blocked"},
    {"warp-map",
     [](world& x) {
       x.maps[1].warps.push_back({55, {}}), x.maps[1].cells[cell{103, 103}.index()] = 1 | 1 << 11;
     },
     "map/1", 29, "leads to (0,0) on map 55, which has no file."},
    {"warp-blocked",
     [](world& x) {
       x.maps[1].warps[0].at = {1, 1};
     },
     "map/1", 23, "(1,1) on map 7 (Cave), which is"},
    {"warp-onto-warp",
     [](world& x) {
       x.maps[1].warps[0].at = {101, 101};
     },
     "map/1", 23, "which is a warp itself"},
    {"warp-one-way",
     [](world& x) {
       x.maps[7].warps.clear();
       x.maps[7].cells[cell{101, 101}.index()] = 1 | loaders::blank_cell;
     },
     "map/1", 23, "from where no warp leads back"},
    {"warp-no-cell",
     [](world& x) {
       x.maps[1].cells[cell{101, 101}.index()] = 1 | loaders::blank_cell;
     },
     "map/1", 23, "no walkable cell carries it"},
    {"warp-unreachable",
     [](world& x) {
       x.maps[1].cells[cell{101, 101}.index()] = 1 | loaders::blank_cell;
       x.maps[1].cells[cell{205, 200}.index()] = 1;
     },
     "map/1", 23, "nobody can get to it"},
  };
}

std::vector<fault> place_faults() {
  return {
    {"teleport-map", [](world& x) { x.teleports += "9 1 1\n"; }, "Teleport.txt", 3,
     "Teleport point 2 is (1,1) on map 9"},
    {"teleport-blocked", [](world& x) { x.teleports += "1 1 2\n"; }, "Teleport.txt", 3, "(1,2) on map 1 (Meadow)"},
    {"teleport-onto-warp", [](world& x) { x.teleports += "1 101 101\n"; }, "Teleport.txt", 3, "which is a warp."},
    {"spawn-map", [](world& x) { x.spawns[9] = {}; }, "map/9.n_ndt", {}, "map 9, which has no file"},
    {"spawn-npc",
     [](world& x) {
       x.spawns[1].push_back({77, {110, 111}, 0, 0});
     },
     "map/1.n_ndt", 16, "NPC 77, which stands at (110,111), has no file."},
    {"spawn-blocked",
     [](world& x) {
       x.spawns[1][0].at = {9, 9};
     },
     "map/1.n_ndt", 0, "Boar (3) at (9,9) stands in"},
    {"spawn-on-warp",
     [](world& x) {
       x.spawns[1][0].at = {101, 101};
     },
     "map/1.n_ndt", 0, "stands on a warp"},
    {"spawn-direction", [](world& x) { x.spawns[1][0].direction = 9; }, "map/1.n_ndt", 0,
     "Boar (3) at (110,110) looks in direction 9"},
    {"spawn-unreachable",
     [](world& x) {
       x.spawns[1][0].at = {205, 200};
     },
     "map/1.n_ndt", 0, "where no player can get"},
  };
}

std::vector<fault> reference_faults() {
  return {
    {"drop-npc", [](world& x) { x.files["npc/9.itm"] = {}; }, "npc/9.itm", {}, "NPC 9, who drops this, has no file."},
    {"drop-item", [](world& x) { x.drops[1].item = 6200; }, "npc/3.itm", 6, "Boar (3) drops item 6200"},
    {"drop-total", [](world& x) { x.drops[1].rate = 6'000'001; }, "npc/3.itm", 6, "add up to 10000001"},
    {"shop-npc", [](world& x) { x.files["shop/1005.txt"] = {}; }, "shop/1005.txt", {}, "NPC 1005"},
    {"shop-item", [](world& x) { x.shop = "1024\n\n5\n"; }, "shop/1001.txt", 3, "Smith (1001) sells item 5, which"},
    {"cash-npc", [](world& x) { x.cash[0].npc = 1002; }, "shop/CashItemTbl.dat", 0, "NPC 1002"},
    {"cash-item", [](world& x) { x.cash[0].item = 7; }, "shop/CashItemTbl.dat", 0, "sells item 7"},
    {"quest-npc", [](world& x) { x.quest.head.end_npc = 1009; }, "quest/0001.dat", 8, "Quest 1 ends with NPC 1009"},
    {"quest-item", [](world& x) { x.quest.reward.item_code[1] = 6200; }, "quest/0001.dat", 44, "gives item 6200"},
    {"quest-map", [](world& x) { x.quest.contents[0].task.map = 9; }, "quest/0001.dat", 96, "names map 9"},
    {"quest-cell", [](world& x) { x.quest.contents[0].task.cell = 0; }, "quest/0001.dat", 96,
     "asks for (0,0) on map 1"},
    {"quest-cell", [](world& x) { x.quest.contents[0].task.cell = 999999; }, "quest/0001.dat", 96,
     "asks for cell 999999 on map 1"},
    {"quest-cell", [](world& x) { x.quest.contents[0].task.cell = -1; }, "quest/0001.dat", 96, "asks for cell -1"},
    {"quest-level", [](world& x) { x.quest.needs.level_low = 5; }, "quest/0001.dat", 16 + 16, "is for levels 5 to 0"},
    {"quest-chain", [](world& x) { x.quest.next[1] = 8; }, "quest/0001.dat", 96 + 7 * 96 + 4, "leads to quest 8"},
    {"recipe-item", [](world& x) { x.recipe.rune[2] = 6200; }, "item/ItemCombinationData", 0,
     "The recipe for item 4096 takes item 6200"},
    {"recipe-item", [](world& x) { x.pet_recipe.success = 1002; }, "item/ShueCombinationData", 0, "gives item 1002"},
    {"recipe-ratio", [](world& x) { x.recipe.ratio = 121; }, "item/ItemCombinationData", 0, "a chance of 121 %"},
    {"set-item",
     [](world& x) {
       x.sets[1].pieces[2] = {3, 9};
     },
     "item/SIT0", 336, "Item set 1 contains item 9"},
    {"present-item",
     [](world& x) {
       x.presents[0].rewards[1] = {1, 9};
     },
     "item/PresentItemSet.dat", 0, "Present 6144 names item 9"},
    {"npcskill-npc", [](world& x) { x.skills[0].npc = 9; }, "npc/NPCSkill", 0, "NPC 9"},
    {"favour-npc", [](world& x) { x.favours[0].npc = 70000; }, "npc/FavIndex.dat", 0, "NPC 70000"},
    {"start-gear",
     [](world& x) { std::erase_if(x.it0, [](auto& y) { return y.code() == 2066; }); },
     "item/0",
     {},
     "A new Mage gets item 2066, which does not exist."},
    {"start-gear-slot",
     [](world& x) { x.it0[6].slot = 2; },
     "item/0",
     {},
     "A new Holy Knight gets item 1048 (Gear) in slot 1, but it is worn in slot 2."},
  };
}

/// Of sets that the server refuses.
std::vector<fault> world_faults() {
  auto disable = [](world& x) { x.map_list = "[MapZone]\nMap1=0\nMap7=2\n"; };
  return {
    {"world-load", [](world& x) { x.files["levels.json"] = bytes_of("{"); }, "levels.json", {}, ""},
    {"world-load", [](world& x) { x.files["levels.json"] = bytes_of("{\"version\": 99}"); }, "levels.json", {}, ""},
    {"world-load", [](world& x) { x.files["npc_roles.json"] = bytes_of("[1]"); }, "npc_roles.json", {}, ""},
    {"world-load", [](world& x) { x.remove("map/MapInfo.ini"); }, "map/MapInfo.ini", 0, "File is missing"},
    {"world-load", [](world& x) { x.spawns.erase(7); }, "map/7.n_ndt", 0, "File is missing"},
    {"world-load", disable, "map/1", 23, "a map that is loaded"},
    {"world-load", disable, "Teleport.txt", 2, "a map that is loaded"},
    {"world-load",
     [=](world& x) {
       disable(x);
       x.quest.contents[0].task.map = 7;
     },
     "quest/0001.dat",
     {},
     "Map is 7, expected a map that is loaded"},
    {"world-load",
     [](world& x) {
       x.maps.erase(7);
       x.files["map/7.MAP"] = save_map(plain_map(7, 1));
     },
     "map/7", 0, "File is missing"},
  };
}

std::vector<fault> all_faults() {
  auto all = file_faults();
  for (const auto& more : {way_faults(), place_faults(), reference_faults(), world_faults()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Lint, ACleanSetHasNoFinding) {
  for (const auto& x : found_in(world{}.tree()))
    ADD_FAILURE() << x.place.file << ": " << x.sentence << " [" << x.rule << "]";
}

TEST(Lint, AGeneratedWorldHasNoFinding) {
  for (const auto& x : found_in(generate_world(7)))
    ADD_FAILURE() << x.place.file << ": " << x.sentence << " [" << x.rule << "]";
}

TEST(Lint, EveryPlantedFaultIsFoundAtItsPlace) {
  for (const auto& fault : all_faults()) {
    SCOPED_TRACE(fault.rule + " in " + fault.file);
    world x;
    fault.plant(x);
    auto findings = found_in(x.tree());
    auto found = std::find_if(findings.begin(), findings.end(), [&](const finding& y) {
      return y.rule == fault.rule && y.place.file == fault.file && y.sentence.find(fault.sentence) != std::string::npos;
    });
    if (found == findings.end()) {
      ADD_FAILURE() << "not found among " << findings.size();
      for (const auto& y : findings)
        ADD_FAILURE() << y.place.file << ": " << y.sentence << " [" << y.rule << "]";
      continue;
    }
    if (fault.at || fault.rule != "world-load") {
      EXPECT_EQ(found->place.line ? found->place.line : found->place.offset, fault.at);
    }
    EXPECT_GE(found->fix.size(), 10u);
  }
}

// A fault that sets off other rules too would drown the one that matters; these follow from each other.
TEST(Lint, APlantedFaultIsFoundOnce) {
  std::set<std::string> with_company{"file-truncated",  "file-range",   "file-count",    "file-syntax",
                                     "warp-blocked",    "warp-map",     "start-blocked", "text-decode",
                                     "file-misaligned", "map-unlisted", "world-load"};
  for (const auto& fault : all_faults()) {
    if (with_company.contains(fault.rule))
      continue;
    world x;
    fault.plant(x);
    auto findings = found_in(x.tree());
    EXPECT_EQ(findings.size(), 1u) << fault.rule << " in " << fault.file;
    for (size_t i = 1; i < findings.size(); ++i)
      ADD_FAILURE() << findings[i].sentence << " [" << findings[i].rule << "]";
  }
}

TEST(Lint, EveryRuleHasAPlantedFault) {
  std::set<std::string> planted;
  for (const auto& fault : all_faults())
    planted.insert(fault.rule);
  std::set<std::string> known;
  for (const auto& rule : lint_rules()) {
    EXPECT_TRUE(known.emplace(rule.id).second) << rule.id << " is there twice";
    EXPECT_TRUE(planted.contains(std::string{rule.id})) << rule.id;
    EXPECT_TRUE(rule.meaning.ends_with('.') && rule.fix.ends_with('.')) << rule.id;
  }
  EXPECT_EQ(known, planted);
}

// The faults that rules do not know are told from those the server accepts by the server itself.
TEST(Lint, ASetWithoutFindingsIsOneTheServerLoadsInStrictMode) {
  auto is_refused = [](const file_tree& files) {
    loaders::world_source source;
    for (const auto& [path, bytes] : files)
      source.names.push_back(path);
    source.read = [&](const std::string& name) { return loaders::result<byte_view>{byte_view{files.at(name)}}; };
    return !loaders::assemble_world(source, {}).world;
  };
  EXPECT_FALSE(is_refused(world{}.tree()));
  EXPECT_FALSE(is_refused(generate_world(7)));
  for (const auto& fault : all_faults()) {
    SCOPED_TRACE(fault.rule + " in " + fault.file);
    world x;
    fault.plant(x);
    auto refused = is_refused(x.tree());
    EXPECT_TRUE(!refused || !found_in(x.tree()).empty());
    EXPECT_TRUE(refused || fault.rule != "world-load");
  }
}

TEST(Lint, WhatTheServerSaysIsNotSaidTwice) {
  world x;
  x.drops[1].item = 6200;
  x.quest.reward.item_code[1] = 6201;
  x.quest.next[1] = 8;
  x.shop = "1024\n5\n";
  x.map_list += "Map9=0\n";
  x.spawns[1].push_back({77, {110, 111}, 0, 0});
  for (const auto& y : found_in(x.tree()))
    EXPECT_NE(y.rule, "world-load") << y.place.file << ": " << y.sentence;
}

TEST(Lint, LenientModeTellsWhatItForgives) {
  world x;
  x.files["pc/0"] = byte_buffer(30);
  x.npcs[3].id = 4;
  auto findings = found_in(x.tree(), {.lenient = true, .starts = {}});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "file-id-mismatch");
  EXPECT_EQ(findings[1].rule, "file-trailing");
  x.files["levels.json"] = bytes_of("{");
  EXPECT_EQ(found_in(x.tree(), {.lenient = true, .starts = {}}).size(), 3u);
}

TEST(Lint, NamesAreReadInTheEncodingOfTheSet) {
  world x;
  x.npcs[3].name = "\xB5\xCE";
  x.drops[1].item = 6200;
  auto findings = found_in(x.tree(), {.encoding = text_encoding::euc_kr});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].sentence, "두 (3) drops item 6200, which does not exist.");
}

TEST(Lint, PeopleBehindACounterAreWithinReach) {
  world x;
  x.spawns[1][1].at = {206, 200};
  EXPECT_EQ(found_in(x.tree()).size(), 1u);
  x.maps[1].cells[cell{202, 204}.index()] |= 1; // a cell that a teleport leads to
  x.teleports += "1 202 204\n";
  EXPECT_THAT(found_in(x.tree()), IsEmpty());
}

TEST(Lint, AMapThatCannotBeLoadedIsNotCalledMissing) {
  world x;
  x.files["map/7"] = byte_buffer(10);
  auto findings = found_in(x.tree());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "file-truncated");
}

} // namespace

} // namespace tools::data
