// How two values differ, as short texts. All functions add to `details`.

#pragma once

#include "loaders/drop.hpp"
#include "loaders/map.hpp"
#include "loaders/spawn.hpp"
#include "tools/data/json_source.hpp"

#include <functional>
#include <map>
#include <vector>

namespace tools::data {

using detail_list = std::vector<std::string>;
/// The name of a map, an NPC or an item.
using naming = std::function<std::string(uint16_t)>;

/// Any two values of one shape: "levels[2].base 5 -> 6".
void diff_json(const json& before, const json& after, const std::string& path, detail_list& details);

/// Id, warps, and how many cells changed in which way; not the name, whose encoding is not known here.
void diff_maps(const loaders::map& before, const loaders::map& after, const naming& map_name, detail_list& details);

/// By NPC; `where` is the map.
void diff_spawns(const std::vector<loaders::spawn>& before, const std::vector<loaders::spawn>& after,
                 const std::string& where, std::map<uint16_t, detail_list>& details);

void diff_drops(const std::vector<loaders::drop_slot>& before, const std::vector<loaders::drop_slot>& after,
                const naming& item_name, detail_list& details);

void diff_shops(const std::vector<uint16_t>& before, const std::vector<uint16_t>& after, const naming& item_name,
                detail_list& details);

} // namespace tools::data
