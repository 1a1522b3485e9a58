// A small deterministic generator. Everything that rolls dice owns one; a
// parent hands each child its own seed with `fork`.

#pragma once

#include <cstdint>

namespace runtime {

/// splitmix64: the same seed gives the same numbers on every machine. Not for secrets.
class prng {
public:
  using result_type = uint64_t;

  explicit constexpr prng(uint64_t seed) : state_(seed) {}

  static constexpr uint64_t min() { return 0; }
  static constexpr uint64_t max() { return ~uint64_t{0}; }

  constexpr uint64_t operator()() {
    auto z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }

  /// 0 .. bound - 1; `bound` is at least 1.
  constexpr uint64_t below(uint64_t bound) { return (*this)() % bound; }
  /// True `num` times out of `den`; `den` is at least 1.
  constexpr bool chance(uint64_t num, uint64_t den) { return below(den) < num; }
  /// An independent generator for a child.
  constexpr prng fork() { return prng{(*this)()}; }

private:
  uint64_t state_;
};

} // namespace runtime
