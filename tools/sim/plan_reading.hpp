// From the words of the command line to plans, and back to words that make the
// same plan again. Everything that is wrong with them is a sentence.

#pragma once

#include "tests/sim/run.hpp"
#include "tools/sim/command.hpp"

namespace tools::simulator {

/// What was read: a seed or a range of them with the options of every run, or one plan of a scenario file.
struct plan_source {
  uint64_t first = 0;
  uint64_t last = 0;        // included
  bool is_drawn = false;    // nobody said which seed
  sim::run_options options; // its seed means nothing
  bool has_faults = true;
  std::optional<sim::run_plan> scenario;
  /// "--nodes 3 --faults kill", what makes the plan of a seed again; of a scenario "--scenario FILE".
  std::string said;

  uint64_t count() const { return last - first + 1; }
  sim::run_plan plan_of(uint64_t seed) const;
  /// "zonehive sim run --seed 3 --nodes 2"
  std::string command_for(std::string_view verb, uint64_t seed) const;
};

/// Nothing, and a sentence in `problem`. `drawn` is the seed when none was said.
std::optional<plan_source> read_source(const plan_words& words, uint64_t drawn, std::string& problem);

/// "90s", "10m", "1.5h", "250ms" as virtual time, in whole tenths of a second, at least one.
std::optional<sim::instant> parse_time(std::string_view text);

/// A whole number from `least` to `most`. Nothing, and a sentence that begins with `flag` in `problem`.
std::optional<uint64_t> parse_whole(std::string_view flag, std::string_view text, uint64_t least, uint64_t most,
                                    std::string& problem);

/// By the time of day, short enough to be typed.
uint64_t drawn_seed();

/// "12.345s"
std::string time_text(sim::instant x);

/// The words as they may stand in a shell.
std::string shell_word(std::string_view text);

} // namespace tools::simulator
