#include "tools/sim/report.hpp"

#include "tools/console/table.hpp"

#include <iostream>
#include <span>
#include <unistd.h>

namespace tools::simulator {

namespace {

using wall_clock = std::chrono::steady_clock;

constexpr auto redraw_after = std::chrono::milliseconds{250};
constexpr auto repeat_after = std::chrono::seconds{10};

/// With a digit behind the point.
std::string decimal(double x) {
  auto tenths = static_cast<uint64_t>(x * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::string indented(const std::string& text) {
  std::string result = "  ";
  for (auto c : text)
    result += c == '\n' ? std::string{"\n  "} : std::string(1, c);
  return result;
}

std::string place_text(const sim::violation& x) { return "at " + time_text(x.at) + ", step " + std::to_string(x.step); }

} // namespace

void tally::add(const run_outcome& x) {
  ++seeds_;
  steps_ += x.steps;
  elapsed_ms_ += x.elapsed / sim::ms;
  ++endings_[static_cast<size_t>(x.how())];
  for (size_t i = 0; i < probes_.size(); ++i)
    probes_[i] += x.probes[i];
}

std::vector<runtime::probes::hit_count> tally::probes() const {
  auto result = runtime::probes::hits();
  for (size_t i = 0; i < result.size(); ++i)
    result[i].times = probes_[i];
  return result;
}

size_t tally::probes_hit() const {
  auto drawn = std::span{probes_}.first(runtime::probes::drawn_count);
  return static_cast<size_t>(std::ranges::count_if(drawn, [](uint64_t times) { return times != 0; }));
}

int tally::exit_code() const {
  if (count(ending::crash) != 0)
    return exit_crash;
  if (count(ending::safety) != 0)
    return exit_safety;
  return count(ending::liveness) != 0 ? int{exit_liveness} : int{exit_ok};
}

double tally::wall_s() const {
  return std::max(std::chrono::duration<double>(wall_clock::now() - began_).count(), 0.001);
}

nlohmann::ordered_json tally::to_json() const {
  auto wall = wall_s();
  auto rate = [&](double x) { return static_cast<double>(static_cast<uint64_t>(x / wall * 10 + 0.5)) / 10; };
  nlohmann::ordered_json hits;
  for (const auto& x : probes())
    hits[std::string{x.name}] = x.times;
  return {{"seeds", seeds_},
          {"failures", failures()},
          {"crashes", count(ending::crash)},
          {"safety", count(ending::safety)},
          {"liveness", count(ending::liveness)},
          {"steps", steps_},
          {"virtual_s", virtual_s()},
          {"wall_s", static_cast<double>(static_cast<uint64_t>(wall * 1000)) / 1000},
          {"seeds_per_s", rate(static_cast<double>(seeds_))},
          {"virtual_s_per_s", rate(virtual_s())},
          {"steps_per_s", rate(steps())},
          {"probes_hit", probes_hit()},
          {"probes", hits}};
}

std::string status_text(const tally& x, std::optional<uint64_t> of) {
  auto result = std::to_string(x.seeds()) + (of ? " of " + std::to_string(*of) : "") + " seeds, ";
  result += decimal(static_cast<double>(x.seeds()) / x.wall_s()) + " seeds/s, ";
  result += std::to_string(static_cast<uint64_t>(x.virtual_s() / x.wall_s())) + " virtual s/s, probes "
            + std::to_string(x.probes_hit()) + " of " + std::to_string(runtime::probes::drawn_count);
  return result + (x.failures() != 0 ? ", " + std::to_string(x.failures()) + " failed" : "");
}

std::string failure_line(const run_outcome& x) {
  const auto& first = x.violations.front();
  return "seed " + std::to_string(x.seed) + ": " + std::string{to_string(x.how())} + ", " + first.invariant + " "
         + place_text(first) + (x.phase.empty() ? "" : ", in phase " + x.phase) + ": " + first_line(first.what);
}

void print_failure(std::ostream& out, const run_outcome& x) {
  const auto& first = x.violations.front();
  out << "seed " << x.seed << ": " << to_string(x.how()) << "\n";
  out << "invariant: " << first.invariant;
  for (const auto& known : sim::checkers())
    if (known.name == first.invariant)
      out << " (" << known.promise << ")";
  out << "\n" << place_text(first) << (x.phase.empty() ? "" : ", in phase " + x.phase) << "\n";
  out << indented(first.what) << "\n";
  for (size_t i = 1; i < x.violations.size(); ++i)
    out << "and " << x.violations[i].invariant << " " << place_text(x.violations[i]) << ": "
        << first_line(x.violations[i].what) << "\n";
  out << "options:\n" << indented(x.plan.substr(0, x.plan.size() - 1)) << "\n";
}

void print_summary(std::ostream& out, const tally& x) {
  out << x.seeds() << (x.seeds() == 1 ? " seed, " : " seeds, ") << x.failures() << " failed";
  if (x.failures() != 0)
    out << " (" << x.count(ending::crash) << " crash, " << x.count(ending::safety) << " safety, "
        << x.count(ending::liveness) << " liveness)";
  out << "; " << decimal(x.wall_s()) << " s, " << decimal(static_cast<double>(x.seeds()) / x.wall_s()) << " seeds/s, "
      << static_cast<uint64_t>(x.virtual_s() / x.wall_s()) << " virtual s/s, "
      << static_cast<uint64_t>(x.steps() / x.wall_s()) << " steps/s, probes hit " << x.probes_hit() << " of "
      << runtime::probes::drawn_count << "\n";
}

void print_probes(std::ostream& out, const tally& x) {
  std::vector<table_row> rows{{"probe", "hits", "why it must be reached"}};
  const auto all = x.probes();
  for (const auto& probe : std::span{all}.first(runtime::probes::drawn_count))
    rows.push_back({std::string{probe.name}, std::to_string(probe.times), std::string{probe.why}});
  print_table(out, rows);
}

status_line::status_line(std::ostream& err)
    : err_(err), is_terminal_(&err == &std::cerr && ::isatty(STDERR_FILENO) != 0),
      next_(wall_clock::now() + (is_terminal_ ? redraw_after : std::chrono::milliseconds{repeat_after})) {}

void status_line::show(const std::function<std::string()>& text) {
  auto now = wall_clock::now();
  if (now < next_)
    return;
  next_ = now + (is_terminal_ ? redraw_after : std::chrono::milliseconds{repeat_after});
  if (is_terminal_)
    err_ << "\r\x1b[K" << text() << std::flush;
  else
    err_ << text() << std::endl;
  is_drawn_ = is_terminal_;
}

void status_line::wipe() {
  if (is_drawn_)
    err_ << "\r\x1b[K" << std::flush;
  is_drawn_ = false;
}

} // namespace tools::simulator
