// The mesh of a data directory, read with the server's own loaders.

#pragma once

#include "loaders/map_grid.hpp"
#include "tools/bots/mesh.hpp"

#include <memory>

namespace tools::bots {

map_mesh mesh_of(const loaders::map_grid& map);

/// Null when the directory cannot be read; `error` says why.
std::shared_ptr<const world_mesh> load_mesh(const std::string& dir, std::string& error);

} // namespace tools::bots
