// Two data sets and what a designer is told about them.

#include "tests/tools/data/lint_world.hpp"
#include "tests/tools/world/temporary_directory.hpp"

#include "tools/data/diff.hpp"
#include "tools/data/diff_command.hpp"
#include "tools/data/json_source.hpp"
#include "tools/data/text_tree.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <sstream>

namespace tools::data {

namespace {

using loaders::bytes_of;
using test::world;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> sentences(const file_tree& before, const file_tree& after, const diff_options& options = {}) {
  progress silent;
  std::vector<std::string> result;
  for (const auto& x : diff(before, after, options, silent))
    result.push_back(to_sentence(x, 5));
  return result;
}

struct edit {
  std::function<void(world&)> make;
  std::vector<std::string> expected;
};

TEST(Diff, TheSameSetSaysNothing) { EXPECT_THAT(sentences(world{}.tree(), world{}.tree()), IsEmpty()); }

TEST(Diff, EditsAreToldInTheWordsOfTheGame) {
  for (const auto& [make, expected] : std::vector<edit>{
         {[](world& x) { x.npcs[3].hp_max = 230; }, {"Boar (3): hp 5 -> 230."}},
         {[](world& x) { x.npcs[3].name = "Thorn Boar"; }, {"Thorn Boar (3): name \"Boar\" -> \"Thorn Boar\"."}},
         {[](world& x) { x.npcs[3].attacks[1].base = 7; }, {"Boar (3): attacks[1].base 0 -> 7."}},
         {[](world& x) { x.npcs[4] = test::plain_npc(4, "Imp"); }, {"Imp (4): added."}},
         {[](world& x) { x.remove("npc/1001"); }, {"Smith (1001): removed."}},
         {[](world& x) {
            x.spawns[1][0].at = {5, 6};
          },
          {"Boar (3): 1 spawn moved on map 1 (Meadow), (110,110) -> (5,6)."}},
         {[](world& x) { x.spawns[1][0].direction = 3; },
          {"Boar (3): 1 spawn changed direction or step on map 1 (Meadow)."}},
         {[](world& x) {
            x.spawns[1].push_back({3, {1, 2}, 0, 0});
          },
          {"Boar (3): 1 spawn added on map 1 (Meadow) at (1,2)."}},
         {[](world& x) { x.spawns[1].pop_back(); }, {"Smith (1001): 1 spawn removed on map 1 (Meadow) at (120,130)."}},
         {[](world& x) { x.drops[1].rate = 250'000; }, {"Boar (3): drops Pebble (6144) 60 % -> 2.5 %."}},
         {[](world& x) { x.drops[1].item = 7168; },
          {"Boar (3): no longer drops Pebble (6144) (60 %); now drops Leaf (7168) (60 %)."}},
         {[](world& x) { x.drops[0].rate = 1; }, {"Boar (3): drops money 40 % -> 0.00001 %."}},
         {[](world& x) { x.shop = "1024\n7168\n"; },
          {"Smith (1001): no longer sells Pebble (6144); now sells Leaf (7168)."}},
         {[](world& x) { x.it2[0].price = 9; }, {"Pebble (6144): price 0 -> 9."}},
         {[](world& x) { x.it2.clear(); }, {"Pebble (6144): removed."}},
         {[](world& x) { x.maps[1].cells[5] |= 1; }, {"Map 1 (Meadow): 1 cell became walkable at (5,0)."}},
         {[](world& x) {
            x.block(1, {120, 120}), x.block(1, {122, 125});
          },
          {"Map 1 (Meadow): 2 cells became blocked between (120,120) and (122,125)."}},
         {[](world& x) { x.maps[7].name = "Cavern"; }, {R"(Map 7 (Cavern): name "Cave" -> "Cavern".)"}},
         {[](world& x) {
            x.maps[7].warps[0].at = {1, 2};
          },
          {"Map 7 (Cave): warp 0 to (120,120) on map 1 (Meadow) -> (1,2) on map 1 (Meadow)."}},
         {[](world& x) { x.maps[7].cells[3] |= 1 << 15; }, {"Map 7 (Cave): 1 cell changed in PK level at (3,0)."}},
         {[](world& x) { x.quest.reward.money = 5; }, {"Quest 1: reward.money 0 -> 5."}},
         {[](world& x) { x.teleports = "1 113 138\n7 127 105\n"; }, {"Teleport.txt: points[1].y 104 -> 105", ""}},
         {[](world& x) { x.files["pc/0"] = byte_buffer(28, 1); }, {"pc/0: str 0 -> 257", ""}},
         {[](world& x) { x.files["readme"] = {}; }, {"readme: added."}}}) {
    world edited;
    make(edited);
    auto found = sentences(world{}.tree(), edited.tree());
    ASSERT_EQ(found.size(), 1u) << expected[0];
    if (expected.size() == 1)
      EXPECT_EQ(found[0], expected[0]);
    else
      EXPECT_THAT(found[0], HasSubstr(expected[0]));
  }
}

TEST(Diff, EverythingAboutOneMonsterIsOneSentence) {
  world edited;
  edited.npcs[3].hp_max = 230;
  edited.spawns[1][0].at = {5, 6};
  edited.drops[1].rate = 250'000;
  progress silent;
  auto changes = diff(world{}.tree(), edited.tree(), {}, silent);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_THAT(changes[0].files, ElementsAre("map/1.n_ndt", "npc/3", "npc/3.itm"));
  EXPECT_EQ(to_sentence(changes[0], 1), "Boar (3): 1 spawn moved on map 1 (Meadow), (110,110) -> (5,6); and 2 more.");
}

TEST(Diff, SpawnsOfOneKindAreCountedTogether) {
  world before;
  world after;
  before.spawns[1] = {{3, {1, 1}, 0, 0}, {3, {2, 2}, 0, 0}, {3, {3, 3}, 0, 0}, {3, {4, 4}, 0, 0}};
  after.spawns[1] = {{3, {4, 4}, 0, 0}, {3, {7, 7}, 0, 0}, {3, {8, 8}, 0, 0}, {3, {9, 9}, 0, 0}, {3, {9, 9}, 0, 0}};
  EXPECT_THAT(sentences(before.tree(), after.tree()),
              ElementsAre("Boar (3): 3 spawns moved on map 1 (Meadow); 1 spawn added on map 1 (Meadow)."));
}

TEST(Diff, AnEntryInTheMiddleOfAListLeavesTheOthersAlone) {
  world after;
  after.teleports = "1 113 138\n1 5 6\n7 127 104\n";
  auto found = sentences(world{}.tree(), after.tree());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0], HasSubstr("points[1]"));
}

TEST(Diff, BytesThatMeanNothingAndDamageAreNotPassedOver) {
  world garbage;
  garbage.files["npc/1001"] = byte_buffer(5);
  EXPECT_THAT(sentences(world{}.tree(), garbage.tree()),
              ElementsAre("npc/1001: other bytes, which change nothing or cannot be read (78 -> 5 bytes)."));
  world unknown;
  unknown.files["levels.json"] = bytes_of("1");
  auto changed = unknown;
  changed.files["levels.json"] = bytes_of("2");
  EXPECT_THAT(sentences(unknown.tree(), changed.tree()), ElementsAre("levels.json: other bytes (1 bytes)."));
}

TEST(Diff, RatesArePercent) {
  EXPECT_EQ(shown_rate(10'000'000), "100 %");
  EXPECT_EQ(shown_rate(0), "0 %");
  EXPECT_EQ(shown_rate(192'307), "1.92307 %");
}

class DiffCommand : public testing::Test {
protected:
  int run(diff_request request) {
    out_.str("");
    err_.str("");
    request.before = home_.path() / request.before;
    request.after = home_.path() / request.after;
    progress silent;
    return run_data_diff(request, out_, err_, silent);
  }
  void write(const std::string& into, const file_tree& files) {
    for (const auto& [path, bytes] : files)
      tools::test::write_file(home_.path() / into / path, bytes);
  }

  tools::test::temporary_directory home_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(DiffCommand, DirectoriesFilesAndTextAreCompared) {
  world edited;
  edited.npcs[3].hp_max = 230;
  progress silent;
  write("a", world{}.tree());
  write("b", edited.tree());
  write("t", to_text(edited.tree(), text_encoding::ascii, silent).files);
  EXPECT_EQ(run({.before = "a", .after = "b"}), exit_failed);
  EXPECT_EQ(out_.str(), "Boar (3): hp 5 -> 230.\n");
  EXPECT_EQ(run({.before = "b", .after = "t"}), exit_ok);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(run({.before = "a/npc/3", .after = "b/npc/3", .as_json = true}), exit_failed);
  auto printed = json::parse(out_.str())["changes"][0];
  EXPECT_EQ(printed["subject"], "Boar (3)");
  EXPECT_EQ(printed["changes"], json::array({"hp 5 -> 230"}));
  EXPECT_EQ(printed["files"], json::array({"npc/3"}));
}

TEST_F(DiffCommand, NamesCannotSteerTheTerminal) {
  world edited;
  edited.npcs[3].name = "A\x1b[2J\x7f";
  write("a", world{}.tree());
  write("b", edited.tree());
  EXPECT_EQ(run({.before = "a", .after = "b"}), exit_failed);
  EXPECT_EQ(out_.str().find('\x1b'), std::string::npos);
  EXPECT_THAT(out_.str(), HasSubstr(R"(A\x1B[2J)"));
}

TEST_F(DiffCommand, MisuseIsExitCodeTwo) {
  write("a", world{}.tree());
  for (const auto& request : {diff_request{.before = "a", .after = "nothing"},
                              {.before = "a/npc/3", .after = "a/no"},
                              {.before = "a", .after = "a", .encoding = "latin"},
                              {.before = "a", .after = "a", .format = "npc"},
                              {.before = "a/npc/3", .after = "a/npc/3", .format = "it9"}})
    EXPECT_EQ(run(request), exit_bad_usage) << request.after;
  EXPECT_EQ(run({.before = "a/npc/3", .after = "a/npc/3", .format = "npc"}), exit_ok);
}

} // namespace

} // namespace tools::data
