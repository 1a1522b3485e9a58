// Monsters, town people and classes of the demo world: tables and formulas, no dice.

#pragma once

#include "loaders/class_data.hpp"
#include "loaders/npc.hpp"
#include "loaders/npc_role.hpp"

#include <span>

namespace tools {

// Monsters that other tables name.
inline constexpr uint16_t mud_rat = 1;
inline constexpr uint16_t burrow_hare = 2;
inline constexpr uint16_t thorn_boar = 3;
inline constexpr uint16_t moss_golem = 6;
inline constexpr uint16_t barrow_wisp = 7;
inline constexpr uint16_t barrow_king = 10;

/// Where a kind of monster lives.
struct habitat {
  uint16_t npc = 0;
  uint8_t level_min = 0; // monster levels of the cells it may stand on
  uint8_t level_max = 0;
  uint8_t count = 0; // per map
  bool in_dungeon = false;
  bool in_boss_room = false;
};

/// Ids 1 to 10.
std::vector<loaders::npc> make_monsters();

/// Ids 1001 to 1008, in this order.
std::vector<loaders::npc> make_town_people();

/// Of all town people.
loaders::npc_roles make_roles();

/// By class: warrior, holy knight, mage, archer.
std::vector<loaders::class_data> make_classes();

std::span<const habitat> habitats();

} // namespace tools
