// Looks at the bytes of any packet by its shape and says in words what is wrong
// with them. The typed codec refuses the same bytes, faster and in fewer words.

#pragma once

#include "messages/wire/codec.hpp"

#include <optional>

namespace msg::wire {

/// What is wrong with one field. Offsets count from the first byte of the body.
struct problem {
  decode_errc code = decode_errc::none;
  std::string field; // path such as "slots[2].name"; empty for the packet as a whole
  size_t offset = 0;
  std::string value;    // what was found
  std::string expected; // what would have been right
};

/// What makes the bytes unreadable as a value of `type`, if anything does: its length, its counts, a text
/// without end. The first in the order of the bytes.
std::optional<problem> find_damage(const type_shape& type, byte_view body);

/// Values that their fields may not have, in the order of the bytes; only of bytes without damage.
std::vector<problem> find_bad_values(const type_shape& type, byte_view body);

/// How many elements the tail of `type` has, as its count says; the count must be there.
size_t tail_size(const type_shape& type, byte_view body);

/// The unsigned little-endian number of `size` (1 to 8) bytes at `at`, which must be there.
uint64_t number_at(byte_view body, size_t at, size_t size);

/// Two digits per byte.
std::string to_hex(byte_view bytes);

} // namespace msg::wire
