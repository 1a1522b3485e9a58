#include "tools/sim/tasks.hpp"

#include "tools/sim/last_events.hpp"
#include "tools/sim/report.hpp"
#include "tools/sim/scenario_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

using namespace tools::simulator;
using testing::HasSubstr;

namespace {

sim::run_plan small_plan() {
  sim::run_plan plan;
  plan.seed = 7;
  plan.nodes = 2;
  plan.bots = 2;
  plan.faults_for = sim::second;
  return plan;
}

run_outcome failed(uint64_t seed, std::string invariant) {
  run_outcome x;
  x.seed = seed;
  x.steps = 1'234;
  x.elapsed = 20 * sim::second;
  x.phase = "faults";
  x.plan = sim::to_text(small_plan());
  x.violations.push_back({std::move(invariant), 12'345 * sim::ms, 1'200, "what was seen\nand more"});
  return x;
}

step_note note(uint64_t hash, std::string_view role) { return {hash, {sim::step_info::kind::job, 0, 14, role, 1}}; }

} // namespace

TEST(Tasks, AnswerAcrossProcesses) {
  process_pool pool{1, task_limit(0), serve_task};
  auto result = pool.ask(to_bytes({task_kind::run, small_plan(), ""}));
  ASSERT_TRUE(result->answer) << result->death;
  auto outcome = outcome_of(*result, small_plan());
  EXPECT_EQ(outcome.seed, 7u);
  EXPECT_GT(outcome.steps, 100u);
  EXPECT_EQ(outcome.plan, sim::to_text(small_plan()));
  run_mark here;
  auto again = run_once(small_plan(), here);
  EXPECT_EQ(again.hash, outcome.hash); // whichever process runs it
  EXPECT_EQ(here.step, again.steps);
}

TEST(LastEvents, EndAtTheirStep) {
  auto all = last_events(small_plan(), UINT64_MAX, -1);
  EXPECT_THAT(all, HasSubstr("clients      a         b     database\n"));
  EXPECT_EQ(static_cast<size_t>(std::ranges::count(all, '\n')), 1 + events_shown);
  auto some = last_events(small_plan(), 500, -1);
  auto last = some.rfind('#');
  ASSERT_NE(last, std::string::npos);
  EXPECT_LE(std::stoul(some.substr(last + 1)), 500u);
  EXPECT_GT(std::stoul(some.substr(last + 1)), 450u);
}

TEST(Tasks, TheSameSeedIsTheSameRunAtOtherAddresses) {
  run_mark where;
  auto once = run_once(small_plan(), where);
  auto twice = compare_runs(small_plan(), small_plan(), where);
  for (const auto& x : twice.violations)
    EXPECT_NE(x.invariant, differed) << x.what;
  EXPECT_EQ(twice.hash, once.hash);
}

TEST(Tasks, RunsThatDifferAreAViolationWithBothTraces) {
  auto other = small_plan();
  sim::fault fault;
  fault.at = 500 * sim::ms;
  fault.kind = sim::fault_kind::client_cut;
  other.faults.push_back(fault);
  run_mark where;
  auto outcome = compare_runs(small_plan(), other, where);
  ASSERT_FALSE(outcome.is_clean());
  const auto& found = outcome.violations.front();
  EXPECT_EQ(found.invariant, differed);
  EXPECT_EQ(outcome.how(), ending::safety);
  EXPECT_THAT(found.what, HasSubstr("differ from step " + std::to_string(found.step) + " on; first | second\n"));
  EXPECT_THAT(found.what, HasSubstr("#" + std::to_string(found.step) + " !"));
  EXPECT_THAT(found.what, testing::ContainsRegex("of a third run\n +[0-9.]+s #[0-9]+ .* -> .*\n"));
  EXPECT_THAT(found.what, HasSubstr("and of a fourth\n"));
}

TEST(Tasks, TheFirstDifferenceOfTwoRunsIsFoundAndShown) {
  std::vector<step_note> a;
  for (uint64_t i = 0; i < 20; ++i)
    a.push_back(note(i, "zone"));
  auto b = a;
  EXPECT_EQ(first_difference(a, b), std::nullopt);
  b[11] = note(999, "session");
  EXPECT_EQ(first_difference(a, b), 12u);
  auto text = side_by_side(a, b, 12);
  EXPECT_THAT(text, HasSubstr("#12 !"));
  EXPECT_THAT(text, HasSubstr("a job zone:14 000000000000000b"));
  EXPECT_THAT(text, HasSubstr("a job session:14 00000000000003e7"));
  EXPECT_THAT(text, HasSubstr("#11   "));
  b = a;
  b.resize(5);
  EXPECT_EQ(first_difference(a, b), 6u);
  EXPECT_THAT(side_by_side(a, b, 6), HasSubstr("(it has ended)"));
}

TEST(Outcomes, OfADeadProcessAreCrashesOfItsSeed) {
  pool_result died;
  died.id = 7;
  died.death = "the process died of SIGSEGV";
  died.where = {321, 5 * sim::second};
  auto outcome = outcome_of(died, small_plan());
  EXPECT_EQ(outcome.how(), ending::crash);
  EXPECT_EQ(outcome.seed, 7u);
  EXPECT_EQ(outcome.violations.front().step, 321u);
  died.is_late = true;
  EXPECT_EQ(outcome_of(died, small_plan()).how(), ending::liveness);
}

TEST(Outcomes, AreNamedSoThatAShrinkDoesNotFindSomethingElse) {
  auto x = failed(9, "bots-are-content");
  x.violations.front().what = "sim4 (sim4, player 5): request-is-answered: expected warp-go: now, came nothing";
  EXPECT_EQ(x.failure_name(), "bots-are-content/request-is-answered");
  x = failed(9, "no-error-is-logged");
  x.violations.front().what = "stop-incomplete: some sessions did not end in time";
  EXPECT_EQ(x.failure_name(), "no-error-is-logged/stop-incomplete");
  EXPECT_EQ(failed(9, "items-conserved").failure_name(), "items-conserved");
  EXPECT_EQ(failed(9, "bots-are-content").failure_name(), "bots-are-content");
  EXPECT_EQ(run_outcome{}.failure_name(), "");
}

TEST(Outcomes, SurviveTheWayBetweenProcesses) {
  auto x = failed(9, "store-equals-memory");
  x.hash = hash_text(0xFEDCBA9876543210);
  x.probes[3] = 17;
  auto y = outcome_of(nlohmann::json::parse(to_json(x).dump()));
  EXPECT_EQ(to_json(y), to_json(x));
  EXPECT_EQ(y.hash, "fedcba9876543210");
}

TEST(Outcomes, AreReportedAsJson) {
  auto json = report_json(failed(9, "items-conserved"));
  EXPECT_EQ(json["seed"], 9);
  EXPECT_EQ(json["steps"], 1'234);
  EXPECT_EQ(json["virtual_s"], 20.0);
  EXPECT_EQ(json["violations"][0]["invariant"], "items-conserved");
  EXPECT_EQ(json["violations"][0]["at_s"], 12.345);
  EXPECT_EQ(json["violations"][0]["step"], 1'200);
  EXPECT_EQ(json["options"]["bots"], 2);
}

TEST(Tally, TheWorstEndingIsTheExitCode) {
  tally sums;
  EXPECT_EQ(sums.exit_code(), tools::exit_ok);
  sums.add(failed(1, "everybody-plays"));
  EXPECT_EQ(sums.exit_code(), exit_liveness);
  sums.add(failed(2, "items-conserved"));
  EXPECT_EQ(sums.exit_code(), exit_safety);
  sums.add(failed(3, std::string{crashed}));
  EXPECT_EQ(sums.exit_code(), exit_crash);
  EXPECT_EQ(sums.failures(), 3u);
  EXPECT_EQ(sums.seeds(), 3u);
  EXPECT_THAT(status_text(sums, 9), HasSubstr("3 of 9 seeds, "));
  EXPECT_THAT(status_text(sums, 9), HasSubstr(", 3 failed"));
}

TEST(Tally, SumsTheProbes) {
  auto x = failed(1, "items-conserved");
  x.probes[0] = 2;
  x.probes[1] = 1;
  tally sums;
  sums.add(x);
  sums.add(x);
  EXPECT_EQ(sums.probes_hit(), 2u);
  EXPECT_EQ(sums.probes()[0].times, 4u);
  EXPECT_EQ(sums.to_json()["probes"].size(), runtime::probes::count);
}

TEST(Failures, AreToldWithEverythingThatIsNeeded) {
  std::ostringstream out;
  print_failure(out, failed(9, "items-conserved"));
  for (auto part :
       {"seed 9: safety", "invariant: items-conserved (no two items", "at 12.345s, step 1200, in phase faults",
        "what was seen", "options:\n  seed 7\n  nodes 2\n  bots 2"})
    EXPECT_THAT(out.str(), HasSubstr(part));
  EXPECT_EQ(failure_line(failed(9, "items-conserved")),
            "seed 9: safety, items-conserved at 12.345s, step 1200, in phase faults: what was seen");
}

TEST(Scenarios, SayWhyTheyAreThereAndAreRead) {
  auto text =
    scenario_text(small_plan(), failed(7, "items-conserved").violations.front(), "zonehive sim shrink --seed 7");
  EXPECT_THAT(text,
              testing::StartsWith("# items-conserved: what was seen\n# made by `zonehive sim shrink --seed 7`\n"));
  std::string problem;
  auto plan = sim::parse_plan(text, problem);
  ASSERT_TRUE(plan) << problem;
  EXPECT_EQ(sim::to_text(*plan), sim::to_text(small_plan()));
}
