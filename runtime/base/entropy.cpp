#include "runtime/base/entropy.hpp"

#include <array>
#include <bit>
#include <cerrno>
#include <cstdlib>

#include <sys/random.h>

namespace runtime {

void entropy_bytes(std::span<uint8_t> out) {
  while (!out.empty()) {
    auto got = ::getrandom(out.data(), out.size(), 0);
    if (got > 0)
      out = out.subspan(static_cast<size_t>(got));
    else if (errno != EINTR)
      std::abort();
  }
}

uint64_t entropy64() {
  std::array<uint8_t, sizeof(uint64_t)> bytes{};
  entropy_bytes(bytes);
  return std::bit_cast<uint64_t>(bytes);
}

} // namespace runtime
