// Waiting for the real world: deadlines instead of sleeps, and one exception
// that ends a scenario with a sentence when a deadline passes.

#pragma once

#include <chrono>
#include <stdexcept>

namespace test::e2e {

using wall = std::chrono::steady_clock;
using deadline = wall::time_point;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Generous: it is only waited for in full when a test fails.
inline constexpr milliseconds patience{15'000};

inline deadline within(milliseconds limit = patience) { return wall::now() + limit; }

/// For poll(2) and its like: 0 when the deadline is over.
inline int left_ms(deadline until) {
  auto left = std::chrono::ceil<milliseconds>(until - wall::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

/// What a scenario waits for did not come; GoogleTest prints the text.
class not_seen : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

} // namespace test::e2e
