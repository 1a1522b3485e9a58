// Goal: every reference between files is checked. Method: a table of faults; each
// is planted alone into a data set that is otherwise right, and must be found at
// its place, by strict mode as an error and by lenient mode as a warning.

#include "loaders/world_check.hpp"

#include "tests/loaders/world_files.hpp"

#include <gmock/gmock.h>

namespace loaders::test {

namespace {

using testing::HasSubstr;

struct fault {
  const char* name;
  void (*plant)(world_files& files);
  /// The beginning of the sentence that reports it.
  const char* report;
};

void PrintTo(const fault& x, std::ostream* out) { *out << x.name; }

template <class Change>
void change_map(world_files& files, const std::string& name, Change change) {
  auto x = *load_map(name, std::nullopt, files.at(name), load_mode::strict);
  change(x);
  files[name] = save_map(x);
}

template <class Change>
void change_quest(world_files& files, Change change) {
  auto x = errand(1);
  x.next[0] = 2;
  change(x);
  files["quest/0001.dat"] = save_quest(x);
}

void block(map& x, cell at) { x.cells[at.index()] = blank_cell; }

template <class T>
byte_buffer one(const T& x) {
  return save_records(std::vector<T>{x});
}

byte_buffer without_item(uint16_t code) {
  auto items = *load_it0("item/0", it0_table(), load_mode::strict);
  std::erase_if(items, [&](const it0_item& x) { return x.code() == code; });
  return save_records(items);
}

const fault faults[]{
  {"WarpToAnUnknownMap", [](world_files& f) { change_map(f, "map/2", [](map& x) { x.warps[0].map = 9; }); },
   "map/2: REFERENCE at byte 23: target of warp 0 is map 9 (10,10)"},
  {"WarpIntoAWall", [](world_files& f) { change_map(f, "map/1", [](map& x) {
                                           block(x, {10, 10});
                                         }); },
   "map/2: REFERENCE at byte 23: target of warp 0 is map 1 (10,10), expected a walkable cell"},
  {"WarpOntoAWarp", [](world_files& f) { change_map(f, "map/2", [](map& x) {
                                           x.warps[0].at = {20, 10};
                                         }); },
   "map/2: REFERENCE at byte 23: target of warp 0 is map 1 (20,10), expected a cell that is no warp"},
  {"SpawnInAWall", [](world_files& f) { change_map(f, "map/1", [](map& x) {
                                          block(x, {10, 12});
                                        }); },
   "map/1.n_ndt: REFERENCE at byte 8, record 1: cell is map 1 (10,12)"},
  {"ItemInDrops",
   [](world_files& f) {
     f["npc/5.itm"] = one(drop_slot{6200, 1});
   },
   "npc/5.itm: REFERENCE at byte 0, record 0: item is 6200"},
  {"OwnerOfDrops", [](world_files& f) { f["npc/7.itm"] = {}; }, "npc/7.itm: REFERENCE at byte 0: NPC in the name is 7"},
  {"ItemInAShop", [](world_files& f) { f["shop/1001.txt"] = bytes_of("1024\n\n1025\n"); },
   "shop/1001.txt: REFERENCE at line 3: item is 1025"},
  {"OwnerOfAShop", [](world_files& f) { f["shop/1002.txt"] = {}; },
   "shop/1002.txt: REFERENCE at byte 0: NPC in the name is 1002"},
  {"ItemForCash",
   [](world_files& f) {
     f["shop/CashItemTbl.dat"] = one(cash_item{1001, 1025, 1, 1});
   },
   "shop/CashItemTbl.dat: REFERENCE at byte 2, record 0: item is 1025"},
  {"SellerForCash",
   [](world_files& f) {
     f["shop/CashItemTbl.dat"] = one(cash_item{1002, 1024, 1, 1});
   },
   "shop/CashItemTbl.dat: REFERENCE at byte 0, record 0: npc is 1002"},
  {"InputOfARecipe",
   [](world_files& f) {
     recipe x;
     x.rune[2] = 7000;
     f["item/ItemCombinationData"] = one(x);
   },
   "item/ItemCombinationData: REFERENCE at byte 10, record 0: rune is 7000"},
  {"BaseRuneOfARecipe",
   [](world_files& f) {
     recipe x;
     x.base_rune[1] = 7000;
     f["item/ItemCombinationData"] = one(x);
   },
   "item/ItemCombinationData: REFERENCE at byte 2, record 0: base_rune is 7000"},
  {"ItemOfARecipe",
   [](world_files& f) {
     recipe x;
     x.item[0] = 7000;
     f["item/ItemCombinationData"] = one(x);
   },
   "item/ItemCombinationData: REFERENCE at byte 12, record 0: item is 7000"},
  {"ObjectOfARecipe",
   [](world_files& f) {
     recipe x;
     x.object = 7000;
     f["item/ItemCombinationData"] = one(x);
   },
   "item/ItemCombinationData: REFERENCE at byte 18, record 0: object is 7000"},
  {"FailureOfARecipe",
   [](world_files& f) {
     recipe x;
     x.failure = 7000;
     f["item/ItemCombinationData"] = one(x);
   },
   "item/ItemCombinationData: REFERENCE at byte 26, record 0: failure is 7000"},
  {"ResultOfARecipe",
   [](world_files& f) {
     recipe x;
     x.success = 7000;
     f["item/ShueCombinationData"] = one(x);
   },
   "item/ShueCombinationData: REFERENCE at byte 22, record 0: result is 7000"},
  {"PieceOfASet",
   [](world_files& f) {
     std::vector<item_set> sets(item_set_count);
     sets[1].pieces[2] = {3, 7000};
     f["item/SIT1"] = save_records(sets);
   },
   "item/SIT1: REFERENCE at byte 337, record 1: item is 7000"},
  {"RewardOfAPresent",
   [](world_files& f) {
     present_set x;
     x.rewards[1] = {1, 7000};
     f["item/PresentItemSet.dat"] = one(x);
   },
   "item/PresentItemSet.dat: REFERENCE at byte 8, record 0: item is 7000"},
  {"StartGear", [](world_files& f) { f["item/0"] = without_item(3337); },
   "item/0: REFERENCE at byte 0: start gear of class 2 is 3337"},
  {"Arrows", [](world_files& f) { f["item/0"] = without_item(1134); },
   "item/0: REFERENCE at byte 0: arrows of archers is 1134"},
  {"StarterOfAQuest", [](world_files& f) { change_quest(f, [](quest& x) { x.head.start_npc = 1002; }); },
   "quest/0001.dat: REFERENCE at byte 4: start_npc is 1002"},
  {"EnderOfAQuest", [](world_files& f) { change_quest(f, [](quest& x) { x.head.end_npc = 70000; }); },
   "quest/0001.dat: REFERENCE at byte 8: end_npc is 70000"},
  {"ItemAQuestNeeds", [](world_files& f) { change_quest(f, [](quest& x) { x.needs.item = 7000; }); },
   "quest/0001.dat: REFERENCE at byte 24: needed item is 7000"},
  {"QuestBefore", [](world_files& f) { change_quest(f, [](quest& x) { x.needs.previous_quest = 9; }); },
   "quest/0001.dat: REFERENCE at byte 28: prev_quest is 9"},
  {"RewardOfAQuest", [](world_files& f) { change_quest(f, [](quest& x) { x.reward.item_code[1] = 7000; }); },
   "quest/0001.dat: REFERENCE at byte 48: rewarded item is 7000"},
  {"NpcOfATask", [](world_files& f) { change_quest(f, [](quest& x) { x.contents[1].task.npc = 6; }); },
   "quest/0001.dat: REFERENCE at byte 214: npc is 6"},
  {"ItemOfATask", [](world_files& f) { change_quest(f, [](quest& x) { x.contents[1].task.item_code[3] = 7000; }); },
   "quest/0001.dat: REFERENCE at byte 234: item_code is 7000"},
  {"MapOfATask", [](world_files& f) { change_quest(f, [](quest& x) { x.contents[1].task.map = 9; }); },
   "quest/0001.dat: REFERENCE at byte 202: map is 9"},
  {"PlaceOfATask", [](world_files& f) { change_map(f, "map/1", [](map& x) {
                                          block(x, {30, 30});
                                        }); },
   "quest/0001.dat: REFERENCE at byte 206: cell is map 1 (30,30)"},
  {"QuestAfter", [](world_files& f) { change_quest(f, [](quest& x) { x.next[2] = 9; }); },
   "quest/0001.dat: REFERENCE at byte 782: next quest is 9"},
  {"TeleportToAnUnknownMap", [](world_files& f) { f["Teleport.txt"] = bytes_of("1 10 10\n3 10 10\n"); },
   "Teleport.txt: REFERENCE at line 2: point is map 3 (10,10), expected a map that is loaded"},
  {"TeleportIntoAWall",
   [](world_files& f) {
     change_map(f, "map/1", [](map& x) { block(x, {11, 10}); });
     f["Teleport.txt"] = bytes_of("1 11 10\n");
   },
   "Teleport.txt: REFERENCE at line 1: point is map 1 (11,10), expected a walkable cell"},
  {"NpcWithASkill", [](world_files& f) { f["npc/NPCSkill"] = one(npc_skill{.npc = 6}); },
   "npc/NPCSkill: REFERENCE at byte 0, record 0: npc is 6"},
  {"NpcOfAFavour",
   [](world_files& f) {
     f["npc/FavIndex.dat"] = one(favour_index{1, 6});
   },
   "npc/FavIndex.dat: REFERENCE at byte 4, record 0: npc is 6"},
  {"NpcWithARole",
   [](world_files& f) {
     f["npc_roles.json"] = save_npc_roles({{1002, npc_role::healer}});
   },
   "npc_roles.json: REFERENCE at byte 0: NPC is 1002"},
};

class WorldCheck : public testing::TestWithParam<fault> {};

TEST_P(WorldCheck, APlantedFaultIsFound) {
  auto files = sample_files();
  GetParam().plant(files);
  auto strict = assemble(files, load_mode::strict);
  EXPECT_FALSE(strict.world);
  EXPECT_THAT(text_of(strict.errors), HasSubstr(GetParam().report));
  auto lenient = assemble(files, load_mode::lenient);
  EXPECT_TRUE(lenient.world) << text_of(lenient.errors);
  EXPECT_EQ(text_of(lenient.warnings), text_of(strict.errors));
}

INSTANTIATE_TEST_SUITE_P(Faults, WorldCheck, testing::ValuesIn(faults),
                         [](const auto& about) { return std::string{about.param.name}; });

TEST(WorldCheck, AWorldThatFitsTogetherHasNoIssues) {
  auto found = assemble(sample_files(), load_mode::strict);
  ASSERT_TRUE(found.world) << text_of(found.errors);
  EXPECT_EQ(text_of(found.warnings), "");
  EXPECT_EQ(text_of(check_world(*found.world)), "");
}

TEST(WorldCheck, QuestsThatAreSwitchedOffReferToNothing) {
  auto files = sample_files();
  auto off = errand(3);
  off.head = {quest_index_disabled, 7777, 7777, 0};
  files["quest/0003.dat"] = save_quest(off);
  EXPECT_TRUE(assemble(files, load_mode::strict).world);
}

TEST(WorldCheck, ReportsSpellNamesAsTheDirectoryDoes) {
  auto files = sample_files();
  files["NPC/5.ITM"] = save_records(std::vector{drop_slot{6200, 1}});
  files.erase("npc/5.itm");
  EXPECT_THAT(text_of(assemble(files, load_mode::strict).errors), HasSubstr("NPC/5.ITM: REFERENCE"));
}

TEST(WorldCheck, RecipesMayUseAndMakePets) {
  auto files = sample_files();
  pet_item pet;
  pet.code = 1200;
  files["item/pet"] = one(pet);
  recipe x;
  x.success = 1200;
  files["item/ShueCombinationData"] = one(x);
  auto found = assemble(files, load_mode::strict);
  EXPECT_TRUE(found.world) << text_of(found.errors);
}

} // namespace

} // namespace loaders::test
