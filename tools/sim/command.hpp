// `zonehive sim run|trace|shrink|soak`: the simulated cluster of tests/sim on
// the command line. What is said there arrives as words; everything is read and
// refused here.

#pragma once

#include "tools/console/console.hpp"

#include <string>

namespace tools::simulator {

/// How these commands end, besides exit_ok, exit_failed and exit_bad_usage. Of several, the first that applies.
enum sim_exit_code : int {
  exit_interrupted = 130,
  exit_crash = 127,
  exit_safety = 129,
  exit_liveness = 128,
  exit_never_hit = 126, // a probe, in a run of many seeds with --probes
};

/// What may be said about the runs of a command; empty: nothing was said.
struct plan_words {
  std::string seed;     // a number
  std::string seeds;    // "N..M", both included
  std::string time;     // how long things go wrong: "90s", "10m", "1.5h"
  std::string nodes;    // 1 to 8
  std::string bots;     // 1 to 200
  std::string faults;   // names separated by commas, "all" or "none"
  std::string scenario; // a file, instead of all the others
};

struct run_words {
  plan_words plan;
  std::string jobs = "1"; // 1 to 64
  bool is_twice = false;
  bool wants_probes = false;
  std::string output = "table"; // or "json": one object a line, the last is the summary
};

struct trace_words {
  plan_words plan;
  std::string from; // "12.5s" or "#1200"
  std::string to;
  std::string actor;
  std::string output = "table"; // or "json": one object a line
};

struct shrink_words {
  plan_words plan;
  std::string out; // a file; empty: it is printed
};

struct soak_words {
  plan_words plan;   // the seed is where it begins
  std::string hours; // more than 0, at most 1000
  std::string jobs = "1";
  std::string out = "soak"; // a folder
};

/// Each of these takes SIGINT and SIGTERM as the wish to end soon, and runs the simulator in child processes, so that
/// a crash is one of a seed. The program must have one thread only.
int run_sim_run(const run_words& words, const console& io);
int run_sim_trace(const trace_words& words, const console& io);
int run_sim_shrink(const shrink_words& words, const console& io);
int run_sim_soak(const soak_words& words, const console& io);

/// The kinds of faults, a line each, for --help.
std::string fault_help();

} // namespace tools::simulator
