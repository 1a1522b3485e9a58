#include "tools/sim/report.hpp"
#include "tools/sim/scenario_file.hpp"
#include "tools/sim/shrink.hpp"
#include "tools/sim/stop_watch.hpp"
#include "tools/sim/tasks.hpp"

#include <ostream>

namespace tools::simulator {

namespace {

std::string size_text(const sim::run_plan& x) {
  auto many = [](size_t n, const char* what) { return std::to_string(n) + " " + what + (n == 1 ? ", " : "s, "); };
  return many(x.faults.size(), "fault") + many(x.bots, "bot") + many(x.nodes, "node") + time_text(x.faults_for);
}

class shrink_run {
public:
  shrink_run(const shrink_words& words, const plan_source& source, const console& io)
      : words_(words), source_(source), io_(io), status_(io.err), plan_(source.plan_of(source.first)),
        pool_(1, task_limit(plan_.faults_for), serve_task) {}

  int run() {
    auto first = outcome(plan_);
    if (!first)
      return exit_interrupted;
    if (first->is_clean()) {
      io_.err << "sim shrink: nothing goes wrong: " << source_.command_for("run", plan_.seed) << "\n";
      return exit_failed;
    }
    found_ = first->violations.front();
    auto name = first->failure_name();
    io_.err << name << " with " << size_text(plan_) << std::endl;
    shrink_options options;
    options.fails = [this, &name](const sim::run_plan& x) {
      auto again = outcome(x);
      if (!again || again->failure_name() != name)
        return false;
      found_ = again->violations.front();
      return true;
    };
    options.may_go_on = [this] { return !stop_.is_wanted(); };
    options.on_try = [this](const sim::run_plan& x, uint64_t tries) {
      status_.show([&] { return std::to_string(tries) + " tries: " + size_text(x); });
    };
    auto result = shrink(plan_, options);
    status_.wipe();
    io_.err << "after " << result.tries << " tries " << size_text(result.plan) << std::endl;
    return deliver(result.plan);
  }

private:
  /// Nothing when somebody wants to end this.
  std::optional<run_outcome> outcome(const sim::run_plan& x) {
    auto result = pool_.ask(to_bytes({task_kind::run, x}), stop_.fd());
    return result ? std::optional{outcome_of(*result, x)} : std::nullopt;
  }

  int deliver(const sim::run_plan& plan) {
    auto text = scenario_text(plan, found_, source_.command_for("shrink", plan_.seed));
    if (static_cast<size_t>(std::ranges::count(text, '\n')) > scenario_lines_max)
      io_.err << "it needs more than " << scenario_lines_max << " lines\n";
    if (words_.out.empty()) {
      io_.out << text << std::flush;
    } else if (auto why = write_file(words_.out, text); !why.empty()) {
      io_.err << "sim shrink: " << why << "\n";
      return exit_failed;
    } else {
      io_.out << words_.out << ": " << size_text(plan) << "; again: zonehive sim run --scenario "
              << shell_word(words_.out) << std::endl;
    }
    return stop_.is_wanted() ? int{exit_interrupted} : int{exit_ok};
  }

  const shrink_words& words_;
  const plan_source& source_;
  const console& io_;
  stop_watch stop_;
  status_line status_;
  sim::run_plan plan_;
  sim::violation found_; // of the smallest plan so far
  process_pool pool_;
};

} // namespace

int run_sim_shrink(const shrink_words& words, const console& io) {
  std::string problem;
  auto source = read_source(words.plan, drawn_seed(), problem);
  if (source && source->is_drawn)
    problem = "--seed or --scenario says what to shrink";
  if (!problem.empty()) {
    io.err << "sim shrink: " << problem << "\n";
    return exit_bad_usage;
  }
  return shrink_run{words, *source, io}.run();
}

} // namespace tools::simulator
