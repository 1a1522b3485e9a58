#include "tools/sim/report.hpp"
#include "tools/sim/scenario_file.hpp"
#include "tools/sim/stop_watch.hpp"
#include "tools/sim/tasks.hpp"

#include <charconv>
#include <deque>
#include <filesystem>
#include <ostream>

namespace tools::simulator {

namespace {

using wall_clock = std::chrono::steady_clock;

constexpr uint64_t jobs_max = 64;
constexpr double hours_max = 1'000;
constexpr auto look_every = std::chrono::milliseconds{500};
constexpr auto write_every = std::chrono::minutes{1};
/// Failures are shrunk one after the other and remembered each: a build that fails always must not fill the disk.
constexpr size_t scenarios_max = 1'000;

class soak {
public:
  soak(const soak_words& words, const plan_source& source, uint32_t jobs, wall_clock::duration time, const console& io)
      : words_(words), source_(source), io_(io), status_(io.err), until_(wall_clock::now() + time),
        pool_(jobs, task_limit(source.options.faults_for.value_or(0)), serve_task) {}

  int run() {
    next_ = source_.first;
    io_.out << "from seed " << next_ << " on; the summary is in " << summary_file() << std::endl;
    if (!write_summary("running"))
      return exit_failed;
    auto write_at = wall_clock::now() + write_every;
    while (!is_over() || !pool_.is_idle() || !to_shrink_.empty()) {
      feed();
      for (const auto& x : pool_.wait(look_every, stop_.fd()))
        take(x);
      if (stop_.is_wanted())
        break; // what runs now is lost
      if (wall_clock::now() >= write_at) {
        write_summary("running");
        write_at = wall_clock::now() + write_every;
      }
      status_.show([&] { return status_text(sums_, std::nullopt); });
    }
    status_.wipe();
    for (size_t i = 0; i < std::min(failures_.size(), scenarios_max); ++i)
      if (failures_[i].scenario.empty()) // whoever interrupts does not want to wait for it to be made smaller
        keep(failures_[i], failures_[i].how, "run");
    auto is_written = write_summary(stop_.is_wanted() ? "interrupted" : "finished");
    print_summary(io_.out, sums_);
    if (!is_written)
      return exit_failed;
    return stop_.is_wanted() ? int{exit_interrupted} : sums_.exit_code();
  }

private:
  struct failure {
    run_outcome how;
    std::string scenario; // name of the file; empty: not yet
  };

  bool is_over() const { return wall_clock::now() >= until_ || next_ == UINT64_MAX; }
  std::string summary_file() const { return (std::filesystem::path{words_.out} / "summary.json").string(); }

  void feed() {
    while (!pool_.is_full()) {
      if (!to_shrink_.empty()) {
        const auto& x = failures_[to_shrink_.front()].how;
        shrinking_[x.seed] = to_shrink_.front();
        to_shrink_.pop_front();
        pool_.start(x.seed, to_bytes({task_kind::shrink, source_.plan_of(x.seed), x.failure_name()}));
      } else if (!is_over()) {
        pool_.start(next_, to_bytes({task_kind::run, source_.plan_of(next_)}));
        ++next_;
      } else {
        return;
      }
    }
  }

  void take(const pool_result& x) {
    if (auto found = shrinking_.find(x.id); found != shrinking_.end()) {
      auto& what = failures_[found->second];
      shrinking_.erase(found);
      // A smaller plan that brings its process down is no reason to lose the failure.
      auto small = shrunk_of(x);
      keep(what, small.value_or(what.how), small ? "shrink" : "run");
      return;
    }
    auto how = outcome_of(x, source_.plan_of(x.id));
    sums_.add(how);
    if (how.is_clean())
      return;
    status_.wipe();
    io_.out << failure_line(how) << std::endl;
    failures_.push_back({std::move(how), {}});
    auto& what = failures_.back();
    if (failures_.size() > scenarios_max)
      return;
    if (const auto& first = what.how.violations.front().invariant; first == crashed || first == never_ended)
      keep(what, what.how, "run"); // it would bring down whoever shrinks it; `sim shrink` can
    else
      to_shrink_.push_back(failures_.size() - 1);
  }

  void keep(failure& what, const run_outcome& small, std::string_view verb) {
    std::string problem;
    auto plan = sim::parse_plan(small.plan, problem);
    const auto& violation = small.violations.front();
    auto name = "seed-" + std::to_string(what.how.seed) + "-" + violation.invariant + ".scenario";
    auto text = scenario_text(plan.value_or(sim::run_plan{}), violation, source_.command_for(verb, what.how.seed));
    auto why = write_file((std::filesystem::path{words_.out} / name).string(), text);
    if (!why.empty())
      io_.err << "sim soak: " << why << std::endl;
    else
      what.scenario = name;
  }

  bool write_summary(std::string_view state) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& x : failures_) {
      const auto& first = x.how.violations.front();
      nlohmann::ordered_json entry{{"seed", x.how.seed},
                                   {"invariant", first.invariant},
                                   {"kind", to_string(x.how.how())},
                                   {"what", first.what.substr(0, first.what.find('\n'))},
                                   {"again", source_.command_for("run", x.how.seed)}};
      entry["scenario"] = x.scenario.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(x.scenario);
      list.push_back(std::move(entry));
    }
    nlohmann::ordered_json summary{{"state", state}, {"first_seed", source_.first}, {"next_seed", next_}};
    summary["runs"] = sums_.to_json();
    summary["failures"] = std::move(list);
    auto text = summary.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
    auto why = write_file(summary_file(), text);
    if (!why.empty())
      io_.err << "sim soak: " << why << std::endl;
    return why.empty();
  }

  const soak_words& words_;
  const plan_source& source_;
  const console& io_;
  stop_watch stop_;
  status_line status_;
  wall_clock::time_point until_;
  tally sums_;
  uint64_t next_ = 0;
  std::vector<failure> failures_;
  std::deque<size_t> to_shrink_;         // places in `failures_`
  std::map<uint64_t, size_t> shrinking_; // by seed
  process_pool pool_;
};

std::optional<wall_clock::duration> read_hours(const std::string& text) {
  double hours = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hours, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !(hours > 0) || hours > hours_max)
    return std::nullopt;
  return std::chrono::duration_cast<wall_clock::duration>(std::chrono::duration<double, std::ratio<3600>>{hours});
}

} // namespace

int run_sim_soak(const soak_words& words, const console& io) {
  auto refuse = [&](const std::string& why) {
    io.err << "sim soak: " << why << "\n";
    return exit_bad_usage;
  };
  std::string problem;
  auto time = read_hours(words.hours);
  if (!time)
    return refuse("--hours wants a number above 0, at most 1000, such as 8 or 0.5, not '" + words.hours + "'");
  auto source = read_source(words.plan, drawn_seed(), problem);
  auto jobs = source ? parse_whole("--jobs", words.jobs, 1, jobs_max, problem) : std::nullopt;
  if (!jobs)
    return refuse(problem);
  std::error_code error;
  std::filesystem::create_directories(words.out, error);
  if (error) {
    io.err << "sim soak: " << words.out << " cannot be made: " << error.message() << "\n";
    return exit_failed;
  }
  return soak{words, *source, static_cast<uint32_t>(*jobs), *time, io}.run();
}

} // namespace tools::simulator
