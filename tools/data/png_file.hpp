// A picture as the bytes of a PNG file.

#pragma once

#include "tools/data/picture.hpp"

namespace tools::data {

/// Throws std::runtime_error with the reason of the library.
std::vector<uint8_t> png_of(const picture& x);

} // namespace tools::data
