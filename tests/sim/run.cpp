#include "tests/sim/run.hpp"

#include <charconv>

namespace sim {

namespace {

constexpr instant arrive_within = 60 * second;
constexpr instant play_within = 150 * second; // after everything has healed
constexpr instant calm_for = 12 * second;

/// Limits and periods that decide which branches a run takes; the same for all nodes.
std::function<void(node_index, runtime::boot::serve_options&)> settings_of(uint64_t seed) {
  runtime::prng dice{seed ^ 0x5E77176500000000ull};
  auto one_of = [&](std::initializer_list<uint32_t> values) { return values.begin()[dice.below(values.size())]; };
  auto inputs = one_of({16, 128});
  auto ticket_s = one_of({1, 5, 30});
  auto tick_hz = one_of({10, 20});
  auto checkpoint_ms = one_of({1'000, 5'000});
  return [=](node_index, runtime::boot::serve_options& options) {
    options.zone_input_max = inputs;
    options.login_ticket_s = ticket_s;
    options.zone_tick_hz = tick_hz;
    options.zone_checkpoint_ms = checkpoint_ms;
  };
}

class runner {
public:
  runner(const run_plan& plan, const run_watch& watch)
      : plan_(plan), watch_(watch), arena_({.seed = plan.seed,
                                            .nodes = plan.nodes,
                                            .bots = plan.bots,
                                            .maps = 0,
                                            .are_idle = false,
                                            .are_blind = false,
                                            .tweak = settings_of(plan.seed)}) {
    if (watch_.begin)
      watch_.begin(arena_);
    arena_.on_step = [this](const step_info& step) {
      if (watch_.step && !watch_.step(step, arena_.world().steps(), arena_.world().digest()))
        is_stopped_ = true;
    };
  }

  run_result run() {
    using phase = bool (runner::*)();
    constexpr std::pair<std::string_view, phase> phases[] = {
      {"arrive", &runner::arrive}, {"faults", &runner::suffer}, {"heal", &runner::recover},
      {"calm", &runner::play},     {"rest", &runner::rest},     {"leave", &runner::leave},
    };
    run_result result;
    for (const auto& [name, work] : phases) {
      result.phase = name;
      if (!(this->*work)() || is_stopped_)
        break;
    }
    result.seed = plan_.seed;
    result.hash = arena_.world().digest();
    result.steps = arena_.world().steps();
    result.elapsed = arena_.world().elapsed();
    result.violations = arena_.violations();
    result.traffic = arena_.who().oracle().counts();
    return result;
  }

private:
  bool until(const std::function<bool()>& is_so, instant bound) {
    return arena_.run_until([&] { return is_stopped_ || is_so(); }, bound);
  }

  bool fail_to(std::string what) {
    if (arena_.is_clean() && !is_stopped_)
      arena_.judge().blame("everybody-plays", std::move(what));
    return false;
  }

  bool arrive() {
    // The nodes are still finding each other; and now and then the first commits already lose their answers, as
    // characters are made only now.
    auto loses_answers = runtime::prng{plan_.seed ^ 0xF125700000000000ull}.chance(1, 4);
    arena_.who().disturbed(arena_.world().now() + (loses_answers ? arrive_within : 10 * second));
    arena_.world().store().fail_after_per_mille = loses_answers ? 300 : 0;
    if (until([&] { return newcomers().empty(); }, arrive_within))
      return true;
    return fail_to("bots that have not chosen a character within " + seconds_text(arrive_within) + ":" + newcomers());
  }

  /// Faults are told by the time since they began, so that a shorter arrival changes nothing.
  bool suffer() {
    auto began = arena_.world().now();
    if (std::exchange(arena_.world().store().fail_after_per_mille, 0) != 0)
      arena_.who().disturbed(began + recovery);
    for (const auto& x : plan_.faults)
      arena_.world().at(began + x.at, [this, x] {
        if (!has_healed_)
          arena_.cause(x);
      });
    until([] { return false; }, plan_.faults_for);
    return arena_.is_clean();
  }

  bool recover() {
    has_healed_ = true;
    arena_.heal();
    auto since = arena_.who().now();
    auto plays = [&](bot_index i) {
      return arena_.who().is_in_world(i) && arena_.who().oracle().steps_kept(i, since) > 0
             && arena_.who().oracle().own_words_heard(i, since) > 0;
    };
    auto all_play = [&] {
      for (bot_index i = 0; i < plan_.bots; ++i)
        if (!plays(i))
          return false;
      return true;
    };
    if (!until(all_play, play_within)) {
      std::string who;
      for (bot_index i = 0; i < plan_.bots; ++i)
        if (!plays(i))
          who += " " + std::to_string(i) + (arena_.who().is_in_world(i) ? "" : " (not in the world)");
      return fail_to("bots that do not log in, walk and talk within " + seconds_text(play_within)
                     + " after everything has healed:" + who);
    }
    until([] { return false; }, recovery);
    return arena_.is_clean();
  }

  bool play() {
    until([] { return false; }, calm_for);
    return arena_.is_clean();
  }

  bool rest() { return arena_.come_to_rest(); }
  bool leave() { return arena_.send_home(); }

  /// Those who were never as far as to be told their player's number. They live by themselves, and some are out again.
  std::string newcomers() {
    std::string result;
    for (bot_index i = 0; i < plan_.bots; ++i)
      if (arena_.who().oracle().of(i).player_id == 0)
        result += " " + std::to_string(i);
    return result;
  }

  const run_plan& plan_;
  const run_watch& watch_;
  arena arena_;
  bool has_healed_ = false;
  bool is_stopped_ = false;
};

// -- text ---------------------------------------------------------------------------

template <class T>
bool parse_number(std::string_view text, T& into) {
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size();
}

std::string parse_line(std::string_view line, run_plan& plan) {
  auto space = line.find(' ');
  auto key = line.substr(0, space);
  auto value = space == line.npos ? std::string_view{} : line.substr(space + 1);
  std::string problem;
  if (key == "at") {
    if (auto x = parse_fault(line, problem))
      plan.faults.push_back(*x);
    return problem;
  }
  if (key == "seed")
    return parse_number(value, plan.seed) ? "" : "seed wants a number";
  if (key == "nodes")
    return parse_number(value, plan.nodes) && plan.nodes >= 1 && plan.nodes <= 8 ? "" : "nodes wants 1 to 8";
  if (key == "bots")
    return parse_number(value, plan.bots) && plan.bots >= 1 && plan.bots <= 200 ? "" : "bots wants 1 to 200";
  if (key == "faults") {
    auto time = parse_seconds(value);
    plan.faults_for = time.value_or(0);
    return time ? "" : "faults wants a time such as 30.0s";
  }
  return "'" + std::string{key} + "' is neither seed, nodes, bots, faults nor at";
}

} // namespace

verdict run_result::outcome() const {
  if (violations.empty())
    return verdict::clean;
  return violations.front().invariant == "everybody-plays" ? verdict::liveness : verdict::safety;
}

run_plan draw_plan(const run_options& options) {
  // Apart from what the run itself draws, so that a plan may be shortened and everything else stays as it was.
  runtime::prng dice{options.seed ^ 0x5EED5EED5EED5EEDull};
  run_plan plan;
  plan.seed = options.seed;
  auto draw = [&](uint32_t low, uint32_t high) { return low + static_cast<uint32_t>(dice.below(high - low + 1)); };
  auto nodes = draw(1, 4);
  auto bots = draw(2, 12);
  auto faults_for = draw(10, 40) * second;
  plan.nodes = options.nodes.value_or(nodes);
  plan.bots = options.bots.value_or(bots);
  plan.faults_for = options.faults_for.value_or(faults_for);
  auto kinds = options.kinds;
  for (const auto& x : fault_table())
    if (auto is_chosen = dice.chance(1, 3); is_chosen && options.kinds.empty())
      kinds.push_back(x.kind);
  auto per_minute = draw(2, 24);
  fault_plan wanted;
  wanted.nodes = plan.nodes;
  wanted.bots = plan.bots;
  wanted.until = plan.faults_for;
  wanted.count = static_cast<uint32_t>(plan.faults_for / second * per_minute / 60) + 1;
  wanted.kinds = kinds;
  plan.faults = draw_faults(dice, wanted);
  return plan;
}

std::string to_text(const run_plan& plan) {
  auto result = "seed " + std::to_string(plan.seed) + "\nnodes " + std::to_string(plan.nodes) + "\nbots "
                + std::to_string(plan.bots) + "\nfaults " + seconds_text(plan.faults_for) + "\n";
  for (const auto& x : plan.faults)
    result += to_text(x) + "\n";
  return result;
}

std::optional<run_plan> parse_plan(std::string_view text, std::string& problem) {
  run_plan result;
  for (size_t number = 1; !text.empty(); ++number) {
    auto end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#')
      continue;
    if (auto why = parse_line(line, result); !why.empty()) {
      problem = "line " + std::to_string(number) + ": " + why;
      return std::nullopt;
    }
  }
  std::ranges::stable_sort(result.faults, {}, &fault::at);
  return result;
}

run_result run(const run_plan& plan, const run_watch& watch) { return runner{plan, watch}.run(); }

} // namespace sim
