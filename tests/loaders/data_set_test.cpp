#include "loaders/data_set.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

TEST(DataSet, NamesAreRecognisedInAnyCase) {
  auto found = recognise("Item/ITEMCombinationData");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->kind, file_kind::combinations);
  EXPECT_EQ(recognise("MAP/MapInfo.ini")->kind, file_kind::map_info);
  EXPECT_EQ(recognise("A3Msg_Zone_1.dat")->kind, file_kind::messages);
}

TEST(DataSet, NumbersInNamesAreRead) {
  struct example {
    const char* name;
    file_kind kind;
    uint16_t number;
  };
  for (const auto& x :
       {example{"map/7", file_kind::map, 7}, example{"map/65535.n_ndt", file_kind::spawns, 65535},
        example{"map/7.NDT", file_kind::older_spawns, 7}, example{"npc/10.itm", file_kind::drops, 10},
        example{"quest/0012.dat", file_kind::quest, 12}, example{"item/SIT3", file_kind::item_sets, 3},
        example{"item/0", file_kind::it0, 0}, example{"item/0ex", file_kind::it0ex, 0},
        example{"skill/3", file_kind::skills, 3}, example{"skill/HSST2", file_kind::mercenary_skills, 2},
        example{"shop/1001.txt", file_kind::shop, 1001}}) {
    auto found = recognise(x.name);
    ASSERT_TRUE(found) << x.name;
    EXPECT_EQ(found->kind, x.kind) << x.name;
    EXPECT_EQ(found->number, x.number) << x.name;
  }
}

TEST(DataSet, OtherFilesAreNoPartOfAWorld) {
  for (auto name : {"", "map/", "map/65536", "map/1.bak", "map/x1", "npc/DerbyGift.dat", "item/4", "item/SIT4",
                    "quest/PQuest/0001.dat", "MANIFEST.json", "old/map/1", "A3Msg_/1.dat", "skill/-1"})
    EXPECT_FALSE(recognise(name)) << name;
}

} // namespace

} // namespace loaders
