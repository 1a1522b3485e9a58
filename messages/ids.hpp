// Names for the things that cross borders, each a type of its own.

#pragma once

#include "messages/wire/field.hpp"

#include <compare>
#include <cstdint>

namespace msg {

template <class Tag, class Rep>
struct strong_id {
  Rep value = 0;

  constexpr explicit operator bool() const { return value != 0; }
  static constexpr auto fields = wire::fields(wire::field("value", &strong_id::value));
  friend constexpr auto operator<=>(const strong_id&, const strong_id&) = default;
};

/// Row of the accounts table; 0 is nobody.
using account_id = strong_id<struct account_tag, uint32_t>;
/// Row of the characters table, and the player id on the wire; 0 is nobody.
using character_id = strong_id<struct character_tag, uint32_t>;
/// Number of a map file, and of the one zone that runs it.
using map_id = strong_id<struct map_tag, uint16_t>;
/// One TCP connection of one edge: slot in the low half, generation in the
/// high half, so that a late message never reaches the next user of a slot.
using connection_id = strong_id<struct connection_tag, uint64_t>;
/// One stay of a character in a zone. Only grows per character, so that late
/// messages of an earlier stay are recognised.
using visit_id = strong_id<struct visit_tag, uint32_t>;
/// Names one valuable operation for ever; a retry carries the same one.
struct operation_id {
  uint64_t high = 0;
  uint64_t low = 0;

  static constexpr auto fields =
    wire::fields(wire::field("high", &operation_id::high), wire::field("low", &operation_id::low));
  friend constexpr auto operator<=>(const operation_id&, const operation_id&) = default;
};

} // namespace msg
