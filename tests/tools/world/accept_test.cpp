// What a planted fault must lead to, so that the acceptance checks are known to fire.

#include "tools/world/accept.hpp"

#include "loaders/drop.hpp"
#include "loaders/npc.hpp"
#include "loaders/quest.hpp"
#include "loaders/spawn.hpp"
#include "tools/world/generate.hpp"

#include <gmock/gmock.h>

namespace tools {

namespace {

using loaders::load_mode;
using testing::HasSubstr;

class Acceptance : public testing::Test {
protected:
  void plant(const std::string& path, std::vector<uint8_t> bytes) { files_[path] = std::move(bytes); }
  loaders::map load_map(uint16_t id) const {
    auto path = "map/" + std::to_string(id);
    return *loaders::load_map(path, id, files_.at(path), load_mode::strict);
  }
  template <class Change>
  void change_map(uint16_t id, Change change) {
    auto map = load_map(id);
    change(map);
    plant("map/" + std::to_string(id), save_map(map));
  }
  std::string faults() const {
    std::string result;
    for (const auto& fault : find_faults(files_, plans_))
      result += fault + "\n";
    return result;
  }

  world_files files_ = generate_world(1);
  std::vector<map_plan> plans_ = make_maps(1);
};

TEST_F(Acceptance, AGeneratedWorldHasNoFaults) { EXPECT_EQ(faults(), ""); }

TEST_F(Acceptance, AWarpBehindAWallIsFound) {
  auto map = load_map(1);
  set_bits(map, area{230, 120, 240, 140}, loaders::cell_bits::walkable, 0);
  set_bits(map, area{236, 128, 238, 128}, loaders::cell_bits::walkable, 1);
  plant("map/1", save_map(map));
  EXPECT_THAT(faults(), HasSubstr("The warp at Larkmere (236,128) cannot be reached"));
}

TEST_F(Acceptance, AMonsterBehindAWallIsFound) {
  auto map = load_map(1);
  set_bits(map, loaders::cell{250, 250}, loaders::cell_bits::walkable, 1);
  plant("map/1", save_map(map));
  auto spawns = *loaders::load_spawns("map/1.n_ndt", files_.at("map/1.n_ndt"), load_mode::strict);
  spawns.back().at = {250, 250};
  plant("map/1.n_ndt", save_spawns(spawns));
  EXPECT_THAT(faults(), HasSubstr("The spawn at Larkmere (250,250) cannot be reached"));
}

TEST_F(Acceptance, AMapThatIsMostlyRockIsFound) {
  auto map = load_map(7);
  set_bits(map, area{0, 125, 255, 255}, loaders::cell_bits::walkable, 0);
  set_bits(map, area{16, 16, 80, 124}, loaders::cell_bits::walkable, 0);
  plant("map/7", save_map(map));
  EXPECT_THAT(faults(), HasSubstr("cells of Quillport can be walked on"));
}

TEST_F(Acceptance, MissingMonstersAreFound) {
  auto spawns = *loaders::load_spawns("map/2.n_ndt", files_.at("map/2.n_ndt"), load_mode::strict);
  spawns.pop_back();
  plant("map/2.n_ndt", save_spawns(spawns));
  EXPECT_THAT(faults(), HasSubstr("Hollow Barrow has room for 85 monsters only"));
}

TEST_F(Acceptance, AMissingFileIsFound) {
  files_.erase("npc/3");
  EXPECT_THAT(faults(), HasSubstr("npc/3: REFERENCE at byte 0: file is missing"));
}

TEST_F(Acceptance, WarningsCountAsFaults) {
  auto boar = *loaders::load_npc("npc/3", 3, files_.at("npc/3"), load_mode::strict);
  boar.hp_max = 0;
  plant("npc/3", save_npc(boar));
  EXPECT_THAT(faults(), HasSubstr("npc/3: RANGE at byte 64: hp_max is 0"));
}

TEST_F(Acceptance, AnUnreachableStartCellIsFound) {
  change_map(1, [](loaders::map& x) { set_bits(x, loaders::cell{114, 139}, loaders::cell_bits::walkable, 0); });
  EXPECT_THAT(faults(), HasSubstr("The ground round the start cell is blocked at Larkmere (114,139)"));
}

TEST_F(Acceptance, AnArrivalBehindAWallIsFound) {
  change_map(7, [](loaders::map& x) {
    set_bits(x, area{229, 97, 235, 103}, loaders::cell_bits::walkable, 0);
    set_bits(x, loaders::cell{232, 100}, loaders::cell_bits::walkable, 1);
  });
  EXPECT_THAT(faults(), HasSubstr("Players cannot arrive at Quillport (232,100)"));
}

TEST_F(Acceptance, AWarpWithoutACellIsFound) {
  change_map(2, [](loaders::map& x) { set_bits(x, area{16, 128, 18, 128}, loaders::cell_bits::warp, 15); });
  EXPECT_THAT(faults(), HasSubstr("Hollow Barrow has a warp without a cell"));
}

TEST_F(Acceptance, AMonsterInTownIsFound) {
  auto spawns = *loaders::load_spawns("map/7.n_ndt", files_.at("map/7.n_ndt"), load_mode::strict);
  spawns.back().at = {130, 110};
  plant("map/7.n_ndt", save_spawns(spawns));
  EXPECT_THAT(faults(), HasSubstr("The monster at Quillport (130,110) is in town"));
}

TEST_F(Acceptance, ADropTableAboveOneRollIsFound) {
  plant("npc/4.itm", loaders::save_records(std::vector<loaders::drop_slot>{{0, 9'000'000}, {6144, 1'000'001}}));
  EXPECT_THAT(faults(), HasSubstr("NPC 4 leaves something more often than always"));
}

TEST_F(Acceptance, AQuestThatLeadsBehindAWallIsFound) {
  change_map(2, [](loaders::map& x) {
    set_bits(x, around(barrow_hall, 2), loaders::cell_bits::walkable, 0);
    set_bits(x, barrow_hall, loaders::cell_bits::walkable, 1);
  });
  EXPECT_THAT(faults(), HasSubstr("Quest 5 leads to a place that cannot be reached"));
}

TEST_F(Acceptance, ATeleportPointBehindAWallIsFound) {
  change_map(1, [](loaders::map& x) { set_bits(x, loaders::cell{252, 252}, loaders::cell_bits::walkable, 1); });
  std::string text = "1 252 252\n";
  plant("Teleport.txt", {text.begin(), text.end()});
  EXPECT_THAT(faults(), HasSubstr("point 0 leads to a place that cannot be left on foot"));
}

TEST_F(Acceptance, AMapThatIsNotListedIsFound) {
  std::string text = "[MapZone]\nMap1=0\nMap7=0\n";
  plant("map/MapInfo.ini", {text.begin(), text.end()});
  EXPECT_THAT(faults(), HasSubstr("map/MapInfo.ini does not list map 2"));
}

TEST_F(Acceptance, AWallInAWorldForClientsIsFound) {
  files_ = generate_world(1, world_profile::client);
  plans_ = make_maps(1, world_profile::client);
  EXPECT_EQ(faults(), "");
  change_map(1, [](loaders::map& x) { set_bits(x, loaders::cell{5, 6}, loaders::cell_bits::walkable, 0); });
  EXPECT_THAT(faults(), HasSubstr("A client may see other ground than the server at Larkmere (5,6)"));
}

} // namespace

} // namespace tools
