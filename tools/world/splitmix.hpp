// The generator's dice: SplitMix64, integers only, the same on every machine.

#pragma once

#include <cstdint>
#include <string_view>

namespace tools {

class splitmix {
public:
  explicit constexpr splitmix(uint64_t seed) : state_(seed) {}
  /// A stream of its own for the part of the world called `name`, so that a
  /// change to one part leaves the others as they are.
  constexpr splitmix(uint64_t seed, std::string_view name) : state_(seed) {
    for (auto c : name)
      state_ = next() ^ static_cast<uint8_t>(c);
  }

  constexpr uint64_t next() {
    auto z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// `least` to `most`, both included.
  constexpr int between(int least, int most) {
    return least + static_cast<int>(next() % static_cast<uint64_t>(most - least + 1));
  }

private:
  uint64_t state_;
};

} // namespace tools
