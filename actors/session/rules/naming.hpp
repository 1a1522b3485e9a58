// Which names a character may have (ours; rules of the game, section 2).

#pragma once

#include <string>
#include <string_view>

namespace actors {

inline constexpr size_t name_size_min = 4;
inline constexpr size_t name_size_max = 12;

/// Four to twelve letters and digits, a letter first, and none of the names
/// that only the server itself may bear.
bool is_allowed_name(std::string_view name);

} // namespace actors
