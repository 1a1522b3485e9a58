// Random bytes of the kernel (getrandom): for salts, tickets, operation ids and
// the first seed of a process. Everything else rolls a prng that is passed in.

#pragma once

#include <cstdint>
#include <span>

namespace runtime {

/// Fills `out` with random bytes fit for secrets. Ends the process when the
/// kernel has none: nothing safe can be done without.
void entropy_bytes(std::span<uint8_t> out);

/// 64 random bits fit for secrets.
uint64_t entropy64();

} // namespace runtime
