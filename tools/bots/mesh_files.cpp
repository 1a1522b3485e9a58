#include "tools/bots/mesh_files.hpp"

#include "runtime/boot/content_files.hpp"

namespace tools::bots {

map_mesh mesh_of(const loaders::map_grid& map) {
  map_mesh result;
  for (size_t i = 0; i < loaders::cell_count; ++i) {
    auto at = loaders::cell::from_index(i);
    result.walkable[i] = map.walkable(at);
    if (auto warp = map.warp_at(at); warp && map.walkable(at))
      result.warps.emplace(static_cast<uint32_t>(i), *warp);
  }
  for (const auto& x : map.warps)
    result.targets.push_back({x.map, static_cast<uint32_t>(x.at.index())});
  return result;
}

std::shared_ptr<const world_mesh> load_mesh(const std::string& dir, std::string& error) {
  auto content = runtime::boot::load_world(dir, loaders::load_mode::lenient);
  if (!content) {
    error = loaders::to_string(content.error());
    return nullptr;
  }
  auto result = std::make_shared<world_mesh>();
  for (const auto& [id, zone] : *content)
    result->emplace(id, mesh_of(zone->map));
  return result;
}

} // namespace tools::bots
