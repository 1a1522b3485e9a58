// A rolling hash of everything that decided something: equal seeds have equal ones.

#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace sim {

class rolling_hash {
public:
  void add(uint64_t x) { value_ = (std::rotl(value_, 23) ^ x) * 0x9E3779B97F4A7C15ull; }
  void add(std::string_view text) {
    uint64_t word = text.size();
    for (auto c : text)
      word = (word ^ static_cast<uint8_t>(c)) * 0x100000001B3ull;
    add(word);
  }
  uint64_t value() const { return value_; }

private:
  uint64_t value_ = 0xCBF29CE484222325ull;
};

} // namespace sim
