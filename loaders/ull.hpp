// The obfuscation of the client's *.ull files (format notes, section 14). It
// hides nothing from anybody; every file has exactly one encoded form.

#pragma once

#include "loaders/result.hpp"

namespace loaders {

/// Each byte depends on the encoded byte before it. Any bytes can be encoded and decoded; the size stays.
byte_buffer ull_encode(byte_view in);
byte_buffer ull_decode(byte_view in);

} // namespace loaders
