// What a session costs the server while its player stands in the world and does
// nothing, in resident memory of the whole process.

#include "runtime/boot/content_files.hpp"
#include "tests/bench/arguments.hpp"
#include "tests/bench/crowd.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/server.hpp"
#include "tests/bench/world_folder.hpp"
#include "tests/contract/postgres_cluster.hpp"

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace {

using bench::number;

constexpr size_t logins_at_once = 64;
constexpr uint16_t start_map = 1;

/// Everybody logs in, then nothing happens; the growth per session in bytes.
double growth(const bench::arguments& with, const bench::world_folder& world, const std::string& database,
              size_t sessions) {
  // Whoever comes last into one screen is sent some 400 KiB at once, more than a client may owe by default.
  bench::server server{
    {with.server, world.path(), database, world.path() / "server.log", {"--edge.output_max_kib", "4096"}}};
  constexpr int start_ms = 1000;
  constexpr int quiet_ms = 3000;
  bench::pause_ms(start_ms);
  auto before = server.resident_bytes();
  bench::crowd crowd{server.login_port(), bench::goal::in_world};
  crowd.log_in(0, sessions, logins_at_once);
  crowd.settle(quiet_ms);
  auto after = server.resident_bytes();
  constexpr double mib = 1024 * 1024;
  bench::note("resident before " + number(static_cast<double>(before) / mib, 1) + " MiB, with all in the world "
              + number(static_cast<double>(after) / mib, 1) + " MiB");
  return (static_cast<double>(after) - static_cast<double>(before)) / static_cast<double>(sessions);
}

/// Puts the characters on walkable cells all over the map.
void spread(const bench::world_folder& world, const std::string& database) {
  auto content = runtime::boot::load_world(world.path(), loaders::load_mode::strict);
  if (!content)
    throw std::runtime_error{"the generated world cannot be loaded"};
  std::string cells;
  const auto& map = content->at(start_map)->map;
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = loaders::cell::from_index(i);
    if (map.walkable(at) && !map.warp_at(at))
      cells += (cells.empty() ? "" : ",") + std::to_string(i);
  }
  constexpr auto stride = "7919"; // prime: neighbours in the table are far apart on the map
  test::run_sql(database, "UPDATE characters SET revision = revision + 1, cell = a.c[1 + id * " + std::string{stride}
                            + " % array_length(a.c, 1)] FROM (SELECT ARRAY[" + cells + "]::int[] AS c) a");
}

void run(const bench::arguments& with) {
  bench::world_folder world;
  auto database = test::postgres_cluster::shared().new_migrated_database();
  auto sessions = with.is_quick ? size_t{500} : size_t{2000};
  auto name = number(static_cast<double>(sessions)) + " idle sessions, ";
  auto crowded = growth(with, world, database, sessions);
  spread(world, database);
  auto apart = growth(with, world, database, sessions);
  bench::row(name + "spread over the map", number(apart / 1024, 1) + " KiB each", "<= 12 KiB");
  bench::row(name + "all in one screen, characters created", number(crowded / 1024, 1) + " KiB each");
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
    std::fprintf(stderr, "bench_memory: %s\n", why.what());
    return 1;
  }
}
