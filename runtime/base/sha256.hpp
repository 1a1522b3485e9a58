// The digest that manifests carry.

#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace runtime {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::span<const uint8_t> bytes);

} // namespace runtime
