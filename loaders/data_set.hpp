// Which file of a data directory is what, by its name in any case: data sets
// come from file systems that do not tell "Item" from "item".

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loaders {

enum class file_kind : uint8_t {
  map_info,
  map,
  spawns,
  older_spawns, // .ndt, read where there is no .n_ndt
  npc,
  drops,
  npc_skills,
  favour_indices,
  it0,
  it0ex,
  it1,
  it2,
  it3,
  pets,
  combinations,
  shue_combinations,
  item_sets,
  present_sets,
  class_data,
  skills,
  skill_delays,
  passive_skills,
  mercenary_skills,
  shop,
  cash_items,
  quest,
  teleports,
  messages,
  levels,
  npc_roles,
};

struct known_file {
  file_kind kind = file_kind::map;
  /// The number in the name, 0 when there is none.
  uint16_t number = 0;
};

/// `name` is relative to the data directory; nothing for a file that is no part of a world.
std::optional<known_file> recognise(std::string_view name);

} // namespace loaders
