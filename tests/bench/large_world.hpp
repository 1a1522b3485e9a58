// A data set as large as those that grew for twenty years, and right in every
// reference: 300 maps, 2,000 NPCs, 4,000 items.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bench {

inline constexpr uint16_t large_world_maps = 300;
inline constexpr uint16_t large_world_npcs = 2000;
inline constexpr uint16_t large_world_items = 4000;

/// By name relative to the data directory.
std::map<std::string, std::vector<uint8_t>> make_large_world();

} // namespace bench
