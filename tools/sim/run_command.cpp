#include "tools/sim/last_events.hpp"
#include "tools/sim/report.hpp"
#include "tools/sim/stop_watch.hpp"
#include "tools/sim/tasks.hpp"

#include <ostream>

namespace tools::simulator {

namespace {

constexpr uint64_t jobs_max = 64;
constexpr auto look_every = std::chrono::milliseconds{200};

class seed_runs {
public:
  seed_runs(const run_words& words, const plan_source& source, uint32_t jobs, const console& io)
      : words_(words), source_(source), io_(io), status_(io.err), jobs_(jobs),
        pool_(static_cast<uint32_t>(std::min<uint64_t>(jobs, source.count())), limit(), serve_task) {}

  int run() {
    announce();
    uint64_t begun = 0;
    while (begun < source_.count() || !pool_.is_idle()) {
      for (; begun < source_.count() && !pool_.is_full(); ++begun)
        pool_.start(source_.first + begun, to_bytes(task_of(source_.first + begun)));
      for (const auto& x : pool_.wait(look_every, stop_.fd()))
        finish(outcome_of(x, source_.plan_of(x.id)));
      if (stop_.is_wanted())
        return report(true);
      status_.show([&] { return status_text(sums_, source_.count()); });
    }
    return report(false);
  }

private:
  bool is_json() const { return words_.output == "json"; }
  std::chrono::seconds limit() const {
    return task_limit(source_.scenario ? source_.scenario->faults_for : source_.options.faults_for.value_or(0));
  }
  sim_task task_of(uint64_t seed) const {
    return {words_.is_twice ? task_kind::run_twice : task_kind::run, source_.plan_of(seed)};
  }

  void announce() {
    if (source_.count() != 1 || is_json())
      return;
    if (source_.is_drawn)
      io_.out << "# a drawn seed\n";
    io_.out << sim::to_text(source_.plan_of(source_.first)) << std::flush;
  }

  void finish(const run_outcome& x) {
    sums_.add(x);
    if (is_json())
      print_json(report_json(x));
    else if (!x.is_clean())
      tell(x);
    else if (source_.count() == 1)
      io_.out << "clean: " << x.steps << " steps, " << time_text(x.elapsed) << ", hash " << x.hash << "\n";
  }

  void print_json(const nlohmann::ordered_json& x) {
    io_.out << x.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
  }

  /// The first failure in full: many of them are read by running one alone.
  void tell(const run_outcome& x) {
    status_.wipe();
    if (sums_.failures() > 1) {
      io_.out << failure_line(x) << "; again: " << source_.command_for("run", x.seed) << std::endl;
      return;
    }
    print_failure(io_.out, x);
    const auto& first = x.violations.front();
    if (first.invariant != differed) // which run should be drawn?
      io_.out << "the last events:\n" << last_events(source_.plan_of(x.seed), first.step + has_no_end(x), stop_.fd());
    io_.out << "again:  " << source_.command_for("run", x.seed) << (words_.is_twice ? " --twice" : "") << "\n"
            << "smaller: " << source_.command_for("shrink", x.seed) << "\n\n"
            << std::flush;
  }

  /// The step in which it was is not over, and counts.
  static bool has_no_end(const run_outcome& x) {
    return x.how() == ending::crash || x.violations.front().invariant == never_ended;
  }

  int report(bool is_interrupted) {
    status_.wipe();
    auto is_unreached =
      words_.wants_probes && sums_.seeds() >= seeds_for_probes && sums_.probes_hit() < runtime::probes::drawn_count;
    if (is_json()) {
      auto summary = sums_.to_json();
      summary["interrupted"] = is_interrupted;
      print_json({{"summary", summary}});
    } else {
      if (is_interrupted)
        io_.out << "interrupted\n";
      if (words_.wants_probes)
        print_probes(io_.out, sums_);
      print_summary(io_.out, sums_);
      if (is_unreached)
        io_.out << "some probe was never hit\n";
    }
    if (is_interrupted)
      return exit_interrupted;
    auto code = sums_.exit_code();
    return code == exit_ok && is_unreached ? int{exit_never_hit} : code;
  }

  const run_words& words_;
  const plan_source& source_;
  const console& io_;
  stop_watch stop_;
  status_line status_;
  tally sums_;
  uint32_t jobs_;
  process_pool pool_;
};

} // namespace

int run_sim_run(const run_words& words, const console& io) {
  std::string problem;
  auto source = read_source(words.plan, drawn_seed(), problem);
  auto jobs = source ? parse_whole("--jobs", words.jobs, 1, jobs_max, problem) : std::nullopt;
  if (!jobs) {
    io.err << "sim run: " << problem << "\n";
    return exit_bad_usage;
  }
  return seed_runs{words, *source, static_cast<uint32_t>(*jobs), io}.run();
}

std::string fault_help() {
  std::string result = "Faults, and what they do:\n";
  for (const auto& x : sim::fault_table())
    result += "  " + std::string{x.name} + std::string(28 - x.name.size(), ' ') + std::string{x.sentence} + "\n";
  return result;
}

} // namespace tools::simulator
