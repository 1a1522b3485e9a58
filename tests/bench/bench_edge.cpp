// How much the server adds to a bare echo: an in-world client sends 13 bytes and
// its session answers with 13 (edge, session, edge). Floor and server take turns
// within one run, so their ratio holds also on a machine that others use.

#include "tests/bench/arguments.hpp"
#include "tests/bench/cpu_meter.hpp"
#include "tests/bench/crowd.hpp"
#include "tests/bench/echo_floor.hpp"
#include "tests/bench/pinger.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/server.hpp"
#include "tests/bench/world_folder.hpp"
#include "tests/contract/postgres_cluster.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

using bench::number;
using bench::quantile;

constexpr size_t logins_at_once = 64;

struct load {
  size_t connections;
  size_t depth;        // requests under way on each
  double rate_aim;     // of the floor, in percent; 0 is none
  double latency_aim;  // p99 over that of the floor; 0 is none
  double absolute_aim; // answers per second; 0 is none
};

constexpr load loads[] = {{1, 1, 0, 0, 0}, {100, 1, 80, 2, 0}, {1000, 1, 80, 2, 0}, {100, 16, 0, 0, 600'000}};

/// What one side did in all turns.
struct side {
  std::vector<double> rates, p50s, p99s, cores;

  double rate() { return quantile(rates, 500); }
  double p50() { return quantile(p50s, 500); }
  double p99() { return quantile(p99s, 500); }
  double core() { return quantile(cores, 500); }
};

std::vector<int> first(const std::vector<int>& sockets, size_t count) {
  return {sockets.begin(), sockets.begin() + static_cast<ptrdiff_t>(count)};
}

void measure(side& on, bench::pinger& with, pid_t process, double seconds, size_t depth) {
  bench::cpu_meter meter{{process}};
  auto result = with.run(seconds, depth);
  if (!result.problem.empty())
    throw std::runtime_error{result.problem};
  on.rates.push_back(result.rate);
  on.p50s.push_back(result.p50_us);
  on.p99s.push_back(result.p99_us);
  on.cores.push_back(meter.of(process) / meter.elapsed());
}

/// The median over the turns of server by floor: what disturbs a turn mostly disturbs both halves of it.
double ratio(const std::vector<double>& server, const std::vector<double>& floor) {
  std::vector<double> result;
  for (size_t i = 0; i < server.size(); ++i)
    result.push_back(server[i] / floor[i]);
  return quantile(result, 500);
}

void report(const load& what, side& floor, side& server, double others) {
  auto name = std::to_string(what.connections) + " x " + std::to_string(what.depth) + ": ";
  auto rate = server.rate();
  auto by_rate = ratio(server.rates, floor.rates);
  auto by_p50 = ratio(server.p50s, floor.p50s);
  auto by_p99 = ratio(server.p99s, floor.p99s);
  bench::row(name + "floor", number(floor.rate()) + " answers/s");
  bench::row(name + "server", number(rate) + " answers/s",
             what.absolute_aim > 0 ? ">= " + number(what.absolute_aim) : std::string{});
  bench::row(name + "server / floor", number(100 * by_rate, 1) + " %",
             what.rate_aim > 0 ? ">= " + number(what.rate_aim) + " %" : std::string{});
  bench::row(name + "p50 floor, server, ratio",
             number(floor.p50(), 1) + " us, " + number(server.p50(), 1) + " us, " + number(by_p50, 2));
  bench::row(name + "p99 floor, server, ratio",
             number(floor.p99(), 1) + " us, " + number(server.p99(), 1) + " us, " + number(by_p99, 2),
             what.latency_aim > 0 ? "ratio <= " + number(what.latency_aim) : std::string{});
  bench::row(name + "cores used: floor, server", number(floor.core(), 2) + ", " + number(server.core(), 2));
  bench::row(name + "disturbed by others", number(others, 1) + " % of the machine");
}

void run(const bench::arguments& with) {
  bench::echo_floor echo;
  bench::world_folder world;
  auto database = test::postgres_cluster::shared().new_migrated_database();
  bench::server server{{with.server, world.path(), database, world.path() / "server.log", {}}};
  constexpr size_t sessions = 1000;
  bench::note("logging " + std::to_string(sessions) + " sessions in; all stand in one screen");
  bench::crowd crowd{server.login_port(), bench::goal::in_world};
  crowd.log_in(0, sessions, logins_at_once);
  constexpr int quiet_ms = 1000;
  crowd.settle(quiet_ms);
  std::vector<int> in_world;
  for (size_t i = 0; i < sessions; ++i)
    in_world.push_back(crowd.socket_of(i));
  auto echoed = echo.connect(sessions);
  auto turns = with.is_quick ? 5 : 11;
  auto seconds = with.is_quick ? 0.3 : 1.0;
  for (const auto& what : loads) {
    bench::pinger to_floor{first(echoed, what.connections)};
    bench::pinger to_server{first(in_world, what.connections)};
    side floor_side, server_side;
    bench::cpu_meter all{{echo.pid(), server.pid()}};
    for (int i = 0; i < turns; ++i) {
      measure(floor_side, to_floor, echo.pid(), seconds, what.depth);
      measure(server_side, to_server, server.pid(), seconds, what.depth);
    }
    report(what, floor_side, server_side, all.others_percent());
  }
}

} // namespace

int main(int argc, char** argv) {
  auto with = bench::parse_arguments(argc, argv);
  try {
    if (!with.problem.empty())
      throw std::runtime_error{with.problem};
    run(with);
    return 0;
  } catch (const std::exception& why) {
    std::fprintf(stderr, "bench_edge: %s\n", why.what());
    return 1;
  }
}
