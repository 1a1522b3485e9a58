// Reads a data directory, imported or generated.

#pragma once

#include "loaders/world_data.hpp"

#include <filesystem>
#include <memory>

namespace runtime::boot {

/// By map id; shared by everybody and never changed.
using world_content = std::map<uint16_t, std::shared_ptr<const loaders::zone_content>>;

/// Everything in `dir`, by `loaders::assemble_world`: map/MapInfo.ini says which
/// maps there are, whatever else is missing is empty. Names are found whatever
/// their case; every issue names its file, relative to `dir`.
loaders::world_outcome load_world_data(const std::filesystem::path& dir, loaders::load_options options);

/// The zones alone, or the first error.
loaders::result<world_content> load_world(const std::filesystem::path& dir, loaders::load_options options);

} // namespace runtime::boot
