// Spawn lists, map/<id>.n_ndt: who stands where (format notes, section 3).

#pragma once

#include "loaders/cell.hpp"
#include "loaders/result.hpp"

namespace loaders {

/// Ids below are monsters, the others people of the towns.
inline constexpr uint16_t npc_id_town_first = 1000;

struct spawn {
  uint16_t npc = 0;
  cell at;
  uint8_t direction = 0; // 0 to 8
  uint8_t step = 0;      // cells it may wander from its place; 0 stands still

  bool is_monster() const { return npc < npc_id_town_first; }
  friend bool operator==(const spawn&, const spawn&) = default;
};

/// There is no end mark: every whole record counts. Lenient mode drops a partial last one.
result<std::vector<spawn>> load_spawns(std::string_view file, byte_view in, load_options options);

byte_buffer save_spawns(const std::vector<spawn>& xs);

/// Bytes of one record, for the offsets in reports.
inline constexpr size_t spawn_record_size = 8;

} // namespace loaders
