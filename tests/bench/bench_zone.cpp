// One tick of a zone, without actors: what a third of the players ask within
// 50 ms, the frames that follow, and the batch for the edge.

#include "messages/interfaces/edge.hpp"
#include "runtime/boot/content_files.hpp"
#include "tests/bench/report.hpp"
#include "tests/bench/walkers.hpp"
#include "tests/bench/world_folder.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <stdexcept>

namespace {

constexpr uint16_t map_id = 1;
constexpr int checkpoint_ticks = 20; // one second

std::shared_ptr<const loaders::zone_content> content() {
  static const auto loaded = [] {
    bench::world_folder world;
    auto result = runtime::boot::load_world(world.path(), loaders::load_mode::strict);
    if (!result)
      throw std::runtime_error{"the generated world cannot be loaded"};
    return result->at(map_id);
  }();
  return loaded;
}

/// The 2 x 2 blocks of the map with the most free cells: who is there sees everybody there.
bench::area screen() {
  constexpr int side = 2 * static_cast<int>(actors::block_side_cells);
  constexpr int step = static_cast<int>(actors::block_side_cells);
  bench::area best;
  int best_count = -1;
  for (int y = 0; y + side <= static_cast<int>(loaders::map_side); y += step)
    for (int x = 0; x + side <= static_cast<int>(loaders::map_side); x += step) {
      int count = 0;
      for (int i = 0; i < side * side; ++i)
        count += content()->map.walkable({static_cast<uint8_t>(x + i % side), static_cast<uint8_t>(y + i / side)});
      if (count > best_count) {
        best_count = count;
        best = {x, y, x + side - 1, y + side - 1};
      }
    }
  return best;
}

/// Bytes that the clients get of a batch, and how many frames.
std::pair<size_t, size_t> delivered(const msg::edge_batch& batch) {
  size_t bytes = 0, frames = 0;
  uint32_t frame_begin = 0, receiver_begin = 0;
  for (size_t i = 0; i < batch.frame_ends.size(); ++i) {
    auto receivers = batch.receiver_ends[i] - receiver_begin;
    frames += receivers;
    bytes += size_t{receivers} * (batch.frame_ends[i] - frame_begin);
    frame_begin = batch.frame_ends[i];
    receiver_begin = batch.receiver_ends[i];
  }
  return {frames, bytes};
}

void tick(benchmark::State& state, size_t players, bench::area where) {
  actors::zone_world world{content(), {}};
  msg::audience out;
  bench::walkers all{content(), players, where};
  msg::edge_batch batch;
  auto drain = [&] {
    out.drain([&](uint32_t, msg::outgoing_frames x) {
      batch = {std::move(x.bytes), std::move(x.frame_ends), std::move(x.receiver_ends), std::move(x.receivers)};
    });
  };
  all.enter(world, out);
  drain();
  std::vector<double> times_ms;
  size_t frames = 0, bytes = 0, ticks = 0;
  for (auto _ : state) {
    auto begin = std::chrono::steady_clock::now();
    all.tick(world, out);
    drain();
    if (++ticks % checkpoint_ticks == 0)
      benchmark::DoNotOptimize(world.take_changed());
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    state.SetIterationTime(took.count());
    times_ms.push_back(1000 * took.count());
    auto [f, b] = delivered(batch);
    frames += f;
    bytes += b;
  }
  auto count = static_cast<double>(ticks);
  state.counters["median_ms"] = bench::quantile(times_ms, 500);
  state.counters["p99_ms"] = bench::quantile(times_ms, 990);
  state.counters["requests_per_tick"] = static_cast<double>(all.requests()) / count;
  state.counters["refused"] = static_cast<double>(all.refused());
  state.counters["frames_per_tick"] = static_cast<double>(frames) / count;
  state.counters["kib_per_tick"] = static_cast<double>(bytes) / count / 1024;
}

void tick_spread_out(benchmark::State& state) { tick(state, static_cast<size_t>(state.range(0)), {}); }
void tick_in_one_screen(benchmark::State& state) { tick(state, static_cast<size_t>(state.range(0)), screen()); }

BENCHMARK(tick_spread_out)->Arg(1000)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(tick_in_one_screen)->Arg(500)->UseManualTime()->Unit(benchmark::kMillisecond);

} // namespace
