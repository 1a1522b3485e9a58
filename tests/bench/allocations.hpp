// Counts what the program allocates, for benchmarks that promise not to.

#pragma once

#include <cstdint>

namespace bench {

/// Calls of operator new since the program began, by any thread.
uint64_t allocations();

} // namespace bench
