#include "tools/sim/command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace tools;
using namespace tools::simulator;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

namespace {

struct outcome {
  int code = 0;
  std::string out;
  std::string err;
};

template <class Words>
outcome call(int (*command)(const Words&, const console&), const Words& words) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  auto code = command(words, {in, out, err});
  return {code, out.str(), err.str()};
}

/// Quick, and with nothing that goes wrong.
plan_words calm(std::string seed = {}) {
  plan_words words;
  words.seed = std::move(seed);
  words.nodes = "1";
  words.bots = "2";
  words.time = "1s";
  words.faults = "none";
  return words;
}

std::vector<nlohmann::json> lines_of(const std::string& text) {
  std::vector<nlohmann::json> result;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);)
    result.push_back(nlohmann::json::parse(line));
  return result;
}

} // namespace

TEST(SimRun, PrintsTheOptionsOfASingleSeedFirst) {
  run_words words;
  words.plan = calm("5");
  auto done = call(run_sim_run, words);
  EXPECT_EQ(done.code, exit_ok) << done.out << done.err;
  EXPECT_THAT(done.out, StartsWith("seed 5\nnodes 1\nbots 2\nfaults 1.000s\nset "));
  EXPECT_THAT(done.out, HasSubstr("1 seed, 0 failed"));
  words.plan.seed.clear();
  EXPECT_THAT(call(run_sim_run, words).out, StartsWith("# a drawn seed\nseed "));
}

TEST(SimRun, JsonIsALineForEachSeedAndASummary) {
  run_words words;
  words.plan = calm();
  words.plan.seeds = "11..16";
  words.jobs = "2";
  words.output = "json";
  auto done = call(run_sim_run, words);
  EXPECT_EQ(done.code, exit_ok) << done.out;
  auto lines = lines_of(done.out);
  ASSERT_EQ(lines.size(), 7u);
  std::map<uint64_t, std::string> hashes;
  for (size_t i = 0; i < 6; ++i) {
    EXPECT_TRUE(lines[i]["violations"].empty());
    hashes[lines[i]["seed"]] = lines[i]["hash"];
  }
  EXPECT_EQ(hashes.size(), 6u);
  EXPECT_EQ(hashes.begin()->first, 11u);
  EXPECT_EQ(lines[6]["summary"]["seeds"], 6);
  EXPECT_EQ(lines[6]["summary"]["interrupted"], false);
  words.jobs = "1"; // who runs it makes no difference
  words.is_twice = true;
  auto again = lines_of(call(run_sim_run, words).out);
  ASSERT_EQ(again.size(), 7u);
  for (size_t i = 0; i < 6; ++i)
    EXPECT_EQ(again[i]["hash"], hashes[again[i]["seed"]]) << again[i];
}

TEST(SimRun, ReportsProbes) {
  run_words words;
  words.plan = calm("5");
  words.wants_probes = true;
  auto done = call(run_sim_run, words);
  EXPECT_EQ(done.code, exit_ok); // one seed need not hit everything
  EXPECT_THAT(done.out, HasSubstr("session-replaced"));
  EXPECT_THAT(done.out, HasSubstr("why it must be reached"));
}

TEST(SimRun, ReportsWhatWasDoneWhenItIsInterrupted) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  auto pid = ::fork();
  if (pid == 0) {
    ::close(ends[0]);
    ::dup2(ends[1], STDOUT_FILENO);
    run_words words;
    words.plan = calm();
    words.plan.seeds = "1..1000000";
    words.output = "json";
    std::istringstream in;
    std::ofstream out{"/dev/fd/" + std::to_string(ends[1])};
    std::ostringstream err;
    ::_exit(run_sim_run(words, {in, out, err}));
  }
  ::close(ends[1]);
  std::string text;
  char bytes[4096];
  auto is_told = false;
  for (ssize_t got = 0; (got = ::read(ends[0], bytes, sizeof bytes)) > 0;) {
    text.append(bytes, static_cast<size_t>(got));
    if (!is_told && text.find('\n') != std::string::npos) {
      ::kill(pid, SIGINT);
      is_told = true;
    }
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(pid, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), exit_interrupted);
  auto summary = lines_of(text).back()["summary"];
  EXPECT_EQ(summary["interrupted"], true);
  EXPECT_GE(summary["seeds"], 1);
  EXPECT_LT(summary["seeds"], 1'000'000);
}

TEST(SimTrace, PrintsTheMessagesOfAWindow) {
  trace_words words;
  words.plan = calm("5");
  words.to = "#3000";
  auto done = call(run_sim_trace, words);
  EXPECT_EQ(done.code, exit_ok) << done.err;
  EXPECT_THAT(done.out, HasSubstr("| c2g_login"));
  EXPECT_THAT(done.out, HasSubstr("claim_account"));
  EXPECT_THAT(done.out, HasSubstr("password (not shown)"));
  EXPECT_THAT(done.out, Not(HasSubstr("#3001 ")));
  words.from = "#2990";
  EXPECT_THAT(call(run_sim_trace, words).out, Not(HasSubstr("#2989 ")));
}

TEST(SimTrace, IsFilteredByActorAndPrintsJson) {
  trace_words words;
  words.plan = calm("5");
  words.to = "20s";
  words.actor = "directory";
  words.output = "json";
  auto done = call(run_sim_trace, words);
  auto found = 0;
  for (const auto& line : lines_of(done.out)) {
    if (line["kind"] != "message")
      continue;
    ++found;
    EXPECT_THAT(line["from"].get<std::string>() + line["to"].get<std::string>(), HasSubstr("a/directory:"));
  }
  EXPECT_GT(found, 2);
  words.actor = "direktory";
  words.output = "table";
  EXPECT_THAT(call(run_sim_trace, words).out, HasSubstr("# nothing of 'direktory' in that time; there are"));
}

TEST(SimTrace, RefusesWindowsThatAreNone) {
  trace_words words;
  words.plan = calm("5");
  words.from = "soon";
  auto refused = call(run_sim_trace, words);
  EXPECT_EQ(refused.code, exit_bad_usage);
  EXPECT_THAT(refused.err, HasSubstr("--from wants a time such as 12.5s or a step such as #1200, not 'soon'"));
  words.from = "#20";
  words.to = "#10";
  EXPECT_THAT(call(run_sim_trace, words).err, HasSubstr("--from is behind --to"));
  words = {};
  EXPECT_THAT(call(run_sim_trace, words).err, HasSubstr("--seed or --scenario says what to trace"));
}

TEST(SimShrink, SaysThatNothingGoesWrong) {
  shrink_words words;
  words.plan = calm("5");
  auto done = call(run_sim_shrink, words);
  EXPECT_EQ(done.code, exit_failed);
  EXPECT_THAT(done.err, HasSubstr("nothing goes wrong: zonehive sim run --seed 5 --nodes 1"));
  EXPECT_EQ(call(run_sim_shrink, shrink_words{}).code, exit_bad_usage);
}

TEST(SimSoak, LeavesASummary) {
  auto folder = std::filesystem::path{testing::TempDir()} / ("zonehive-soak-" + std::to_string(getpid()));
  soak_words words;
  words.plan = calm("40");
  words.hours = "0.0002";
  words.out = folder.string();
  auto done = call(run_sim_soak, words);
  EXPECT_EQ(done.code, exit_ok) << done.out << done.err;
  std::ifstream file{folder / "summary.json"};
  auto summary = nlohmann::json::parse(file);
  EXPECT_EQ(summary["state"], "finished");
  EXPECT_EQ(summary["first_seed"], 40);
  EXPECT_GE(summary["runs"]["seeds"], 1);
  EXPECT_EQ(summary["next_seed"].get<uint64_t>(), 40 + summary["runs"]["seeds"].get<uint64_t>());
  EXPECT_TRUE(summary["failures"].empty());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1);
  std::filesystem::remove_all(folder);
  for (auto bad : {"", "0", "-1", "1001", "a night", "1h", "nan"}) {
    words.hours = bad;
    EXPECT_EQ(call(run_sim_soak, words).code, exit_bad_usage) << bad;
  }
}
