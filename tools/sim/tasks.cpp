#include "tools/sim/tasks.hpp"

#include "tools/sim/event_text.hpp"
#include "tools/sim/plan_reading.hpp"
#include "tools/sim/shrink.hpp"

namespace tools::simulator {

namespace {

constexpr uint64_t steps_before = 5;
constexpr uint64_t steps_after = 8;
constexpr auto shrink_for = std::chrono::seconds{60}; // by the wall clock

/// Heap that nobody uses: what is allocated next lies elsewhere.
class other_addresses {
public:
  explicit other_addresses(uint64_t seed) {
    constexpr uint64_t blocks_max = 4'000;
    constexpr uint64_t size_max = 4'096;
    runtime::prng dice{seed};
    std::vector<std::unique_ptr<char[]>> gaps;
    for (auto blocks = 100 + dice.below(blocks_max); blocks > 0; --blocks) {
      auto block = std::make_unique<char[]>(16 + dice.below(size_max));
      (dice.chance(1, 2) ? kept_ : gaps).push_back(std::move(block));
    }
  }

private:
  std::vector<std::unique_ptr<char[]>> kept_;
};

void mark(volatile run_mark& where, uint64_t step, sim::instant at) {
  where.step = step;
  where.at = at;
}

std::array<uint64_t, runtime::probes::count> probe_counts() {
  std::array<uint64_t, runtime::probes::count> result{};
  auto hits = runtime::probes::hits();
  std::ranges::transform(hits, result.begin(), [](const auto& x) { return x.times; });
  return result;
}

using step_watch = std::function<bool(const sim::step_info&, uint64_t step, uint64_t hash)>;

run_outcome run_watched(const sim::run_plan& plan, volatile run_mark& where, step_watch look) {
  runtime::probes::reset();
  run_outcome result;
  result.seed = plan.seed;
  result.plan = sim::to_text(plan);
  sim::arena* arena = nullptr;
  sim::run_watch watch;
  watch.begin = [&](sim::arena& x) { arena = &x; };
  watch.step = [&](const sim::step_info& info, uint64_t step, uint64_t hash) {
    mark(where, step, arena->world().elapsed());
    return !look || look(info, step, hash);
  };
  try {
    auto ran = sim::run(plan, watch);
    result.hash = hash_text(ran.hash);
    result.steps = ran.steps;
    result.elapsed = ran.elapsed;
    result.phase = ran.phase;
    result.violations = std::move(ran.violations);
  } catch (const std::exception& problem) {
    result.steps = where.step;
    result.elapsed = where.at;
    result.violations.push_back({std::string{crashed}, where.at, where.step, problem.what()});
  }
  result.probes = probe_counts();
  return result;
}

/// Ends a run at a step; whoever says so in between is heard only when a moment is over.
struct is_enough {};

std::string trace_around(const sim::run_plan& plan, uint64_t step) {
  std::string result;
  tracer::window window;
  window.first_step = step > steps_before ? step - steps_before : 1;
  window.last_step = step + steps_after;
  tracer events{window, [&](const trace_event& x) { result += trace_lines(x); }};
  sim::run_watch watch;
  watch.begin = [&](sim::arena& x) { events.listen(x); };
  watch.step = [&](const sim::step_info&, uint64_t at, uint64_t) {
    if (at > window.last_step)
      throw is_enough{};
    return true;
  };
  try {
    sim::run(plan, watch);
  } catch (const is_enough&) {
  }
  return result;
}

/// The outcome of the smallest plan.
run_outcome shrink_here(const sim_task& task, volatile run_mark& where) {
  auto until = std::chrono::steady_clock::now() + shrink_for;
  auto result = run_once(task.plan, where);
  shrink_options options;
  options.fails = [&](const sim::run_plan& x) {
    auto again = run_once(x, where);
    if (again.failure_name() != task.failure)
      return false;
    result = std::move(again);
    return true;
  };
  options.may_go_on = [&] { return std::chrono::steady_clock::now() < until; };
  shrink(task.plan, options);
  return result;
}

std::string note_text(const std::vector<step_note>& from, uint64_t step) {
  if (step > from.size())
    return "(it has ended)";
  const auto& x = from[step - 1];
  constexpr const char* kinds[] = {"job", "network", "socket"};
  auto result = std::string(1, static_cast<char>('a' + x.info.node)) + " " + kinds[static_cast<size_t>(x.info.what)];
  if (x.info.actor != 0)
    result += " " + std::string{x.info.role} + ":" + std::to_string(x.info.actor);
  return result + " " + hash_text(x.hash);
}

} // namespace

std::optional<uint64_t> first_difference(const std::vector<step_note>& a, const std::vector<step_note>& b) {
  auto [x, y] = std::ranges::mismatch(a, b);
  if (x == a.end() && y == b.end())
    return std::nullopt;
  return static_cast<uint64_t>(x - a.begin()) + 1;
}

std::string side_by_side(const std::vector<step_note>& a, const std::vector<step_note>& b, uint64_t step) {
  constexpr size_t column = 52;
  std::string result;
  auto last = std::min<uint64_t>(step + steps_after, std::max(a.size(), b.size()));
  for (auto i = step > steps_before ? step - steps_before : 1; i <= last; ++i) {
    auto left = note_text(a, i);
    auto right = note_text(b, i);
    auto is_same = i <= a.size() && i <= b.size() && a[i - 1] == b[i - 1];
    left.resize(std::max(left.size(), column), ' ');
    result += "  #" + std::to_string(i) + (is_same ? "  " : " !") + " " + left + "  " + right + "\n";
  }
  return result;
}

run_outcome run_once(const sim::run_plan& plan, volatile run_mark& where) { return run_watched(plan, where, {}); }

run_outcome compare_runs(const sim::run_plan& first, const sim::run_plan& second, volatile run_mark& where) {
  std::vector<step_note> notes[2];
  auto note_to = [](std::vector<step_note>& to) {
    return [&to](const sim::step_info& info, uint64_t, uint64_t hash) {
      to.push_back({hash, info});
      return true;
    };
  };
  auto result = run_watched(first, where, note_to(notes[0]));
  auto hidden = std::make_unique<other_addresses>(first.seed);
  auto again = run_watched(second, where, note_to(notes[1]));
  auto step = first_difference(notes[0], notes[1]);
  if (!step && result.hash == again.hash)
    return result;
  sim::violation found{std::string{differed}, where.at, step.value_or(result.steps), ""};
  if (!step) {
    found.what = "every step is the same, and what follows the last one is not";
  } else {
    found.what = "two runs of one seed differ from step " + std::to_string(*step) + " on; first | second\n"
                 + side_by_side(notes[0], notes[1], *step) + "the messages of a third run\n"
                 + trace_around(first, *step);
    other_addresses more{first.seed + 1};
    found.what += "and of a fourth\n" + trace_around(second, *step);
  }
  result.violations.insert(result.violations.begin(), std::move(found));
  return result;
}

// -- bytes --------------------------------------------------------------------------

std::string to_bytes(const sim_task& x) {
  return nlohmann::json{{"what", x.what}, {"plan", sim::to_text(x.plan)}, {"failure", x.failure}}.dump();
}

std::string serve_task(const std::string& bytes, volatile run_mark& where) {
  auto json = nlohmann::json::parse(bytes);
  sim_task task{json.at("what").get<task_kind>(), {}, json.at("failure")};
  std::string problem;
  auto plan = sim::parse_plan(json.at("plan").get<std::string>(), problem);
  if (!plan)
    throw std::logic_error("a plan that cannot be read back: " + problem);
  task.plan = std::move(*plan);
  auto dump = [](const run_outcome& x) {
    return to_json(x).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  switch (task.what) {
  case task_kind::run:
    return dump(run_once(task.plan, where));
  case task_kind::run_twice:
    return dump(compare_runs(task.plan, task.plan, where));
  default:
    return dump(shrink_here(task, where));
  }
}

std::optional<run_outcome> shrunk_of(const pool_result& x) {
  return x.answer ? std::optional{outcome_of(nlohmann::json::parse(*x.answer))} : std::nullopt;
}

run_outcome outcome_of(const pool_result& x, const sim::run_plan& plan) {
  if (x.answer)
    return outcome_of(nlohmann::json::parse(*x.answer));
  run_outcome result;
  result.seed = plan.seed;
  result.steps = x.where.step;
  result.elapsed = x.where.at;
  result.plan = sim::to_text(plan);
  result.violations.push_back({std::string{x.is_late ? never_ended : crashed}, x.where.at, x.where.step, x.death});
  return result;
}

std::chrono::seconds task_limit(sim::instant faults_for) {
  constexpr std::chrono::seconds least{180};
  return least + std::chrono::seconds{faults_for / sim::second};
}

} // namespace tools::simulator
