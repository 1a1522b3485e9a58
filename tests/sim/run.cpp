#include "tests/sim/run.hpp"

#include <charconv>

namespace sim {

namespace {

constexpr instant arrive_within = 60 * second;
constexpr instant play_within = 150 * second; // after everything has healed
constexpr instant calm_for = 12 * second;

/// Limits and periods that decide which branches a run takes; the same for all nodes.
struct drawn_setting {
  std::string_view key;
  uint32_t runtime::boot::serve_options::*member;
  std::array<uint32_t, 3> values;
};
constexpr drawn_setting drawn_settings[] = {
  {"zone.input_max", &runtime::boot::serve_options::zone_input_max, {16, 128, 128}},
  {"login.ticket_s", &runtime::boot::serve_options::login_ticket_s, {1, 5, 30}},
  {"zone.tick_hz", &runtime::boot::serve_options::zone_tick_hz, {10, 20, 20}},
  {"zone.checkpoint_ms", &runtime::boot::serve_options::zone_checkpoint_ms, {1'000, 5'000, 5'000}},
};

const drawn_setting* setting_named(std::string_view key) {
  auto found = std::ranges::find(drawn_settings, key, &drawn_setting::key);
  return found == std::end(drawn_settings) ? nullptr : found;
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
                                            .tweak = [this](node_index, runtime::boot::serve_options& options) {
                                              for (const auto& x : plan_.settings)
                                                if (const auto* known = setting_named(x.first))
                                                  options.*known->member = x.second;
                                            }}) {
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
    // The nodes are still finding each other. And characters are made only now: here their commits lose their answers.
    arena_.who().disturbed(arena_.world().now() + (plan_.first_commits_lost != 0 ? arrive_within : 10 * second));
    arena_.world().store().fail_after_per_mille = plan_.first_commits_lost;
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
    // They live freely, and some are out again while others come: each must have played once.
    std::vector<bool> has_played(plan_.bots, false);
    auto since = arena_.who().now();
    auto all_played = [&] {
      auto result = true;
      for (bot_index i = 0; i < plan_.bots; ++i) {
        has_played[i] = has_played[i]
                        || (arena_.who().is_in_world(i) && arena_.who().oracle().steps_kept(i, since) > 0
                            && arena_.who().oracle().own_words_heard(i, since) > 0);
        result = result && has_played[i];
      }
      return result;
    };
    if (!until(all_played, play_within)) {
      std::string who;
      for (bot_index i = 0; i < plan_.bots; ++i)
        if (!has_played[i])
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

std::string parse_setting(std::string_view text, run_plan& plan) {
  auto space = text.find(' ');
  uint32_t value = 0;
  if (space == text.npos || !parse_number(text.substr(space + 1), value) || value == 0)
    return "set wants a setting and a number, as in `set zone.tick_hz 10`";
  if (!setting_named(text.substr(0, space)))
    return "'" + std::string{text.substr(0, space)} + "' is no setting that a plan can have";
  plan.settings[std::string{text.substr(0, space)}] = value;
  return {};
}

/// What no single line can tell; empty when all is well.
std::string nonsense_in(const fault& x, const run_plan& plan) {
  const auto& info = info_of(x.kind);
  auto is_node = info.target == fault_target::node || info.target == fault_target::two_nodes;
  if (is_node && x.first >= plan.nodes)
    return "there is no such node";
  if (info.target == fault_target::two_nodes && (x.second >= plan.nodes || x.first == x.second))
    return "it wants two different nodes that exist";
  if (info.target == fault_target::zone_and_node
      && (x.first >= plan.nodes || x.second < 1 || x.second > maps_for(plan.nodes)))
    return "there is no such zone, or no such node";
  if (info.target == fault_target::bot && x.first >= plan.bots)
    return "there is no such bot";
  if (x.at >= plan.faults_for)
    return "the faults are over by then";
  return info.lasts_max != 0 && x.lasts == 0 ? "it must last: say `for TIME`" : "";
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
  if (key == "first-commits-lost")
    return parse_number(value, plan.first_commits_lost) && plan.first_commits_lost <= 1000
             ? ""
             : "first-commits-lost wants a number per mille, 0 to 1000";
  if (key == "set")
    return parse_setting(value, plan);
  return "'" + std::string{key} + "' is neither seed, nodes, bots, faults, first-commits-lost, set nor at";
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
  wanted.maps = maps_for(plan.nodes);
  wanted.bots = plan.bots;
  wanted.until = plan.faults_for;
  wanted.count = static_cast<uint32_t>(plan.faults_for / second * per_minute / 60) + 1;
  wanted.kinds = kinds;
  plan.faults = draw_faults(dice, wanted);
  if (std::ranges::count(kinds, fault_kind::store_fail_after_commit) != 0 && dice.chance(1, 2))
    plan.first_commits_lost = draw(100, 400);
  for (const auto& x : drawn_settings)
    plan.settings.emplace(x.key, x.values[dice.below(x.values.size())]);
  return plan;
}

std::string to_text(const run_plan& plan) {
  auto result = "seed " + std::to_string(plan.seed) + "\nnodes " + std::to_string(plan.nodes) + "\nbots "
                + std::to_string(plan.bots) + "\nfaults " + seconds_text(plan.faults_for) + "\n";
  if (plan.first_commits_lost != 0)
    result += "first-commits-lost " + std::to_string(plan.first_commits_lost) + "\n";
  for (const auto& [key, value] : plan.settings)
    result += "set " + key + " " + std::to_string(value) + "\n";
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
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
      line.remove_suffix(1);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty() || line.front() == '#')
      continue;
    if (auto why = parse_line(line, result); !why.empty()) {
      problem = "line " + std::to_string(number) + ": " + why;
      return std::nullopt;
    }
  }
  for (const auto& x : result.faults) {
    if (auto why = nonsense_in(x, result); !why.empty()) {
      problem = "`" + to_text(x) + "`: " + why;
      return std::nullopt;
    }
  }
  std::ranges::stable_sort(result.faults, {}, &fault::at);
  return result;
}

run_result run(const run_plan& plan, const run_watch& watch) { return runner{plan, watch}.run(); }

} // namespace sim
