#include "tests/sim/faults.hpp"

#include <gtest/gtest.h>

namespace {

using namespace sim;

std::vector<fault_kind> all_kinds() {
  std::vector<fault_kind> result;
  for (const auto& x : fault_table())
    result.push_back(x.kind);
  return result;
}

fault_plan plan_of(std::vector<fault_kind> kinds) {
  fault_plan result;
  result.nodes = 4;
  result.maps = 7;
  result.bots = 9;
  result.from = 2 * second;
  result.until = 40 * second;
  result.count = 40;
  result.kinds = std::move(kinds);
  return result;
}

TEST(Faults, StandInTheTableInTheOrderOfTheirKinds) {
  for (const auto& x : fault_table()) {
    EXPECT_EQ(&info_of(x.kind), &x);
    EXPECT_EQ(fault_named(x.name), x.kind);
    EXPECT_LE(x.amount_min, x.amount_max) << x.name;
    EXPECT_LE(x.lasts_min, x.lasts_max) << x.name;
    EXPECT_FALSE(x.sentence.empty()) << x.name;
  }
  EXPECT_EQ(fault_named("earthquake"), std::nullopt);
}

TEST(Faults, AreReadAsTheyWereWritten) {
  runtime::prng dice{7};
  for (auto kind : all_kinds())
    for (const auto& x : draw_faults(dice, plan_of({kind}))) {
      std::string problem;
      auto line = to_text(x);
      auto again = parse_fault(line, problem);
      ASSERT_TRUE(again) << line << ": " << problem;
      EXPECT_EQ(*again, x) << line;
      EXPECT_EQ(to_text(*again), line);
    }
}

TEST(Faults, AreDrawnInOrderWithinTheirTimeAndTargets) {
  runtime::prng dice{3};
  auto plan = plan_of(all_kinds());
  plan.count = 500;
  auto drawn = draw_faults(dice, plan);
  EXPECT_EQ(drawn.size(), 500u);
  EXPECT_TRUE(std::ranges::is_sorted(drawn, {}, &fault::at));
  std::set<fault_kind> kinds;
  for (const auto& x : drawn) {
    const auto& info = info_of(x.kind);
    kinds.insert(x.kind);
    EXPECT_GE(x.at, plan.from);
    EXPECT_LT(x.at, plan.until);
    EXPECT_LE(x.lasts, info.lasts_max);
    EXPECT_GE(x.lasts + ms, info.lasts_min) << to_text(x);
    EXPECT_TRUE(info.target != fault_target::two_nodes || x.first != x.second) << to_text(x);
    EXPECT_LT(x.first, info.target == fault_target::bot ? plan.bots : plan.nodes);
    EXPECT_LT(x.second, info.target == fault_target::zone_and_node ? plan.maps + 1u : plan.nodes);
    EXPECT_TRUE(info.target != fault_target::zone_and_node || x.second >= 1) << to_text(x);
  }
  EXPECT_EQ(kinds.size(), fault_table().size());
}

TEST(Faults, ThatNeedTwoNodesOrABotAreNotDrawnWithoutThem) {
  runtime::prng dice{3};
  auto plan = plan_of({fault_kind::partition, fault_kind::client_cut, fault_kind::zone_move});
  plan.nodes = 1;
  plan.bots = 0;
  EXPECT_TRUE(draw_faults(dice, plan).empty());
}

TEST(Faults, AreDrawnAlikeFromEqualDice) {
  runtime::prng first{5};
  runtime::prng second{5};
  EXPECT_EQ(draw_faults(first, plan_of(all_kinds())), draw_faults(second, plan_of(all_kinds())));
}

TEST(Faults, ThatMakeNoSenseAreRefusedWithASentence) {
  constexpr std::pair<std::string_view, std::string_view> bad[] = {
    {"", "a fault is"},
    {"at 1s", "a fault is"},
    {"kill a", "a fault is"},
    {"at noon kill a", "'noon' is no time"},
    {"at 1.2345s kill a", "is no time"},
    {"at 1 kill a", "is no time"},
    {"at 1s earthquake", "'earthquake' is no fault"},
    {"at 1s kill", "kill wants a node"},
    {"at 1s kill 7", "kill wants a node"},
    {"at 1s partition a", "partition wants two nodes"},
    {"at 1s client.cut b", "client.cut wants the number of a bot"},
    {"at 1s zone.move b", "zone.move wants the number of a zone's map"},
    {"at 1s zone.move 3", "zone.move wants a zone and a node"},
    {"at 1s kill a by 3 for 1s", "'by 3' makes no sense for kill"},
    {"at 1s client.cut 1 for 2s", "'for 2s' makes no sense for client.cut"},
    {"at 1s pause a for", "'for' is too much"},
    {"at 1s drop by 9999 for 1s", "drop by 9999: expected 5 to 100 per mille"},
    {"at 1s drop by 101 for 1s", "drop by 101: expected 5 to 100 per mille"},
    {"at 1s drop for 1s", "drop by 0: expected 5 to 100 per mille"},
  };
  for (auto [line, why] : bad) {
    std::string problem;
    EXPECT_FALSE(parse_fault(line, problem)) << line;
    EXPECT_NE(problem.find(why), problem.npos) << line << ": " << problem;
  }
}

TEST(Faults, TimesHaveAtMostThreeDigitsBehindThePoint) {
  EXPECT_EQ(parse_seconds("0s"), 0u);
  EXPECT_EQ(parse_seconds("12.340s"), 12'340 * ms);
  EXPECT_EQ(parse_seconds("12.3s"), 12'300 * ms);
  for (auto text : {"", "s", "12", "12.s", "1.2.3s", "-1s", "12.3401s", "1 s"})
    EXPECT_EQ(parse_seconds(text), std::nullopt) << text;
}

TEST(Faults, WithoutTheirObjectDoNothing) {
  cluster_options options;
  options.nodes = 1;
  cluster where{options};
  player_options idle;
  idle.count = 1;
  idle.are_idle = true;
  players who{where, idle};
  where.run_for(5 * second);
  auto before = where.digest();
  for (auto line :
       {"at 0s partition a b for 1s", "at 0s kill d for 1s", "at 0s client.cut 7", "at 0s pause c for 1s"}) {
    std::string problem;
    apply(*parse_fault(line, problem), where, who);
  }
  EXPECT_EQ(where.digest(), before);
  EXPECT_TRUE(where.is_up(0));
}

} // namespace
