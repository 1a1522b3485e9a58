// What new characters wear (game rules, section 1). The codes are part of the
// game, not of a data set: clients draw these items by number.

#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace loaders {

inline constexpr size_t class_count = 4; // warrior, holy knight, mage, archer

namespace start_items {
inline constexpr std::array<uint16_t, 6> warrior{1024, 3282, 3272, 3277, 3292, 3287};
inline constexpr std::array<uint16_t, 7> holy_knight{1048, 3322, 3307, 3297, 3302, 3317, 3312};
inline constexpr std::array<uint16_t, 6> mage{2066, 3337, 3327, 3332, 3347, 3342};
inline constexpr std::array<uint16_t, 6> archer{1110, 3677, 3657, 3667, 3697, 3687};
/// Without them an archer cannot hit.
inline constexpr uint16_t arrows = 1134;
} // namespace start_items

/// By class: item codes, the weapon first. Nothing for a class that does not exist.
constexpr std::span<const uint16_t> start_gear(size_t class_id) {
  switch (class_id) {
  case 0:
    return start_items::warrior;
  case 1:
    return start_items::holy_knight;
  case 2:
    return start_items::mage;
  case 3:
    return start_items::archer;
  }
  return {};
}

} // namespace loaders
