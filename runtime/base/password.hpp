// Password hashes: bcrypt ("$2b$") through crypt(3) of libcrypt. Re-entrant,
// without state; a call takes milliseconds on purpose, so it belongs on a
// thread where waiting harms nobody.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace runtime {

/// bcrypt reads no more bytes than this; longer passwords are refused rather than cut.
inline constexpr size_t password_bytes_max = 72;
/// The cost is the binary logarithm of the rounds; each step doubles the time.
inline constexpr unsigned password_cost_min = 4;
inline constexpr unsigned password_cost_max = 31;
/// Some 40 ms on the machines of 2022.
inline constexpr unsigned password_cost_default = 10;

/// The crypt(5) string to store. `salt` must be random and never used twice.
/// Empty when `password` is longer than 72 bytes or holds a zero byte, or when
/// `cost` is out of range.
std::string hash_password(std::string_view password, unsigned cost, std::span<const uint8_t, 16> salt);

/// Whether `password` is the one `hash` was made of. An empty `hash` (no such
/// account) costs as much as one of `dummy_cost` and gives false, so that time
/// does not tell which accounts exist.
bool verify_password(std::string_view password, const std::string& hash, unsigned dummy_cost = password_cost_default);

} // namespace runtime
