// Logins per second, from the connection to the login listener to the list of
// characters on the game listener, beside what bcrypt alone would allow.

#include "runtime/base/password.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/cpu_meter.hpp"
#include "tests/bench/crowd.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/server.hpp"
#include "tests/bench/world_folder.hpp"
#include "tests/contract/postgres_cluster.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <thread>

namespace {

using bench::number;
using bench::quantile;

constexpr unsigned cost = 4;      // as the server is told
constexpr size_t accounts = 4000; // so many that nobody comes again before his last session has ended
constexpr size_t accounts_quick = 1500;

/// Password checks per second with a thread on every core, and the processor time of one in milliseconds.
std::pair<double, double> bare_bcrypt(double seconds) {
  std::array<uint8_t, 16> salt{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  auto hash = runtime::hash_password("benchmark", cost, salt);
  std::atomic<uint64_t> checks{0};
  std::atomic<bool> is_over{false};
  bench::cpu_meter meter{{}};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i)
    threads.emplace_back([&] {
      while (!is_over && runtime::verify_password("benchmark", hash, cost))
        ++checks;
    });
  bench::pause_ms(static_cast<int>(seconds * 1000));
  is_over = true;
  for (auto& thread : threads)
    thread.join();
  auto count = static_cast<double>(checks);
  return {count / meter.elapsed(), 1000 * meter.of(0) / count};
}

struct measured {
  double rate = 0; // logins per second
  double p50_ms = 0;
  double p99_ms = 0;
  double server_ms = 0; // processor time of one login
  double client_ms = 0;
  double others_ms = 0; // PostgreSQL, and whoever else uses the machine
};

measured log_in_for(double seconds, size_t at_once, const bench::server& server, size_t& next, size_t count) {
  bench::crowd crowd{server.login_port(), bench::goal::character_list};
  std::vector<double> times_ms;
  std::vector<size_t> done;
  size_t under_way = 0;
  auto is_over = [&](double elapsed) { return elapsed >= seconds; };
  bench::cpu_meter meter{{server.pid()}};
  constexpr int wait_ms = 100;
  while (!is_over(meter.elapsed())) {
    for (; under_way < at_once; ++under_way)
      crowd.begin(next++ % count);
    crowd.pump(wait_ms, done);
    for (auto who : done) {
      times_ms.push_back(crowd.age_us(who) / 1000);
      crowd.drop(who);
      --under_way;
    }
    done.clear();
    if (!crowd.problem().empty())
      throw std::runtime_error{crowd.problem()};
  }
  auto logins = static_cast<double>(std::max<size_t>(times_ms.size(), 1));
  return {logins / meter.elapsed(),    quantile(times_ms, 500),
          quantile(times_ms, 990),     1000 * meter.of(server.pid()) / logins,
          1000 * meter.of(0) / logins, 1000 * meter.of_others() / logins};
}

/// Bcrypt and the server take turns, so that what disturbs one disturbs the other too.
void measure(const bench::arguments& with, const bench::server& server, size_t at_once, size_t& next, size_t count) {
  auto seconds = with.is_quick ? 0.5 : 1.5;
  constexpr int turns = 5;
  constexpr int leave_ms = 300; // the last sessions end
  std::vector<double> bcrypt, checks_ms, logins, ratios, p50s, p99s, server_ms, client_ms, others_ms;
  for (int i = 0; i < turns; ++i) {
    auto [rate, check_ms] = bare_bcrypt(seconds);
    auto what = log_in_for(seconds, at_once, server, next, count);
    bench::pause_ms(leave_ms);
    bcrypt.push_back(rate);
    checks_ms.push_back(check_ms);
    logins.push_back(what.rate);
    ratios.push_back(what.rate / rate);
    p50s.push_back(what.p50_ms);
    p99s.push_back(what.p99_ms);
    server_ms.push_back(what.server_ms);
    client_ms.push_back(what.client_ms);
    others_ms.push_back(what.others_ms);
  }
  auto name = std::to_string(at_once) + " at once: ";
  auto check_ms = quantile(checks_ms, 500);
  bench::row(name + "bcrypt alone, all cores", number(quantile(bcrypt, 500)) + " checks/s");
  bench::row(name + "logins", number(quantile(logins, 500)) + " /s");
  bench::row(name + "logins / bcrypt alone", number(100 * quantile(ratios, 500), 1) + " %");
  bench::row(name + "p50, p99", number(quantile(p50s, 500), 1) + " ms, " + number(quantile(p99s, 500), 1) + " ms");
  bench::row(name + "processor time of one", "bcrypt " + number(check_ms, 2) + " ms, rest of the server "
                                               + number(quantile(server_ms, 500) - check_ms, 2) + " ms, client "
                                               + number(quantile(client_ms, 500), 2) + " ms, PostgreSQL and others "
                                               + number(quantile(others_ms, 500), 2) + " ms");
}

void run(const bench::arguments& with) {
  bench::world_folder world;
  auto database = test::postgres_cluster::shared().new_migrated_database();
  auto workers = std::to_string(std::max(std::thread::hardware_concurrency(), 1u));
  bench::server server{
    {with.server, world.path(), database, world.path() / "server.log", {"--login.bcrypt_workers", workers}}};
  auto count = with.is_quick ? accounts_quick : accounts;
  constexpr size_t at_once_before = 32;
  bench::note("making " + std::to_string(count) + " accounts");
  {
    bench::crowd everybody{server.login_port(), bench::goal::character_list};
    everybody.log_in(0, count, at_once_before);
  }
  constexpr int leave_ms = 1000;
  bench::pause_ms(leave_ms);
  size_t next = 0;
  for (size_t at_once : {1, 16, 64})
    measure(with, server, at_once, next, count);
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
    std::fprintf(stderr, "bench_login: %s\n", why.what());
    return 1;
  }
}
