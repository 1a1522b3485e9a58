#include "tools/sim/shrink.hpp"

#include <gtest/gtest.h>

using namespace tools::simulator;
using sim::fault_kind;
using sim::second;

namespace {

sim::run_plan large() {
  sim::run_plan plan;
  plan.nodes = 4;
  plan.bots = 12;
  plan.faults_for = 40 * second;
  for (uint32_t i = 0; i < 20; ++i) {
    sim::fault x;
    x.at = (1 + i) * second;
    x.kind = i % 2 == 0 ? fault_kind::kill : fault_kind::pause;
    x.first = i % 4;
    x.lasts = 8 * second;
    plan.faults.push_back(x);
  }
  return plan;
}

size_t count(const sim::run_plan& plan, fault_kind kind, uint32_t node) {
  return static_cast<size_t>(
    std::ranges::count_if(plan.faults, [&](const auto& x) { return x.kind == kind && x.first == node; }));
}

} // namespace

TEST(Shrink, FindsThePairOfFaultsThatItTakes) {
  shrink_options options;
  options.fails = [](const sim::run_plan& x) {
    return count(x, fault_kind::kill, 2) >= 1 && count(x, fault_kind::pause, 1) >= 1;
  };
  auto result = shrink(large(), options);
  EXPECT_TRUE(result.is_finished);
  EXPECT_TRUE(options.fails(result.plan));
  EXPECT_EQ(result.plan.faults.size(), 2u);
  EXPECT_EQ(result.plan.nodes, 3u); // node c must be there
  EXPECT_EQ(result.plan.bots, 1u);
  for (const auto& x : result.plan.faults)
    EXPECT_LT(x.lasts, second / 5);
  EXPECT_LE(result.plan.faults_for, result.plan.faults.back().at + second);
}

TEST(Shrink, KeepsWhatIsNeededAndTriesNothingTwice) {
  std::set<std::string> asked;
  shrink_options options;
  options.fails = [&](const sim::run_plan& x) {
    EXPECT_TRUE(asked.insert(sim::to_text(x)).second) << sim::to_text(x);
    return x.faults.size() == 20 && x.bots >= 7 && x.nodes == 4 && x.faults_for > 30 * second
           && std::ranges::all_of(x.faults, [](const auto& y) { return y.lasts > 3 * second; });
  };
  auto result = shrink(large(), options);
  EXPECT_EQ(result.plan.faults.size(), 20u);
  EXPECT_EQ(result.plan.bots, 7u);
  EXPECT_EQ(result.plan.faults.front().lasts, 4 * second);
  EXPECT_EQ(result.tries, asked.size());
}

TEST(Shrink, EndsWhenItIsToldAndKeepsWhatItHas) {
  shrink_options options;
  options.fails = [](const sim::run_plan&) { return true; };
  auto left = 3;
  options.may_go_on = [&] { return left-- > 0; };
  auto result = shrink(large(), options);
  EXPECT_FALSE(result.is_finished);
  EXPECT_LE(result.tries, 3u);
  options.may_go_on = {};
  options.tries_max = 1;
  result = shrink(large(), options);
  EXPECT_EQ(result.tries, 1u);
  EXPECT_TRUE(result.plan.faults.empty()); // all of them went at once
}

TEST(Shrink, DropsFaultsThatHaveNoObject) {
  auto plan = large();
  plan.nodes = 1;
  plan.faults_for = 10 * second;
  plan = without_idle_faults(plan);
  EXPECT_EQ(plan.faults.size(), 3u); // of node a, before the end: at 1, 5 and 9 s
  sim::fault cut;
  cut.kind = fault_kind::client_cut;
  cut.first = 5;
  plan.faults = {cut};
  plan.bots = 5;
  EXPECT_TRUE(without_idle_faults(plan).faults.empty());
  cut.kind = fault_kind::partition;
  cut.first = 0;
  cut.second = 1;
  plan.faults = {cut};
  EXPECT_TRUE(without_idle_faults(plan).faults.empty());
}
