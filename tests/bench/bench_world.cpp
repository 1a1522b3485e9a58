// What it takes to load a data set, against reading its bytes alone; what a map
// takes in memory; and what a zone asks its map all the time.

#include "actors/zone/block_grid.hpp"
#include "runtime/boot/content_files.hpp"
#include "tests/bench/large_world.hpp"
#include "tests/bench/world_folder.hpp"
#include "tools/world/splitmix.hpp"

#include <benchmark/benchmark.h>

#include <fstream>
#include <malloc.h>
#include <stdexcept>

namespace {

namespace fs = std::filesystem;

const bench::world_folder& demo() {
  static const bench::world_folder folder;
  return folder;
}

const bench::world_folder& large() {
  static const bench::world_folder folder{bench::make_large_world()};
  return folder;
}

loaders::world_data load(const bench::world_folder& folder) {
  auto loaded = runtime::boot::load_world_data(folder.path(), loaders::load_mode::strict);
  if (!loaded.world)
    throw std::runtime_error{to_string(loaded.errors.front())};
  return std::move(*loaded.world);
}

/// The least that loading can take: every byte of every file, into one buffer.
size_t read_all(const fs::path& folder) {
  size_t sum = 0;
  std::vector<char> bytes;
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (!entry.is_regular_file())
      continue;
    auto size = entry.file_size();
    if (bytes.size() < size)
      bytes.resize(size);
    std::ifstream file{entry.path(), std::ios::binary};
    file.read(bytes.data(), static_cast<std::streamsize>(size));
    benchmark::DoNotOptimize(bytes.data());
    sum += size;
  }
  return sum;
}

void read_bytes(benchmark::State& state, const bench::world_folder& (*folder)()) {
  auto size = read_all(folder().path()); // from now on the page cache has them
  for (auto _ : state)
    benchmark::DoNotOptimize(read_all(folder().path()));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(size));
}

void load_world(benchmark::State& state, const bench::world_folder& (*folder)()) {
  auto size = read_all(folder().path());
  for (auto _ : state) {
    auto world = load(folder());
    benchmark::DoNotOptimize(world);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(size));
}

void read_demo(benchmark::State& state) { read_bytes(state, demo); }
void load_demo(benchmark::State& state) { load_world(state, demo); }
void read_large(benchmark::State& state) { read_bytes(state, large); }
void load_large(benchmark::State& state) { load_world(state, large); }

size_t heap_in_use() {
  auto now = ::mallinfo2();
  return now.uordblks + now.hblkhd;
}

void map_memory(benchmark::State& state) {
  large();
  constexpr double kib = 1024;
  for (auto _ : state) {
    auto before = heap_in_use();
    auto world = load(large());
    auto count = static_cast<double>(world.zones.size());
    state.counters["heap_kib_per_map"] = static_cast<double>(heap_in_use() - before) / count / kib;
    size_t most = 0, sum = 0;
    for (const auto& [id, zone] : world.zones) {
      most = std::max(most, zone->map.memory());
      sum += zone->map.memory();
    }
    state.counters["map_kib_max"] = static_cast<double>(most) / kib;
    state.counters["map_kib_mean"] = static_cast<double>(sum) / count / kib;
  }
}

/// Cells in an order no processor guesses.
std::vector<loaders::cell> random_cells() {
  tools::splitmix dice{1};
  std::vector<loaders::cell> cells(1 << 14);
  for (auto& x : cells)
    x = loaders::cell::from_index(dice.next() % loaders::cell_count);
  return cells;
}

/// One question about one cell after the other.
template <class Ask>
void ask(benchmark::State& state, Ask question) {
  auto cells = random_cells();
  size_t i = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(question(cells[i++ % cells.size()]));
}

const loaders::map_grid& larkmere() {
  static const auto world = load(demo());
  return world.zones.at(1)->map;
}

void ask_walkable(benchmark::State& state) {
  ask(state, [&map = larkmere()](loaders::cell at) { return map.walkable(at); });
}
void ask_warp(benchmark::State& state) {
  ask(state, [&map = larkmere()](loaders::cell at) { return map.warp_at(at); });
}
void ask_pk_level(benchmark::State& state) {
  ask(state, [&map = larkmere()](loaders::cell at) { return map.pk_level(at); });
}
void ask_monster_level(benchmark::State& state) {
  ask(state, [&map = larkmere()](loaders::cell at) { return map.monster_level(at); });
}
void ask_block(benchmark::State& state) {
  ask(state, [](loaders::cell at) { return actors::block::of(at).index(); });
}

/// Who is in sight of a cell, with 1,000 people all over the map: what every step asks.
void ask_who_is_in_sight(benchmark::State& state) {
  actors::block_grid<uint32_t> people;
  auto cells = random_cells();
  for (uint32_t i = 0; i < 1000; ++i)
    people.insert(actors::block::of(cells[i]), i);
  ask(state, [&](loaders::cell at) {
    uint32_t sum = 0;
    people.for_each_around(actors::block::of(at), [&](uint32_t who) { sum += who; });
    return sum;
  });
}

BENCHMARK(read_demo)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(load_demo)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(read_large)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(load_large)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(map_memory)->Iterations(1);
BENCHMARK(ask_walkable);
BENCHMARK(ask_warp);
BENCHMARK(ask_pk_level);
BENCHMARK(ask_monster_level);
BENCHMARK(ask_block);
BENCHMARK(ask_who_is_in_sight);

} // namespace
