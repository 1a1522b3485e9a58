#include "tests/sim/run.hpp"

#include <gtest/gtest.h>

namespace {

using namespace sim;

run_plan plan_of(uint64_t seed) {
  return draw_plan({.seed = seed, .nodes = {}, .bots = {}, .faults_for = {}, .kinds = {}});
}

std::string text_of(const run_result& x) {
  std::string result = "seed " + std::to_string(x.seed) + ", " + x.phase + ":";
  for (const auto& v : x.violations)
    result += "\n  " + v.invariant + ": " + v.what;
  return result;
}

// -- plans --------------------------------------------------------------------------

TEST(Plans, AreReadAsTheyWereWritten) {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    auto plan = plan_of(seed);
    plan.faults_for += seed * ms;
    std::string problem;
    auto text = to_text(plan);
    auto again = parse_plan(text, problem);
    ASSERT_TRUE(again) << problem << "\n" << text;
    EXPECT_EQ(again->seed, plan.seed);
    EXPECT_EQ(again->nodes, plan.nodes);
    EXPECT_EQ(again->bots, plan.bots);
    EXPECT_EQ(again->faults_for, plan.faults_for);
    EXPECT_EQ(again->faults, plan.faults);
    EXPECT_EQ(to_text(*again), text);
  }
}

TEST(Plans, KeepWhatIsFixed) {
  auto plan = draw_plan(
    {.seed = 9, .nodes = 5, .bots = 17, .faults_for = 33 * second, .kinds = {fault_kind::kill, fault_kind::clog}});
  EXPECT_EQ(plan.nodes, 5u);
  EXPECT_EQ(plan.bots, 17u);
  EXPECT_EQ(plan.faults_for, 33 * second);
  EXPECT_FALSE(plan.faults.empty());
  for (const auto& x : plan.faults) {
    EXPECT_TRUE(x.kind == fault_kind::kill || x.kind == fault_kind::clog) << to_text(x);
    EXPECT_LT(x.at, plan.faults_for);
  }
}

TEST(Plans, DifferBySeed) {
  std::set<std::string> texts;
  std::set<fault_kind> kinds;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    auto plan = plan_of(seed);
    EXPECT_TRUE(texts.insert(to_text(plan)).second);
    for (const auto& x : plan.faults)
      kinds.insert(x.kind);
  }
  EXPECT_EQ(kinds.size(), fault_table().size());
}

TEST(Plans, CommentsAndEmptyLinesAreForPeople) {
  std::string problem;
  auto plan = parse_plan("# a reset, then a kill\n\nseed 3\nat 2s kill b for 1s\nat 1s reset a b\n", problem);
  ASSERT_TRUE(plan) << problem;
  EXPECT_EQ(plan->seed, 3u);
  ASSERT_EQ(plan->faults.size(), 2u);
  EXPECT_EQ(plan->faults[0].kind, fault_kind::reset); // in order of time
}

TEST(Plans, ThatMakeNoSenseAreRefusedWithTheirLine) {
  constexpr std::pair<std::string_view, std::string_view> bad[] = {
    {"seed x", "line 1: seed wants a number"},
    {"seed", "line 1: seed wants a number"},
    {"seed 1\nnodes 0", "line 2: nodes wants 1 to 8"},
    {"nodes 9", "line 1: nodes wants 1 to 8"},
    {"bots 0", "line 1: bots wants 1 to 200"},
    {"bots 201", "line 1: bots wants 1 to 200"},
    {"faults soon", "line 1: faults wants a time"},
    {"weather fair", "line 1: 'weather' is neither seed"},
    {"seed 1\n# one\nat 1s kill", "line 3: kill wants a node"},
  };
  for (auto [text, why] : bad) {
    std::string problem;
    EXPECT_FALSE(parse_plan(text, problem)) << text;
    EXPECT_EQ(problem.substr(0, why.size()), why) << text;
  }
}

// -- runs ---------------------------------------------------------------------------

/// The hash covers every job, message, byte and row: equal at each step means that nothing but the seed decides.
TEST(Runs, OfEqualSeedsAreEqualAtEachStep) {
  for (uint64_t seed : {1, 7, 19, 23, 42}) {
    auto plan = plan_of(seed);
    std::vector<uint64_t> trace;
    run_watch first;
    first.step = [&](const step_info&, uint64_t, uint64_t hash) {
      trace.push_back(hash);
      return true;
    };
    auto a = run(plan, first);
    size_t at = 0;
    run_watch again;
    again.step = [&](const step_info&, uint64_t, uint64_t hash) {
      auto is_equal = at < trace.size() && trace[at] == hash;
      at += is_equal ? 1 : 0;
      return is_equal;
    };
    auto b = run(plan, again);
    EXPECT_EQ(at, trace.size()) << "seed " << seed << " goes another way at step " << at;
    EXPECT_EQ(a.hash, b.hash) << "seed " << seed;
    EXPECT_EQ(a.steps, b.steps) << "seed " << seed;
  }
}

TEST(Runs, OfDifferentSeedsDiffer) {
  auto plan = plan_of(3);
  auto a = run(plan);
  plan.seed = 4;
  EXPECT_NE(a.hash, run(plan).hash);
}

TEST(Runs, WithoutFaultsAreClean) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    auto plan = plan_of(seed);
    plan.faults.clear();
    auto result = run(plan);
    EXPECT_EQ(result.outcome(), verdict::clean) << text_of(result);
    EXPECT_EQ(result.phase, "leave");
    EXPECT_GT(result.steps, 1'000u);
  }
}

TEST(Runs, EndWhenTheWatcherWantsIt) {
  run_watch watch;
  watch.step = [](const step_info&, uint64_t step, uint64_t) { return step < 500; };
  auto result = run(plan_of(2), watch);
  EXPECT_EQ(result.outcome(), verdict::clean);
  EXPECT_GE(result.steps, 500u);
  EXPECT_LT(result.steps, 5'000u);
}

TEST(Runs, TellWhetherSafetyOrLivenessWasViolated) {
  run_result x;
  EXPECT_EQ(x.outcome(), verdict::clean);
  x.violations.push_back({"everybody-plays", 0, 0, "nobody does"});
  EXPECT_EQ(x.outcome(), verdict::liveness);
  x.violations.front().invariant = "one-owner-per-zone";
  EXPECT_EQ(x.outcome(), verdict::safety);
}

} // namespace
