#include "runtime/base/config_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace runtime;
using testing::ElementsAre;

namespace {

std::vector<std::string> read(std::string_view text) {
  auto file = parse_config_file(text, "z.toml");
  std::vector<std::string> result;
  for (auto& x : file.settings)
    result.push_back(x.where + " " + x.key + "=" + x.value);
  for (auto& error : file.errors)
    result.push_back(error);
  return result;
}

} // namespace

TEST(ConfigFile, SectionsPrefixTheKeysBelowThem) {
  EXPECT_THAT(read("node.name = \"a\"\n"
                   "[login] # the door\n"
                   "port = 3550\n"
                   "\n"
                   "  [ game ]\r\n"
                   "port=9860\r\n"),
              ElementsAre("z.toml:1 node.name=a", "z.toml:3 login.port=3550", "z.toml:6 game.port=9860"));
}

TEST(ConfigFile, QuotesKeepBlanksCommasAndHashes) {
  EXPECT_THAT(read("a = \" b # c, \\\"d\\\" \\\\ \" # e\n"
                   "f = ' g \\ # '\n"
                   "h = \"\"\n"),
              ElementsAre("z.toml:1 a= b # c, \"d\" \\ ", "z.toml:2 f= g \\ # ", "z.toml:3 h="));
}

TEST(ConfigFile, BareTextIsReadUpToABlankOrAHash) {
  EXPECT_THAT(read("host = 0.0.0.0# all\ncell = 1:113,138\n"),
              ElementsAre("z.toml:1 host=0.0.0.0", "z.toml:2 cell=1:113,138"));
}

TEST(ConfigFile, ArraysBecomeLists) {
  EXPECT_THAT(read("a = [1, 2 ,3]\nb = [\"x\", 'y',]\nc = []\n"),
              ElementsAre("z.toml:1 a=1,2,3", "z.toml:2 b=x,y", "z.toml:3 c="));
}

TEST(ConfigFile, EachErrorNamesItsLineAndTheRestIsStillRead) {
  EXPECT_THAT(
    read("good = 1\n"
         "no equals sign\n"
         "[login\n"
         "[]\n"
         "a =\n"
         "b = \"open\n"
         "c = two words\n"
         "d = [1, 2\n"
         "e = [1 2]\n"
         "f = \"\\q\"\n"
         "= 3\n"
         "last = 2"),
    ElementsAre("z.toml:1 good=1", "z.toml:12 last=2", "z.toml:2: a setting looks like key = value",
                "z.toml:3: a section looks like [login]", "z.toml:4: a section looks like [login]",
                "z.toml:5: there is no value; write \"\" for an empty text", "z.toml:6: the text has no closing quote",
                "z.toml:7: there is something behind the value; a text with blanks needs quotes",
                "z.toml:8: the list has no ] on this line", "z.toml:9: the elements of a list need commas between them",
                "z.toml:10: only \\\" and \\\\ are known behind a backslash",
                "z.toml:11: a setting looks like key = value"));
}

TEST(ConfigFile, AByteOrderMarkAndAnEmptyFileAreFine) {
  EXPECT_THAT(read("\xEF\xBB\xBF# nothing\n"), ElementsAre());
  EXPECT_THAT(read("\xEF\xBB\xBF"
                   "a = 1"),
              ElementsAre("z.toml:1 a=1"));
  EXPECT_THAT(read(""), ElementsAre());
}
