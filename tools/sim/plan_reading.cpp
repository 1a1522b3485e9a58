#include "tools/sim/plan_reading.hpp"

#include "runtime/base/spelling.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

namespace tools::simulator {

namespace {

constexpr uint64_t nodes_max = 8;
constexpr uint64_t bots_max = 200;
constexpr sim::instant tenth = sim::second / 10;
constexpr sim::instant time_max = 24 * 3'600 * sim::second;

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> result;
  for (;;) {
    auto end = text.find(by);
    result.emplace_back(text.substr(0, end));
    if (end == text.npos)
      return result;
    text.remove_prefix(end + 1);
  }
}

bool read_faults(const std::string& text, plan_source& into, std::string& problem) {
  std::vector<std::string_view> known{"all", "none"};
  for (const auto& x : sim::fault_table())
    known.push_back(x.name);
  if (text == "none") {
    into.has_faults = false;
    return true;
  }
  for (const auto& name : split(text, ',')) {
    if (name == "all" && text == "all") {
      for (const auto& x : sim::fault_table())
        into.options.kinds.push_back(x.kind);
      return true;
    }
    auto kind = sim::fault_named(name);
    if (!kind) {
      auto guess = runtime::nearest(known, name);
      problem = "--faults: '" + name + "' is no fault"
                + (name == "all" || name == "none" ? " and stands alone"
                   : guess.empty()                 ? "; `zonehive sim run --help` lists them"
                                                   : "; did you mean " + std::string{guess} + "?");
      return false;
    }
    if (std::ranges::count(into.options.kinds, *kind) == 0)
      into.options.kinds.push_back(*kind);
  }
  return true;
}

bool read_range(const plan_words& words, uint64_t drawn, plan_source& into, std::string& problem) {
  if (words.seed.empty() && words.seeds.empty()) {
    into.first = into.last = drawn;
    into.is_drawn = true;
    return true;
  }
  if (!words.seed.empty()) {
    auto seed = parse_whole("--seed", words.seed, 0, UINT64_MAX, problem);
    into.first = into.last = seed.value_or(0);
    return seed.has_value();
  }
  auto dots = words.seeds.find("..");
  std::string ignored;
  auto end = [&](std::string_view text) { return parse_whole("", text, 0, UINT64_MAX - 1, ignored); };
  auto first = end(words.seeds.substr(0, dots));
  auto last = dots == std::string::npos ? std::nullopt : end(words.seeds.substr(dots + 2));
  if (!first || !last || *first > *last) {
    problem = "--seeds wants two numbers such as 1..500, the smaller one first, not '" + words.seeds + "'";
    return false;
  }
  into.first = *first;
  into.last = *last;
  return true;
}

bool read_scenario(const plan_words& words, plan_source& into, std::string& problem) {
  for (const auto* other : {&words.seed, &words.seeds, &words.time, &words.nodes, &words.bots, &words.faults})
    if (!other->empty()) {
      problem = "--scenario says everything about a run: leave out --seed, --seeds, --time, --nodes, --bots, --faults";
      return false;
    }
  std::ifstream file{words.scenario, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  if (!file) {
    problem = "--scenario: " + words.scenario + " cannot be read";
    return false;
  }
  if (text.empty()) {
    problem = "--scenario: " + words.scenario + " is empty";
    return false;
  }
  std::string why;
  into.scenario = sim::parse_plan(text, why);
  if (!into.scenario) {
    problem = words.scenario + ": " + why;
    return false;
  }
  into.first = into.last = into.scenario->seed;
  into.said = "--scenario " + shell_word(words.scenario);
  return true;
}

bool read_options(const plan_words& words, plan_source& into, std::string& problem) {
  auto say = [&](const char* flag, const std::string& value) { into.said += std::string{" "} + flag + " " + value; };
  auto number = [&](const char* flag, const std::string& text, uint64_t most, std::optional<uint32_t>& to) {
    if (text.empty())
      return true;
    auto value = parse_whole(flag, text, 1, most, problem);
    to = static_cast<uint32_t>(value.value_or(0));
    say(flag, text);
    return value.has_value();
  };
  if (!number("--nodes", words.nodes, nodes_max, into.options.nodes)
      || !number("--bots", words.bots, bots_max, into.options.bots))
    return false;
  if (!words.time.empty()) {
    into.options.faults_for = parse_time(words.time);
    if (!into.options.faults_for) {
      problem = "--time wants a time from 0.1s to 24h, such as 90s, 10m or 1.5h, not '" + words.time + "'";
      return false;
    }
    say("--time", words.time);
  }
  if (!words.faults.empty()) {
    if (!read_faults(words.faults, into, problem))
      return false;
    say("--faults", words.faults);
  }
  return true;
}

} // namespace

sim::run_plan plan_source::plan_of(uint64_t seed) const {
  if (scenario)
    return *scenario;
  auto wanted = options;
  wanted.seed = seed;
  auto result = sim::draw_plan(wanted);
  if (!has_faults)
    result.faults.clear();
  return result;
}

std::string plan_source::command_for(std::string_view verb, uint64_t seed) const {
  auto result = "zonehive sim " + std::string{verb} + " ";
  return result + (scenario ? said : "--seed " + std::to_string(seed) + said);
}

std::optional<plan_source> read_source(const plan_words& words, uint64_t drawn, std::string& problem) {
  plan_source result;
  if (!words.scenario.empty())
    return read_scenario(words, result, problem) ? std::optional{result} : std::nullopt;
  if (!words.seed.empty() && !words.seeds.empty()) {
    problem = "--seed and --seeds exclude each other";
    return std::nullopt;
  }
  auto is_good = read_range(words, drawn, result, problem) && read_options(words, result, problem);
  return is_good ? std::optional{std::move(result)} : std::nullopt;
}

std::optional<sim::instant> parse_time(std::string_view text) {
  struct unit {
    std::string_view name;
    sim::instant length;
  };
  constexpr unit units[] = {{"ms", sim::ms}, {"s", sim::second}, {"m", 60 * sim::second}, {"h", 3'600 * sim::second}};
  auto letters = text.find_first_not_of("0123456789.");
  if (letters == 0 || letters == text.npos)
    return std::nullopt;
  auto number = text.substr(0, letters);
  double value = 0;
  auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != number.data() + number.size())
    return std::nullopt;
  for (const auto& x : units)
    if (x.name == text.substr(letters)) {
      auto length = value * static_cast<double>(x.length / sim::ms);
      if (length < static_cast<double>(tenth / sim::ms) || length > static_cast<double>(time_max / sim::ms))
        return std::nullopt;
      return static_cast<sim::instant>(length + 0.5) * sim::ms / tenth * tenth;
    }
  return std::nullopt;
}

std::optional<uint64_t> parse_whole(std::string_view flag, std::string_view text, uint64_t least, uint64_t most,
                                    std::string& problem) {
  uint64_t result = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  if (error == std::errc{} && end == text.data() + text.size() && result >= least && result <= most)
    return result;
  problem = std::string{flag} + " wants a whole number from " + std::to_string(least) + " to " + std::to_string(most)
            + ", not '" + std::string{text} + "'";
  return std::nullopt;
}

uint64_t drawn_seed() {
  constexpr uint64_t short_enough = 1'000'000'000;
  auto now = std::chrono::system_clock::now().time_since_epoch().count();
  return runtime::prng{static_cast<uint64_t>(now)}.below(short_enough);
}

std::string time_text(sim::instant x) {
  auto rest = std::to_string(x % sim::second / sim::ms);
  return std::to_string(x / sim::second) + "." + std::string(3 - rest.size(), '0') + rest + "s";
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/,:=+";
  if (!text.empty() && text.find_first_not_of(plain) == text.npos)
    return std::string{text};
  std::string result = "'";
  for (auto c : text)
    result += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
  return result + "'";
}

} // namespace tools::simulator
