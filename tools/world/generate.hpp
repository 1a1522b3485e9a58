// Makes a playable demo world, in the legacy file formats, from a seed and nothing else.

#pragma once

#include "tools/world/maps.hpp"

#include <map>
#include <string>
#include <vector>

namespace tools {

/// Relative path to bytes. The same seed gives the same bytes on every machine;
/// another seed gives other ground and other places, the same tables. Every
/// world has passed `find_faults`; throws std::logic_error naming the faults
/// should a seed ever give one that does not.
std::map<std::string, std::vector<uint8_t>> generate_world(uint64_t seed,
                                                           world_profile profile = world_profile::headless);

} // namespace tools
