// Packets to bytes and back, and the cipher: what every frame costs besides the
// actors and the sockets.

#include "messages/client/cipher.hpp"
#include "messages/handled.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace msg::client;
namespace wire = msg::wire;

s2c_say line() { return make_say(say_kind::general, 4711, "Somebody", "a line of chat of the usual length"); }

template <class T>
void encode(benchmark::State& state, const T& packet) {
  wire::byte_buffer out;
  for (auto _ : state) {
    out.clear();
    encode_frame(out, packet);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(out.size()));
}

template <class T>
void decode(benchmark::State& state, const T& packet) {
  wire::byte_buffer body;
  wire::encode(body, packet);
  for (auto _ : state) {
    T result;
    benchmark::DoNotOptimize(wire::decode(body, result));
    benchmark::DoNotOptimize(result);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(body.size()));
}

/// As a session does: the number selects one packet of all that a client may send.
template <class T>
void decode_request(benchmark::State& state, const T& packet) {
  wire::byte_buffer body;
  wire::encode(body, packet);
  for (auto _ : state) {
    msg::game_request result;
    benchmark::DoNotOptimize(msg::decode(T::info.select, body, result));
    benchmark::DoNotOptimize(result);
  }
}

void cipher(benchmark::State& state) {
  wire::byte_buffer body(static_cast<size_t>(state.range(0)), 0x55);
  for (auto _ : state) {
    encipher(body, dynamic_key_562);
    benchmark::DoNotOptimize(body.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(encode, s2c_option, s2c_option{});
BENCHMARK_CAPTURE(encode, s2c_see_move, s2c_see_move{4711, 1, 2, 3});
BENCHMARK_CAPTURE(encode, s2c_say, line());
BENCHMARK_CAPTURE(encode, s2c_pc_appear, s2c_pc_appear{});
BENCHMARK_CAPTURE(encode, s2c_world_login, s2c_world_login{});
BENCHMARK_CAPTURE(decode, s2c_see_move, s2c_see_move{4711, 1, 2, 3});
BENCHMARK_CAPTURE(decode, s2c_pc_appear, s2c_pc_appear{});
BENCHMARK_CAPTURE(decode_request, c2s_option, c2s_option{});
BENCHMARK_CAPTURE(decode_request, c2s_pc_move, c2s_pc_move{1, 2});
BENCHMARK_CAPTURE(decode_request, c2s_say, c2s_say{});
BENCHMARK(cipher)->Arg(16)->Arg(256)->Arg(4096);

} // namespace
