#include "tools/sim/plan_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace tools::simulator;
using sim::ms;
using sim::second;
using testing::HasSubstr;

namespace {

std::string complaint(const plan_words& words) {
  std::string problem;
  EXPECT_FALSE(read_source(words, 1, problem).has_value());
  return problem;
}

plan_source read(const plan_words& words) {
  std::string problem;
  auto result = read_source(words, 77, problem);
  EXPECT_EQ(problem, "");
  return result.value_or(plan_source{});
}

plan_words with_seeds(std::string seeds) {
  plan_words words;
  words.seeds = std::move(seeds);
  return words;
}

plan_words with_faults(std::string faults) {
  plan_words words;
  words.faults = std::move(faults);
  return words;
}

class ScenarioFile : public testing::Test {
protected:
  void SetUp() override { words_.scenario = testing::TempDir() + "zonehive-plan-" + std::to_string(getpid()); }
  void TearDown() override { std::filesystem::remove(words_.scenario); }
  void write(std::string_view text) { std::ofstream{words_.scenario} << text; }

  plan_words words_;
};

} // namespace

TEST(PlanTimes, AreReadInEveryUnitAndRoundedToTenths) {
  EXPECT_EQ(parse_time("90s"), 90 * second);
  EXPECT_EQ(parse_time("10m"), 600 * second);
  EXPECT_EQ(parse_time("1.5h"), 5'400 * second);
  EXPECT_EQ(parse_time("250ms"), 200 * ms);
  EXPECT_EQ(parse_time("0.1s"), 100 * ms);
  EXPECT_EQ(parse_time("24h"), 86'400 * second);
  for (auto bad : {"", "s", "10", "-1s", "+1s", "1e3s", "0s", "0.01s", "25h", "10 m", "10min", "1.2.3s", "nans"})
    EXPECT_EQ(parse_time(bad), std::nullopt) << bad;
}

TEST(PlanSeeds, AreOneOrARangeWithBothEnds) {
  plan_words words;
  words.seed = "18446744073709551615";
  EXPECT_EQ(read(words).first, UINT64_MAX);
  EXPECT_EQ(read(words).count(), 1u);
  auto range = read(with_seeds("5..14"));
  EXPECT_EQ(range.first, 5u);
  EXPECT_EQ(range.count(), 10u);
  EXPECT_EQ(read(with_seeds("7..7")).count(), 1u);
  EXPECT_TRUE(read({}).is_drawn);
  EXPECT_EQ(read({}).first, 77u);
  for (auto bad : {"..", "1..", "..1", "2..1", "1-5", "1", "1..5..9", "-1..5", "0x1..5", "1..99999999999999999999"})
    EXPECT_THAT(complaint(with_seeds(bad)), HasSubstr("--seeds wants two numbers such as 1..500")) << bad;
  words.seeds = "1..2";
  EXPECT_EQ(complaint(words), "--seed and --seeds exclude each other");
}

TEST(PlanFaults, UnknownNamesGetASuggestion) {
  EXPECT_EQ(complaint(with_faults("kil")), "--faults: 'kil' is no fault; did you mean kill?");
  EXPECT_EQ(complaint(with_faults("kill,store.stal")), "--faults: 'store.stal' is no fault; did you mean store.stall?");
  EXPECT_THAT(complaint(with_faults("earthquake-in-the-east")), HasSubstr("--help` lists them"));
  EXPECT_THAT(complaint(with_faults("kill,")), HasSubstr("'' is no fault"));
  EXPECT_EQ(complaint(with_faults("kill,all")), "--faults: 'all' is no fault and stands alone");
}

TEST(PlanFaults, OnlyThoseAskedForHappen) {
  EXPECT_TRUE(read(with_faults("none")).plan_of(5).faults.empty());
  auto plan = read(with_faults("client.cut,pause")).plan_of(5);
  ASSERT_FALSE(plan.faults.empty());
  for (const auto& x : plan.faults)
    EXPECT_TRUE(x.kind == sim::fault_kind::client_cut || x.kind == sim::fault_kind::pause) << sim::to_text(x);
  EXPECT_EQ(read(with_faults("all")).options.kinds.size(), sim::fault_table().size());
}

TEST(PlanNumbers, AreRefusedOutsideTheirRange) {
  plan_words words;
  words.nodes = "9";
  EXPECT_EQ(complaint(words), "--nodes wants a whole number from 1 to 8, not '9'");
  words = {};
  words.bots = "0";
  EXPECT_EQ(complaint(words), "--bots wants a whole number from 1 to 200, not '0'");
  words = {};
  words.time = "soon";
  EXPECT_THAT(complaint(words), HasSubstr("--time wants a time from 0.1s to 24h"));
  words = {};
  words.seed = "abc";
  EXPECT_THAT(complaint(words), HasSubstr("--seed wants a whole number"));
}

TEST(Plans, AreReadBackFromTheirTextAsTheyWere) {
  for (uint64_t seed = 0; seed < 300; ++seed) {
    sim::run_options options;
    options.seed = seed;
    auto plan = sim::draw_plan(options);
    std::string problem;
    auto again = sim::parse_plan(sim::to_text(plan), problem);
    ASSERT_TRUE(again) << problem;
    EXPECT_EQ(sim::to_text(*again), sim::to_text(plan));
    EXPECT_EQ(again->faults, plan.faults) << seed;
    EXPECT_EQ(again->faults_for, plan.faults_for);
  }
  sim::run_plan plan;
  plan.faults_for = 12'345 * ms;
  std::string problem;
  EXPECT_EQ(sim::parse_plan(sim::to_text(plan), problem)->faults_for, plan.faults_for);
}

TEST(Plans, AreNamedByTheCommandThatMakesThemAgain) {
  plan_words words;
  words.seeds = "1..9";
  words.nodes = "3";
  words.time = "20s";
  words.faults = "kill,pause";
  EXPECT_EQ(read(words).command_for("run", 4), "zonehive sim run --seed 4 --nodes 3 --time 20s --faults kill,pause");
  plan_words alone = words;
  alone.seeds.clear();
  alone.seed = "4";
  EXPECT_EQ(sim::to_text(read(alone).plan_of(4)), sim::to_text(read(words).plan_of(4)));
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

TEST_F(ScenarioFile, IsAPlanAndExcludesOptions) {
  write("# why\nseed 9\nnodes 2\nbots 3\nfaults 5.0s\nat 1.500s kill b for 2.000s\n");
  auto source = read(words_);
  EXPECT_EQ(source.first, 9u);
  EXPECT_EQ(source.plan_of(9).faults.size(), 1u);
  EXPECT_THAT(source.command_for("run", 9), HasSubstr("zonehive sim run --scenario "));
  words_.nodes = "2";
  EXPECT_THAT(complaint(words_), HasSubstr("--scenario says everything"));
}

TEST_F(ScenarioFile, DamageIsToldWithItsLine) {
  write("seed 9\nnodes 2\n\nat 1.5s kil b for 2.000s\n");
  EXPECT_THAT(complaint(words_), testing::AllOf(HasSubstr(words_.scenario), HasSubstr("line 4"), HasSubstr("'kil'")));
  write("seed 9\nnodes 20\n");
  EXPECT_THAT(complaint(words_), HasSubstr("line 2: nodes wants 1 to 8"));
  words_.scenario += ".none";
  EXPECT_THAT(complaint(words_), HasSubstr("cannot be read"));
}
