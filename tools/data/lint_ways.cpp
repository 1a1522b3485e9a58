#include "loaders/map_info.hpp"
#include "tools/data/lint_checks.hpp"

namespace tools::data {

using loaders::cell;
using loaders::cell_count;
using loaders::map_grid;
using loaders::map_side;

namespace {

/// Cells of `map` at which players arrive, whatever is there.
std::vector<cell> arrivals(const lint_set& set, uint16_t map) {
  std::vector<cell> cells;
  for (const auto& [id, at] : set.options.starts)
    if (id == map)
      cells.push_back(at);
  for (const auto& [file, list] : set.teleports)
    for (const auto& point : list.points)
      if (point.map == map)
        cells.push_back(point.at);
  for (const auto& [id, from] : set.maps)
    for (const auto& warp : from.value.warps)
      if (warp.map == map)
        cells.push_back(warp.at);
  return cells;
}

std::string warp_name(const lint_set& set, uint16_t map, const loaders::warp& to) {
  return "A warp of " + set.map_name(map) + " leads to " + shown_cell(to.at) + " on " + set.map_name(to.map);
}

void check_warp_target(const lint_set& set, uint16_t map, size_t index, std::vector<finding>& findings) {
  const auto& [file, from] = set.maps.at(map);
  const auto& warp = from.warps[index];
  auto report = [&](std::string_view rule, const std::string& reason) {
    findings.push_back(make_finding(rule, {file, loaders::map_warp_offset(index)}, warp_name(set, map, warp) + reason));
  };
  auto target = set.maps.find(warp.map);
  if (target == set.maps.end()) {
    if (!set.has_map(warp.map))
      report("warp-map", ", which has no file.");
    return;
  }
  const auto& to = target->second.value;
  if (!to.walkable(warp.at))
    report("warp-blocked", ", which is blocked.");
  else if (to.warp_at(warp.at))
    report("warp-onto-warp", ", which is a warp itself.");
  auto leads_back = std::any_of(to.warps.begin(), to.warps.end(), [&](const auto& x) { return x.map == map; });
  if (warp.map != map && !leads_back)
    report("warp-one-way", ", from where no warp leads back.");
}

void check_warp_cells(const lint_set& set, uint16_t map, std::vector<finding>& findings) {
  const auto& [file, from] = set.maps.at(map);
  auto reached = reachable_cells(set, map);
  std::vector<bool> has_cell(from.warps.size(), false);
  std::vector<bool> is_reached(from.warps.size(), reached.empty());
  for (size_t i = 0; i < cell_count && !from.warps.empty(); ++i) {
    auto at = cell::from_index(i);
    auto warp = from.warp_at(at);
    if (!warp || !from.walkable(at))
      continue;
    has_cell[*warp] = true;
    is_reached[*warp] = is_reached[*warp] || reached[i];
  }
  for (size_t i = 0; i < from.warps.size(); ++i) {
    lint_place place{file, loaders::map_warp_offset(i)};
    if (!has_cell[i])
      findings.push_back(make_finding("warp-no-cell", std::move(place),
                                      warp_name(set, map, from.warps[i]) + ", but no walkable cell carries it."));
    else if (!is_reached[i])
      findings.push_back(make_finding("warp-unreachable", std::move(place),
                                      warp_name(set, map, from.warps[i]) + ", but nobody can get to it."));
  }
}

void check_map_list(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [id, entry] : set.map_list)
    if (!set.has_map(id) && entry.use != loaders::map_use_disabled)
      findings.push_back(make_finding("map-missing", {entry.file, {}, entry.line},
                                      "Map " + std::to_string(id) + " is listed, but has no file."));
  if (!set.has_map_list)
    return;
  for (const auto& [id, map] : set.maps)
    if (!set.map_list.contains(id))
      findings.push_back(
        make_finding("map-unlisted", {map.file}, "MapInfo.ini does not list " + set.map_name(id) + "."));
}

// Battle maps and switched-off ones need no way in.
bool is_open(const lint_set& set, uint16_t map) {
  auto entry = set.map_list.find(map);
  return entry == set.map_list.end()
         || (entry->second.use != loaders::map_use_battle && entry->second.use != loaders::map_use_disabled);
}

void check_starts(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [id, at] : set.options.starts)
    if (auto map = set.maps.find(id);
        map != set.maps.end() && (!map->second.value.walkable(at) || map->second.value.warp_at(at)))
      findings.push_back(make_finding("start-blocked", {map->second.file},
                                      "New characters start at " + shown_cell(at) + " on " + set.map_name(id)
                                        + ", which is " + (map->second.value.walkable(at) ? "a warp." : "blocked.")));
}

void check_teleports(const lint_set& set, std::vector<finding>& findings) {
  for (const auto& [file, list] : set.teleports)
    for (size_t i = 0; i < list.points.size(); ++i) {
      const auto& point = list.points[i];
      auto report = [&, &file = file](std::string_view rule, const std::string& reason) {
        findings.push_back(make_finding(rule, {file, {}, i + 1},
                                        "Teleport point " + std::to_string(i) + " is " + shown_cell(point.at) + " on "
                                          + set.map_name(point.map) + ", which " + reason));
      };
      auto map = set.maps.find(point.map);
      if (map == set.maps.end()) {
        if (!set.has_map(point.map))
          report("teleport-map", "has no file.");
      } else if (!map->second.value.walkable(point.at)) {
        report("teleport-blocked", "is blocked.");
      } else if (map->second.value.warp_at(point.at)) {
        report("teleport-onto-warp", "is a warp.");
      }
    }
}

} // namespace

std::vector<bool> reachable_cells(const lint_set& set, uint16_t map) {
  auto open = arrivals(set, map);
  if (open.empty())
    return {};
  const auto& grid = set.maps.at(map).value;
  std::vector<bool> seen(cell_count, false);
  std::erase_if(open, [&](cell at) { return !grid.walkable(at); });
  for (auto at : open)
    seen[at.index()] = true;
  while (!open.empty()) {
    auto from = open.back();
    open.pop_back();
    for (int y = std::max(from.y - 1, 0); y <= std::min(from.y + 1, static_cast<int>(map_side) - 1); ++y)
      for (int x = std::max(from.x - 1, 0); x <= std::min(from.x + 1, static_cast<int>(map_side) - 1); ++x) {
        cell at{static_cast<uint8_t>(x), static_cast<uint8_t>(y)};
        if (seen[at.index()] || !grid.walkable(at))
          continue;
        seen[at.index()] = true;
        open.push_back(at);
      }
  }
  return seen;
}

void check_ways(const lint_set& set, std::vector<finding>& findings) {
  check_map_list(set, findings);
  check_starts(set, findings);
  check_teleports(set, findings);
  for (const auto& [id, map] : set.maps) {
    for (size_t i = 0; i < map.value.warps.size(); ++i)
      check_warp_target(set, id, i, findings);
    check_warp_cells(set, id, findings);
    if (arrivals(set, id).empty() && is_open(set, id))
      findings.push_back(make_finding("map-unreachable", {map.file},
                                      "No start cell, warp or teleport point leads to " + set.map_name(id) + "."));
  }
}

} // namespace tools::data
