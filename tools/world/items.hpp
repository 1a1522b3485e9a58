// The 44 items of the demo world: tables and formulas, no dice.

#pragma once

#include "loaders/item_tables.hpp"

namespace tools {

/// Codes that other tables of the demo world name.
namespace items {
inline constexpr uint16_t better_sword = 1025;
inline constexpr uint16_t better_mace = 1049;
inline constexpr uint16_t better_bow = 1111;
inline constexpr uint16_t better_staff = 2067;
inline constexpr uint16_t bone_necklace = 4096;
inline constexpr uint16_t copper_ring = 5120;
inline constexpr uint16_t upgrade_pebble = 6144;
inline constexpr uint16_t home_scroll = 6145;
inline constexpr uint16_t saving_scroll = 6146;
inline constexpr uint16_t first_skill_scroll = 6147; // of class 0; those of the others follow
inline constexpr uint16_t marsh_leaf = 7168;
inline constexpr uint16_t old_letter = 7169;
inline constexpr uint16_t boar_tusk = 7170;
} // namespace items

/// What class fields say when everybody may use a thing.
inline constexpr uint16_t every_class = 255;

/// Start gear of all classes, arrows, and a better weapon for each class.
std::vector<loaders::it0_item> make_it0();
/// Levels 11 to 15 of the four start weapons.
std::vector<loaders::it0ex_item> make_it0ex();
/// Two necklaces, two rings.
std::vector<loaders::it1_item> make_it1();
/// What is used up: the upgrade pebble, scrolls.
std::vector<loaders::it2_item> make_it2();
/// What quests ask for.
std::vector<loaders::it2_item> make_it3();

} // namespace tools
