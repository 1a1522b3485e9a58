// Names of a bot's account and character.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tools::bots {

inline constexpr size_t character_name_min = 4;
inline constexpr size_t character_name_max = 12;

/// `<prefix><n>`.
std::string account_name(std::string_view prefix, uint32_t n);

/// 4 to 12 letters and digits that begin with a letter, made from the account's
/// prefix and number; `attempt` counts from 0 and gives another name each time.
std::string character_name(std::string_view prefix, uint32_t n, uint32_t attempt);

} // namespace tools::bots
