#include "loaders/map_info.hpp"
#include "loaders/teleport.hpp"
#include "loaders/text_lines.hpp"

#include <gtest/gtest.h>

namespace loaders {

namespace {

load_issue map_info_error(std::string_view text) {
  auto found = load_map_info("map/MapInfo.ini", bytes_of(text), load_mode::strict);
  EXPECT_FALSE(found) << text;
  return found ? load_issue{} : found.error();
}

load_issue teleport_error(std::string_view text) {
  auto found = load_teleport_list("Teleport.txt", bytes_of(text), load_mode::strict);
  EXPECT_FALSE(found) << text;
  return found ? load_issue{} : found.error();
}

TEST(TextLines, AFinalEndOfLineBeginsNoLine) {
  EXPECT_EQ(split_lines(bytes_of("a\r\n\nb\n")).size(), 3u);
  EXPECT_EQ(split_lines(bytes_of("a\r\n\nb")).back().text, "b");
  EXPECT_TRUE(split_lines({}).empty());
}

TEST(TextLines, NumbersAreDecimalDigitsWithinTheLimit) {
  EXPECT_EQ(parse_decimal("65535", 65535), 65535u);
  EXPECT_EQ(parse_decimal("65536", 65535), std::nullopt);
  EXPECT_EQ(parse_decimal("99999999999999999999999", 65535), std::nullopt);
  for (auto text : {"", "-1", "+1", "0x1", "1 ", "1.0"})
    EXPECT_EQ(parse_decimal(text, 65535), std::nullopt) << text;
}

TEST(MapInfoLoader, OtherSectionsAndCommentsAreIgnored) {
  auto found = load_map_info("map/MapInfo.ini", bytes_of("# a\nx\n[Other]\nMap1=2\n[mapzone]\n ;b\n MAP3 =1\n"),
                             load_mode::strict);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->map_zone, (std::map<uint16_t, uint32_t>{{3, 1}}));
}

TEST(MapInfoLoader, WhatWasSavedIsLoadedUnchanged) {
  map_info x{{{1, 0}, {900, 2}}, {}};
  EXPECT_EQ(load_map_info("map/MapInfo.ini", save_map_info(x), load_mode::strict)->map_zone, x.map_zone);
}

TEST(MapInfoLoader, LinesThatAreNoEntryAreRefused) {
  for (auto line : {"Map=1", "Map1", "Map1=", "Map1=x", "Mop1=0", "Map1x=0", "M", "=", "[MapZone"})
    EXPECT_EQ(map_info_error("[MapZone]\n" + std::string{line}).code, load_errc::syntax) << line;
}

TEST(MapInfoLoader, IdsAndValuesThatDoNotFitAreRefused) {
  EXPECT_EQ(map_info_error("[MapZone]\nMap65536=0").code, load_errc::range);
  EXPECT_EQ(map_info_error("[MapZone]\nMap1=4294967296").code, load_errc::range);
}

TEST(MapInfoLoader, TheReportNamesTheLine) {
  auto issue = map_info_error("[MapZone]\r\nMap1=0\r\nMap01=0\r\n");
  EXPECT_EQ(issue.code, load_errc::duplicate);
  EXPECT_EQ(issue.line, 3u);
  EXPECT_EQ(issue.offset, 19u);
}

TEST(TeleportLoader, WhatWasSavedIsLoadedUnchanged) {
  teleport_list xs{{{1, {113, 138}}, {65535, {255, 0}}}, {}};
  EXPECT_EQ(load_teleport_list("Teleport.txt", save_teleport_list(xs), load_mode::strict)->points, xs.points);
}

TEST(TeleportLoader, LinesThatAreNoPointAreRefused) {
  for (auto line : {"1 2", "1 2 3 4", "a 1 2", "1,2,3", "-1 2 3", "1 2 0x3"})
    EXPECT_EQ(teleport_error(line).code, load_errc::syntax) << line;
}

TEST(TeleportLoader, PlacesOutsideTheMapAreRefused) {
  for (auto line : {"1 256 0", "1 0 256", "65536 0 0", "1 99999999999999999999 1"})
    EXPECT_EQ(teleport_error(line).code, load_errc::range) << line;
}

TEST(TeleportLoader, AHoleIsReportedWhereItIs) {
  auto issue = teleport_error("1 1 1\n\n \t\n2 2 2\n");
  EXPECT_EQ(issue.code, load_errc::syntax);
  EXPECT_EQ(issue.line, 2u);
  EXPECT_EQ(issue.offset, 6u);
}

} // namespace

} // namespace loaders
