#include "tools/sim/outcome.hpp"

#include "tools/sim/plan_reading.hpp"

namespace tools::simulator {

namespace {

double seconds(sim::instant x) { return static_cast<double>(x / sim::ms) / 1000; }

nlohmann::ordered_json options_json(const std::string& text) {
  std::string problem;
  auto plan = sim::parse_plan(text, problem);
  if (!plan)
    return nullptr;
  auto faults = nlohmann::ordered_json::array();
  for (const auto& x : plan->faults)
    faults.push_back(sim::to_text(x));
  return {{"nodes", plan->nodes}, {"bots", plan->bots}, {"faults_s", seconds(plan->faults_for)}, {"faults", faults}};
}

} // namespace

ending run_outcome::how() const {
  if (violations.empty())
    return ending::clean;
  const auto& first = violations.front().invariant;
  if (first == crashed)
    return ending::crash;
  if (first == never_ended || first == "everybody-plays")
    return ending::liveness;
  return ending::safety;
}

std::string run_outcome::failure_name() const {
  if (violations.empty())
    return {};
  const auto& first = violations.front();
  auto part = [&](size_t begin) { return first.what.substr(begin, first.what.find(": ", begin) - begin); };
  if (first.invariant == "no-error-is-logged")
    return first.invariant + "/" + part(0);
  auto after_bot = first.what.find(": ");
  if (first.invariant == "bots-are-content" && after_bot != std::string::npos)
    return first.invariant + "/" + part(after_bot + 2);
  return first.invariant;
}

std::string hash_text(uint64_t hash) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result(16, '0');
  for (auto at = result.rbegin(); at != result.rend(); ++at, hash >>= 4)
    *at = digits[hash & 15];
  return result;
}

nlohmann::json to_json(const run_outcome& x) {
  auto violations = nlohmann::json::array();
  for (const auto& v : x.violations)
    violations.push_back({{"invariant", v.invariant}, {"at", v.at}, {"step", v.step}, {"what", v.what}});
  return {{"seed", x.seed},   {"hash", x.hash},           {"steps", x.steps},   {"elapsed", x.elapsed},
          {"phase", x.phase}, {"violations", violations}, {"probes", x.probes}, {"plan", x.plan}};
}

run_outcome outcome_of(const nlohmann::json& x) {
  run_outcome result;
  result.seed = x.at("seed");
  result.hash = x.at("hash");
  result.steps = x.at("steps");
  result.elapsed = x.at("elapsed");
  result.phase = x.at("phase");
  for (const auto& v : x.at("violations"))
    result.violations.push_back({v.at("invariant"), v.at("at"), v.at("step"), v.at("what")});
  result.probes = x.at("probes").get<decltype(result.probes)>();
  result.plan = x.at("plan");
  return result;
}

nlohmann::ordered_json report_json(const run_outcome& x) {
  auto violations = nlohmann::ordered_json::array();
  for (const auto& v : x.violations)
    violations.push_back({{"invariant", v.invariant}, {"at_s", seconds(v.at)}, {"step", v.step}, {"what", v.what}});
  return {{"seed", x.seed},
          {"hash", x.hash},
          {"steps", x.steps},
          {"virtual_s", seconds(x.elapsed)},
          {"phase", x.phase},
          {"violations", violations},
          {"options", options_json(x.plan)}};
}

} // namespace tools::simulator
