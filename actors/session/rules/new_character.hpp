// What a new character is and has (rules of the game, sections 1 and 5).

#pragma once

#include "messages/records.hpp"

#include <array>
#include <optional>

namespace actors {

inline constexpr uint8_t class_count = 4;  // warrior, holy knight, mage, archer
inline constexpr uint8_t nation_count = 2; // Temoz, Quanato

/// Where the characters of a nation begin.
struct start_place {
  msg::map_id map;
  uint32_t cell = 0; // y * 256 + x
};
using start_places = std::array<start_place, nation_count>;

/// A character as it is stored first, without ids and serials. Nothing when
/// class or nation do not exist. `name` has been checked.
std::optional<msg::character_record> make_new_character(msg::account_id account, std::string_view name,
                                                        uint8_t class_id, uint8_t nation, const start_places& places);

} // namespace actors
