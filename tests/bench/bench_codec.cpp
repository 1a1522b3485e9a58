// Packets to bytes and back, the cipher, and a stream of mixed traffic: what
// every frame costs besides the actors and the sockets.

#include "messages/client/chat.hpp"
#include "messages/client/cipher.hpp"
#include "messages/client/combat.hpp"
#include "messages/client/gate.hpp"
#include "messages/client/growth.hpp"
#include "messages/client/npc.hpp"
#include "messages/client/skill.hpp"
#include "messages/handled.hpp"
#include "messages/wire/arbitrary.hpp"
#include "runtime/base/prng.hpp"
#include "tests/bench/allocations.hpp"
#include "tools/packet/capture.hpp"

#include <benchmark/benchmark.h>

#include <map>
#include <stdexcept>

namespace {

using namespace msg::client;
namespace wire = msg::wire;

/// The packets that make up most of the traffic: walking, sight, talk, fighting and the keepalive.
using frequent =
  wire::type_list<c2s_pc_move, c2s_ask_move, s2c_ans_move, s2c_see_move, s2c_see_stop, s2c_fix_move, s2c_npc_move,
                  s2c_npc_appear, s2c_npc_disappear, s2c_npc_attack, s2c_npc_state, s2c_pc_appear, s2c_pc_disappear,
                  c2s_say, s2c_say, c2s_ask_attack, s2c_ans_attack, s2c_see_attack, s2c_done_skill, c2g_time_tick>;

template <class T>
T sample() {
  runtime::prng rng{4711};
  return wire::arbitrary<T>(rng);
}

s2c_say line() { return make_say(say_kind::general, 4711, "Somebody", "a line of chat of the usual length"); }

template <>
s2c_say sample<s2c_say>() {
  return line();
}

template <>
c2s_say sample<c2s_say>() {
  c2s_say result;
  result.say_type = static_cast<uint8_t>(say_kind::general);
  result.words = line().words;
  return result;
}

/// What was allocated in the loop, per turn; the aim is none.
class allocation_meter {
public:
  explicit allocation_meter(benchmark::State& state) : state_(state), before_(bench::allocations()) {}
  ~allocation_meter() {
    state_.counters["allocations"] =
      benchmark::Counter(static_cast<double>(bench::allocations() - before_), benchmark::Counter::kAvgIterations);
  }

private:
  benchmark::State& state_;
  uint64_t before_;
};

template <class T>
void encode(benchmark::State& state) {
  const auto packet = sample<T>();
  wire::byte_buffer out;
  wire::encode(out, packet);
  const auto size = out.size();
  {
    allocation_meter meter{state};
    for (auto _ : state) {
      out.clear();
      wire::encode(out, packet);
      benchmark::DoNotOptimize(out.data());
      benchmark::ClobberMemory();
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(size));
}

template <class T>
void decode(benchmark::State& state) {
  wire::byte_buffer body;
  wire::encode(body, sample<T>());
  T result;
  {
    allocation_meter meter{state};
    for (auto _ : state) {
      benchmark::DoNotOptimize(body.data());
      benchmark::DoNotOptimize(wire::decode(body, result));
      benchmark::DoNotOptimize(&result);
      benchmark::ClobberMemory();
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(body.size()));
}

/// As a session does: the number selects one packet of all that a client may send.
template <class T>
void decode_request(benchmark::State& state) {
  wire::byte_buffer body;
  wire::encode(body, sample<T>());
  msg::game_request result;
  for (auto _ : state) {
    benchmark::DoNotOptimize(body.data());
    benchmark::DoNotOptimize(msg::decode(T::info.select, body, result));
    benchmark::DoNotOptimize(&result);
    benchmark::ClobberMemory();
  }
}

template <class... Ts>
bool register_frequent(wire::type_list<Ts...>) {
  auto name = [](const char* what, std::string_view packet) { return std::string{what} + "/" + std::string{packet}; };
  (benchmark::RegisterBenchmark(name("encode", Ts::info.name).c_str(), encode<Ts>), ...);
  (benchmark::RegisterBenchmark(name("decode", Ts::info.name).c_str(), decode<Ts>), ...);
  return true;
}

const bool are_registered = register_frequent(frequent{});

BENCHMARK(encode<s2c_world_login>)->Name("encode/s2c_world_login");
BENCHMARK(decode<s2c_world_login>)->Name("decode/s2c_world_login");
BENCHMARK(decode_request<c2s_option>)->Name("decode_request/c2s_option");
BENCHMARK(decode_request<c2s_pc_move>)->Name("decode_request/c2s_pc_move");
BENCHMARK(decode_request<c2s_say>)->Name("decode_request/c2s_say");

// -- the cipher: the fast and the plain version side by side ----------------------------

void cipher(benchmark::State& state, void (*work)(std::span<uint8_t>, uint32_t)) {
  wire::byte_buffer body(static_cast<size_t>(state.range(0)), 0x55);
  for (auto _ : state) {
    work(body, dynamic_key_562);
    benchmark::DoNotOptimize(body.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(cipher, encipher, encipher)->Arg(16)->Arg(64)->Arg(1024)->Arg(16384);
BENCHMARK_CAPTURE(cipher, encipher_plainly, encipher_plainly)->Arg(1024);
BENCHMARK_CAPTURE(cipher, decipher, decipher)->Arg(16)->Arg(64)->Arg(1024)->Arg(16384);
BENCHMARK_CAPTURE(cipher, decipher_plainly, decipher_plainly)->Arg(1024);

// -- a mixed stream, as clients hear it --------------------------------------------------

/// What the server told ten bots in eight seconds: tests/bench/bots.pcap, made with `packet tap --record`.
struct recorded_stream {
  wire::byte_buffer bytes;
  size_t packets = 0;

  static const recorded_stream& get() {
    static const recorded_stream result = [] {
      recorded_stream made;
      tools::packet::capture_summary seen;
      std::map<size_t, wire::byte_buffer> heard; // by connection: pieces of different ones must not mix
      auto problem = tools::packet::read_capture(
        ZONEHIVE_SOURCE_DIR "/tests/bench/bots.pcap",
        {[&](const tools::packet::tcp_flow& flow, int from, wire::byte_view bytes, int64_t) {
           if (from == 1)
             heard[flow.number].insert(heard[flow.number].end(), bytes.begin(), bytes.end());
         },
         [](const tools::packet::tcp_flow&, int, size_t) {}},
        seen);
      if (!problem.empty())
        throw std::runtime_error{problem};
      for (const auto& [number, bytes] : heard)
        made.bytes.insert(made.bytes.end(), bytes.begin(), bytes.end());
      for (wire::byte_view rest{made.bytes}; !rest.empty(); rest = rest.subspan(size_at(rest)))
        ++made.packets;
      return made;
    }();
    return result;
  }
};

void stream_memcpy(benchmark::State& state) {
  const auto& stream = recorded_stream::get();
  wire::byte_buffer copy(stream.bytes.size());
  for (auto _ : state) {
    std::memcpy(copy.data(), stream.bytes.data(), stream.bytes.size());
    benchmark::DoNotOptimize(copy.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(stream.bytes.size()));
}

/// Frame, decipher, decode; on a copy, because the cipher works in place.
void stream_decode(benchmark::State& state) {
  const auto& stream = recorded_stream::get();
  wire::byte_buffer copy(stream.bytes.size());
  msg::game_answer packet;
  for (auto _ : state) {
    std::memcpy(copy.data(), stream.bytes.data(), stream.bytes.size());
    for (std::span<uint8_t> rest{copy}; rest.size() >= link_head_size;) {
      auto head = read_head(rest);
      auto body = rest.subspan(head.head_size(), head.size - head.head_size());
      if (head.select.ctrl == wire::ctrl_game)
        decipher(body, dynamic_key_562);
      benchmark::DoNotOptimize(msg::decode(head.select, body, packet));
      rest = rest.subspan(head.size);
    }
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(stream.bytes.size()));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(stream.packets));
}

BENCHMARK(stream_memcpy);
BENCHMARK(stream_decode);

} // namespace
