// The words that name and describe an item (format notes, section 0.2).

#pragma once

#include "loaders/bits.hpp"

#include <cstdint>

namespace loaders {

/// An item code is a row of one of 16 groups.
struct item_code_bits {
  static constexpr bit_range row{0, 10};
  static constexpr bit_range group{10, 4};
};

/// The identity word stored with characters.
struct item_id_bits {
  static constexpr bit_range code{0, 14};
  static constexpr bit_range is_default{14, 1};
  static constexpr bit_range blessed{15, 1};
  static constexpr bit_range down_option{16, 2};
  static constexpr bit_range item_flag{18, 1};
  static constexpr bit_range check_flag{19, 1};
};

/// The description word; of stackable items and money the low 16 bits are the quantity instead.
struct item_info_bits {
  static constexpr bit_range level{0, 4};
  static constexpr bit_range option{4, 1};
  static constexpr bit_range confirmed{5, 1};
  static constexpr bit_range subtype{6, 4};
  static constexpr bit_range wear_slot{10, 4};
  static constexpr bit_range ice{14, 6};
  static constexpr bit_range fire{20, 6};
  static constexpr bit_range light{26, 6};
};

constexpr uint16_t make_item_code(uint16_t group, uint16_t row) {
  return static_cast<uint16_t>(item_code_bits::group.put(item_code_bits::row.put(0, row), group));
}

} // namespace loaders
