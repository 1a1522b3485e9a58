// Drop tables, npc/<id>.itm: what a dead monster leaves (format notes, section 7).

#pragma once

#include "loaders/record.hpp"

namespace loaders {

inline constexpr size_t drop_count_max = 62;
/// A drop of this rate always happens.
inline constexpr uint32_t drop_rate_max = 10'000'000;

enum class drop_kind : uint8_t { empty, money, item };

struct drop_slot {
  static constexpr uint16_t empty_item = 0xFFFF;

  uint16_t item = empty_item; // code in bits 0 to 13, flags above; 0 is money
  uint32_t rate = 0;          // of drop_rate_max

  drop_kind kind() const {
    return item == empty_item ? drop_kind::empty : item == 0 ? drop_kind::money : drop_kind::item;
  }
  uint16_t item_code() const { return item & 0x3FFF; }
  uint8_t flags() const { return static_cast<uint8_t>(item >> 14); }

  static constexpr auto fields =
    msg::wire::fields(msg::wire::field("item", &drop_slot::item), msg::wire::field("rate", &drop_slot::rate));
  friend bool operator==(const drop_slot&, const drop_slot&) = default;
};
static_assert(msg::wire::size_of<drop_slot>() == 6);

/// Empty slots are kept in their place. Of a table that is too long, lenient mode keeps the first 62 slots.
result<std::vector<drop_slot>> load_drops(std::string_view file, byte_view in, load_options options);

// What is written is save_records(...).

} // namespace loaders
