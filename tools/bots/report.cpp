#include "tools/bots/report.hpp"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

namespace tools::bots {

namespace {

constexpr uint32_t half = 500;
constexpr uint32_t nearly_all = 990;

double per_second(uint64_t n, time_ms played_ms) {
  return played_ms > 0 ? static_cast<double>(n) * 1000 / static_cast<double>(played_ms) : 0;
}

std::string one_decimal(double x) {
  std::ostringstream result;
  result << std::fixed << std::setprecision(1) << x;
  return result.str();
}

std::vector<std::pair<std::string_view, uint64_t>> counts_of(const traffic_counts& x) {
  return {{"logins", x.logins},
          {"moves", x.moves},
          {"walks", x.walks},
          {"says", x.says},
          {"whispers", x.whispers},
          {"shouts", x.shouts},
          {"gestures", x.gestures},
          {"warps", x.warps},
          {"logouts", x.logouts},
          {"cuts", x.cuts},
          {"refusals", x.refusals},
          {"turned_away", x.turned_away},
          {"corrections", x.corrections},
          {"chat_refused", x.chat_refused},
          {"put_back", x.put_back},
          {"severed", x.severed},
          {"packets_sent", x.packets_sent},
          {"packets_received", x.packets_received}};
}

void print_pauses(std::ostream& out, const oracle& judge) {
  out << "\n  " << std::left << std::setw(18) << "longest wait (ms)" << std::right << std::setw(10) << "bots"
      << std::setw(8) << "p50" << std::setw(8) << "p99" << std::setw(8) << "max"
      << "\n";
  for (const auto& x : judge.pauses())
    out << "  " << std::left << std::setw(18) << x.name << std::right << std::setw(10) << x.bots << std::setw(8)
        << x.p50_ms << std::setw(8) << x.p99_ms << std::setw(8) << x.max_ms << "\n";
  if (judge.counts().put_back > 0)
    out << "\n  put back by a failover: " << judge.counts().put_back << " times, at worst "
        << judge.worst_put_back().steps << " steps or " << judge.worst_put_back().ms << " ms\n";
}

void print_violation(std::ostream& out, const violation& x) {
  out << "\n  " << to_string(x.kind) << ": " << x.bot << " at " << x.at << " ms\n"
      << "    expected " << x.expected << "\n"
      << "    came     " << x.came << "\n";
  for (const auto& line : x.packets)
    out << "      " << line << "\n";
}

} // namespace

void print_table(std::ostream& out, const run_summary& run, const oracle& judge) {
  const auto& counts = judge.counts();
  out << run.bots << " bots, seed " << run.seed << ", " << one_decimal(static_cast<double>(run.played_ms) / 1000)
      << " s: " << one_decimal(per_second(counts.logins, run.played_ms)) << " logins/s, "
      << one_decimal(per_second(counts.moves, run.played_ms)) << " moves/s\n\n";
  for (const auto& [name, n] : counts_of(counts))
    out << "  " << std::left << std::setw(18) << name << std::right << std::setw(10) << n << "\n";
  out << "\n  " << std::left << std::setw(18) << "latency (ms)" << std::right << std::setw(10) << "count"
      << std::setw(8) << "p50" << std::setw(8) << "p99" << std::setw(8) << "max"
      << "\n";
  for (size_t i = 0; i < request_kinds; ++i) {
    auto kind = static_cast<request>(i);
    const auto& x = judge.latency(kind);
    if (x.count() > 0)
      out << "  " << std::left << std::setw(18) << to_string(kind) << std::right << std::setw(10) << x.count()
          << std::setw(8) << x.percentile_ms(half) << std::setw(8) << x.percentile_ms(nearly_all) << std::setw(8)
          << x.max_ms() << "\n";
  }
  print_pauses(out, judge);
  if (!run.refusal.empty())
    out << "\n  last refusal: " << run.refusal << "\n";
  if (counts.turned_away > 0)
    out << "\n  " << counts.turned_away << " connections failed or were closed before a word: is the server there, "
        << "and is its limit of connections per address high enough?\n";
  if (run.stragglers > 0)
    out << "\n  " << run.stragglers << " bots had not left when the run was given up\n";
  out << "\n  put to the test:\n";
  for (const auto& [kind, n] : judge.log().tests())
    out << "    " << std::left << std::setw(26) << to_string(kind) << std::right << std::setw(8) << n << "\n";
  out << "\n  violations: " << judge.log().total() << "\n";
  for (const auto& [kind, n] : judge.log().by_kind())
    out << "    " << std::left << std::setw(26) << to_string(kind) << std::right << std::setw(8) << n << "\n";
  for (const auto& x : judge.log().detailed())
    print_violation(out, x);
}

void print_json(std::ostream& out, const run_summary& run, const oracle& judge) {
  using nlohmann::ordered_json;
  ordered_json result;
  result["bots"] = run.bots;
  result["seed"] = run.seed;
  result["played_ms"] = run.played_ms;
  result["logins_per_s"] = per_second(judge.counts().logins, run.played_ms);
  result["moves_per_s"] = per_second(judge.counts().moves, run.played_ms);
  for (const auto& [name, n] : counts_of(judge.counts()))
    result["counts"][std::string{name}] = n;
  result["latency_ms"] = ordered_json::object();
  for (size_t i = 0; i < request_kinds; ++i) {
    const auto& x = judge.latency(static_cast<request>(i));
    if (x.count() > 0)
      result["latency_ms"][std::string{to_string(static_cast<request>(i))}] = {{"count", x.count()},
                                                                               {"p50", x.percentile_ms(half)},
                                                                               {"p99", x.percentile_ms(nearly_all)},
                                                                               {"max", x.max_ms()}};
  }
  result["pauses"] = ordered_json::array();
  for (const auto& x : judge.pauses())
    result["pauses"].push_back(
      {{"name", x.name}, {"bots", x.bots}, {"p50_ms", x.p50_ms}, {"p99_ms", x.p99_ms}, {"max_ms", x.max_ms}});
  result["put_back"] = {{"count", judge.counts().put_back},
                        {"worst_steps", judge.worst_put_back().steps},
                        {"worst_ms", judge.worst_put_back().ms}};
  result["last_refusal"] = run.refusal;
  result["stragglers"] = run.stragglers;
  result["tested"] = ordered_json::object();
  for (const auto& [kind, n] : judge.log().tests())
    result["tested"][to_string(kind)] = n;
  auto& found = result["violations"];
  found["total"] = judge.log().total();
  found["by_check"] = ordered_json::object();
  for (const auto& [kind, n] : judge.log().by_kind())
    found["by_check"][to_string(kind)] = n;
  found["first"] = ordered_json::array();
  for (const auto& x : judge.log().detailed())
    found["first"].push_back({{"check", to_string(x.kind)},
                              {"bot", x.bot},
                              {"at_ms", x.at},
                              {"expected", x.expected},
                              {"came", x.came},
                              {"packets", x.packets}});
  // Words of chat are bytes of any code page.
  out << result.dump(2, ' ', false, ordered_json::error_handler_t::replace) << "\n";
}

std::string status_line(uint32_t bots, const oracle& judge, double moves_per_s) {
  const auto& x = judge.counts();
  std::ostringstream result;
  result << judge.in_world() << "/" << bots << " bots in world  logins " << x.logins << "  moves "
         << one_decimal(moves_per_s) << "/s  whispers " << x.whispers << "  shouts " << x.shouts << "  warps "
         << x.warps << "  logouts " << x.logouts;
  if (x.put_back > 0)
    result << "  put back " << x.put_back;
  if (x.severed > 0)
    result << "  severed " << x.severed;
  result << "  violations " << judge.log().total();
  return result.str();
}

} // namespace tools::bots
