// What a map looks like, point by point and character by character.

#include "tests/tools/data/lint_world.hpp"
#include "tests/tools/world/temporary_directory.hpp"

#include "tools/data/map_command.hpp"
#include "tools/data/png_file.hpp"

#include <gmock/gmock.h>
#include <png.h>

#include <set>
#include <sstream>

namespace tools::data {

namespace {

using loaders::cell;
using loaders::cell_bits;
using testing::HasSubstr;
using testing::Not;

map_scene meadow() {
  map_scene scene;
  scene.map = test::plain_map(1, 7);
  scene.name = "Meadow";
  return scene;
}

/// The middle of a cell.
colour point(const picture& x, cell at) {
  return x.at(map_left + at.x * cell_points + cell_points / 2, map_top + at.y * cell_points + cell_points / 2);
}

size_t points_of(const picture& x, colour c) {
  return static_cast<size_t>(std::count(x.points().begin(), x.points().end(), c));
}

TEST(MapDrawing, EachCellHasTheColourOfItsGround) {
  auto scene = meadow();
  auto drawn = draw_map(scene);
  auto walkable = ground_colour(scene, {120, 120});
  auto blocked = ground_colour(scene, {10, 10});
  EXPECT_NE(walkable, blocked);
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = cell::from_index(i);
    if (distance(at, {101, 99}) > 5) { // the warp and its number
      ASSERT_EQ(point(drawn, at), scene.map.walkable(at) ? walkable : blocked) << i;
    }
  }
}

TEST(MapText, NamesCannotSteerTheTerminal) {
  auto scene = meadow();
  scene.name = "M\x1b[2J";
  scene.spawns = {{3, {110, 110}, 0, 0}};
  scene.npc_names[3] = "B\x1b]0;x\x07";
  auto text = map_text(scene);
  EXPECT_EQ(text.find('\x1b'), text.npos);
  EXPECT_THAT(text, HasSubstr(R"(M\x1B[2J, map 1)"));
  EXPECT_THAT(text, HasSubstr(R"(B\x1B]0;x\x07)"));
}

TEST(MapDrawing, NeitherAxisIsMirroredOrSwapped) {
  auto scene = meadow();
  auto drawn = draw_map(scene);
  scene.map.cells[cell{30, 200}.index()] |= 1;
  auto changed = draw_map(scene);
  std::set<std::pair<int, int>> places;
  for (int y = 0; y < drawn.height(); ++y)
    for (int x = 0; x < map_left + 256 * cell_points; ++x)
      if (drawn.at(x, y) != changed.at(x, y))
        places.emplace((x - map_left) / cell_points, (y - map_top) / cell_points);
  EXPECT_EQ(places, (std::set<std::pair<int, int>>{{30, 200}}));
}

TEST(MapDrawing, WarpsAndSpawnsStandOut) {
  auto scene = meadow();
  auto plain = draw_map(scene);
  EXPECT_NE(point(plain, {101, 101}), ground_colour(scene, {120, 120}));
  scene.spawns = {{3, {110, 110}, 0, 0}, {4, {130, 130}, 0, 0}, {1001, {120, 140}, 0, 0}};
  auto drawn = draw_map(scene);
  EXPECT_NE(npc_colour(scene, 3), npc_colour(scene, 4));
  for (const auto& x : scene.spawns) {
    EXPECT_EQ(point(drawn, x.at), npc_colour(scene, x.npc));
    // The mark on the map, and the one in the legend.
    EXPECT_GE(points_of(drawn, npc_colour(scene, x.npc)), 2 * 36u);
  }
}

TEST(MapDrawing, LayersShowWhatTheirNameSays) {
  auto scene = meadow();
  scene.map.cells[cell{120, 120}.index()] = cell_bits::pk_level.put(
    cell_bits::monster_level.put(cell_bits::block.put(scene.map.cells[cell{120, 120}.index()], 1), 9), 2);
  for (auto layer : {map_layer::pk, map_layer::level, map_layer::block}) {
    scene.layer = layer;
    EXPECT_NE(point(draw_map(scene), {120, 120}), point(draw_map(scene), {121, 120})) << static_cast<int>(layer);
  }
  scene.layer = map_layer::walk;
  EXPECT_EQ(point(draw_map(scene), {120, 120}), point(draw_map(scene), {121, 120}));
}

TEST(MapDrawing, BlocksAreThoseOfServersWhenTheFileNumbersNone) {
  auto scene = meadow();
  scene.layer = map_layer::block;
  EXPECT_EQ(ground_colour(scene, {108, 120}), ground_colour(scene, {119, 131}));
  EXPECT_NE(ground_colour(scene, {119, 120}), ground_colour(scene, {120, 120}));
  EXPECT_NE(ground_colour(scene, {110, 131}), ground_colour(scene, {110, 132}));
}

TEST(MapDrawing, ManyKindsFitTheLegend) {
  auto scene = meadow();
  for (uint16_t id = 1; id <= 300; ++id)
    scene.spawns.push_back({id, {static_cast<uint8_t>(100 + id % 50), 120}, 0, 0});
  EXPECT_EQ(npc_legend(scene).size(), 300u);
  EXPECT_EQ(draw_map(scene).height(), draw_map(meadow()).height());
}

TEST(MapDrawing, ThePngHoldsThePicture) {
  auto drawn = draw_map(meadow());
  auto bytes = png_of(drawn);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  ASSERT_NE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()), 0);
  image.format = PNG_FORMAT_RGB;
  std::vector<uint8_t> rows(PNG_IMAGE_SIZE(image));
  ASSERT_NE(png_image_finish_read(&image, nullptr, rows.data(), 0, nullptr), 0);
  ASSERT_EQ(static_cast<int>(image.width), drawn.width());
  ASSERT_EQ(rows.size(), drawn.points().size() * 3);
  for (size_t i = 0; i < drawn.points().size(); ++i)
    ASSERT_EQ((colour{rows[3 * i], rows[3 * i + 1], rows[3 * i + 2]}), drawn.points()[i]) << i;
}

TEST(Picture, WhatLiesOutsideIsNotDrawn) {
  picture x{4, 3, {}};
  x.fill(-5, -5, 30, 6, {1, 2, 3});
  x.write(3, -3, "AZ", {9, 9, 9}, 2);
  x.diamond(0, 2, 1, {7, 7, 7});
  EXPECT_EQ(x.at(0, 0), (colour{1, 2, 3}));
  EXPECT_EQ(x.at(0, 2), (colour{7, 7, 7}));
  EXPECT_EQ(x.at(2, 2), colour{});
}

TEST(Picture, LettersAreReadable) {
  picture x{6, 7, {}};
  x.write(0, 0, "L", {1, 1, 1});
  std::string drawn;
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 6; ++column)
      drawn += x.at(column, row) == colour{} ? '.' : '#';
    drawn += '\n';
  }
  EXPECT_EQ(drawn, "#.....\n#.....\n#.....\n#.....\n#.....\n#.....\n#####.\n");
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

TEST(MapText, BrailleDotsAreBlockedCells) {
  auto scene = meadow();
  scene.map = loaders::map{};
  auto lines = lines_of(map_text(scene));
  ASSERT_GE(lines.size(), 66u);
  EXPECT_EQ(lines[0], "Meadow, map 0");
  std::string full;
  for (int i = 0; i < 128; ++i)
    full += "\u28FF";
  EXPECT_EQ(lines[1], full);
  EXPECT_EQ(lines[64], full);
  scene.map.cells[0] |= 1;                  // top left dot
  scene.map.cells[cell{3, 3}.index()] |= 1; // bottom right dot of the second character
  EXPECT_THAT(lines_of(map_text(scene))[1], testing::StartsWith("\u28FE\u287F\u28FF"));
}

TEST(MapText, WarpsAreDigitsAndSpawnsLetters) {
  auto scene = meadow();
  scene.spawns = {{1001, {120, 120}, 0, 0}, {3, {110, 110}, 0, 0}};
  scene.npc_names = {{3, "Boar"}};
  auto text = map_text(scene);
  EXPECT_THAT(text, HasSubstr("\n0  warp to map 7 (120,120)\nA  1 Boar (3)\nB  1 NPC 1001\n"));
  auto lines = lines_of(text);
  EXPECT_THAT(lines[1 + 110 / 4], HasSubstr("A"));
  EXPECT_THAT(lines[1 + 120 / 4], HasSubstr("B"));
  EXPECT_THAT(lines[1 + 101 / 4], HasSubstr("0"));
}

TEST(MapText, OtherLayersAreDigits) {
  auto scene = meadow();
  scene.layer = map_layer::level;
  scene.map.cells[cell{120, 120}.index()] = cell_bits::monster_level.put(scene.map.cells[cell{120, 120}.index()], 11);
  auto lines = lines_of(map_text(scene));
  EXPECT_THAT(lines[1 + 120 / 4], HasSubstr("0b0"));
  EXPECT_THAT(lines[1], HasSubstr("\u2588"));
}

class MapCommand : public testing::Test {
protected:
  void SetUp() override {
    for (const auto& [path, bytes] : test::world{}.tree())
      tools::test::write_file(home_.path() / path, bytes);
  }
  int run(map_request request) {
    out_.str("");
    err_.str("");
    request.map = home_.path() / request.map;
    return run_data_map(request, out_, err_);
  }

  tools::test::temporary_directory home_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(MapCommand, AFileIsWrittenOnceAndTheTerminalIsAskedFor) {
  auto png = home_.path() / "map.png";
  EXPECT_EQ(run({.map = "map/1", .out = png}), exit_ok) << err_.str();
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(tools::test::read_file(png)[1], 'P');
  EXPECT_EQ(run({.map = "map/1", .out = png}), exit_failed);
  EXPECT_THAT(err_.str(), HasSubstr("--force"));
  EXPECT_EQ(run({.map = "map/1", .out = png, .terminal = true, .force = true}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr("Meadow, map 1\n"));
}

TEST_F(MapCommand, SpawnsAreNamedByTheNpcFiles) {
  EXPECT_EQ(run({.map = "map/1", .spawns = home_.path() / "map/1.n_ndt", .npcs = home_.path() / "npc"}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr("A  1 Boar (3)\nB  1 Smith (1001)\n"));
  EXPECT_EQ(run({.map = "map/1"}), exit_ok);
  EXPECT_THAT(out_.str(), Not(HasSubstr("Boar")));
}

TEST_F(MapCommand, WhatIsWrongHasItsExitCode) {
  EXPECT_EQ(run({.map = "map/9"}), exit_failed);
  EXPECT_EQ(run({.map = "npc/3"}), exit_bad_usage);
  EXPECT_THAT(err_.str(), HasSubstr("TRUNCATED"));
  EXPECT_EQ(run({.map = "map/1", .layer = "clouds"}), exit_bad_usage);
  EXPECT_EQ(run({.map = "map/1", .encoding = "latin"}), exit_bad_usage);
  EXPECT_EQ(run({.map = "map/1", .npcs = home_.path() / "nobody"}), exit_failed);
  EXPECT_EQ(run({.map = "map/1", .out = home_.path() / "no" / "map.png"}), exit_failed);
}

} // namespace

} // namespace tools::data
