// Judges a generated world as a server would: loads the whole data set strictly
// and walks the maps.

#pragma once

#include "loaders/result.hpp"
#include "tools/world/maps.hpp"

#include <map>

namespace tools {

/// Relative path to content, as the generator makes them.
using world_files = std::map<std::string, loaders::byte_buffer>;

/// One sentence per fault, empty when the world is fit to be played. `plans`
/// tells what the maps were meant to be.
std::vector<std::string> find_faults(const world_files& files, const std::vector<map_plan>& plans);

} // namespace tools
