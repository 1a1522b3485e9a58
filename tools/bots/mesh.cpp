#include "tools/bots/mesh.hpp"

namespace tools::bots {

const map_mesh::warp_target* map_mesh::target_at(uint32_t cell) const {
  auto found = warps.find(cell);
  return found != warps.end() && found->second < targets.size() ? &targets[found->second] : nullptr;
}

namespace {

constexpr uint32_t unvisited = UINT32_MAX;

std::vector<uint32_t> way_back(const std::vector<uint32_t>& came_from, uint32_t start, uint32_t goal) {
  std::vector<uint32_t> result;
  for (auto cell = goal; cell != start; cell = came_from[cell])
    result.push_back(cell);
  std::reverse(result.begin(), result.end());
  return result;
}

} // namespace

std::vector<uint32_t> shortest_way(const map_mesh& mesh, uint32_t start, const std::function<bool(uint32_t)>& is_goal,
                                   uint32_t steps_max) {
  if (!is_cell(start) || is_goal(start))
    return {};
  std::vector<uint32_t> came_from(map_edge * map_edge, unvisited);
  came_from[start] = start;
  std::vector<uint32_t> ring{start};
  for (uint32_t steps = 0; steps < steps_max && !ring.empty(); ++steps) {
    std::vector<uint32_t> next;
    for (auto cell : ring) {
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          auto x = x_of(cell) + dx;
          auto y = y_of(cell) + dy;
          if (!is_on_map(x, y) || !mesh.is_walkable(cell_at(x, y)) || came_from[cell_at(x, y)] != unvisited)
            continue;
          auto neighbour = cell_at(x, y);
          came_from[neighbour] = cell;
          if (is_goal(neighbour))
            return way_back(came_from, start, neighbour);
          next.push_back(neighbour);
        }
      }
    }
    ring = std::move(next);
  }
  return {};
}

std::vector<uint32_t> straight_way(uint32_t from, uint32_t to) {
  std::vector<uint32_t> result;
  auto x = x_of(from);
  auto y = y_of(from);
  while (x != x_of(to) || y != y_of(to)) {
    x += (x_of(to) > x) - (x_of(to) < x);
    y += (y_of(to) > y) - (y_of(to) < y);
    result.push_back(cell_at(x, y));
  }
  return result;
}

} // namespace tools::bots
