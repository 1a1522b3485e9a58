// Baselines, and the command round the rules.

#include "tests/tools/data/lint_world.hpp"
#include "tests/tools/world/temporary_directory.hpp"

#include "tools/data/json_source.hpp"
#include "tools/data/lint_baseline.hpp"
#include "tools/data/lint_command.hpp"
#include "tools/data/text_tree.hpp"
#include "tools/data/words.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tools::data {

namespace {

using test::world;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// -- baseline -----------------------------------------------------------------------

std::vector<finding> some_findings() {
  return {make_finding("drop-item", {"npc/3.itm", 6}, "Boar drops \"x\"."),
          make_finding("drop-item", {"npc/3.itm", 12}, "Boar drops \"x\"."),
          make_finding("shop-npc", {"shop/1.txt"}, "S.")};
}

TEST(LintBaseline, WhatWasAcceptedIsNoFindingAnyMore) {
  auto known = parse_baseline(baseline_text(baseline_of(some_findings())));
  auto moved = some_findings();
  moved[0].place.offset = 600; // another record came before it
  auto result = judge(moved, known);
  EXPECT_THAT(result.fresh, IsEmpty());
  EXPECT_EQ(result.accepted, 3u);
  EXPECT_THAT(result.stale, IsEmpty());
}

TEST(LintBaseline, EachEntryAcceptsOneFindingAndUnusedOnesAreReported) {
  auto findings = some_findings();
  auto known = baseline_of({findings[1], make_finding("set-item", {"item/SIT0"}, "Gone.")});
  auto result = judge(findings, known);
  EXPECT_EQ(result.accepted, 1u);
  ASSERT_EQ(result.fresh.size(), 2u);
  EXPECT_EQ(result.fresh[0].rule, "drop-item");
  EXPECT_EQ(result.fresh[1].rule, "shop-npc");
  EXPECT_THAT(result.stale, ElementsAre(accepted_finding{"set-item", "item/SIT0", "Gone."}));
}

TEST(LintBaseline, FilesThatAreNoneAreRefused) {
  for (auto text :
       {"", "{}", "[]", "1e999", R"({"version": 2, "accepted": []})", R"({"version": 1, "accepted": [{}]})"})
    EXPECT_THROW(parse_baseline(text), build_error) << text;
  EXPECT_EQ(parse_baseline(baseline_text({})), baseline{});
}

// -- the command --------------------------------------------------------------------

class LintCommand : public testing::Test {
protected:
  int run(lint_request request = {}) {
    out_.str("");
    err_.str("");
    request.directory = request.directory.empty() ? home_.path() / "set" : request.directory;
    progress silent;
    return run_data_lint(request, out_, err_, silent);
  }
  void write(const world& x) {
    for (const auto& [path, bytes] : x.tree())
      tools::test::write_file(home_.path() / "set" / path, bytes);
  }

  tools::test::temporary_directory home_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(LintCommand, ACleanSetExitsWithZero) {
  write({});
  EXPECT_EQ(run(), exit_ok);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "28 files checked: nothing found.\n");
}

TEST_F(LintCommand, AFindingHasAPlaceASentenceARuleAndAFix) {
  world x;
  x.shop = "1024\n5\n";
  x.drops[1].item = 6200;
  write(x);
  EXPECT_EQ(run(), exit_failed);
  EXPECT_EQ(out_.str(), "npc/3.itm at byte 6: Boar (3) drops item 6200, which does not exist. [drop-item]\n"
                        "    Add the item, or change the drop.\n"
                        "shop/1001.txt:2: Smith (1001) sells item 5, which does not exist. [shop-item]\n"
                        "    Add the item, or remove the line.\n");
  EXPECT_EQ(run({.as_json = true}), exit_failed);
  auto printed = json::parse(out_.str());
  EXPECT_EQ(printed["files"], 28);
  EXPECT_EQ(printed["findings"][0].dump(),
            R"({"rule":"drop-item","file":"npc/3.itm","offset":6,"sentence":)"
            R"("Boar (3) drops item 6200, which does not exist.","fix":"Add the item, or change the drop."})");
  EXPECT_EQ(printed["findings"][1]["line"], 2);
}

TEST_F(LintCommand, ABaselineAcceptsAndTellsWhatIsGone) {
  world x;
  x.drops[1].item = 6200;
  write(x);
  auto file = home_.path() / "baseline.json";
  EXPECT_EQ(run({.write_baseline = file}), exit_ok);
  EXPECT_THAT(err_.str(), HasSubstr("1 finding accepted from now on"));
  EXPECT_EQ(run({.baseline = file}), exit_ok);
  EXPECT_THAT(err_.str(), HasSubstr("nothing found, 1 accepted by the baseline"));
  write({});
  EXPECT_EQ(run({.baseline = file}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr("npc/3.itm: no longer found: Boar (3) drops item 6200"));
  x.drops[1].item = 6201;
  write(x);
  EXPECT_EQ(run({.as_json = true, .baseline = file}), exit_failed);
  auto printed = json::parse(out_.str());
  EXPECT_EQ(printed["findings"].size(), 1u);
  EXPECT_EQ(printed["stale"].size(), 1u);
}

TEST_F(LintCommand, WhatFilesSayCannotSteerTheTerminal) {
  world x;
  x.npcs[3].name = "A\x1b[2J\x7f";
  x.drops[1].item = 6200;
  write(x);
  auto file = home_.path() / "baseline.json";
  EXPECT_EQ(run(), exit_failed);
  EXPECT_THAT(out_.str(), HasSubstr(R"(: A\x1B[2J\x7F (3) drops item 6200)"));
  EXPECT_EQ(run({.write_baseline = file}), exit_ok);
  write({});
  EXPECT_EQ(run({.baseline = file}), exit_ok);
  EXPECT_THAT(out_.str(), HasSubstr(R"(no longer found: A\x1B[2J\x7F (3) drops)"));
}

TEST(ForTerminal, ControlCharactersAreSpelledOutAndNothingElseIs) {
  EXPECT_EQ(for_terminal(std::string_view{"\0\t\n\x1f\x7f", 5}), R"(\x00\x09\x0A\x1F\x7F)");
  EXPECT_EQ(for_terminal("두 ~ \\"), "두 ~ \\");
}

TEST_F(LintCommand, TheTextOfADataSetIsCheckedAsTheSetItself) {
  world x;
  x.npcs[3].name = "\xB5\xCE";
  x.drops[1].item = 6200;
  progress silent;
  for (const auto& [path, bytes] : to_text(x.tree(), text_encoding::euc_kr, silent).files)
    tools::test::write_file(home_.path() / "set" / path, bytes);
  EXPECT_EQ(run(), exit_failed);
  EXPECT_EQ(out_.str(), "npc/3.itm at byte 6: 두 (3) drops item 6200, which does not exist. [drop-item]\n"
                        "    Add the item, or change the drop.\n");
  tools::test::write_file(home_.path() / "set" / "npc" / "3.npc.json", "{");
  EXPECT_EQ(run(), exit_bad_usage);
  EXPECT_THAT(err_.str(), HasSubstr("npc/3.npc.json: is no JSON"));
}

TEST_F(LintCommand, MisuseIsExitCodeTwo) {
  EXPECT_EQ(run(), exit_bad_usage); // no such directory
  write({});
  EXPECT_EQ(run({.encoding = "latin"}), exit_bad_usage);
  EXPECT_EQ(run({.baseline = home_.path() / "nothing"}), exit_bad_usage);
  for (auto start : {"1", "1:2", "1:2,", "70000:1,1", "1:256,1", "a:1,1"})
    EXPECT_EQ(run({.starts = {start}}), exit_bad_usage) << start;
  tools::test::write_file(home_.path() / "other" / "readme", "x");
  EXPECT_EQ(run({.directory = home_.path() / "other"}), exit_bad_usage);
  EXPECT_THAT(err_.str(), HasSubstr("holds no data file"));
}

TEST_F(LintCommand, StartsCanBeElsewhere) {
  write({});
  EXPECT_EQ(run({.starts = {"1:1,1"}}), exit_failed);
  EXPECT_THAT(out_.str(), HasSubstr("start at (1,1) on map 1 (Meadow), which is blocked"));
}

TEST(LintRules, AreListedWithTheirMeaning) {
  std::ostringstream out;
  EXPECT_EQ(run_lint_rules(false, out), exit_ok);
  EXPECT_THAT(out.str(), HasSubstr("warp-one-way\n    A warp leads to a map from which no warp leads back. "));
}

TEST(Progress, IsDrawnOnTerminalsAndWiped) {
  std::ostringstream out;
  {
    progress shown{out};
    shown.begin("Loading", 2);
    shown.step();
    EXPECT_THAT(out.str(), HasSubstr("Loading [###############...............] 1/2"));
  }
  EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
}

} // namespace

} // namespace tools::data
