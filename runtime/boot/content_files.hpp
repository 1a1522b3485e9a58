// Reads a data directory: which maps there are, and everything their zones need.

#pragma once

#include "loaders/content.hpp"

#include <filesystem>
#include <memory>

namespace runtime::boot {

/// By map id; shared by everybody and never changed.
using world_content = std::map<uint16_t, std::shared_ptr<const loaders::zone_content>>;

/// Loads all maps that map/MapInfo.ini enables, with their spawns (.n_ndt, else
/// .ndt, else nobody in lenient mode) and the NPCs these name. Names are found
/// whatever their case. Every issue names its file, relative to `dir`; in
/// lenient mode what does not fit together becomes warnings.
loaders::result<world_content> load_world(const std::filesystem::path& dir, loaders::load_options options);

} // namespace runtime::boot
